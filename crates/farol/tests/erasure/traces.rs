//! A person's traffic as Meta sends it, and a look for traces of them in everything kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::Timestamp;
use farol::app::App;
use farol::clock;
use farol::erasure::{self, Asked, Who};
use farol::work::{Step, erase};
use meta::identifier::Identifier;
use serde_json::{Value, json};
use store::{Erasure, PersonId, TenantId};

use crate::console::project_all;

/// An account and a number of it, connected for the tenant `one` by most tests.
pub const WABA: &str = "108831905544271";
pub const NUMBER: &str = "109264715830046";
/// Who is erased, and somebody who is not.
pub const ANA: &str = "5511987650417";
pub const ANA_USER: &str = "BR.77120866553027414417";
pub const BETO: &str = "5511987650999";

/// What anything of her would show by: six spellings, her other id, her name, what she wrote.
pub const TRACES: [&str; 9] = [
    "5511987650417",
    "551187650417",
    "+55 11 98765-0417",
    "(11) 98765-0417",
    "11987650417",
    "8765-0417",
    ANA_USER,
    "Ana Ipanema",
    "endereco secreto",
];

/// An id of a message with somebody, with the number in base64 as in Meta's.
pub fn wamid(phone: &str, nth: u8) -> String {
    let mut bytes = vec![0x1c, 0x18, u8::try_from(phone.len()).expect("short")];
    bytes.extend_from_slice(phone.as_bytes());
    bytes.extend_from_slice(&[0x15, 2, 0, 0x11, 0x18, 0x12]);
    bytes.extend_from_slice(format!("{nth:02X}AAAAAAAAAAAAAAAA").as_bytes());
    format!("wamid.{}", STANDARD.encode(bytes))
}

/// Keeps a webhook of the field `messages`, as the door does; answers its place in the inbox.
pub async fn append(app: &App, waba: &str, mut value: Value) -> u64 {
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] = json!({"display_phone_number": "551155550100", "phone_number_id": NUMBER});
    let change = json!([{"field": "messages", "value": value}]);
    let body =
        json!({"object": "whatsapp_business_account", "entry": [{"id": waba, "changes": change}]});
    let now = app.clock.now();
    app.store.inbox.append(Bytes::from(body.to_string()), now).await.expect("appended")
}

/// Somebody writes, and is written to: all four states of it, or a failure.
pub async fn traffic(app: &App, waba: &str, phone: &str, name: &str, nth: u8) {
    let at = app.clock.now().as_millis() / 1_000;
    let (user, words) = match phone == ANA {
        true => (ANA_USER, "endereco secreto"),
        false => ("BR.1234567890", "bom dia"),
    };
    let contact = json!({"profile": {"name": name}, "wa_id": phone, "user_id": user});
    let written = json!({"contacts": [contact], "messages": [{"from": phone, "from_user_id": user,
        "id": wamid(phone, nth), "timestamp": at.to_string(), "type": "text",
        "text": {"body": format!("{name}: {words}")}}]});
    append(app, waba, written).await;
    for status in ["sent", "delivered", "read"] {
        let told = json!({"contacts": [contact], "statuses": [{"id": wamid(phone, nth + 100),
            "status": status, "timestamp": (at + 1).to_string(), "recipient_id": phone,
            "recipient_user_id": user, "pricing": {"type": "regular", "category": "utility"}}]});
        append(app, waba, told).await;
    }
    // By her other id alone, as Meta does when somebody has a username.
    let hidden = json!({"messages": [{"from_user_id": user, "id": format!("wamid.hidden.{nth}.{user}"),
        "timestamp": at.to_string(), "type": "text", "text": {"body": words}}]});
    append(app, waba, hidden).await;
}

/// Asks for an erasure in a tenant.
pub async fn ask(app: &App, tenant: &str, who: Who) -> Erasure {
    let asked = Asked {
        tenant: Some(TenantId::new(tenant)),
        who,
        by: Some(PersonId::new(tenant)),
        code: clock::random_token(),
    };
    erasure::ask(app, asked).await.expect("kept")
}

pub fn phone(typed: &str) -> Who {
    Who::Known(Identifier::typed(typed).expect("a number"))
}

/// Erases until nothing is left to erase, beside the projection.
pub async fn erase_all(app: &App) {
    loop {
        match erase::step(app).await.expect("erased") {
            Step::Done => project_all(app).await,
            Step::Idle { until: None } => return,
            Step::Idle { until: Some(_) } => tokio::task::yield_now().await,
        }
    }
}

/// Everything that the folder holds, file by file.
pub fn files(app: &App) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(app.store.dir()).expect("the folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a file")))
        .collect()
}

/// What of these words stands in any file, also in base64 at any of the three places.
pub fn found(app: &App, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, bytes) in files(app) {
        for word in words {
            let encoded = (0..3).map(|shift| {
                let text = STANDARD.encode([&b"\0\0\0"[..shift], word.as_bytes()].concat());
                // The ends depend on what stands beside it.
                text.get(4..text.len().saturating_sub(4)).unwrap_or_default().to_owned()
            });
            let spelled = std::iter::once((*word).to_owned()).chain(encoded);
            for spelled in spelled.filter(|spelled| spelled.len() >= 8) {
                if bytes.windows(spelled.len()).any(|part| part == spelled.as_bytes()) {
                    found.push(format!("{spelled} in {name}"));
                }
            }
        }
    }
    found
}

/// How many items took effect, and how often.
pub async fn effects(app: &App) -> (u64, u64) {
    let counts = app.store.ledger.read(|read| read.counts()).await.expect("counted");
    (counts.applied, counts.effects)
}

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}
