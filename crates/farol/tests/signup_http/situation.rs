//! The situation of a number: found by addresses alone, kept with who and when, opened with, noted on
//! the login, and spent by the one that connects.

use domain::role::Role;
use domain::signup::Stage;
use domain::situation::Situation;
use serde_json::json;
use store::{KeptSituation, SignupId};

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, begun, finish};
use crate::visitor::Visitor;
use crate::webhook;

const GUIDE: &str = "/connect/situation/app-keep";

async fn kept(desk: &Desk, tenant: &str) -> Option<KeptSituation> {
    let scope = console::scope(tenant);
    desk.app.store.ledger.read(move |read| read.kept_situation(&scope)).await.expect("read")
}

async fn keep(desk: &Desk, guide: &str, then: &str) {
    let answer = desk.owner.form(guide, &[("then", then)]).await;
    assert_eq!(answer.status, 303, "{answer:?}");
}

/// Begins a login as the page's script does that was opened in this situation.
async fn log_in(desk: &Desk, situation: &str) -> SignupId {
    let body = json!({"nonce": desk.nonce().await, "code": desk.code(WABA),
        "message": finish(WABA, NUMBER), "situation": situation});
    let id = begun(&desk.owner.json("/connect/code", &body).await);
    console::carry_on(&desk.app).await;
    id
}

#[tokio::test]
async fn answers_lead_by_addresses_alone_to_the_guide_and_write_nothing() {
    let desk = Desk::open().await;
    let commits = desk.app.store.ledger.commits();
    let mut at = "/connect/situation?ask=1".to_owned();
    let answers = [("today", "platform"), ("provider", "another"), ("two-step", "no")];
    for (question, answer) in answers.into_iter().chain([("code", "yes")]) {
        let page = desk.owner.get(&at).await;
        assert_eq!(page.status, 200, "{at}");
        assert!(page.text.contains(&format!("name=\"{question}\"")), "{at} asks {question}");
        at = format!("{at}&asked={question}&{question}={answer}");
    }
    let answer = desk.owner.get(&format!("{at}&asked=clicker&clicker=yes")).await;
    let guide = "/connect/situation/cloud-other?\
                 today=platform&provider=another&two-step=no&code=yes&clicker=yes";
    assert_eq!(answer.leads(), (303, Some(guide)));
    let page = desk.owner.get(guide).await;
    assert!(page.text.contains("Peça ao fornecedor atual que desligue o PIN"));
    assert_eq!(desk.app.store.ledger.commits(), commits, "looking writes nothing");
}

#[tokio::test]
async fn what_is_not_answered_is_asked_again_and_what_is_chosen_leads_to_its_guide() {
    let desk = Desk::open().await;
    let page = desk.owner.get("/connect/situation?asked=today").await;
    assert!(page.text.contains("id=\"missing\""), "{}", page.text);
    let page = desk.owner.get("/connect/situation?choose=1").await;
    assert!(page.text.contains("id=\"missing\""));
    let page = desk.owner.get("/connect/situation").await;
    assert!(!page.text.contains("id=\"missing\""));
    let chosen = desk.owner.get("/connect/situation?choose=1&situation=free").await;
    assert_eq!(chosen.leads(), (303, Some("/connect/situation/free")));
    // An earlier question opens again with its answer, and the later ones are kept.
    let page = desk.owner.get("/connect/situation?today=phone&app=business&keep=no&at=app").await;
    assert!(
        page.text
            .contains("name=\"app\" id=\"answer-business\" value=\"business\" required checked")
    );
    assert!(page.text.contains("type=\"hidden\" name=\"keep\" value=\"no\""));
    assert_eq!(desk.owner.get("/connect/situation/another").await.status, 404);
    assert_eq!(desk.owner.form("/connect/situation/another", &[]).await.status, 404);
}

#[tokio::test]
async fn a_situation_is_kept_with_who_and_when_for_the_tenant_alone() {
    let desk = Desk::open().await;
    let before = desk.app.clock.now();
    let stays = desk.owner.form(GUIDE, &[("then", "stay")]).await;
    assert_eq!(stays.leads(), (303, Some(GUIDE)));
    let goes = desk.owner.form(GUIDE, &[("then", "login")]).await;
    assert_eq!(goes.leads(), (303, Some("/connect#login-title")));
    let found = kept(&desk, "one").await.expect("kept");
    assert_eq!((found.situation, found.person.as_str()), (Situation::AppKeep, "one"));
    assert!((before..=desk.app.clock.now()).contains(&found.chosen_at), "{found:?}");
    assert_eq!(kept(&desk, "two").await, None);
    let page = desk.owner.get("/connect").await.text;
    let opens =
        "data-situation=\"app-keep\" data-feature-type=\"whatsapp_business_app_onboarding\"";
    assert!(page.contains(opens) && page.contains("Owner of one"), "{page}");
    // Another takes its place.
    keep(&desk, "/connect/situation/free", "stay").await;
    assert_eq!(kept(&desk, "one").await.expect("kept").situation, Situation::Free);
}

#[tokio::test]
async fn who_may_not_connect_reads_every_guide_and_keeps_none() {
    let desk = Desk::open().await;
    let viewer = Visitor::of(&desk.app, "one", Role::Viewer).await;
    for situation in Situation::ALL {
        let guide = format!("/connect/situation/{}", situation.as_str());
        assert_eq!(viewer.get(&guide).await.status, 200);
        assert_eq!(viewer.form(&guide, &[("then", "login")]).await.status, 403);
    }
    assert_eq!(kept(&desk, "one").await, None);
}

#[tokio::test]
async fn a_login_notes_its_situation_and_spends_it_once_all_of_its_own_is_done() {
    let desk = Desk::open().await;
    keep(&desk, "/connect/situation/cloud-same", "login").await;
    let id = log_in(&desk, "cloud-same").await;
    let page = desk.owner.get("/connect").await.text;
    assert!(
        page.contains("situation: Stays in the same WABA")
            || page.contains("situação: Fica na mesma WABA")
    );
    assert_eq!(kept(&desk, "one").await, None, "the next number may be in another");
    webhook::post(&desk, &webhook::text(WABA, NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    // Kept once more, it is not spent by what comes of a login that has it behind.
    keep(&desk, "/connect/situation/cloud-same", "stay").await;
    webhook::post(&desk, &webhook::text(WABA, NUMBER, "wamid.b")).await;
    assert!(kept(&desk, "one").await.is_some());
}

#[tokio::test]
async fn a_login_in_another_situation_leaves_the_one_that_is_kept() {
    let desk = Desk::open().await;
    keep(&desk, GUIDE, "stay").await;
    let id = log_in(&desk, "no-such-word").await;
    webhook::post(&desk, &webhook::text(WABA, NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    assert_eq!(kept(&desk, "one").await.expect("kept").situation, Situation::AppKeep);
    let scope = console::scope("one");
    let noted = desk.app.store.ledger.read(move |read| read.situation_of(&scope, &id)).await;
    assert_eq!(noted.expect("read"), None, "a word that is none is not kept");
}

#[tokio::test]
async fn a_situation_is_kept_for_a_login_that_ended_before_it_was_done() {
    let desk = Desk::open().await;
    keep(&desk, "/connect/situation/cloud-same", "login").await;
    let nonce = desk.nonce().await;
    let outcome = json!({"nonce": nonce, "situation": "cloud-same"});
    desk.owner.json("/connect/outcome", &outcome).await;
    assert!(kept(&desk, "one").await.is_some(), "it is tried again");
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("Vale até um login começado nela terminar todos os passos"));
}
