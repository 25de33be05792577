//! Hand-over links: one browser has a link, in time, and what it began is told from what people did.

use domain::Timestamp;
use domain::audit::Action;
use domain::role::Role;
use domain::signup::{Ending, Signup};
use domain::situation::Situation;
use store::{
    AuditFilter, HandoverId, Knock, LedgerTx, NewAudit, NewHandover, PersonId, Restored, SignupId,
    Store, StoreError, StoredHandover, TokenHash,
};

use crate::{at, person_ana, scope, store, tenant};

fn hash(secret: &str) -> TokenHash {
    TokenHash::of(secret)
}

fn id(id: &str) -> HandoverId {
    HandoverId::new(id)
}

fn link(of: &str, token: &str) -> NewHandover {
    NewHandover {
        id: id(of),
        label: format!("Padaria {of}"),
        language: "pt-BR".to_owned(),
        token: hash(token),
        by: PersonId::new("ana"),
        expires_at: at(100),
    }
}

/// Two tenants, and a link of the first that Ana made at 10 and that ends at 100.
fn fill(ledger: &LedgerTx<'_>) -> Result<(), StoreError> {
    ledger.add_tenant(&tenant("t1"))?;
    ledger.add_tenant(&tenant("t2"))?;
    ledger.add_person(&person_ana())?;
    ledger.add_handover(&scope("t1"), &link("l1", "address"), at(10))
}

async fn filled() -> Store {
    let store = store();
    store.ledger.transact(fill).await.unwrap();
    store
}

async fn in_one(doing: impl FnOnce(&LedgerTx<'_>) -> Result<(), StoreError> + Send + 'static) {
    let job = move |ledger: &LedgerTx<'_>| {
        fill(ledger)?;
        doing(ledger)
    };
    store().ledger.transact(job).await.unwrap();
}

fn kept(ledger: &LedgerTx<'_>) -> Result<StoredHandover, StoreError> {
    Ok(ledger.handover(&scope("t1"), &id("l1"))?.expect("kept"))
}

#[tokio::test]
async fn an_address_is_taken_by_one_browser_which_alone_holds_it_from_then_on() {
    in_one(|ledger| {
        assert!(matches!(ledger.knock(hash("address"))?, Some(Knock::Address(_))));
        assert!(
            matches!(ledger.knock(hash("address"))?, Some(Knock::Address(_))),
            "a look is free"
        );
        assert_eq!(ledger.knock(hash("another"))?, None);
        assert!(ledger.open_handover(hash("address"), hash("browser"), at(20))?);
        assert!(!ledger.open_handover(hash("address"), hash("second"), at(21))?);
        assert!(matches!(ledger.knock(hash("address"))?, Some(Knock::Taken(_))));
        assert_eq!(ledger.knock(hash("second"))?, None);
        let Some(Knock::Holder(link)) = ledger.knock(hash("browser"))? else { panic!("no holder") };
        assert_eq!((link.tenant.as_str(), link.tenant_name.as_str()), ("t1", "Tenant t1"));
        assert_eq!((link.label.as_str(), link.language.as_str()), ("Padaria l1", "pt-BR"));
        assert_eq!(link.maker_name.as_deref(), Some("Ana"));
        assert_eq!(link.handover.opened_at, Some(at(20)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_two_browsers_that_begin_at_once_one_has_it() {
    let store = filled().await;
    let open = |browser: &'static str| {
        let job = move |tx: &LedgerTx<'_>| tx.open_handover(hash("address"), hash(browser), at(20));
        store.ledger.transact(job)
    };
    let (first, second) = tokio::join!(open("one"), open("two"));
    assert_eq!((first, second), (Ok(true), Ok(false)));
}

#[tokio::test]
async fn what_ended_is_opened_and_taken_back_by_nobody() {
    in_one(|ledger| {
        let t1 = scope("t1");
        assert!(!ledger.open_handover(hash("address"), hash("late"), at(100))?, "its time is over");
        assert!(!ledger.revoke_handover(&t1, &id("l1"), at(100))?);
        assert!(!ledger.revoke_handover(&scope("t2"), &id("l1"), at(20))?, "another tenant's");
        assert!(ledger.revoke_handover(&t1, &id("l1"), at(20))?);
        assert!(!ledger.revoke_handover(&t1, &id("l1"), at(21))?);
        assert!(!ledger.open_handover(hash("address"), hash("browser"), at(22))?);
        assert!(!ledger.use_handover(&t1, &id("l1"), at(23))?, "it was taken back before");
        assert_eq!(kept(ledger)?.handover.revoked_at, Some(at(20)));
        ledger.add_handover(&t1, &link("l2", "other"), at(10))?;
        assert!(ledger.use_handover(&t1, &id("l2"), at(200))?, "its login came through late");
        assert!(!ledger.use_handover(&t1, &id("l2"), at(201))?);
        assert!(!ledger.open_handover(hash("other"), hash("browser"), at(30))?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_login_says_which_link_began_it_and_spends_no_situation_of_the_tenant() {
    in_one(|ledger| {
        let (t1, ana) = (scope("t1"), PersonId::new("ana"));
        let ended = |now: Timestamp| Signup::without_code(None, Ending::Closed, now);
        let (by_link, by_ana) = (SignupId::new("s1"), SignupId::new("s2"));
        ledger.keep_situation(&t1, Situation::AppKeep, &ana, at(11))?;
        ledger.keep_handover_situation(&t1, &id("l1"), Situation::AppKeep)?;
        assert_eq!(kept(ledger)?.situation, Some(Situation::AppKeep));
        ledger.note_situation(&t1, &by_link, Situation::AppKeep)?;
        ledger.note_handover(&t1, &id("l1"), &by_link)?;
        ledger.save_signup(&t1, &by_link, &ana, &ended(at(30)))?;
        ledger.save_signup(&t1, &by_ana, &ana, &ended(at(40)))?;
        let link = ledger.signup(&t1, &by_link)?.expect("kept").link.expect("a link");
        assert_eq!((link.id, link.label.as_deref()), (id("l1"), Some("Padaria l1")));
        assert_eq!(ledger.signup(&t1, &by_ana)?.expect("kept").link, None);
        let of_link = ledger.signups_of_handover(&t1, &id("l1"), 9)?;
        assert_eq!(of_link.iter().map(|login| &login.id).collect::<Vec<_>>(), [&by_link]);
        assert!(ledger.signups_of_handover(&scope("t2"), &id("l1"), 9)?.is_empty());
        assert!(ledger.handover_began(&t1, &id("l1"), &by_link)?);
        assert!(!ledger.handover_began(&t1, &id("l1"), &by_ana)?);
        assert!(!ledger.handover_began(&scope("t2"), &id("l1"), &by_link)?);
        ledger.spend_situation(&t1, &by_link, at(30))?;
        assert!(ledger.kept_situation(&t1)?.is_some(), "the tenant's own is for its own login");
        assert_eq!(ledger.forget_handovers(at(101), 9)?, 1);
        let link = ledger.signup(&t1, &by_link)?.expect("kept").link.expect("still a link's");
        assert_eq!((link.id, link.label), (id("l1"), None));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_log_names_the_link_that_did_it_beside_what_it_did() {
    in_one(|ledger| {
        let t1 = scope("t1");
        let opened = NewAudit::by_link(&t1, &id("l1"), Action::HandoverOpened).on("l1");
        ledger.add_audit(&opened.with(serde_json::json!({"fields": "x"})), at(20))?;
        ledger.add_audit(&NewAudit::of(&t1, &PersonId::new("ana"), Action::SignedIn), at(21))?;
        let rows = ledger.audits(&t1, &AuditFilter::default(), 9)?;
        let link = rows[1].link.as_ref().expect("a link's doing");
        assert_eq!((&link.id, link.label.as_deref()), (&id("l1"), Some("Padaria l1")));
        assert_eq!((&rows[1].person, rows[1].object_name.as_deref()), (&None, Some("Padaria l1")));
        assert_eq!(rows[1].detail, serde_json::json!({"link": "l1", "fields": "x"}));
        assert_eq!(rows[0].link, None);
        ledger.verify_audit().map(drop)
    })
    .await;
}

#[tokio::test]
async fn links_end_with_whoever_made_them_in_a_restored_copy_and_with_their_tenant() {
    type Ends = fn(&LedgerTx<'_>) -> Result<(), StoreError>;
    let ends: [Ends; 3] = [
        |ledger| ledger.erase_person(&PersonId::new("ana"), at(16)).map(drop),
        |ledger| ledger.settle_restored(Restored { made_at: at(15), at: at(16) }),
        |ledger| {
            let (ana, t1) = (PersonId::new("ana"), scope("t1"));
            ledger.take_back_by(&ana, Some(&t1), Some(Role::Viewer), at(16)).map(drop)
        },
    ];
    for end in ends {
        in_one(move |ledger| {
            end(ledger)?;
            assert!(kept(ledger)?.handover.over(at(17)).is_some());
            let is_open = ledger.open_handover(hash("address"), hash("browser"), at(17))?;
            assert!(!is_open);
            Ok(())
        })
        .await;
    }
    in_one(|ledger| {
        let ana = PersonId::new("ana");
        ledger.take_back_by(&ana, Some(&scope("t2")), None, at(16))?;
        assert_eq!(kept(ledger)?.handover.over(at(17)), None, "of another tenant");
        ledger.take_back_by(&ana, Some(&scope("t1")), Some(Role::Admin), at(16))?;
        assert_eq!(kept(ledger)?.handover.over(at(17)), None, "who connects may hand over");
        ledger.note_handover(&scope("t1"), &id("l1"), &SignupId::new("s1"))?;
        ledger.remove_tenant(&scope("t1"))?;
        assert_eq!(ledger.knock(hash("address"))?, None);
        assert!(!ledger.handover_began(&scope("t1"), &id("l1"), &SignupId::new("s1"))?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_tenant_lists_its_own_links_the_newest_first_and_old_ones_go() {
    in_one(|ledger| {
        ledger.add_handover(&scope("t1"), &link("l2", "two"), at(11))?;
        ledger.add_handover(&scope("t2"), &link("l3", "three"), at(12))?;
        let listed = ledger.handovers(&scope("t1"), 9)?;
        assert_eq!(listed.iter().map(|link| link.id.as_str()).collect::<Vec<_>>(), ["l2", "l1"]);
        assert_eq!(ledger.handover(&scope("t1"), &id("l3"))?, None);
        assert_eq!(ledger.forget_handovers(at(100), 9)?, 0);
        assert_eq!(ledger.forget_handovers(at(101), 2)?, 2);
        Ok(())
    })
    .await;
}
