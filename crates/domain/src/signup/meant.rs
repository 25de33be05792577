//! Which number of the account a login is about: what the popup told is believed before any guess,
//! and a number that stays in the WhatsApp Business app is none that Farol registers.

use std::cmp::Reverse;

use meta::PhoneNumberId;
use meta::signup::Event;

use super::{Listed, Number, Signup};

/// What is known of the number before the account's are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant<'a> {
    /// It is this one.
    This(&'a PhoneNumberId),
    /// One that lives in the WhatsApp Business app too.
    InApp,
    /// Any: the message was lost, or says nothing of a number.
    Any,
    /// There is none.
    None,
}

/// Which number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// This one.
    Number(&'a Listed),
    /// The popup named one that the account does not have.
    NotInAccount,
    /// None is there that it could be.
    None,
}

/// The number that is meant. Where any will do, one that no other login has seen to comes before the
/// others, one that is not registered before those that are, and then the one that came in last.
pub fn choose<'a>(meant: Meant<'_>, numbers: &'a [Listed]) -> Choice<'a> {
    let newest = |of: &dyn Fn(&Listed) -> bool| {
        let rank = |number: &&Listed| {
            let is_new = (!number.is_seen_to, !number.is_registered());
            (is_new, number.last_onboarded_time.clone(), Reverse(number.id.clone()))
        };
        let number = numbers.iter().filter(|number| of(number)).max_by_key(rank);
        number.map_or(Choice::None, Choice::Number)
    };
    match meant {
        Meant::This(id) => {
            let number = numbers.iter().find(|number| number.id == *id);
            number.map_or(Choice::NotInAccount, Choice::Number)
        }
        Meant::InApp => newest(&Listed::is_in_app),
        Meant::Any => newest(&|_| true),
        Meant::None => Choice::None,
    }
}

impl Signup {
    /// The popup was opened for a number that stays in the WhatsApp Business app.
    #[must_use]
    pub fn for_app(mut self) -> Self {
        self.is_begun_for_app = true;
        self
    }

    /// Whether the number stays in the WhatsApp Business app, which registers it: so the popup's
    /// message says, or, where that was lost, what the popup was opened for. Meta's own word of the
    /// number may come later, or never.
    pub fn is_for_app(&self) -> bool {
        match &self.told {
            Some(Event::FinishWhatsappBusinessAppOnboarding { .. }) => true,
            Some(Event::Finish { .. } | Event::FinishOnlyWaba { .. }) => false,
            Some(Event::Cancel { .. } | Event::ReportedError { .. } | Event::Other { .. })
            | None => self.is_begun_for_app,
        }
    }

    /// The one found before, else what the popup told.
    pub(super) fn meant(&self) -> Meant<'_> {
        if let Some(number) = &self.number {
            return Meant::This(&number.id);
        }
        match &self.told {
            Some(Event::FinishWhatsappBusinessAppOnboarding { phone_number_id, .. }) => {
                phone_number_id.as_ref().map_or(Meant::InApp, Meant::This)
            }
            _ if self.is_for_app() => Meant::InApp,
            // The popup, which was opened for the app, brought no number: one that comes later is not
            // taken for the Cloud API's by a guess, as that would take the app off the phone.
            Some(Event::FinishOnlyWaba { .. })
                if self.takes_any_number && self.is_begun_for_app =>
            {
                Meant::InApp
            }
            _ if self.takes_any_number => Meant::Any,
            Some(Event::Finish { phone_number_id, .. }) => Meant::This(phone_number_id),
            Some(Event::FinishOnlyWaba { .. }) => Meant::None,
            Some(Event::Cancel { .. } | Event::ReportedError { .. } | Event::Other { .. })
            | None => Meant::Any,
        }
    }

    /// A webhook that came before proves nothing of this number.
    pub(super) fn take_number(&mut self, number: Number) {
        if self.number.as_ref().is_none_or(|known| known.id != number.id) {
            self.webhook_at = None;
        }
        self.number = Some(number);
    }
}
