//! Roles, the last owner, tenants, and who may read who did what.

use domain::role::Role;
use store::{NewPerson, PersonId, TenantId};

use crate::visitor::Visitor;
use crate::{audited, console, invited, joined, signed_in};

#[tokio::test]
async fn the_last_owner_stays_one_whatever_is_sent() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    for (path, form) in [
        ("/settings/people/one/role", &[("role", "viewer")][..]),
        ("/settings/people/one/remove", &[]),
    ] {
        assert_eq!(owner.form(path, form).await.status, 409, "{path}");
    }
    assert_eq!(owner.get("/settings/people").await.status, 200);
    assert!(audited(&app, "one").await.is_empty(), "nothing was done");
}

#[tokio::test]
async fn a_changed_role_counts_at_once_and_a_removed_person_is_out() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "rita@x.example", Role::Owner).await;
    let rita = signed_in(&app, &joined(&app, &link, "Rita").await);
    let open = invited(&rita, "carla@x.example", Role::Owner).await;
    let id = rita.person_id().await;

    let role = format!("/settings/people/{id}/role");
    let claimed = owner.get("/settings/people?said=role").await.text;
    assert!(!claimed.contains("Papel alterado."), "not since an address says so");
    let changed = owner.form(&role, &[("role", "viewer")]).await;
    assert_eq!(changed.leads(), (303, Some("/settings/people")));
    assert!(owner.get("/settings/people").await.text.contains("Papel alterado."));
    assert_eq!(rita.get("/settings/people").await.status, 403);
    assert_eq!(rita.get("/overview").await.status, 200);
    assert_eq!(joined(&app, &open, "Carla").await.status, 410, "what Rita invited ends with it");

    let removed = owner.form(&format!("/settings/people/{id}/remove"), &[]).await;
    assert_eq!(removed.leads(), (303, Some("/settings/people")));
    assert!(
        owner
            .get("/settings/people")
            .await
            .text
            .contains("A pessoa não participa mais desta empresa.")
    );
    assert_eq!(rita.get("/overview").await.leads(), (303, Some("/login")));
    assert_eq!(owner.form(&role, &[("role", "viewer")]).await.status, 404, "not there any more");
    assert_eq!(audited(&app, "one").await[..2], ["member_removed", "role_changed"]);
}

#[tokio::test]
async fn nobody_of_another_tenant_is_found() {
    let app = console::alone().await;
    let other = Visitor::owner(&app, "two").await;
    for what in ["role", "remove"] {
        let path = format!("/settings/people/one/{what}");
        let (foreign, absent) = (
            other.form(&path, &[("role", "viewer")]).await,
            other.form(&path.replace("/one/", "/none/"), &[("role", "viewer")]).await,
        );
        assert_eq!((foreign.status, &foreign.text), (404, &absent.text), "{what}");
    }
}

/// Somebody who answers for the installation, with the smallest part in tenant `one`.
async fn installer(app: &farol::app::App) -> Visitor {
    let new = NewPerson {
        id: PersonId::new("root"),
        email: "root@x.example".to_owned(),
        name: "Root".to_owned(),
        password_hash: None,
        language: Some("en".to_owned()),
        is_installation_owner: true,
        created_at: app.clock.now(),
    };
    let added = app.store.ledger.transact(move |tx| {
        tx.add_person(&new)?;
        tx.add_membership(&console::scope("one"), &new.id, Role::Viewer)
    });
    added.await.expect("added");
    Visitor::owner(app, "one").await.as_person("root", "one").await
}

#[tokio::test]
async fn the_installations_owner_makes_a_tenant_and_names_its_first_owner() {
    let app = console::alone().await;
    let root = installer(&app).await;
    let form = [("name", "Clínica  Nova"), ("email", "carla@x.example")];
    let made = root.form("/settings/tenants", &form).await;
    assert_eq!(made.status, 200);
    let carla = signed_in(&app, &joined(&app, &crate::token(&made.text), "Carla").await);
    assert_eq!(carla.get("/settings/people").await.status, 200, "she owns it");
    assert!(carla.get("/settings").await.text.contains("<dd>Clínica Nova</dd>"));
    assert_eq!(carla.get("/settings/tenants").await.status, 403, "and not the installation");

    let list = root.get("/settings/tenants").await.text;
    assert!(list.contains("Clínica Nova"));
    let tenants = app.store.ledger.read(|read| read.tenants()).await.expect("read");
    let new = tenants.into_iter().find(|tenant| tenant.name == "Clínica Nova").expect("made").id;
    let path = format!("/settings/tenants/{new}/owner");
    let again = root.form(&path, &[("email", "x@x.example")]).await;
    assert_eq!(again.status, 409, "from then on its people are its own matter");
    let nowhere = root.form("/settings/tenants/none/owner", &[("email", "x@x.example")]).await;
    assert_eq!(nowhere.status, 404);
    assert_eq!(root.get("/settings/people").await.status, 403, "a viewer there is a viewer");
}

#[tokio::test]
async fn nobody_else_sees_or_makes_tenants() {
    let app = console::alone().await;
    let before = app.store.ledger.commits();
    let form = [("name", "X"), ("email", "x@x.example")];
    for role in Role::ALL {
        let visitor = Visitor::of(&app, "one", role).await;
        assert_eq!(visitor.get("/settings/tenants").await.status, 403, "{role:?}");
        assert_eq!(visitor.form("/settings/tenants", &form).await.status, 403, "{role:?}");
        assert_eq!(visitor.form("/settings/tenants/two/owner", &form).await.status, 403);
    }
    let nobody = Visitor::stranger(&app);
    assert_eq!(nobody.form("/settings/tenants", &form).await.leads(), (303, Some("/login")));
    let tenants = app.store.ledger.read(|read| read.tenants()).await.expect("read");
    assert_eq!(tenants.len(), 2, "{before}");
    assert!(tenants.iter().all(|tenant| tenant.id != TenantId::new("X")));
}

#[tokio::test]
async fn the_log_is_read_by_owners_and_administrators_of_its_own_tenant() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "rita@x.example", Role::Operator).await;
    joined(&app, &link, "Rita Souza").await;
    for (role, status) in
        [(Role::Owner, 200), (Role::Admin, 200), (Role::Operator, 403), (Role::Viewer, 403)]
    {
        let visitor = Visitor::of(&app, "one", role).await;
        assert_eq!(visitor.get("/settings/audit").await.status, status, "{role:?}");
    }
    let page = Visitor::of(&app, "one", Role::Admin).await.get("/settings/audit").await.text;
    assert!(page.contains("Rita Souza") && page.contains("Accepted an invitation"), "{page}");
    let other = Visitor::of(&app, "two", Role::Owner).await;
    assert!(!other.get("/settings/audit").await.text.contains("Rita"));
    // Who does not answer for the installation can't ask for its rows.
    let asked = other.get("/settings/audit?of=installation").await.text;
    assert!(!asked.contains("name=\"of\"") && !asked.contains("Rita"));

    let narrowed = owner.get("/settings/audit?action=invited").await.text;
    assert_eq!(narrowed.matches("id=\"audit-").count(), 1);
    assert_eq!(owner.get("/settings/audit?cursor=x&action=y&person=z").await.status, 200);
}

#[tokio::test]
async fn what_the_log_keeps_is_ids_and_the_chain_holds() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "rita@x.example", Role::Operator).await;
    joined(&app, &link, "Rita Souza").await;
    let chain = app.store.ledger.read(|read| read.verify_audit()).await.expect("holds");
    assert_eq!(chain.rows, 3);
    let scope = console::scope("one");
    let rows = app.store.ledger.read(move |read| read.audits(&scope, &Default::default(), 9));
    for row in rows.await.expect("read") {
        let kept = format!("{:?} {:?} {}", row.person, row.object, row.detail);
        for word in ["rita", "Rita", "@", &link] {
            assert!(!kept.contains(word), "{kept} holds {word}");
        }
    }
}

#[tokio::test]
async fn who_is_put_out_while_a_form_arrives_gives_nobody_a_part() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let rita = async || {
        let link = invited(&owner, "rita@x.example", Role::Owner).await;
        let rita = signed_in(&app, &joined(&app, &link, "Rita").await);
        let id = rita.person_id().await;
        (rita, id)
    };
    let put_out = |id: &str, form: &'static [(&'static str, &'static str)], what: &str| {
        let (owner, path) = (owner.clone(), format!("/settings/people/{id}/{what}"));
        async move { assert_eq!(owner.form(&path, form).await.status, 303) }
    };
    let (first, id) = rita().await;
    let form = "email=back%40x.example&role=owner";
    let out = put_out(&id, &[("role", "viewer")], "role");
    let answer = first.form_after("/settings/people/invitations", form, out).await;
    assert_eq!(answer.leads(), (303, Some("/settings/people")), "a viewer by now");

    assert_eq!(
        owner.form(&format!("/settings/people/{id}/role"), &[("role", "owner")]).await.status,
        303
    );
    let other = Visitor::of(&app, "one", Role::Viewer).await.person_id().await;
    let path = format!("/settings/people/{other}/role");
    let answer = first.form_after(&path, "role=owner", put_out(&id, &[], "remove")).await;
    assert_eq!(answer.leads(), (303, Some("/settings/people")), "nobody by now");
    let scope = console::scope("one");
    let read = app
        .store
        .ledger
        .read(move |read| Ok((read.owner_count(&scope)?, read.invitations(&scope, 9)?.len())));
    assert_eq!(read.await.expect("read"), (1, 0), "one owner, and no invitation");
}

#[tokio::test]
async fn nobody_takes_the_last_one_out_who_answers_for_the_installation() {
    let app = console::alone().await;
    let made = app.store.ledger.transact(|tx| tx.make_installation_owner(&PersonId::new("one")));
    made.await.expect("made");
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "rita@x.example", Role::Owner).await;
    let rita = signed_in(&app, &joined(&app, &link, "Rita").await);
    let refused = rita.form("/settings/people/one/remove", &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("ficaria sem quem responda por ela"), "{}", refused.text);
    assert_eq!(owner.get("/settings/tenants").await.status, 200);
    // One who answers for it and has no part can't come in, so does not count.
    crate::person(&app, "gone", None).await;
    let made = app.store.ledger.transact(|tx| tx.make_installation_owner(&PersonId::new("gone")));
    made.await.expect("made");
    assert_eq!(rita.form("/settings/people/one/remove", &[]).await.status, 409);
    installer(&app).await;
    assert_eq!(rita.form("/settings/people/one/remove", &[]).await.status, 303);
}

#[tokio::test]
async fn who_is_to_be_erased_is_out_at_once_and_left_no_way_back() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let link = invited(&owner, "rita@x.example", Role::Owner).await;
    let rita = signed_in(&app, &joined(&app, &link, "Rita").await);
    let id = rita.person_id().await;
    let (back, left) = ("back@x.example", "carla@x.example");
    let back = invited(&rita, back, Role::Owner).await;
    let stays = invited(&owner, left, Role::Viewer).await;

    let form = [("person", &*id), ("name", "Rita")];
    assert_eq!(owner.form("/settings/erasure/person", &form).await.status, 303);
    // No step of the erasure was done yet.
    let login = [("email", "rita@x.example"), ("password", crate::PASSWORD)];
    assert_eq!(Visitor::stranger(&app).form("/login", &login).await.status, 401);
    assert_eq!(rita.get("/overview").await.leads(), (303, Some("/login")));
    assert_eq!(joined(&app, &back, "Rita again").await.status, 410, "her own invitation");
    assert_eq!(joined(&app, &stays, "Carla").await.status, 303, "another's counts on");
    let page = owner.get("/settings/people").await.text;
    assert!(!page.contains("rita@x.example"), "{page}");
}
