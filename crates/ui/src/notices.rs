//! Avisos, Quando avisar and Registro de envios: the other tabs of Atividade e avisos.

mod answer;
mod list;
mod log;
mod rules;
mod tab;

pub use list::notices;
pub use log::notice_log;
pub use rules::notice_rules;
pub(crate) use tab::{Tab, tabs};
