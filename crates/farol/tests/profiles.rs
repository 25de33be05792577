//! Perfil do WhatsApp written through the console: what Meta ends up with, what is never overwritten
//! unseen, and whose doing a change was.

mod console;
mod visitor;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use domain::profile::Texts;
use domain::role::Role;
use domain::{How, Node};
use emulator::Emulator;
use farol::app::App;
use serde_json::{Value, json};
use store::{ChangeFilter, ListedChange, PersonId};
use visitor::Visitor;

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";
const ATENDIMENTO: &str = "105230984417756";
const ABOUT: &str = "Móveis de madeira feitos para durar.";

/// A console of `one` that holds Casa Ipê's account and has read it.
async fn connected() -> (App, Emulator) {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    (app, emulator)
}

/// What Meta has, asked past the console.
async fn at_meta(app: &App, number: &str) -> Texts {
    let held = Node::profile(number);
    let scope = console::scope("one");
    farol::work::refresh::ask(app, scope.clone()).await.expect("asked");
    console::refresh_all(app).await;
    let read = app.store.ledger.read(move |read| read.replica(&scope, &held)).await;
    Texts::of(&read.expect("read").expect("held"))
}

/// Sets something at Meta, as somebody else would.
async fn elsewhere(emulator: &Emulator, number: &str, profile: Value) {
    control(emulator, &format!("numbers/{number}"), json!({"profile": profile})).await;
}

async fn control(emulator: &Emulator, path: &str, body: Value) {
    use tower::ServiceExt;
    let request = Request::post(format!("/_control/{path}"))
        .header("host", "127.0.0.1")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .expect("a request");
    let mut request = request;
    let from = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    request.extensions_mut().insert(axum::extract::ConnectInfo(from));
    let answer = emulator.router().oneshot(request).await.expect("answered");
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
}

/// The form as the page held it: what was seen, and what was typed over it.
fn form<'f>(seen: &'f str, texts: &'f Texts) -> Vec<(&'static str, &'f str)> {
    let mut form = vec![
        ("seen", seen),
        ("about", texts.about.as_str()),
        ("description", texts.description.as_str()),
        ("vertical", texts.vertical.as_str()),
        ("email", texts.email.as_str()),
        ("address", texts.address.as_str()),
    ];
    let links = texts.websites.iter().map(String::as_str);
    form.extend(links.chain(["", ""]).take(2).map(|link| ("websites", link)));
    form
}

/// Saves what `edit` makes of what was seen.
async fn save(
    visitor: &Visitor,
    number: &str,
    seen: &Texts,
    edit: impl FnOnce(&mut Texts),
) -> visitor::Answer {
    let mut wanted = seen.clone();
    edit(&mut wanted);
    let held = serde_json::to_string(seen).expect("JSON");
    visitor.form(&format!("/profile/{number}"), &form(&held, &wanted)).await
}

async fn changes(app: &App, field: &'static str) -> Vec<ListedChange> {
    let scope = console::scope("one");
    let filter = ChangeFilter {
        fields: Some(vec![(domain::NodeKind::Profile, field)]),
        ..ChangeFilter::default()
    };
    let read = app.store.ledger.read(move |read| read.changes_where(&scope, &filter, 10)).await;
    read.expect("read")
}

#[tokio::test]
async fn what_was_changed_is_written_read_back_and_told_as_that_persons_doing() {
    let (app, _emulator) = connected().await;
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    let seen = at_meta(&app, VENDAS).await;
    assert_eq!(seen.about, ABOUT);
    let answer = save(&operator, VENDAS, &seen, |texts| {
        texts.about = "Sob medida, em ipê e jatobá 🌳".to_owned();
        texts.websites = vec!["https://casaipe.example/entregas".to_owned()];
        texts.address.clear();
    })
    .await;
    assert_eq!(answer.leads(), (303, Some(&*format!("/profile?number={VENDAS}"))));
    let now = at_meta(&app, VENDAS).await;
    assert_eq!(now.about, "Sob medida, em ipê e jatobá 🌳");
    assert_eq!(now.websites, ["https://casaipe.example/entregas"]);
    assert_eq!((now.address.as_str(), &now.email), ("", &seen.email));
    for field in ["about", "websites", "address"] {
        let changes = changes(&app, field).await;
        let [change] = changes.as_slice() else { panic!("{field}: {changes:?}") };
        assert_eq!(change.change.how, How::Operator);
        assert!(change.by.as_deref().is_some_and(|name| name.starts_with("Person ")), "{field}");
    }
    assert!(changes(&app, "email").await.is_empty(), "what was not touched did not change");
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_kept_or_shown_never_overwritten_unseen() {
    let (app, emulator) = connected().await;
    let owner = Visitor::owner(&app, "one").await;
    let seen = at_meta(&app, VENDAS).await;
    // Another part: both changes stand.
    elsewhere(&emulator, VENDAS, json!({"email": "nova@casaipe.example"})).await;
    let answer = save(&owner, VENDAS, &seen, |t| t.about = "Um recado novo.".to_owned()).await;
    assert_eq!(answer.status, 303);
    let now = at_meta(&app, VENDAS).await;
    assert_eq!(
        (now.about.as_str(), now.email.as_str()),
        ("Um recado novo.", "nova@casaipe.example")
    );
    // The same part: nothing is written, and both texts are on the page.
    let seen = now;
    elsewhere(&emulator, VENDAS, json!({"about": "De outra pessoa."})).await;
    let answer = save(&owner, VENDAS, &seen, |t| t.about = "O meu recado.".to_owned()).await;
    assert_eq!(answer.status, 409);
    for text in ["De outra pessoa.", "O meu recado."] {
        assert!(answer.text.contains(text), "{text}: {}", answer.text);
    }
    assert_eq!(at_meta(&app, VENDAS).await.about, "De outra pessoa.");
    // A part that nobody here touched is not written back over somebody else's by a second save.
    let seen = at_meta(&app, VENDAS).await;
    let both = json!({"about": "Ainda outra.", "email": "mais.nova@casaipe.example"});
    elsewhere(&emulator, VENDAS, both).await;
    let answer = save(&owner, VENDAS, &seen, |t| t.about = "O meu recado.".to_owned()).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("value=\"mais.nova@casaipe.example\""), "{}", answer.text);
    // Saved again from there it is meant.
    let seen = at_meta(&app, VENDAS).await;
    let answer = save(&owner, VENDAS, &seen, |t| t.about = "O meu recado.".to_owned()).await;
    assert_eq!(answer.status, 303);
    assert_eq!(at_meta(&app, VENDAS).await.about, "O meu recado.");
    // Somebody else wrote just what is wanted: there is nothing to quarrel about.
    let seen = at_meta(&app, VENDAS).await;
    elsewhere(&emulator, VENDAS, json!({"about": "Igual."})).await;
    let answer = save(&owner, VENDAS, &seen, |t| t.about = "Igual.".to_owned()).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn metas_text_can_be_taken_after_a_conflict() {
    let (app, emulator) = connected().await;
    let owner = Visitor::owner(&app, "one").await;
    let seen = at_meta(&app, VENDAS).await;
    elsewhere(&emulator, VENDAS, json!({"about": "De outra pessoa."})).await;
    let now = at_meta(&app, VENDAS).await;
    let mut typed = seen.clone();
    typed.about = "O meu recado.".to_owned();
    typed.email = "meu@casaipe.example".to_owned();
    let held = serde_json::to_string(&now).expect("JSON");
    let mut form = form(&held, &typed);
    form.extend([("conflicts", "about"), ("take", "about")]);
    let answer = owner.form(&format!("/profile/{VENDAS}"), &form).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.text.contains("O meu recado."), "the own text is given up");
    assert!(answer.text.contains("meu@casaipe.example"), "the rest that was typed stays");
    assert_eq!(at_meta(&app, VENDAS).await, now, "nothing was written");
}

/// What a person types.
type Edit = fn(&mut Texts);

#[tokio::test]
async fn what_meta_would_not_take_is_not_sent_and_nothing_typed_is_lost() {
    let (app, _emulator) = connected().await;
    let owner = Visitor::owner(&app, "one").await;
    let seen = at_meta(&app, VENDAS).await;
    let (long, longer) = ("é".repeat(140), "d".repeat(513));
    let cases: [(Edit, &str); 6] = [
        (|t| t.about = "é".repeat(140), &long),
        (|t| t.about = "   ".to_owned(), "aria-invalid"),
        (|t| t.description = "d".repeat(513), &longer),
        (|t| t.email = "sem arroba".to_owned(), "sem arroba"),
        (|t| t.websites = vec!["casaipe.example/entregas".to_owned()], "casaipe.example/entregas"),
        (|t| t.vertical = "SPACE_TRAVEL".to_owned(), "SPACE_TRAVEL"),
    ];
    for (edit, typed) in cases {
        let answer = save(&owner, VENDAS, &seen, edit).await;
        assert_eq!(answer.status, 422, "{typed}");
        assert!(answer.text.contains(typed) && answer.text.contains("aria-invalid"), "{typed}");
    }
    assert_eq!(at_meta(&app, VENDAS).await, seen);
    // At the limit it is taken.
    let answer = save(&owner, VENDAS, &seen, |t| t.about = "é".repeat(139)).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn metas_own_refusal_is_quoted() {
    let (app, emulator) = connected().await;
    let owner = Visitor::owner(&app, "one").await;
    let seen = at_meta(&app, VENDAS).await;
    // Used in the app too: the page says so, and nothing is asked of Meta.
    {
        let (scope, node) = (console::scope("one"), Node::phone_number(VENDAS));
        let set = app.store.ledger.transact(move |tx| {
            let mut number = tx.replica(&scope, &node)?.expect("held");
            let at = number.read_at.expect("read");
            let heard = domain::Heard { value: json!(true), at, how: How::Read };
            number.fields.insert("is_on_biz_app".to_owned(), heard);
            tx.save_replica(&scope, &number, None)
        });
        set.await.expect("set");
    }
    let answer = save(&owner, VENDAS, &seen, |t| t.about = "Outro.".to_owned()).await;
    assert_eq!(answer.status, 403);
    // Meta is down: nothing was read, so nothing was sent.
    let seen = at_meta(&app, ATENDIMENTO).await;
    let fault = json!({"fault": "http_500", "share": 1.0, "edge": "whatsapp_business_profile"});
    control(&emulator, "faults", fault).await;
    let answer = save(&owner, ATENDIMENTO, &seen, |t| t.about = "Outro.".to_owned()).await;
    assert_eq!(answer.status, 502);
    assert!(answer.text.contains("Outro."), "what was typed stays");
    control(&emulator, "faults", json!({"fault": null})).await;
    assert_eq!(at_meta(&app, ATENDIMENTO).await, seen);
}

#[tokio::test]
async fn a_write_that_another_reading_shows_first_is_still_that_persons_doing() {
    let (app, emulator) = connected().await;
    // Killed between asking and reading back: the note is all there is.
    let (scope, number) = (console::scope("one"), meta::PhoneNumberId::new(VENDAS));
    let fields = json!({"about": "Escrito antes da queda."});
    let fields = fields.as_object().expect("an object").clone();
    let now = app.clock.now();
    let noted = app.store.ledger.transact(move |tx| {
        tx.note_profile_write(&scope, &number, &fields, &PersonId::new("one"), now)
    });
    noted.await.expect("noted");
    elsewhere(&emulator, VENDAS, json!({"about": "Escrito antes da queda."})).await;
    at_meta(&app, VENDAS).await;
    let changed = changes(&app, "about").await;
    assert_eq!(changed[0].by.as_deref(), Some("Owner of one"));
    // The note is used up: the next change is somebody else's.
    elsewhere(&emulator, VENDAS, json!({"about": "De outra pessoa."})).await;
    at_meta(&app, VENDAS).await;
    let changed = changes(&app, "about").await;
    assert_eq!((changed[0].change.how, changed[0].by.as_deref()), (How::Read, None));
}

#[tokio::test]
async fn a_profile_is_another_tenants_business_and_a_viewers_only_to_look_at() {
    let (app, _emulator) = connected().await;
    let seen = at_meta(&app, VENDAS).await;
    let stranger = Visitor::owner(&app, "two").await;
    let foreign = save(&stranger, VENDAS, &seen, |t| t.about = "Meu agora.".to_owned()).await;
    let absent = save(&stranger, "1", &seen, |t| t.about = "Meu agora.".to_owned()).await;
    assert_eq!(foreign.status, 404);
    assert_eq!(foreign, absent, "what is another's is not told from what is not there");
    for path in ["/profile?number={}", "/profile/{}/photo", "/numbers/{}"] {
        let answer = stranger.get(&path.replace("{}", VENDAS)).await;
        assert_eq!(answer, stranger.get(&path.replace("{}", "1")).await, "{path}");
        assert_eq!(answer.status, 404, "{path}");
    }
    let viewer = Visitor::of(&app, "one", Role::Viewer).await;
    let refused = save(&viewer, VENDAS, &seen, |t| t.about = "Meu agora.".to_owned()).await;
    assert_eq!(refused.status, 403);
    let page = viewer.get(&format!("/profile?number={VENDAS}")).await;
    assert!(page.text.contains(ABOUT) && !page.text.contains("name=\"seen\""), "read only");
    assert_eq!(at_meta(&app, VENDAS).await, seen);
}

#[tokio::test]
async fn a_photo_comes_from_metas_hosts_alone_and_is_a_picture() {
    let (app, emulator) = connected().await;
    let owner = Visitor::owner(&app, "one").await;
    let photo = format!("/profile/{VENDAS}/photo");
    let headers = owner.head_of(Method::GET, &photo, &[], Vec::new()).await;
    assert_eq!((headers.status, headers.header("content-type")), (200, Some("image/png")));
    assert_eq!(owner.get(&format!("/profile/{ATENDIMENTO}/photo")).await.status, 404);
    // A host of this machine that is not Meta's, and counts who comes.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let inside = format!("http://{}/internal.png", listener.local_addr().expect("an address"));
    let origin = &app.settings.dialog.as_ref().expect("a dialog").sdk_url;
    for url in [
        inside.as_str(),
        "https://evil.example/tracker.png",
        "file:///etc/passwd",
        // The right host, and no picture.
        origin.as_str(),
    ] {
        elsewhere(&emulator, VENDAS, json!({"profile_picture_url": url})).await;
        at_meta(&app, VENDAS).await;
        assert_eq!(owner.get(&photo).await.status, 404, "{url}");
    }
    let came = tokio::time::timeout(std::time::Duration::from_millis(50), listener.accept()).await;
    assert!(came.is_err(), "nobody asked a host that is not Meta's");
}
