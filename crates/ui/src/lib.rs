//! Pages: a view in, HTML out, in three languages. No request, no store, no clock.
//!
//! All text is in Fluent files; all markup in templates that the compiler checks and that escape
//! everything. Meta's words are hostile text and are never markup.

mod activity;
mod agent;
pub mod api;
pub mod asset;
mod audit;
mod badge;
mod bell;
mod catalogue;
mod connect;
mod door;
mod entity;
mod erasure;
mod explain;
mod export;
mod folded;
mod frame;
mod health;
mod language;
mod limit;
mod login;
pub mod mail;
mod meter;
mod named;
mod news;
mod notice;
mod notices;
mod number;
mod number_row;
mod numbers;
mod overview;
mod people;
mod phone_left;
mod pin;
mod problem;
mod profile;
mod settings;
mod support;
mod tenants;
mod throughput;
mod told;
mod username;
mod verdict;
pub mod view;
mod words;

pub use activity::activity;
pub use audit::audit;
pub use catalogue::{
    BookPage, Explained, error, errors, errors_book, explained, no_code, unknown_code,
};
pub use connect::{
    abandon, by_hand, callback, connect, connect_refusal, disconnect, doctor, doctor_text,
    fixing_callback, guest_connect, guest_gone, guest_welcome, guide, handovers, is_yes, preflight,
    situation,
};
pub use door::{forbidden, forgot, invited, link_gone, reset};
pub use erasure::{erasing, erasure_status};
pub use export::{Export, Format, Taken, export};
pub use health::health;
pub use language::Language;
pub use login::login;
pub use notices::{notice_log, notice_rules, notices};
pub use number::number;
pub use numbers::numbers;
pub use overview::overview;
pub use people::people;
pub use pin::pin;
pub use problem::{elsewhere, not_put_aside, problem};
pub use profile::profile;
pub use settings::settings;
pub use support::{Support, set_support};
pub use tenants::tenants;
pub use username::username;

/// A page as text.
fn rendered(template: &impl askama::Template) -> String {
    template.render().expect("writing into a string does not fail")
}
