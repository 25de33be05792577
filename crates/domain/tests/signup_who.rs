//! Who acts on what Meta refused: a login and the catalogue of Meta's errors give one answer.

use domain::signup::{Obstacle, Said, Snag, Task, WayOn, Who};
use meta::GraphError;
use meta::catalogue::{Actor, Asked, Retry, find};

fn refused(code: i64, subcode: Option<i64>) -> Snag {
    let message = "(#100) Invalid parameter".to_owned();
    Snag::of_graph(Task::Register, &GraphError::Refused { code, subcode, message })
}

#[test]
fn a_maintenance_of_metas_is_waited_for() {
    let snag = refused(100, Some(2_494_100));
    let entry = find(Asked { code: 100, subcode: Some(2_494_100) }).expect("known");
    assert_eq!((entry.actor, entry.retry), (Actor::Meta, Retry::Later));
    assert_eq!((snag.who(), snag.obstacle.way_on()), (Who::Meta, WayOn::Wait));
}

#[test]
fn what_only_the_client_can_change_is_the_clients() {
    for (code, subcode) in [(131_031, None), (100, Some(2_388_012))] {
        let entry = find(Asked { code, subcode }).expect("known");
        assert_eq!(entry.actor, Actor::Client);
        assert_eq!(refused(code, subcode).who(), Who::Owner, "{code}/{subcode:?}");
        let said = Said { code: Some(code), subcode, message: "no".to_owned() };
        let added = Snag { obstacle: Obstacle::NumberNotAdded, said: Some(said) };
        assert_eq!(added.who(), Who::Owner, "{code}/{subcode:?}");
    }
}

#[test]
fn what_nobody_knows_is_for_who_is_at_the_page() {
    assert_eq!(refused(987_654, None).who(), Who::You);
    assert_eq!(Snag::of(Obstacle::Refused).who(), Who::You);
    assert_eq!(refused(133_005, None).who(), Who::You, "an obstacle of its own keeps its own");
}
