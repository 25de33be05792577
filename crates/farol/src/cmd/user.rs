//! `farol user add --owner`: the installation's first owner, or one who lost the way in.
//!
//! It works beside a running program and before its first start, and needs no key where the data is
//! there already.

use std::time::Duration;

use domain::Timestamp;
use domain::audit::Action;
use domain::role::Role;
use store::{
    Ledger, LedgerTx, LinkReason, NewAudit, NewPerson, PersonId, Store, StoreError, Tenant,
    TenantId, TenantScope, TokenHash,
};

use super::place::{self, Where};
use super::{Failure, note, say};
use crate::address;
use crate::clock::{self, Clock};
use crate::config::Place;

/// Options of `farol user add`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The address of the installation's owner; one who is there already gets a new link
    #[arg(long, value_name = "EMAIL")]
    owner: String,
    /// The name that others see [default: the first part of the address]
    #[arg(long)]
    name: Option<String>,
    /// The tenant to own, which is made if no tenant has that name [default: every tenant there is,
    /// or a first one with the name of the address's domain]
    #[arg(long, value_name = "NAME")]
    tenant: Option<String>,
    #[command(flatten)]
    data: Where,
}

/// How long the link works.
const LINK: Duration = Duration::from_secs(24 * 3600);
/// Longest name of a person or a tenant, in characters.
const NAME: usize = 100;

/// Makes the owner and prints the link.
///
/// # Errors
/// When an option is no address or name, or the data can't be opened.
pub async fn add(options: Options) -> Result<(), Failure> {
    let new = NewOwner::of(&options)?;
    let place = options.data.place()?;
    let opened = Opened::open(&place)?;
    let token = clock::random_token();
    let (hash, now) = (TokenHash::of(&token), Clock::real().steady());
    let email = new.email.clone();
    let tenants = opened.ledger().transact(move |tx| new.add(tx, hash, now)).await?;
    let base_url = place.base_url.unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    note(&format!("{email} owns the installation and these tenants: {}", tenants.join(", ")));
    note("this link sets the password, once, within 24 hours:");
    say(&format!("{base_url}/password/reset?link={token}"));
    Ok(())
}

/// A ledger to write to: a running program's beside it, else the folder's own.
enum Opened {
    Beside(Ledger),
    Alone(Store),
}

impl Opened {
    /// The folder is opened whole, which needs its key, only where there is something to make.
    fn open(place: &Place) -> Result<Self, Failure> {
        match Store::open_ledger_beside(&place.data) {
            Ok(ledger) => Ok(Self::Beside(ledger)),
            Err(StoreError::Missing { .. } | StoreError::Older { .. }) => {
                Ok(Self::Alone(Store::open(&place.data, place::keys(place)?)?))
            }
            Err(error) => Err(error.into()),
        }
    }

    const fn ledger(&self) -> &Ledger {
        match self {
            Self::Beside(ledger) => ledger,
            Self::Alone(store) => &store.ledger,
        }
    }
}

/// An owner to be.
struct NewOwner {
    email: String,
    name: String,
    tenant: Option<String>,
    first_tenant: String,
}

impl NewOwner {
    fn of(options: &Options) -> Result<Self, Failure> {
        let refused = || {
            let words = "is not a mail address, as in maria@example.com";
            Failure::Usage(format!("--owner {} {words}", options.owner))
        };
        let email = address::parse(&options.owner).ok_or_else(refused)?;
        let (local, domain) = email.split_once('@').ok_or_else(refused)?;
        let name = options.name.clone().unwrap_or_else(|| local.to_owned());
        let tenant = options.tenant.clone();
        for (flag, text) in [("--name", Some(&name)), ("--tenant", tenant.as_ref())] {
            if text.is_some_and(|text| !is_name(text)) {
                let words = format!("{flag} must have 1 to {NAME} characters");
                return Err(Failure::Usage(words));
            }
        }
        let first_tenant = domain.chars().take(NAME).collect();
        Ok(Self { name, tenant, first_tenant, email: email.clone() })
    }

    /// Adds what is missing of person, tenant and parts, and the link; the names of the tenants.
    fn add(
        &self,
        tx: &LedgerTx<'_>,
        link: TokenHash,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let (person, reason) = match tx.person_by_email(&self.email)? {
            Some(person) => {
                tx.make_installation_owner(&person.id)?;
                let is_new = person.password_hash.is_none();
                (person.id, if is_new { LinkReason::First } else { LinkReason::Forgotten })
            }
            None => (self.add_person(tx, now)?, LinkReason::First),
        };
        let tenants = self.tenants(tx, now)?;
        for tenant in &tenants {
            let scope = TenantScope::for_worker(tenant.id.clone());
            tx.add_membership(&scope, &person, Role::Owner)?;
        }
        let added = NewAudit::nobodys(Action::PersonAdded).on(person.as_str());
        tx.add_audit(&added, now)?;
        tx.add_password_link(link, &person, reason, now.plus(LINK))?;
        Ok(tenants.into_iter().map(|tenant| tenant.name).collect())
    }

    fn add_person(&self, tx: &LedgerTx<'_>, now: Timestamp) -> Result<PersonId, StoreError> {
        let id = PersonId::new(clock::random_token());
        tx.add_person(&NewPerson {
            id: id.clone(),
            email: self.email.clone(),
            name: self.name.clone(),
            password_hash: None,
            language: None,
            is_installation_owner: true,
            created_at: now,
        })?;
        Ok(id)
    }

    /// The tenants to own, with one that had to be made.
    fn tenants(&self, tx: &LedgerTx<'_>, now: Timestamp) -> Result<Vec<Tenant>, StoreError> {
        let mut found = tx.tenants()?;
        if let Some(name) = &self.tenant {
            found.retain(|tenant| tenant.name == *name);
        }
        if found.is_empty() {
            let name = self.tenant.as_ref().unwrap_or(&self.first_tenant).clone();
            let made = Tenant { id: TenantId::new(clock::random_token()), name, created_at: now };
            tx.add_tenant(&made)?;
            let added = NewAudit::nobodys(Action::TenantAdded).on(made.id.as_str());
            tx.add_audit(&added, now)?;
            found.push(made);
        }
        Ok(found)
    }
}

fn is_name(text: &str) -> bool {
    let length = text.trim().chars().count();
    (1..=NAME).contains(&length) && !text.chars().any(char::is_control)
}
