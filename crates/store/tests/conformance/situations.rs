//! The situation that is kept for the next login, and those that logins were begun in.

use domain::situation::Situation;
use store::{NewPerson, PersonId, SignupId};

use crate::{at, scope, store};

fn person(id: &str) -> NewPerson {
    NewPerson {
        id: PersonId::new(id),
        email: format!("{id}@example.com"),
        name: id.to_uppercase(),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at(1),
    }
}

#[tokio::test]
async fn one_situation_is_kept_a_tenant_and_a_login_of_it_spends_it() {
    let job = |ledger: &store::LedgerTx<'_>| {
        let (one, two) = (scope("t1"), scope("t2"));
        let (ana, bia) = (PersonId::new("ana"), PersonId::new("bia"));
        ledger.add_person(&person("ana"))?;
        ledger.add_person(&person("bia"))?;
        assert_eq!(ledger.kept_situation(&one)?, None);
        ledger.keep_situation(&one, Situation::Free, &ana, at(5))?;
        ledger.keep_situation(&one, Situation::AppKeep, &bia, at(7))?;
        let kept = ledger.kept_situation(&one)?.expect("the last one");
        assert_eq!((kept.situation, kept.person, kept.chosen_at), (Situation::AppKeep, bia, at(7)));
        assert_eq!(kept.person_name, "BIA");
        assert_eq!(ledger.kept_situation(&two)?, None, "another tenant has none");

        let (login, other) = (SignupId::new("s1"), SignupId::new("s2"));
        ledger.note_situation(&one, &login, Situation::AppKeep)?;
        ledger.note_situation(&one, &login, Situation::Personal)?;
        ledger.note_situation(&one, &other, Situation::Free)?;
        assert_eq!(ledger.situation_of(&one, &login)?, Some(Situation::AppKeep), "as it began");
        assert_eq!(ledger.situation_of(&two, &login)?, None);
        ledger.spend_situation(&one, &other, at(8))?;
        assert!(ledger.kept_situation(&one)?.is_some(), "it was begun in another");
        ledger.spend_situation(&two, &login, at(8))?;
        assert!(ledger.kept_situation(&one)?.is_some(), "another tenant spends nothing of it");
        ledger.spend_situation(&one, &login, at(6))?;
        assert!(ledger.kept_situation(&one)?.is_some(), "it was chosen after that login began");
        ledger.spend_situation(&one, &login, at(8))?;
        assert_eq!(ledger.kept_situation(&one)?, None);
        assert_eq!(ledger.situation_of(&one, &login)?, Some(Situation::AppKeep), "it stays noted");
        Ok(())
    };
    store().ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn what_an_erased_person_kept_goes_with_them() {
    let job = |ledger: &store::LedgerTx<'_>| {
        let (tenant, ana) = (scope("t1"), PersonId::new("ana"));
        ledger.add_person(&person("ana"))?;
        ledger.keep_situation(&tenant, Situation::Free, &ana, at(5))?;
        ledger.erase_person(&ana, at(6))?;
        assert_eq!(ledger.kept_situation(&tenant)?, None);
        Ok(())
    };
    store().ledger.transact(job).await.unwrap();
}
