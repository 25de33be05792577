//! A mail as bytes: headers that nothing can be smuggled into, and two parts that say the same.

use std::time::{Duration, UNIX_EPOCH};

use domain::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use ui::mail::Rendered;

use super::{Stage, Trouble};
use crate::config::Smtp;

/// A mail, ready to be handed over.
pub struct Letter {
    /// Whom it goes to.
    pub(super) to: Address,
    /// The whole of it.
    pub(super) bytes: Vec<u8>,
}

/// Whom mails are from.
pub(super) fn sender(settings: &Smtp) -> Result<Mailbox, Trouble> {
    let faulty = || Trouble::unfit(Stage::Sender, "the address that mails are from can't be one");
    settings.from.parse().map_err(|_| faulty())
}

impl Letter {
    /// Writes a mail to one person. `id` is the same whenever the same mail is written.
    ///
    /// # Errors
    /// When sender or recipient have no address that mail could go to.
    pub fn write(
        settings: &Smtp,
        (name, address): (&str, &str),
        rendered: Rendered,
        id: &str,
        now: Timestamp,
    ) -> Result<Self, Trouble> {
        let from = sender(settings)?;
        let unaddressed = || Trouble::unfit(Stage::Recipient, "the address can't be one");
        let to: Address = address.parse().map_err(|_| unaddressed())?;
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        let sent_at = u64::try_from(now.as_millis()).unwrap_or(0);
        let message_id = format!("<{id}@{}>", from.email.domain());
        let mut message = Message::builder()
            .from(from)
            .to(Mailbox::new(Some(name), to.clone()))
            .subject(rendered.subject)
            .message_id(Some(message_id))
            .date(UNIX_EPOCH + Duration::from_millis(sent_at))
            .multipart(MultiPart::alternative_plain_html(rendered.text, rendered.html))
            .map_err(|_| unaddressed())?;
        // No holiday notice answers to it (RFC 3834).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
        Ok(Self { to, bytes: message.formatted() })
    }
}
