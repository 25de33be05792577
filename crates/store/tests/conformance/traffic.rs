//! Hours of numbers, service windows, and the limit that a portfolio's nodes tell.

use domain::delivery::Delivery;
use domain::traffic::Kind;
use domain::user::User;
use domain::{Heard, How, Node, NodeKind, Replica};
use meta::{BusinessId, MessageId, PhoneNumberId, WabaId};
use serde_json::{Value, json};
use store::LedgerTx;

use crate::{at, bound, scope, store};

fn number(id: &str) -> Replica {
    Replica::unread(Node::phone_number(id))
}

#[tokio::test]
async fn an_accounts_hours_are_those_of_its_numbers_and_never_less_than_none() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        let scope = scope("t1");
        for (id, waba) in [("7", "700"), ("8", "700"), ("9", "701")] {
            ledger.save_replica(&scope, &number(id), Some(&WabaId::new(waba)))?;
        }
        for (id, second, kind, count) in [
            ("7", 10, Kind::Read, 2),
            ("8", 10, Kind::Read, 3),
            ("9", 10, Kind::Read, 50),
            ("7", 20, Kind::Read, 70),
            // From before hours were counted: taken from where it never was.
            ("7", 10, Kind::SentOther, -1),
            ("8", 10, Kind::SentMarketing, 1),
        ] {
            ledger.add_traffic(&scope, &PhoneNumberId::new(id), at(second), &kind, count)?;
        }
        ledger.traffic_of_account(&scope, &WabaId::new("700"), at(10), at(20))
    };
    let counted = store.ledger.transact(job).await.unwrap();
    assert_eq!(counted, [(Kind::Read, 5), (Kind::SentMarketing, 1)]);
}

#[tokio::test]
async fn a_window_is_open_for_a_day_by_any_id_of_the_user_and_at_that_number_only() {
    const DAY: i64 = 86_400;
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        let (scope, business) = (scope("t1"), BusinessId::new("900"));
        let wrote_to = PhoneNumberId::new("7");
        ledger.save_same_user(&scope, &business, "BR.1", "5511")?;
        ledger.save_wrote(&scope, &wrote_to, "BR.1", at(100))?;
        ledger.save_wrote(&scope, &wrote_to, "5522", at(100))?;
        let open = |number: &str, user: &str, second: i64| {
            ledger.has_window(&scope, &business, &PhoneNumberId::new(number), user, at(second))
        };
        Ok([
            open("7", "5511", 100)?,
            open("7", "5511", 99 + DAY)?,
            open("7", "5522", 100)?,
            open("7", "5511", 99)?,
            open("7", "5511", 100 + DAY)?,
            open("8", "5511", 100)?,
            open("7", "5533", 100)?,
        ])
    };
    let open = store.ledger.transact(job).await.unwrap();
    assert_eq!(open, [true, true, true, false, false, false, false]);
}

#[tokio::test]
async fn the_messages_to_a_user_are_those_of_one_portfolio() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        let scope = scope("t1");
        for (id, user, business) in
            [("w1", "5511", "900"), ("w2", "5511", "901"), ("w3", "5522", "900")]
        {
            let mut delivery =
                Delivery { user: User::new(Some(user), None), ..Delivery::default() };
            delivery.business = Some(BusinessId::new(business));
            let (number, message) = (PhoneNumberId::new(id), MessageId::new(id));
            ledger.save_delivery(&scope, &number, &message, &delivery)?;
        }
        ledger.deliveries_to(&scope, &BusinessId::new("900"), "5511")
    };
    let found = store.ledger.transact(job).await.unwrap();
    let numbers: Vec<_> = found.into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, [PhoneNumberId::new("w1")]);
}

#[tokio::test]
async fn a_limit_of_any_shape_is_given_back_as_meta_reported_it() {
    for said in [json!("TIER_1K"), json!(1000), json!(2.5), json!({"new": [1]})] {
        let store = store();
        bound(&store, "t1", "700").await.unwrap();
        let (given, earlier) = (said.clone(), json!("TIER_250"));
        let job = move |ledger: &LedgerTx<'_>| {
            for (id, value, second) in
                [("7", &earlier, 10), ("8", &given, 20), ("9", &Value::Null, 30)]
            {
                let mut number = number(id);
                let heard = Heard { value: value.clone(), at: at(second), how: How::Read };
                number.hear("whatsapp_business_manager_messaging_limit", heard);
                ledger.save_replica(&scope("t1"), &number, Some(&WabaId::new("700")))?;
            }
            assert_eq!(ledger.replicas(&scope("t1"), NodeKind::PhoneNumber)?.len(), 3);
            let business = ledger.business_of(&scope("t1"), &WabaId::new("700"))?;
            ledger.newest_limit(&scope("t1"), &business.expect("it is bound"))
        };
        assert_eq!(store.ledger.transact(job).await.unwrap(), Some((said, at(20))));
    }
}

#[tokio::test]
async fn a_number_was_written_to_where_a_customers_message_was_counted_lately() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        for (tenant, id) in [("t1", "7"), ("t1", "8"), ("t1", "9"), ("t2", "5")] {
            ledger.save_replica(&scope(tenant), &number(id), Some(&WabaId::new("700")))?;
        }
        for (tenant, id, second, kind, count) in [
            ("t1", "7", 20, Kind::Received, 2),
            ("t1", "8", 20, Kind::Read, 3),
            ("t1", "9", 10, Kind::Received, 1),
            ("t1", "6", 20, Kind::Received, 1),
            ("t2", "5", 20, Kind::Received, 1),
        ] {
            let hour = at(second);
            ledger.add_traffic(&scope(tenant), &PhoneNumberId::new(id), hour, &kind, count)?;
        }
        ledger.numbers_written_to(&scope("t1"), at(15))
    };
    let written_to = store.ledger.transact(job).await.unwrap();
    assert_eq!(written_to.into_iter().collect::<Vec<_>>(), ["7"]);
}
