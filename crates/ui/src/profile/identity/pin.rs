//! The two-step PIN of the number.

use domain::{Replica, number};

use crate::frame::{Around, escaped};
use crate::pin::{Held, held};
use crate::told::Lens;
use crate::view::{self, MayWrite};

/// The card.
pub(crate) struct Pin {
    pub held: Held,
    /// Why it can't be changed here.
    pub why_not: Option<String>,
    /// Where it is changed; `None` where that can't be.
    pub href: Option<String>,
}

impl Pin {
    /// What is known of a number's PIN.
    pub fn of(
        lens: &Lens<'_>,
        view: &view::Profile<'_>,
        number: &Replica,
        around: &Around,
    ) -> Self {
        let is_kept_in_app = view.may_write == MayWrite::KeptInApp || number::is_in_app(number);
        let why_not = match (is_kept_in_app, around.frame.may_connect) {
            (true, _) => Some("pin-kept-in-app"),
            (false, false) => Some("pin-not-this-role"),
            (false, true) => None,
        };
        let id = escaped(&number.node.id);
        Self {
            held: held(lens, number, view.pin),
            href: why_not.is_none().then(|| around.at(&format!("/profile/{id}/pin"))),
            why_not: why_not.map(|key| lens.words.t(key)),
        }
    }
}
