//! The app's callback: whose it is, and before it is taken from another program the exact call and who
//! loses what.

use askama::Template;
use domain::callback::Standing;

use crate::frame::{Around, Page};
use crate::view;
use crate::words::Words;

#[derive(Template)]
#[template(path = "callback.html")]
struct Callback {
    page: Page,
    around: Around,
    has_changed: bool,
    tone: &'static str,
    /// Whose it is, in a sentence.
    stands: String,
    /// Meta's own words, where it could not be asked or did not do it yet.
    said: Option<String>,
    /// That a word waits.
    waits: Option<String>,
    ask: Option<Ask>,
}

/// What a person is asked.
struct Ask {
    /// The address that loses the app's webhooks.
    loses: String,
    /// This Farol's.
    gains: String,
    /// The call, without its secret.
    call: String,
}

/// The page.
pub fn callback(frame: &view::Frame, view: &view::Callback<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let (tone, key) = stands(view);
    let waits = view.waits.filter(|_| matches!(view.standing, Ok(Standing::Foreign { .. })));
    crate::rendered(&Callback {
        has_changed: view.has_changed,
        tone,
        stands: words.t(key),
        said: view.standing.err().or(waits.and_then(|waits| waits.said)).map(str::to_owned),
        waits: waits.map(|waits| wait(&words, waits)),
        ask: if waits.is_some() { None } else { ask(&words, view) },
        around: Around::new(&words, frame),
        page: Page::new(words, "callback-title"),
    })
}

const fn stands(view: &view::Callback<'_>) -> (&'static str, &'static str) {
    match (view.own, view.standing) {
        (_, Err(_)) => ("unk", "callback-not-asked"),
        (None, Ok(_)) => ("warn", "callback-no-address"),
        (Some(_), Ok(Standing::Nobody)) => ("warn", "callback-nobodys"),
        (Some(_), Ok(Standing::Own { .. })) => ("ok", "callback-own"),
        (Some(_), Ok(Standing::OursBefore { .. })) => ("warn", "callback-ours-before"),
        (Some(_), Ok(Standing::Foreign { .. })) => ("warn", "callback-foreign"),
    }
}

fn wait(words: &Words, waits: view::CallbackWait<'_>) -> String {
    let since = words.moment(waits.since);
    match waits.person {
        Some(person) => {
            words.with("callback-waits", &[("person", person.to_owned()), ("time", since)], None)
        }
        None => words.t1("callback-waits-command", "time", since),
    }
}

fn ask(words: &Words, view: &view::Callback<'_>) -> Option<Ask> {
    let (Some(own), Ok(Standing::Foreign { url })) = (view.own, view.standing) else { return None };
    let lines = [
        format!("POST /{}/subscriptions", view.app_id),
        "object=whatsapp_business_account".to_owned(),
        format!("callback_url={own}"),
        format!("verify_token=({})", words.t("callback-secret")),
        format!("fields={}", view.fields.join(",")),
        "include_values=true".to_owned(),
    ];
    Some(Ask { loses: url.clone(), gains: own.to_owned(), call: lines.join("\n") })
}
