//! What the snapshot means, one function a check.

use std::time::Duration;

use super::address::{Reach, is_https, is_of_meta, reach};
use super::{AppSide, Asked, Check, Finding, KeyPlace, Snapshot, State, Subscribed, Why};
use crate::callback::{self, Standing};
use crate::time::Timestamp;

/// Every check, in the order of the page.
pub fn judge(snapshot: &Snapshot) -> Vec<Finding> {
    let finding = |check: Check| {
        let (state, why, saw) = look(check, snapshot);
        Finding { check, state, why, saw }
    };
    Check::ALL.into_iter().map(finding).collect()
}

type Seen = (State, Why, Vec<String>);

fn good(saw: impl IntoIterator<Item = String>) -> Seen {
    (State::Good, Why::Fine, saw.into_iter().collect())
}

fn defect(why: Why, saw: impl IntoIterator<Item = String>) -> Seen {
    (State::Defect, why, saw.into_iter().collect())
}

fn doubtful(why: Why, saw: impl IntoIterator<Item = String>) -> Seen {
    (State::Doubtful, why, saw.into_iter().collect())
}

fn not_checked(why: Why, saw: impl IntoIterator<Item = String>) -> Seen {
    (State::NotChecked, why, saw.into_iter().collect())
}

/// What concerns the app at Meta, which the doctor looks at too: how it stands, why, and what was seen.
pub fn app_side(given: &AppSide) -> [Finding; 4] {
    let finding = |check, (state, why, saw)| Finding { check, state, why, saw };
    [
        finding(Check::App, app(given)),
        finding(Check::VerifyToken, verify_token(given)),
        finding(Check::Callback, callback(given)),
        finding(Check::Fields, fields(given)),
    ]
}

fn look(check: Check, given: &Snapshot) -> Seen {
    match check {
        Check::BaseUrl => base_url(given),
        Check::App => app(&given.app),
        Check::Config => match &given.config_id {
            None => defect(Why::NotSet, []),
            Some(id) => not_checked(Why::Unreadable, [id.clone()]),
        },
        Check::Domains => not_checked(Why::Unreadable, given.base_url.clone()),
        Check::VerifyToken => verify_token(&given.app),
        Check::Callback => callback(&given.app),
        Check::Fields => fields(&given.app),
        Check::Sdk => sdk(given),
        Check::GraphVersion => graph_version(given),
        Check::KeyFile => match given.key {
            KeyPlace::Apart => good([]),
            KeyPlace::Inside => doubtful(Why::Inside, []),
            KeyPlace::OfDemo => not_checked(Why::Demo, []),
        },
        Check::Smtp => match &given.smtp {
            None => doubtful(Why::NotSet, []),
            Some(Asked::Heard(())) => good([]),
            Some(Asked::Refused(said)) => defect(Why::Refused, [said.clone()]),
            Some(Asked::Unanswered(said)) => defect(Why::Unanswered, [said.clone()]),
        },
        Check::Proxies => proxies(given),
        Check::TimeZone => match &given.time_zone {
            None => doubtful(Why::NotSet, []),
            Some(zone) => good([zone.clone()]),
        },
        Check::Support if given.has_support => good([]),
        Check::Support => doubtful(Why::NotSet, []),
    }
}

fn base_url(given: &Snapshot) -> Seen {
    let Some(url) = given.base_url.as_deref() else { return defect(Why::NotSet, []) };
    let saw = || [url.to_owned()];
    match reach(url) {
        // The stand-in for Meta is on this machine too, and reaches it.
        Reach::Machine if reach(&given.graph_url) == Reach::Machine => good(saw()),
        Reach::Machine => defect(Why::Local, saw()),
        Reach::Network => defect(Why::Private, saw()),
        Reach::World if !is_https(url) => defect(Why::Plain, saw()),
        Reach::World => good(saw()),
    }
}

fn app(given: &AppSide) -> Seen {
    match &given.app {
        Asked::Heard(()) => good([given.app_id.clone()]),
        Asked::Refused(said) => defect(Why::Refused, [given.app_id.clone(), said.clone()]),
        Asked::Unanswered(said) => not_checked(Why::Unanswered, [said.clone()]),
    }
}

/// What is as hard to guess as 64 random bits in letters and digits.
const HARD_TO_GUESS: usize = 12;

fn verify_token(given: &AppSide) -> Seen {
    if given.verify_token_bytes < HARD_TO_GUESS {
        return doubtful(Why::Short, []);
    }
    match &given.handshake {
        None => not_checked(Why::Waits, []),
        Some(Asked::Heard(true)) => good([]),
        Some(Asked::Heard(false)) => defect(Why::Wrong, []),
        Some(Asked::Refused(said)) => defect(Why::Refused, [said.clone()]),
        // A network may not let a machine reach its own public address.
        Some(Asked::Unanswered(said)) => doubtful(Why::Unanswered, [said.clone()]),
    }
}

fn callback(given: &AppSide) -> Seen {
    let subscribed = match &given.subscription {
        Asked::Heard(subscribed) => subscribed.as_ref(),
        Asked::Refused(said) => return not_checked(Why::Refused, [said.clone()]),
        Asked::Unanswered(said) => return not_checked(Why::Unanswered, [said.clone()]),
    };
    let before = given.callback_before.as_deref();
    let own = given.callback_url.as_deref();
    match callback::judge(subscribed, own.unwrap_or_default(), before, &[]) {
        Standing::Nobody => defect(Why::NotSet, []),
        _ if own.is_none() => not_checked(Why::Waits, []),
        Standing::Own { is_active: false, .. } => defect(Why::Inactive, []),
        Standing::Own { .. } => good(own.map(str::to_owned)),
        Standing::OursBefore { url } => {
            doubtful(Why::Moved, [url].into_iter().chain(own.map(str::to_owned)))
        }
        Standing::Foreign { url } => {
            defect(Why::Elsewhere, [url].into_iter().chain(own.map(str::to_owned)))
        }
    }
}

fn fields(given: &AppSide) -> Seen {
    let missing = |subscribed: &Subscribed| -> Vec<String> {
        let lacks = |field: &&String| !subscribed.fields.contains(field);
        given.fields.iter().filter(lacks).cloned().collect()
    };
    match &given.subscription {
        Asked::Heard(Some(subscribed)) => match missing(subscribed) {
            missing if missing.is_empty() => good(subscribed.fields.clone()),
            missing => defect(Why::Missing, missing),
        },
        Asked::Heard(None) => not_checked(Why::Waits, []),
        Asked::Refused(said) => not_checked(Why::Refused, [said.clone()]),
        Asked::Unanswered(said) => not_checked(Why::Unanswered, [said.clone()]),
    }
}

fn sdk(given: &Snapshot) -> Seen {
    let Some(sdk_url) = &given.sdk_url else { return defect(Why::NotSet, []) };
    let all = given.message_origins.iter().chain([sdk_url, &given.graph_url]);
    let (metas, others): (Vec<&String>, Vec<&String>) = all.partition(|url| is_of_meta(url));
    if given.message_origins.is_empty() {
        defect(Why::Missing, [])
    } else if metas.is_empty() || others.is_empty() {
        good(given.message_origins.iter().cloned())
    } else {
        doubtful(Why::Mixed, others.into_iter().cloned())
    }
}

/// Releases of Graph (META, Versions; v23's day from Meta's changelog).
const RELEASES: [(u32, Timestamp); 3] = [
    (23, Timestamp::from_millis(1_748_476_800_000)),
    (24, Timestamp::from_millis(1_759_881_600_000)),
    (25, Timestamp::from_millis(1_771_372_800_000)),
];
/// The first version that tells the portfolio's limit (META 2.1).
const LEAST: u32 = 24;
/// How long Meta keeps a version, and when it is time to look for another.
const KEPT: Duration = Duration::from_secs(730 * 24 * 3600);
const AGING: Duration = Duration::from_secs(550 * 24 * 3600);

fn graph_version(given: &Snapshot) -> Seen {
    let saw = || [given.graph_version.clone()];
    let number = given.graph_version.strip_prefix('v').and_then(|rest| rest.split('.').next());
    let Some(major) = number.and_then(|number| number.parse::<u32>().ok()) else {
        return not_checked(Why::Newer, saw());
    };
    if major < LEAST {
        return defect(Why::TooOld, saw());
    }
    let Some((_, released)) = RELEASES.iter().find(|(known, _)| *known == major) else {
        return not_checked(Why::Newer, saw());
    };
    match given.now.since(*released) {
        age if age >= KEPT => defect(Why::Ended, saw()),
        age if age >= AGING => doubtful(Why::Aging, saw()),
        _ => good(saw()),
    }
}

fn proxies(given: &Snapshot) -> Seen {
    let is_guarded = given.base_url.as_deref().is_some_and(is_https);
    // HTTPS needs somebody before the program, who then stands for every client.
    if is_guarded && given.proxies == 0 {
        return doubtful(Why::NotSet, []);
    }
    if !is_guarded && !given.listens_here {
        return doubtful(Why::Plain, []);
    }
    good([])
}
