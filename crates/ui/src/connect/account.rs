//! A connected account, with its numbers.

use domain::readiness::Scope;
use domain::{Node, NodeKind, Replica};

use crate::badge::Badge;
use crate::named;
use crate::view;
use crate::words::Words;

/// An account.
pub(crate) struct Account {
    pub id: String,
    pub name: String,
    pub business: String,
    pub connected_at: String,
    pub connected_iso: String,
    pub numbers: Vec<Number>,
}

/// A number of it.
pub(crate) struct Number {
    pub name: String,
    /// `None` when it is called by its number anyway.
    pub phone: Option<String>,
    pub status: Badge,
}

/// Words the accounts.
pub(crate) fn accounts(words: &Words, scope: &Scope, accounts: &[view::Account]) -> Vec<Account> {
    let worded = |account: &view::Account| Account {
        name: named::name_of(scope, &Node::waba(account.waba.as_str())),
        business: named::name_of(scope, &Node::new(NodeKind::Business, account.business.as_str())),
        connected_at: words.moment(account.connected_at),
        connected_iso: words.iso(account.connected_at),
        numbers: scope
            .numbers
            .iter()
            .filter(|number| account.numbers.iter().any(|id| id.as_str() == number.node.id))
            .map(|number| worded_number(words, number))
            .collect(),
        id: account.waba.to_string(),
    };
    accounts.iter().map(worded).collect()
}

fn worded_number(words: &Words, number: &Replica) -> Number {
    let name = named::name(number);
    let phone = number.text("display_phone_number").filter(|phone| *phone != name);
    Number { phone: phone.map(str::to_owned), status: Badge::of(words, number, "status"), name }
}
