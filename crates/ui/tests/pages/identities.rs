//! The pages of a username and of a PIN, in every state.

use domain::pin::Kept;
use domain::readiness::Intervals;
use domain::username::{Fault, faults};
use domain::{Heard, How, NodeKind, Replica};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{Pin, PinSaid, Refusal, Suggestions, Username, UsernameForm, UsernameTrouble};

use crate::golden::check;
use crate::html::tags;
use crate::world::{self, ago};

const VENDAS: &str = "106540352242101";

fn intervals() -> Intervals {
    world::typical().intervals
}

fn held(fields: &Value) -> Replica {
    world::replica(NodeKind::Username, VENDAS, fields.clone())
}

fn number() -> Replica {
    world::typical().scope.numbers.first().expect("a number").clone()
}

fn username(
    language: Language,
    replica: Option<&Replica>,
    suggestions: Suggestions<'_>,
    form: UsernameForm<'_>,
) -> String {
    let (scope, number, intervals) = (world::typical().scope, number(), intervals());
    let view = Username {
        number: &number,
        username: replica,
        intervals: &intervals,
        is_kept_in_app: false,
        suggestions,
        form,
    };
    let path = format!("/profile/{VENDAS}/username");
    ui::username(&world::frame(language, &path, &scope), &view)
}

fn pin(language: Language, number: &Replica, kept: Kept, said: Option<PinSaid<'_>>) -> String {
    let (scope, intervals) = (world::typical().scope, intervals());
    let view = Pin { number, intervals: &intervals, is_kept_in_app: false, kept, said };
    let path = format!("/profile/{VENDAS}/pin");
    ui::pin(&world::frame(language, &path, &scope), &view)
}

fn kept() -> Kept {
    Kept { is_held: true, taken_at: Some(ago(3_600)), asked_at: None }
}

const REFUSAL: Refusal<'_> = Refusal {
    code: Some("147002"),
    reason: "refused",
    message: Some("(#147002) Phone number is not eligible for a username"),
};

/// Both pages in their states, for the rules that all pages keep.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let approved = held(&json!({"username": "casa.ipe", "status": "approved"}));
    let names = ["casaipe".to_owned(), "casaipe_br".to_owned()];
    let held = UsernameForm::Held { name: "" };
    let trouble = UsernameTrouble::InUse(REFUSAL);
    let typed = UsernameForm::Typed { name: "casa.com", trouble };
    let doubt = Kept { asked_at: Some(ago(60)), ..kept() };
    let said = Some(PinSaid::RefusedInDoubt(REFUSAL));
    let page = |name: &str, page| (name.to_owned(), page);
    vec![
        page("username", username(language, Some(&approved), Suggestions::Names(&names), held)),
        page("username refused", username(language, None, Suggestions::None(REFUSAL), typed)),
        page("pin", pin(language, &number(), kept(), None)),
        page("pin refused", pin(language, &number(), doubt, said)),
    ]
}

/// Both pages with this text wherever Meta's or a person's text stands.
pub fn poisoned(text: &str) -> String {
    let mut replica = held(&json!({"username": text, "status": text}));
    replica.failure = Some(domain::Failure {
        since: ago(60),
        last: ago(30),
        reason: text.to_owned(),
        message: Some(text.to_owned()),
        code: None,
        subcode: None,
    });
    let refusal = Refusal { code: Some(text), reason: text, message: Some(text) };
    // What is typed breaks rules of its own, which the page marks.
    let form = UsernameForm::Typed { name: "", trouble: UsernameTrouble::InUse(refusal) };
    let mut number = number();
    let heard = Heard { value: json!({ "event": text }), at: ago(60), how: How::Webhook };
    number.fields.insert("security".to_owned(), heard);
    let said = Some(PinSaid::Refused(refusal));
    username(Language::PtBr, Some(&replica), Suggestions::None(refusal), form)
        + &pin(Language::PtBr, &number, kept(), said)
}

#[test]
fn a_username_in_three_languages() {
    let approved = held(&json!({"username": "casa.ipe", "status": "approved"}));
    let names = ["casaipe".to_owned(), "casaipe_br".to_owned()];
    for language in Language::ALL {
        let form = UsernameForm::Held { name: "" };
        let page = username(language, Some(&approved), Suggestions::Names(&names), form);
        check(&format!("username-typical-{}", language.tag()), &page);
        let typed = UsernameForm::Typed {
            name: "casa.com",
            trouble: UsernameTrouble::Faults(&[Fault::Domain]),
        };
        let page = username(language, None, Suggestions::NotAsked, typed);
        check(&format!("username-faults-{}", language.tag()), &page);
    }
}

#[test]
fn what_became_of_a_wish_is_said_in_its_own_words() {
    let form = |trouble| UsernameForm::Typed { name: "casa.ipe", trouble };
    let done = |status, is_read_back| UsernameForm::Done { status, is_read_back };
    for language in Language::ALL {
        let pages = [
            form(UsernameTrouble::InUse(REFUSAL)),
            form(UsernameTrouble::Refused(REFUSAL)),
            form(UsernameTrouble::InDoubt { reason: "unanswered" }),
            form(UsernameTrouble::NoConsent),
            form(UsernameTrouble::Moved),
            done(Some("approved"), true),
            done(Some("reserved"), true),
            done(None, true),
            done(None, false),
        ]
        .map(|form| username(language, None, Suggestions::None(REFUSAL), form));
        let mut titles: Vec<&str> = pages.iter().map(|page| title(page)).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), pages.len(), "{titles:?}");
        assert!(pages[1].contains("data-code=\"147002\""), "the catalogue's words");
    }
    let refused = form(UsernameTrouble::Refused(REFUSAL));
    check(
        "username-refused-pt-BR",
        &username(Language::PtBr, None, Suggestions::NotAsked, refused),
    );
}

/// The title of what became of a form.
fn title(page: &str) -> &str {
    let after = page.split_once("id=\"outcome\"").expect("an outcome").1;
    after.split_once("<b>").expect("a title").1.split_once("</b>").expect("its end").0
}

#[test]
fn each_rule_has_a_sentence_and_its_pattern_for_who_types() {
    let page = username(
        Language::PtBr,
        None,
        Suggestions::NotAsked,
        UsernameForm::Held { name: "ca..sa" },
    );
    let rules: Vec<_> =
        tags(&page).into_iter().filter(|tag| tag.get("data-rule").is_some()).collect();
    assert_eq!(rules.len(), Fault::ALL.len());
    for (tag, fault) in rules.iter().zip(Fault::ALL) {
        assert_eq!(tag.get("data-rule"), Some(fault.as_str()));
        assert!(tag.get("data-pattern").is_some_and(|pattern| !pattern.is_empty()));
        assert_eq!(
            tag.get("data-broken").is_some(),
            faults("ca..sa").contains(&fault),
            "{fault:?}"
        );
    }
    // Without a stylesheet too, only what is broken is called so.
    let mut said: Vec<_> =
        tags(&page).into_iter().filter(|tag| tag.get("class") == Some("rules__broken")).collect();
    assert_eq!(said.len(), Fault::ALL.len());
    said.retain(|tag| tag.get("hidden").is_none());
    assert_eq!(said.len(), faults("ca..sa").len());
}

#[test]
fn a_pin_in_three_languages() {
    for language in Language::ALL {
        let tag = language.tag();
        check(&format!("pin-known-{tag}"), &pin(language, &number(), kept(), None));
        let doubt = Kept { asked_at: Some(ago(60)), ..kept() };
        let said = Some(PinSaid::InDoubt { reason: "unanswered" });
        check(&format!("pin-in-doubt-{tag}"), &pin(language, &number(), doubt, said));
    }
}

#[test]
fn what_business_suite_did_is_said_with_its_event() {
    for (field, event) in [
        ("security", "PIN_CHANGED"),
        ("security", "PIN_REQUEST_SUCCESS"),
        ("security", "PIN_OF_TOMORROW"),
        ("security_reset_request", "PIN_RESET_REQUEST"),
    ] {
        let mut number = number();
        let heard = Heard { value: json!({ "event": event }), at: ago(60), how: How::Webhook };
        number.fields.insert(field.to_owned(), heard);
        let page = pin(Language::PtBr, &number, kept(), None);
        check(&format!("pin-{}-pt-BR", event.to_lowercase().replace('_', "-")), &page);
    }
}

#[test]
fn no_state_of_a_pins_page_has_a_value_in_its_fields() {
    for said in [
        None,
        Some(PinSaid::Changed),
        Some(PinSaid::Format),
        Some(PinSaid::Differ),
        Some(PinSaid::Refused(REFUSAL)),
        Some(PinSaid::RefusedInDoubt(REFUSAL)),
        Some(PinSaid::InDoubt { reason: "trouble" }),
        Some(PinSaid::NoneInDoubt),
        Some(PinSaid::Busy),
        Some(PinSaid::TooMany { wait_s: 90 }),
    ] {
        for language in Language::ALL {
            let page = pin(language, &number(), Kept::default(), said);
            let tags = tags(&page);
            for name in ["pin", "again"] {
                let field = tags.iter().find(|tag| tag.get("name") == Some(name)).expect("a field");
                assert_eq!((field.get("value"), field.get("type")), (None, Some("password")));
            }
        }
    }
}
