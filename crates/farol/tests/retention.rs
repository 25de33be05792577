//! What is old enough goes by the terms that are set, and the quality of each day stays for ever.

mod console;
mod program;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use console::{Hands, Pace, beside_facade, connect_account, project_all, refresh_all, scope};
use domain::delivery::Delivery;
use domain::notice::{Kind, Notice};
use domain::readiness::Intervals;
use domain::{Change, How, Node, Timestamp, traffic};
use emulator::Emulator;
use farol::app::App;
use farol::config::Retention;
use farol::work::Step;
use farol::work::retain::{self, Pass};
use meta::{MessageId, PhoneNumberId, WabaId};
use program::{Demo, eventually, farol};
use serde_json::json;
use store::{
    AnalyticsDay, LedgerTx, MailShape, MailState, NewMail, NoticeFilter, PersonId, Quarantined,
    StoreError, Tried,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// From one reading to the next.
const WATCH: Duration = Duration::from_secs(8 * 60 * 60);
const BRASIL: &str = "102290129340398";
const COBRANCA: &str = "106540352242922";
/// A number that nobody reads: only these tests write of it.
const NUMBER: &str = "7";

/// Terms that are all different.
const TERMS: Retention = Retention {
    bodies_days: 11,
    quarantined_days: 41,
    changes_days: 131,
    evidence_days: 121,
    applied_days: 51,
    deliveries_days: 61,
    traffic_days: 71,
    notices_days: 81,
    mails_days: 91,
};

/// A console with these terms.
async fn open(terms: Retention) -> (App, Emulator, Hands) {
    let intervals = Intervals { numbers: WATCH, accounts: WATCH, profiles: WATCH };
    // The quota refills by true time, which hardly passes here: all of it is at hand.
    let pace = Pace { intervals, share: 1.0 };
    let (mut app, emulator, hands) = beside_facade(Default::default(), pace, |router| router).await;
    let settings = Arc::get_mut(&mut app.settings).expect("just built");
    settings.config.retention = terms;
    (app, emulator, hands)
}

/// Does the pass that begins a little after the start, to its end.
async fn pass(app: &App, hands: &Hands) {
    let mut pass = Pass::default();
    assert!(matches!(retain::step(app, &mut pass).await, Ok(Step::Idle { .. })), "not at once");
    hands.turn(Duration::from_secs(60));
    loop {
        let now = app.clock.now();
        match retain::step(app, &mut pass).await.expect("stepped") {
            Step::Idle { until: Some(until) } if until.since(now) > DAY / 48 => return,
            Step::Idle { .. } | Step::Done => {}
        }
    }
}

fn days_ago(now: Timestamp, days: u32) -> Timestamp {
    let ms = i64::try_from((DAY * days).as_millis()).expect("not so long");
    Timestamp::from_millis(now.as_millis() - ms)
}

fn change(at: Timestamp, field: &str) -> Change {
    Change {
        node: Node::phone_number(NUMBER),
        field: field.to_owned(),
        before: json!("GREEN"),
        after: json!("RED"),
        at,
        how: How::Read,
        evidence: Some("{}".to_owned()),
    }
}

/// Writes one thing of each kind, a day older than its term or a day younger.
fn write(tx: &LedgerTx<'_>, now: Timestamp, is_old: bool) -> Result<(), StoreError> {
    let of = |term: u32| days_ago(now, if is_old { term + 1 } else { term - 1 });
    let (own, number) = (scope("one"), PhoneNumberId::new(NUMBER));
    let name = if is_old { "old" } else { "young" };
    tx.quarantine(&Quarantined {
        key: name.to_owned(),
        seq: 900,
        path: String::new(),
        field: None,
        reason: "not JSON".to_owned(),
        at: of(TERMS.quarantined_days),
    })?;
    tx.add_change(&own, &change(of(TERMS.changes_days), "status"), None)?;
    tx.add_change(&own, &change(of(TERMS.evidence_days), "throughput"), None)?;
    tx.mark_applied(name, 901, of(TERMS.applied_days))?;
    let mut delivery = Delivery::default();
    delivery.reached[0] = Some(of(TERMS.deliveries_days));
    tx.save_delivery(&own, &number, &MessageId::new(name), &delivery)?;
    tx.add_traffic(&own, &number, of(TERMS.traffic_days), &traffic::Kind::Received, 1)?;
    let start = of(TERMS.traffic_days);
    let (sent, delivered, seen_sent, seen_delivered) = (1, 1, 1, 1);
    let day = AnalyticsDay { start, sent, delivered, seen_sent, seen_delivered, asked_at: start };
    tx.save_analytics_day(&own, &WabaId::new(BRASIL), &day)?;

    let opened = of(300);
    let notice = Notice::condition(Kind::Flagged, Node::phone_number(NUMBER), opened, json!(name));
    let seq = tx.add_notice(&own, &notice, opened)?;
    tx.resolve_notice(&own, seq, of(TERMS.notices_days))?;
    let mail = NewMail {
        person: PersonId::new("one"),
        shape: MailShape::Alone,
        notices: Vec::new(),
        due_at: of(TERMS.mails_days),
    };
    let mail = tx.queue_mail(&own, &mail, of(TERMS.mails_days))?;
    let sent = Tried { state: MailState::Sent, due_at: None, answer: None };
    tx.note_mail_tried(mail, &sent, of(TERMS.mails_days))
}

/// How many of each kind are kept.
async fn kept(app: &App) -> BTreeMap<&'static str, usize> {
    let bodies = app.store.inbox.count().expect("counted");
    let job = move |read: &store::LedgerRead<'_>| {
        let (own, number) = (scope("one"), PhoneNumberId::new(NUMBER));
        let (first, last) = (Timestamp::from_millis(0), Timestamp::from_millis(i64::MAX / 2));
        let changes = read.all_changes(0, 1_000)?;
        let of_field = |field: &str| -> Vec<&Change> {
            let all = changes.iter().map(|(_, change)| change);
            all.filter(|change| change.node.id == NUMBER && change.field == field).collect()
        };
        let of = |found: bool| usize::from(found);
        let message = |id: &str| read.delivery(&own, &number, &MessageId::new(id));
        let waba = WabaId::new(BRASIL);
        Ok(BTreeMap::from([
            ("bodies", usize::try_from(bodies).unwrap_or(usize::MAX)),
            ("quarantined", usize::try_from(read.quarantined_count()?).unwrap_or(usize::MAX)),
            ("changes", of_field("status").len()),
            (
                "evidence",
                of_field("throughput").iter().filter(|one| one.evidence.is_some()).count(),
            ),
            ("applied", of(read.is_applied("old")?) + of(read.is_applied("young")?)),
            ("deliveries", of(message("old")?.is_some()) + of(message("young")?.is_some())),
            ("traffic", read.traffic_of(&own, &number, first, last)?.len()),
            ("analytics", read.analytics_days(&own, &waba, first)?.len()),
            ("notices", read.notices(&own, &NoticeFilter::default(), 100)?.len()),
            ("mails", read.mails(&own, None, 100)?.len()),
        ]))
    };
    app.store.ledger.read(job).await.expect("read")
}

#[tokio::test]
async fn each_thing_goes_by_the_term_that_is_set_for_it_and_by_no_other() {
    let (app, _emulator, hands) = open(TERMS).await;
    let now = app.clock.now();
    // Nothing is in it that could wait.
    let body = || Bytes::from_static(b"{\"object\":\"whatsapp_business_account\",\"entry\":[]}");
    for days in [TERMS.bodies_days + 1, TERMS.bodies_days - 1] {
        app.store.inbox.append(body(), days_ago(now, days)).await.expect("kept");
    }
    project_all(&app).await;
    let job = move |tx: &LedgerTx<'_>| {
        write(tx, now, true)?;
        write(tx, now, false)
    };
    app.store.ledger.transact(job).await.expect("written");
    let before = kept(&app).await;
    assert!(before.values().all(|count| *count == 2), "{before:?}");
    pass(&app, &hands).await;
    let after = kept(&app).await;
    assert!(after.values().all(|count| *count == 1), "{after:?}");
    // What went does not come again, and a second pass finds nothing.
    pass(&app, &hands).await;
    assert_eq!(kept(&app).await, after);
}

#[tokio::test]
async fn the_quality_of_each_day_stays_for_ever_though_its_changes_go() {
    let (app, emulator, hands) = open(Retention { changes_days: 90, ..TERMS }).await;
    // At whatever hour it runs, the days are over by the same readings: each day is kept a little
    // after its end.
    hands.turn(until_noon(app.clock.now()));
    connect_account(&app, &emulator, "one", BRASIL).await;
    refresh_all(&app).await;
    for quality in ["GREEN", "YELLOW", "RED", "GREEN"] {
        control(&emulator, &format!("numbers/{COBRANCA}"), json!({"quality": quality})).await;
        for _ in 0..3 {
            refresh_all(&app).await;
            hands.turn(WATCH);
        }
    }
    refresh_all(&app).await;
    pass(&app, &hands).await;
    let days = days_of(&app).await;
    let worst: Vec<&str> = days.iter().map(|(_, _, worst)| worst.as_str()).collect();
    assert_eq!(worst, ["GREEN", "YELLOW", "RED", "RED"], "{days:?}");

    hands.turn(DAY * 91);
    pass(&app, &hands).await;
    let (mut later, last) = (days_of(&app).await, days.len());
    let ended: Vec<String> = later.drain(last..).map(|(_, _, worst)| worst).collect();
    assert_eq!(ended, ["GREEN"], "the day of the last reading, and nothing of unread ones");
    assert_eq!(later, days, "for ever");
    let changes = app.store.ledger.read(|read| read.all_changes(0, 1_000)).await.expect("read");
    let of_quality = changes.iter().filter(|(_, change)| change.field == "quality_rating").count();
    assert_eq!(of_quality, 0, "the changes are old enough");
}

/// Date, last rating and worst of each day of a number.
/// How long until it is noon, in UTC.
fn until_noon(now: Timestamp) -> Duration {
    let day = i64::try_from(DAY.as_millis()).expect("not so long");
    let left = (day / 2 - now.as_millis()).rem_euclid(day);
    Duration::from_millis(left.unsigned_abs())
}

async fn days_of(app: &App) -> Vec<(Timestamp, String, String)> {
    let first = Timestamp::from_millis(0);
    let number = PhoneNumberId::new(COBRANCA);
    let job =
        move |read: &store::LedgerRead<'_>| read.quality_days(&scope("one"), &number, first, 1_000);
    let days = app.store.ledger.read(job).await.expect("read");
    days.into_iter().map(|day| (day.day, day.rating, day.worst)).collect()
}

async fn control(emulator: &Emulator, path: &str, body: serde_json::Value) {
    use axum::body::Body;
    use tower::ServiceExt as _;
    let request = axum::http::Request::post(format!("/_control/{path}"))
        .header("content-type", "application/json")
        .header("host", "127.0.0.1")
        .body(Body::from(body.to_string()))
        .expect("a request");
    let answer = emulator.router().oneshot(request).await.expect("answered");
    assert_eq!(answer.status(), 200, "{path}");
}

#[tokio::test]
async fn a_running_program_removes_what_is_old_and_says_how_much() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = farol();
    command.env("FAROL_RETENTION_BODIES_DAYS", "1").env("FAROL_RETENTION_CHANGES_DAYS", "90");
    let demo = Demo::start_as(command, folder.path(), &["--no-story"]);
    let account = format!("wabas/{BRASIL}");
    let (mut nth, mut known) = (0, None);
    eventually("a change of what nobody is told of", async || {
        nth += 1;
        demo.control(&account, json!({"name": format!("Casa {nth}")})).await;
        known = demo.changes().into_iter().find(|change| change["field"] == "name");
        known.is_some()
    })
    .await;
    let known = known.expect("just found");
    let is_known = async || demo.changes().contains(&known);
    let text = json!({"to": COBRANCA, "text": "Oi"});
    let wrote = demo.control("users/5511955550301/messages", text).await;
    let id = wrote["message_id"].as_str().expect("an id").to_owned();
    let is_kept = async || demo.export().iter().any(|row| row.to_string().contains(&id));
    eventually("its body is kept", is_kept).await;

    demo.control("clock", json!({"advance_seconds": 2 * 86_400})).await;
    eventually("a body goes after a day", async || !is_kept().await).await;
    assert!(is_known().await, "the change is not old enough");
    demo.control("clock", json!({"advance_seconds": 89 * 86_400})).await;
    eventually("the change goes after 90 days", async || !is_known().await).await;
    let metrics = demo.get("/metrics", None).await.text;
    for what in ["bodies", "changes"] {
        let line = format!("farol_retained_removed_total{{what=\"{what}\"}}");
        assert!(metrics.contains(&line), "{line} is not in {metrics}");
    }
}

#[tokio::test]
async fn a_photo_that_did_not_get_through_goes_after_a_week_and_one_on_its_way_stays() {
    use domain::photo::{Came, Snag, Upload};
    let (app, _emulator, hands) = open(TERMS).await;
    let now = app.clock.now();
    let photo = |days: u32, is_over: bool| {
        let mut upload = Upload::new(3, None, days_ago(now, days));
        if is_over {
            let snag = Snag { reason: "refused".to_owned(), code: None, message: None };
            upload.apply(Came::Stopped(snag), upload.asked_at);
            assert!(upload.is_over() && upload.wants_bytes(), "a person may try again");
        }
        store::PhotoUpload { person: PersonId::new("one"), upload }
    };
    let photos = [("old", photo(8, true)), ("young", photo(6, true)), ("going", photo(8, false))];
    let job = move |tx: &LedgerTx<'_>| {
        photos.iter().try_for_each(|(number, photo)| {
            tx.add_photo_upload(&scope("one"), &PhoneNumberId::new(*number), photo, b"JPG")
        })
    };
    app.store.ledger.transact(job).await.expect("kept");
    pass(&app, &hands).await;
    let job = |read: &store::LedgerRead<'_>| {
        let bytes = |number: &str| read.photo_bytes(&scope("one"), &PhoneNumberId::new(number));
        Ok((bytes("old")?, bytes("young")?.is_some(), bytes("going")?.is_some()))
    };
    assert_eq!(app.store.ledger.read(job).await, Ok((None, true, true)));
}
