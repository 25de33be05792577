//! Disconnecting an account: what that undoes and keeps is shown first, and then what became of it.

use askama::Template;
use domain::signup::{Snag, Undo};

use super::leaving::undo_key;
use crate::frame::{Around, Page};
use crate::view::{self, DisconnectState, Frame};
use crate::words::Words;

#[derive(Template)]
#[template(path = "disconnect.html")]
struct Disconnect {
    page: Page,
    around: Around,
    waba: String,
    outcome: Option<Outcome>,
    is_done: bool,
    said: Option<String>,
    /// What is undone at Meta, or stays there: a sentence and a call or Meta's words.
    undone: Vec<(String, String)>,
    left: Vec<(String, String)>,
}

/// What became of the try.
struct Outcome {
    tone: &'static str,
    sentence: String,
}

/// The page.
pub fn disconnect(frame: &Frame, view: &view::Disconnect<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let (outcome, said, left) = match view.state {
        DisconnectState::Asked => (None, None, &[][..]),
        DisconnectState::Busy => (Some(("warn", words.t("disconnect-busy"))), None, &[][..]),
        DisconnectState::NotYet(said) => {
            let said = said.map(|said| said.message.clone());
            (Some(("warn", words.t("disconnect-not-yet"))), said, &[][..])
        }
        DisconnectState::Done(left) => (Some(("ok", words.t("disconnect-done"))), None, left),
    };
    crate::rendered(&Disconnect {
        waba: view.waba.to_owned(),
        is_done: matches!(view.state, DisconnectState::Done(_)),
        outcome: outcome.map(|(tone, sentence)| Outcome { tone, sentence }),
        said,
        undone: undone(&words, view),
        left: left.iter().map(|(what, snag)| stays(&words, *what, snag)).collect(),
        around: Around::new(&words, frame),
        page: Page::new(words, "disconnect-title"),
    })
}

fn undone(words: &Words, view: &view::Disconnect<'_>) -> Vec<(String, String)> {
    let overrides = view.overrides.iter().map(|number| {
        let body = "{\"webhook_configuration\":{\"override_callback_uri\":\"\"}}";
        (words.t(undo_key(Undo::Override)), format!("POST /{number} {body}"))
    });
    let subscription = view.subscription.then(|| {
        let call = format!("DELETE /{}/subscribed_apps", view.waba);
        (words.t(undo_key(Undo::Subscription)), call)
    });
    overrides.chain(subscription).collect()
}

fn stays(words: &Words, what: Undo, snag: &Snag) -> (String, String) {
    let said = snag.said.as_ref().map(|said| said.message.clone());
    (words.t(undo_key(what)), said.unwrap_or_default())
}
