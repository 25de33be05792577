//! What Meta's window refuses a person (META 1.5). It says so there, in text alone: what is left to
//! Farol is the step at which the person gave up, or the sentence that they reported.

use super::Ending;

/// A refusal of Meta's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The Facebook user is too new to make a portfolio.
    AccountTooNew,
    /// The Facebook user may make no more portfolios.
    BusinessLimit,
    /// The portfolio, not verified, may have no more accounts.
    WabaLimit,
    /// The portfolio may have no more numbers.
    NumberLimit,
    /// The number is on WhatsApp: its account must be deleted first.
    PhoneOnWhatsapp,
    /// The number is blocked.
    PhoneBlocked,
    /// The display name is against the rules.
    NameRefused,
    /// Too many codes were asked for.
    CodeAttempts,
}

impl Refusal {
    /// All of them, in the order in which the window could show them.
    pub const ALL: [Self; 8] = [
        Self::AccountTooNew,
        Self::BusinessLimit,
        Self::WabaLimit,
        Self::NumberLimit,
        Self::PhoneOnWhatsapp,
        Self::PhoneBlocked,
        Self::NameRefused,
        Self::CodeAttempts,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccountTooNew => "account-too-new",
            Self::BusinessLimit => "business-limit",
            Self::WabaLimit => "waba-limit",
            Self::NumberLimit => "number-limit",
            Self::PhoneOnWhatsapp => "phone-on-whatsapp",
            Self::PhoneBlocked => "phone-blocked",
            Self::NameRefused => "name-refused",
            Self::CodeAttempts => "code-attempts",
        }
    }

    /// Those that may have ended a login: all, where the window says no step that is known; none, where
    /// it did not end by the window.
    pub fn behind(ending: &Ending) -> &'static [Self] {
        match ending {
            Ending::Cancelled { current_step: Some(step) } => Self::at_step(step),
            Ending::Cancelled { current_step: None }
            | Ending::Closed
            | Ending::Lost
            | Ending::Untold { .. }
            | Ending::Reported { .. } => &Self::ALL,
            Ending::NoCode | Ending::Superseded | Ending::Dismissed | Ending::Abandoned => &[],
        }
    }

    /// Those that stop a person at a step, as Meta names it.
    fn at_step(step: &str) -> &'static [Self] {
        match step {
            "PERMISSIONS" => &[Self::AccountTooNew],
            "BUSINESS_ACCOUNT_SELECTION" => &[Self::AccountTooNew, Self::BusinessLimit],
            "WABA_PHONE_PROFILE_PICKER" => &[Self::WabaLimit, Self::NumberLimit],
            "PHONE_NUMBER_SETUP" => &[Self::PhoneOnWhatsapp, Self::NumberLimit, Self::PhoneBlocked],
            "WHATSAPP_BUSINESS_PROFILE_SETUP" => &[Self::NameRefused],
            "PHONE_NUMBER_VERIFICATION" => &[Self::CodeAttempts],
            _ => &Self::ALL,
        }
    }

    /// The one that a reported sentence of Meta's is about, where its English words leave no doubt;
    /// Meta documents no codes for them.
    pub fn of_words(message: &str) -> Option<Self> {
        let said = message.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let is_most = has(&["limit", "maximum"]);
        let rules = [
            (has(&["too new"]), Self::AccountTooNew),
            (has(&["verified name", "display name"]), Self::NameRefused),
            (has(&["code"]) && has(&["too many"]), Self::CodeAttempts),
            (has(&["number"]) && has(&["blocked", "banned"]), Self::PhoneBlocked),
            (has(&["number"]) && has(&["already"]) && has(&["on whatsapp"]), Self::PhoneOnWhatsapp),
            (is_most && has(&["phone number"]), Self::NumberLimit),
            (is_most && has(&["whatsapp business account"]), Self::WabaLimit),
            (is_most && has(&["portfolio"]), Self::BusinessLimit),
        ];
        rules.into_iter().find_map(|(is_it, refusal)| is_it.then_some(refusal))
    }
}
