//! A mail server that refuses, puts off, closes, or is down for a day: nothing lost, no storm.

use std::collections::BTreeSet;
use std::time::Duration;

use farol::mail::Patience;
use store::{MailShape, MailState};

use crate::Office;
use crate::postbox::Manner;

const HOUR: u64 = 60 * 60;

#[tokio::test]
async fn a_refused_recipient_is_said_and_not_tried_again_and_holds_up_nobody() {
    let office = Office::open().await;
    let refusal = "550 5.1.1 <eva@one.example> no such user";
    office.postbox.behave(Manner::Answers("RCPT TO:<eva@", refusal));
    office.low("7").await;
    office.mail_all().await;
    office.later(HOUR);
    office.mail_all().await;
    assert_eq!(office.recipients(), ["owner@one.example"]);
    let log = office.log().await;
    let refused: Vec<_> = log.iter().filter(|mail| mail.state == MailState::Refused).collect();
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].attempts, refused[0].answer.as_deref()), (1, Some(refusal)));
}

#[tokio::test]
async fn a_mail_that_is_put_off_is_tried_again_later_and_later() {
    let office = Office::open().await;
    office.postbox.behave(Manner::Answers("RCPT TO:<eva@", "450 4.2.0 Greylisted"));
    office.low("7").await;
    let mut waits = Vec::new();
    for _ in 0..4 {
        let next = office.mail_all().await.expect("another try");
        waits.push(next.since(office.now()).as_secs().div_ceil(10));
        office.later(next.since(office.now()).as_secs() + 1);
    }
    assert_eq!(waits, [3, 6, 12, 24], "tens of seconds");
    office.postbox.behave(Manner::Takes);
    assert_eq!(office.mail_all().await, None);
    assert_eq!(office.recipients(), ["owner@one.example", "eva@one.example"]);
}

#[tokio::test]
async fn a_mail_that_is_put_off_for_days_is_given_up() {
    let office = Office::open().await;
    office.postbox.behave(Manner::Answers("RCPT TO:<eva@", "450 4.2.0 Full"));
    office.low("7").await;
    while office.mail_all().await.is_some() {
        office.later(6 * HOUR);
        if office.now().since(office.log().await[0].queued_at).as_secs() > 8 * 24 * HOUR {
            break;
        }
    }
    let states: BTreeSet<&str> =
        office.log().await.iter().map(|mail| mail.state.as_str()).collect();
    assert!(states.contains("given_up"), "{states:?}");
    assert!(!states.contains("queued"), "{states:?}");
}

#[tokio::test]
async fn a_mail_at_which_the_server_goes_away_holds_up_nobody_and_is_given_up_in_the_end() {
    let goes = "421 4.7.0 Too many errors";
    for manner in [Manner::Leaves("RCPT TO:<eva@"), Manner::Answers("RCPT TO:<eva@", goes)] {
        let office = Office::open().await;
        office.postbox.behave(manner.clone());
        office.low("7").await;
        office.low("8").await;
        office.mail_all().await;
        assert_eq!(office.recipients(), ["owner@one.example"; 2], "{manner:?}");
        for _ in 0..7 * 4 {
            office.later(6 * HOUR);
            office.mail_all().await;
        }
        let states: BTreeSet<&str> =
            office.log().await.iter().map(|mail| mail.state.as_str()).collect();
        assert!(!states.contains("queued"), "{manner:?}: {states:?}");
    }
}

/// A patience that a test can wait for: the postbox answers at once, if at all.
const SHORT: Patience = Patience { text: Duration::from_secs(2), ..Patience::OF_RFC };

#[tokio::test]
async fn a_mail_whose_text_is_never_answered_comes_twice_at_most_and_holds_up_nobody() {
    for manner in [Manner::HangsAt("To: Eva <eva@one.example>"), Manner::LeavesAfterText] {
        let office = Office::open().await;
        office.postbox.behave(manner.clone());
        office.low("7").await;
        office.low("8").await;
        for _ in 0..6 {
            office.mail_within(SHORT).await;
            office.later(HOUR);
        }
        let letters = office.postbox.letters();
        let ids: Vec<_> = letters.iter().map(|letter| letter.header("Message-ID")).collect();
        let of = |whose: &str| letters.iter().filter(|letter| letter.to == [whose]).count();
        assert!(ids.iter().all(|id| ids.iter().filter(|other| *other == id).count() <= 2));
        assert_eq!(of("eva@one.example"), 4, "{manner:?}: two mails, twice each");
        let log = office.log().await;
        for mail in log.iter().filter(|mail| mail.person.as_str() == "eva") {
            assert_eq!((mail.state, mail.attempts), (MailState::GivenUp, 2), "{manner:?}");
            assert!(mail.answer.is_some(), "{manner:?}: the log says why");
        }
        if manner != Manner::LeavesAfterText {
            assert_eq!(of("owner@one.example"), 2, "the others' came, once");
        }
    }
}

#[tokio::test]
async fn while_the_server_stalls_on_one_mail_the_others_are_not_put_off() {
    let office = Office::open().await;
    office.low("7").await;
    office.postbox.behave(Manner::HangsAt("To: Eva <eva@one.example>"));
    let next = office.mail_within(SHORT).await.expect("Eva's is tried again");
    assert!(next > office.now());
    let sent: Vec<_> = office.log().await.into_iter().map(|mail| mail.state).collect();
    assert_eq!(sent.iter().filter(|state| **state == MailState::Sent).count(), 1);
    assert_eq!(sent.iter().filter(|state| **state == MailState::Queued).count(), 1);
    office.postbox.behave(Manner::Takes);
    office.later(60);
    assert_eq!(office.mail_all().await, None);
    assert_eq!(office.log().await.iter().filter(|mail| mail.state == MailState::Sent).count(), 2);
}

#[tokio::test]
async fn a_server_that_closes_or_is_gone_is_asked_once_for_all() {
    for manner in [Manner::Closes, Manner::Answers("MAIL FROM", "421 4.3.2 Shutting down")] {
        let office = Office::open().await;
        office.postbox.behave(manner.clone());
        for number in ["7", "8", "9"] {
            office.low(number).await;
        }
        let next = office.mail_all().await.expect("another try");
        assert!(next > office.now());
        assert_eq!(office.postbox.connections(), 1, "{manner:?}");
        let tried: u32 = office.log().await.iter().map(|mail| mail.attempts).sum();
        assert_eq!(tried, 1, "the others were not even tried");
        office.postbox.behave(Manner::Takes);
        office.later(60);
        assert_eq!(office.mail_all().await, None);
        assert_eq!(office.recipients().len(), 6);
    }
}

#[tokio::test]
async fn after_a_day_without_a_server_what_is_over_comes_as_one_summary_and_what_holds_alone() {
    let mut office = Office::open().await;
    office.postbox.stop().await;
    for number in ["1", "2", "3", "4"] {
        office.low(number).await;
    }
    for hour in 0..25 {
        office.mail_all().await;
        office.later(HOUR);
        if hour == 20 {
            office.low("5").await;
            office.low("6").await;
            office.fine("6").await;
            office.fine("1").await;
        }
    }
    office.mail_all().await;
    office.postbox.start().await;
    office.later(HOUR);
    assert_eq!(office.mail_all().await, None);
    let to_eva = office.recipients().iter().filter(|to| to.starts_with("eva")).count();
    assert_eq!(to_eva, 2, "one summary, and the one that still holds");
    let log = office.log().await;
    let sent: Vec<_> = log
        .iter()
        .filter(|mail| mail.state == MailState::Sent && mail.person.as_str() == "eva")
        .map(|mail| (mail.shape, mail.notices.len()))
        .collect();
    assert!(sent.contains(&(MailShape::Summary, 5)), "{sent:?}");
    assert!(sent.contains(&(MailShape::Alone, 1)), "{sent:?}");
    let merged = log.iter().filter(|mail| mail.state == MailState::Merged).count();
    assert_eq!(merged, 10, "five of each person");
    let ids: BTreeSet<_> =
        office.postbox.letters().iter().map(|letter| letter.header("Message-ID")).collect();
    assert_eq!(ids.len(), office.recipients().len());
}
