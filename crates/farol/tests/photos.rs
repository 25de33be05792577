//! A number's photo sent through the console: what Meta ends up with, what it never gets, and what a
//! lost answer, half of the bytes or somebody else's photo come to.

mod console;
mod pictures;
mod visitor;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use domain::photo::Phase;
use domain::role::Role;
use domain::{How, Node, NodeKind};
use emulator::Emulator;
use farol::app::App;
use farol::work::{Step, photo};
use meta::PhoneNumberId;
use pictures::{Part, jpeg, multipart, png, two_colours};
use serde_json::{Value, json};
use store::{ChangeFilter, PhotoUpload};
use visitor::{Answer, Visitor};

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";
const COBRANCA: &str = "106540352242922";
const FIELD: &str = "profile_picture_url";

/// A console of `one` that holds Casa Ipê's account and has read it.
async fn connected() -> (App, Emulator) {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    (app, emulator)
}

/// Works on photos as the program does.
fn at_work(app: &App) {
    let app = app.clone();
    tokio::spawn(async move {
        loop {
            if let Step::Idle { .. } = photo::step(&app).await.expect("a step") {
                app.clock.sleep(Duration::from_millis(5)).await;
            }
        }
    });
}

/// Does what is due, and all that becomes due of it soon.
async fn settle(app: &App, hands: &console::Hands) {
    for _ in 0..40 {
        while photo::step(app).await.expect("a step") == Step::Done {}
        match kept(app, VENDAS).await {
            Some(kept) if !kept.upload.is_over() => hands.turn(Duration::from_secs(60)),
            _ => return,
        }
    }
    panic!("it goes on for ever");
}

async fn kept(app: &App, number: &str) -> Option<PhotoUpload> {
    let (scope, number) = (console::scope("one"), PhoneNumberId::new(number));
    app.store.ledger.read(move |read| read.photo_upload(&scope, &number)).await.expect("read")
}

/// The address that the console holds of the photo.
async fn held(app: &App, number: &str) -> Option<String> {
    let (scope, node) = (console::scope("one"), Node::profile(number));
    let profile = app.store.ledger.read(move |read| read.replica(&scope, &node)).await;
    profile.expect("read").expect("held").text(FIELD).map(str::to_owned)
}

/// Sends a file as the page's form does.
async fn send(visitor: &Visitor, number: &str, parts: &[Part<'_>]) -> Answer {
    let (kind, body) = multipart(parts);
    let headers = [("content-type", kind.as_str())];
    visitor.ask(Method::POST, &format!("/profile/{number}/photo"), &headers, body).await
}

/// The photo as the console serves it.
async fn served(visitor: &Visitor, number: &str) -> Vec<u8> {
    let path = format!("/profile/{number}/photo");
    let answer = visitor.open(Method::GET, &path, &[], Vec::new()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    axum::body::to_bytes(answer.into_body(), 8 << 20).await.expect("a body").to_vec()
}

async fn at_emulator(emulator: &Emulator, method: Method, path: &str, body: Value) -> Value {
    use tower::ServiceExt;
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut request = Request::builder()
        .method(method)
        .uri(format!("/_control/{path}"))
        .header("host", "127.0.0.1")
        .header("content-type", "application/json")
        .body(Body::from(body))
        .expect("a request");
    let from = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    request.extensions_mut().insert(axum::extract::ConnectInfo(from));
    let answer = emulator.router().oneshot(request).await.expect("answered");
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let bytes = axum::body::to_bytes(answer.into_body(), 8 << 20).await.expect("a body");
    serde_json::from_slice(&bytes).expect("JSON")
}

async fn fault(emulator: &Emulator, name: Option<&str>, edge: Option<&str>) {
    let body = match edge {
        Some(edge) => json!({"fault": name, "edge": edge}),
        None => json!({"fault": name}),
    };
    at_emulator(emulator, Method::POST, "faults", body).await;
}

/// How often Meta was asked for uploads, and for parts of them.
async fn calls(emulator: &Emulator) -> (usize, usize) {
    let calls = at_emulator(emulator, Method::GET, "calls", Value::Null).await;
    let calls = calls["data"].as_array().cloned().unwrap_or_default();
    let of = |part: &str| {
        let is_it = |call: &&Value| call["path"].as_str().is_some_and(|path| path.contains(part));
        calls.iter().filter(is_it).count()
    };
    (of("/uploads"), of("/upload:"))
}

#[tokio::test]
async fn a_photo_is_cut_made_anew_read_back_and_told_as_that_persons_doing() {
    let (app, emulator) = connected().await;
    at_work(&app);
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    let before = held(&app, VENDAS).await.expect("a photo");
    // Turned by the camera: as it is shown, red is above blue, and the cut is of the red.
    let file = jpeg(&two_colours(1_600, 900), Some(6));
    let parts = [
        ("photo", file.as_slice()),
        ("seen", before.as_bytes()),
        ("left", b"100"),
        ("top", b"0"),
        ("side", b"700"),
    ];
    let answer = send(&operator, VENDAS, &parts).await;
    assert_eq!(answer.leads(), (303, Some(&*format!("/profile?number={VENDAS}"))));
    let photo = kept(&app, VENDAS).await.expect("kept");
    assert!(matches!(photo.upload.phase, Phase::Shown { .. }), "{photo:?}");
    let page = operator.get(&format!("/profile?number={VENDAS}")).await.text;
    assert!(page.contains("Photo saved at Meta and read back"), "it is said once it is so");
    let after = held(&app, VENDAS).await.expect("a photo");
    assert_ne!(after, before);

    let served = served(&operator, VENDAS).await;
    for camera in [b"Exif".as_slice(), b"GPS", b"Camera of somebody"] {
        let is_there = |bytes: &[u8]| bytes.windows(camera.len()).any(|window| window == camera);
        assert!(is_there(&file) && !is_there(&served), "{}", camera.escape_ascii());
    }
    let pixels = image::load_from_memory(&served).expect("a picture").to_rgb8();
    assert_eq!(pixels.dimensions(), (640, 640));
    for (x, y) in [(5, 5), (634, 5), (320, 320), (5, 634), (634, 634)] {
        let [red, _, blue] = pixels.get_pixel(x, y).0;
        assert!(red > 200 && blue < 60, "{x} {y} is {:?}", pixels.get_pixel(x, y));
    }
    assert_eq!(calls(&emulator).await, (1, 1), "one session, and all bytes at once");
    let scope = console::scope("one");
    let fields = Some(vec![(NodeKind::Profile, FIELD)]);
    let filter = ChangeFilter { fields, ..ChangeFilter::default() };
    let changes = app.store.ledger.read(move |read| read.changes_where(&scope, &filter, 10)).await;
    let changes = changes.expect("read");
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(change.change.how, How::Operator);
    assert!(change.by.as_deref().is_some_and(|name| name.starts_with("Person ")), "{change:?}");
    let (scope, number) = (console::scope("one"), PhoneNumberId::new(VENDAS));
    let bytes = app.store.ledger.read(move |read| read.photo_bytes(&scope, &number)).await;
    assert_eq!(bytes.expect("read"), None, "what Meta shows is not kept here too");
}

#[tokio::test]
async fn without_a_square_the_middle_is_taken_and_a_clear_background_becomes_white() {
    let (app, _emulator) = connected().await;
    at_work(&app);
    let owner = Visitor::owner(&app, "one").await;
    let seen = held(&app, VENDAS).await.expect("a photo");
    let file = png(&pictures::clear(500, 300));
    let answer =
        send(&owner, VENDAS, &[("photo", file.as_slice()), ("seen", seen.as_bytes())]).await;
    assert_eq!(answer.status, 303);
    let pixels = image::load_from_memory(&served(&owner, VENDAS).await).expect("a picture");
    let pixels = pixels.to_rgb8();
    assert_eq!(pixels.dimensions(), (300, 300), "nothing is blown up");
    assert!(pixels.pixels().all(|pixel| pixel.0.iter().all(|colour| *colour > 250)));
}

#[tokio::test]
async fn a_number_without_a_photo_gets_its_first_one() {
    let (app, _emulator) = connected().await;
    at_work(&app);
    let owner = Visitor::owner(&app, "one").await;
    assert_eq!(held(&app, COBRANCA).await, None);
    let file = png(&two_colours(640, 640));
    assert_eq!(send(&owner, COBRANCA, &[("photo", file.as_slice())]).await.status, 303);
    assert!(held(&app, COBRANCA).await.is_some());
}

#[tokio::test]
async fn what_can_become_no_photo_is_said_in_a_sentence_and_nothing_is_sent() {
    let (app, emulator) = connected().await;
    at_work(&app);
    let owner = Visitor::of(&app, "one", Role::Owner).await;
    let whole = jpeg(&two_colours(800, 600), None);
    let joined = |end: &[u8]| [png(&two_colours(400, 400)).as_slice(), end].concat();
    let mut lies = png(&two_colours(300, 300));
    lies[16..20].copy_from_slice(&400_u32.to_be_bytes());
    let six_megabytes = vec![0xff; 6_000_000];
    let cases: [(&str, Vec<u8>, u16, &str); 10] = [
        ("nothing", Vec::new(), 422, "No photo was chosen"),
        ("6 MB", six_megabytes, 413, "larger than 5 MB"),
        ("GIF", b"GIF89a\x40\x01\x40\x01\0\0\0;".to_vec(), 422, "The file is a GIF"),
        ("PDF", b"%PDF-1.7 ...".to_vec(), 422, "neither JPEG nor PNG"),
        ("cut", whole[..whole.len() / 2].to_vec(), 422, "incomplete or damaged"),
        ("archive", joined(b"PK\x05\x06 an archive"), 422, "something else after the image"),
        ("page", joined(b"<script>alert(1)</script>"), 422, "something else after the image"),
        ("30,000", pictures::bomb(30_000), 422, "30,000 × 30,000 pixels"),
        ("small", png(&two_colours(191, 640)), 422, "191 × 640 pixels"),
        ("lie", lies, 422, "incomplete or damaged"),
    ];
    for (name, file, status, sentence) in cases {
        let answer = send(&owner, VENDAS, &[("photo", file.as_slice())]).await;
        assert_eq!(answer.status, status, "{name}");
        assert!(answer.text.contains(sentence), "{name}: {}", answer.text);
        assert!(answer.text.contains("Nothing was sent to Meta"), "{name}");
        assert!(kept(&app, VENDAS).await.is_none(), "{name}");
    }
    assert_eq!(calls(&emulator).await, (0, 0));
}

#[tokio::test]
async fn a_body_that_never_ends_in_time_or_is_no_form_is_answered_too() {
    let (app, _emulator) = connected().await;
    let owner = Visitor::of(&app, "one", Role::Owner).await;
    let answer = send(&owner, VENDAS, &[("photo", vec![7; 20 << 20].as_slice())]).await;
    assert_eq!(answer.status, 413);
    assert!(answer.text.contains("larger than 5 MB"));
    let path = format!("/profile/{VENDAS}/photo");
    for kind in ["application/json", "multipart/form-data", "multipart/form-data; boundary=x"] {
        let headers = [("content-type", kind)];
        let answer = owner.ask(Method::POST, &path, &headers, b"{}".to_vec()).await;
        assert_eq!(answer.status, 422, "{kind}");
    }
}

#[tokio::test]
async fn only_who_may_write_this_number_sends_its_photo() {
    let (app, emulator) = connected().await;
    at_work(&app);
    let file = png(&two_colours(640, 640));
    let parts = [("photo", file.as_slice())];
    let viewer = Visitor::of(&app, "one", Role::Viewer).await;
    let other = Visitor::owner(&app, "two").await;
    let absent = send(&other, "999999999999999", &parts).await;
    assert_eq!(send(&viewer, VENDAS, &parts).await.status, 403);
    assert_eq!(send(&other, VENDAS, &parts).await, absent);
    assert_eq!(absent.status, 404);
    let owner = Visitor::owner(&app, "one").await;
    let path = format!("numbers/{VENDAS}");
    at_emulator(&emulator, Method::POST, &path, json!({"is_on_biz_app": true})).await;
    farol::work::refresh::ask(&app, console::scope("one")).await.expect("asked");
    console::refresh_all(&app).await;
    assert_eq!(send(&owner, VENDAS, &parts).await.status, 403, "it is kept in the app");
    assert_eq!(calls(&emulator).await, (0, 0));
}

/// A console whose photos only go on when the test says so, with a photo of Vendas under way.
async fn under_way() -> (App, Emulator, console::Hands, Visitor) {
    let settings = emulator::Settings::default();
    let (app, emulator, hands) = console::beside_emulator_with(settings).await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    let owner = Visitor::of(&app, "one", Role::Owner).await;
    let seen = held(&app, VENDAS).await;
    let number = PhoneNumberId::new(VENDAS);
    let jpeg = farol::photo::prepare(png(&two_colours(640, 640)), None).await.expect("a photo");
    let photo = PhotoUpload {
        person: store::PersonId::new("one"),
        upload: domain::photo::Upload::new(jpeg.len() as u64, seen, app.clock.now()),
    };
    let scope = console::scope("one");
    let add = move |tx: &store::LedgerTx<'_>| tx.add_photo_upload(&scope, &number, &photo, &jpeg);
    app.store.ledger.transact(add).await.expect("kept");
    (app, emulator, hands, owner)
}

#[tokio::test]
async fn half_of_the_bytes_go_on_from_the_half() {
    let (app, emulator, hands, _) = under_way().await;
    assert_eq!(photo::step(&app).await, Ok(Step::Done), "a session");
    fault(&emulator, Some("upload_cut"), None).await;
    assert_eq!(photo::step(&app).await, Ok(Step::Done), "half of it");
    fault(&emulator, None, None).await;
    settle(&app, &hands).await;
    let photo = kept(&app, VENDAS).await.expect("kept");
    assert!(matches!(photo.upload.phase, Phase::Shown { .. }), "{photo:?}");
    assert_eq!(calls(&emulator).await, (1, 3), "one session: half, where it stands, the rest");
}

#[tokio::test]
async fn an_answer_that_is_lost_at_any_step_costs_a_call_and_never_the_photo() {
    for edge in ["uploads", "upload", "whatsapp_business_profile"] {
        let (app, emulator, hands, _) = under_way().await;
        let before = held(&app, VENDAS).await;
        fault(&emulator, Some("answer_lost"), Some(edge)).await;
        for _ in 0..4 {
            while photo::step(&app).await.expect("a step") == Step::Done {}
            hands.turn(Duration::from_secs(1));
        }
        let going = kept(&app, VENDAS).await.expect("kept");
        assert!(!going.upload.is_over(), "{edge}: {going:?}");
        fault(&emulator, None, None).await;
        settle(&app, &hands).await;
        let photo = kept(&app, VENDAS).await.expect("kept");
        assert!(matches!(photo.upload.phase, Phase::Shown { .. }), "{edge}: {photo:?}");
        assert_ne!(held(&app, VENDAS).await, before, "{edge}");
    }
}

#[tokio::test]
async fn somebody_elses_photo_is_not_written_over_unseen() {
    let (app, emulator, hands, owner) = under_way().await;
    let theirs = "https://pps.whatsapp.net/v/theirs.jpg?oh=1";
    let profile = json!({"profile": {"profile_picture_url": theirs}});
    at_emulator(&emulator, Method::POST, &format!("numbers/{VENDAS}"), profile).await;
    settle(&app, &hands).await;
    let photo = kept(&app, VENDAS).await.expect("kept");
    assert!(matches!(photo.upload.phase, Phase::Moved { .. }), "{photo:?}");
    assert_eq!(held(&app, VENDAS).await.as_deref(), Some(theirs));
    let page = owner.get(&format!("/profile?number={VENDAS}")).await.text;
    assert!(page.contains("Use mine anyway") && page.contains("Nothing was written"), "{page}");
    at_work(&app);
    let answer = owner.form(&format!("/profile/{VENDAS}/photo/retry"), &[]).await;
    assert_eq!(answer.status, 303);
    let photo = kept(&app, VENDAS).await.expect("kept");
    assert!(matches!(photo.upload.phase, Phase::Shown { .. }), "{photo:?}");
}

#[tokio::test]
async fn what_meta_refuses_is_told_in_its_words_kept_and_dropped_on_wish() {
    let (app, emulator, hands, owner) = under_way().await;
    let before = held(&app, VENDAS).await;
    fault(&emulator, Some("expired_token"), Some("uploads")).await;
    settle(&app, &hands).await;
    let path = format!("/profile?number={VENDAS}");
    let page = owner.get(&path).await.text;
    assert!(page.contains("Session has expired") && page.contains("Try again"), "{page}");
    assert_eq!(held(&app, VENDAS).await, before);
    let number = PhoneNumberId::new(VENDAS);
    let scope = console::scope("one");
    let bytes = app.store.ledger.read(move |read| read.photo_bytes(&scope, &number)).await;
    assert!(bytes.expect("read").is_some(), "it can be tried again");
    let answer = owner.form(&format!("/profile/{VENDAS}/photo/dismiss"), &[]).await;
    assert_eq!(answer.leads().0, 303);
    assert!(kept(&app, VENDAS).await.is_none());
    assert!(!owner.get(&path).await.text.contains("Session has expired"));
}

#[tokio::test]
async fn a_photo_goes_on_after_the_clock_was_turned_back() {
    let (app, _emulator, hands, _) = under_way().await;
    hands.turn_back(Duration::from_secs(3 * 24 * 3_600));
    farol::work::rewind::rewind(&app).await.expect("rewound");
    settle(&app, &hands).await;
    let photo = kept(&app, VENDAS).await.expect("kept");
    assert!(matches!(photo.upload.phase, Phase::Shown { .. }), "{photo:?}");
}
