//! Whatever a client sends to Graph, it is answered by what it asked for or in Meta's own error
//! shape: many seeded calls, most of them wrong.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, ATACADO, BRASIL, CASA_IPE, COBRANCA, RECIFE, Stand};

const CALLS: usize = 2_500;

/// Seeded chance, so that a failing call replays.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(most).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(u64::MAX),
            3 => json!(-1.5e300),
            4 => json!(self.pick(&["", "whatsapp", "text", "0", "\u{0}", "🌳", "5511955550301"])),
            5 => json!("x".repeat(5_000)),
            6 => json!([self.value(depth - 1), self.value(depth - 1)]),
            _ => self.object(depth - 1),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut object = json!({});
        for _ in 0..self.below(6) {
            object[self.pick(&KEYS)] = self.value(depth);
        }
        object
    }
}

const KEYS: [&str; 40] = [
    "messaging_product",
    "to",
    "type",
    "text",
    "template",
    "pin",
    "fields",
    "limit",
    "after",
    "code_method",
    "language",
    "code",
    "cc",
    "phone_number",
    "verified_name",
    "profile",
    "about",
    "websites",
    "username",
    "override_callback_uri",
    "sync_type",
    "name",
    "calling",
    "storage_configuration",
    "block_users",
    "user",
    "prompts",
    "commands",
    "filtering",
    "sort",
    "batch",
    "components",
    "category",
    "status",
    "message_id",
    "object",
    "callback_url",
    "verify_token",
    "is_enabled_for_insights",
    "search_visibility",
];
const IDS: [&str; 13] = [
    CASA_IPE,
    BRASIL,
    ATACADO,
    COBRANCA,
    RECIFE,
    APP,
    "1204857736119218",
    "0",
    "no%20id",
    "",
    "oauth/access_token",
    "debug_token",
    "upload:MTp4?sig=AR",
];
const EDGES: [&str; 36] = [
    "",
    "/phone_numbers",
    "/message_templates",
    "/subscribed_apps",
    "/subscriptions",
    "/register",
    "/deregister",
    "/request_code",
    "/verify_code",
    "/messages",
    "/whatsapp_business_profile",
    "/username",
    "/username_suggestions",
    "/smb_app_data",
    "/uploads",
    "/unpause",
    "/media",
    "/owned_whatsapp_business_accounts",
    "/settings",
    "/block_users",
    "/conversational_automation",
    "/marketing_messages",
    "/pricing_analytics",
    "/conversation_analytics",
    "/template_analytics",
    "/call_analytics",
    "/migrate_message_templates",
    "/upsert_message_templates",
    "/compare",
    "/message_templates/archive",
    "/analytics",
    "/nothing",
    "/a/b/c",
    "/%ff",
    "/..",
    "//",
];
const VERSIONS: [&str; 6] = ["", "/v25.0", "/v24.0", "/v16.0", "/v0.0", "/vx.y"];
const QUERIES: [&str; 15] = [
    "",
    "?fields=id,name",
    "?fields=nothing",
    "?fields=phone_numbers{",
    "?fields=}}{{",
    "?limit=x",
    "?limit=-1",
    "?after=%%%",
    "?fields=analytics.start(",
    "?access_token=bad",
    "?fields=analytics.start(1).end(2).granularity(DAY)",
    "?=&&=&%00=1",
    "?start=1&end=99999999999&granularity=DAILY&template_ids=[1,2]",
    "?filtering=[%7B%7D]&sort=[]",
    "?batch=[%7B%22method%22:%22GET%22%7D,1,null]",
];
const TYPES: [&str; 5] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "",
];

fn body(dice: &mut Dice) -> Vec<u8> {
    match dice.below(7) {
        0 => Vec::new(),
        1 => b"{\"to\":".to_vec(),
        2 => vec![0xff, 0xfe, 0x00],
        3 => b"to=%zz&type=text&&=".to_vec(),
        4 => b"[[[[[[[[".to_vec(),
        _ => dice.object(3).to_string().into_bytes(),
    }
}

/// Status and body of one call: what it asked for, or Meta's error.
fn check(call: &str, status: u16, text: &str) {
    let answer: Value = serde_json::from_str(text).unwrap_or_else(|_| panic!("{call}: {text}"));
    if status == 200 {
        assert!(!text.is_empty() && answer.get("error").is_none(), "{call}: {text}");
        return;
    }
    let error = &answer["error"];
    assert!((400..=503).contains(&status) && status != 405, "{call}: {status}");
    // Meta's own failures have these; an accident has not.
    assert!(status < 500 || error["code"].as_u64() > Some(100_000), "{call}: {text}");
    assert!(error["code"].is_u64() && error["fbtrace_id"].is_string(), "{call}: {text}");
    assert!(error["type"].is_string() && error["message"].is_string(), "{call}: {text}");
}

#[tokio::test]
async fn whatever_graph_is_asked_it_answers_in_its_own_shape() {
    let stand = Stand::new();
    let mut dice = Dice(8);
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..CALLS {
        let query = if dice.below(2) == 0 { "" } else { dice.pick(&QUERIES) };
        let version = if dice.below(2) == 0 { "" } else { dice.pick(&VERSIONS) };
        let path = [version, "/", dice.pick(&IDS), dice.pick(&EDGES), query].concat();
        let method = dice.pick(&["GET", "GET", "GET", "POST", "POST", "DELETE", "PUT", "PATCH"]);
        let token = match dice.below(5) {
            0 => stand.app_token(),
            1 => "not a token".to_owned(),
            _ => stand.token.clone(),
        };
        let content = dice.pick(&TYPES);
        let body = if dice.below(3) == 0 { Vec::new() } else { body(&mut dice) };
        let call = format!("{method} {path} {content} {}", String::from_utf8_lossy(&body));
        let Ok(request) = Request::builder()
            .method(method)
            .uri(&path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", content)
            .body(Body::from(body))
        else {
            continue;
        };
        let answer = stand.ask(request).await;
        check(&call, answer.status.as_u16(), &answer.text);
        (taken, refused) = match answer.status.as_u16() {
            200 => (taken + 1, refused),
            _ => (taken, refused + 1),
        };
    }
    assert!(taken > 10 && refused > 800, "{taken} taken, {refused} refused");
}
