//! What a login makes of Meta's answers: which number is meant, and what an error leaves to do.

mod login;

use domain::signup::{Choice, Listed, Meant, Obstacle, Snag, Task, choose};
use login::{fresh, registered};
use meta::{GraphError, PhoneNumberId};

#[test]
fn without_the_message_the_number_that_came_in_last_is_meant() {
    let newer =
        Listed { last_onboarded_time: Some("2026-11-22T10:00:01+0000".to_owned()), ..fresh("2") };
    let numbers = [fresh("1"), newer.clone(), fresh("3")];
    assert_eq!(choose(Meant::Any, &numbers), Choice::Number(&newer));
    assert_eq!(choose(Meant::Any, &[]), Choice::None);
    assert_eq!(choose(Meant::None, &numbers), Choice::None);
    let (found, gone) = (PhoneNumberId::new("3"), PhoneNumberId::new("4"));
    assert_eq!(choose(Meant::This(&found), &numbers), Choice::Number(&numbers[2]));
    assert_eq!(choose(Meant::This(&gone), &numbers), Choice::NotInAccount);
    assert_eq!(choose(Meant::InApp, &numbers), Choice::None);
}

#[test]
fn without_the_message_a_number_that_nobody_saw_to_is_meant_before_newer_ones() {
    let newer = |number: Listed| Listed {
        last_onboarded_time: Some("2026-11-22T10:00:01+0000".to_owned()),
        ..number
    };
    let (old, newest) = (fresh("1"), newer(registered("2")));
    let both = [newest.clone(), old.clone()];
    assert_eq!(choose(Meant::Any, &both), Choice::Number(&old), "it is to be registered yet");
    let seen_to = [Listed { is_seen_to: true, ..old }, newest];
    assert_eq!(choose(Meant::Any, &seen_to), Choice::Number(&seen_to[1]), "another login has it");
    let in_app = |number: Listed| Listed { is_on_biz_app: true, ..number };
    let apps = [Listed { is_seen_to: true, ..in_app(newer(registered("3"))) }, in_app(fresh("4"))];
    assert_eq!(choose(Meant::InApp, &apps), Choice::Number(&apps[1]));
}

#[test]
fn metas_errors_are_told_apart_by_what_one_can_do() {
    let trouble = |code| GraphError::Trouble { code, message: "HTTP 502".to_owned() };
    let refused = |code, subcode| GraphError::Refused { code, subcode, message: "no".to_owned() };
    let cases = [
        (Task::Exchange, refused(100, Some(36_007)), Obstacle::CodeExpired),
        (Task::Exchange, refused(100, Some(36_009)), Obstacle::CodeUsed),
        (Task::Exchange, refused(100, None), Obstacle::CodeRefused),
        (Task::Register, refused(133_005, None), Obstacle::PinMismatch),
        (Task::Register, refused(133_006, None), Obstacle::NotVerified { is_code_sent: false }),
        (Task::Register, refused(133_008, None), Obstacle::PinLocked),
        (Task::Register, refused(133_009, None), Obstacle::PinLocked),
        (Task::Register, refused(133_015, None), Obstacle::RecentlyDeleted),
        (Task::Register, refused(133_016, None), Obstacle::TooManyRegistrations),
        (Task::Register, refused(100, Some(2_388_001)), Obstacle::NameNotProcessed),
        (Task::Register, refused(100, Some(1)), Obstacle::Refused),
        (Task::Find, trouble(Some(2)), Obstacle::Trouble),
        (Task::Find, trouble(None), Obstacle::Unanswered),
    ];
    for (task, error, expected) in cases {
        let snag = Snag::of_graph(task, &error);
        assert_eq!(snag.obstacle, expected, "{error:?}");
        assert_eq!(snag.said.map(|said| said.code), Some(error.code()), "{error:?}");
    }
}
