//! The map of the doctor: where each number's messages go, and what keeps them from being sent.

use domain::doctor::{Level, Snapshot, Stop, ways};

use crate::{CALLBACK, ELSEWHERE, app_of, apps_of, healthy, number_of};

#[test]
fn the_map_shows_every_address_and_which_wins() {
    let mut given = healthy();
    apps_of(&mut given)[0].override_url = Some(ELSEWHERE.to_owned());
    let way = ways(&given).remove(0);
    assert_eq!(way.winner(), Some((Level::Account, ELSEWHERE)));
    assert!(!way.is_here);
    number_of(&mut given).override_url = Some(format!("{CALLBACK}/"));
    let way = ways(&given).remove(0);
    assert_eq!(way.winner().map(|(level, _)| level), Some(Level::Number));
    assert!(way.is_here);
    assert_eq!(way.addresses[2], (Level::App, Some(CALLBACK.to_owned())));
}

#[test]
fn the_map_says_what_keeps_messages_away_whichever_address_wins() {
    let stopped = |spoil: fn(&mut Snapshot)| {
        let mut given = healthy();
        spoil(&mut given);
        let way = ways(&given).remove(0);
        assert!(way.is_here, "the address is still Farol's");
        way.stopped_by
    };
    assert_eq!(stopped(|_| ()), []);
    assert_eq!(stopped(|given| apps_of(given).clear()), [Stop::Subscription]);
    assert_eq!(stopped(|given| app_of(given).is_active = false), [Stop::Inactive]);
    let no_messages = |given: &mut Snapshot| app_of(given).fields.retain(|one| one != "messages");
    assert_eq!(stopped(no_messages), [Stop::Field]);
    let unregistered =
        |given: &mut Snapshot| number_of(given).platform = Some("NOT_APPLICABLE".to_owned());
    assert_eq!(stopped(unregistered), [Stop::Registration]);
}
