//! Who gets a part in a tenant, and how: invitations by one-time link, roles, tenants, the audit log.

#[path = "../console/mod.rs"]
mod console;
#[path = "../postbox/mod.rs"]
mod postbox;
#[path = "../visitor/mod.rs"]
mod visitor;

mod accepting;
mod forgotten;
mod governing;

use std::sync::Arc;

use domain::role::Role;
use farol::app::{App, Settings};
use farol::config::{Config, Security, Smtp};
use postbox::Postbox;
use store::{NewPerson, PersonId};
use visitor::{Answer, Visitor};

/// A password that is long enough.
pub const PASSWORD: &str = "a-password-of-a-person";

/// The console with a mail server.
pub async fn with_mail(postbox: &Postbox) -> App {
    let mut app = console::alone().await;
    let mut config = Config::default();
    config.base_url = Some("https://farol.example".to_owned());
    config.smtp = Some(Smtp {
        host: "127.0.0.1".to_owned(),
        port: postbox.port,
        security: Security::None,
        username: None,
        password_file: None,
        password: None,
        from: "Farol <farol@one.example>".to_owned(),
    });
    app.settings = Arc::new(Settings {
        intervals: app.settings.intervals,
        time_zone: app.settings.time_zone.clone(),
        sandbox_url: None,
        dialog: app.settings.dialog.clone(),
        config,
    });
    app
}

/// The token of the first link in a text.
pub fn token(text: &str) -> String {
    let rest = text.split("?link=").nth(1).expect("a link");
    let is_token = |c: &char| c.is_ascii_alphanumeric() || ['-', '_'].contains(c);
    rest.chars().take_while(is_token).collect()
}

/// Invites an address to a tenant and answers the link's token, which the page shows.
pub async fn invited(owner: &Visitor, email: &str, role: Role) -> String {
    let form = [("email", email), ("role", role.as_str())];
    let answer = owner.form("/settings/people/invitations", &form).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    token(&answer.text)
}

/// Accepts by making a person.
pub async fn joined(app: &App, token: &str, name: &str) -> Answer {
    let form = [("link", token), ("name", name), ("new", PASSWORD), ("again", PASSWORD)];
    Visitor::stranger(app).form("/invitation", &form).await
}

/// The cookie that an answer sets, as a visitor.
pub fn signed_in(app: &App, answer: &Answer) -> Visitor {
    let cookie = answer.header("set-cookie").expect("a cookie");
    let token = cookie.split(['=', ';']).nth(1).expect("a token");
    Visitor::with_token(app, token)
}

/// A person with a password and no part anywhere.
pub async fn person(app: &App, id: &'static str, password: Option<&str>) {
    let password_hash = match password {
        Some(password) => Some(farol::password::hash(password.to_owned()).await.expect("hashed")),
        None => None,
    };
    let new = NewPerson {
        id: PersonId::new(id),
        email: format!("{id}@x.example"),
        name: id.to_owned(),
        password_hash,
        language: Some("en".to_owned()),
        is_installation_owner: false,
        created_at: app.clock.now(),
    };
    app.store.ledger.transact(move |tx| tx.add_person(&new)).await.expect("added");
}

/// The actions of a tenant's audit log, newest first.
pub async fn audited(app: &App, tenant: &str) -> Vec<String> {
    let scope = console::scope(tenant);
    let rows = app.store.ledger.read(move |read| read.audits(&scope, &Default::default(), 99));
    rows.await.expect("read").into_iter().map(|row| row.action).collect()
}
