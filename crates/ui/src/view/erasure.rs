//! What the pages about erasing are given: whom one may erase, what was asked for, how far it is.

use domain::Timestamp;
use jiff::tz::TimeZone;

use super::Rights;
use crate::language::Language;

/// Apagar dados.
#[derive(Clone, Copy, Debug)]
pub struct Erasing<'a> {
    /// What the person may see.
    pub rights: Rights,
    /// People of the tenant who may be erased here, by name.
    pub people: &'a [Erasable],
    /// Names of the accounts that are unsubscribed at Meta with the tenant.
    pub accounts: &'a [String],
    /// What was asked for in this tenant, newest first.
    pub erasures: &'a [ErasureLine],
    /// What became of a form.
    pub said: Option<&'a ErasureSaid>,
    /// The number or id that was typed and refused.
    pub typed: &'a str,
}

/// A person who may be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasable {
    /// What the form names the person by.
    pub id: String,
    /// The name, which is to be typed.
    pub name: String,
    /// The address.
    pub email: String,
}

/// Who is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// A WhatsApp user.
    User,
    /// A person of the console.
    Person,
    /// The tenant.
    Tenant,
    /// A person at Facebook, for whom Meta asked.
    FacebookUser,
    /// The tenant's keys, by the command line.
    Keys,
}

/// An erasure as a line. It does not say of whom: nobody knows any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureLine {
    /// Its id.
    pub id: String,
    /// Who was erased.
    pub whom: Whom,
    /// The name of who asked; `None` for Meta, and for somebody who is erased.
    pub by: Option<String>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was done; `None` until then.
    pub done_at: Option<Timestamp>,
    /// What went: the store's word for a kind of row, and how many.
    pub outcome: Vec<(String, u64)>,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErasureSaid {
    /// It is kept and being done; the address tells anybody who has it how far it is.
    Asked {
        /// The whole address.
        url: String,
    },
    /// What was typed is no number and no id.
    NotAnId,
    /// What was typed the second time is not what was typed first, or not the name.
    Differs {
        /// What the form is about.
        whom: Whom,
    },
    /// The number is one of the tenant's own.
    OwnNumber,
    /// The only owner must stay one.
    LastOwner,
    /// The person has a part in another tenant, too, or answers for the installation.
    Elsewhere,
}

/// How far an erasure is, for whoever has its code. It says nothing else.
#[derive(Clone, Copy, Debug)]
pub struct ErasureStatus<'a> {
    /// The language of the page.
    pub language: Language,
    /// The page's own address, for the form that comes back.
    pub path: &'a str,
    /// The zone of its time.
    pub time_zone: &'a TimeZone,
    /// When it was done; `None` until then.
    pub done_at: Option<Timestamp>,
}
