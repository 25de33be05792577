//! Apagar dados: a WhatsApp user, a person, the tenant; what goes, what stays, what became of it.

use askama::Template;

use crate::frame::{Around, Page};
use crate::notices::Tab;
use crate::people::{Outcome, refusal};
use crate::settings::tab::{ERASURE, tabs};
use crate::view::{self, ErasureLine, ErasureSaid, Whom};
use crate::words::Words;

#[derive(Template)]
#[template(path = "erasing.html")]
struct Erasing {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    outcome: Option<Outcome>,
    typed: String,
    refused: Option<Whom>,
    people: Vec<view::Erasable>,
    accounts: Vec<String>,
    lines: Vec<Line>,
}

impl Erasing {
    fn is_refused(&self, whom: Whom) -> bool {
        self.refused == Some(whom)
    }

    fn is_user_refused(&self) -> bool {
        self.is_refused(Whom::User)
    }

    fn is_person_refused(&self) -> bool {
        self.is_refused(Whom::Person)
    }

    fn is_tenant_refused(&self) -> bool {
        self.is_refused(Whom::Tenant)
    }
}

/// An erasure as a row.
struct Line {
    id: String,
    whom: String,
    by: String,
    asked: String,
    asked_iso: String,
    state: String,
    is_done: bool,
    outcome: Vec<String>,
}

#[derive(Template)]
#[template(path = "erasure_status.html")]
struct Status {
    page: Page,
    here: String,
    is_done: bool,
    title: String,
    text: String,
}

/// The page.
pub fn erasing(frame: &view::Frame, view: &view::Erasing<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let around = Around::new(&words, frame);
    crate::rendered(&Erasing {
        tabs: tabs(&words, &around, view.rights, ERASURE),
        outcome: view.said.map(|said| outcome(&words, said)),
        typed: view.typed.to_owned(),
        refused: view.said.and_then(about),
        people: view.people.to_vec(),
        accounts: view.accounts.to_vec(),
        lines: view.erasures.iter().map(|erasure| line(&words, erasure)).collect(),
        around,
        page: Page::new(words, "tab-erasure"),
    })
}

/// The page of a code.
pub fn erasure_status(view: &view::ErasureStatus<'_>) -> String {
    let words = Words::new(view.language, view.time_zone.clone());
    let (title, text) = match view.done_at {
        Some(at) => ("erasure-is-done", words.moment_of_zone("erasure-is-done-at", at)),
        None => ("erasure-is-under-way", words.t("erasure-is-under-way-next")),
    };
    crate::rendered(&Status {
        here: view.path.to_owned(),
        is_done: view.done_at.is_some(),
        title: words.t(title),
        text,
        page: Page::new(words, "erasure-status"),
    })
}

fn line(words: &Words, erasure: &ErasureLine) -> Line {
    Line {
        id: erasure.id.clone(),
        whom: words.t(match erasure.whom {
            Whom::User => "erasure-of-user",
            Whom::Person => "erasure-of-person",
            Whom::Tenant => "erasure-of-tenant",
            Whom::FacebookUser => "erasure-of-facebook-user",
            Whom::Keys => "erasure-of-keys",
        }),
        by: erasure.by.clone().unwrap_or_else(|| match erasure.whom {
            Whom::Keys => words.t("audit-nobody"),
            Whom::User | Whom::Person | Whom::Tenant | Whom::FacebookUser => {
                words.t("audit-erased")
            }
        }),
        asked: words.moment(erasure.asked_at),
        asked_iso: words.iso(erasure.asked_at),
        state: match erasure.done_at {
            Some(at) => words.t1("erasure-done", "when", words.moment(at)),
            None => words.t("erasure-under-way"),
        },
        is_done: erasure.done_at.is_some(),
        // Until it is done, what was found is not all.
        outcome: match erasure.done_at {
            Some(_) => counts(words, &erasure.outcome),
            None if erasure.outcome.is_empty() => Vec::new(),
            None => counts(words, &erasure.outcome),
        },
    }
}

/// What went, in words; kinds of rows that people have no word for are counted together.
fn counts(words: &Words, outcome: &[(String, u64)]) -> Vec<String> {
    const NAMED: [(&str, &str); 5] = [
        ("body", "erasure-bodies"),
        ("delivery", "erasure-messages"),
        ("wrote", "erasure-written"),
        ("unsubscribed", "erasure-unsubscribed"),
        ("still_subscribed", "erasure-still-subscribed"),
    ];
    let named = |kind: &str| NAMED.iter().find(|(name, _)| *name == kind);
    let mut told: Vec<String> = outcome
        .iter()
        .filter_map(|(kind, count)| named(kind).map(|(_, key)| words.many(key, *count)))
        .collect();
    let rest: u64 =
        outcome.iter().filter(|(kind, _)| named(kind).is_none()).map(|(_, count)| count).sum();
    if rest > 0 {
        told.push(words.many("erasure-rows", rest));
    }
    if told.is_empty() { vec![words.t("erasure-nothing")] } else { told }
}

/// The form that a refusal is about.
const fn about(said: &ErasureSaid) -> Option<Whom> {
    match said {
        ErasureSaid::Asked { .. } => None,
        ErasureSaid::NotAnId | ErasureSaid::OwnNumber => Some(Whom::User),
        ErasureSaid::Differs { whom } => Some(*whom),
        ErasureSaid::LastOwner | ErasureSaid::Elsewhere => Some(Whom::Person),
    }
}

fn outcome(words: &Words, said: &ErasureSaid) -> Outcome {
    match said {
        ErasureSaid::Asked { url } => Outcome {
            tone: "ok",
            title: words.t("erasure-asked"),
            text: words.t("erasure-asked-next"),
            link: Some(url.clone()),
        },
        ErasureSaid::NotAnId => refusal(words, "erasure-no-id", words.t("erasure-no-id-next")),
        ErasureSaid::OwnNumber => {
            refusal(words, "erasure-own-number", words.t("erasure-own-number-next"))
        }
        ErasureSaid::Differs { whom } => {
            let text = match whom {
                Whom::User => "erasure-differs-number",
                Whom::Person | Whom::Tenant | Whom::FacebookUser | Whom::Keys => {
                    "erasure-differs-name"
                }
            };
            refusal(words, "erasure-differs", words.t(text))
        }
        ErasureSaid::LastOwner => refusal(words, "last-owner", words.t("last-owner-next")),
        ErasureSaid::Elsewhere => {
            refusal(words, "erasure-elsewhere", words.t("erasure-elsewhere-next"))
        }
    }
}
