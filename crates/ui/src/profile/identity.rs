//! "Identidade na Meta": what Meta holds of the number itself, a card each.

mod coexistence;
mod name;
mod official;
mod pin;
mod username;

use domain::Replica;

use self::coexistence::Coexistence;
use self::name::Name;
use self::official::Official;
use self::pin::Pin;
use self::username::Username;
use crate::frame::Around;
use crate::told::Lens;
use crate::view;

/// The cards.
pub(crate) struct Identity {
    pub name: Name,
    pub username: Username,
    pub pin: Pin,
    pub official: Official,
    pub coexistence: Coexistence,
}

impl Identity {
    /// The cards of a number.
    pub fn of(
        lens: &Lens<'_>,
        view: &view::Profile<'_>,
        number: &Replica,
        around: &Around,
    ) -> Self {
        Self {
            name: Name::of(lens, &view.name, number, around),
            username: Username::of(lens, view, number, around),
            pin: Pin::of(lens, view, number, around),
            official: Official::of(lens, number),
            coexistence: Coexistence::of(lens, number),
        }
    }
}
