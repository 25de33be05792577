//! The businesses that log in, each with one account of one or two numbers of every kind, and the
//! emulator's world made of them.

use serde_json::{Value, json};

use super::dice::Dice;

/// How Meta has a number before its login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Registered long ago.
    Registered,
    /// Verified, without a PIN.
    Fresh,
    /// Verified, with a PIN that the program does not know.
    Pinned,
    /// Its owner is not proven.
    Unverified,
    /// Living in the WhatsApp Business app too.
    InApp,
    /// The same, which Meta does not show before someone sees to it.
    AppLate,
    /// Verified, without a PIN; `register` fails with this code until someone sees to it.
    Erring(&'static str),
}

/// A number of a shop.
#[derive(Clone, Debug)]
pub struct Number {
    /// Meta's id.
    pub id: String,
    /// How Meta has it.
    pub kind: Kind,
    /// The PIN that its owner knows.
    pub pin: Option<String>,
    /// Whether another program's override has its messages.
    pub is_taken: bool,
}

/// A business with its account.
#[derive(Clone, Debug)]
pub struct Shop {
    /// The portfolio.
    pub business: String,
    /// The account.
    pub waba: String,
    /// The account's numbers; the last came in last.
    pub numbers: Vec<Number>,
}

/// Codes that `register` is told to fail with, each with its own way on.
const ERRORS: [&str; 7] = ["2388001", "2388001", "2388001", "133015", "133004", "133016", "133099"];

/// The shops of a seed.
pub fn shops(seed: u64, count: usize) -> Vec<Shop> {
    (0..count).map(|nth| shop(&mut Dice::of(seed, 1_000_000 + nth as u64), nth)).collect()
}

fn shop(dice: &mut Dice, nth: usize) -> Shop {
    let count = if dice.percent(40) { 2 } else { 1 };
    let numbers = (0..count).map(|place| {
        let kind = kind(dice);
        let has_pin = matches!(kind, Kind::Registered | Kind::Pinned);
        let pin = has_pin.then(|| dice.pin());
        let is_taken = dice.percent(8);
        Number { id: format!("3{:013}{place}", nth), kind, pin, is_taken }
    });
    Shop {
        numbers: numbers.collect(),
        business: format!("1{nth:014}"),
        waba: format!("2{nth:014}"),
    }
}

fn kind(dice: &mut Dice) -> Kind {
    match dice.below(100) {
        0..12 => Kind::Registered,
        12..52 => Kind::Fresh,
        52..70 => Kind::Pinned,
        70..80 => Kind::Unverified,
        80..85 => Kind::InApp,
        85..88 => Kind::AppLate,
        _ => Kind::Erring(dice.one_of(&ERRORS)),
    }
}

/// The world file of these shops.
pub fn world(shops: &[Shop]) -> Value {
    let businesses: Vec<Value> = shops.iter().map(business).collect();
    json!({"app": {"id": "634974688087057", "name": "Farol"}, "businesses": businesses})
}

fn business(shop: &Shop) -> Value {
    let numbers = shop.numbers.iter().zip(0..);
    let numbers: Vec<Value> = numbers.map(|(number, place)| number_node(number, place)).collect();
    let waba = json!({"id": shop.waba, "phone_numbers": numbers});
    json!({"id": shop.business, "wabas": [waba]})
}

fn number_node(number: &Number, place: u32) -> Value {
    let mut node = json!({
        "id": number.id,
        "last_onboarded_time": format!("2026-01-0{}T12:00:00+0000", place + 1),
    });
    let mut set = |key: &str, value: Value| node[key] = value;
    if let Some(pin) = &number.pin {
        set("pin", json!(pin));
    }
    if !matches!(number.kind, Kind::Registered | Kind::InApp) {
        for key in ["platform_type", "host_platform"] {
            set(key, json!("NOT_APPLICABLE"));
        }
        set("status", json!("PENDING"));
        set("is_pin_enabled", json!(number.pin.is_some()));
    }
    match number.kind {
        Kind::Registered | Kind::Fresh | Kind::Pinned | Kind::AppLate => {}
        Kind::Unverified => {
            set("status", json!("UNVERIFIED"));
            set("code_verification_status", json!("NOT_VERIFIED"));
        }
        Kind::InApp => {
            set("is_on_biz_app", json!(true));
            set("is_pin_enabled", json!(false));
        }
        Kind::Erring(code) => set("registration_error", json!(code)),
    }
    node
}
