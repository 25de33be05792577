//! A forgotten password: nothing tells whether an address has a person, and a link sets one once.

use std::time::Duration;

use domain::role::Role;
use farol::app::App;
use farol::work::{Step, reset};
use store::PersonId;

use crate::postbox::{Manner, Postbox};
use crate::visitor::Visitor;
use crate::{PASSWORD, console, person, token, with_mail};

const NEW: &str = "another-password-of-bia";

/// Bia, with a password and a part in tenant `one`.
async fn bia(app: &App) -> Visitor {
    person(app, "bia", Some(PASSWORD)).await;
    let added = app.store.ledger.transact(|tx| {
        tx.add_membership(&console::scope("one"), &PersonId::new("bia"), Role::Viewer)
    });
    added.await.expect("added");
    Visitor::owner(app, "one").await.as_person("bia", "one").await
}

/// Asks for a link and lets the worker do what there is to do.
async fn asked(app: &App, email: &str) -> crate::visitor::Answer {
    let answer = Visitor::stranger(app).form("/password/forgot", &[("email", email)]).await;
    while reset::step(app).await.expect("a step") == Step::Done {}
    answer
}

#[tokio::test]
async fn the_answer_is_the_same_whoever_has_the_address() {
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    bia(&app).await;
    let known = asked(&app, "bia@x.example").await;
    let unknown = asked(&app, "eva@x.example").await;
    assert_eq!(known.status, 200);
    let same = |answer: &crate::visitor::Answer| answer.text.replace("eva@", "bia@");
    assert_eq!((same(&unknown), &unknown.headers), (same(&known), &known.headers));
    let letters = postbox.letters();
    assert_eq!(letters.len(), 1, "and only who has one gets a mail");
    assert_eq!(letters[0].to, ["bia@x.example"]);
}

#[tokio::test]
async fn a_request_writes_nothing_before_it_is_answered() {
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    bia(&app).await;
    let commits = app.store.ledger.commits();
    for email in ["bia@x.example", "eva@x.example"] {
        Visitor::stranger(&app).form("/password/forgot", &[("email", email)]).await;
    }
    assert_eq!((app.store.ledger.commits(), postbox.connections()), (commits, 0));
}

#[tokio::test]
async fn a_link_sets_a_password_once_and_ends_every_session() {
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    let signed_in = bia(&app).await;
    asked(&app, "Bia@X.example").await;
    let text = postbox.letters()[0].plain();
    assert!(text.contains("https://farol.example/password/reset?link="), "{text}");
    let link = token(&text);
    let nobody = Visitor::stranger(&app);
    assert_eq!(nobody.get(&format!("/password/reset?link={link}")).await.status, 200);
    let short = [("link", &*link), ("new", "short"), ("again", "short")];
    assert_eq!(nobody.form("/password/reset", &short).await.status, 422);
    let own = [("link", &*link), ("new", "bia@x.example"), ("again", "bia@x.example")];
    let refused = nobody.form("/password/reset", &own).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("is your e-mail address or your name"), "{}", refused.text);
    assert_eq!(signed_in.get("/overview").await.status, 200, "until then nothing changed");

    let form = [("link", &*link), ("new", NEW), ("again", NEW)];
    let set = nobody.form("/password/reset", &form).await;
    assert_eq!(set.leads(), (303, Some("/login?password=set")));
    assert!(set.header("set-cookie").is_none(), "it signs nobody in");
    assert_eq!(signed_in.get("/overview").await.leads(), (303, Some("/login")));
    assert_eq!(nobody.form("/password/reset", &form).await.status, 410);
    assert_eq!(nobody.get(&format!("/password/reset?link={link}")).await.status, 410);
    let login = |password| [("email", "bia@x.example"), ("password", password)];
    assert_eq!(nobody.form("/login", &login(PASSWORD)).await.status, 401);
    assert_eq!(nobody.form("/login", &login(NEW)).await.status, 303);
    assert!(nobody.get("/login?password=set").await.text.contains("role=\"status\""));
}

#[tokio::test]
async fn the_newest_link_alone_counts() {
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    bia(&app).await;
    asked(&app, "bia@x.example").await;
    asked(&app, "bia@x.example").await;
    let links: Vec<String> = postbox.letters().iter().map(|one| token(&one.plain())).collect();
    let nobody = Visitor::stranger(&app);
    let status =
        async |link: &str| nobody.get(&format!("/password/reset?link={link}")).await.status;
    assert_eq!((status(&links[0]).await, status(&links[1]).await), (410, 200));
}

#[tokio::test]
async fn a_server_that_is_gone_is_tried_again_and_the_link_still_arrives() {
    let postbox = Postbox::open().await;
    let (app, _emulator, hands) = console::beside_emulator_with(Default::default()).await;
    let app = App { settings: with_mail(&postbox).await.settings, ..app };
    bia(&app).await;
    postbox.behave(Manner::Closes);
    asked(&app, "bia@x.example").await;
    assert!(postbox.letters().is_empty());
    postbox.behave(Manner::Takes);
    hands.turn(Duration::from_secs(61));
    while reset::step(&app).await.expect("a step") == Step::Done {}
    assert_eq!(postbox.letters().len(), 1);
}

#[tokio::test]
async fn who_has_no_part_anywhere_gets_none() {
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    person(&app, "bia", Some(PASSWORD)).await;
    asked(&app, "bia@x.example").await;
    assert!(postbox.letters().is_empty());
}

#[tokio::test]
async fn too_many_links_for_one_address_are_refused_before_the_mail_server_is_bothered() {
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    bia(&app).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(asked(&app, "bia@x.example").await.status);
    }
    assert_eq!((statuses, postbox.letters().len()), (vec![200, 200, 200, 429], 3));
}

#[tokio::test]
async fn without_a_mail_server_nothing_leads_there() {
    let app = console::alone().await;
    let nobody = Visitor::stranger(&app);
    assert!(!nobody.get("/login").await.text.contains("/password/forgot"));
    assert_eq!(nobody.get("/password/forgot").await.status, 404);
    assert_eq!(nobody.form("/password/forgot", &[("email", "a@b.example")]).await.status, 404);
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    assert!(Visitor::stranger(&app).get("/login").await.text.contains("/password/forgot"));
}

#[tokio::test]
async fn a_link_is_kept_by_its_hash_alone() {
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    bia(&app).await;
    asked(&app, "bia@x.example").await;
    let link = token(&postbox.letters()[0].plain());
    let folder = app.store.dir().to_owned();
    for file in std::fs::read_dir(folder).expect("a folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("bytes");
        let found = bytes.windows(link.len()).any(|window| window == link.as_bytes());
        assert!(!found, "{}", path.display());
    }
}
