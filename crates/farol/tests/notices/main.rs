//! Notices by mail: each once, to whom wants it, when wanted, whatever the mail server does.

#[path = "../console/mod.rs"]
mod console;
mod failures;
#[path = "../postbox/mod.rs"]
mod postbox;
mod settings;
mod telling;
mod times;

use std::sync::Arc;
use std::time::Duration;

use console::{Hands, scope};
use domain::notice::{Kind, News, Notice};
use domain::role::Role;
use domain::{Node, Timestamp};
use farol::app::App;
use farol::config::Smtp;
use farol::mail::Patience;
use farol::notify::Desk;
use farol::work::{Step, mail};
use postbox::Postbox;
use serde_json::json;
use store::{Mail, NewPerson, PersonId};

/// A console whose mails go to a postbox; of tenant `one` Eva takes part beside its owner.
struct Office {
    app: App,
    hands: Hands,
    postbox: Postbox,
}

impl Office {
    async fn open() -> Self {
        let postbox = Postbox::open().await;
        let local = Smtp::local("127.0.0.1", postbox.port, "Farol <farol@demo.example>");
        Self::with(local, postbox).await
    }

    async fn with(smtp: Option<Smtp>, postbox: Postbox) -> Self {
        let (mut app, _, hands) = console::beside_emulator_with(Default::default()).await;
        let settings = Arc::get_mut(&mut app.settings).expect("just built");
        settings.config.smtp = smtp;
        settings.config.base_url = Some("https://farol.example".to_owned());
        app.notices = Desk::new(&app.settings);
        let office = Self { app, hands, postbox };
        office.hire("eva", "Eva", "one", Some("en")).await;
        office
    }

    async fn hire(&self, id: &'static str, name: &str, tenant: &str, language: Option<&str>) {
        let person = NewPerson {
            id: PersonId::new(id),
            email: format!("{id}@one.example"),
            name: name.to_owned(),
            password_hash: None,
            language: language.map(str::to_owned),
            is_installation_owner: false,
            created_at: Timestamp::from_millis(0),
        };
        let scope = scope(tenant);
        let hired = self.app.store.ledger.transact(move |tx| {
            tx.add_person(&person)?;
            tx.add_membership(&scope, &person.id, Role::Viewer)
        });
        hired.await.expect("hired");
    }

    fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Turns the clock.
    fn later(&self, seconds: u64) {
        self.hands.turn(Duration::from_secs(seconds));
    }

    /// Tells tenant `one` something.
    async fn tell(&self, news: News) {
        let (desk, now) = (self.app.notices.clone(), self.now());
        let told = self
            .app
            .store
            .ledger
            .transact(move |tx| desk.open(tx, &scope("one"), &[news], now))
            .await;
        told.expect("told");
    }

    /// Tells that a number's quality is low.
    async fn low(&self, number: &str) {
        self.open_of(Kind::QualityLow, number).await;
    }

    async fn open_of(&self, kind: Kind, number: &str) {
        let detail = json!({"field": "quality_rating", "before": "GREEN", "after": "RED"});
        let notice = Notice::condition(kind, Node::phone_number(number), self.now(), detail);
        self.tell(News::Open(notice)).await;
    }

    /// Tells that a number's quality is no longer low.
    async fn fine(&self, number: &str) {
        let (node, at) = (Node::phone_number(number), self.now());
        self.tell(News::Resolve { kind: Kind::QualityLow, node, at }).await;
    }

    /// Steps until no mail is due; answers when the next one is.
    async fn mail_all(&self) -> Option<Timestamp> {
        self.mail_within(Patience::OF_RFC).await
    }

    /// The same with another patience with the server.
    async fn mail_within(&self, patience: Patience) -> Option<Timestamp> {
        loop {
            let stepped = mail::step_within(&self.app, patience).await.expect("stepped");
            if let Step::Idle { until } = stepped {
                return until;
            }
        }
    }

    /// The delivery log of tenant `one`, oldest first.
    async fn log(&self) -> Vec<Mail> {
        let read = self.app.store.ledger.read(|read| read.mails(&scope("one"), None, 100)).await;
        let mut log = read.expect("read");
        log.reverse();
        log
    }

    /// Whom the mails that came went to.
    fn recipients(&self) -> Vec<String> {
        self.postbox.letters().into_iter().flat_map(|letter| letter.to).collect()
    }
}
