//! The doctor's judgement: green on a healthy world, and of each defect planted alone exactly its
//! line is red (issue 7, point 7).

mod ways;

use domain::Timestamp;
use domain::doctor::{
    Account, App, Check, Deaf, Finding, Fix, Hindrance, Mend, Number, Person, Silence, Snapshot,
    State, Token, Usage, Why, judge,
};
use domain::payment::Payment;
use domain::preflight::{AppSide, Asked, Subscribed};
use meta::open::NameStatus;
use meta::{PhoneNumberId, WabaId};

const OWN: &str = "670843887433847";
const CALLBACK: &str = "https://farol.example/webhooks/meta";
const ELSEWHERE: &str = "https://other.example/hook";
const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

fn healthy() -> Snapshot {
    let fields = vec!["account_update".to_owned(), "messages".to_owned()];
    let subscribed = Subscribed {
        callback_url: Some(CALLBACK.to_owned()),
        is_active: true,
        fields: fields.clone(),
    };
    let app = AppSide {
        app_id: OWN.to_owned(),
        app: Asked::Heard(()),
        verify_token_bytes: 32,
        handshake: Some(Asked::Heard(true)),
        callback_url: Some(CALLBACK.to_owned()),
        callback_before: None,
        subscription: Asked::Heard(Some(subscribed)),
        fields,
    };
    Snapshot { now: NOW, app, accounts: vec![account()] }
}

fn account() -> Account {
    Account {
        waba: WabaId::new("102290129340398"),
        name: Some("Casa Ipê Brasil".to_owned()),
        own_app: None,
        token: Ok(Token {
            app_id: Some(OWN.to_owned()),
            is_for_a_day: false,
            is_valid: true,
            ends_at: None,
            missing: Vec::new(),
            not_granted: Vec::new(),
        }),
        apps: Ok(vec![App { id: OWN.to_owned(), name: None, override_url: None }]),
        payment: Ok(Payment::Seen),
        usage: None,
        deaf: Deaf::No,
        numbers: Ok(vec![number()]),
    }
}

fn number() -> Number {
    Number {
        id: PhoneNumberId::new("106540352242922"),
        display: Some("+55 11 95555-0142".to_owned()),
        override_url: None,
        status: Some("CONNECTED".to_owned()),
        platform: Some("CLOUD_API".to_owned()),
        name_status: Some(NameStatus::Approved),
        was_registered: true,
        is_pin_known: true,
        is_in_app: false,
    }
}

fn app_of(given: &mut Snapshot) -> &mut Subscribed {
    match &mut given.app.subscription {
        Asked::Heard(Some(subscribed)) => subscribed,
        other => panic!("{other:?}"),
    }
}

fn token_of(given: &mut Snapshot) -> &mut Token {
    given.accounts[0].token.as_mut().expect("heard")
}

fn apps_of(given: &mut Snapshot) -> &mut Vec<App> {
    given.accounts[0].apps.as_mut().expect("heard")
}

fn number_of(given: &mut Snapshot) -> &mut Number {
    &mut given.accounts[0].numbers.as_mut().expect("heard")[0]
}

fn silence(hindrance: Hindrance) -> Silence {
    Silence { hindrance, said: "(#1) in Meta's words".to_owned() }
}

/// Everything that is asked with the account's token is answered so.
fn silenced(given: &mut Snapshot, hindrance: Hindrance) {
    let account = &mut given.accounts[0];
    account.apps = Err(silence(hindrance));
    account.payment = Err(silence(hindrance));
    account.numbers = Err(silence(hindrance));
}

fn in_state(found: &[Finding], state: State) -> Vec<(Check, Why)> {
    let of_state = found.iter().filter(|finding| finding.state == state);
    of_state.map(|finding| (finding.check, finding.why)).collect()
}

/// Plants one defect; exactly its line is red, and nothing else in doubt.
fn check(expected: (Check, Why), plant: impl FnOnce(&mut Snapshot)) -> Finding {
    let mut given = healthy();
    plant(&mut given);
    let found = judge(&given);
    assert_eq!(in_state(&found, State::Defect), [expected], "{found:#?}");
    assert_eq!(in_state(&found, State::Doubtful), [], "{found:#?}");
    found.into_iter().find(|finding| finding.check == expected.0).expect("a line")
}

fn doubted(expected: (Check, Why), plant: impl FnOnce(&mut Snapshot)) -> Finding {
    let mut given = healthy();
    plant(&mut given);
    let found = judge(&given);
    assert_eq!(in_state(&found, State::Defect), [], "{found:#?}");
    assert_eq!(in_state(&found, State::Doubtful), [expected], "{found:#?}");
    found.into_iter().find(|finding| finding.check == expected.0).expect("a line")
}

fn call(finding: &Finding) -> &Mend {
    match &finding.fix {
        Some(Fix::Call(mend)) => mend,
        other => panic!("{other:?}"),
    }
}

fn set_callback(fields: &[String]) -> Mend {
    let (app, url) = (OWN.to_owned(), CALLBACK.to_owned());
    Mend::SetCallback { app, waba: None, url, fields: fields.to_vec() }
}

#[test]
fn a_healthy_world_is_green_in_every_line() {
    let found = judge(&healthy());
    assert_eq!(found.len(), Check::ALL.len());
    let checks: Vec<Check> = found.iter().map(|finding| finding.check).collect();
    assert_eq!(checks, Check::ALL);
    assert!(found.iter().all(|finding| finding.state == State::Good), "{found:#?}");
    assert!(found.iter().all(|finding| finding.fix.is_none()));
}

#[test]
fn a_secret_that_meta_refuses_is_one_defect_and_what_needs_it_waits() {
    let finding = check((Check::Secret, Why::Refused), |given| {
        given.app.app = Asked::Refused("Error validating client secret.".to_owned());
        given.app.subscription = Asked::Refused("Invalid OAuth access token".to_owned());
        given.accounts[0].token = Err(silence(Hindrance::TokenDead));
        silenced(given, Hindrance::Refused);
    });
    assert_eq!(finding.fix, Some(Fix::Person(Person::Secret)));
}

#[test]
fn a_callback_elsewhere_is_set_here_with_every_field_that_was_there() {
    let finding = check((Check::Callback, Why::Elsewhere), |given| {
        let subscribed = app_of(given);
        subscribed.callback_url = Some(ELSEWHERE.to_owned());
        subscribed.fields.push("flows".to_owned());
    });
    assert_eq!(finding.saw, [ELSEWHERE]);
    assert_eq!(finding.wanted, [CALLBACK]);
    let fields = ["account_update", "flows", "messages"].map(str::to_owned).to_vec();
    assert_eq!(call(&finding), &set_callback(&fields));
}

#[test]
fn a_callback_elsewhere_is_a_doubt_while_overrides_bring_every_message_here() {
    let finding = doubted((Check::Callback, Why::Overridden), |given| {
        app_of(given).callback_url = Some(ELSEWHERE.to_owned());
        number_of(given).override_url = Some(CALLBACK.to_owned());
    });
    assert_eq!(finding.saw, [ELSEWHERE]);
}

#[test]
fn a_subscription_that_is_off_or_not_there_is_set() {
    let inactive = |given: &mut Snapshot| app_of(given).is_active = false;
    check((Check::Callback, Why::Inactive), inactive);
    let finding = check((Check::Callback, Why::NotSet), |given| {
        given.app.subscription = Asked::Heard(None);
    });
    assert!(matches!(call(&finding), Mend::SetCallback { .. }));
}

#[test]
fn a_missing_field_is_named_and_added() {
    let finding = check((Check::Fields, Why::Missing), |given| {
        app_of(given).fields = vec!["messages".to_owned()];
    });
    assert_eq!(finding.wanted, ["account_update"]);
    let fields = ["account_update", "messages"].map(str::to_owned).to_vec();
    assert_eq!(call(&finding), &set_callback(&fields));
}

#[test]
fn an_address_that_refuses_the_handshake_is_a_persons_to_mend() {
    let finding = check((Check::Handshake, Why::Refused), |given| {
        given.app.handshake = Some(Asked::Refused("HTTP 403".to_owned()));
    });
    assert_eq!(finding.fix, Some(Fix::Person(Person::Address)));
}

#[test]
fn a_dead_token_is_one_defect_whoever_says_so() {
    check((Check::Token, Why::Dead), |given| {
        token_of(given).is_valid = false;
        silenced(given, Hindrance::TokenDead);
    });
    let finding = check((Check::Token, Why::Dead), |given| silenced(given, Hindrance::TokenDead));
    assert_eq!(finding.fix, Some(Fix::Person(Person::LogIn)));
    check((Check::Token, Why::OtherApp), |given| {
        token_of(given).app_id = Some("1".to_owned());
    });
}

#[test]
fn a_token_for_a_day_is_told_from_one_that_ends_soon() {
    let hours = |hours: i64| Some(Timestamp::from_seconds(1_790_000_000 + hours * 3_600));
    check((Check::Expiry, Why::ForADay), |given| {
        let token = token_of(given);
        token.is_for_a_day = true;
        token.ends_at = hours(23);
    });
    check((Check::Expiry, Why::Soon), |given| token_of(given).ends_at = hours(23));
    check((Check::Expiry, Why::Over), |given| token_of(given).ends_at = hours(0));
    doubted((Check::Expiry, Why::Soon), |given| token_of(given).ends_at = hours(13 * 24));
    let mut given = healthy();
    token_of(&mut given).ends_at = hours(60 * 24);
    assert_eq!(in_state(&judge(&given), State::Defect), []);
}

#[test]
fn scopes_that_are_missing_or_of_another_account_are_named() {
    let messaging = || vec!["whatsapp_business_messaging".to_owned()];
    let finding = check((Check::Scopes, Why::Missing), |given| {
        token_of(given).missing = messaging();
        silenced(given, Hindrance::NotPermitted);
    });
    assert_eq!(finding.wanted, messaging());
    check((Check::Scopes, Why::NotGranted), |given| {
        token_of(given).not_granted = messaging();
        silenced(given, Hindrance::NotPermitted);
    });
}

#[test]
fn an_account_that_does_not_send_is_subscribed() {
    let finding = check((Check::Subscription, Why::Missing), |given| apps_of(given).clear());
    assert_eq!(call(&finding), &Mend::Subscribe { waba: WabaId::new("102290129340398") });
}

#[test]
fn an_override_of_the_account_is_removed() {
    let finding = check((Check::Override, Why::Elsewhere), |given| {
        apps_of(given)[0].override_url = Some(ELSEWHERE.to_owned());
    });
    assert_eq!(
        (finding.saw.as_slice(), finding.wanted.as_slice()),
        ([ELSEWHERE.to_owned()].as_slice(), [CALLBACK.to_owned()].as_slice())
    );
    assert_eq!(call(&finding), &Mend::Subscribe { waba: WabaId::new("102290129340398") });
}

#[test]
fn an_override_of_the_number_is_removed_or_replaced_where_the_callback_is_elsewhere() {
    let (number, waba) = (PhoneNumberId::new("106540352242922"), WabaId::new("102290129340398"));
    let finding = check((Check::Route, Why::Elsewhere), |given| {
        number_of(given).override_url = Some(ELSEWHERE.to_owned());
    });
    let removed = Mend::RemoveOverride { number: number.clone(), waba: waba.clone() };
    assert_eq!(call(&finding), &removed);
    let mut given = healthy();
    app_of(&mut given).callback_url = Some(ELSEWHERE.to_owned());
    number_of(&mut given).override_url = Some(ELSEWHERE.to_owned());
    let found = judge(&given);
    let finding = found.iter().find(|finding| finding.check == Check::Route).expect("a line");
    let set = Mend::SetOverride { number, waba, url: CALLBACK.to_owned() };
    assert_eq!(call(finding), &set);
}

#[test]
fn another_app_that_hears_too_is_a_doubt_by_name() {
    let finding = doubted((Check::Foreign, Why::Others), |given| {
        let other = App { id: "77".to_owned(), name: Some("Outro".to_owned()), override_url: None };
        apps_of(given).push(other);
    });
    assert_eq!(finding.saw, ["Outro (77)"]);
}

#[test]
fn payment_that_fails_is_a_defect_and_none_seen_a_doubt() {
    check((Check::Payment, Why::Failing), |given| {
        given.accounts[0].payment = Ok(Payment::Failing);
    });
    doubted((Check::Payment, Why::NotSeen), |given| {
        given.accounts[0].payment = Ok(Payment::NotSeen);
    });
}

#[test]
fn a_quota_used_up_is_one_defect_and_what_could_not_be_asked_waits() {
    check((Check::Quota, Why::UsedUp), |given| silenced(given, Hindrance::TooMany));
    check((Check::Quota, Why::UsedUp), |given| {
        given.accounts[0].usage = Some(Usage { percent: 100 });
    });
    doubted((Check::Quota, Why::Nearly), |given| {
        given.accounts[0].usage = Some(Usage { percent: 80 });
    });
}

#[test]
fn a_deaf_webhook_is_a_defect_unless_another_line_explains_it() {
    let fields = || vec!["message_template_status_update".to_owned()];
    check((Check::Deaf, Why::Untold), |given| given.accounts[0].deaf = Deaf::Yes(fields()));
    doubted((Check::Deaf, Why::Pending), |given| {
        given.accounts[0].deaf = Deaf::Pending(fields());
    });
    check((Check::Subscription, Why::Missing), |given| {
        given.accounts[0].deaf = Deaf::Yes(fields());
        apps_of(given).clear();
    });
}

#[test]
fn a_number_that_left_the_platform_is_a_defect_and_one_that_never_came_a_doubt() {
    let gone = |given: &mut Snapshot| {
        number_of(given).platform = Some("NOT_APPLICABLE".to_owned());
        number_of(given).status = Some("DISCONNECTED".to_owned());
    };
    check((Check::Registration, Why::NotRegistered), gone);
    doubted((Check::Registration, Why::NeverRegistered), |given| {
        gone(given);
        number_of(given).was_registered = false;
    });
}

#[test]
fn a_name_is_judged_by_metas_word() {
    let named = |status| move |given: &mut Snapshot| number_of(given).name_status = Some(status);
    check((Check::Name, Why::Declined), named(NameStatus::Declined));
    doubted((Check::Name, Why::InReview), named(NameStatus::PendingReview));
    let mut given = healthy();
    named(NameStatus::Other("NEW".to_owned()))(&mut given);
    let found = judge(&given);
    assert_eq!(in_state(&found, State::NotChecked), [(Check::Name, Why::Unknown)]);
}

#[test]
fn silence_without_a_cause_is_never_good_nor_wrong() {
    let mut given = healthy();
    silenced(&mut given, Hindrance::NoAnswer);
    given.accounts[0].token = Err(silence(Hindrance::NoAnswer));
    let found = judge(&given);
    assert_eq!(in_state(&found, State::Defect), []);
    assert_eq!(in_state(&found, State::Doubtful), []);
    assert!(in_state(&found, State::NotChecked).contains(&(Check::Token, Why::Unanswered)));
}

#[test]
fn the_address_that_this_farol_had_before_is_told_from_another_programs() {
    const BEFORE: &str = "https://antes.example/webhooks/meta";
    let moved = check((Check::Callback, Why::Moved), |given| {
        app_of(given).callback_url = Some(BEFORE.to_owned());
        given.app.callback_before = Some(BEFORE.to_owned());
    });
    assert_eq!((moved.saw, moved.wanted), (vec![BEFORE.to_owned()], vec![CALLBACK.to_owned()]));
    assert!(matches!(moved.fix, Some(Fix::Call(Mend::SetCallback { .. }))));
    // What was ours and is not shown any more says nothing of another program's.
    check((Check::Callback, Why::Elsewhere), |given| {
        app_of(given).callback_url = Some("https://outro.example/hook".to_owned());
        given.app.callback_before = Some(BEFORE.to_owned());
    });
}
