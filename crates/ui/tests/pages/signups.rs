//! Logins in every state, built as the program builds them, and the page that shows them.

use domain::readiness::Scope;
use domain::signup::{
    Ending, Fact, Listed, Look, Obstacle, Routed, Said, Signup, Snag, Synced, Target,
};
use domain::{NodeKind, Timestamp};
use meta::signup::Event;
use meta::{BusinessId, PhoneNumberId, WabaId};
use serde_json::json;
use ui::Language;
use ui::view::{Account, Attempt, Button, Connect, Refused, RefusedForm, Sdk};

use crate::world;

const NEW_NUMBER: &str = "106540352242505";
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
    pub const ALL: [Self; 18] = [
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
    ui::abandon(&frame, &ui::view::Abandon { id: "s1", signup, plan: &plan })
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
        .map(|(signup, id)| Attempt { id, person: "Marina Tavares", signup, situation: None })
        .collect();
    let accounts: Vec<Account> = scope
        .wabas
        .iter()
        .map(|waba| Account {
            waba: WabaId::new(waba.node.id.clone()),
            business: BusinessId::new(world::BUSINESS),
            numbers: numbers_of(scope, &waba.node.id),
            connected_at: world::ago(26 * 3600),
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

/// A minute ago, and so many milliseconds more.
fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(world::ago(60).as_millis() + milliseconds)
}

fn finish() -> Event {
    Event::Finish {
        phone_number_id: PhoneNumberId::new(NEW_NUMBER),
        waba_id: WabaId::new(world::WABA),
        business_id: Some(BusinessId::new(world::BUSINESS)),
    }
}

/// A login whose code just came.
pub fn begun() -> Signup {
    Signup::with_code(Some(finish()), at(0))
}

/// The account is bound and subscribed.
pub fn subscribed() -> Signup {
    begun_with(finish())
}

fn begun_with(told: Event) -> Signup {
    let mut signup = Signup::with_code(Some(told), at(0));
    let target = Target {
        was_bound: false,
        waba: WabaId::new(world::WABA),
        waba_name: Some("Casa Ipê Brasil".to_owned()),
        business: BusinessId::new(world::BUSINESS),
    };
    signup.apply(Fact::Exchanged(Ok(())), at(620));
    signup.apply(Fact::Proven(Ok(target)), at(1_030));
    signup.apply(Fact::Subscribing { was_there: false }, at(1_500));
    signup.apply(Fact::Subscribed(Ok(())), at(1_940));
    signup
}

fn hindered() -> Signup {
    let mut signup = begun();
    signup.apply(Fact::Exchanged(Ok(())), at(620));
    for nth in 0..6 {
        let message = "An unknown error occurred".to_owned();
        let said = Some(Said { code: Some(1), subcode: None, message });
        let snag = Snag { obstacle: Obstacle::Trouble, said };
        signup.apply(Fact::Proven(Err(snag)), at(59_000 + nth));
    }
    signup
}

/// The number as the account lists it.
pub fn listed() -> Listed {
    Listed {
        id: PhoneNumberId::new(NEW_NUMBER),
        display_phone_number: "+55 11 95555-0142".to_owned(),
        verified_name: Some("Vendas".to_owned()),
        status: Some("PENDING".to_owned()),
        platform_type: Some("NOT_APPLICABLE".to_owned()),
        code_verification_status: Some("VERIFIED".to_owned()),
        is_pin_enabled: false,
        is_pin_known: false,
        is_held_elsewhere: false,
        is_on_biz_app: false,
        last_onboarded_time: None,
    }
}

fn calling() -> Signup {
    let mut signup = subscribed();
    signup.apply(found(listed()), at(2_400));
    signup.apply(Fact::Calling, at(2_500));
    signup
}

fn not_registered(obstacle: Obstacle, code: i64) -> Signup {
    let mut signup = calling();
    let message = match code {
        133_005 => "(#133005) Two step verification PIN Mismatch",
        _ => "(#100) Invalid parameter",
    };
    let said = if code > 1_000_000 {
        Said { code: Some(100), subcode: Some(code), message: message.to_owned() }
    } else {
        Said { code: Some(code), subcode: None, message: message.to_owned() }
    };
    signup.apply(Fact::Registered(Err(Snag { obstacle, said: Some(said) })), at(3_600));
    signup
}

fn unverified() -> Signup {
    let mut signup = subscribed();
    let number = Listed { code_verification_status: Some("NOT_VERIFIED".to_owned()), ..listed() };
    signup.apply(found(number), at(2_400));
    signup.apply(Fact::CodeRequested(Ok(())), at(9_000));
    signup
}

/// Everything is done but the first event.
pub fn awaiting() -> Signup {
    let mut signup = calling();
    signup.apply(Fact::Registered(Ok(())), at(3_600));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(3_800));
    signup.apply(Fact::WasRead(Ok(())), at(4_200));
    signup
}

/// Everything is done but the first event, in coexistence.
pub fn in_the_app() -> Signup {
    let mut signup = subscribed();
    signup.apply(found(Listed { is_on_biz_app: true, ..listed() }), at(2_400));
    signup.apply(Fact::Routed(Ok(Routed::Overridden)), at(2_600));
    signup.apply(Fact::Synced(Ok(Synced::Asked)), at(2_700));
    signup.apply(Fact::Synced(Ok(Synced::Asked)), at(2_800));
    signup.apply(Fact::WasRead(Ok(())), at(3_000));
    signup
}

/// All is done that can be without a number, and Meta did not add the one that was given.
pub fn without_number() -> Signup {
    let mut signup =
        begun_with(Event::FinishOnlyWaba { waba_id: WabaId::new(world::WABA), business_id: None });
    signup.apply(found(listed()), at(2_400));
    signup.apply(Fact::Routed(Ok(Routed::WithoutNumber)), at(2_600));
    signup.apply(Fact::WasRead(Ok(())), at(3_000));
    let message = "(#100) Invalid parameter".to_owned();
    let said = Some(Said { code: Some(100), subcode: Some(2_388_012), message });
    let snag = Snag { obstacle: Obstacle::NumberNotAdded, said };
    signup.apply(Fact::NumberAdded(Err(snag)), at(5_000));
    signup
}

/// Somebody else's override sends the number's messages elsewhere.
pub fn routed_elsewhere() -> Signup {
    let mut signup = calling();
    signup.apply(Fact::Registered(Ok(())), at(3_600));
    let url = "https://outro.example/whatsapp".to_owned();
    let snag = Snag::of(Obstacle::RoutedElsewhere { url });
    signup.apply(Fact::Routed(Err(snag)), at(3_800));
    signup
}

/// It is being abandoned: the override is gone, and the subscription not yet.
pub fn leaving() -> Signup {
    let mut signup = calling();
    signup.apply(Fact::Registered(Ok(())), at(3_600));
    signup.apply(Fact::Overriding, at(3_700));
    signup.apply(Fact::Routed(Ok(Routed::Overridden)), at(3_800));
    signup.apply(Fact::WasRead(Ok(())), at(4_200));
    signup.apply(Fact::Left { is_shared: false }, at(30_000));
    signup.apply(Fact::Undone(Ok(())), at(31_000));
    signup
}

/// It was abandoned, and Meta kept the subscription.
pub fn abandoned() -> Signup {
    let mut signup = leaving();
    let message = "Error validating access token".to_owned();
    let said = Some(Said { code: Some(190), subcode: None, message });
    signup.apply(Fact::Undone(Err(Snag { obstacle: Obstacle::TokenDead, said })), at(32_000));
    signup
}

/// All of it, after twenty seconds.
pub fn connected() -> Signup {
    let mut signup = awaiting();
    let webhook = Fact::Webhook { received_at: at(24_000), is_about_name: false };
    signup.apply(webhook, at(24_050));
    signup
}

/// A login that brought no code.
pub fn ended(ending: Ending) -> Signup {
    Signup::without_code(None, ending, at(0))
}

/// What a look that finds this number brings.
fn found(number: Listed) -> Fact {
    Fact::Found(Ok(Look { asked_at: at(2_400), numbers: vec![number] }))
}
