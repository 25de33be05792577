//! Whose doing a write was that Meta shows late: after Farol was down, or after many readings that
//! showed what stood before; and what ends it.

mod console;
mod middleman;

use std::time::Duration;

use domain::audit::Action;
use domain::{How, Node, NodeKind, photo};
use emulator::Emulator;
use farol::app::App;
use middleman::control;
use serde_json::{Map, Value, json};
use store::{AuditFilter, ChangeFilter, ListedChange, PersonId};

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";
const DAY: Duration = Duration::from_secs(24 * 3_600);

/// A console that read Casa Ipê's account. The quota refills by true time, and the clock is turned by
/// days, so that all of it is at hand.
async fn connected() -> (App, Emulator, console::Hands) {
    let pace = console::Pace { share: 1.0, ..Default::default() };
    let (app, emulator, hands) =
        console::beside_facade(Default::default(), pace, |router| router).await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    (app, emulator, hands)
}

/// What a kill leaves of a write: its note.
async fn note(app: &App, field: &str, value: Value) {
    let (scope, number) = (console::scope("one"), meta::PhoneNumberId::new(VENDAS));
    let (fields, now) = (Map::from_iter([(field.to_owned(), value)]), app.clock.now());
    let noted = app.store.ledger.transact(move |tx| {
        tx.note_profile_write(&scope, &number, &fields, &PersonId::new("one"), now)
    });
    noted.await.expect("noted");
}

async fn read_again(app: &App) {
    farol::work::refresh::ask(app, console::scope("one")).await.expect("asked");
    console::refresh_all(app).await;
}

/// From now on Meta shows this, whoever brought it.
async fn shows(app: &App, emulator: &Emulator, fields: Value) {
    control(emulator, &format!("numbers/{VENDAS}"), fields).await;
    read_again(app).await;
}

/// How many rows of the audit log say that the person did this.
async fn audited(app: &App, action: Action) -> usize {
    let scope = console::scope("one");
    let filter = AuditFilter { action: Some(action), ..AuditFilter::default() };
    let read = app.store.ledger.read(move |read| read.audits(&scope, &filter, 10)).await;
    let person = Some(PersonId::new("one"));
    read.expect("read").iter().filter(|row| row.person == person).count()
}

/// The last change of the profile's line.
async fn last(app: &App) -> ListedChange {
    let fields = Some(vec![(NodeKind::Profile, "about")]);
    let (scope, filter) = (console::scope("one"), ChangeFilter { fields, ..Default::default() });
    let read = app.store.ledger.read(move |read| read.changes_where(&scope, &filter, 1)).await;
    read.expect("read").pop().expect("a change")
}

#[tokio::test]
async fn a_write_that_meta_shows_days_later_is_still_that_persons_doing() {
    let wishes = [
        ("about", Action::ProfileWritten, json!({"profile": {"about": "Escrito antes."}})),
        ("username", Action::UsernameChanged, json!({"username": "casa.ipe"})),
        ("new_display_name", Action::NameRequested, json!({"new_display_name": "Ipê Móveis"})),
    ];
    for was_read_between in [false, true] {
        let (app, emulator, hands) = connected().await;
        for (field, action, shown) in &wishes {
            let wished = shown.get(field).or_else(|| shown["profile"].get(field));
            note(&app, field, wished.expect("a value").clone()).await;
            hands.turn(DAY);
            if was_read_between {
                read_again(&app).await;
                assert_eq!(audited(&app, *action).await, 0, "{field}: nothing is shown yet");
            }
            hands.turn(DAY);
            shows(&app, &emulator, shown.clone()).await;
            assert_eq!(audited(&app, *action).await, 1, "{field}, read: {was_read_between}");
            hands.turn(DAY);
            read_again(&app).await;
            assert_eq!(audited(&app, *action).await, 1, "{field}: once");
        }
        assert_eq!(last(&app).await.by.as_deref(), Some("Owner of one"));
    }
}

#[tokio::test]
async fn a_write_that_no_reading_showed_for_a_month_is_given_up() {
    for (days, is_theirs) in [(29, 1), (31, 0)] {
        let (app, emulator, hands) = connected().await;
        note(&app, "about", json!("O meu recado.")).await;
        hands.turn(DAY * days);
        read_again(&app).await;
        hands.turn(DAY);
        shows(&app, &emulator, json!({"profile": {"about": "O meu recado."}})).await;
        assert_eq!(audited(&app, Action::ProfileWritten).await, is_theirs, "{days} days");
    }
}

#[tokio::test]
async fn what_comes_after_another_hand_was_seen_is_nobodys_doing_here() {
    let (app, emulator, hands) = connected().await;
    note(&app, "about", json!("O meu recado.")).await;
    hands.turn(Duration::from_secs(3));
    shows(&app, &emulator, json!({"profile": {"about": "De outra pessoa."}})).await;
    hands.turn(DAY);
    read_again(&app).await;
    shows(&app, &emulator, json!({"profile": {"about": "O meu recado."}})).await;
    let change = last(&app).await;
    assert_eq!((change.change.how, change.by.as_deref()), (How::Read, None));
    assert_eq!(audited(&app, Action::ProfileWritten).await, 0);
}

#[tokio::test]
async fn another_hand_that_meta_shows_before_it_settled_does_not_take_a_write_from_its_person() {
    let (app, emulator, hands) = connected().await;
    note(&app, "about", json!("O meu recado.")).await;
    hands.turn(Duration::from_secs(3));
    shows(&app, &emulator, json!({"profile": {"about": "De outra pessoa."}})).await;
    shows(&app, &emulator, json!({"profile": {"about": "O meu recado."}})).await;
    assert_eq!(last(&app).await.by.as_deref(), Some("Owner of one"));
}

#[tokio::test]
async fn a_photo_that_comes_after_a_settled_reading_of_the_one_before_is_anybodys() {
    for was_read_between in [false, true] {
        let (app, emulator, hands) = connected().await;
        let (scope, node) = (console::scope("one"), Node::profile(VENDAS));
        let read = app.store.ledger.read(move |read| read.replica(&scope, &node)).await;
        let profile = read.expect("read").expect("held");
        let before = profile.text(photo::FIELD).expect("a photo").to_owned();
        note(&app, photo::FIELD, photo::note(Some(&before))).await;
        hands.turn(DAY);
        if was_read_between {
            read_again(&app).await;
        }
        let other = before.replace(VENDAS, "1");
        assert!(photo::is_other(Some(&before), Some(&other)), "{other}");
        shows(&app, &emulator, json!({"profile": {(photo::FIELD): other}})).await;
        let expected = usize::from(!was_read_between);
        assert_eq!(audited(&app, Action::PhotoWritten).await, expected, "{was_read_between}");
    }
}
