//! Conexão: who should press the button, the button, each login step by step, what is connected.

mod account;
mod attempt;
mod by_hand;
mod callback;
mod disconnect;
mod doctor;
mod first_event;
mod guest;
mod handovers;
mod leaving;
mod number_form;
mod preflight;
mod situation;
mod step;
mod trouble;

use askama::Template;
use domain::Node;
use domain::signup::{Ending, Stage};
use jiff::tz::TimeZone;

pub use self::by_hand::by_hand;
pub use self::callback::callback;
pub use self::disconnect::disconnect;
pub use self::doctor::{doctor, doctor_text, fixing_callback, is_yes};
pub use self::guest::{guest_connect, guest_gone, guest_welcome};
pub use self::handovers::handovers;
pub use self::leaving::abandon;
pub use self::preflight::preflight;
pub use self::situation::{guide, situation};

use self::account::{Account, Again};
use self::attempt::Attempt;
use self::situation::Kept;
use self::trouble::Way;
use crate::asset;
use crate::explain::{self, Explanation};
use crate::frame::{Around, Page};
use crate::language::Language;
use crate::named;
use crate::view::{self, ConnectRefusal};
use crate::words::Words;

#[derive(Template)]
#[template(path = "connect.html")]
struct Connect {
    page: Page,
    around: Around,
    connect_js: String,
    button: Button,
    kept: Option<Kept>,
    again: Option<ForAgain>,
    may_check: bool,
    /// Whether who looks may connect by hand.
    may_enter: bool,
    attempts: Vec<Attempt>,
    accounts: Vec<Account>,
    explanations: Vec<Explanation>,
}

/// The account that the button connects again.
struct ForAgain {
    waba: String,
    name: String,
    feature_type: &'static str,
}

/// The button, or why there is none.
enum Button {
    Ready {
        app_id: String,
        config_id: String,
        graph_version: String,
        url: String,
        /// Apart by spaces.
        origins: String,
    },
    Forbidden,
    NotConfigured,
}

impl Connect {
    fn is_ready(&self) -> bool {
        matches!(self.button, Button::Ready { .. })
    }
}

/// The page.
pub fn connect(frame: &view::Frame, view: &view::Connect<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let is_shown = |attempt: &&view::Attempt<'_>| {
        !matches!(attempt.signup.stage, Stage::Ended { ending: Ending::Dismissed })
    };
    let attempts = view.signups.iter().filter(is_shown);
    let accounts = account::accounts(&words, view.scope, view.accounts);
    let states = accounts.iter().flat_map(|account| &account.numbers).map(|number| &number.status);
    // Of an account that the tenant does not have the address says nothing.
    let again = view.accounts.iter().find(|held| view.again == Some(held.waba.as_str()));
    crate::rendered(&Connect {
        again: again.map(|held| ForAgain {
            waba: held.waba.to_string(),
            name: named::name_of(view.scope, &Node::waba(held.waba.as_str())),
            feature_type: account::feature_type(view.scope, held),
        }),
        explanations: explain::of_badges(&words, states),
        connect_js: asset::url("connect.js"),
        button: button(&view.button),
        may_check: view.may_check,
        may_enter: frame.may_connect,
        kept: view
            .situation
            .filter(|_| again.is_none())
            .map(|chosen| situation::kept(&words, chosen)),
        attempts: attempts.map(|attempt| worded(&words, frame, view, attempt)).collect(),
        accounts,
        around: Around::new(&words, frame),
        page: Page::new(words, "nav-connect"),
    })
}

/// Words a login; where it brought no number, with those that its account has.
fn worded(
    words: &Words,
    frame: &view::Frame,
    view: &view::Connect<'_>,
    of: &view::Attempt<'_>,
) -> attempt::Attempt {
    let mut attempt = attempt::attempt(words, frame, of, (view.scope, view.refused));
    let target = of.signup.target.as_ref().filter(|_| of.signup.number.is_none());
    let held = target.and_then(|of| view.accounts.iter().find(|held| held.waba == of.waba));
    if let Some(held) = held {
        let numbers: Vec<_> = account::numbers(view.scope, held).collect();
        for row in attempt.steps.iter_mut().filter(|row| row.first_event.is_some()) {
            row.first_event =
                first_event::of_account(words, frame, &numbers).or(row.first_event.take());
        }
    }
    attempt
}

fn button(button: &view::Button<'_>) -> Button {
    match button {
        view::Button::Ready(sdk) => Button::Ready {
            app_id: sdk.app_id.to_owned(),
            config_id: sdk.config_id.to_owned(),
            graph_version: sdk.graph_version.to_owned(),
            url: sdk.url.to_owned(),
            origins: sdk.message_origins.join(" "),
        },
        view::Button::Forbidden => Button::Forbidden,
        view::Button::NotConfigured => Button::NotConfigured,
    }
}

/// One sentence for the page's script, which shows it as it is.
pub fn connect_refusal(language: Language, refusal: ConnectRefusal) -> String {
    let key = match refusal {
        ConnectRefusal::NonceRefused => "refusal-nonce",
        ConnectRefusal::BadMessage => "refusal-message",
        ConnectRefusal::BadCode => "refusal-code",
        ConnectRefusal::LinkOver => "refusal-link-over",
        ConnectRefusal::LinkUnderWay => "guest-under-way",
        ConnectRefusal::LinkTooMany => "guest-too-many",
    };
    Words::new(language, TimeZone::UTC).t(key)
}
