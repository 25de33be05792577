//! What the page of the installation's preflight is given.

use domain::Timestamp;
use domain::preflight::Finding;

/// The installation's settings, judged.
#[derive(Clone, Copy, Debug)]
pub struct Preflight<'a> {
    /// One for each check, in the order of the page.
    pub findings: &'a [Finding],
    /// When it was looked.
    pub at: Timestamp,
}
