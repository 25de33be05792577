//! An address that asks for what a page can't read: the page says so and shows what it would without.

mod console;
mod visitor;

use visitor::Visitor;

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";

/// The sentence of the page, if it has one.
fn told(page: &str) -> Option<String> {
    let rest = page.split_once("id=\"unread\"")?.1;
    Some(rest.split_once("</div></div>").expect("its end").0.to_owned())
}

#[tokio::test]
async fn what_a_page_can_not_read_is_said_by_name_and_the_page_is_shown() {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    let owner = Visitor::owner(&app, "one").await;
    let number = format!("/numbers/{VENDAS}");
    let (pin, username) = (format!("/profile/{VENDAS}/pin"), format!("/profile/{VENDAS}/username"));
    let sentence = "<code>";
    for (path, name, good) in [
        ("/activity", "cursor", "99"),
        ("/activity", "subject", "quality"),
        ("/activity", "days", "7"),
        ("/activity/notices", "cursor", "99"),
        ("/activity/log", "cursor", "99"),
        ("/health", "node", "phone_number:104857736119203"),
        ("/health", "checked", "1"),
        (&number, "days", "90"),
        (&pin, "done", "changed"),
        (&username, "done", "approved"),
        ("/settings", "password", "changed"),
        ("/settings/audit", "cursor", "99"),
        ("/settings/audit", "action", "invited"),
        ("/settings/audit", "of", "installation"),
    ] {
        for (value, is_told) in [("zz", true), ("-1", true), ("", false), (good, false)] {
            let answer = owner.get(&format!("{path}?{name}={value}")).await;
            assert_eq!(answer.status, 200, "{path} {name} {value}");
            let said = told(&answer.text);
            if path == "/health" && name == "checked" && value == "-1" {
                assert_eq!(said, None, "a moment of long ago");
                continue;
            }
            assert_eq!(said.is_some(), is_told, "{path} {name} {value}: {said:?}");
            if let Some(said) = said {
                assert!(said.contains(&format!("{sentence}{name}</code>")), "{said}");
                assert!(!said.contains("zz"), "what came is not repeated");
            }
        }
    }
}

#[tokio::test]
async fn a_word_that_is_given_twice_is_said_too_and_others_are_nobodys_business() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let twice = owner.get("/activity?cursor=1&cursor=2").await.text;
    assert!(told(&twice).is_some(), "{twice}");
    for path in ["/activity?utm_source=x", "/activity", "/health?utm_source=x&utm_source=y"] {
        assert_eq!(told(&owner.get(path).await.text), None, "{path}");
    }
}

#[tokio::test]
async fn it_is_said_in_each_language() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    for (language, words) in [("pt-BR", "não entende"), ("en", "can’t read"), ("es", "no entiende")]
    {
        let form = [("language", language), ("back", "/activity")];
        assert_eq!(owner.form("/language", &form).await.status, 303);
        let page = owner.get("/activity?cursor=zz").await.text;
        assert!(told(&page).is_some_and(|said| said.contains(words)), "{language}");
    }
}

#[tokio::test]
async fn a_list_that_is_taken_home_is_refused_rather_than_another_one() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    for query in ["filter=zz", "sort=zz", "order=zz"] {
        for file in ["/numbers.csv", "/numbers.json"] {
            let answer = owner.get(&format!("{file}?{query}")).await;
            assert_eq!(answer.status, 400, "{file} {query}");
            assert_eq!(owner.get(&format!("{file}?filter=all")).await.status, 200);
        }
    }
}
