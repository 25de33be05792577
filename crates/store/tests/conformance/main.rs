//! One suite for what the store promises, ready for a second engine.

#![allow(clippy::unwrap_used)]

mod audit;
mod backups;
mod beside;
mod by_hand;
mod crash;
mod disconnections;
mod handovers;
mod inbox;
mod invitations;
mod items;
mod notices;
mod opening;
mod people;
mod photos;
mod replicas;
mod retention;
mod rotations;
mod secrets;
mod signups;
mod situations;
mod tenancy;
mod timelines;
mod traffic;

use domain::Timestamp;
use meta::{AppId, BusinessId, WabaId};
use store::{
    Keyring, NewConnection, NewPerson, PersonId, Secret, Store, StoreError, Tenant, TenantId,
    TenantScope,
};

/// A store for one test.
fn store() -> Store {
    Store::in_memory(Keyring::generate().unwrap()).unwrap()
}

/// A moment, in seconds.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

/// The scope of a tenant by its id.
fn scope(tenant: &str) -> TenantScope {
    TenantScope::for_worker(TenantId::new(tenant))
}

/// A tenant of that id.
/// A person who is there from the beginning.
fn person_ana() -> NewPerson {
    NewPerson {
        id: PersonId::new("ana"),
        email: "ana@example.com".to_owned(),
        name: "Ana".to_owned(),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at(1),
    }
}

fn tenant(id: &str) -> Tenant {
    Tenant { id: TenantId::new(id), name: format!("Tenant {id}"), created_at: at(1) }
}

/// A connection of a tenant to an account.
fn connection(tenant: &str, waba: &str, token: &str) -> NewConnection {
    NewConnection {
        tenant: TenantId::new(tenant),
        waba: WabaId::new(waba),
        business: BusinessId::new("900"),
        app: AppId::new("800"),
        token: Secret::new(token),
        at: at(10),
    }
}

/// Adds a tenant bound to an account.
async fn bound(store: &Store, id: &'static str, waba: &'static str) -> Result<(), StoreError> {
    let job = move |ledger: &store::LedgerTx<'_>| {
        if ledger.tenant(&scope(id))?.is_none() {
            ledger.add_tenant(&tenant(id))?;
        }
        ledger.bind(&connection(id, waba, &format!("EAA-token-of-{id}")))
    };
    store.ledger.transact(job).await
}
