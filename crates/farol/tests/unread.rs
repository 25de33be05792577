//! An address that asks for what a page can't read: the page says so and shows what it would without.

mod console;
mod guest;
mod visitor;

use std::fs;
use std::path::Path;

use farol::http::{Need, ROUTES};
use guest::Guest;
use store::PersonId;
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
        ("/connect", "again", WABA),
        ("/connect/doctor", "again", "1"),
        ("/connect/situation", "at", "today"),
        ("/connect/situation", "asked", "today"),
        ("/connect/situation", "today", "phone"),
        ("/connect/situation/free", "today", "nowhere"),
        ("/connect/situation/free", "situation", "free"),
        ("/connect/situation/free", "two-step", "unsure"),
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

#[tokio::test]
async fn an_account_to_connect_again_that_is_not_there_is_said() {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    let owner = Visitor::owner(&app, "one").await;
    let page = owner.get("/connect?again=113947260081536").await.text;
    let said = told(&page).expect("it is said");
    assert!(said.contains("<code>again</code>"), "{said}");
    assert!(!said.contains("113947260081536"), "what came is not repeated");
}

#[tokio::test]
async fn somebody_who_came_by_a_link_is_told_too() {
    let app = console::alone().await;
    let guest = Guest::of(&app, "one", "a link").await;
    for (path, name, good) in [
        ("/c/situation", "at", "today"),
        ("/c/situation", "today", "phone"),
        ("/c/situation/free", "today", "nowhere"),
    ] {
        let page = guest.get(&format!("{path}?{name}=zz")).await.text;
        let said = told(&page).unwrap_or_else(|| panic!("{path} {name}: {page}"));
        assert!(said.contains(&format!("<code>{name}</code>")), "{said}");
        assert_eq!(told(&guest.get(&format!("{path}?{name}={good}")).await.text), None, "{path}");
        let twice = guest.get(&format!("{path}?{name}={good}&{name}={good}")).await.text;
        assert!(told(&twice).is_some(), "{path} {name}");
    }
}

/// No pages that are shown for what stands in their address: files, streams and ways to elsewhere;
/// `/numbers` tells what it can't read in its own words.
const OTHERS: [&str; 10] = [
    "/events",
    "/numbers",
    "/numbers.csv",
    "/numbers.json",
    "/profile/{phone_number_id}",
    "/profile/{phone_number_id}/photo",
    // A link's own pages read nothing of an address, but for the questions of the situation.
    "/c",
    "/c/{token}",
    "/errors/{code}/{subcode}",
    // Only of a login that can be left, which reads nothing of an address.
    "/connect/{signup}/abandon",
];

#[tokio::test]
async fn every_page_says_of_an_address_that_it_can_not_read_it() {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    let guest = Guest::of(&app, "one", "a link").await;
    let made = app.store.ledger.transact(|tx| tx.make_installation_owner(&PersonId::new("one")));
    made.await.expect("made");
    let owner = Visitor::owner(&app, "one").await;
    let mut pages = 0;
    for (method, route, need) in ROUTES {
        let is_page = matches!(need, Need::Session(_) | Need::InstallationOwner | Need::Link);
        if *method != "GET" || !is_page || OTHERS.contains(route) {
            continue;
        }
        let path = route.replace("{phone_number_id}", VENDAS).replace("{waba}", WABA);
        let path = path.replace("{code}", "133005").replace("{situation}", "free");
        let address = format!("{path}?waba={WABA}&waba={WABA}");
        let answer = match need {
            Need::Link => guest.get(&address).await,
            _ => owner.get(&address).await,
        };
        assert_eq!(answer.status, 200, "{route}: {}", answer.text);
        assert!(told(&answer.text).is_some(), "{route} says nothing: {}", answer.text);
        pages += 1;
    }
    assert!(pages > 25, "{pages}");
}

/// The names that the handlers of a file read of an address: of the types that they take it as.
fn names(text: &str) -> Vec<String> {
    let types = text.split("Query<").skip(1).filter_map(|rest| rest.split_once('>'));
    let fields = types.filter_map(|(of, _)| {
        let body = text.split_once(&format!("struct {of} {{"))?.1;
        Some(body.split_once('}').expect("its end").0)
    });
    let lines = fields.flat_map(str::lines).map(str::trim);
    let lines = lines.filter(|line| !line.starts_with("//") && !line.starts_with('#'));
    let name = |line: &str| Some(line.split_once(':')?.0.trim_start_matches("pub ").to_owned());
    lines.filter_map(name).collect()
}

#[test]
fn what_a_handler_reads_of_an_address_is_in_the_table_of_what_can_not_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let table = fs::read_to_string(folder.join("unread.rs")).expect("the table");
    // Doors without a frame, whose links are looked up; Meta's handshake; the account of a page.
    let others = ["invitation.rs", "login.rs", "password.rs", "webhook.rs", "seen.rs"];
    let mut found = 0;
    for folder in
        [folder.clone(), folder.join("connect"), folder.join("guest"), folder.join("notices")]
    {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("readable").path();
            let is_other = others.iter().any(|other| path.ends_with(other));
            if is_other || path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            for name in names(&fs::read_to_string(&path).expect("UTF-8")) {
                let is_told = table.contains(&format!("(\"{name}\", "));
                assert!(is_told, "{}: {name} can't be told", path.display());
                found += 1;
            }
        }
    }
    assert!(found > 12, "{found}");
}
