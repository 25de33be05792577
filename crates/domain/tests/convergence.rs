//! Order and repeats do not matter: any shuffle with duplicates of a history ends in the same state.

use domain::fact::{self, News};
use domain::replica::{Heard, How};
use domain::{Node, Replica, Timestamp, apply};
use meta::open::MessageStatus;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// A history about one number: readings, and the webhook news that no reading gives.
fn history() -> impl Strategy<Value = Vec<News>> {
    let value = prop_oneof![
        Just(json!("GREEN")),
        Just(json!("RED")),
        Just(json!("NEW_VALUE")),
        Just(Value::Null),
        Just(json!(["SPAM", "NO_REASON"])),
        Just(json!({"score": "RED", "reasons": ["SPAM"]})),
    ];
    let field = prop_oneof!["status", "quality_rating", "ban_info", "never_seen"];
    let how = prop_oneof![Just(How::Read), Just(How::Webhook)];
    let news = (field, value, 0_i64..12, how).prop_map(|(field, value, at, how)| News {
        node: Node::phone_number("1"),
        field,
        heard: Heard { value, at: Timestamp::from_seconds(at), how },
    });
    prop::collection::vec(news, 1..40)
}

fn play(history: &[News]) -> Replica {
    let mut replica = Replica::unread(Node::phone_number("1"));
    for news in history {
        let _ = apply::hear(&mut replica, news.clone());
        if news.heard.how == How::Read {
            apply::was_read(&mut replica, news.heard.at);
        }
    }
    replica
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_shuffle_with_repeats_of_a_history_ends_in_the_same_replica(
        history in history(),
        repeats in prop::collection::vec(any::<Index>(), 0..40),
        seed in any::<u64>(),
    ) {
        let mut other = history.clone();
        other.extend(repeats.iter().map(|index| index.get(&history).clone()));
        shuffle(&mut other, seed);
        prop_assert_eq!(play(&history), play(&other));
    }

    #[test]
    fn any_shuffle_with_repeats_of_statuses_ends_in_the_same_delivery(
        statuses in prop::collection::vec((0_usize..7, 0_i64..9), 1..7),
        seed in any::<u64>(),
    ) {
        const WORDS: [&str; 7] = ["sent", "delivered", "read", "played", "failed", "warned", "held"];
        let play = |history: &[(usize, i64)]| {
            let mut delivery = domain::delivery::Delivery::default();
            for (word, at) in history {
                delivery.hear(&MessageStatus::from(WORDS[*word]), Timestamp::from_seconds(*at));
            }
            delivery
        };
        let mut other = statuses.clone();
        other.extend(statuses.iter().copied());
        shuffle(&mut other, seed);
        prop_assert_eq!(play(&statuses), play(&other));
    }

    #[test]
    fn news_older_than_what_is_held_is_never_a_change(history in history()) {
        let mut replica = play(&history);
        for news in &history {
            let held = replica.fields[&news.field].clone();
            prop_assert!(apply::hear(&mut replica, news.clone()).is_none());
            prop_assert_eq!(&replica.fields[&news.field], &held);
        }
    }
}

/// A seeded Fisher-Yates shuffle, so that a failing case replays.
fn shuffle<T>(items: &mut [T], mut seed: u64) {
    for last in (1..items.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let span = u64::try_from(last + 1).expect("a list's length fits");
        items.swap(last, usize::try_from((seed >> 33) % span).expect("below the list's length"));
    }
}

#[test]
fn every_order_of_six_statuses_gives_the_same_delivery() {
    let statuses = ["sent", "delivered", "read", "played", "failed", "held"];
    let mut orders = vec![Vec::<&str>::new()];
    for _ in 0..statuses.len() {
        orders = orders
            .into_iter()
            .flat_map(|order| {
                let rest: Vec<_> = statuses.iter().filter(|s| !order.contains(s)).collect();
                rest.into_iter()
                    .map(move |s| [order.clone(), vec![*s]].concat())
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    assert_eq!(orders.len(), 720);
    let play = |order: &Vec<&str>| {
        let mut delivery = domain::delivery::Delivery::default();
        for word in order {
            let at = statuses.iter().position(|s| s == word).expect("one of them");
            let at = Timestamp::from_seconds(i64::try_from(at).expect("small"));
            delivery.hear(&MessageStatus::from(*word), at);
        }
        delivery
    };
    let first = play(&orders[0]);
    assert_eq!(first.furthest(), Some(MessageStatus::Played));
    for order in &orders {
        assert_eq!(play(order), first, "{order:?}");
    }
}

#[test]
fn a_reading_says_null_of_what_meta_left_out_and_names_the_entities_of_its_health() {
    let document = json!({
        "id": "1", "status": "CONNECTED", "new_field": 7,
        "health_status": {"can_send_message": "BLOCKED", "entities": [
            {"entity_type": "WABA", "id": "2", "can_send_message": "BLOCKED",
             "errors": [{"error_code": 141_006}]}]},
    });
    let at = Timestamp::from_seconds(5);
    let document = document.as_object().expect("an object");
    let news = fact::of_read(&Node::phone_number("1"), &["status", "name_status"], document, at);
    let said = |node: &Node, field: &str| {
        news.iter().find(|n| &n.node == node && n.field == field).map(|n| n.heard.value.clone())
    };
    let number = Node::phone_number("1");
    assert_eq!(said(&number, "name_status"), Some(Value::Null));
    assert_eq!(said(&number, "status"), Some(json!("CONNECTED")));
    assert_eq!(said(&number, "new_field"), Some(json!(7)));
    assert_eq!(said(&Node::waba("2"), "can_send_message"), Some(json!("BLOCKED")));
    assert_eq!(said(&Node::waba("2"), "errors"), Some(json!([{"error_code": 141_006}])));
}
