//! Meta's side of a month: what two numbers and their account truly were at every moment.
//!
//! The first number lives under the older rules (Flagged for seven days, one tier down, Restricted
//! for 24 hours), the second under those of the portfolio; both also do what no rule says.

use std::collections::BTreeMap;

use domain::notice::Kind;
use domain::{Node, NodeKind};
use serde_json::{Map, Value, json};

use super::{DAY, Dice, HOUR, MONTH, minutes};

const TIERS: [&str; 4] = ["TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"];
pub const LIMIT: &str = "whatsapp_business_manager_messaging_limit";

/// The values of one field, each from its moment on; the first from the beginning.
type Life = Vec<(i64, Value)>;

/// A month as it truly was.
pub struct Meta {
    lives: BTreeMap<(Node, &'static str), Life>,
}

impl Meta {
    /// Lets a month happen.
    pub fn live_a_month(dice: &mut Dice) -> Self {
        let mut meta = Self { lives: BTreeMap::new() };
        for node in nodes() {
            for (field, first) in first_fields(node.kind) {
                meta.lives.insert((node.clone(), field), vec![(0, json!(first))]);
            }
        }
        let mut flagged = None;
        let mut restricted = None;
        let mut hour = HOUR;
        while hour < MONTH {
            let at = hour + dice.below(HOUR);
            meta.judge(at, &mut flagged, &mut restricted);
            meta.happen(at, dice, &mut flagged, &mut restricted);
            hour += HOUR;
        }
        meta
    }

    fn happen(
        &mut self,
        at: i64,
        dice: &mut Dice,
        flagged: &mut Option<i64>,
        restricted: &mut Option<i64>,
    ) {
        let (first, second) = (Node::phone_number("1"), Node::phone_number("2"));
        for number in [&first, &second] {
            if dice.one_in(30) {
                let rating = dice.pick(&["GREEN", "YELLOW", "RED", "GREEN", "UNKNOWN"]);
                self.turn(number, "quality_rating", at, rating);
            }
        }
        let is_connected = self.text(&first, "status", at) == "CONNECTED";
        if is_connected && self.text(&first, "quality_rating", at) == "RED" && dice.one_in(6) {
            self.turn(&first, "status", at, "FLAGGED");
            *flagged = Some(at);
        } else if is_connected && dice.one_in(120) {
            self.turn(&first, "status", at, "RESTRICTED");
            *restricted = Some(at);
        }
        if dice.one_in(150) {
            let status = dice.pick(&["CONNECTED", "BANNED", "CONNECTED", "FROZEN", "RATE_LIMITED"]);
            self.turn(&second, "status", at, status);
        }
        if dice.one_in(100) {
            let tier = dice.pick(&TIERS);
            for teller in nodes() {
                if teller.kind != NodeKind::Business {
                    self.turn(&teller, LIMIT, at, tier);
                }
            }
        }
        if dice.one_in(60) {
            let send = dice.pick(&["AVAILABLE", "LIMITED", "BLOCKED", "AVAILABLE"]);
            self.turn(&Node::waba("10"), "can_send_message", at, send);
        }
    }

    /// What the older rules say of the first number by then.
    fn judge(&mut self, at: i64, flagged: &mut Option<i64>, restricted: &mut Option<i64>) {
        let number = Node::phone_number("1");
        if restricted.is_some_and(|since| at - since >= DAY) {
            self.turn(&number, "status", at, "CONNECTED");
            *restricted = None;
        }
        let Some(since) = *flagged else { return };
        let is_well = ["GREEN", "YELLOW"].contains(&self.text(&number, "quality_rating", at));
        if (at - since) / DAY != (at - since - HOUR) / DAY && is_well || at - since >= 7 * DAY {
            self.turn(&number, "status", at, "CONNECTED");
            *flagged = None;
        }
    }

    fn turn(&mut self, node: &Node, field: &'static str, at: i64, value: &str) {
        let life = self.lives.get_mut(&(node.clone(), field)).expect("a field of the node");
        let (last_at, last) = life.last().expect("a life begins");
        if last == value {
            return;
        }
        let at = at.max(last_at + 1);
        life.push((at, json!(value)));
    }

    fn text(&self, node: &Node, field: &'static str, at: i64) -> &str {
        self.value(node, field, at).as_str().expect("values are words")
    }

    fn value(&self, node: &Node, field: &'static str, at: i64) -> &Value {
        let life = &self.lives[&(node.clone(), field)];
        let past = life.iter().rev().find(|(from, _)| *from <= at);
        &past.unwrap_or(&life[0]).1
    }

    /// The document that a reading at that moment brings.
    pub fn document(&self, node: &Node, at: i64) -> Map<String, Value> {
        let fields = first_fields(node.kind).iter().map(|(field, _)| *field);
        let mut document: Map<String, Value> =
            fields.map(|field| (field.to_owned(), self.value(node, field, at).clone())).collect();
        if let Some(rating) = document.get("quality_rating") {
            let score = json!({"score": rating, "date": at / 1_000});
            document.insert("quality_score".to_owned(), score);
        }
        if let Some(limit) = document.get(LIMIT).filter(|_| node.kind == NodeKind::PhoneNumber) {
            document.insert("messaging_limit_tier".to_owned(), limit.clone());
        }
        document
    }

    /// How often anything changed.
    pub fn turns(&self) -> u64 {
        self.lives.values().map(|life| life.len() as u64 - 1).sum()
    }

    /// Times in which a number's quality or state was bad for so long, each with its beginning.
    pub fn bad_states_longer_than(&self, length: i64) -> Vec<(Node, Kind, i64)> {
        let mut bad = Vec::new();
        for ((node, _), life) in &self.lives {
            let ends = life.iter().skip(1).map(|(at, _)| *at).chain([MONTH - minutes(180)]);
            for ((from, value), end) in life.iter().zip(ends) {
                let kind = match value.as_str().expect("values are words") {
                    "RED" => Kind::QualityLow,
                    "YELLOW" => Kind::QualityMedium,
                    "FLAGGED" => Kind::Flagged,
                    "RESTRICTED" => Kind::Restricted,
                    _ => continue,
                };
                if node.kind == NodeKind::PhoneNumber && end - from > length {
                    bad.push((node.clone(), kind, *from));
                }
            }
        }
        bad
    }
}

/// The account and its two numbers.
pub fn nodes() -> [Node; 3] {
    [Node::waba("10"), Node::phone_number("1"), Node::phone_number("2")]
}

fn first_fields(kind: NodeKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        NodeKind::Waba => &[("can_send_message", "AVAILABLE"), (LIMIT, "TIER_10K")],
        _ => &[("status", "CONNECTED"), ("quality_rating", "GREEN"), (LIMIT, "TIER_10K")],
    }
}
