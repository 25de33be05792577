//! A whole body, typed: every field and event of META 7.2 (read on 23 November 2026), printed back equal
//! to what was read.
//!
//! Written from META's excerpts of Meta's pages (`[D]`: December 2025 to March 2026, `[D26]`: April to August
//! 2026), of `pywa` (`[P]`), and of what is known of Graph otherwise (`[M]`: marked as an assumption). Every
//! member may be absent, every enum is open, and what is not known stands in a part's `rest`.
//! [`read`](super::read) takes from it what counts, and keeps nobody's words.

mod account;
mod business;
mod call;
mod card;
mod change;
mod coexistence;
mod content;
mod group;
mod message;
mod number;
mod number_news;
mod part;
mod person;
mod status;
mod take;
mod template;
mod word;

use crate::json_fault::json_fault;

pub use account::*;
pub use business::*;
pub use call::*;
pub use card::*;
pub use change::{Change, Told, UNDOCUMENTED};
pub use coexistence::*;
pub use content::*;
pub use group::*;
pub use message::*;
pub use number::*;
pub use number_news::*;
pub use part::{How, List, Listed, Part, Rest};
pub use person::*;
pub use status::*;
pub use template::*;
pub use word::*;

use part::part;

part! {
    /// A body: `{"object","entry":[{"id","time","changes":[{"field","value"}]}]}` (META 7.1).
    Webhook {
        /// Always `whatsapp_business_account`; absent in some samples.
        object: Listed<String> = "object",
        /// The entries; Meta batches up to 1,000 updates in one body.
        entry: List<Entry> = "entry",
    }
}

part! {
    /// An entry: the news of one account, or of one portfolio.
    Entry {
        /// The account; the portfolio of a partner's events and of `partner_solutions`.
        id: Id = "id",
        /// When Meta sent it, in seconds; absent for most fields of a number.
        time: Whole = "time",
        /// What changed.
        changes: List<Change> = "changes",
        /// The field, where Meta prints it outside of the change (`PARTNER_APP_INSTALLED`).
        field: String = "field",
        /// The object, where Meta prints it inside of the entry.
        object: String = "object",
    }
}

impl Webhook {
    /// Reads a body.
    ///
    /// # Errors
    /// When it is no JSON object in UTF-8; why, without a word of it.
    pub fn read(body: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(body).map_err(|_| "the body is not UTF-8".to_owned())?;
        let read = |how| {
            let mut json = serde_json::Deserializer::from_str(text);
            let webhook = Self::take(how, &mut json)?;
            json.end().map(|()| webhook)
        };
        let mut webhook = read(How::AtOnce).or_else(|_| read(How::Each)).map_err(no_body)?;
        for listed in webhook.entry.iter_mut().flatten() {
            if let Listed::Read(entry) = listed {
                entry.put_field_in_place();
            }
        }
        Ok(webhook)
    }

    /// The places of what is not known here, or has another shape than Meta documents, as in
    /// `entry.0.changes.2.value.messages.14.text.font`.
    pub fn leftovers(&self) -> Vec<String> {
        let mut found = Vec::new();
        Part::leftovers(self, "", &mut found);
        found.iter().map(|path| path.trim_start_matches('.').to_owned()).collect()
    }
}

/// Why a text is no body. With [`How::Each`] nothing but the whole can have another shape.
fn no_body(error: serde_json::Error) -> String {
    if error.is_data() { "the body is not an object".to_owned() } else { json_fault(&error) }
}

impl Entry {
    /// The field of one of its changes, wherever Meta printed it.
    pub fn field_of<'a>(&'a self, change: &'a Change) -> Option<&'a str> {
        change.field.as_deref().or(self.field.as_deref()).or(change.field_inside())
    }

    fn put_field_in_place(&mut self) {
        let Some(field) = &self.field else { return };
        for listed in self.changes.iter_mut().flatten() {
            if let Listed::Read(change) = listed {
                change.read_as(field);
            }
        }
    }
}
