//! Settings that are wrong each answer a sentence, and the log keeps it.

use std::time::Duration;

use farol::config::{Security, Smtp};
use farol::mail::{self, Stage, Tested, Trouble, Verdict};
use store::{MailShape, MailState, PersonId, Secret};
use ui::Language;

use crate::Office;
use crate::console::scope;
use crate::postbox::{Manner, Postbox};

/// What a test mail to Eva brings.
async fn tested(office: &Office) -> Tested {
    tested_within(office, Duration::from_secs(25)).await
}

async fn tested_within(office: &Office, patience: Duration) -> Tested {
    let eva = PersonId::new("eva");
    let eva = office.app.store.ledger.read(move |read| read.person(&eva)).await;
    let eva = eva.expect("read").expect("Eva");
    let tested = mail::test(&office.app, &scope("one"), &eva, Language::En, patience).await;
    tested.expect("tested")
}

/// What a test mail brings with other settings than right ones.
async fn trouble(change: impl FnOnce(&mut Smtp), manner: Manner) -> Trouble {
    let postbox = Postbox::open().await;
    postbox.behave(manner);
    let mut smtp = Smtp::local("127.0.0.1", postbox.port, "Farol <farol@demo.example>");
    change(smtp.as_mut().expect("on this machine"));
    let office = Office::with(smtp, postbox).await;
    match tested(&office).await {
        Tested::Failed(trouble) => trouble,
        other @ (Tested::NoServer | Tested::Taken(_)) => panic!("{other:?}"),
    }
}

fn with_login(smtp: &mut Smtp) {
    smtp.username = Some("farol".to_owned());
    smtp.password = Some(Secret::new("a-password-to-keep"));
}

#[tokio::test]
async fn a_test_mail_answers_what_the_server_said_and_stands_in_the_log() {
    let office = Office::open().await;
    let taken = Tested::Taken("250 2.0.0 Ok: queued as 4711".to_owned());
    assert_eq!(tested(&office).await, taken);
    assert_eq!(office.recipients(), ["eva@one.example"]);
    let log = office.log().await;
    assert_eq!((log[0].shape, log[0].state), (MailShape::Test, MailState::Sent));
    assert_eq!(office.mail_all().await, None, "a test is never tried again");
}

#[tokio::test]
async fn a_test_that_nobody_answers_ends_and_the_log_says_so() {
    let office = Office::open().await;
    office.postbox.behave(Manner::Hangs);
    let Tested::Failed(trouble) = tested_within(&office, Duration::from_millis(200)).await else {
        panic!("nobody took it");
    };
    assert_eq!((trouble.stage, trouble.verdict), (Stage::Text, Verdict::Unknown));
    let said = "time-out after the text, which may have been taken";
    assert_eq!((trouble.code, trouble.said.as_str()), (None, said));
    let log = office.log().await;
    assert_eq!((log[0].state, log[0].answer.as_deref()), (MailState::GivenUp, Some(said)));
    assert_eq!(office.mail_all().await, None, "a test is never tried again");
}

#[tokio::test]
async fn each_wrong_setting_says_where_it_failed() {
    let nothing = |_: &mut Smtp| {};
    let port = |smtp: &mut Smtp| smtp.port = 9;
    let tls = |smtp: &mut Smtp| smtp.security = Security::Tls;
    let starttls = |smtp: &mut Smtp| smtp.security = Security::Starttls;
    let from = |smtp: &mut Smtp| smtp.from = "nobody".to_owned();
    let takes = Manner::Takes;
    assert_eq!(trouble(port, takes.clone()).await.stage, Stage::Connect);
    assert_eq!(trouble(nothing, Manner::Closes).await.stage, Stage::Connect);
    assert_eq!(trouble(from, takes.clone()).await.stage, Stage::Sender);
    let plain = trouble(starttls, takes.clone()).await;
    assert_eq!(plain.stage, Stage::Tls, "a server without TLS is not spoken to in plain: {plain}");
    let not_tls = trouble(tls, takes).await;
    assert!(matches!(not_tls.stage, Stage::Connect | Stage::Tls), "{not_tls}");
    let refused = trouble(with_login, Manner::Answers("AUTH", "535 5.7.8 Bad password")).await;
    assert_eq!((refused.stage, refused.code), (Stage::Login, Some(535)));
    let sender = Manner::Answers("MAIL FROM", "553 5.7.1 Not yours");
    let sender = trouble(nothing, sender).await;
    assert_eq!((sender.stage, sender.said.as_str()), (Stage::Sender, "553 5.7.1 Not yours"));
    for found in [plain, not_tls, refused, sender] {
        assert_eq!(found.verdict, Verdict::NoServer);
        assert!(!found.said.is_empty());
        assert!(!found.said.contains("a-password-to-keep"));
    }
    let recipient = Manner::Answers("RCPT", "550 5.1.1 No such user");
    assert_eq!(trouble(nothing, recipient).await.verdict, Verdict::Refused);
}

#[tokio::test]
async fn a_login_that_is_refused_loses_nothing() {
    let postbox = Postbox::open().await;
    let mut smtp = Smtp::local("127.0.0.1", postbox.port, "farol@demo.example").expect("local");
    with_login(&mut smtp);
    let office = Office::with(Some(smtp), postbox).await;
    office.postbox.behave(Manner::Answers("AUTH", "535 5.7.8 Bad password"));
    office.low("7").await;
    assert!(office.mail_all().await.is_some(), "it is tried again");
    assert!(office.recipients().is_empty());
    let log = office.log().await;
    assert!(log.iter().any(|mail| mail.answer.as_deref() == Some("535 5.7.8 Bad password")));
    office.postbox.behave(Manner::Takes);
    office.later(60);
    office.mail_all().await;
    assert_eq!(office.recipients().len(), 2);
}
