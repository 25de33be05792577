//! Mails links for new passwords: one ask a step, a fresh link each try.

use std::time::Duration;

use domain::audit::Action;
use store::{LinkReason, NewAudit, Person, StoreError, TenantId, TokenHash};
use ui::Language;
use ui::view::{LinkAbout, LinkMail};

use super::Step;
use crate::app::App;
use crate::clock;
use crate::mail::{Verdict, link};
use crate::reset::Ask;

/// How long a link counts.
pub const LIFE: Duration = Duration::from_secs(30 * 60);
/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Wait after a failed try.
const WAIT: Duration = Duration::from_secs(60);
/// Tries before an ask is dropped: whoever asked has asked again by then.
const TRIES: u32 = 10;

/// Serves one ask. An address of nobody, or of nobody with a part anywhere, ends here in silence.
///
/// # Errors
/// When the ledger fails; the ask is lost then.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let Some(ask) = app.resets.take_due(now) else {
        return Ok(Step::Idle { until: app.resets.next_due() });
    };
    let email = ask.email.clone();
    let found = app.store.ledger.read(move |read| {
        let Some(person) = read.person_by_email(&email)? else { return Ok(None) };
        let part = read.memberships(&person.id)?.into_iter().next();
        Ok(part.map(|part| (person, part.tenant)))
    });
    if let Some((person, tenant)) = found.await? {
        mail(app, ask, person, tenant).await?;
    }
    Ok(Step::Done)
}

async fn mail(app: &App, ask: Ask, person: Person, tenant: TenantId) -> Result<(), StoreError> {
    let token = clock::random_token();
    let (hash, whose) = (TokenHash::of(&token), person.id.clone());
    let until = app.clock.steady().plus(LIFE);
    let adding = app
        .store
        .ledger
        .transact(move |tx| tx.add_password_link(hash, &whose, LinkReason::Forgotten, until));
    adding.await?;
    let chosen = person.language.as_deref().and_then(Language::parse);
    let url = format!("{}/password/reset?link={token}", link::base_url(app));
    let letter = LinkMail {
        language: chosen.unwrap_or(ask.language),
        time_zone: app.settings.time_zone.clone(),
        person: &person.name,
        url: &url,
        until: app.clock.now().plus(LIFE),
        about: LinkAbout::Password,
    };
    match link::send(app, &person.email, &letter, PATIENCE).await {
        Ok(()) => {
            let (now, whose) = (app.clock.now(), person.id.clone());
            let mailed =
                NewAudit { tenant: Some(tenant), ..NewAudit::nobodys(Action::PasswordLinkMailed) };
            let kept = app
                .store
                .ledger
                .transact(move |tx| tx.add_audit(&mailed.on(whose.as_str()), now).map(drop));
            kept.await
        }
        Err(trouble) => {
            again(app, ask, trouble.verdict);
            Ok(())
        }
    }
}

/// Asks once more later, unless the server will never take it, or may have taken it: whoever finds
/// nothing asks again.
fn again(app: &App, ask: Ask, verdict: Verdict) {
    match verdict {
        Verdict::Refused | Verdict::Unknown => {}
        Verdict::Later | Verdict::NoServer if ask.tries + 1 >= TRIES => {}
        Verdict::Later | Verdict::NoServer => {
            let due_at = app.clock.now().plus(WAIT);
            app.resets.push(Ask { due_at, tries: ask.tries + 1, ..ask });
        }
    }
}
