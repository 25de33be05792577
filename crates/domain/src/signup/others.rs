//! What a login is to others of its tenant: of the same number, or in its place.

use meta::PhoneNumberId;
use meta::signup::Event;

use super::{Signup, Stage, Step};

impl Signup {
    /// Whether this one is about the same number of the same account as `other`.
    pub fn is_of_same_number(&self, other: &Self) -> bool {
        let id = |signup: &Self| signup.number.as_ref().map(|number| number.id.clone());
        self.is_of_same_waba(other) && id(self).is_some() && id(self) == id(other)
    }

    fn is_of_same_waba(&self, other: &Self) -> bool {
        match (&self.target, &other.target) {
            (Some(own), Some(other)) => own.waba == other.waba,
            _ => false,
        }
    }

    /// Whether this one, which has found its number, takes the place of `other` of its tenant: one
    /// that began no later, of the same account, and of the same number or none. Of a login that
    /// has not found its number yet, what the popup named is believed.
    pub fn supersedes(&self, other: &Self) -> bool {
        let own = self.number.as_ref().map(|number| &number.id);
        let is_same_number = match (own, other.number_or_hint()) {
            (Some(own), Some(other)) => own == other,
            (None, Some(_)) => false,
            (_, None) => {
                let is_of_none = matches!(other.told, Some(Event::FinishOnlyWaba { .. }));
                is_of_none || other.is_done(Step::Register) || !other.is_under_way()
            }
        };
        self.started_at >= other.started_at
            && !other.is_finished()
            && !other.is_leaving()
            && self.is_of_same_waba(other)
            && is_same_number
    }

    fn number_or_hint(&self) -> Option<&PhoneNumberId> {
        match (&self.number, &self.told) {
            (Some(number), _) => Some(&number.id),
            (None, Some(Event::Finish { phone_number_id, .. })) => Some(phone_number_id),
            (None, _) => None,
        }
    }

    fn is_under_way(&self) -> bool {
        matches!(self.stage, Stage::Doing { .. })
    }
}
