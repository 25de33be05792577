//! A display name's review: the later of Meta's two words counts, and no approved name is called
//! settled before the number was registered for it.

use std::time::Duration;

use domain::display_name::{
    Asked, Course, Fault, Next, REGISTER_WITHIN, Registering, Stage, Standing, fault,
};
use domain::signup::room_for_registration;
use domain::{Heard, How, Node, Replica, Timestamp};
use serde_json::{Value, json};

const OLD: &str = "Atendimento";
const NEW: &str = "Casa Ipê Atendimento";
const DECISION: &str = "phone_number_name_update";

fn at(second: i64) -> Timestamp {
    Timestamp::from_seconds(1_800_000_000 + second)
}

/// A number that was read at 100 with these fields.
fn number(fields: Value) -> Replica {
    let mut number = Replica::unread(Node::phone_number("105"));
    number.read_at = Some(at(100));
    for (field, value) in fields.as_object().expect("fields") {
        set(&mut number, field, value.clone(), (100, How::Read));
    }
    number
}

fn set(number: &mut Replica, field: &str, value: Value, (second, how): (i64, How)) {
    let heard = Heard { value, at: at(second), how };
    number.fields.insert(field.to_owned(), heard);
}

fn decided(number: &mut Replica, decision: &str, name: &str, second: i64) {
    let value = json!({"decision": decision, "requested_verified_name": name,
        "rejection_reason": if decision == "REJECTED" { json!("NAME_NOT_CONSISTENT") } else { Value::Null }});
    set(number, DECISION, value, (second, How::Webhook));
}

fn in_review() -> Replica {
    number(json!({"verified_name": OLD, "name_status": "APPROVED",
        "new_display_name": NEW, "new_name_status": "PENDING_REVIEW"}))
}

/// As Meta shows a new name that it approved: it is the number's name at once.
fn renamed() -> Replica {
    number(json!({"verified_name": NEW, "name_status": "APPROVED", "new_name_status": "APPROVED"}))
}

fn standing(number: &Replica) -> Standing {
    Standing::of(number, None, &Course::default(), at(200))
}

fn stage(number: &Replica) -> Stage {
    standing(number).stage
}

#[test]
fn each_state_of_a_first_name_has_its_stage_and_its_next_step() {
    for (status, expected, next) in [
        (json!("APPROVED"), Stage::Approved(Registering::NotNeeded), Next::Nothing),
        (json!("AVAILABLE_WITHOUT_REVIEW"), Stage::Approved(Registering::NotNeeded), Next::Nothing),
        (json!("PENDING_REVIEW"), Stage::InReview, Next::Wait),
        (json!("DECLINED"), Stage::Declined { reason: None }, Next::AskAgain),
        (json!("EXPIRED"), Stage::Expired, Next::AskAgain),
        (json!("NONE"), Stage::Unreviewed, Next::Nothing),
        (json!("NON_EXISTS"), Stage::Unreviewed, Next::Nothing),
        (Value::Null, Stage::Unreviewed, Next::Nothing),
        (json!("UNDER_A_TREE"), Stage::Unknown("UNDER_A_TREE".to_owned()), Next::LookAtMeta),
    ] {
        let number = number(json!({"verified_name": OLD, "name_status": status}));
        assert_eq!(stage(&number), expected, "{status}");
        assert_eq!(expected.next(), next, "{status}");
        assert_eq!(standing(&number).name.as_deref(), Some(OLD));
    }
    let unread = Replica::unread(Node::phone_number("105"));
    assert_eq!((stage(&unread), standing(&unread).name), (Stage::Unread, None));
}

#[test]
fn a_new_name_is_the_one_spoken_of_and_the_old_ones_status_says_nothing_of_it() {
    for (status, expected) in [
        ("PENDING_REVIEW", Stage::InReview),
        ("DECLINED", Stage::Declined { reason: None }),
        ("EXPIRED", Stage::Expired),
        ("APPROVED", Stage::Approved(Registering::Wanted { until: None })),
        ("AVAILABLE_WITHOUT_REVIEW", Stage::Approved(Registering::Wanted { until: None })),
    ] {
        let mut number = in_review();
        set(&mut number, "new_name_status", json!(status), (100, How::Read));
        assert_eq!(standing(&number), Standing { name: Some(NEW.to_owned()), stage: expected });
    }
}

#[test]
fn a_webhook_counts_over_an_older_reading_and_a_later_reading_over_the_webhook() {
    for (decision, expected) in [
        ("REJECTED", Stage::Declined { reason: Some("NAME_NOT_CONSISTENT".to_owned()) }),
        ("DEFERRED", Stage::Deferred),
        ("PENDING", Stage::InReview),
        // What nobody knows decides nothing.
        ("ROTATED", Stage::InReview),
    ] {
        let mut number = in_review();
        decided(&mut number, decision, NEW, 150);
        assert_eq!(stage(&number), expected, "{decision}");
        set(&mut number, "new_name_status", json!("PENDING_REVIEW"), (160, How::Read));
        assert_eq!(stage(&number), Stage::InReview, "asked for once more after {decision}");
    }
    let mut number = in_review();
    decided(&mut number, "REJECTED", "Outro", 150);
    assert_eq!(stage(&number), Stage::InReview, "it is about another name");
    let mut number = in_review();
    decided(&mut number, "REJECTED", NEW, 90);
    set(&mut number, "new_name_status", json!("DECLINED"), (100, How::Read));
    let reason = Some("NAME_NOT_CONSISTENT".to_owned());
    assert_eq!(stage(&number), Stage::Declined { reason }, "only the webhook says why");
}

#[test]
fn an_approved_new_name_wants_a_registration_within_fourteen_days() {
    let mut number = renamed();
    let wanted = |until| Stage::Approved(Registering::Wanted { until });
    assert_eq!(stage(&number), wanted(None), "since when, no reading tells");
    decided(&mut number, "APPROVED", NEW, 90);
    let until = at(90).plus(REGISTER_WITHIN);
    assert_eq!(stage(&number), wanted(Some(until)));
    assert_eq!(stage(&number).next(), Next::Register);
    let course = Course::default();
    let late = Standing::of(&number, None, &course, until);
    assert_eq!(late.stage, Stage::Approved(Registering::Over { since: until }));
    assert_eq!(late.stage.next(), Next::AskAgain);
    set(&mut number, "is_on_biz_app", json!(true), (100, How::Read));
    assert_eq!(stage(&number), Stage::Approved(Registering::NotNeeded), "the app registers");
}

#[test]
fn a_name_that_was_asked_for_here_is_remembered_where_meta_forgets_that_it_was_new() {
    let mut number = renamed();
    set(&mut number, "new_name_status", json!("NONE"), (100, How::Read));
    assert_eq!(stage(&number), Stage::Approved(Registering::NotNeeded));
    let course = Course { asked: Some(NEW.to_owned()), ..Course::default() };
    let stage = Standing::of(&number, None, &course, at(200)).stage;
    assert_eq!(stage, Stage::Approved(Registering::Wanted { until: None }));
}

#[test]
fn a_registration_settles_the_name_that_it_was_for_and_no_later_one() {
    let mut number = renamed();
    decided(&mut number, "APPROVED", NEW, 90);
    let course = |name: &str, second| Course {
        registered: Some((name.to_owned(), at(second))),
        ..Course::default()
    };
    let stage = |number: &Replica, course| Standing::of(number, None, &course, at(200)).stage;
    let done = Stage::Approved(Registering::Done { at: at(120) });
    assert_eq!(stage(&number, course(NEW, 120)), done);
    let wanted = Registering::Wanted { until: Some(at(90).plus(REGISTER_WITHIN)) };
    assert_eq!(stage(&number, course(OLD, 120)), Stage::Approved(wanted), "for another name");
    assert_eq!(stage(&number, course(NEW, 80)), Stage::Approved(wanted), "before the yes");
}

#[test]
fn a_request_that_no_reading_shows_is_said_to_be_one_until_it_is_shown() {
    let number = number(json!({"verified_name": OLD, "name_status": "APPROVED"}));
    let asked = Some(Asked { name: NEW, at: at(150) });
    let now = Standing::of(&number, asked, &Course::default(), at(200));
    assert_eq!(now, Standing { name: Some(NEW.to_owned()), stage: Stage::Asked(at(150)) });
    let shown = Standing::of(&in_review(), asked, &Course::default(), at(200));
    assert_eq!(shown.stage, Stage::InReview);
}

#[test]
fn a_name_is_sent_unless_it_is_none_or_the_one_that_holds() {
    let settled = number(json!({"verified_name": OLD, "name_status": "APPROVED"}));
    let told = |name: &str, number: &Replica| fault(name, number, &standing(number));
    assert_eq!(told("", &settled), Some(Fault::Empty));
    assert_eq!(told("Casa\nIpê", &settled), Some(Fault::NotOneLine));
    assert_eq!(told(OLD, &settled), Some(Fault::TheSame));
    assert_eq!(told(NEW, &settled), None);
    let declined = number(json!({"verified_name": OLD, "name_status": "DECLINED"}));
    assert_eq!(told(OLD, &declined), None, "an appeal");
    assert_eq!(told(OLD, &in_review()), None, "back to the old one while the new one is reviewed");
}

#[test]
fn an_eleventh_registration_in_72_hours_waits_for_the_first_to_be_over() {
    let mut asked: Vec<Timestamp> = (0..10).rev().map(at).collect();
    let window = Duration::from_secs(72 * 3600);
    assert_eq!(room_for_registration(&mut asked, at(10)), Some(at(0).plus(window)));
    assert_eq!(room_for_registration(&mut asked.split_off(1), at(10)), None, "nine leave room");
    let mut asked: Vec<Timestamp> = (0..10).map(at).collect();
    assert_eq!(room_for_registration(&mut asked, at(0).plus(window)), None);
    assert_eq!(asked.len(), 9, "what Meta counts no more is forgotten");
}
