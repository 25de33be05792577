//! A month turned at once goes as a month lived hour by hour, under both rule sets.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use proptest::prelude::*;
use serde_json::{Value, json};
use stand::{BRASIL, CASA_IPE, COBRANCA, Stand};

const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 24 * HOUR_S;

#[derive(Clone, Debug)]
enum Deed {
    Set(Value),
    Send(u64),
    Turn(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let quality = prop::sample::select(vec!["GREEN", "YELLOW", "RED", "RED", "UNKNOWN"]);
    let status = prop::sample::select(vec!["FLAGGED", "FLAGGED", "CONNECTED", "RESTRICTED"]);
    let tier = prop::sample::select(vec!["TIER_50", "TIER_250", "TIER_10K", "TIER_UNLIMITED"]);
    prop_oneof![
        3 => quality.prop_map(|quality| Deed::Set(json!({"quality": quality}))),
        1 => status.prop_map(|status| Deed::Set(json!({"status": status}))),
        1 => tier.prop_map(|tier| Deed::Set(json!({"messaging_limit_tier": tier}))),
        2 => (1..300_u64).prop_map(Deed::Send),
        4 => (1..240_i64).prop_map(|hours| Deed::Turn(hours * HOUR_S)),
    ]
}

/// Lives through the deeds, turning the clock by at most so much at once; answers what is to be
/// seen after each deed.
async fn live(deeds: &[Deed], rules: &str, most_s: i64) -> Vec<Value> {
    let stand = Stand::new();
    stand.set(&format!("wabas/{BRASIL}"), json!({"rules": rules})).await;
    let tier = json!({"whatsapp_business_manager_messaging_limit": "TIER_2K"});
    stand.set(&format!("businesses/{CASA_IPE}"), tier).await;
    let mut seen = Vec::new();
    for deed in deeds {
        match deed {
            Deed::Set(given) => {
                stand.set(&format!("numbers/{COBRANCA}"), given.clone()).await;
            }
            Deed::Send(users) => {
                let sent = stand.set("sends", json!({"from": COBRANCA, "users": users})).await;
                let messages = sent["messages"].as_array().unwrap();
                seen.push(messages.iter().filter(|one| one["status"] == "read").count().into());
            }
            Deed::Turn(seconds) => {
                let mut left_s = *seconds;
                while left_s > 0 {
                    let step_s = left_s.min(most_s);
                    stand.set("clock", json!({"advance_seconds": step_s})).await;
                    left_s -= step_s;
                }
            }
        }
        let fields = "status,quality_rating,messaging_limit_tier,\
                      whatsapp_business_manager_messaging_limit";
        seen.push(stand.read(&format!("/v25.0/{COBRANCA}?fields={fields}")).await);
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn a_month_turned_at_once_goes_as_a_month_lived(
        deeds in prop::collection::vec(deed(), 1..16),
        rules in prop::sample::select(vec!["legacy", "portfolio"]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (at_once, lived) = runtime.block_on(async {
            (live(&deeds, rules, 30 * DAY_S).await, live(&deeds, rules, HOUR_S).await)
        });
        prop_assert_eq!(at_once, lived);
    }
}
