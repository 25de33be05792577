//! A clock turned back: nothing held counts from later than now, and news is heard again.

use domain::replica::Joined;
use domain::{Failure, Heard, How, Node, Replica, Timestamp};
use serde_json::json;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn heard(value: &str, seconds: i64) -> Heard {
    Heard { value: json!(value), at: at(seconds), how: How::Read }
}

#[test]
fn what_was_heard_in_the_future_gives_way_to_what_is_heard_now() {
    let mut replica = Replica::unread(Node::phone_number("1"));
    replica.hear("status", heard("CONNECTED", 3));
    replica.hear("quality_rating", heard("GREEN", 900));
    replica.read_at = Some(at(900));
    let reason = "down".to_owned();
    replica.failure = Some(Failure {
        since: at(40),
        last: at(901),
        reason,
        message: None,
        code: None,
        subcode: None,
    });
    assert_eq!(replica.clone().hear("quality_rating", heard("RED", 51)), Joined::Older);

    assert!(replica.rewind(at(50)));
    assert_eq!(replica.fields["status"].at, at(3), "the past stays");
    assert_eq!(replica.fields["quality_rating"].at, at(50));
    assert_eq!(replica.read_at, Some(at(50)));
    let failure = replica.failure.clone().expect("still failing");
    assert_eq!((failure.since, failure.last), (at(40), at(50)));
    assert_eq!(replica.hear("quality_rating", heard("RED", 51)), Joined::Changed(json!("GREEN")));
    assert!(!replica.clone().rewind(at(51)), "nothing is ahead any more");
}
