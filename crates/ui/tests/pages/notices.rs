//! Avisos, Quando avisar, Registro de envios and the bell, as they are given: empty to in trouble.

use domain::notice::{Channels, Kind, Notice, Standing};
use domain::readiness::Scope;
use domain::{Node, NodeKind};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{
    Acked, Bell, BellLine, Frame, MailState, MailTest, NoticeLog, NoticeRules, Notices,
    RulesOutcome, SentMail, TimesFault, TimesForm, Told,
};

use crate::changes::PROMO;
use crate::world::{self, BUSINESS, COBRANCA, WABA};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A notice of so many seconds ago, as Farol opens it.
pub fn notice(kind: Kind, node: Node, seconds: i64, detail: Value) -> Notice {
    let at = world::ago(seconds);
    match kind {
        Kind::LimitDown | Kind::LimitUp | Kind::NameDecided | Kind::UnknownValue => {
            Notice::moment(kind, node, at, detail)
        }
        _ => Notice::condition(kind, node, at, detail).of_waba(Some(WABA)),
    }
}

/// A notice that nobody did anything about.
pub fn told(seq: u64, notice: Notice) -> Told {
    Told { seq, notice, resolved_at: None, ended_by: None, acked: None, is_unread: false }
}

/// What a change of a field leaves in a notice.
pub fn turned(field: &str, before: Value, after: Value, how: &str) -> Value {
    json!({"field": field, "before": before, "after": after, "how": how})
}

/// One notice of each kind, newest first, as Farol tells them.
pub fn each() -> Vec<Told> {
    let cobranca = || Node::phone_number(COBRANCA);
    let business = || Node::new(NodeKind::Business, BUSINESS);
    let limit = "whatsapp_business_manager_messaging_limit";
    let status = |before, after, how| turned("status", json!(before), json!(after), how);
    let mut quality = turned("quality_score", json!("YELLOW"), json!("RED"), "read");
    quality["reasons"] = json!(["DID_NOT_SIGN_UP", "SPAM"]);
    let medium = turned("quality_score", json!("GREEN"), json!("YELLOW"), "read");
    let mut health = turned("can_send_message", json!("AVAILABLE"), json!("BLOCKED"), "read");
    health["errors"] = json!([{"error_code": 141_006,
        "error_description": "There is an error with the payment method.",
        "possible_solution": "Add a valid payment method to your account."}]);
    let mut name = turned("name_status", json!("PENDING_REVIEW"), json!("APPROVED"), "webhook");
    name["name"] = json!("Casa Ipê Cobrança");
    let tier = |before, after| turned(limit, json!(before), json!(after), "webhook");
    let used = |used: u64| {
        json!({"field": "used", "before": null, "after": used, "how": "computed",
            "used": used, "limit": 10_000})
    };
    let dead = json!({"field": "error", "before": null, "after": "token_dead", "code": 190,
        "subcode": 460, "message": "Error validating access token.", "how": "read"});
    let mut untold = status("CONNECTED", "FLAGGED", "read");
    untold["webhook"] = json!("phone_number_quality_update");
    untold["node"] = json!(cobranca().to_string());
    let rows: Vec<(Kind, Node, Value)> = vec![
        (Kind::QualityLow, cobranca(), quality),
        (Kind::QualityMedium, Node::phone_number("106540352242202"), medium),
        (Kind::Flagged, cobranca(), status("CONNECTED", "FLAGGED", "webhook")),
        (Kind::Restricted, cobranca(), status("FLAGGED", "RESTRICTED", "read")),
        (Kind::LimitDown, business(), tier("TIER_100K", "TIER_10K")),
        (Kind::LimitUp, business(), tier("TIER_2K", "TIER_10K")),
        (Kind::Used80, business(), used(8_006)),
        (Kind::Used95, business(), used(9_512)),
        (Kind::HealthWorse, Node::waba(WABA), health),
        (Kind::NameDecided, cobranca(), name),
        (Kind::TokenDying, Node::waba(WABA), dead),
        (Kind::Disconnected, cobranca(), status("CONNECTED", "DISCONNECTED", "read")),
        (Kind::WebhookDeaf, Node::waba(WABA), untold),
        (
            Kind::TemplatePaused,
            Node::new(NodeKind::MessageTemplate, PROMO),
            status("APPROVED", "PAUSED", "webhook"),
        ),
        (Kind::UnknownValue, cobranca(), status("CONNECTED", "IN_LIMBO", "read")),
    ];
    let count = rows.len() as u64;
    let one = |(nth, (kind, node, detail)): (usize, (Kind, Node, Value))| {
        let worst = matches!(kind, Kind::HealthWorse | Kind::TokenDying);
        let notice = notice(kind, node, nth as i64 * HOUR + 60, detail);
        let notice = if worst { notice.at_level(Notice::STOPS) } else { notice };
        told(count - nth as u64, notice)
    };
    rows.into_iter().enumerate().map(one).collect()
}

/// The world whose notices they are.
pub fn scope() -> Scope {
    let mut scope = world::typical().scope;
    let template = json!({"name": "promo_novembro", "language": "pt_BR"});
    scope.templates = vec![world::replica(NodeKind::MessageTemplate, PROMO, template)];
    scope
}

/// All that the page of notices is given.
pub struct Given {
    pub open: Vec<Told>,
    /// With those that are not listed.
    pub open_count: u64,
    pub ended: Vec<Told>,
    pub next: Option<u64>,
    pub is_first: bool,
    pub may_acknowledge: bool,
    pub bell: Bell,
}

impl Given {
    pub const STATES: [&str; 4] = ["empty", "typical", "full", "trouble"];

    pub fn of_state(state: &str) -> Self {
        let all = each();
        let empty = Self {
            open: Vec::new(),
            open_count: 0,
            ended: Vec::new(),
            next: None,
            is_first: true,
            may_acknowledge: true,
            bell: Bell::default(),
        };
        match state {
            "empty" => empty,
            "typical" => {
                let mut open = vec![all[0].clone(), all[2].clone()];
                open[0].is_unread = true;
                open[1].acked =
                    Some(Acked { by: Some("Rafael Nunes".to_owned()), at: world::ago(HOUR) });
                let ended = vec![resolved(all[1].clone(), 40 * 60), all[5].clone()];
                Self { bell: bell(&open), open, ended, ..empty }
            }
            "full" => Self {
                bell: bell(&all),
                open: all.iter().filter(|told| is_condition(told)).cloned().collect(),
                open_count: 1_300,
                ended: all.iter().filter(|told| !is_condition(told)).cloned().collect(),
                next: Some(7),
                ..empty
            },
            _ => Self {
                open: vec![all[14].clone(), all[10].clone(), all[8].clone()],
                ended: vec![Told {
                    acked: Some(Acked { by: None, at: world::ago(DAY) }),
                    ..resolved(all[3].clone(), 600)
                }],
                next: None,
                may_acknowledge: false,
                bell: Bell { unread: 1_204, latest: Vec::new() },
                ..empty
            },
        }
    }

    pub fn frame(&self, language: Language, path: &str) -> Frame {
        Frame { bell: self.bell.clone(), ..world::frame(language, path, &scope()) }
    }

    pub fn page(&self, language: Language) -> String {
        let world = world::typical();
        let view = Notices {
            scope: &scope(),
            intervals: &world.intervals,
            open: &self.open,
            open_count: self.open_count.max(self.open.len() as u64),
            ended: &self.ended,
            next: self.next,
            is_first: self.is_first,
            may_acknowledge: self.may_acknowledge,
        };
        ui::notices(&self.frame(language, "/activity/notices"), &view)
    }
}

fn is_condition(told: &Told) -> bool {
    told.notice.standing != Standing::Moment
}

fn resolved(told: Told, seconds: i64) -> Told {
    Told { resolved_at: Some(world::ago(seconds)), ..told }
}

/// The bell with these.
pub fn bell(told: &[Told]) -> Bell {
    let scope = scope();
    let latest = told.iter().take(6).map(|told| BellLine::of(&scope, told.clone())).collect();
    Bell { unread: told.iter().filter(|told| told.is_unread).count(), latest }
}

/// All that the page of rules is given.
pub struct Rules {
    pub rules: Vec<(Kind, Channels)>,
    pub has_own: bool,
    pub default: Option<Vec<(Kind, Channels)>>,
    pub times: TimesForm,
    pub muted: Option<i64>,
    pub outcome: Option<RulesOutcome>,
    pub has_mail_server: bool,
    pub test: Option<MailTest>,
}

/// What holds before anyone chose.
pub fn defaults() -> Vec<(Kind, Channels)> {
    Kind::ALL.into_iter().map(|kind| (kind, Channels::by_default(kind))).collect()
}

impl Rules {
    pub fn of_state(state: &str) -> Self {
        let empty = Self {
            rules: defaults(),
            has_own: false,
            default: None,
            times: TimesForm::default(),
            muted: None,
            outcome: None,
            has_mail_server: false,
            test: None,
        };
        let typed = TimesForm {
            quiet: true,
            from: "22:00".to_owned(),
            to: "07:00".to_owned(),
            digest: true,
            digest_at: "08:00".to_owned(),
            muted_until: "2025-11-18T09:00".to_owned(),
        };
        match state {
            "empty" => empty,
            "typical" => Self { has_mail_server: true, times: typed, ..empty },
            "full" => Self {
                has_own: true,
                default: Some(defaults()),
                times: typed,
                muted: Some(-DAY),
                outcome: Some(RulesOutcome::Saved),
                has_mail_server: true,
                test: Some(MailTest::Accepted { answer: "250 2.0.0 Ok: queued as 4Z1".into() }),
                ..empty
            },
            _ => Self {
                times: TimesForm { to: "22:00".to_owned(), ..typed },
                outcome: Some(RulesOutcome::Wrong(TimesFault::Same)),
                has_mail_server: true,
                test: Some(MailTest::Refused {
                    answer: "535 5.7.8 Error: authentication failed <b>".into(),
                }),
                ..empty
            },
        }
    }

    pub fn page(&self, language: Language) -> String {
        let view = NoticeRules {
            rules: &self.rules,
            has_own: self.has_own,
            default: self.default.as_deref(),
            times: &self.times,
            muted_until: self.muted.map(world::ago),
            outcome: self.outcome,
            email: "marina@casaipe.example",
            has_mail_server: self.has_mail_server,
            test: self.test.as_ref(),
        };
        ui::notice_rules(&world::frame(language, "/activity/rules", &scope()), &view)
    }
}

/// The log in a state.
pub fn log(state: &str, language: Language) -> String {
    let all = each();
    let mail =
        |seq, seconds: i64, notices: &[Told], state, attempts, answer: Option<&str>| SentMail {
            seq,
            at: world::ago(seconds),
            notices: notices.iter().map(|told| told.notice.clone()).collect(),
            to: "marina@casaipe.example".to_owned(),
            state,
            attempts,
            answer: answer.map(str::to_owned),
        };
    let soon = world::ago(-300);
    let mails = vec![
        mail(6, 10, &all[..1], MailState::Waiting { due: soon }, 0, None),
        mail(5, 60, &all[2..3], MailState::Retrying { due: soon }, 3, Some("connection refused")),
        mail(4, 600, &all[3..4], MailState::Accepted, 1, Some("250 2.0.0 Ok: queued as 4Z1")),
        mail(3, HOUR, &all[4..8], MailState::Accepted, 1, Some("250 2.0.0 Ok: queued as 4Z0")),
        mail(2, DAY, &[], MailState::Refused, 1, Some("550 5.1.1 <b>User unknown")),
        mail(1, 2 * DAY, &all[8..9], MailState::GivenUp, 12, Some("450 4.2.0 Mailbox full")),
        mail(0, 3 * DAY, &all[..1], MailState::Dropped, 1, None),
        mail(8, 4 * DAY, &[], MailState::TestFailed, 1, Some("time-out")),
        mail(9, 5 * DAY, &[], MailState::TestUnanswered, 1, None),
    ];
    let many = || mails.iter().cloned().cycle().take(24).enumerate().map(renumbered);
    match state {
        "empty" => log_of(language, &[], false, None),
        "full" => log_of(language, &many().collect::<Vec<_>>(), true, Some(77)),
        _ => log_of(language, &mails, true, None),
    }
}

/// The log with this text in an address and in what a server answered.
pub fn log_with(language: Language, text: &str) -> String {
    let mail = SentMail {
        seq: 1,
        at: world::NOW,
        notices: each().into_iter().take(1).map(|told| told.notice).collect(),
        to: text.to_owned(),
        state: MailState::Refused,
        attempts: 2,
        answer: Some(text.to_owned()),
    };
    log_of(language, &[mail], true, None)
}

fn log_of(
    language: Language,
    mails: &[SentMail],
    has_mail_server: bool,
    next: Option<u64>,
) -> String {
    let scope = &scope();
    let view = NoticeLog { scope, mails, next, is_first: true, has_mail_server };
    ui::notice_log(&world::frame(language, "/activity/log", scope), &view)
}

fn renumbered((nth, mail): (usize, SentMail)) -> SentMail {
    SentMail { seq: 100 - nth as u64, ..mail }
}
