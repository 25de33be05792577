//! An invitation's link: for one person, once, in time, and never a way into somebody's account.

use std::time::Duration;

use domain::role::Role;
use store::PersonId;

use crate::postbox::{Manner, Postbox};
use crate::visitor::Visitor;
use crate::{PASSWORD, audited, console, invited, joined, person, signed_in, token, with_mail};

#[tokio::test]
async fn a_new_person_joins_by_the_link_and_meets_the_forbidden_page() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, " Rita@X.example ", Role::Viewer).await;
    assert!(owner.get("/settings/people").await.text.contains("rita@x.example"));
    let nobody = Visitor::stranger(&app);
    // Programs follow links before people do: looking uses nothing up.
    for _ in 0..3 {
        let page = nobody.get(&format!("/invitation?link={link}")).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    }
    let answer = joined(&app, &link, "Rita Souza").await;
    assert_eq!(answer.leads(), (303, Some("/overview")));
    let rita = signed_in(&app, &answer);
    assert_eq!(rita.get("/overview").await.status, 200);

    let refused = rita.get("/settings/people").await;
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("Owner of one"), "it names who can change that");
    assert!(refused.text.contains("Leitor"), "and the own role");
    assert_eq!(joined(&app, &link, "Somebody").await.status, 410, "once");
    assert_eq!(nobody.get(&format!("/invitation?link={link}")).await.status, 410);
    let log = audited(&app, "one").await;
    assert_eq!(log, ["signed_in", "invitation_accepted", "invited"]);
    let login = [("email", "rita@x.example"), ("password", PASSWORD)];
    assert_eq!(nobody.form("/login", &login).await.leads(), (303, Some("/overview")));
}

#[tokio::test]
async fn a_link_of_an_address_that_has_a_person_asks_for_proof() {
    let app = console::alone().await;
    person(&app, "bia", Some(PASSWORD)).await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "bia@x.example", Role::Operator).await;
    let nobody = Visitor::stranger(&app);
    let wrong = nobody.form("/invitation", &[("link", &link), ("password", "x")]).await;
    assert_eq!(wrong.status, 401);
    // What would make a new person takes nobody's account over.
    let taken = joined(&app, &link, "Not Bia").await;
    assert_eq!(taken.status, 401);
    // Neither does another's session.
    let by_owner = owner.form("/invitation", &[("link", &link), ("password", PASSWORD)]).await;
    assert_eq!(by_owner.status, 200, "the page says to log out");
    assert!(by_owner.header("set-cookie").is_none());

    let right = nobody.form("/invitation", &[("link", &link), ("password", PASSWORD)]).await;
    assert_eq!(right.leads(), (303, Some("/overview")));
    assert_eq!(signed_in(&app, &right).get("/overview").await.status, 200);
    let role =
        app.store.ledger.read(|read| read.role_of(&console::scope("one"), &PersonId::new("bia")));
    assert_eq!(role.await, Ok(Some(Role::Operator)));
}

#[tokio::test]
async fn who_is_signed_in_accepts_with_a_button_and_works_in_the_new_tenant() {
    let app = console::alone().await;
    let other = Visitor::owner(&app, "two").await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "owner@two.example", Role::Admin).await;
    let answer = other.form("/invitation", &[("link", &link)]).await;
    assert_eq!(answer.leads(), (303, Some("/overview")));
    assert!(other.get("/settings").await.text.contains("<dd>one</dd>"));
}

#[tokio::test]
async fn a_person_without_a_password_can_not_be_taken_over_by_a_link() {
    let app = console::alone().await;
    person(&app, "bia", None).await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "bia@x.example", Role::Operator).await;
    let tried = joined(&app, &link, "Not Bia").await;
    assert!(tried.header("set-cookie").is_none(), "{tried:?}");
    let part =
        app.store.ledger.read(|read| read.role_of(&console::scope("one"), &PersonId::new("bia")));
    assert_eq!(part.await, Ok(None));
}

#[tokio::test]
async fn what_was_typed_wrongly_is_said_and_the_link_stays() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "rita@x.example", Role::Viewer).await;
    let nobody = Visitor::stranger(&app);
    for (name, new, again) in
        [("", PASSWORD, PASSWORD), ("Rita", "short", "short"), ("Rita", PASSWORD, "another")]
    {
        let form = [("link", &*link), ("name", name), ("new", new), ("again", again)];
        let answer = nobody.form("/invitation", &form).await;
        assert_eq!(answer.status, 422, "{name} {new} {again}");
        assert!(answer.text.contains("aria-invalid"), "the field is marked");
        assert!(name.is_empty() || answer.text.contains("value=\"Rita\""), "and the name kept");
        assert!(!answer.text.contains(PASSWORD) && !answer.text.contains("short"));
    }
    // Neither the address that was invited nor the name that is chosen is a password.
    for (name, new) in [("Rita", "RITA@X.example"), ("Rita Souza Lima", "rita-souza-lima")] {
        let form = [("link", &*link), ("name", name), ("new", new), ("again", new)];
        let answer = nobody.form("/invitation", &form).await;
        assert_eq!(answer.status, 422, "{new}");
        assert!(answer.text.contains("é o seu e-mail ou o seu nome"), "{}", answer.text);
    }
    assert_eq!(joined(&app, &link, "Rita").await.status, 303);
}

#[tokio::test]
async fn a_link_ends_when_it_is_replaced_or_taken_back() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let first = invited(&owner, "rita@x.example", Role::Viewer).await;
    let page = owner.get("/settings/people").await.text;
    let id = page.split("/invitations/").nth(2).and_then(|rest| rest.split('/').next());
    let id = id.expect("an invitation").to_owned();
    let renewed = owner.form(&format!("/settings/people/invitations/{id}/renew"), &[]).await;
    let second = token(&renewed.text);
    assert_eq!(joined(&app, &first, "Rita").await.status, 410);

    // Another tenant's owner finds no such invitation.
    let other = Visitor::owner(&app, "two").await;
    for what in ["renew", "revoke"] {
        let path = format!("/settings/people/invitations/{id}/{what}");
        assert_eq!(other.form(&path, &[]).await.status, 404, "{what}");
    }
    let revoke = format!("/settings/people/invitations/{id}/revoke");
    let revoked = owner.form(&revoke, &[]).await;
    assert_eq!(revoked.leads(), (303, Some("/settings/people")));
    assert!(owner.get("/settings/people").await.text.contains("Convite revogado."));
    assert_eq!(joined(&app, &second, "Rita").await.status, 410);
    assert_eq!(owner.form(&revoke, &[]).await.status, 404);
}

#[tokio::test]
async fn a_link_ends_after_seven_days() {
    let (app, _emulator, hands) = console::beside_emulator_with(Default::default()).await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "rita@x.example", Role::Viewer).await;
    hands.turn(Duration::from_secs(7 * 24 * 3600));
    assert_eq!(joined(&app, &link, "Rita").await.status, 410);
}

#[tokio::test]
async fn a_link_goes_by_mail_where_there_is_a_mail_server_and_is_shown_where_it_refuses() {
    let postbox = Postbox::open().await;
    let app = with_mail(&postbox).await;
    let owner = Visitor::owner(&app, "one").await;
    let form = [("email", "rita@x.example"), ("role", "viewer")];
    let mailed = owner.form("/settings/people/invitations", &form).await;
    assert!(!mailed.text.contains("?link="), "the page does not show what went by mail");
    let letters = postbox.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, ["rita@x.example"]);
    let text = letters[0].plain();
    assert!(text.contains("https://farol.example/invitation?link="), "{text}");
    assert_eq!(joined(&app, &token(&text), "Rita").await.status, 303);

    postbox.behave(Manner::Answers("RCPT TO:", "550 5.1.1 No such user"));
    let form = [("email", "nobody@x.example"), ("role", "viewer")];
    let shown = owner.form("/settings/people/invitations", &form).await;
    assert_eq!(shown.status, 200);
    assert_eq!(joined(&app, &token(&shown.text), "Nobody").await.status, 303);
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_and_kept_in_the_form() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let split = "rita@x.example\r\nBcc: all@x.example";
    for email in
        ["", "rita", "rita@", "rita@casaipe", "rita@x.", "rita@[127.0.0.1]", "a b@x.example", split]
    {
        let form = [("email", email), ("role", "viewer")];
        let answer = owner.form("/settings/people/invitations", &form).await;
        assert_eq!(answer.status, 422, "{email:?}");
        assert!(answer.text.contains("aria-invalid"), "{email:?}");
    }
    let member = [("email", "owner@one.example"), ("role", "viewer")];
    assert_eq!(owner.form("/settings/people/invitations", &member).await.status, 422);
    let no_role = [("email", "rita@x.example"), ("role", "root")];
    assert_eq!(owner.form("/settings/people/invitations", &no_role).await.status, 400);
    assert!(audited(&app, "one").await.is_empty(), "nobody was invited");
}
