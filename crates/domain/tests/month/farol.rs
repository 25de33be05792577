//! Farol's side of a month: readings on their way, late, twice, lost; a clock that is set back.

use std::collections::{BTreeMap, BTreeSet};

use domain::notice::{Kind, Notice, Place, of_changes};
use domain::{Change, Node, NodeKind, Replica, Timestamp, apply, fact};
use serde_json::{Map, Value};

use super::meta::{LIMIT, Meta, nodes};
use super::{DAY, Dice, HOUR, MONTH, minutes};
use crate::board::Board;

/// A reading on its way: asked then, here then, by the true clock.
struct Answer {
    node: Node,
    asked: i64,
    here: i64,
}

/// What Farol holds, and beside it what a naive reader of the same answers would have told.
pub struct Farol<'m> {
    meta: &'m Meta,
    interval: i64,
    has_mishaps: bool,
    /// From when on the clock stands behind, and by how much.
    set_back_at: i64,
    set_back_by: i64,
    is_set_back: bool,
    replicas: BTreeMap<Node, Replica>,
    board: Board,
    naive: Naive,
    first_reading: i64,
    readings: u64,
}

impl<'m> Farol<'m> {
    /// A Farol that reads every one to three hours.
    pub fn of(meta: &'m Meta, dice: &mut Dice) -> Self {
        Self {
            meta,
            interval: HOUR + dice.below(2 * HOUR),
            has_mishaps: true,
            set_back_at: if dice.one_in(2) { 2 * DAY + dice.below(25 * DAY) } else { i64::MAX },
            set_back_by: if dice.one_in(2) { HOUR } else { 12 * HOUR },
            is_set_back: false,
            replicas: nodes().map(|node| (node.clone(), Replica::unread(node))).into(),
            board: Board::default(),
            naive: Naive::default(),
            first_reading: 0,
            readings: 0,
        }
    }

    /// One to which every answer comes, once and within minutes, by a clock that is right.
    pub fn without_mishaps(self) -> Self {
        Self { has_mishaps: false, set_back_at: i64::MAX, ..self }
    }

    /// Reads, with outages of up to three days, and once more when all is quiet.
    pub fn read_for_a_month(&mut self, dice: &mut Dice) {
        let mut answers = Vec::new();
        let (mut at, mut out_until) = (dice.below(HOUR), 0);
        self.first_reading = at + minutes(10);
        while at < MONTH - minutes(180) {
            if self.has_mishaps && dice.one_in(120) {
                out_until = at + dice.below(3 * DAY);
            }
            if at >= out_until {
                self.ask(at, dice, &mut answers);
            }
            at += self.interval;
        }
        for node in nodes() {
            answers.push(Answer { node, asked: MONTH, here: MONTH });
        }
        answers.sort_by_key(|answer| answer.here);
        for answer in &answers {
            self.take(answer);
        }
    }

    fn ask(&self, at: i64, dice: &mut Dice, answers: &mut Vec<Answer>) {
        for node in nodes() {
            let asked = at + dice.below(minutes(5));
            let late = self.has_mishaps && dice.one_in(10);
            let takes = if late { dice.below(5 * HOUR) } else { dice.below(minutes(5)) };
            // Kept twice: a kill between keeping and noting that it was kept.
            let times = match dice.below(10) {
                0 if self.has_mishaps => 0,
                1 | 2 if self.has_mishaps => 2,
                _ => 1,
            };
            for again in 0..times {
                let here = asked + takes + again * minutes(7);
                answers.push(Answer { node: node.clone(), asked, here });
            }
        }
    }

    /// What Farol's clock shows at a true moment.
    fn clock(&self, at: i64) -> Timestamp {
        let behind = if at >= self.set_back_at { self.set_back_by } else { 0 };
        Timestamp::from_millis(at - behind)
    }

    fn take(&mut self, answer: &Answer) {
        let (asked, now) = (self.clock(answer.asked), self.clock(answer.here));
        if answer.here >= self.set_back_at && !self.is_set_back {
            self.is_set_back = true;
            for replica in self.replicas.values_mut() {
                replica.rewind(now);
            }
            self.board.rewind(now);
            self.naive.rewind(now);
        }
        // An answer asked by the clock from before would claim to be of the time ahead; the program
        // is not restarted by a clock, but what it asked then is dropped with the step that fails.
        if asked > now {
            return;
        }
        self.readings += 1;
        let document = self.meta.document(&answer.node, answer.asked);
        self.naive.hear(&answer.node, &document, asked);
        let replica = self.replicas.get_mut(&answer.node).expect("a node of ours");
        let said = fact::of_read(&answer.node, &[], &document, asked);
        let changes: Vec<Change> =
            said.into_iter().filter_map(|news| apply::hear(replica, news)).collect();
        apply::was_read(replica, asked);
        let place = Place { waba: Some("10".to_owned()), business: Some("100".to_owned()) };
        self.board.hear(&of_changes(&changes, replica, &place, now));
    }

    /// Holds the month to its laws.
    pub fn check(&self, seed: u64) {
        self.board.check();
        for (node, replica) in &self.replicas {
            for (field, value) in self.meta.document(node, MONTH) {
                let held = replica.get(&field).map(|heard| heard.value.clone());
                let same = field == "quality_score" || held.as_ref() == Some(&value);
                assert!(same, "seed {seed}: {node} holds {held:?} for {field}, Meta {value}");
            }
        }
        let mut told = BTreeMap::<(Node, Kind), u64>::new();
        for notice in self.board.told() {
            *told.entry((notice.node.clone(), notice.kind)).or_default() += 1;
        }
        assert_eq!(told, self.naive.told, "seed {seed}: told, and what was to be told");
        assert_eq!(self.board.open(), self.naive.open, "seed {seed}: open");
    }

    /// How long between two readings.
    pub fn interval(&self) -> i64 {
        self.interval
    }

    /// By when every node was read once.
    pub fn first_reading(&self) -> i64 {
        self.first_reading
    }

    /// How many answers were joined.
    pub fn readings(&self) -> u64 {
        self.readings
    }

    /// How many notices were told.
    pub fn told(&self) -> u64 {
        self.board.told().len() as u64
    }

    /// Whether such a notice of that node held at some moment of a time.
    pub fn held(&self, node: &Node, kind: Kind, from: i64, until: i64) -> bool {
        let is_it = |notice: &Notice| notice.node == *node && notice.kind == kind;
        self.board.times().into_iter().any(|(notice, ended)| {
            let lasted = ended.is_none_or(|ended| ended.as_millis() > from);
            is_it(notice) && notice.at.as_millis() <= until && lasted
        })
    }
}

/// A reader that only looks at the last word and the one before, field by field.
#[derive(Default)]
struct Naive {
    newest: BTreeMap<Node, Timestamp>,
    held: BTreeMap<(Node, String), Value>,
    told: BTreeMap<(Node, Kind), u64>,
    open: BTreeSet<(Node, Kind)>,
    /// How gravely the account's health was last told.
    grave: u8,
    /// The limit that was last told of the portfolio, and when that counts from.
    limit: Option<(Value, Timestamp)>,
    /// When the state that nobody knows was last told.
    frozen: Option<Timestamp>,
}

impl Naive {
    fn rewind(&mut self, now: Timestamp) {
        for at in self
            .newest
            .values_mut()
            .chain(self.limit.as_mut().map(|(_, at)| at))
            .chain(&mut self.frozen)
        {
            *at = now.min(*at);
        }
    }

    fn hear(&mut self, node: &Node, document: &Map<String, Value>, asked: Timestamp) {
        if self.newest.get(node).is_some_and(|newest| *newest >= asked) {
            return;
        }
        self.newest.insert(node.clone(), asked);
        for field in ["status", "quality_rating", LIMIT, "can_send_message"] {
            let Some(after) = document.get(field) else { continue };
            let before = self.held.insert((node.clone(), field.to_owned()), after.clone());
            if before.is_none() && field == "can_send_message" {
                self.grave = grave(after);
            }
            let Some(before) = before.filter(|before| before != after) else { continue };
            match field {
                "status" => self.state(node, after, asked),
                "quality_rating" => self.quality(node, after),
                LIMIT => self.limit(&before, after, asked),
                _ => self.health(node, after),
            }
        }
    }

    fn tell(&mut self, node: &Node, kind: Kind) {
        *self.told.entry((node.clone(), kind)).or_default() += 1;
    }

    fn begin(&mut self, node: &Node, kind: Kind) {
        if self.open.insert((node.clone(), kind)) {
            self.tell(node, kind);
        }
    }

    fn end(&mut self, node: &Node, kinds: &[Kind]) {
        self.open.retain(|(whose, kind)| whose != node || !kinds.contains(kind));
    }

    fn quality(&mut self, node: &Node, after: &Value) {
        let (low, medium) = (Kind::QualityLow, Kind::QualityMedium);
        match after.as_str() {
            Some("RED") => {
                self.end(node, &[medium]);
                self.begin(node, low);
            }
            Some("YELLOW") => {
                self.end(node, &[low]);
                self.begin(node, medium);
            }
            _ => self.end(node, &[low, medium]),
        }
    }

    fn state(&mut self, node: &Node, after: &Value, asked: Timestamp) {
        let states = [Kind::Flagged, Kind::Restricted, Kind::Disconnected];
        match after.as_str() {
            Some("FLAGGED") => {
                self.end(node, &states[1..]);
                self.begin(node, Kind::Flagged);
            }
            Some("RESTRICTED") => {
                self.end(node, &[Kind::Flagged, Kind::Disconnected]);
                self.begin(node, Kind::Restricted);
            }
            Some("BANNED") => {
                self.end(node, &states[..2]);
                self.begin(node, Kind::Disconnected);
            }
            Some("FROZEN") => self.frozen(node, asked),
            Some("RATE_LIMITED") => self.end(node, &states[..2]),
            _ => self.end(node, &states),
        }
    }

    /// A word that nobody knows; the same one again within a day is no news.
    fn frozen(&mut self, node: &Node, asked: Timestamp) {
        let day = std::time::Duration::from_millis(DAY.unsigned_abs());
        if self.frozen.is_none_or(|last| asked.since(last) > day) {
            self.frozen = Some(asked);
            self.tell(node, Kind::UnknownValue);
        }
    }

    fn health(&mut self, node: &Node, after: &Value) {
        let grave = grave(after);
        if grave > self.grave {
            self.open.insert((node.clone(), Kind::HealthWorse));
            self.tell(node, Kind::HealthWorse);
        } else if grave == 0 {
            self.end(node, &[Kind::HealthWorse]);
        }
        self.grave = grave;
    }

    /// Each teller of the portfolio's limit says it in its own time.
    fn limit(&mut self, before: &Value, after: &Value, asked: Timestamp) {
        let is_retold = |(last, at): &(Value, Timestamp)| last == after || asked < *at;
        if self.limit.as_ref().is_some_and(is_retold) {
            return;
        }
        self.limit = Some((after.clone(), asked));
        let rank = |tier: &Value| {
            ["TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"]
                .iter()
                .position(|known| tier == known)
        };
        let kind = if rank(after) > rank(before) { Kind::LimitUp } else { Kind::LimitDown };
        self.tell(&Node::new(NodeKind::Business, "100"), kind);
    }
}

/// How grave a health is.
fn grave(can_send: &Value) -> u8 {
    match can_send.as_str() {
        Some("BLOCKED") => 2,
        Some("LIMITED") => 1,
        _ => 0,
    }
}
