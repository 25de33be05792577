//! Whom this installation names for help stands in every box that tells an error of Meta's: of what
//! a person asked for, and of what could not be read.

mod console;
mod middleman;
mod pictures;
mod visitor;

use axum::http::Method;
use emulator::Emulator;
use farol::app::App;
use farol::work::{Step, photo};
use middleman::{Way, between, control};
use pictures::{jpeg, multipart, two_colours};
use serde_json::json;
use visitor::Visitor;

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";
const NAME: &str = "Suporte da Casa Ipê";
const EMAIL: &str = "suporte@casaipe.example";

/// Fields of a form with what is typed into them.
type Form = &'static [(&'static str, &'static str)];

/// Names whom people ask; each test of nextest's is its own process.
fn name_support() {
    let (name, email) = (Some(NAME.to_owned()), Some(EMAIL.to_owned()));
    ui::set_support(ui::Support { name, email, url: None });
}

/// Whether the box that begins so, up to where it ends, says whom to ask.
#[track_caller]
fn check(page: &str, starts: &str, ends: &str) {
    let boxes: Vec<&str> = page.split(starts).skip(1).collect();
    assert!(!boxes.is_empty(), "no {starts}: {page}");
    for text in boxes {
        let text = text.split_once(ends).unwrap_or_else(|| panic!("no {ends}: {text}")).0;
        assert!(text.contains("data-support") && text.contains(NAME), "{starts}: {text}");
        assert!(text.contains(&format!("mailto:{EMAIL}")), "{starts}: {text}");
    }
}

/// What the profile's form holds as seen, so that nothing moved meanwhile.
async fn seen(owner: &Visitor) -> String {
    let page = owner.get(&format!("/profile?number={VENDAS}")).await.text;
    let held = page.split_once("name=\"seen\" value=\"").expect("the form").1;
    held.split_once('"').expect("its end").0.replace("&#34;", "\"").replace("&#38;", "&")
}

#[tokio::test]
async fn a_refused_pin_username_name_or_profile_says_whom_to_ask() {
    name_support();
    let told = "id=\"told\"";
    let cases: [(&str, &str, Form, &str); 4] = [
        (VENDAS, "/pin", &[("pin", "730184"), ("again", "730184")], "id=\"outcome\""),
        ("/username", "/username", &[("username", "casa.ipe")], "id=\"outcome\""),
        (VENDAS, "/name", &[("name", "Casa Nova"), ("seen", "")], "id=\"display-name-said\""),
        ("/whatsapp_business_profile", "", &[("about", "Outro."), ("vertical", "RETAIL")], told),
    ];
    for (edge, path, form, starts) in cases {
        for way in [Way::Refused, Way::RequestLost] {
            let (app, _emulator, between) = between(WABA, edge).await;
            let owner = Visitor::owner(&app, "one").await;
            let held = seen(&owner).await;
            let mut form: Vec<(&str, &str)> = form.to_vec();
            if path.is_empty() {
                form.push(("seen", &held));
            }
            between.let_writes(way);
            let answer = owner.form(&format!("/profile/{VENDAS}{path}"), &form).await;
            assert_eq!(answer.status, 502, "{path}: {}", answer.text);
            check(&answer.text, starts, "</div></div>");
        }
    }
}

#[tokio::test]
async fn a_mistake_of_the_person_and_a_success_ask_nobody_for_help() {
    name_support();
    let (app, _emulator, _between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    let path = format!("/profile/{VENDAS}/pin");
    let wrong = owner.form(&path, &[("pin", "73018"), ("again", "73018")]).await;
    let claimed = owner.get(&format!("{path}?done=changed")).await;
    assert!(!claimed.text.contains("id=\"outcome\""), "an address is not believed");
    let changed = owner.form(&path, &[("pin", "730188"), ("again", "730188")]).await;
    assert_eq!(changed.status, 303, "{changed:?}");
    let right = owner.get(&format!("{path}?done=changed")).await;
    for answer in [wrong, right] {
        assert!(answer.text.contains("id=\"outcome\""), "{}", answer.text);
        assert!(!answer.text.contains("data-support"), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_refused_photo_says_whom_to_ask() {
    name_support();
    let settings = emulator::Settings::default();
    let (app, emulator, _hands) = console::beside_emulator_with(settings).await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    let owner = Visitor::owner(&app, "one").await;
    control(&emulator, "faults", json!({"fault": "expired_token", "edge": "uploads"})).await;
    let worked = {
        let app = app.clone();
        tokio::spawn(async move {
            while photo::step(&app).await.expect("a step") != Step::Done {
                app.clock.sleep(std::time::Duration::from_millis(5)).await;
            }
        })
    };
    let file = jpeg(&two_colours(640, 640), None);
    let (kind, body) = multipart(&[("photo", &file), ("seen", seen_photo(&app).await.as_bytes())]);
    let headers = [("content-type", kind.as_str())];
    let path = format!("/profile/{VENDAS}/photo");
    let sent = owner.ask(Method::POST, &path, &headers, body).await;
    worked.await.expect("worked");
    assert_eq!(sent.status, 303, "{}", sent.text);
    let page = owner.get(&format!("/profile?number={VENDAS}")).await.text;
    check(&page, "id=\"photo-said\"", "</div></div>");
}

/// The address of the photo that is held.
async fn seen_photo(app: &App) -> String {
    let (scope, node) = (console::scope("one"), domain::Node::profile(VENDAS));
    let held = app.store.ledger.read(move |read| read.replica(&scope, &node)).await;
    held.expect("read").expect("held").text("profile_picture_url").expect("a photo").to_owned()
}

/// A console whose readings all fail since a minute.
async fn failing() -> (App, Emulator) {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    control(&emulator, "faults", json!({"fault": "expired_token", "share": 1.0})).await;
    farol::work::refresh::ask(&app, console::scope("one")).await.expect("asked");
    console::refresh_all(&app).await;
    (app, emulator)
}

#[tokio::test]
async fn a_reading_that_fails_says_whom_to_ask_on_every_page_that_tells_it() {
    name_support();
    let (app, _emulator) = failing().await;
    let owner = Visitor::owner(&app, "one").await;
    let failing = "class=\"failing sm\"";
    for (path, ends) in [
        ("/numbers".to_owned(), "</td>"),
        (format!("/numbers/{VENDAS}"), "</div>"),
        ("/health".to_owned(), "</li>"),
        (format!("/profile?number={VENDAS}"), "</div>"),
        (format!("/profile/{VENDAS}/username"), "</div>"),
    ] {
        check(&owner.get(&path).await.text, failing, ends);
    }
    // A list of several is followed by one line.
    let overview = owner.get("/overview").await.text;
    let last = overview.rsplit(failing).next().expect("a reading that fails");
    let (last, _) = last.split_once("</div>").expect("an end");
    assert!(overview.contains(failing) && last.contains(NAME), "{last}");
}
