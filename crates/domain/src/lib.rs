//! What it means: facts and commands in, state, changes and effects out. No IO, no clock, no chance.

pub mod apply;
pub mod audit;
pub mod availability;
pub mod change;
pub mod deaf;
pub mod delivery;
pub mod display_name;
pub mod episode;
pub mod fact;
pub mod fall;
pub mod field;
pub mod health;
pub mod history;
pub mod limit;
pub mod node;
pub mod notice;
pub mod number;
pub mod photo;
pub mod pin;
pub mod profile;
pub mod quality_day;
pub mod readiness;
pub mod replica;
pub mod role;
pub mod rule;
pub mod signup;
pub mod subject;
pub mod tally;
pub mod time;
pub mod traffic;
pub mod user;
pub mod username;

pub use change::Change;
pub use node::{Node, NodeKind};
pub use replica::{Failure, Heard, How, Replica};
pub use time::Timestamp;
