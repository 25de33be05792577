//! "Identidade na Meta": what Meta holds of the number itself, a card each.

mod coexistence;
mod name;
mod official;

use domain::Replica;

use self::coexistence::Coexistence;
use self::name::Name;
use self::official::Official;
use crate::frame::Around;
use crate::told::Lens;
use crate::view;

/// The cards.
pub(crate) struct Identity {
    pub name: Name,
    pub official: Official,
    pub coexistence: Coexistence,
}

impl Identity {
    /// The cards of a number.
    pub fn of(
        lens: &Lens<'_>,
        _view: &view::Profile<'_>,
        number: &Replica,
        _around: &Around,
    ) -> Self {
        Self {
            name: Name::of(lens, number),
            official: Official::of(lens, number),
            coexistence: Coexistence::of(lens, number),
        }
    }
}
