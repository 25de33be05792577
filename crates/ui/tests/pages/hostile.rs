//! Meta's words are hostile text. Whatever stands in them, a page keeps exactly its own markup.

use domain::profile::{Fault, Part, Texts};
use domain::readiness::Scope;
use domain::signup::{Ending, Number, Obstacle, Said, Signup, Snag, Stage, Target, Task};
use meta::{BusinessId, PhoneNumberId, WabaId};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{
    Account, Acked, Attempt, Button, Connect, Disconnected, Filter, Login, MailTest, MayWrite,
    Narrowed, Problem, ProfileForm, ProfileTrouble, TenantChoice, WabaChoice,
};

use crate::chains;
use crate::changes::Timeline;
use crate::identities;
use crate::notices;
use crate::people;
use crate::preferences::{self, Preferences};
use crate::profiles;
use crate::signups;
use crate::standing::{self, Standing};
use crate::world::{self, World};

/// Two hundred texts: what breaks out, in what it could break out of.
pub fn payloads() -> Vec<String> {
    let cores = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe srcdoc='<b>'></iframe>",
        "<style>*{display:none}</style>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "</main></body></html>",
        "<!-- ",
        "]]><x>",
        "\u{202e}<b>\u{0}</b>",
        "<form action=//evil.example><button>",
        "<meta http-equiv=refresh content=0>",
        "<base href=//evil.example>",
        "<textarea>",
        "<template><p>",
        "&lt;script&gt;&#60;b&#x3e;",
        "{{ 7 * 7 }}{% if x %}",
        "{ $name } { -term } \u{2068}<b>",
        "' onmouseover='alert(1)",
        "\" autofocus onfocus=\"alert(1)",
    ];
    let wraps: [(&str, &str); 10] = [
        ("", ""),
        ("\"", "\""),
        ("'", "'"),
        ("\">", ""),
        ("'>", "<"),
        ("</q>", "<q>"),
        ("</title>", ""),
        ("-->", "<!--"),
        ("a b&", ";"),
        ("`", "`"),
    ];
    let all = cores.iter().flat_map(|core| wraps.map(|(a, z)| format!("{a}{core}{z}")));
    all.collect()
}

/// The world in trouble with this text wherever Meta's text stands: names, ids, values, errors.
pub fn poisoned(text: &str) -> World {
    let mut world = world::trouble();
    let scope = &mut world.scope;
    let replicas = scope.businesses.iter_mut().chain(&mut scope.wabas).chain(&mut scope.apps);
    for replica in replicas.chain(&mut scope.numbers) {
        for heard in replica.fields.values_mut() {
            poison(&mut heard.value, text);
        }
        if let Some(failure) = &mut replica.failure {
            failure.message = Some(text.to_owned());
            failure.reason = text.to_owned();
        }
    }
    for number in &mut scope.numbers {
        // Words that a page shows only beside a known value.
        let reasons = json!({"score": "RED", "reasons": [text, text]});
        world::set(number, "quality_score", reasons, 12);
    }
    scope.wabas[0].node.id = text.to_owned();
    for change in &mut world.changes {
        change.before = Value::from(text);
        change.after = Value::from(text);
        change.field = text.to_owned();
    }
    world
}

/// Every text in a document, but the words that Farol reads to find its way.
fn poison(value: &mut Value, text: &str) {
    match value {
        Value::String(held) if !["WABA", "BLOCKED"].contains(&held.as_str()) => {
            *held = text.to_owned();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, text)),
        Value::Object(fields) => fields.values_mut().for_each(|field| poison(field, text)),
        _ => {}
    }
}

/// Logins with this text wherever Meta or the popup could have written it.
fn poisoned_signups(text: &str) -> Vec<Signup> {
    let mut signup = signups::subscribed();
    signup.target = Some(Target {
        was_bound: false,
        waba: WabaId::new(text),
        waba_name: Some(text.to_owned()),
        business: BusinessId::new(text),
    });
    let unnamed = signup.clone();
    signup.number = Some(Number {
        id: PhoneNumberId::new("106540352242505"),
        display_phone_number: text.to_owned(),
        verified_name: Some(text.to_owned()),
    });
    let at = |stage| {
        let mut signup = signup.clone();
        signup.stage = stage;
        signup
    };
    let stopped = |obstacle| {
        let said = Said { code: Some(1), subcode: Some(2), message: text.to_owned() };
        at(Stage::Stopped { task: Task::Find, snag: Snag { obstacle, said: Some(said) } })
    };
    let text = || Some(text.to_owned());
    let reported = Ending::Reported { error_message: text(), error_id: text(), session_id: text() };
    vec![
        unnamed,
        stopped(Obstacle::PinMismatch),
        stopped(Obstacle::AccountNotGranted { waba: WabaId::new(text().unwrap_or_default()) }),
        stopped(Obstacle::ScopesMissing { scopes: vec![text().unwrap_or_default()] }),
        at(Stage::Awaiting),
        signups::ended(Ending::Cancelled { current_step: text() }),
        signups::ended(reported),
    ]
}

/// The page of the connection, with this text in logins, accounts, settings and the switcher.
fn connect(text: &str, scope: &Scope) -> String {
    let signups = poisoned_signups(text);
    let attempts: Vec<Attempt<'_>> = signups
        .iter()
        .map(|signup| Attempt { id: "s1", person: text, link: None, signup, situation: None })
        .collect();
    let account = Account {
        waba: WabaId::new(text),
        business: BusinessId::new(text),
        numbers: scope.numbers.iter().map(|n| PhoneNumberId::new(n.node.id.clone())).collect(),
        connected_at: world::NOW,
        is_by_hand: false,
        lacks: Vec::new(),
        is_leaving: false,
        disconnected: Some(Disconnected {
            waba: WabaId::new(text),
            event: text.to_owned(),
            at: world::NOW,
            info: Some(serde_json::json!({"reason": text, "initiated_by": text})),
        }),
    };
    let origins = [text.to_owned()];
    let sdk = ui::view::Sdk {
        app_id: text,
        config_id: text,
        graph_version: text,
        url: text,
        message_origins: &origins,
    };
    let mut frame = world::frame(Language::PtBr, "/connect", scope);
    let named = |is_current| WabaChoice { id: text.to_owned(), name: text.to_owned(), is_current };
    frame.wabas = vec![named(false), named(true)];
    frame.tenants = vec![
        TenantChoice { id: text.to_owned(), name: text.to_owned(), is_current: true },
        TenantChoice { id: "t2".to_owned(), name: text.to_owned(), is_current: false },
    ];
    let (accounts, button) = (&[account], Button::Ready(sdk));
    let view = Connect {
        scope,
        accounts,
        button,
        situation: None,
        signups: &attempts,
        refused: None,
        again: None,
        may_check: false,
    };
    ui::connect(&frame, &view)
}

/// Settings with this text in whatever a browser or whoever configures could have written.
fn poisoned_preferences(text: &str) -> Preferences {
    let mut given = preferences::full();
    given.email = text.to_owned();
    // Behind what is recognised, and alone, cut where it is long.
    let agents = [text.to_owned(), format!("Firefox/1 {text}")];
    let agents = agents.iter().enumerate();
    given.sessions = agents.map(|(nth, agent)| preferences::session(nth, Some(agent))).collect();
    let installation = given.installation.as_mut().expect("the owner sees it");
    installation.graph_url = text.to_owned();
    installation.graph_version = text.to_owned();
    installation.app_id = text.to_owned();
    installation.config_id = Some(text.to_owned());
    installation.sdk_url = Some(text.to_owned());
    installation.message_origins = vec![text.to_owned(), text.to_owned()];
    installation.time_zone = text.to_owned();
    installation.base_url = Some(text.to_owned());
    let server = installation.mail_server.as_mut().expect("the full page has one");
    server.address = text.to_owned();
    server.from = text.to_owned();
    server.username = Some(text.to_owned());
    given
}

/// One number with this text in its own words, its changes, its account and who changed it.
fn poisoned_standing(text: &str) -> Standing {
    let mut given = standing::full();
    given.scope = poisoned(text).scope;
    given.waba = Some(text.to_owned());
    let number = given.number();
    for (field, heard) in standing::full().number().fields.clone() {
        number.fields.entry(field).or_insert(heard);
    }
    number.fields.values_mut().for_each(|heard| poison(&mut heard.value, text));
    // A known quality and state, so that all is shown that stands beside them.
    let score = json!({"score": "RED", "reasons": [text, text]});
    world::set(number, "quality_score", score, 11);
    number.failure = world::trouble().scope.numbers[0].failure.clone();
    let failure = number.failure.as_mut().expect("Vendas can't be read");
    (failure.reason, failure.message) = (text.to_owned(), Some(text.to_owned()));
    number.node.id = text.to_owned();
    given.id = text.to_owned();
    for (nth, entry) in given.changes.iter_mut().enumerate() {
        entry.by = Some(text.to_owned());
        entry.change.before = Value::from(text);
        entry.change.after = Value::from(format!("{text}{nth}"));
        if entry.change.field == "is_pin_enabled" {
            entry.change.field = text.to_owned();
        }
    }
    given
}

/// Health with this text in every word of Meta's, in names, ids and kinds.
fn poisoned_chain(text: &str) -> String {
    let mut chain = chains::full();
    let scope = &mut chain.scope;
    let above = scope.businesses.iter_mut().chain(&mut scope.wabas).chain(&mut scope.apps);
    for replica in above.chain(&mut scope.numbers).chain(&mut scope.templates) {
        for (field, heard) in &mut replica.fields {
            if field != "health_status" {
                poison(&mut heard.value, text);
            }
        }
        if let Some(failure) = &mut replica.failure {
            (failure.reason, failure.message) = (text.to_owned(), Some(text.to_owned()));
        }
    }
    let errors =
        json!([{"error_code": text, "error_description": text, "possible_solution": text}]);
    let said = json!({"can_send_message": text, "can_receive_call_sip": text, "errors": errors,
        "additional_info": [text]});
    chain.say("WABA", world::WABA, &said);
    chain.say("MESSAGE_TEMPLATE", chains::PROMO, &said);
    let mut health = chain.scope.wabas[0].fields["health_status"].value.clone();
    let strange =
        json!({"entity_type": text, "id": text, "can_send_message": text, "errors": errors});
    health["entities"].as_array_mut().expect("a list").push(strange);
    world::set(&mut chain.scope.wabas[0], "health_status", health, 12);
    chain.page(Language::PtBr)
}

/// Every kind of change with this text in its values, and one of which nothing is known.
fn poisoned_timeline(text: &str) -> String {
    let mut timeline = Timeline::of_state("full");
    timeline.world.scope = poisoned(text).scope;
    for entry in &mut timeline.entries {
        poison(&mut entry.change.before, text);
        poison(&mut entry.change.after, text);
        entry.change.evidence = Some(json!({ text: text }).to_string());
        entry.by = Some(text.to_owned());
    }
    let unknown = &mut timeline.entries[0].change;
    unknown.node.id = text.to_owned();
    unknown.field = text.to_owned();
    unknown.evidence = Some(text.to_owned());
    timeline.page_where(Narrowed { number: Some(text), ..Narrowed::default() })
}

/// Profiles with this text in what Meta has, what was typed, and what Meta said.
fn profiles(text: &str, scope: &Scope) -> String {
    let texts = Texts {
        about: text.to_owned(),
        description: text.to_owned(),
        vertical: text.to_owned(),
        email: text.to_owned(),
        address: text.to_owned(),
        websites: vec![text.to_owned(); 2],
    };
    let mut fields = json!(texts);
    fields["profile_picture_url"] = json!(text);
    let mut profile = profiles::profile(&fields);
    profile.failure = scope.numbers[0].failure.clone();
    let (reason, message) = (text, Some(text));
    let troubles = [
        ProfileTrouble::Faults(&[(Part::Email, Fault::NotAnAddress)]),
        ProfileTrouble::Conflict(&Part::ALL),
        ProfileTrouble::KeptOtherwise(&Part::ALL),
        ProfileTrouble::NotRead { reason, message },
        ProfileTrouble::Refused { code: message, reason, message },
        ProfileTrouble::InDoubt { reason },
    ];
    let page =
        |may_write, form| profiles::of(Language::PtBr, scope, Some(&profile), may_write, form);
    let typed = |trouble| ProfileForm::Typed { texts: &texts, seen: &texts, trouble };
    let of_trouble = troubles.map(|trouble| page(MayWrite::Yes, typed(trouble)));
    of_trouble.concat() + &page(MayWrite::KeptInApp, ProfileForm::Held)
}

/// Notices with this text in what Meta said, in names and in what a mail server answered.
fn notices(text: &str) -> String {
    let mut given = notices::Given::of_state("full");
    for told in given.open.iter_mut().chain(&mut given.ended) {
        poison(&mut told.notice.detail, text);
        told.notice.node.id = text.to_owned();
        told.acked = Some(Acked { by: Some(text.to_owned()), at: world::NOW });
    }
    given.bell.latest.iter_mut().for_each(|line| line.name = text.to_owned());
    let mut rules = notices::Rules::of_state("typical");
    rules.test = Some(MailTest::Refused { answer: text.to_owned() });
    rules.times.from = text.to_owned();
    let log = notices::log_with(Language::PtBr, text);
    given.page(Language::PtBr) + &rules.page(Language::PtBr) + &log
}

/// Every page with this text in it.
fn pages(text: &str) -> String {
    let world = poisoned(text);
    let language = Language::PtBr;
    let login = Login {
        language,
        email: text,
        error: None,
        host: text,
        may_reset: true,
        is_password_set: true,
    };
    [
        world.overview(language),
        world.numbers(language),
        world.numbers_where(language, Filter::Attention, text),
        connect(text, &world.scope),
        poisoned_preferences(text).page(language),
        people::poisoned(text),
        identities::poisoned(text),
        poisoned_standing(text).page(language),
        profiles(text, &world.scope),
        poisoned_timeline(text),
        poisoned_chain(text),
        notices(text),
        ui::login(&login),
        ui::problem(&Problem { language, status: 500, reference: Some(text) }),
    ]
    .concat()
}

#[test]
fn no_text_of_meta_becomes_markup() {
    let payloads = payloads();
    assert_eq!(payloads.len(), 200);
    let tame = pages("tame");
    assert!(tame.matches("tame").count() > 120, "the text reaches the pages");
    let shape = |page: &str| ['<', '>', '"'].map(|sign| page.matches(sign).count());
    for payload in payloads {
        assert_eq!(shape(&pages(&payload)), shape(&tame), "{payload}");
    }
}
