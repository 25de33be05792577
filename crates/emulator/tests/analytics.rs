//! The field `analytics`: what was sent and delivered, by half hours, days and months.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use serde_json::{Value, json};
use stand::{BRASIL, COBRANCA, Stand};

const DAY_S: i64 = 86_400;
const VENDAS: &str = "104857736119203";

fn now_s(stand: &Stand) -> i64 {
    stand.emulator.world()["now"].as_i64().unwrap()
}

async fn points(stand: &Stand, arguments: &str) -> Vec<(i64, i64, i64, i64)> {
    let read = stand.read(&format!("/v25.0/{BRASIL}?fields=analytics{arguments}")).await;
    assert_eq!(read["id"], BRASIL);
    let points = read["analytics"]["data_points"].as_array().unwrap().clone();
    let of = |point: &Value, key: &str| point[key].as_i64().unwrap();
    points
        .iter()
        .map(|one| (of(one, "start"), of(one, "end"), of(one, "sent"), of(one, "delivered")))
        .collect()
}

fn counts(points: &[(i64, i64, i64, i64)]) -> Vec<(i64, i64)> {
    points.iter().map(|(_, _, sent, delivered)| (*sent, *delivered)).collect()
}

#[tokio::test]
async fn days_follow_each_other_from_the_start_and_count_what_was_sent() {
    let stand = Stand::new();
    let start_s = now_s(&stand) / 1_800 * 1_800;
    stand.set("sends", json!({"from": COBRANCA, "users": 40})).await;
    stand.set("clock", json!({"advance_seconds": 2 * DAY_S})).await;
    stand.set("sends", json!({"from": VENDAS, "users": 7, "category": "utility"})).await;
    let failed = json!({"from": VENDAS, "users": 5, "fail_code": 131_026});
    stand.set("sends", failed).await;
    stand.set("users/5511955550301/messages", json!({"to": VENDAS, "text": "oi"})).await;
    let service = json!({"from": VENDAS, "to": ["5511955550301"], "category": "service"});
    stand.set("sends", service).await;
    let end_s = start_s + 3 * DAY_S;
    let span = format!(".start({start_s}).end({end_s})");
    let days = points(&stand, &format!("{span}.granularity(DAY).phone_numbers([])")).await;
    let starts: Vec<(i64, i64)> = days.iter().map(|(from, to, _, _)| (*from, *to)).collect();
    let at = |day: i64| (start_s + day * DAY_S, start_s + (day + 1) * DAY_S);
    assert_eq!(starts, [at(0), at(1), at(2)]);
    assert_eq!(counts(&days), [(40, 40), (0, 0), (8, 8)]);

    let of =
        async |more: &str| counts(&points(&stand, &format!("{span}.granularity(DAY){more}")).await);
    assert_eq!(of(".phone_numbers([%225511955550142%22])").await, [(0, 0), (0, 0), (8, 8)]);
    assert_eq!(of(".product_types([0])").await, [(40, 40), (0, 0), (7, 7)]);
    assert_eq!(of(".product_types([2])").await, [(0, 0), (0, 0), (1, 1)]);
    assert_eq!(of(".product_types([100])").await, [(0, 0), (0, 0), (1, 0)]);
    assert_eq!(of(".country_codes([%22US%22])").await, [(0, 0), (0, 0), (0, 0)]);

    let halves = points(&stand, &format!("{span}.granularity(HALF_HOUR)")).await;
    assert_eq!(halves.len(), 3 * 48);
    let sent: i64 = halves.iter().map(|(_, _, sent, _)| sent).sum();
    assert_eq!(sent, 48);
    let months = points(&stand, &format!("{span}.granularity(MONTH)")).await;
    let sent: i64 = months.iter().map(|(_, _, sent, _)| sent).sum();
    assert_eq!(sent, 48);
    assert!(months.windows(2).all(|pair| pair[0].1 == pair[1].0));
}

#[tokio::test]
async fn what_is_asked_wrongly_is_a_100() {
    let stand = Stand::new();
    let now_s = now_s(&stand);
    for arguments in [
        String::new(),
        format!(".start({now_s}).granularity(DAY)"),
        format!(".start({}).end({now_s})", now_s - DAY_S),
        format!(".start({}).end({now_s}).granularity(DAILY)", now_s - DAY_S),
        format!(".start({now_s}).end({now_s}).granularity(DAY)"),
        format!(".start(yesterday).end({now_s}).granularity(DAY)"),
        format!(".start({}).end({now_s}).granularity(DAY)", now_s - 400 * DAY_S),
        format!(".start({}).end({now_s}).granularity(DAY).product_types([7])", now_s - DAY_S),
        format!(".start({}).end({now_s}).granularity(DAY).phone_numbers(1)", now_s - DAY_S),
    ] {
        let answer =
            stand.graph("GET", &format!("/v25.0/{BRASIL}?fields=analytics{arguments}")).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100), "{arguments}");
    }
    let number = stand.graph("GET", &format!("/v25.0/{COBRANCA}?fields=analytics")).await;
    assert_eq!(number.code(), 100);
    let waba = stand.read(&format!("/v25.0/{BRASIL}")).await;
    assert!(waba.get("analytics").is_none());
}
