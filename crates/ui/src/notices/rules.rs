//! Quando avisar: by kind and channel, at which hours, and a test of the mail server.

use std::time::Duration;

use askama::Template;
use domain::notice::{Channels, Kind};

use super::answer::Answer;
use super::tab::{Tab, tabs};
use crate::frame::{Around, Page};
use crate::notice::kind;
use crate::view::{self, MailTest, NoticeRules, RulesOutcome, TimesFault, TimesForm};
use crate::words::Words;

#[derive(Template)]
#[template(path = "notice_rules.html")]
struct Rules {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    own: Vec<Rule>,
    default: Option<Vec<Rule>>,
    has_own: bool,
    times: TimesForm,
    times_about: String,
    quiet_about: String,
    muted: Option<String>,
    is_saved: bool,
    fault: Option<Fault>,
    test_about: String,
    has_mail_server: bool,
    test: Option<Outcome>,
}

/// A kind with its channels.
struct Rule {
    kind: &'static str,
    title: String,
    about: String,
    mail: bool,
    mail_label: String,
    app: bool,
    app_label: String,
    /// Whether it is shown whatever is chosen.
    is_locked: bool,
}

/// What is wrong with the times, and with which field.
struct Fault {
    at: TimesFault,
    text: String,
}

/// What became of a test mail.
struct Outcome {
    tone: &'static str,
    title: String,
    text: String,
    answer: Option<Answer>,
}

impl Rules {
    fn is_wrong(&self, fields: &[TimesFault]) -> bool {
        self.fault.as_ref().is_some_and(|fault| fields.contains(&fault.at))
    }

    fn is_from_wrong(&self) -> bool {
        self.is_wrong(&[TimesFault::From, TimesFault::Same])
    }

    fn is_to_wrong(&self) -> bool {
        self.is_wrong(&[TimesFault::To, TimesFault::Same])
    }

    fn is_digest_wrong(&self) -> bool {
        self.is_wrong(&[TimesFault::DigestAt])
    }

    fn is_mute_wrong(&self) -> bool {
        self.is_wrong(&[TimesFault::MutedUntil, TimesFault::Past])
    }
}

/// The page.
pub fn notice_rules(frame: &view::Frame, view: &NoticeRules<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let around = Around::new(&words, frame);
    let zone = frame.time_zone.iana_name().unwrap_or("UTC");
    let muted = view.muted_until.filter(|until| *until > frame.now);
    crate::rendered(&Rules {
        tabs: tabs(&words, &around, "/activity/rules"),
        own: rules(&words, view.rules),
        default: view.default.map(|default| rules(&words, default)),
        has_own: view.has_own,
        times: view.times.clone(),
        times_about: words.t1("times-about", "zone", zone),
        quiet_about: words.t1("times-quiet-about", "kinds", kind::urgent(&words)),
        muted: muted.map(|until| words.t1("times-muted", "when", words.moment(until))),
        is_saved: view.outcome == Some(RulesOutcome::Saved),
        fault: match view.outcome {
            Some(RulesOutcome::Wrong(at)) => Some(Fault { at, text: words.t(wrong(at)) }),
            Some(RulesOutcome::Saved) | None => None,
        },
        test_about: words.t1("test-about", "email", view.email),
        has_mail_server: view.has_mail_server,
        test: view.test.map(|test| outcome(&words, test, view.email)),
        around,
        page: Page::new(words, "choose-title"),
    })
}

fn rules(words: &Words, rules: &[(Kind, Channels)]) -> Vec<Rule> {
    let rule = |(kind, channels): &(Kind, Channels)| {
        let keys = kind::of(*kind);
        let title = words.t(keys.title);
        let label = |channel: &str| {
            let places = [("kind", title.clone()), ("channel", words.t(channel))];
            words.with("rule-label", &places, None)
        };
        Rule {
            kind: kind.as_str(),
            about: words.t(keys.about),
            mail: channels.email,
            mail_label: label("channel-mail"),
            app: channels.app || kind.is_always_shown(),
            app_label: label("channel-app"),
            is_locked: kind.is_always_shown(),
            title,
        }
    };
    rules.iter().map(rule).collect()
}

const fn wrong(fault: TimesFault) -> &'static str {
    match fault {
        TimesFault::From | TimesFault::To | TimesFault::DigestAt => "times-wrong-clock",
        TimesFault::Same => "times-wrong-same",
        TimesFault::MutedUntil => "times-wrong-date",
        TimesFault::Past => "times-wrong-past",
    }
}

fn outcome(words: &Words, test: &MailTest, email: &str) -> Outcome {
    let said = |tone, title, text: &str, answer: &String| Outcome {
        tone,
        title: words.t(title),
        text: words.t1(text, "email", email),
        answer: Answer::of(words, answer),
    };
    match test {
        MailTest::Accepted { answer } => said("ok", "test-sent", "test-sent-next", answer),
        MailTest::Refused { answer } => said("bad", "test-refused", "test-refused-next", answer),
        MailTest::Unreached { answer } => {
            said("bad", "test-unreachable", "test-unreachable-next", answer)
        }
        MailTest::Unprotected { answer } => {
            said("bad", "test-unprotected", "test-unprotected-next", answer)
        }
        MailTest::TooMany { wait_s } => Outcome {
            tone: "warn",
            title: words.t("test-too-many"),
            text: words.t1("test-too-many-next", "wait", words.span(Duration::from_secs(*wait_s))),
            answer: None,
        },
    }
}
