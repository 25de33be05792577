//! A mail to try the settings: whoever asked hears what the server answered.

use std::time::Duration;

use store::{MailShape, MailState, NewMail, Person, StoreError, TenantScope, Tried};
use ui::Language;
use ui::view::{self, MailAbout};

use super::{Letter, Patience, Trouble};
use crate::app::App;

/// What became of a test mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tested {
    /// There is no mail server.
    NoServer,
    /// The server took it, and answered this.
    Taken(String),
    /// It was not taken.
    Failed(Trouble),
}

/// Sends a test mail to a person and waits for what the server answers, as long as `patience` lasts.
/// It stands in the delivery log with what came of it, and is never tried again.
///
/// # Errors
/// When the ledger fails.
pub async fn test(
    app: &App,
    scope: &TenantScope,
    person: &Person,
    language: Language,
    patience: Duration,
) -> Result<Tested, StoreError> {
    let config = &app.settings.config;
    let (Some(smtp), Some(base_url)) = (&config.smtp, &config.base_url) else {
        return Ok(Tested::NoServer);
    };
    let now = app.clock.now();
    let (of_tenant, whom) = (scope.clone(), person.id.clone());
    let (seq, tenant) = app
        .store
        .ledger
        .transact(move |tx| {
            let mail =
                NewMail { person: whom, shape: MailShape::Test, notices: Vec::new(), due_at: now };
            let seq = tx.queue_mail(&of_tenant, &mail, now)?;
            // It has ended already: a kill from here on repeats nothing.
            let begun = Tried { state: MailState::GivenUp, due_at: None, answer: None };
            tx.note_mail_tried(seq, &begun, now)?;
            Ok((seq, tx.tenant(&of_tenant)?))
        })
        .await?;
    let rendered = ui::mail::render(&view::Mail {
        language,
        time_zone: app.settings.time_zone.clone(),
        now,
        person: &person.name,
        tenant: tenant.as_ref().map_or("", |tenant| &tenant.name),
        base_url,
        about: MailAbout::Test,
    });
    let id = format!("test.{seq}.{}", now.as_millis());
    let sent = match Letter::write(smtp, (&person.name, &person.email), rendered, &id, now) {
        Ok(letter) => super::send_one(app, smtp, &letter, Patience::at_most(patience)).await,
        Err(trouble) => Err(trouble),
    };
    let (state, answer) = match &sent {
        Ok(answer) => (MailState::Sent, answer.clone()),
        // Nobody refused what nobody was asked.
        Err(trouble) if trouble.code.is_none() => (MailState::GivenUp, trouble.said.clone()),
        Err(trouble) => (MailState::Refused, trouble.said.clone()),
    };
    app.store.ledger.transact(move |tx| tx.note_test_mail(seq, state, &answer)).await?;
    Ok(sent.map_or_else(Tested::Failed, Tested::Taken))
}
