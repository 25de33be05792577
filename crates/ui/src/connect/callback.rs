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
    /// The address that Meta shows.
    now: Option<String>,
    /// When it was looked at.
    at: String,
    /// Fields that are wanted and that Meta does not send.
    missing: Option<String>,
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
    /// What tells it from any other.
    mark: String,
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
        now: now(&words, view),
        at: words.t1("callback-at", "time", words.clock(view.at)),
        missing: missing(&words, view),
        said: view.standing.err().or(waits.and_then(|waits| waits.said)).map(str::to_owned),
        waits: waits.map(|waits| wait(&words, waits)),
        ask: if waits.is_some() { None } else { ask(&words, view) },
        around: Around::new(&words, frame),
        page: Page::new(words, "callback-title"),
    })
}

fn stands(view: &view::Callback<'_>) -> (&'static str, &'static str) {
    match (view.own, view.standing) {
        (_, Err(_)) => ("unk", "callback-not-asked"),
        (None, Ok(_)) => ("warn", "callback-no-address"),
        (Some(_), Ok(Standing::Nobody)) => ("warn", "callback-nobodys"),
        (Some(_), Ok(Standing::Own { is_active: false, .. })) => ("warn", "callback-own-inactive"),
        (Some(_), Ok(Standing::Own { missing, .. })) if !missing.is_empty() => {
            ("warn", "callback-own-missing")
        }
        (Some(_), Ok(Standing::Own { .. })) => ("ok", "callback-own"),
        (Some(_), Ok(Standing::OursBefore { .. })) => ("warn", "callback-ours-before"),
        (Some(_), Ok(Standing::Foreign { .. })) => ("warn", "callback-foreign"),
    }
}

/// The address of now, as far as it is known.
fn now(words: &Words, view: &view::Callback<'_>) -> Option<String> {
    match view.standing {
        Err(_) | Ok(Standing::Nobody) => None,
        Ok(Standing::Own { .. }) => view.own.map(str::to_owned),
        Ok(Standing::OursBefore { url } | Standing::Foreign { url }) => Some(named(words, url)),
    }
}

/// An address, or that Meta does not name it.
fn named(words: &Words, url: &str) -> String {
    if url.is_empty() { words.t("callback-unnamed") } else { url.to_owned() }
}

fn missing(words: &Words, view: &view::Callback<'_>) -> Option<String> {
    match view.standing {
        Ok(Standing::Own { missing, .. }) if !missing.is_empty() => {
            Some(words.t1("callback-missing", "fields", missing.join(", ")))
        }
        Ok(Standing::Own { .. } | Standing::Nobody)
        | Ok(Standing::OursBefore { .. } | Standing::Foreign { .. })
        | Err(_) => None,
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
    let (loses, mark) = (named(words, url), view.mark.to_owned());
    Some(Ask { loses, mark, gains: own.to_owned(), call: lines.join("\n") })
}
