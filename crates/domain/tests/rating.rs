//! When a quality changed: Meta gives the second of its rating, Farol knows what it read in between.

use domain::apply::{self, at_rating, hear};
use domain::{Change, Node, Replica, Timestamp, fact};
use serde_json::json;

/// Reads a score with its date; answers when the change of it is told to have been.
fn read(number: &mut Replica, score: &str, date: i64, asked_at: i64) -> Option<i64> {
    let document = json!({"quality_score": {"score": score, "date": date}});
    let asked_at = Timestamp::from_millis(asked_at);
    let document = document.as_object().expect("an object");
    let said = fact::of_read(&number.node, &["quality_score"], document, asked_at);
    let rated = apply::rated_at(number, &said);
    let changes: Vec<Change> = said.into_iter().filter_map(|news| hear(number, news)).collect();
    apply::was_read(number, asked_at);
    changes.into_iter().next().map(|change| at_rating(change, rated).at.as_millis())
}

/// Qualities read one after the other, as (score, date, asked at); answers the times of the changes.
fn times(readings: &[(&str, i64, i64)]) -> Vec<i64> {
    let mut number = Replica::unread(Node::phone_number("1"));
    let read = |(score, date, at): &(&str, i64, i64)| read(&mut number, score, *date, *at);
    readings.iter().filter_map(read).collect()
}

#[test]
fn the_second_that_meta_gives_is_when_it_changed() {
    assert_eq!(times(&[("GREEN", 100, 150_000), ("RED", 240, 250_300)]), [240_000]);
}

#[test]
fn two_ratings_within_seconds_keep_their_order() {
    let readings = [("GREEN", 9, 9_500), ("YELLOW", 9, 10_036), ("RED", 10, 10_090)];
    assert_eq!(times(&readings), [10_036, 10_036]);
}

#[test]
fn a_rating_that_showed_late_keeps_its_time() {
    let readings = [("GREEN", 100, 150_000), ("GREEN", 100, 240_500), ("RED", 238, 330_000)];
    assert_eq!(times(&readings), [238_000]);
}
