//! What Meta's dialog refuses a person, in words that only the dialog has (META 1.5): no code of
//! Graph's stands for it, so control says which of them holds, and at which step it stops the person.

use serde::{Deserialize, Serialize};

use super::session::{Form, NEW, Step};

/// One of the dialog's refusals. It holds until control ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    AccountTooNew,
    BusinessLimit,
    WabaLimit,
    NumberLimit,
    PhoneBlocked,
    PhoneOnWhatsapp,
    NameRefused,
    CodeAttempts,
}

impl Trouble {
    pub const ALL: [Trouble; 8] = [
        Trouble::AccountTooNew,
        Trouble::BusinessLimit,
        Trouble::WabaLimit,
        Trouble::NumberLimit,
        Trouble::PhoneBlocked,
        Trouble::PhoneOnWhatsapp,
        Trouble::NameRefused,
        Trouble::CodeAttempts,
    ];

    /// As control and the page's `data-trouble` name it.
    pub fn name(self) -> &'static str {
        match self {
            Trouble::AccountTooNew => "account_too_new",
            Trouble::BusinessLimit => "business_limit",
            Trouble::WabaLimit => "waba_limit",
            Trouble::NumberLimit => "number_limit",
            Trouble::PhoneBlocked => "phone_blocked",
            Trouble::PhoneOnWhatsapp => "phone_on_whatsapp",
            Trouble::NameRefused => "name_refused",
            Trouble::CodeAttempts => "code_attempts",
        }
    }

    /// Whether it stops this form. What exists already is past most of them.
    pub fn stops(self, step: Step, form: &Form) -> bool {
        let is_new = |key: &str| form.get(key).is_some_and(|chosen| chosen == NEW);
        match self {
            Trouble::AccountTooNew => step == Step::Permissions,
            Trouble::BusinessLimit => step == Step::Business && is_new("business"),
            Trouble::WabaLimit => step == Step::Waba && is_new("waba"),
            Trouble::NumberLimit => step == Step::Number && is_new("number"),
            Trouble::PhoneBlocked | Trouble::PhoneOnWhatsapp => {
                step == Step::Number && is_new("number")
            }
            Trouble::NameRefused => step == Step::Name,
            Trouble::CodeAttempts => step == Step::Code,
        }
    }

    /// What a person who reports it reports. The words are Meta's in substance, not in letter, but
    /// for the name's, which are from its sample.
    pub fn reported(self) -> &'static str {
        match self {
            Trouble::AccountTooNew => {
                "Your Facebook account is too new to create a business portfolio. Please try \
                 again later."
            }
            Trouble::BusinessLimit => {
                "You have reached the limit of business portfolios that you can create at this \
                 time."
            }
            Trouble::WabaLimit => {
                "This business portfolio has reached its limit of WhatsApp Business accounts. \
                 Verify your business to add more."
            }
            Trouble::NumberLimit => {
                "This business portfolio has reached its maximum number of phone numbers."
            }
            Trouble::PhoneBlocked => "This phone number is blocked from using WhatsApp.",
            Trouble::PhoneOnWhatsapp => {
                "This phone number is already registered on WhatsApp. Delete the account in the \
                 app, wait up to 3 minutes, and try again."
            }
            Trouble::NameRefused => super::outcome::REPORTED,
            Trouble::CodeAttempts => {
                "You have requested a code too many times. Please try again in 12 hours."
            }
        }
    }
}
