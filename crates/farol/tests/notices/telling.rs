//! One mail for each notice and person, and for nobody else.

use domain::notice::{Channels, Kind, News, Notice};
use domain::{Node, Timestamp};
use serde_json::json;
use store::{MailState, PersonId};

use crate::Office;
use crate::console::scope;

#[tokio::test]
async fn each_person_of_the_tenant_gets_one_mail_and_nobody_else_gets_any() {
    let office = Office::open().await;
    office.low("7").await;
    office.low("7").await;
    office.mail_all().await;
    office.mail_all().await;
    let mut to = office.recipients();
    to.sort();
    assert_eq!(to, ["eva@one.example", "owner@one.example"]);
    let log = office.log().await;
    assert!(log.iter().all(|mail| mail.state == MailState::Sent && mail.attempts == 1));
    assert_eq!(log[0].answer.as_deref(), Some("250 2.0.0 Ok: queued as 4711"));
    assert_eq!(office.postbox.connections(), 1, "one connection for both");
}

#[tokio::test]
async fn a_mail_is_in_the_persons_language_in_two_parts_and_leads_to_the_console() {
    let office = Office::open().await;
    office.low("7").await;
    office.mail_all().await;
    let letters = office.postbox.letters();
    let eva = letters.iter().find(|letter| letter.to == ["eva@one.example"]).expect("a mail");
    assert_eq!(eva.header("From").as_deref(), Some("Farol <farol@demo.example>"));
    assert_eq!(eva.header("To").as_deref(), Some("Eva <eva@one.example>"));
    assert_eq!(eva.header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert!(eva.header("Message-ID").expect("an id").ends_with("@demo.example>"));
    assert!(eva.header("Content-Type").expect("a type").starts_with("multipart/alternative"));
    for part in ["text/plain; charset=utf-8", "text/html; charset=utf-8"] {
        assert!(eva.text.contains(part), "{}", eva.text);
    }
    let owner = letters.iter().find(|letter| letter.to == ["owner@one.example"]).expect("a mail");
    assert_ne!(eva.header("Subject"), owner.header("Subject"), "English, and Portuguese");
    let plain = eva.text.replace("=\r\n", "");
    assert!(plain.contains("https://farol.example/"), "{plain}");
}

#[tokio::test]
async fn rules_say_who_is_mailed_of_what() {
    let office = Office::open().await;
    let off = Channels { app: true, email: false };
    let set = office.app.store.ledger.transact(move |tx| {
        tx.set_notice_rule(&scope("one"), &PersonId::new("eva"), Kind::QualityLow, off)
    });
    set.await.expect("set");
    office.low("7").await;
    office.open_of(Kind::QualityMedium, "7").await;
    office.mail_all().await;
    assert_eq!(office.recipients(), ["owner@one.example"], "medium is not mailed by default");
}

#[tokio::test]
async fn who_left_or_muted_meanwhile_gets_nothing() {
    let office = Office::open().await;
    let mute = domain::notice::Times {
        muted_until: Some(Timestamp::from_millis(i64::MAX)),
        ..Default::default()
    };
    office.low("7").await;
    let left = office.app.store.ledger.transact(move |tx| {
        tx.remove_membership(&scope("one"), &PersonId::new("eva"))?;
        tx.set_notice_times(&scope("one"), &PersonId::new("one"), &mute)
    });
    left.await.expect("left");
    office.mail_all().await;
    assert!(office.recipients().is_empty());
    assert!(office.log().await.iter().all(|mail| mail.state == MailState::GivenUp));
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_queued_for_later() {
    let postbox = crate::postbox::Postbox::open().await;
    let office = Office::with(None, postbox).await;
    office.low("7").await;
    assert_eq!(office.mail_all().await, None);
    assert!(office.log().await.is_empty());
}

#[tokio::test]
async fn a_line_break_in_a_name_is_no_header() {
    let office = Office::open().await;
    office.hire("bad", "Bad\r\nBcc: all@one.example\r\n\r\nHi", "one", None).await;
    let detail = json!({"field": "status", "after": "RESTRICTED\r\nBcc: all@one.example"});
    let node = Node::phone_number("7\r\nBcc: all@one.example");
    office.tell(News::Open(Notice::condition(Kind::Restricted, node, office.now(), detail))).await;
    office.mail_all().await;
    let letters = office.postbox.letters();
    assert_eq!(letters.len(), 3);
    for letter in letters {
        assert_eq!(letter.to.len(), 1);
        assert_eq!(letter.header("Bcc"), None, "{}", letter.text);
    }
}
