//! Whether the PIN that Farol keeps still counts, by Meta's answers and by what Business Suite did.

use domain::pin::{self, Kept, Standing};
use domain::{Heard, How, Node, Replica, Timestamp};
use meta::open::SecurityEvent;
use serde_json::json;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

/// A number of which these events were told.
fn number(events: &[(&str, i64)]) -> Replica {
    let mut number = Replica::unread(Node::phone_number("1"));
    for (event, seconds) in events {
        let field = pin::field_of(&SecurityEvent::from(*event)).to_owned();
        let (value, at) = (json!({ "event": event }), at(*seconds));
        number.hear(&field, Heard { value, at, how: How::Webhook });
    }
    number
}

fn kept(taken: Option<i64>, asked: Option<i64>) -> Kept {
    Kept { is_held: true, taken_at: taken.map(at), asked_at: asked.map(at) }
}

#[test]
fn what_business_suite_did_later_takes_the_pin_from_farol() {
    let superseded = |event: &str, seconds| Standing::Superseded {
        at: at(seconds),
        event: SecurityEvent::from(event),
    };
    let known = |since: Option<i64>| Standing::Known { since: since.map(at) };
    for (events, kept, is) in [
        (vec![], kept(Some(10), None), known(Some(10))),
        (vec![], kept(None, None), known(None)),
        (vec![("PIN_CHANGED", 20)], kept(Some(10), None), superseded("PIN_CHANGED", 20)),
        (vec![("PIN_CHANGED", 20)], kept(None, None), superseded("PIN_CHANGED", 20)),
        (vec![("PIN_CHANGED", 10)], kept(Some(10), None), superseded("PIN_CHANGED", 10)),
        // Farol changed it after that.
        (vec![("PIN_CHANGED", 20)], kept(Some(30), None), known(Some(30))),
        (
            vec![("PIN_REQUEST_SUCCESS", 20)],
            kept(Some(10), None),
            superseded("PIN_REQUEST_SUCCESS", 20),
        ),
        (vec![("PIN_OF_TOMORROW", 20)], kept(Some(10), None), superseded("PIN_OF_TOMORROW", 20)),
        // A request changes nothing yet, and hides no change before it.
        (vec![("PIN_RESET_REQUEST", 20)], kept(Some(10), None), known(Some(10))),
        (
            vec![("PIN_CHANGED", 20), ("PIN_RESET_REQUEST", 30)],
            kept(Some(10), None),
            superseded("PIN_CHANGED", 20),
        ),
        // One on its way stands above what was before it, and below what came after.
        (vec![], kept(Some(10), Some(40)), Standing::InDoubt { since: at(40) }),
        (vec![("PIN_CHANGED", 20)], kept(Some(10), Some(40)), Standing::InDoubt { since: at(40) }),
        (vec![("PIN_CHANGED", 50)], kept(Some(10), Some(40)), superseded("PIN_CHANGED", 50)),
        (vec![("PIN_CHANGED", 50)], Kept::default(), Standing::NotHeld),
        (
            vec![],
            Kept { asked_at: Some(at(5)), ..Kept::default() },
            Standing::InDoubt { since: at(5) },
        ),
    ] {
        let number = number(&events);
        assert_eq!(pin::standing(Some(&number), kept), is, "{events:?} {kept:?}");
    }
}

#[test]
fn a_registration_asks_only_for_a_pin_that_is_not_known() {
    let changed = number(&[("PIN_CHANGED", 20)]);
    assert!(pin::is_known(None, kept(Some(10), None)));
    assert!(pin::is_known(Some(&changed), kept(Some(30), None)));
    assert!(!pin::is_known(Some(&changed), kept(Some(10), None)));
    assert!(!pin::is_known(None, Kept::default()));
    // Of two, the one that is in doubt comes after the one that is held.
    assert!(pin::is_known(None, kept(Some(10), Some(20))));
    assert!(!pin::is_known(None, Kept { asked_at: Some(at(5)), ..Kept::default() }));
}

#[test]
fn a_request_to_take_it_off_is_told_until_something_came_of_it() {
    assert_eq!(pin::reset_asked_at(&number(&[])), None);
    assert_eq!(pin::reset_asked_at(&number(&[("PIN_RESET_REQUEST", 20)])), Some(at(20)));
    let done = number(&[("PIN_RESET_REQUEST", 20), ("PIN_REQUEST_SUCCESS", 30)]);
    assert_eq!(pin::reset_asked_at(&done), None);
}
