//! Mails that bring a one-time link. They are handed over at once and never kept: the link is a
//! secret, of which the ledger has the hash alone.

use std::time::Duration;

use ui::view::LinkMail;

use super::{Letter, Patience, Trouble};
use crate::app::App;
use crate::clock;

/// Whether links go out by mail here.
pub fn is_possible(app: &App) -> bool {
    let config = &app.settings.config;
    config.smtp.is_some() && config.base_url.is_some()
}

/// The address that a link begins with; never what a browser called this host.
pub fn base_url(app: &App) -> &str {
    app.settings.config.base_url.as_deref().unwrap_or_default()
}

/// Hands a mail over and waits for what the server answers, as long as `patience` lasts.
///
/// # Errors
/// The step at which it failed. Nothing is logged but that step.
pub async fn send(
    app: &App,
    to: &str,
    mail: &LinkMail<'_>,
    patience: Duration,
) -> Result<(), Trouble> {
    let Some(smtp) = &app.settings.config.smtp else {
        return Err(Trouble::unfit(super::Stage::Connect, "there is no mail server"));
    };
    let rendered = ui::mail::render_link(mail);
    let id = format!("link.{}", clock::random_token());
    let letter = Letter::write(smtp, (mail.person, to), rendered, &id, app.clock.now())?;
    let sent = super::send_one(app, smtp, &letter, Patience::at_most(patience)).await.map(drop);
    if let Err(trouble) = &sent {
        let (stage, code) = (trouble.stage.as_str(), trouble.code);
        tracing::warn!(stage, code, "A mail with a link was not taken");
    }
    sent
}
