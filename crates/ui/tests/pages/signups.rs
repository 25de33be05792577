//! Logins in every state, built as the program builds them, and the page that shows them.

// Beside this file, from wherever it is built in.
#[path = "signups/built.rs"]
mod built;

use domain::NodeKind;
use domain::readiness::Scope;
use domain::signup::{Ending, Obstacle, Signup};
use meta::{BusinessId, PhoneNumberId, WabaId};
use serde_json::json;
use ui::Language;
use ui::view::{Account, Attempt, Button, Connect, Refused, RefusedForm, Sdk};

pub use self::built::*;
use crate::world;

const OTHER_WABA: &str = "102290129340777";

/// A state of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing was connected or tried.
    Empty,
    /// Three steps are behind.
    Doing,
    /// Meta does not answer.
    Hindered,
    /// Meta has not processed the name.
    Name,
    /// The PIN is another, and what was given last was no PIN at all.
    Pin,
    /// The number's owner is not proven.
    Code,
    /// All is done but the first event.
    Awaiting,
    /// One account with two logins behind it, and a second account.
    Connected,
    /// The popup was left.
    Cancelled,
    /// An error was reported from the popup.
    Reported,
    /// Connected in coexistence but for the first event.
    InTheApp,
    /// The account has no number yet.
    Numberless,
    /// The number's messages go elsewhere.
    Elsewhere,
    /// A person left them there.
    Unheard,
    /// The app is said to have the number, and Meta does not show it.
    NotInApp,
    /// What abandoning it would do is shown, on a page of its own.
    Abandon,
    /// It is being abandoned.
    Leaving,
    /// It was abandoned.
    Abandoned,
    /// The role may not connect; a login waits all the same.
    Forbidden,
    /// The installation has no app.
    NotConfigured,
}

impl State {
    pub const ALL: [Self; 20] = [
        Self::Empty,
        Self::Doing,
        Self::Hindered,
        Self::Name,
        Self::Pin,
        Self::Code,
        Self::Awaiting,
        Self::Connected,
        Self::Cancelled,
        Self::Reported,
        Self::InTheApp,
        Self::Numberless,
        Self::Elsewhere,
        Self::Unheard,
        Self::NotInApp,
        Self::Abandon,
        Self::Leaving,
        Self::Abandoned,
        Self::Forbidden,
        Self::NotConfigured,
    ];

    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    fn signups(self) -> Vec<Signup> {
        match self {
            Self::Empty | Self::NotConfigured => Vec::new(),
            Self::Doing => vec![subscribed()],
            Self::Hindered => vec![hindered()],
            Self::Name => vec![not_registered(Obstacle::NameNotProcessed, 2_388_001)],
            Self::Pin | Self::Forbidden => vec![not_registered(Obstacle::PinMismatch, 133_005)],
            Self::Code => vec![unverified()],
            Self::Awaiting => vec![awaiting()],
            Self::InTheApp => vec![in_the_app()],
            Self::Numberless => vec![without_number()],
            Self::Elsewhere => vec![routed_elsewhere()],
            Self::Unheard => vec![unheard()],
            Self::NotInApp => vec![not_in_app()],
            Self::Abandon => vec![awaiting()],
            Self::Leaving => vec![leaving()],
            Self::Abandoned => vec![abandoned()],
            Self::Connected => vec![connected()],
            Self::Cancelled => vec![ended(Ending::Cancelled {
                current_step: Some("PHONE_NUMBER_VERIFICATION".to_owned()),
            })],
            Self::Reported => vec![ended(Ending::Reported {
                error_message: Some("Your verified name violates WhatsApp guidelines.".to_owned()),
                error_id: Some("524126".to_owned()),
                session_id: Some("f34b51dab5e0498".to_owned()),
            })],
        }
    }

    fn scope(self) -> Scope {
        match self {
            Self::Connected => {
                let mut scope = world::typical().scope;
                scope.wabas.push(world::replica(
                    NodeKind::Waba,
                    OTHER_WABA,
                    json!({"name": "Ótica Horizonte"}),
                ));
                scope
            }
            _ => Scope::default(),
        }
    }

    /// The page.
    pub fn page(self, language: Language) -> String {
        if self == Self::Abandon {
            return abandon(language, &awaiting(), false);
        }
        let signups = self.signups();
        let origins = origins();
        let button = match self {
            Self::Forbidden => Button::Forbidden,
            Self::NotConfigured => Button::NotConfigured,
            _ => Button::Ready(sdk(&origins)),
        };
        let refused =
            (self == Self::Pin).then_some(Refused { signup: "s1", reason: RefusedForm::PinFormat });
        page(language, &self.scope(), &signups, button, refused)
    }
}

/// The page that shows what abandoning a login does.
pub fn abandon(language: Language, signup: &Signup, is_shared: bool) -> String {
    let plan = signup.plan_of_leaving(is_shared);
    let frame = world::frame(language, "/connect", &Scope::default());
    ui::abandon(&frame, &ui::view::Abandon { id: "s1", signup, plan: &plan, has_changed: false })
}

/// The page of these logins.
pub fn page(
    language: Language,
    scope: &Scope,
    signups: &[Signup],
    button: Button<'_>,
    refused: Option<Refused<'_>>,
) -> String {
    let ids: Vec<String> = (1..=signups.len()).map(|n| format!("s{n}")).collect();
    let attempts: Vec<Attempt<'_>> = signups
        .iter()
        .zip(&ids)
        .map(|(signup, id)| Attempt {
            id,
            person: "Marina Tavares",
            link: None,
            signup,
            situation: None,
        })
        .collect();
    let accounts: Vec<Account> = scope
        .wabas
        .iter()
        .map(|waba| Account {
            waba: WabaId::new(waba.node.id.clone()),
            business: BusinessId::new(world::BUSINESS),
            numbers: numbers_of(scope, &waba.node.id),
            connected_at: world::ago(26 * 3600),
            is_by_hand: false,
            lacks: Vec::new(),
            is_leaving: false,
            disconnected: None,
        })
        .collect();
    let mut frame = world::frame(language, "/connect", scope);
    frame.may_connect = !matches!(button, Button::Forbidden);
    let view = Connect {
        scope,
        accounts: &accounts,
        button,
        situation: None,
        signups: &attempts,
        refused,
        again: None,
        may_check: true,
    };
    ui::connect(&frame, &view)
}

/// The numbers whose health names the account; nothing else of a number tells whose it is.
fn numbers_of(scope: &Scope, waba: &str) -> Vec<PhoneNumberId> {
    let names = |number: &&domain::Replica| {
        domain::health::entities(number).iter().any(|entity| entity.id == waba)
    };
    scope.numbers.iter().filter(names).map(|n| PhoneNumberId::new(n.node.id.clone())).collect()
}

/// What the button needs.
pub fn sdk(origins: &[String]) -> Sdk<'_> {
    Sdk {
        app_id: world::APP,
        config_id: "1173625090883",
        graph_version: "v25.0",
        url: "https://connect.facebook.net/en_US/sdk.js",
        message_origins: origins,
    }
}

pub fn origins() -> Vec<String> {
    vec!["https://www.facebook.com".to_owned(), "https://web.facebook.com".to_owned()]
}

#[test]
fn a_registration_that_outlives_its_login_is_told_before_it_is_abandoned() {
    let signup = subscribed();
    let frame = world::frame(Language::PtBr, "/connect", &Scope::default());
    let page = |was_registered| {
        let plan = domain::signup::Plan { undo: Vec::new(), frees_account: false, was_registered };
        let view = ui::view::Abandon { id: "s1", signup: &signup, plan: &plan, has_changed: false };
        ui::abandon(&frame, &view)
    };
    let kept = "o número segue registrado na Cloud API, e o Farol guarda o PIN dele";
    assert!(page(true).contains(kept) && !page(false).contains(kept));
}
