//! One number as its page gets it: never read, typical, with a full history, and in trouble.

use domain::fall::Hour;
use domain::quality_day::QualityDay;
use domain::readiness::{Intervals, Scope};
use domain::traffic::{Kind, hour_of};
use domain::{Change, Failure, How, Node, NodeKind, Replica, Timestamp};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{Entry, Number};

use crate::changes;
use crate::world::{self, COBRANCA, WABA, ago};

const LIMIT: &str = "whatsapp_business_manager_messaging_limit";
pub const DAY: i64 = 86_400;

/// A number with all that its page is given.
pub struct Standing {
    pub scope: Scope,
    /// Which of the scope's numbers.
    pub id: String,
    pub profile: Option<Replica>,
    pub waba: Option<String>,
    pub intervals: Intervals,
    pub is_in_use: bool,
    pub changes: Vec<Entry>,
    pub days: u16,
    /// Changes of state and limit from before those days, oldest first.
    pub earlier: Vec<Change>,
    pub has_more: bool,
    pub traffic: Vec<Hour>,
    pub templates: Vec<Change>,
    pub past_days: Vec<QualityDay>,
    pub may_refresh: bool,
}

impl Standing {
    fn of(world: world::World, id: &str, changes: Vec<Change>) -> Self {
        let mut given = Self {
            is_in_use: world.in_use.contains(id),
            scope: world.scope,
            id: id.to_owned(),
            profile: None,
            waba: Some(WABA.to_owned()),
            intervals: world.intervals,
            changes: Vec::new(),
            days: 30,
            earlier: Vec::new(),
            has_more: false,
            traffic: Vec::new(),
            templates: Vec::new(),
            past_days: Vec::new(),
            may_refresh: true,
        };
        given.set_changes(changes);
        given
    }

    /// Gives the page these changes, newest first as the timeline has them.
    pub fn set_changes(&mut self, mut changes: Vec<Change>) {
        changes.sort_by_key(|change| change.at);
        let entry = |(seq, change)| Entry { seq, change, by: None };
        self.changes = (1..).zip(changes).map(entry).collect();
        self.changes.reverse();
    }

    /// The number itself.
    pub fn number(&mut self) -> &mut Replica {
        let is_it = |number: &&mut Replica| number.node.id == self.id;
        self.scope.numbers.iter_mut().find(is_it).expect("the scope has the number")
    }

    pub fn page(&self, language: Language) -> String {
        let number = self.scope.numbers.iter().find(|number| number.node.id == self.id);
        let own = self.changes.iter().rev().map(|entry| entry.change.clone());
        let is_of_state = |change: &Change| {
            change.node.kind == NodeKind::PhoneNumber
                && Number::STATE_FIELDS.contains(&change.field.as_str())
        };
        let states: Vec<Change> =
            self.earlier.iter().cloned().chain(own.filter(is_of_state)).collect();
        let view = Number {
            scope: &self.scope,
            number: number.expect("the scope has the number"),
            profile: self.profile.as_ref(),
            waba: self.waba.as_deref(),
            intervals: &self.intervals,
            is_in_use: self.is_in_use,
            changes: &self.changes,
            days: self.days,
            states: &states,
            states_from: ago(400 * DAY),
            has_more: self.has_more,
            traffic: &self.traffic,
            templates: &self.templates,
            past_days: &self.past_days,
            may_refresh: self.may_refresh,
        };
        let path = format!("/numbers/{}", self.id);
        let mut frame = world::frame(language, &path, &self.scope);
        frame.may_refresh = self.may_refresh;
        ui::number(&frame, &view)
    }
}

/// Every state, with its name.
pub fn all() -> Vec<(&'static str, Standing)> {
    vec![("empty", empty()), ("typical", typical()), ("full", full()), ("trouble", trouble())]
}

/// A change of the number's own.
pub fn change(id: &str, field: &str, [before, after]: [Value; 2], seconds: i64) -> Change {
    Change {
        node: Node::phone_number(id),
        field: field.to_owned(),
        before,
        after,
        at: ago(seconds),
        how: How::Read,
        evidence: None,
    }
}

/// In the account's list, and not read yet.
pub fn empty() -> Standing {
    const NEW: &str = "106540352242505";
    let mut world = world::typical();
    world.scope.numbers.push(Replica::unread(Node::phone_number(NEW)));
    let mut given = Standing::of(world, NEW, Vec::new());
    given.waba = None;
    given
}

/// Connected, green, first read twenty days ago; a person changed its profile.
pub fn typical() -> Standing {
    let world = world::typical();
    let id = world.scope.numbers[0].node.id.clone();
    let about = [json!("Atendemos de segunda a sexta"), json!("Fale com a Casa Ipê")];
    let changes = vec![
        change(&id, "quality_rating", [json!("UNKNOWN"), json!("GREEN")], 16 * DAY),
        Change {
            how: How::Webhook,
            ..change(&id, LIMIT, [json!("TIER_2K"), json!("TIER_10K")], 9 * DAY)
        },
        Change { node: Node::profile(&id), ..change(&id, "about", about, 2 * DAY) },
    ];
    let mut given = Standing::of(world, &id, changes);
    given.number().first_read_at = Some(ago(20 * DAY));
    given.changes[0].by = Some("Marina Tavares".to_owned());
    let fields = json!({"about": "Fale com a Casa Ipê"});
    given.profile = Some(world::replica(NodeKind::Profile, &id, fields));
    given
}

/// Cobrança, flagged and red, with more changes than the page shows.
pub fn full() -> Standing {
    let said = |field: &str, before: &str, after: &str, seconds: i64| {
        change(COBRANCA, field, [json!(before), json!(after)], seconds)
    };
    let mut changes = vec![
        said("quality_rating", "UNKNOWN", "GREEN", 26 * DAY),
        said("status", "PENDING", "CONNECTED", 26 * DAY - 600),
        said(LIMIT, "TIER_250", "TIER_2K", 23 * DAY),
        said(LIMIT, "TIER_2K", "TIER_10K", 20 * DAY),
        said("verified_name", "Ipê Financeiro", "Cobrança", 12 * DAY),
        said("quality_rating", "GREEN", "YELLOW", 12 * DAY - 3_600),
        said("name_status", "PENDING_REVIEW", "APPROVED", 11 * DAY),
        said("can_send_message", "AVAILABLE", "LIMITED", 8 * DAY),
        said("can_send_message", "LIMITED", "AVAILABLE", 7 * DAY),
        said("quality_rating", "YELLOW", "RED", 5 * DAY),
        Change { how: How::Webhook, ..said("status", "CONNECTED", "FLAGGED", 2 * DAY) },
        change(COBRANCA, "new_display_name", [Value::Null, json!("Casa Ipê Cobrança")], DAY),
        change(COBRANCA, "new_name_status", [Value::Null, json!("PENDING_REVIEW")], DAY),
        said("can_send_message", "AVAILABLE", "LIMITED", 12),
    ];
    let pins = (0..10).map(|day| {
        let values = [json!(day % 2 == 0), json!(day % 2 == 1)];
        change(COBRANCA, "is_pin_enabled", values, 25 * DAY - day * DAY)
    });
    changes.extend(pins);
    let mut given = Standing::of(world::trouble(), COBRANCA, changes);
    busy(&mut given);
    let number = given.number();
    number.first_read_at = Some(ago(28 * DAY));
    world::set(number, "new_display_name", json!("Casa Ipê Cobrança"), 12);
    world::set(number, "new_name_status", json!("PENDING_REVIEW"), 12);
    world::set(number, "is_on_biz_app", json!(false), 12);
    world::set(number, "account_mode", json!("LIVE"), 12);
    let errors = json!([{
        "error_code": 141_010,
        "error_description": "The phone number has reached its messaging limit.",
        "possible_solution": "Wait until the limit is available again."
    }]);
    let entities = json!([
        {"entity_type": "PHONE_NUMBER", "id": COBRANCA, "can_send_message": "LIMITED", "errors": errors},
        {"entity_type": "WABA", "id": WABA, "can_send_message": "BLOCKED"},
    ]);
    let health = json!({"can_send_message": "BLOCKED", "entities": entities});
    world::set(number, "health_status", health, 12);
    given
}

/// Weeks of sending that grow until the quality falls, a paused template, and older history.
fn busy(given: &mut Standing) {
    let days = (0..27).flat_map(|day| {
        let at = hour_of(ago(day * DAY + 4 * 3_600));
        let count = |most: i64| u64::try_from((most * (27 - (day - 6).abs())) / 27).unwrap_or(0);
        let hour = |kind, count| Hour { hour: at, kind, count };
        [
            hour(Kind::SentMarketing, if day < 2 { 0 } else { count(2_400) }),
            hour(Kind::SentUtility, count(620)),
            hour(Kind::Failed(Some(131_049)), if (3..8).contains(&day) { count(140) } else { 3 }),
            hour(Kind::OptOut, if (4..7).contains(&day) { count(36) } else { 1 }),
        ]
    });
    given.traffic = days.filter(|hour| hour.count > 0).collect();
    let template = Node::new(NodeKind::MessageTemplate, changes::PROMO);
    let told = |field: &str, before: Value, after: Value, seconds| Change {
        node: template.clone(),
        ..change("", field, [before, after], seconds)
    };
    let score = |score: &str| json!({"score": score});
    given.templates = vec![
        told("quality_score", score("GREEN"), score("RED"), 5 * DAY + 9 * 3_600),
        told("status", json!("APPROVED"), json!("PAUSED"), 5 * DAY + 3_600),
    ];
    let fields = json!({"name": "promo_novembro", "language": "pt_BR"});
    given.scope.templates = vec![world::replica(NodeKind::MessageTemplate, changes::PROMO, fields)];
    let said = |field: &str, before: &str, after: &str, days: i64| {
        change(COBRANCA, field, [json!(before), json!(after)], days * DAY)
    };
    given.earlier = vec![
        said("status", "CONNECTED", "FLAGGED", 80),
        said("status", "FLAGGED", "CONNECTED", 73),
        said(LIMIT, "TIER_2K", "TIER_250", 73),
        said("status", "CONNECTED", "RESTRICTED", 60),
        said("status", "RESTRICTED", "PENDING", 59),
    ];
    let midnight = |days: i64| {
        let at = ago(days * DAY).as_millis();
        Timestamp::from_millis(at - at.rem_euclid(DAY * 1_000))
    };
    let day = |days: i64, rating: &str, worst: &str| QualityDay {
        day: midnight(days),
        rating: rating.to_owned(),
        worst: worst.to_owned(),
    };
    let older = (31..60).rev().map(|days| match days {
        40 => day(days, "GREEN", "YELLOW"),
        _ => day(days, "GREEN", "GREEN"),
    });
    given.past_days = older.collect();
}

/// Loja Recife: values that nobody knows, more than a day old, of a number that Meta no longer has.
pub fn trouble() -> Standing {
    let world = world::trouble();
    let id = world.scope.numbers[3].node.id.clone();
    let changes = vec![
        change(&id, "quality_rating", [json!("UNKNOWN"), json!("MAUVE")], 9 * DAY),
        change(&id, "quality_rating", [json!("MAUVE"), json!("PURPLE")], 4 * DAY),
        change(&id, "status", [json!("PENDING"), json!("IN_LIMBO")], 3 * DAY),
    ];
    let mut given = Standing::of(world, &id, changes);
    let number = given.number();
    let read_at: Timestamp = ago(26 * 3_600);
    for heard in number.fields.values_mut() {
        heard.at = read_at;
    }
    number.read_at = Some(read_at);
    number.first_read_at = Some(ago(200 * DAY));
    world::set(number, "is_pin_enabled", json!("perhaps"), 26 * 3_600);
    world::set(number, "is_on_biz_app", json!("half"), 26 * 3_600);
    world::set(number, "platform_type", json!("TELEGRAPH"), 26 * 3_600);
    number.failure = Some(Failure {
        since: ago(25 * 3_600),
        last: ago(60),
        reason: "not_found".to_owned(),
        message: Some("Unsupported get request. Object does not exist.".to_owned()),
        code: None,
        subcode: None,
    });
    given.is_in_use = false;
    given.may_refresh = false;
    given
}
