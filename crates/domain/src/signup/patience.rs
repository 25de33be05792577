//! How long a login waits before it tries again what may heal by itself.

use std::time::Duration;

use super::obstacle::Obstacle;
use super::registration::REGISTRATIONS_IN;
use super::step::Task;

/// Meta lets a number that was just deleted be registered after five minutes.
const AFTER_DELETION: Duration = Duration::from_secs(5 * 60);

/// How long until the `tries`th try after an obstacle; `None` when trying again is of no use.
pub(crate) fn wait(obstacle: &Obstacle, task: Task, tries: u32) -> Option<Duration> {
    let nth = |waits_s: &[u64]| {
        let last = waits_s.len().saturating_sub(1);
        let index = usize::try_from(tries.saturating_sub(1)).unwrap_or(last).min(last);
        waits_s.get(index).copied().map(Duration::from_secs)
    };
    match obstacle {
        // The code is dead after 30 seconds.
        Obstacle::Trouble | Obstacle::Unanswered if task == Task::Exchange => nth(&[1, 1, 2, 4]),
        Obstacle::Trouble | Obstacle::Unanswered => nth(&[1, 2, 5, 15, 60, 300]),
        // Each look that finds the name undecided costs one of ten registrations.
        Obstacle::NameNotProcessed => nth(&[600, 1_800, 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600]),
        // Each try costs one of ten registrations.
        Obstacle::Maintenance => nth(&[300, 900, 3_600, 6 * 3_600, 12 * 3_600]),
        Obstacle::NotShown => nth(&[2, 5, 15, 60, 300]),
        Obstacle::BeingUndone => nth(&[1, 2, 5]),
        Obstacle::AppNotShown => nth(&[2, 5, 15, 60, 300, 1_800, 3_600]),
        Obstacle::RecentlyDeleted => Some(AFTER_DELETION),
        Obstacle::TooManyRegistrations => Some(REGISTRATIONS_IN),
        Obstacle::CodeExpired
        | Obstacle::CodeUsed
        | Obstacle::CodeRefused
        | Obstacle::TokenInvalid
        | Obstacle::TokenDead
        | Obstacle::NoAccount
        | Obstacle::AccountNotGranted { .. }
        | Obstacle::AnotherAccount { .. }
        | Obstacle::ScopesMissing { .. }
        | Obstacle::BoundElsewhere
        | Obstacle::OwnerUnknown
        | Obstacle::NumberNotInAccount
        | Obstacle::NumberHeldElsewhere
        | Obstacle::NotVerified { .. }
        | Obstacle::CodeNotSent
        | Obstacle::CodeWrong
        | Obstacle::PinNeeded
        | Obstacle::PinMismatch
        | Obstacle::PinLocked
        | Obstacle::PermissionMissing
        | Obstacle::AppRefused
        | Obstacle::Refused
        | Obstacle::WindowOver
        | Obstacle::NotReached
        | Obstacle::RoutedElsewhere { .. }
        | Obstacle::NumberNotAdded
        | Obstacle::Unkept => None,
    }
}
