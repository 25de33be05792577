//! The stage of a scenario: an emulator, a console with the first business connected, and the
//! comparison of what the one believes and the other shows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use domain::role::Role;
use emulator::Emulator;
use farol::app::App;
use farol::graph::Graph;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::console::{Hands, beside_emulator_with, listening, project_all, refresh_all, scope};
use crate::visitor::Visitor;

const ATACADO: &str = "109264715830046";
/// What is compared of a number, by Meta's names.
const NUMBER_FIELDS: [&str; 11] = [
    "display_phone_number",
    "verified_name",
    "status",
    "name_status",
    "whatsapp_business_manager_messaging_limit",
    "messaging_limit_tier",
    "throughput",
    "is_pin_enabled",
    "is_official_business_account",
    "is_on_biz_app",
    "platform_type",
];
/// Readings are put off for failures by at most so long.
const LONG: Duration = Duration::from_secs(6 * 3_600);

/// A console and its Meta.
pub struct Stage {
    app: App,
    emulator: Emulator,
    hands: Hands,
    /// A token that the console does not have, by which the emulator is asked beside it.
    token: String,
    stop: CancellationToken,
    /// What the emulator believed of the numbers when it was compared last.
    before: BTreeMap<String, Value>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Stage {
    /// The seeded world, its first business connected, webhooks flowing.
    pub async fn set() -> Self {
        let (app, emulator, hands) = beside_emulator_with(emulator::Settings::default()).await;
        let stop = listening(&app, &emulator).await;
        let token = emulator.system_user_token();
        Self { app, emulator, hands, token, stop, before: BTreeMap::new() }
    }

    /// Plays a scenario to its end at once, its clock turned over its pauses.
    pub async fn play(&self, name: &str) {
        self.control("POST", &format!("scenarios/{name}"), json!({"at_once": true})).await;
    }

    /// Plays the first half of a scenario at once.
    pub async fn play_half(&self, name: &str, ends_after_s: u64) {
        let half = json!({"at_once": true, "until_s": ends_after_s / 2});
        self.control("POST", &format!("scenarios/{name}"), half).await;
    }

    /// Whether something is armed, so that readings fail on purpose.
    pub async fn is_faulty(&self) -> bool {
        !self.control("GET", "faults", Value::Null).await["fault"].is_null()
    }

    /// A storm of this many people instead of a hundred thousand.
    pub async fn rain(&self, people: usize) {
        let numbers = self.numbers().await;
        let business = self.emulator.world()["businesses"][0]["id"].clone();
        let path = format!("businesses/{}", business.as_str().expect("an id"));
        let unlimited = json!({"whatsapp_business_manager_messaging_limit": "TIER_UNLIMITED"});
        self.control("POST", &path, unlimited).await;
        assert!(numbers.contains_key(ATACADO));
        for part in 0..10 {
            let (users, skip) = (people / 10, people / 10 * part);
            let sends = json!({"from": ATACADO, "users": users, "skip": skip});
            self.control("POST", "sends", sends).await;
        }
    }

    /// Lets every webhook arrive, and reads everything anew.
    pub async fn settle(&mut self) {
        self.deliver().await;
        // Whatever was put off, for a failure or since it was read lately, is due by then.
        self.hands.turn(LONG);
        self.let_the_quota_grow();
        refresh_all(&self.app).await;
        self.deliver().await;
        self.hands.turn(LONG);
        self.let_the_quota_grow();
        refresh_all(&self.app).await;
        self.deliver().await;
    }

    /// Meta's quota is of real hours, and of those none has gone by: the client begins anew.
    fn let_the_quota_grow(&mut self) {
        let endpoint = self.app.graph.endpoint().clone();
        let graph = Graph::new(endpoint, 1.0, self.app.metrics.clone()).expect("a client");
        self.app.graph = Arc::new(graph);
    }

    async fn deliver(&self) {
        for _ in 0..60_000 {
            if self.emulator.pending_webhooks() == 0 {
                return project_all(&self.app).await;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("webhooks are left");
    }

    /// Holds every number, account, business, app and template to what the emulator believes.
    pub async fn compare(&mut self, when: &str) {
        let (shown, believed) = (self.shown_numbers().await, self.numbers().await);
        assert_eq!(shown.keys().collect::<Vec<_>>(), believed.keys().collect::<Vec<_>>(), "{when}");
        for (id, believed) in &believed {
            assert_eq!(&shown[id], believed, "{when}: number {id}");
        }
        self.before = believed;
        let (shown, believed) = (self.shown_health().await, self.health());
        for (id, believed) in &believed {
            let shown = shown.get(id).unwrap_or_else(|| panic!("{when}: {id} is not shown"));
            assert_eq!(shown, believed, "{when}: health of {id}");
        }
        assert_eq!(self.shown_templates().await, self.templates(), "{when}: templates");
    }

    /// After a cut no reading works, and the console says so.
    pub async fn expect_readings_to_fail(&self, when: &str) {
        let health = self.ask("/api/v1/health").await;
        let entities = health["entities"].as_array().expect("entities");
        let failing = entities.iter().filter(|entity| !entity["failure"].is_null()).count();
        assert!(failing > 0, "{when}: nobody says that readings fail");
    }

    /// How many people Farol counts as reached by Atacado in the last day.
    pub async fn reached(&self) -> usize {
        let numbers = self.ask("/api/v1/numbers").await;
        let numbers = numbers["numbers"].as_array().expect("numbers");
        let number = numbers.iter().find(|number| number["id"] == ATACADO).expect("Atacado");
        let used = number["usage_24h"]["value"].as_u64().expect("a count");
        usize::try_from(used).expect("a count")
    }

    async fn shown_numbers(&self) -> BTreeMap<String, Value> {
        let answer = self.ask("/api/v1/numbers").await;
        let numbers = answer["numbers"].as_array().expect("numbers").iter();
        numbers
            .map(|number| {
                let value = |field: &str| (field.to_owned(), number[field]["value"].clone());
                let mut shown: serde_json::Map<String, Value> =
                    NUMBER_FIELDS.into_iter().map(value).collect();
                shown
                    .insert("quality_rating".to_owned(), number["quality_rating"]["value"].clone());
                (text(&number["id"]), Value::Object(shown))
            })
            .collect()
    }

    /// Each number of the connected accounts: what the world says, and for the fields that it does
    /// not have what Graph says to a token that the scenario leaves alone.
    async fn numbers(&self) -> BTreeMap<String, Value> {
        let world = self.emulator.world();
        let mut numbers = BTreeMap::new();
        for account in accounts(&world) {
            for number in account["phone_numbers"].as_array().expect("numbers") {
                let id = text(&number["id"]);
                let mut believed = self.graph(&id).await;
                for (field, key) in [
                    ("status", "status"),
                    ("quality_rating", "quality"),
                    ("verified_name", "verified_name"),
                    ("name_status", "name_status"),
                    ("display_phone_number", "display_phone_number"),
                ] {
                    believed[field] = number[key].clone();
                }
                numbers.insert(id, believed);
            }
        }
        numbers
    }

    /// Fields of a number by Graph; those that it leaves out are null. An account that is shared no
    /// more is reached by nobody: what its numbers had before the scenario then counts.
    async fn graph(&self, id: &str) -> Value {
        let path = format!("/v25.0/{id}?fields={}", NUMBER_FIELDS.join(","));
        let request = Request::get(&path).header("authorization", format!("Bearer {}", self.token));
        let asked = self.emulator.router().oneshot(request.body(Body::empty()).expect("a request"));
        let answer = asked.await.expect("an answer");
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        let told: Value = serde_json::from_slice(&bytes).expect("JSON");
        if status == StatusCode::FORBIDDEN {
            return self.before.get(id).cloned().expect("it was reached before");
        }
        assert_eq!(status, StatusCode::OK, "{path}: {told}");
        let field = |field: &str| (field.to_owned(), told[field].clone());
        Value::Object(NUMBER_FIELDS.into_iter().map(field).collect())
    }

    async fn shown_health(&self) -> BTreeMap<String, Value> {
        let health = self.ask("/api/v1/health").await;
        let entities = health["entities"].as_array().expect("entities").iter();
        entities
            .map(|entity| {
                let errors = entity["errors"]["value"].as_array().cloned().unwrap_or_default();
                let codes: Vec<Value> =
                    errors.iter().map(|error| json!(code(&error["error_code"]))).collect();
                let said = json!({"send": entity["can_send_message"]["value"], "codes": codes});
                (text(&entity["id"]), said)
            })
            .collect()
    }

    /// Health of the business and its accounts; a number's has no errors in the world.
    fn health(&self) -> BTreeMap<String, Value> {
        let world = self.emulator.world();
        let business = world["businesses"][0].clone();
        let of = |node: &Value| {
            let errors = node["errors"].as_array().cloned().unwrap_or_default();
            let codes: Vec<Value> =
                errors.iter().map(|error| json!(code(&error["error_code"]))).collect();
            (text(&node["id"]), json!({"send": node["can_send_message"], "codes": codes}))
        };
        accounts(&world).iter().chain([&business]).map(of).collect()
    }

    async fn shown_templates(&self) -> BTreeMap<String, (String, String)> {
        let kept = self
            .app
            .store
            .ledger
            .read(|read| read.replicas(&scope("one"), domain::NodeKind::MessageTemplate));
        let kept = kept.await.expect("read");
        kept.iter()
            .map(|template| {
                let word = |field: &str| template.text(field).unwrap_or_default().to_owned();
                (template.node.id.clone(), (word("name"), word("status")))
            })
            .collect()
    }

    fn templates(&self) -> BTreeMap<String, (String, String)> {
        let world = self.emulator.world();
        let all = accounts(&world).into_iter().flat_map(|account| {
            account["message_templates"].as_array().cloned().unwrap_or_default()
        });
        all.map(|one| (text(&one["id"]), (text(&one["name"]), text(&one["status"])))).collect()
    }

    async fn ask(&self, path: &str) -> Value {
        let owner = Visitor::of(&self.app, "one", Role::Owner).await;
        let answer = owner.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    /// Asks the emulator's control.
    pub async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::builder()
            .method(method)
            .uri(format!("/_control/{path}"))
            .header("host", "127.0.0.1")
            .body(Body::from(body))
            .expect("a request");
        let answer = self.emulator.router().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(status, StatusCode::OK, "{path}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }
}

fn accounts(world: &Value) -> Vec<Value> {
    world["businesses"][0]["wabas"].as_array().expect("accounts").clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// A code as text, whether it came as a number or as one.
fn code(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
