//! The PINs of a number that Farol keeps: the number's, and those whose answer is not known, all
//! sealed; and the notes of them, which hold none.

use domain::audit::Action;
use domain::pin::Kept;
use domain::{Node, Timestamp};
use meta::PhoneNumberId;
use serde_json::{Map, Value};
use store::{LedgerRead, LedgerTx, NewAudit, PersonId, Secret, StoreError, TenantScope};

use crate::connect::pin_name;

/// Note of a PIN that is on its way, since when and whose.
const ASKED: &str = "pin_asked";
/// Note of the PIN that is kept: since when it counts, and who gave it.
const TAKEN: &str = "pin_taken";
/// How a [`Way`] is written.
const CHANGED: &str = "changed";
const GIVEN: &str = "given";
const BEFORE: &str = "before";
/// PINs whose answer is not known and that are kept at most: more are guesses. The one before them
/// is none, and is not counted.
const ASKED_MOST: usize = 5;

/// What was to become of a PIN that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The number's own was to be another: when Meta did so, somebody changed it.
    Changed,
    /// The number was to be registered with it, as the one that it has.
    Given,
    /// It was the number's before a person gave another: no number of guesses puts it out.
    Before,
}

/// A PIN that was sent and whose answer is not known.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The PIN.
    pub pin: Secret,
    /// When it was sent.
    pub at: Timestamp,
    way: Way,
    /// Who sent it; `None` for one that was kept before this was.
    person: Option<PersonId>,
}

impl Asked {
    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split(' ');
        let pin = Secret::new(parts.next()?);
        let at = Timestamp::from_millis(parts.next()?.parse().ok()?);
        let person = parts.next().map(PersonId::new);
        let way = match parts.next() {
            Some(GIVEN) => Way::Given,
            Some(BEFORE) => Way::Before,
            Some(_) | None => Way::Changed,
        };
        Some(Self { pin, at, way, person })
    }

    fn line(&self) -> String {
        let (pin, at) = (self.pin.expose(), self.at.as_millis());
        let way = match self.way {
            Way::Changed => CHANGED,
            Way::Given => GIVEN,
            Way::Before => BEFORE,
        };
        match &self.person {
            Some(person) => format!("{pin} {at} {} {way}\n", person.as_str()),
            None => format!("{pin} {at}\n"),
        }
    }

    fn is(&self, pin: &Secret) -> bool {
        self.pin.expose() == pin.expose()
    }
}

/// PINs that were sent and whose answer is not known; the latest is last.
pub(crate) type Unanswered = Vec<Asked>;

/// Name of the sealed PINs whose answer is not known.
fn asked_name(number: &PhoneNumberId) -> String {
    format!("{}/asked", pin_name(number.as_str()))
}

pub(super) fn unanswered_of(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<Unanswered, StoreError> {
    let Some(sealed) = read.secret(scope, &asked_name(number))? else { return Ok(Vec::new()) };
    let mut asked: Unanswered = sealed.expose().lines().filter_map(Asked::parse).collect();
    if asked.iter().any(|asked| asked.person.is_none()) {
        // Of these the note alone told whose, of the last of them.
        let notes = read.profile_writes(scope, number)?;
        let by = notes.into_iter().find(|note| note.field == ASKED).map(|note| note.person);
        asked.iter_mut().for_each(|asked| asked.person = asked.person.take().or(by.clone()));
    }
    Ok(asked)
}

/// Keeps that a PIN is about to be sent; answers what [`unask`] keeps again when Meta refuses it.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn ask(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (pin, person, way): (&Secret, &PersonId, Way),
    at: Timestamp,
) -> Result<Unanswered, StoreError> {
    let before = unanswered_of(tx, scope, number)?;
    let mut asked = before.clone();
    let known = asked.iter().position(|asked| asked.is(pin)).map(|nth| asked.remove(nth));
    // A change of it may have been taken, and is no less somebody's for being given now.
    let (person, way) = match (known, way) {
        (Some(known), Way::Given) => (known.person, known.way),
        (Some(_) | None, _) => (Some(person.clone()), way),
    };
    asked.push(Asked { pin: pin.clone(), at, way, person });
    while asked.iter().filter(|asked| asked.way != Way::Before).count() > ASKED_MOST {
        let oldest = asked.iter().position(|asked| asked.way != Way::Before);
        oldest.map(|oldest| asked.remove(oldest));
    }
    save_asked(tx, scope, number, &asked)?;
    Ok(before)
}

/// Keeps of a PIN that Meta refused what was known of it `before` it was sent. The refusal says
/// nothing of the others, nor of what was given meanwhile.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn unask(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (refused, before): (&Secret, &[Asked]),
) -> Result<(), StoreError> {
    let mut left = before.to_vec();
    let since = unanswered_of(tx, scope, number)?.into_iter();
    let is_new = |new: &Asked| !new.is(refused) && !before.iter().any(|old| old.is(&new.pin));
    left.extend(since.filter(is_new));
    save_asked(tx, scope, number, &left)
}

/// Keeps these as all whose answer is not known.
fn save_asked(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    left: &[Asked],
) -> Result<(), StoreError> {
    let Some(last) = left.last() else { return drop_asked(tx, scope, number) };
    let lines: String = left.iter().map(Asked::line).collect();
    tx.save_secret(scope, &asked_name(number), &Secret::new(lines))?;
    let Some(person) = &last.person else { return Ok(()) };
    note(tx, scope, number, (ASKED, person), last.at)
}

/// Puts the PIN that a person gave for the next registration where that looks. The one that was kept
/// and those in doubt stay beside it: which of them is the number's, Meta's answer tells. What
/// Business Suite put another in the place of is not tried again.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn try_first(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (pin, person): (&Secret, &PersonId),
    at: Timestamp,
) -> Result<(), StoreError> {
    let name = pin_name(number.as_str());
    let replica = tx.replica(scope, &Node::phone_number(number.as_str()))?;
    let counts = |at| !domain::pin::is_superseded(replica.as_ref(), at);
    let mut asked = unanswered_of(tx, scope, number)?;
    asked.retain(|asked| counts(asked.at));
    // One without a note is from before Farol kept any.
    let held_at = kept(tx, scope, number)?.taken_at.unwrap_or(Timestamp::from_millis(0));
    if let (Some(held), true) = (tx.secret(scope, &name)?, counts(held_at))
        && !asked.iter().any(|asked| asked.is(&held))
    {
        let person = Some(person.clone());
        asked.insert(0, Asked { pin: held, at: held_at, way: Way::Before, person });
    }
    save_asked(tx, scope, number, &asked)?;
    ask(tx, scope, number, (pin, person, Way::Given), at)?;
    tx.forget_profile_write(scope, number, TAKEN)?;
    tx.save_secret(scope, &name, pin)
}

/// What is kept of a number's PIN.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn kept(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<Kept, StoreError> {
    let notes = read.profile_writes(scope, number)?;
    let at = |name: &str| notes.iter().find(|note| note.field == name).map(|note| note.asked_at);
    Ok(Kept {
        is_held: read.has_secret(scope, &pin_name(number.as_str()))?,
        taken_at: at(TAKEN),
        asked_at: at(ASKED),
    })
}

/// Whether a registration may go out with the PIN that is kept.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn is_known(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<bool, StoreError> {
    let replica = read.replica(scope, &Node::phone_number(number.as_str()))?;
    Ok(domain::pin::is_known(replica.as_ref(), kept(read, scope, number)?))
}

/// Keeps a PIN that Meta took for the number's; whatever else was on its way is settled by it.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn hold(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (pin, person): (&Secret, &PersonId),
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.save_secret(scope, &pin_name(number.as_str()), pin)?;
    drop_asked(tx, scope, number)?;
    note(tx, scope, number, (TAKEN, person), at)
}

/// Keeps the PIN that Meta registered the number with. Where a change to it was in doubt, that is
/// known by now, and is the doing of who asked for it.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn proven(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (pin, person): (&Secret, &PersonId),
    at: Timestamp,
) -> Result<(), StoreError> {
    let asked = unanswered_of(tx, scope, number)?;
    let sent = asked.iter().find(|asked| asked.is(pin));
    let by = sent.and_then(|sent| sent.person.as_ref()).unwrap_or(person);
    if sent.is_some_and(|sent| sent.way == Way::Changed && sent.person.is_some()) {
        let row = NewAudit::of(scope, by, Action::PinChanged).on(number.as_str());
        tx.add_audit(&row, at)?;
    }
    hold(tx, scope, number, (pin, by), at)
}

/// Keeps that Meta registered the number by a call that went out at `sent_at` and whose answer was
/// lost. It carried the PIN that is kept, unless another was put in its place since: then which of
/// them it was stays in doubt.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn shown(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    (number, sent_at): (&PhoneNumberId, Timestamp),
    person: &PersonId,
) -> Result<(), StoreError> {
    let asked = unanswered_of(tx, scope, number)?;
    if asked.iter().any(|asked| asked.at > sent_at) {
        return Ok(());
    }
    let Some(pin) = tx.secret(scope, &pin_name(number.as_str()))? else { return Ok(()) };
    proven(tx, scope, number, (&pin, person), sent_at)
}

/// Drops a PIN that Meta did not take for the number's. Where it is the one that is kept, the latest
/// in doubt takes its place, and is no less in doubt than before: no answer of Meta's speaks for it.
/// Whether one is kept then.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn refused(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    sent: &Secret,
) -> Result<bool, StoreError> {
    let name = pin_name(number.as_str());
    let mut asked = unanswered_of(tx, scope, number)?;
    asked.retain(|asked| !asked.is(sent));
    save_asked(tx, scope, number, &asked)?;
    let held = tx.secret(scope, &name)?;
    if held.as_ref().is_some_and(|held| held.expose() != sent.expose()) {
        return Ok(true);
    }
    tx.forget_profile_write(scope, number, TAKEN)?;
    let Some(latest) = asked.last() else {
        tx.remove_secret(scope, &name)?;
        return Ok(false);
    };
    tx.save_secret(scope, &name, &latest.pin)?;
    Ok(true)
}

/// Drops a PIN that a person gave and that Meta did not look at, since tries of it are locked: it is
/// a guess as before, and nothing speaks for it. What was kept before it is kept again. One that was
/// not given, or may have been taken as a change, stays.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn locked(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    sent: &Secret,
) -> Result<(), StoreError> {
    let name = pin_name(number.as_str());
    let mut asked = unanswered_of(tx, scope, number)?;
    let is_guess = |asked: &Asked| asked.is(sent) && asked.way == Way::Given;
    let Some(guess) = asked.iter().position(is_guess) else { return Ok(()) };
    asked.remove(guess);
    let is_kept = tx.secret(scope, &name)?.is_some_and(|held| held.expose() == sent.expose());
    let before = asked.iter().position(|asked| asked.way == Way::Before);
    match before.filter(|_| is_kept).map(|before| asked.remove(before)) {
        Some(Asked { pin, at, person, .. }) => {
            tx.save_secret(scope, &name, &pin)?;
            // One without a time had no note.
            if let Some(person) = person.filter(|_| at.as_millis() > 0) {
                note(tx, scope, number, (TAKEN, &person), at)?;
            }
        }
        None if is_kept => match asked.last() {
            Some(latest) => tx.save_secret(scope, &name, &latest.pin)?,
            None => tx.remove_secret(scope, &name)?,
        },
        None => {}
    }
    save_asked(tx, scope, number, &asked)
}

fn drop_asked(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<(), StoreError> {
    tx.remove_secret(scope, &asked_name(number))?;
    tx.forget_profile_write(scope, number, ASKED)
}

fn note(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (name, person): (&str, &PersonId),
    at: Timestamp,
) -> Result<(), StoreError> {
    let fields = Map::from_iter([(name.to_owned(), Value::Bool(true))]);
    tx.note_profile_write(scope, number, &fields, person, at)
}
