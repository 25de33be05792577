//! `farol doctor --fix callback`: has Meta send the app's webhooks here. The call is shown first and made
//! when whoever asks agrees; another program's address is replaced only when it was named, and what came
//! of it is read back. The word is kept before the call and stands in the audit log, as the page's does,
//! so that after a kill the running program goes on with it.

use domain::audit::Action;
use domain::callback::{Standing, Subscribed, fields, judge, scrubbed, shown};
use domain::doctor::Mend;
use meta::graph::SubscribeWebhooks;
use serde_json::json;
use store::{CallbackOf, Ledger, NewAudit, NewCallbackConsent, Store};
use ui::Language;
use ui::view::{Did, FixingCallback, MayCall, ShownCall};

use super::Patient;
use crate::callback::{look, mark};
use crate::cmd::{Failure, note, say};
use crate::connect::FIELDS;
use crate::doctor;

/// What was asked for.
pub(super) struct Asked {
    /// The address that may be replaced.
    pub replacing: Option<String>,
    /// Whether the call is agreed to already.
    pub is_agreed: bool,
}

/// Mends it.
///
/// # Errors
/// `Failed` when nothing was sent, when Meta refused, and when it does not show it; `Data` when the
/// ledger can't be written.
pub(super) async fn callback(
    patient: &Patient,
    language: Language,
    asked: Asked,
) -> Result<(), Failure> {
    let words = |said: FixingCallback<'_>| ui::fixing_callback(language, said);
    let failed = |said: FixingCallback<'_>| Failure::Failed(anyhow::Error::msg(words(said)));
    let found = look(&patient.graph).await.map_err(anyhow::Error::from)?;
    let fixing = Fixing { patient, found: found.as_ref() };
    let loses = match fixing.may_replace(asked.replacing.as_deref()) {
        May::Yes(loses) => loses,
        May::Nothing => {
            say(&words(FixingCallback::Good));
            return Ok(());
        }
        May::No(why) => return Err(failed(why)),
    };
    let call = fixing.shown();
    let over = loses.as_deref().map(shown);
    say(&words(FixingCallback::Call { call: &call, loses: over.as_deref() }));
    if !asked.is_agreed {
        note(&words(FixingCallback::Ask));
        if !ui::is_yes(language, &read_line().await?) {
            return Err(failed(FixingCallback::NotAgreed));
        }
    }
    let ledger = Store::open_ledger_beside(&patient.place.data)?;
    match fixing.make(&ledger, loses.as_deref()).await? {
        Made::Mended => say(&words(FixingCallback::Did(Did::Mended))),
        Made::Changed => return Err(failed(FixingCallback::Did(Did::Changed))),
        Made::NotShown => return Err(failed(FixingCallback::Did(Did::NotShown))),
        Made::Refused(said) => {
            return Err(failed(FixingCallback::Did(Did::Refused(&said))));
        }
    }
    Ok(())
}

/// What somebody writes, up to the end of the line; nothing where nobody can.
async fn read_line() -> Result<String, Failure> {
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line)
    });
    let line = read.await.map_err(anyhow::Error::from)?;
    Ok(line.map_err(anyhow::Error::from)?)
}

/// The callback as Meta shows it, about to be mended.
struct Fixing<'a> {
    patient: &'a Patient,
    found: Option<&'a Subscribed>,
}

/// Whether the call may be made.
enum May<'a> {
    /// It may, and takes the webhooks from this address.
    Yes(Option<String>),
    /// There is nothing to mend.
    Nothing,
    /// It may not.
    No(FixingCallback<'a>),
}

/// What came of it.
enum Made {
    Mended,
    /// Meta showed another address by then: nothing was sent.
    Changed,
    NotShown,
    Refused(String),
}

impl<'a> Fixing<'a> {
    fn url(&self) -> &'a str {
        self.found.and_then(|found| found.callback_url.as_deref()).unwrap_or_default()
    }

    fn may_replace(&self, named: Option<&'a str>) -> May<'a> {
        let (own, url) = (self.patient.callback_url.as_str(), self.url());
        match (judge(self.found, own, None, FIELDS), named) {
            (Standing::Own { is_active: true, missing }, _) if missing.is_empty() => May::Nothing,
            (Standing::Nobody, Some(_)) => May::No(FixingCallback::Nobody),
            (Standing::Own { .. }, Some(named)) if named != url => May::No(other(url, named)),
            (Standing::Nobody | Standing::Own { .. }, _) => May::Yes(None),
            (Standing::Foreign { .. } | Standing::OursBefore { .. }, Some(named))
                if named == url || named == shown(url) =>
            {
                May::Yes(Some(url.to_owned()))
            }
            (Standing::Foreign { .. } | Standing::OursBefore { .. }, Some(named)) => {
                May::No(other(url, named))
            }
            (Standing::Foreign { .. } | Standing::OursBefore { .. }, None) => {
                May::No(FixingCallback::Foreign { url: shown(url) })
            }
        }
    }

    fn fields(&self) -> Vec<String> {
        fields(self.found, FIELDS)
    }

    /// As the page shows it.
    fn shown(&self) -> ShownCall {
        let graph = &self.patient.graph;
        let call = doctor::request(&Mend::SetCallback {
            app: graph.app_id().to_string(),
            waba: None,
            url: self.patient.callback_url.clone(),
            fields: self.fields(),
        });
        ShownCall {
            method: call.method,
            path: format!("/{}/{}", graph.endpoint().version, call.path),
            parameters: call.parameters,
            stamp: String::new(),
            may: MayCall::Yes,
        }
    }

    /// Keeps the word, looks once more that it is about what Meta shows, makes the call, and reads it
    /// back.
    async fn make(&self, ledger: &Ledger, loses: Option<&str>) -> Result<Made, Failure> {
        let graph = &self.patient.graph;
        if let Some(url) = loses {
            self.keep_word(ledger, url).await?;
        }
        let now = look(graph).await.map_err(anyhow::Error::from)?;
        if now.as_ref() != self.found {
            self.drop_word(ledger).await?;
            return Ok(Made::Changed);
        }
        let fields = self.fields();
        let call = SubscribeWebhooks {
            app: graph.app_id(),
            callback_url: &self.patient.callback_url,
            verify_token: self.patient.verify_token.expose(),
            fields: &fields.iter().map(String::as_str).collect::<Vec<_>>(),
        };
        if let Err(error) = graph.call_as_app(&call).await {
            self.drop_word(ledger).await?;
            return Ok(Made::Refused(error.quoted()));
        }
        let after = look(graph).await.map_err(anyhow::Error::from)?;
        let standing = judge(after.as_ref(), &self.patient.callback_url, None, FIELDS);
        let is_here =
            matches!(&standing, Standing::Own { is_active: true, missing } if missing.is_empty());
        if !is_here {
            return Ok(Made::NotShown);
        }
        self.keep_taken(ledger, loses).await?;
        Ok(Made::Mended)
    }

    fn of(&self) -> CallbackOf {
        CallbackOf { app: self.patient.graph.app_id().clone(), door: None }
    }

    async fn keep_word(&self, ledger: &Ledger, url: &str) -> Result<(), Failure> {
        let (of, now) = (self.of(), self.patient.clock.now());
        let new = NewCallbackConsent {
            replaces: shown(url),
            mark: mark(&self.patient.graph, url),
            person: None,
            given_at: now,
        };
        let given = NewAudit::nobodys(Action::CallbackAllowed).on(of.app.as_str());
        let given = given.with(json!({ "replaces": scrubbed(url) }));
        let kept = ledger.transact(move |tx| {
            tx.keep_callback_consent(&of, &new)?;
            tx.add_audit(&given, now).map(drop)
        });
        Ok(kept.await?)
    }

    async fn drop_word(&self, ledger: &Ledger) -> Result<(), Failure> {
        let of = self.of();
        Ok(ledger.transact(move |tx| tx.drop_callback_consent(&of)).await?)
    }

    async fn keep_taken(&self, ledger: &Ledger, loses: Option<&str>) -> Result<(), Failure> {
        let (of, now) = (self.of(), self.patient.clock.now());
        let (own, app) = (self.patient.callback_url.clone(), of.app.to_string());
        let taken = loses.map(|url| {
            let taken = NewAudit::nobodys(Action::CallbackTaken).on(app.as_str());
            taken.with(json!({ "replaces": scrubbed(url) }))
        });
        let kept = ledger.transact(move |tx| {
            tx.drop_callback_consent(&of)?;
            tx.note_callback(&of.app, &own, now)?;
            match taken {
                Some(taken) => tx.add_audit(&taken, now).map(drop),
                None => Ok(()),
            }
        });
        Ok(kept.await?)
    }
}

fn other(found: &str, named: &str) -> FixingCallback<'static> {
    FixingCallback::Other { found: shown(found), named: named.to_owned() }
}
