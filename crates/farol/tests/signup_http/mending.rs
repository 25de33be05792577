//! What the doctor mends: a registration with the PIN that is kept and no other, an account of an own
//! app as that app, what Meta refuses, and a page that asks Meta once however often it is loaded.

use domain::doctor::{Check, Fix, Mend, Person, State, Why, judge, strangers};
use domain::role::Role;
use farol::doctor::{AGAIN, Done, KEPT, Wish};
use serde_json::json;

use crate::by_hand::{HERE, Own};
use crate::console;
use crate::desk::{Desk, NUMBER, PIN, WABA};
use crate::disconnect::{disconnect, overridden};
use crate::doctor::{
    ELSEWHERE, connected, hidden, in_state, is_green, look, mended, named, named_and_mended, plant,
    wish,
};
use crate::visitor::Visitor;

/// Gives Farol the number's PIN, by the page that changes it.
async fn keep_pin(desk: &Desk) {
    let path = format!("/profile/{NUMBER}/pin");
    let answer = desk.owner.form(&path, &[("pin", PIN), ("again", PIN)]).await;
    assert!(answer.status < 400, "{answer:?}");
}

#[tokio::test]
async fn a_number_that_left_the_platform_is_registered_with_the_pin_that_is_kept() {
    let desk = connected().await;
    keep_pin(&desk).await;
    plant(&desk, "number", json!({ "registered": false })).await;
    let call = format!("POST {NUMBER}/register");
    named_and_mended(&desk, (Check::Registration, Why::NotRegistered), &call).await;
}

#[tokio::test]
async fn without_a_pin_no_registration_is_offered_and_none_goes_out() {
    let desk = connected().await;
    plant(&desk, "number", json!({ "registered": false })).await;
    let finding = named(&desk, (Check::Registration, Why::NotRegistered)).await;
    assert_eq!(finding.fix, Some(Fix::Person(Person::Register)));
    let forged = Wish {
        check: Check::Registration,
        id: NUMBER.to_owned(),
        waba: Some(WABA.to_owned()),
        stamp: "0".repeat(64),
        may_change_app: true,
    };
    assert_eq!(mended(&desk, &forged).await, Done::Changed);
    assert_eq!(desk.count(&format!("POST {NUMBER}/register")).await, 0);
}

#[tokio::test]
async fn a_kept_pin_that_meta_refuses_is_forgotten_and_the_answer_is_shown() {
    let desk = connected().await;
    keep_pin(&desk).await;
    plant(&desk, "number", json!({ "registered": false, "pin": "771133" })).await;
    let page = desk.owner.get("/connect/doctor").await;
    assert!(page.text.contains("pin: ***"), "the call is shown, the PIN is not");
    assert!(!page.text.contains(PIN));
    let form = |name| hidden(&page.text, "registration", name);
    let (check, id, waba, stamp) = (form("check"), form("id"), form("waba"), form("stamp"));
    let body = [("check", check.as_str()), ("id", &id), ("waba", &waba), ("stamp", &stamp)];
    let refused = desk.owner.form("/connect/doctor", &body).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("133005"), "Meta's answer is quoted: {}", refused.text);
    let finding = named(&desk, (Check::Registration, Why::NotRegistered)).await;
    assert_eq!(finding.fix, Some(Fix::Person(Person::Register)), "no second try with the same");
    let log = desk.owner.get("/settings/audit?action=mended").await;
    assert!(log.text.contains(&format!("POST {NUMBER}/register")), "{}", log.text);
    assert!(log.text.contains("recusado"), "{}", log.text);
}

#[tokio::test]
async fn a_callback_that_fails_metas_handshake_is_refused_and_nothing_is_called_mended() {
    let desk = connected().await;
    plant(&desk, "app", json!({ "callback_url": ELSEWHERE })).await;
    let finding = named(&desk, (Check::Callback, Why::Elsewhere)).await;
    plant(&desk, "faults", json!({ "fault": "handshake_failed", "share": 1.0 })).await;
    let done = mended(&desk, &wish(&desk, &finding)).await;
    assert!(matches!(done, Done::Refused(_)), "{done:?}");
    plant(&desk, "faults", json!({ "fault": null })).await;
    named(&desk, (Check::Callback, Why::Elsewhere)).await;
}

#[tokio::test]
async fn a_call_over_another_address_than_the_one_that_was_shown_is_asked_anew() {
    let desk = connected().await;
    plant(&desk, "number", json!({ "override_callback_uri": ELSEWHERE })).await;
    let finding = named(&desk, (Check::Route, Why::Elsewhere)).await;
    plant(&desk, "number", json!({ "override_callback_uri": "https://novo.example/hook" })).await;
    assert_eq!(mended(&desk, &wish(&desk, &finding)).await, Done::Changed);
}

#[tokio::test]
async fn an_account_of_an_own_app_is_judged_and_mended_as_that_app() {
    let desk = Desk::at_address().await;
    let callback = desk.own_callback();
    farol::callback::subscribe(&desk.app, &callback, None).await.expect("Meta agrees");
    let own = Own::make(&desk).await;
    assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 200);
    console::carry_on(&desk.app).await;
    is_green(&desk).await;
    let planted = json!({ "fields": ["messages"] });
    plant(&desk, &format!("apps/{}", own.app), planted).await;
    let finding = named(&desk, (Check::Fields, Why::Missing)).await;
    assert_eq!(finding.node.id, own.app);
    let Some(Fix::Call(Mend::SetCallback { app, waba, url, .. })) = &finding.fix else {
        panic!("{finding:?}")
    };
    assert_eq!((app, waba.as_ref().map(|waba| waba.as_str())), (&own.app, Some(WABA)));
    assert!(url.starts_with(&format!("{callback}/")), "its own door: {url}");
    // It belongs to the tenant, not to the installation.
    let by_tenant = Wish { may_change_app: false, ..wish(&desk, &finding) };
    assert_eq!(mended(&desk, &by_tenant).await, Done::Mended);
    is_green(&desk).await;
    plant(&desk, "tokens/system_user", json!({ "app": own.app, "subcode": 460 })).await;
    let finding = named(&desk, (Check::Token, Why::Dead)).await;
    assert_eq!(finding.fix, Some(Fix::Person(Person::ByHand)));
}

#[tokio::test]
async fn an_address_that_an_own_apps_door_had_before_is_its_own_and_taken_from_nobody() {
    let desk = Desk::at_address().await;
    let callback = desk.own_callback();
    farol::callback::subscribe(&desk.app, &callback, None).await.expect("Meta agrees");
    let own = Own::make(&desk).await;
    assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 200);
    console::carry_on(&desk.app).await;
    is_green(&desk).await;
    // The console moves: the same program at another address.
    let moved = Desk { app: console::at_address(desk.app.clone()).await, ..desk };
    let of_door = async || {
        let found = judge(&look(&moved).await).into_iter();
        let mut found = found.filter(|one| one.check == Check::Callback && one.waba.is_some());
        found.next().expect("a line of its own app")
    };
    let finding = of_door().await;
    assert_eq!((finding.state, finding.why), (State::Defect, Why::Moved), "{finding:?}");
    assert_eq!(finding.node.id, own.app);
    assert!(finding.saw[0].starts_with(&format!("{callback}/")), "{finding:?}");
    assert!(finding.wanted[0].starts_with(&format!("{}/", moved.own_callback())), "{finding:?}");
    let page = Visitor::owner(&moved.app, "one").await.get("/connect/doctor").await.text;
    assert!(page.contains("o endereço que este Farol tinha antes"), "{page}");
    let by_tenant = Wish { may_change_app: false, ..wish(&moved, &finding) };
    assert_eq!(mended(&moved, &by_tenant).await, Done::Mended);
    assert_eq!(of_door().await.state, State::Good);
    let rows = moved.owner.get("/settings/audit?action=callback_allowed").await.text;
    assert!(!rows.contains(&own.app), "nobody had to agree: {rows}");
    // Where another program answers, the address is that one's.
    plant(&moved, &format!("apps/{}", own.app), json!({ "callback_url": ELSEWHERE })).await;
    assert_eq!(of_door().await.why, Why::Elsewhere);
}

#[tokio::test]
async fn nothing_is_mended_of_an_account_while_it_is_disconnected() {
    let desk = overridden().await;
    plant(&desk, "number", json!({ "override_callback_uri": ELSEWHERE })).await;
    let page = desk.owner.get("/connect/doctor").await;
    let form = |name| hidden(&page.text, "route", name);
    let (check, id, waba, stamp) = (form("check"), form("id"), form("waba"), form("stamp"));
    let body = [("check", check.as_str()), ("id", &id), ("waba", &waba), ("stamp", &stamp)];
    // What is undone takes its time, as Meta gives no answer.
    desk.control("faults", &json!({"fault": "http_500", "share": 1, "edge": "subscribed_apps"}))
        .await;
    disconnect(&desk).await;
    desk.control("faults", &json!({"fault": null, "share": 1})).await;
    let before = desk.changes().await;
    let answer = desk.owner.form("/connect/doctor", &body).await;
    assert_eq!(answer.leads(), (303, Some("/connect/doctor")));
    assert_eq!(desk.changes().await, before, "nothing was sent");
    let page = desk.owner.get("/connect/doctor").await.text;
    assert!(page.contains("Esta WABA está sendo desconectada: nada foi enviado."), "{page}");
    let log = desk.owner.get("/settings/audit?action=mended").await.text;
    assert!(!log.contains(&format!("POST {NUMBER}")), "nor kept: {log}");
}

#[tokio::test]
async fn a_foreign_app_is_on_the_map_with_its_name() {
    let desk = connected().await;
    let other = json!({"name": "Outro painel", "callback_url": ELSEWHERE, "wabas": [WABA]});
    desk.control("apps", &other).await;
    let seen = look(&desk).await;
    let found = strangers(&seen);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name.as_deref(), Some("Outro painel"));
    assert_eq!(in_state(&judge(&seen), State::Doubtful), [(Check::Foreign, Why::Others)]);
    let page = desk.owner.get("/connect/doctor").await;
    assert!(page.text.contains(&format!("data-foreign=\"{}\"", found[0].id)), "{}", page.text);
}

#[tokio::test]
async fn a_page_that_is_loaded_again_and_again_asks_meta_once_until_somebody_asks_to_look_again() {
    let desk = connected().await;
    let asked = async || desk.count(&format!("GET {WABA}/subscribed_apps")).await;
    let before = asked().await;
    let loads = (0..5).map(|_| desk.owner.get("/connect/doctor"));
    for page in futures_util::future::join_all(loads).await {
        assert_eq!(page.status, 200);
    }
    assert_eq!(asked().await, before + 1);
    desk.owner.get("/connect/doctor?again=1").await;
    assert_eq!(asked().await, before + 1, "not even then at once");
    desk.hands.turn(AGAIN);
    desk.owner.get("/connect/doctor").await;
    assert_eq!(asked().await, before + 1);
    desk.owner.get("/connect/doctor?again=1").await;
    assert_eq!(asked().await, before + 2);
    desk.hands.turn(KEPT);
    desk.owner.get("/connect/doctor").await;
    assert_eq!(asked().await, before + 3);
    // What was seen of one tenant is shown to no other.
    let other = Visitor::owner(&desk.app, "two").await;
    let page = other.get("/connect/doctor").await;
    assert!(!page.text.contains(WABA), "{}", page.text);
}

#[tokio::test]
async fn who_may_not_connect_is_shown_the_call_and_no_button() {
    let desk = connected().await;
    plant(&desk, "number", json!({ "override_callback_uri": ELSEWHERE })).await;
    let operator = Visitor::of(&desk.app, "one", Role::Operator).await;
    let page = operator.get("/connect/doctor").await;
    assert!(page.text.contains(&format!("POST /v25.0/{NUMBER}\n")), "{}", page.text);
    assert!(!page.text.contains("action=\"/connect/doctor\""));
    assert!(!page.text.contains("href=\"/connect/preflight\""));
}

#[tokio::test]
async fn another_programs_callback_is_taken_by_the_rule_of_every_callback() {
    let desk = connected().await;
    plant(&desk, "app", json!({ "callback_url": format!("{ELSEWHERE}/4f3a?key=a") })).await;
    let finding = named(&desk, (Check::Callback, Why::Elsewhere)).await;
    assert_eq!(finding.saw, [format!("{ELSEWHERE}/4f3a")], "its question is not shown");
    // The same to who looks, and another to Meta: that one was not shown.
    plant(&desk, "app", json!({ "callback_url": format!("{ELSEWHERE}/4f3a?key=b") })).await;
    assert_eq!(mended(&desk, &wish(&desk, &finding)).await, Done::Changed);
    let (_, word) = farol::callback::kept(&desk.app).await.expect("read");
    assert_eq!(word, None, "nothing was asked for");
    let finding = named(&desk, (Check::Callback, Why::Elsewhere)).await;
    plant(&desk, "faults", json!({ "fault": "handshake_failed", "share": 1.0 })).await;
    let done = mended(&desk, &wish(&desk, &finding)).await;
    assert!(matches!(done, Done::Refused(_)), "{done:?}");
    let (_, word) = farol::callback::kept(&desk.app).await.expect("read");
    let word = word.expect("kept before the call");
    assert_eq!(word.person, Some(store::PersonId::new("one")));
    let filter = store::AuditFilter::default();
    let read = desk.app.store.ledger.read(move |read| read.audits_of_installation(&filter, 100));
    let rows = read.await.expect("read");
    let allowed = rows.iter().find(|row| row.action == "callback_allowed").expect("audited");
    let told = allowed.detail.to_string();
    assert!(told.contains("outro.example") && !told.contains("4f3a"), "{told}");
    plant(&desk, "faults", json!({ "fault": null })).await;
    let finding = named(&desk, (Check::Callback, Why::Elsewhere)).await;
    assert_eq!(mended(&desk, &wish(&desk, &finding)).await, Done::Mended);
    is_green(&desk).await;
}

#[tokio::test]
async fn two_red_lines_of_one_call_both_have_it() {
    let desk = connected().await;
    let planted = json!({ "callback_url": ELSEWHERE, "fields": ["messages"] });
    plant(&desk, "app", planted).await;
    let found = judge(&look(&desk).await);
    let defects = in_state(&found, State::Defect);
    assert_eq!(defects, [(Check::Callback, Why::Elsewhere), (Check::Fields, Why::Missing)]);
    let fields = found.iter().find(|found| found.check == Check::Fields).expect("a line");
    assert_eq!(mended(&desk, &wish(&desk, fields)).await, Done::Mended);
    is_green(&desk).await;
}

#[tokio::test]
async fn what_the_doctor_sets_is_undone_with_the_account() {
    let desk = connected().await;
    plant(&desk, "app", json!({ "callback_url": ELSEWHERE })).await;
    plant(&desk, "number", json!({ "override_callback_uri": ELSEWHERE })).await;
    let found = judge(&look(&desk).await);
    let route = found.iter().find(|found| found.check == Check::Route).expect("a line");
    assert!(matches!(route.fix, Some(Fix::Call(Mend::SetOverride { .. }))), "{route:?}");
    assert_eq!(mended(&desk, &wish(&desk, route)).await, Done::Mended);
    let path = format!("/connect/accounts/{WABA}/disconnect");
    let shown = desk.owner.get(&path).await.text;
    assert!(shown.contains("override_callback_uri"), "{shown}");
    assert!(disconnect(&desk).await.contains("A WABA foi desconectada."));
    let left = desk.route_of(NUMBER).await;
    assert_eq!(left.get("phone_number"), None, "{left}");
}
