//! From what an item means to rows: whose field its news is, and what becomes due because of it.

use domain::fact::{self, Hint, Meaning, News};
use domain::{Node, NodeKind, Replica, Timestamp};
use meta::WabaId;
use meta::webhook::Item;
use store::{LedgerTx, StoreError, TenantScope};

/// The item's news, each of a node that is held; what concerns no such number or business stands on
/// the item's account.
pub(super) fn of_known_nodes(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    item: &Item,
    meaning: &Meaning,
) -> Result<Vec<News>, StoreError> {
    let mut known = Vec::new();
    for news in &meaning.news {
        let is_named_inside = matches!(news.node.kind, NodeKind::PhoneNumber | NodeKind::Business);
        let is_held = !is_named_inside || tx.replica(scope, &news.node)?.is_some();
        match (&item.waba, is_held) {
            (_, true) => known.push(news.clone()),
            (Some(waba), false) => {
                known.push(News { node: Node::waba(waba.as_str()), ..news.clone() });
            }
            (None, false) => {}
        }
    }
    for told in &meaning.of_numbers {
        for number in numbers_with(tx, scope, &told.digits)? {
            let (field, heard) = (told.field.clone(), told.heard.clone());
            known.push(News { node: number.node, field, heard });
        }
    }
    Ok(known)
}

/// The numbers that are held under these digits: one, but for a number that moved.
fn numbers_with(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    digits: &str,
) -> Result<Vec<Replica>, StoreError> {
    let shows = |number: &Replica| {
        let shown = number.text("display_phone_number").unwrap_or_default();
        fact::digits(shown) == digits
    };
    let mut numbers = tx.replicas(scope, NodeKind::PhoneNumber)?;
    numbers.retain(shows);
    Ok(numbers)
}

/// Makes due what a hint points at.
pub(super) fn hinted(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    item: &Item,
    hint: &Hint,
    now: Timestamp,
) -> Result<(), StoreError> {
    match hint {
        Hint::Node(node) => tx.hint(scope, node, now),
        Hint::Digits { digits, waba } => {
            let numbers = numbers_with(tx, scope, digits)?;
            for number in &numbers {
                tx.hint(scope, &number.node, now)?;
            }
            // The account's reading lists its numbers, and so finds a new one.
            match waba {
                Some(waba) if numbers.is_empty() => tx.hint(scope, &Node::waba(waba), now),
                Some(_) | None => Ok(()),
            }
        }
        Hint::UsernameOf { digits } => {
            for number in numbers_with(tx, scope, digits)? {
                tx.hint(scope, &Node::username(&number.node.id), now)?;
            }
            Ok(())
        }
        Hint::Template(template) => hint_template(tx, scope, item, template, now),
        Hint::Account(waba) => {
            tx.hint(scope, &Node::waba(waba), now)?;
            for business in tx.replicas(scope, NodeKind::Business)? {
                tx.hint(scope, &business.node, now)?;
            }
            for number in tx.numbers_of(scope, &WabaId::new(waba.clone()))? {
                tx.hint(scope, &Node::phone_number(number.as_str()), now)?;
            }
            Ok(())
        }
    }
}

/// A template is read alone; it must stand with its account, by whose token it is read.
fn hint_template(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    item: &Item,
    template: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(waba) = &item.waba else { return Ok(()) };
    let node = Node::new(NodeKind::MessageTemplate, template);
    if tx.replica(scope, &node)?.is_none() {
        tx.save_replica(scope, &Replica::unread(node.clone()), Some(waba))?;
    }
    tx.hint(scope, &node, now)
}
