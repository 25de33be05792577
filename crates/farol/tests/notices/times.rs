//! Quiet hours and digests, by the turned clock.

use domain::Timestamp;
use domain::notice::{Digest, Kind, Minute, Quiet, Times};
use store::{MailShape, PersonId};

use crate::Office;
use crate::console::scope;

const HOUR: u64 = 60 * 60;

/// The minute of the day (UTC, the consoles' zone here) so many hours from now.
fn in_hours(office: &Office, hours: i64) -> Minute {
    let minutes = office.now().as_millis() / 60_000 + hours * 60;
    let minute = u16::try_from(minutes.rem_euclid(24 * 60)).expect("a minute");
    Minute::new(minute).expect("a minute")
}

/// Sets when Eva wants mail, and that the owner wants none.
async fn wanted(office: &Office, times: Times) {
    let silent = Times { muted_until: Some(Timestamp::from_millis(i64::MAX)), ..Times::default() };
    let set = office.app.store.ledger.transact(move |tx| {
        tx.set_notice_times(&scope("one"), &PersonId::new("one"), &silent)?;
        tx.set_notice_times(&scope("one"), &PersonId::new("eva"), &times)
    });
    set.await.expect("set");
}

#[tokio::test]
async fn what_comes_in_quiet_hours_is_one_mail_at_their_end_but_for_what_is_urgent() {
    let office = Office::open().await;
    let quiet = Quiet { from: in_hours(&office, -1), to: in_hours(&office, 5) };
    wanted(&office, Times { quiet: Some(quiet), ..Times::default() }).await;
    office.low("7").await;
    office.low("8").await;
    office.mail_all().await;
    assert!(office.recipients().is_empty());
    office.open_of(Kind::Restricted, "9").await;
    office.mail_all().await;
    assert_eq!(office.recipients().len(), 1, "a number that can't send can't wait");
    office.later(6 * HOUR);
    office.mail_all().await;
    assert_eq!(office.recipients().len(), 2);
    let log = office.log().await;
    let of_quiet = log.iter().find(|mail| mail.shape == MailShape::Quiet).expect("a mail");
    assert_eq!(of_quiet.notices.len(), 2);
}

#[tokio::test]
async fn a_digest_tells_a_day_in_one_mail_and_the_next_day_in_another() {
    let office = Office::open().await;
    let digest = Some(Digest { at: in_hours(&office, 3) });
    wanted(&office, Times { digest, ..Times::default() }).await;
    for number in ["7", "8", "9"] {
        office.low(number).await;
        office.later(HOUR / 2);
    }
    let next = office.mail_all().await.expect("the digest");
    assert!(office.recipients().is_empty());
    office.later(next.since(office.now()).as_secs() + 1);
    office.mail_all().await;
    office.low("10").await;
    office.later(24 * HOUR);
    office.mail_all().await;
    assert_eq!(office.recipients(), ["eva@one.example", "eva@one.example"]);
    let told: Vec<usize> = office.log().await.iter().map(|mail| mail.notices.len()).collect();
    assert_eq!(told, [3, 1]);
}

#[tokio::test]
async fn a_digest_that_missed_its_time_is_no_second_mail() {
    let office = Office::open().await;
    let digest = Some(Digest { at: in_hours(&office, 3) });
    wanted(&office, Times { digest, ..Times::default() }).await;
    office.low("7").await;
    office.fine("7").await;
    office.later(4 * HOUR);
    office.mail_all().await;
    office.later(24 * HOUR);
    office.mail_all().await;
    assert_eq!(office.recipients().len(), 1);
}

#[tokio::test]
async fn a_mute_that_ends_brings_no_mail_of_what_came_meanwhile() {
    let office = Office::open().await;
    let until = office.now().plus(std::time::Duration::from_secs(HOUR));
    wanted(&office, Times { muted_until: Some(until), ..Times::default() }).await;
    office.low("7").await;
    office.later(2 * HOUR);
    office.low("8").await;
    office.mail_all().await;
    assert_eq!(office.recipients().len(), 1);
    assert_eq!(office.log().await.len(), 1);
}
