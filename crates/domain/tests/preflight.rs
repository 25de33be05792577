//! The installation's settings, judged: a sound one is good throughout, and each fault is named alone.

use domain::Timestamp;
use domain::preflight::{
    AppSide, Asked, Check, Finding, KeyPlace, Snapshot, State, Subscribed, Why, judge,
};

/// An installation with everything as it should be.
fn sound() -> Snapshot {
    let fields = vec!["account_update".to_owned(), "messages".to_owned()];
    let callback = "https://farol.casaipe.com.br/webhooks/meta".to_owned();
    Snapshot {
        now: Timestamp::from_millis(1_795_000_000_000),
        is_demo: false,
        base_url: Some("https://farol.casaipe.com.br".to_owned()),
        graph_url: "https://graph.facebook.com".to_owned(),
        app: AppSide {
            app_id: "634974688087057".to_owned(),
            app: Asked::Heard(()),
            verify_token_bytes: 32,
            handshake: Some(Asked::Heard(true)),
            callback_url: Some(callback.clone()),
            callback_before: None,
            subscription: Asked::Heard(Some(Subscribed {
                callback_url: Some(callback),
                is_active: true,
                fields: fields.clone(),
            })),
            fields,
        },
        config_id: Some("1173625090883".to_owned()),
        sdk_url: Some("https://connect.facebook.net/en_US/sdk.js".to_owned()),
        message_origins: vec!["https://www.facebook.com".to_owned()],
        graph_version: "v25.0".to_owned(),
        key: KeyPlace::Apart,
        smtp: Some(Asked::Heard(())),
        listens_here: true,
        proxies: 1,
        time_zone: Some("America/Sao_Paulo".to_owned()),
        has_support: true,
    }
}

fn of(findings: &[Finding], check: Check) -> (State, Why) {
    let found = findings.iter().find(|finding| finding.check == check).expect("each is judged");
    (found.state, found.why)
}

#[test]
fn a_sound_installation_is_good_wherever_meta_lets_one_look() {
    for finding in judge(&sound()) {
        let wanted = match finding.check {
            Check::Config | Check::Domains => (State::NotChecked, Why::Unreadable),
            _ => (State::Good, Why::Fine),
        };
        assert_eq!((finding.state, finding.why), wanted, "{finding:?}");
    }
}

/// Plants one fault; it is named, and nothing else changes.
fn check(plant: impl FnOnce(&mut Snapshot), check: Check, wanted: (State, Why)) {
    let mut planted = sound();
    plant(&mut planted);
    let (before, after) = (judge(&sound()), judge(&planted));
    assert_eq!(of(&after, check), wanted);
    for other in Check::ALL.into_iter().filter(|other| *other != check) {
        assert_eq!(of(&after, other), of(&before, other), "{check:?} also moves {other:?}");
    }
}

#[test]
fn each_fault_is_named_alone() {
    use State::{Defect, Doubtful, NotChecked};
    let base = |url: &'static str| move |s: &mut Snapshot| s.base_url = Some(url.to_owned());
    check(base("https://10.0.0.7"), Check::BaseUrl, (Defect, Why::Private));
    check(base("https://farol.local"), Check::BaseUrl, (Defect, Why::Private));
    check(base("https://[fd00::7]:8443"), Check::BaseUrl, (Defect, Why::Private));
    check(base("https://127.0.0.1:8080"), Check::BaseUrl, (Defect, Why::Local));
    check(base("http://farol.casaipe.com.br"), Check::BaseUrl, (Defect, Why::Plain));
    check(
        |s| s.app.app = Asked::Refused("1: Error validating client secret.".to_owned()),
        Check::App,
        (Defect, Why::Refused),
    );
    check(
        |s| s.app.app = Asked::Unanswered("time-out".to_owned()),
        Check::App,
        (NotChecked, Why::Unanswered),
    );
    check(|s| s.config_id = None, Check::Config, (Defect, Why::NotSet));
    check(|s| s.app.verify_token_bytes = 4, Check::VerifyToken, (Doubtful, Why::Short));
    check(
        |s| s.app.handshake = Some(Asked::Heard(false)),
        Check::VerifyToken,
        (Defect, Why::Wrong),
    );
    check(
        |s| s.app.handshake = Some(Asked::Unanswered("time-out".to_owned())),
        Check::VerifyToken,
        (Doubtful, Why::Unanswered),
    );
    let subscribed = |s: &mut Snapshot, edit: fn(&mut Subscribed)| {
        if let Asked::Heard(Some(found)) = &mut s.app.subscription {
            edit(found);
        }
    };
    check(
        |s| subscribed(s, |found| found.callback_url = Some("https://other.example".to_owned())),
        Check::Callback,
        (Defect, Why::Elsewhere),
    );
    check(
        |s| {
            let old = "https://old.casaipe.com.br/webhooks/meta".to_owned();
            s.app.callback_before = Some(old.clone());
            if let Asked::Heard(Some(found)) = &mut s.app.subscription {
                found.callback_url = Some(old);
            }
        },
        Check::Callback,
        (Doubtful, Why::Moved),
    );
    check(
        |s| subscribed(s, |found| found.is_active = false),
        Check::Callback,
        (Defect, Why::Inactive),
    );
    check(
        |s| subscribed(s, |found| found.fields.retain(|field| field == "messages")),
        Check::Fields,
        (Defect, Why::Missing),
    );
    check(
        |s| s.message_origins.push("https://evilfacebook.com".to_owned()),
        Check::Sdk,
        (Doubtful, Why::Mixed),
    );
    check(|s| s.graph_version = "v23.0".to_owned(), Check::GraphVersion, (Defect, Why::TooOld));
    check(|s| s.graph_version = "v31.0".to_owned(), Check::GraphVersion, (NotChecked, Why::Newer));
    check(|s| s.key = KeyPlace::Inside, Check::KeyFile, (Doubtful, Why::Inside));
    check(|s| s.smtp = None, Check::Smtp, (Doubtful, Why::NotSet));
    check(
        |s| s.smtp = Some(Asked::Refused("535 no".to_owned())),
        Check::Smtp,
        (Defect, Why::Refused),
    );
    check(|s| s.proxies = 0, Check::Proxies, (Doubtful, Why::NotSet));
    check(|s| s.time_zone = None, Check::TimeZone, (Doubtful, Why::NotSet));
    check(|s| s.has_support = false, Check::Support, (Doubtful, Why::NotSet));
}

#[test]
fn a_refusal_is_told_from_no_answer_and_another_programs_address_is_shown_without_its_secrets() {
    let mut refused = sound();
    refused.app.subscription = Asked::Refused("(#190) Invalid".to_owned());
    let findings = judge(&refused);
    for check in [Check::Callback, Check::Fields] {
        assert_eq!(of(&findings, check), (State::NotChecked, Why::Refused), "{check:?}");
    }
    let mut elsewhere = sound();
    if let Asked::Heard(Some(found)) = &mut elsewhere.app.subscription {
        found.callback_url = Some("https://key@other.example/hook?token=secret".to_owned());
    }
    let findings = judge(&elsewhere);
    let callback = findings.iter().find(|found| found.check == Check::Callback).expect("judged");
    let own = "https://farol.casaipe.com.br/webhooks/meta";
    assert_eq!(callback.saw, ["https://other.example/hook", own]);
}

#[test]
fn a_version_ages_with_the_world() {
    let years = |years: i64| {
        let mut later = sound();
        later.now = Timestamp::from_millis(1_771_372_800_000 + years * 365 * 86_400_000);
        of(&judge(&later), Check::GraphVersion)
    };
    assert_eq!(years(1), (State::Good, Why::Fine));
    assert_eq!(years(2), (State::Defect, Why::Ended));
    let mut aging = sound();
    aging.now = Timestamp::from_millis(1_771_372_800_000 + 600 * 86_400_000);
    assert_eq!(of(&judge(&aging), Check::GraphVersion), (State::Doubtful, Why::Aging));
}

#[test]
fn without_a_subscription_its_fields_are_not_judged() {
    let mut bare = sound();
    bare.app.subscription = Asked::Heard(None);
    let findings = judge(&bare);
    assert_eq!(of(&findings, Check::Callback), (State::Defect, Why::NotSet));
    assert_eq!(of(&findings, Check::Fields), (State::NotChecked, Why::Waits));
}

#[test]
fn a_console_beside_its_stand_in_for_meta_is_reached_by_it() {
    let mut demo = sound();
    demo.base_url = Some("http://127.0.0.1:8080".to_owned());
    demo.graph_url = "http://127.0.0.1:8081".to_owned();
    assert_eq!(of(&judge(&demo), Check::BaseUrl), (State::Good, Why::Fine));
}
