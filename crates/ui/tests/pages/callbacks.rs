//! The page of the app's callback: whose it is, the exact call before it is taken, and who loses it.

use domain::callback::Standing;
use ui::Language;
use ui::view::{Callback, CallbackWait};

use crate::golden::check;
use crate::html::tags;
use crate::world;

const OWN: &str = "https://farol.casaipe.com.br/webhooks/meta";
/// What tells the address from any other.
const MARK: &str = "5f0c2b7e";
/// Meta's text is hostile.
const THEIRS: &str = "https://outro.example/<b>whatsapp";

fn foreign() -> Standing {
    Standing::Foreign { url: THEIRS.to_owned() }
}

fn page(
    language: Language,
    standing: Result<&Standing, &str>,
    waits: Option<CallbackWait<'_>>,
    has_changed: bool,
) -> String {
    let mut frame = world::frame(language, "/connect/callback", &world::typical().scope);
    frame.live = false;
    let fields = ["account_update".to_owned(), "messages".to_owned()];
    let (app_id, own) = ("634974688087057", Some(OWN));
    let (at, mark) = (world::NOW, MARK);
    let view = Callback { app_id, own, fields: &fields, standing, at, mark, waits, has_changed };
    ui::callback(&frame, &view)
}

fn waiting() -> CallbackWait<'static> {
    CallbackWait { person: Some("<b>Ana"), since: world::NOW, said: Some("(#2200) <b>refused") }
}

/// The page in its states, with its name.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let own = Standing::Own { is_active: true, missing: Vec::new() };
    let silent = Standing::Own { is_active: false, missing: Vec::new() };
    let short = Standing::Own { is_active: true, missing: vec!["<b>flows".to_owned()] };
    let unnamed = Standing::Foreign { url: String::new() };
    let before = Standing::OursBefore { url: THEIRS.to_owned() };
    let by_command = CallbackWait { person: None, ..waiting() };
    let name = |state: &str| format!("callback {state}");
    vec![
        (name("foreign"), page(language, Ok(&foreign()), None, false)),
        (name("changed"), page(language, Ok(&foreign()), None, true)),
        (name("waiting"), page(language, Ok(&foreign()), Some(waiting()), false)),
        (name("waiting by command"), page(language, Ok(&foreign()), Some(by_command), false)),
        (name("own"), page(language, Ok(&own), Some(waiting()), false)),
        (name("own and silent"), page(language, Ok(&silent), None, false)),
        (name("own and short"), page(language, Ok(&short), None, false)),
        (name("foreign unnamed"), page(language, Ok(&unnamed), None, false)),
        (name("ours before"), page(language, Ok(&before), None, false)),
        (name("nobody's"), page(language, Ok(&Standing::Nobody), None, false)),
        (name("not asked"), page(language, Err("<b>no answer"), None, false)),
    ]
}

#[test]
fn the_page_that_asks_is_the_golden_one_in_each_language() {
    for language in Language::ALL {
        let asks = page(language, Ok(&foreign()), None, false);
        check(&format!("callback-{}", language.tag()), &asks);
    }
}

#[test]
fn only_another_programs_address_asks_and_the_form_carries_what_the_page_showed() {
    for (name, page) in pages(Language::PtBr) {
        let tags = tags(&page);
        let carried = tags.iter().find(|tag| tag.get("name") == Some("replaces"));
        let is_asking = ["callback foreign", "callback changed", "callback foreign unnamed"]
            .contains(&name.as_str());
        assert_eq!(carried.is_some(), is_asking, "{name}");
        assert!(!page.contains("<b>whatsapp") && !page.contains("<b>Ana"), "{name}: no markup");
        assert!(!page.contains("<b>no answer") && !page.contains("<b>refused"), "{name}");
        if is_asking {
            assert_eq!(carried.and_then(|tag| tag.get("value")), Some(MARK), "{name}");
            let loses = if name.ends_with("unnamed") {
                "a Meta não mostra"
            } else {
                "&#60;b&#62;whatsapp"
            };
            assert!(page.contains(loses), "{name}");
            assert!(page.contains("fields=account_update,messages"), "{name}");
            assert!(page.contains("include_values=true"), "{name}: the whole call");
        }
    }
}

#[test]
fn a_word_that_waits_says_whose_it_is_and_what_meta_said() {
    let page = page(Language::PtBr, Ok(&foreign()), Some(waiting()), false);
    assert!(page.contains("(#2200)") && page.contains("&#60;b&#62;Ana"));
}

#[test]
fn an_address_of_ours_that_does_not_get_all_is_not_called_well_and_the_address_of_now_is_shown() {
    let of = |standing: Standing| page(Language::PtBr, Ok(&standing), None, false);
    let well = of(Standing::Own { is_active: true, missing: Vec::new() });
    assert!(well.contains("data-tone=\"ok\"") && well.contains(OWN), "{well}");
    let silent = of(Standing::Own { is_active: false, missing: Vec::new() });
    assert!(!silent.contains("id=\"callback-stands\" data-tone=\"ok\""), "{silent}");
    assert!(silent.contains("não envia nada"));
    let short = of(Standing::Own { is_active: true, missing: vec!["security".to_owned()] });
    assert!(!short.contains("id=\"callback-stands\" data-tone=\"ok\""), "{short}");
    assert!(short.contains("Faltam: security"));
    for page in [well, silent, short, of(foreign())] {
        assert!(page.contains("id=\"callback-now\"") && page.contains("Conferido na Meta às"));
    }
}
