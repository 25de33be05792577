//! What the ledger holds of the accounts that the doctor asks about.

use domain::doctor::{Deaf, Hindrance, Reply, Silence};
use domain::notice::Kind;
use domain::signup::Stage;
use domain::{Node, NodeKind};
use meta::{PhoneNumberId, WabaId};
use store::{ByHand, Connection, LedgerRead, Secret, StoreError, StoredSignup, TenantScope};

use crate::pin;

/// Logins of one account that are looked through; people make a handful.
const LOGINS: usize = 200;
/// Meta's word for a number that is registered.
const CONNECTED: &str = "CONNECTED";
/// Changes of a number that are looked through.
const CHANGES: usize = 200;

/// An account.
#[derive(Debug)]
pub struct Held {
    /// Which.
    pub waba: WabaId,
    /// Its name, as last read.
    pub name: Option<String>,
    /// Its token, or why it can't be used.
    pub token: Reply<Secret>,
    /// Whether webhooks come.
    pub deaf: Deaf,
    /// Numbers that Farol registered, or saw registered.
    pub registered: Vec<String>,
    /// Of those, the ones whose PIN is kept, with nothing that speaks against it.
    pub pins: Vec<String>,
    /// The door of an account that was connected by hand.
    pub door: Option<OwnDoor>,
}

/// Where the webhooks of an account's own app come.
#[derive(Debug)]
pub struct OwnDoor {
    /// Whose it is; the callback's address ends with its id.
    pub of: ByHand,
    /// The address that Meta was given last.
    pub given: Option<String>,
    /// What Meta repeats in the handshake.
    pub verify_token: Secret,
}

/// The accounts of a tenant, oldest first; with `waba`, that one alone.
///
/// # Errors
/// When the ledger fails.
pub fn held(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: Option<&WabaId>,
) -> Result<Vec<Held>, StoreError> {
    let all = read.connections(scope)?.into_iter();
    let wanted = all.filter(|found| waba.is_none_or(|waba| found.waba == *waba));
    wanted.map(|found| account(read, scope, found)).collect()
}

/// The accounts of everybody, for whoever runs the installation.
///
/// # Errors
/// When the ledger fails.
pub fn held_by_all(read: &LedgerRead<'_>) -> Result<Vec<Held>, StoreError> {
    let one = |found: Connection| {
        let scope = TenantScope::for_worker(found.tenant.clone());
        account(read, &scope, found)
    };
    read.all_connections()?.into_iter().map(one).collect()
}

fn account(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    found: Connection,
) -> Result<Held, StoreError> {
    let waba = found.waba;
    let node = Node::waba(waba.as_str());
    let replica = read.replica(scope, &node)?;
    let unusable = |said: String| Silence { hindrance: Hindrance::NoAnswer, said };
    let token = match read.connection_token(scope, &waba) {
        Ok(Some(token)) => Ok(token),
        Ok(None) => Err(unusable("no token is kept".to_owned())),
        Err(error) if error.is_transient() => return Err(error),
        Err(error) => Err(unusable(error.to_string())),
    };
    let registered = registered(read, scope, &waba)?;
    let mut pins = Vec::new();
    for id in &registered {
        if pin::is_known(read, scope, &PhoneNumberId::new(id.as_str()))? {
            pins.push(id.clone());
        }
    }
    Ok(Held {
        door: own_door(read, scope, &waba)?,
        name: replica.and_then(|replica| replica.text("name").map(str::to_owned)),
        deaf: deaf(read, scope, &waba)?,
        registered,
        pins,
        token,
        waba,
    })
}

fn own_door(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: &WabaId,
) -> Result<Option<OwnDoor>, StoreError> {
    let Some(own) = read.by_hand_of(scope, waba)? else { return Ok(None) };
    let Some(held) = read.door_by_hand(scope, &own.app)? else { return Ok(None) };
    let verify_token = read.verify_token_by_hand(&held)?;
    let given = read.callback_of_before(&held.app)?;
    Ok(verify_token.map(|verify_token| OwnDoor { of: held, given, verify_token }))
}

fn deaf(read: &LedgerRead<'_>, scope: &TenantScope, waba: &WabaId) -> Result<Deaf, StoreError> {
    let untold = read.untold_of(scope, waba)?;
    let fields = untold.into_iter().map(|untold| untold.field).collect::<Vec<_>>();
    let node = Node::waba(waba.as_str());
    let is_told = read.open_notice(scope, Kind::WebhookDeaf, &node)?.is_some();
    Ok(match (is_told, fields.is_empty()) {
        (true, _) => Deaf::Yes(fields),
        (false, false) => Deaf::Pending(fields),
        (false, true) => Deaf::No,
    })
}

/// Numbers that a login of here connected, or that were connected when they were last read or once.
fn registered(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: &WabaId,
) -> Result<Vec<String>, StoreError> {
    let mut all: Vec<String> = read
        .signups_of(scope, waba, LOGINS)?
        .iter()
        .filter(|login| login.signup.stage == Stage::Connected)
        .filter_map(|login: &StoredSignup| Some(login.signup.number.as_ref()?.id.to_string()))
        .collect();
    for replica in read.replicas_of(scope, NodeKind::PhoneNumber, waba)? {
        let is_connected = |value: &serde_json::Value| value == CONNECTED;
        let is_now = replica.get("status").is_some_and(|heard| is_connected(&heard.value));
        let was = || {
            let changes = read.changes_of(scope, &replica.node, None, CHANGES)?;
            let of_status = |change: &domain::Change| {
                change.field == "status"
                    && (is_connected(&change.before) || is_connected(&change.after))
            };
            Ok::<bool, StoreError>(changes.iter().any(|(_, change)| of_status(change)))
        };
        if is_now || was()? {
            all.push(replica.node.id.clone());
        }
    }
    Ok(all)
}
