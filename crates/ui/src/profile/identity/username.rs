//! The username, which Meta reads by an edge of its own.

use domain::{Replica, number};

use crate::frame::{Around, escaped};
use crate::told::Lens;
use crate::username::{Held, held};
use crate::view::{self, MayWrite};

/// The card.
pub(crate) struct Username {
    pub held: Held,
    pub about: String,
    /// Where another is asked for; `None` where that can't be.
    pub href: Option<String>,
}

impl Username {
    /// What Meta says of a number's username.
    pub fn of(
        lens: &Lens<'_>,
        view: &view::Profile<'_>,
        number: &Replica,
        around: &Around,
    ) -> Self {
        let (about, may_ask) = match view.may_write {
            _ if number::is_in_app(number) => ("username-kept-in-app", false),
            MayWrite::Yes | MayWrite::NeverRead => ("username-about", true),
            MayWrite::NotThisRole => ("username-about", false),
            MayWrite::KeptInApp => ("username-kept-in-app", false),
        };
        let id = escaped(&number.node.id);
        Self {
            held: held(lens, view.username),
            about: lens.words.t(about),
            href: may_ask.then(|| around.at(&format!("/profile/{id}/username"))),
        }
    }
}
