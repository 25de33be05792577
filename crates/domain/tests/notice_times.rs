//! When a notice's mail is due: quiet hours over midnight and over a clock change, digest, silence.

use std::time::Duration;

use domain::notice::{Channels, Digest, Kind, Minute, Notice, Quiet, Rules, Times, plan};
use domain::{Node, Timestamp};
use proptest::prelude::*;
use serde_json::json;

const HOUR_MS: i64 = 60 * 60 * 1_000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn minute(text: &str) -> Minute {
    Minute::parse(text).expect("a minute")
}

fn quiet(from: &str, to: &str) -> Times {
    Times { quiet: Some(Quiet { from: minute(from), to: minute(to) }), ..Times::default() }
}

/// 1970-01-`day` at `HH:MM` UTC.
fn on(day: i64, time: &str) -> Timestamp {
    let minutes = i64::from(u16::from(minute(time)));
    Timestamp::from_millis((day - 1) * DAY_MS + minutes * 60_000)
}

fn notice(kind: Kind) -> Notice {
    Notice::condition(kind, Node::phone_number("7"), on(1, "00:00"), json!({}))
}

fn due(kind: Kind, times: &Times, now: Timestamp) -> Option<Timestamp> {
    plan(&notice(kind), &Rules::default(), times, now, &|_| 0)
}

#[test]
fn by_default_low_flagged_and_restricted_are_mailed_at_once_and_medium_is_not() {
    let now = on(3, "12:00");
    for kind in [Kind::QualityLow, Kind::Flagged, Kind::Restricted] {
        assert_eq!(due(kind, &Times::default(), now), Some(now));
        assert!(Rules::default().channels(kind).app);
    }
    assert_eq!(due(Kind::QualityMedium, &Times::default(), now), None);
    assert_eq!(Rules::default().shown().len(), Kind::ALL.len());
}

#[test]
fn a_persons_rule_counts_before_the_tenants_and_blocks_are_always_shown() {
    let (on, off) = (Channels { app: true, email: true }, Channels { app: false, email: false });
    let mut rules = Rules::default();
    rules.tenant.insert(Kind::QualityLow, off);
    assert_eq!(rules.channels(Kind::QualityLow), off);
    rules.own.insert(Kind::QualityLow, on);
    assert_eq!(rules.channels(Kind::QualityLow), on);
    rules.own.insert(Kind::HealthWorse, off);
    assert_eq!(rules.channels(Kind::HealthWorse), Channels { app: true, email: false });
}

#[test]
fn quiet_hours_over_midnight_put_a_mail_off_until_their_end() {
    let times = quiet("22:00", "07:00");
    let of = |now| due(Kind::QualityLow, &times, now);
    assert_eq!(of(on(3, "21:59")), Some(on(3, "21:59")));
    assert_eq!(of(on(3, "22:00")), Some(on(4, "07:00")));
    assert_eq!(of(on(4, "06:59")), Some(on(4, "07:00")));
    assert_eq!(of(on(4, "07:00")), Some(on(4, "07:00")));
}

#[test]
fn what_is_urgent_is_mailed_in_quiet_hours_too_but_not_while_muted() {
    let now = on(3, "23:00");
    let mut times = quiet("22:00", "07:00");
    assert_eq!(due(Kind::Restricted, &times, now), Some(now));
    let blocked = notice(Kind::HealthWorse).at_level(Notice::STOPS);
    assert_eq!(plan(&blocked, &Rules::default(), &times, now, &|_| 0), Some(now));
    assert_eq!(due(Kind::HealthWorse, &times, now), Some(on(4, "07:00")), "limited only");
    times.muted_until = Some(on(5, "00:00"));
    assert_eq!(due(Kind::Restricted, &times, now), None);
    assert_eq!(due(Kind::Restricted, &times, on(5, "00:00")), Some(on(5, "00:00")));
}

#[test]
fn a_digest_goes_out_once_a_day_and_not_in_quiet_hours() {
    let digest = Some(Digest { at: minute("08:30") });
    let times = Times { digest, ..Times::default() };
    assert_eq!(due(Kind::QualityLow, &times, on(3, "08:31")), Some(on(4, "08:30")));
    assert_eq!(due(Kind::QualityLow, &times, on(3, "08:30")), Some(on(3, "08:30")));
    assert_eq!(due(Kind::Restricted, &times, on(3, "12:00")), Some(on(3, "12:00")));
    let late = Times { digest, ..quiet("20:00", "09:00") };
    assert_eq!(due(Kind::QualityLow, &late, on(3, "12:00")), Some(on(4, "09:00")));
}

/// A zone whose clocks jump by an hour at 02:00 UTC of 1970-01-05.
fn jumps(by_ms: i64) -> impl Fn(Timestamp) -> i64 {
    move |at| if at >= on(5, "02:00") { by_ms } else { 0 }
}

#[test]
fn quiet_hours_end_when_the_wall_says_so_in_a_night_whose_clocks_change() {
    let rules = Rules::default();
    let of = |times: &Times, by: i64| {
        plan(&notice(Kind::QualityLow), &rules, times, on(4, "23:00"), &jumps(by))
    };
    let night = quiet("22:00", "07:00");
    assert_eq!(of(&night, HOUR_MS), Some(on(5, "06:00")), "an hour is skipped");
    assert_eq!(of(&night, -HOUR_MS), Some(on(5, "08:00")), "an hour comes twice");
    let until_the_gap = quiet("22:00", "02:30");
    assert_eq!(of(&until_the_gap, HOUR_MS), Some(on(5, "02:00")), "02:30 is skipped");
    let all_but_the_gap = quiet("02:24", "02:00");
    assert_eq!(of(&all_but_the_gap, HOUR_MS), Some(on(5, "02:00")), "no day more");
    let until_the_first = quiet("22:00", "01:30");
    assert_eq!(of(&until_the_first, -HOUR_MS), Some(on(5, "01:30")), "the first 01:30");
}

#[test]
fn minutes_are_read_as_people_write_them() {
    assert_eq!(minute("07:05").to_string(), "07:05");
    for wrong in ["", "7:05", "24:00", "12:60", "12-00", "+1:00", "12:000", "aa:bb"] {
        assert_eq!(Minute::parse(wrong), None, "{wrong}");
    }
    let times = quiet("22:00", "07:00");
    let kept = serde_json::to_string(&times).expect("printed");
    assert_eq!(serde_json::from_str::<Times>(&kept).expect("read"), times);
    assert!(serde_json::from_str::<Times>(&kept.replace("1320", "1440")).is_err());
}

proptest! {
    #[test]
    fn a_mail_waits_for_the_first_moment_that_is_not_quiet(
        from in 0_u16..1_440,
        to in 0_u16..1_440,
        now in 0_i64..8 * 24 * 60,
        by in prop_oneof![Just(0), Just(HOUR_MS), Just(-HOUR_MS), Just(HOUR_MS / 2)],
    ) {
        let minute = |minute| Minute::new(minute).expect("a minute");
        let quiet = Quiet { from: minute(from), to: minute(to) };
        let times = Times { quiet: Some(quiet), ..Times::default() };
        let now = Timestamp::from_millis(now * 60_000);
        let zone = jumps(by);
        let due = plan(&notice(Kind::QualityLow), &Rules::default(), &times, now, &zone);
        let due = due.expect("mailed");
        prop_assert!(due >= now && due <= now.plus(Duration::from_secs(25 * 3600)));
        // Free minutes that the clocks jump over end where they jump: no mail is kept for one day more.
        let is_jump = zone(due) != zone(Timestamp::from_millis(due.as_millis() - 1));
        prop_assert!(is_jump || !quiet.holds(due, &zone));
        let mut moment = now;
        while moment < due {
            prop_assert!(quiet.holds(moment, &zone), "{moment:?} is not quiet");
            moment = moment.plus(Duration::from_secs(60));
        }
    }
}
