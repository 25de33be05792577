//! Rows of the ledger that go by their age alone, with the term of each.

use domain::Timestamp;
use store::{LedgerTx, StoreError};

use super::{BATCH, Batch, Place, days_ago};
use crate::app::App;
use crate::config::Retention;

/// Days that the tally of a limit looks back.
const TALLY: u32 = 8;
/// A day more: a message of the tally's first moment was sent in a window opened the day before.
const WINDOWS: u32 = TALLY + 1;
/// Days that ended sessions, links and nonces are kept, for a clock that is set right.
const ENDED: u32 = 1;

/// Days that it stands who did what.
const AUDIT: u32 = 400;
/// Days that an invitation is kept after its link ended; an address is in it until it is used or
/// taken back.
const INVITATIONS: u32 = 30;
/// Days that a hand-over link is kept after it ended, with the label in it.
const HANDOVERS: u32 = 90;
/// Days that a photo which did not get through waits for another try.
const PHOTOS: u32 = 7;

/// One kind of row.
pub(super) struct Sweep {
    /// What metrics and the log call it.
    pub what: &'static str,
    /// Days that it is kept.
    pub days: fn(&Retention) -> u32,
    /// Whether its times are of the clock that can't be turned.
    pub is_steady: bool,
    /// Removes a batch from before a moment.
    pub forget: fn(&LedgerTx<'_>, Timestamp, usize) -> Result<u64, StoreError>,
}

type Forget = fn(&LedgerTx<'_>, Timestamp, usize) -> Result<u64, StoreError>;

const fn world(what: &'static str, days: fn(&Retention) -> u32, forget: Forget) -> Sweep {
    Sweep { what, days, is_steady: false, forget }
}

const fn steady(what: &'static str, forget: Forget) -> Sweep {
    Sweep { what, days: |_| ENDED, is_steady: true, forget }
}

/// All of them, in the order of a pass.
pub(super) const SWEEPS: &[Sweep] = &[
    world("quarantined", |kept| kept.quarantined_days, |tx, t, n| tx.forget_quarantined(t, n)),
    world("notices", |kept| kept.notices_days, |tx, t, n| tx.forget_notices(t, n)),
    world("mails", |kept| kept.mails_days, |tx, t, n| tx.forget_mails(t, n)),
    world("changes", |kept| kept.changes_days, |tx, t, n| tx.forget_changes(t, n)),
    world("evidence", |kept| kept.evidence_days, |tx, t, n| tx.forget_evidence(t, n)),
    world("deliveries", |kept| kept.deliveries_days, |tx, t, n| tx.forget_deliveries(t, n)),
    world("traffic", |kept| kept.traffic_days, |tx, t, n| tx.forget_traffic(t, n)),
    world("analytics", |kept| kept.traffic_days, |tx, t, n| tx.forget_analytics(t, n)),
    world("windows", |_| WINDOWS, |tx, t, n| tx.forget_wrote(t, n)),
    world("reached", |_| TALLY, |tx, t, n| tx.forget_reached(t, n)),
    world("audit", |_| AUDIT, |tx, t, n| tx.forget_audits(t, n)),
    world("photos", |_| PHOTOS, |tx, t, n| tx.forget_photo_uploads(t, n)),
    world("disconnections", |_| AUDIT, |tx, t, n| tx.forget_disconnections(t, n)),
    world("handovers", |_| HANDOVERS, |tx, t, n| tx.forget_handovers(t, n)),
    world("invitations", |_| INVITATIONS, |tx, t, n| tx.forget_invitations(t, n)),
    steady("password_links", |tx, t, n| tx.forget_password_links(t, n)),
    steady("links", |tx, t, n| tx.forget_links(t, n)),
    steady("sessions", |tx, t, n| tx.forget_ended_sessions(t, n)),
    steady("nonces", |tx, t, n| tx.forget_ended_nonces(t, n)),
];

/// Removes a batch; the same again while it was full.
pub(super) async fn step(
    app: &App,
    sweep: &'static Sweep,
    nth: usize,
    now: Timestamp,
) -> Result<Batch, StoreError> {
    let now = if sweep.is_steady { app.clock.steady() } else { now };
    let before = days_ago(now, (sweep.days)(&app.settings.config.retention));
    let removed = app.store.ledger.transact(move |tx| (sweep.forget)(tx, before, BATCH)).await?;
    let is_full = removed >= BATCH as u64;
    let next = Place::Sweep(if is_full { nth } else { nth + 1 });
    Ok(Batch { what: sweep.what, removed, next })
}
