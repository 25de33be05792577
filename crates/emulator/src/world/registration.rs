//! A number's way onto the platform: verified by a code, registered with a PIN, and off it again.
//!
//! Meta's rules as numbers: a PIN that exists must match, ten calls in 72 hours, and 14 days from
//! onboarding to the first registration. Everything here is a decision; Graph words the refusals.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Node;

/// What every simulated SMS or call says.
pub const VERIFICATION_CODE: &str = "123456";

/// The status of a number that another account took along.
pub const MIGRATED: &str = "MIGRATED";
/// The status of a number that was taken out of its account.
pub const DELETED: &str = "DELETED";
/// The statuses of those whose phone somebody else may have.
pub const GONE: [&str; 2] = [MIGRATED, DELETED];

const HOUR_S: i64 = 3_600;
const CALLS_WINDOW_S: i64 = 72 * HOUR_S;
const CALLS_ALLOWED: usize = 10;
const REGISTER_WITHIN_S: i64 = 14 * 24 * HOUR_S;
/// How long a phone that was deleted cannot be registered again.
const WAIT_AFTER_DELETION_S: i64 = 5 * 60;
const WRONG_PINS_ALLOWED: u32 = 8;
/// How long guessing is locked: an assumption, Meta names the time in each error.
const LOCKED_FOR_S: i64 = 12 * HOUR_S;
const SYNC_WITHIN_S: i64 = 24 * HOUR_S;

/// What Graph never tells of a number's registration.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Registration {
    /// When the popup or `verify_code` last let it in; a registration is due 14 days from then.
    pub onboarded_s: Option<i64>,
    /// It was registered since then, so that nothing expires any more.
    pub was_registered: bool,
    /// The latest calls of `register` and `deregister`.
    pub calls_s: Vec<i64>,
    pub wrong_pins: u32,
    pub wrong_pin_s: i64,
    pub code_requested: bool,
    /// When it, or the number that had its phone before, was deleted.
    pub deleted_s: Option<i64>,
    /// The code that `register` fails with until control clears it.
    pub error: Option<String>,
    /// The code that `request_code` fails with until control clears it.
    pub code_error: Option<String>,
    /// The code that another account meets when it takes the phone along, until control clears it.
    pub migration_error: Option<String>,
    /// What `smb_app_data` was already asked for.
    pub synced: BTreeSet<String>,
    /// Its owner does not share the history of the app's chats.
    pub keeps_history: bool,
}

/// Why a number stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// More than ten calls in 72 hours.
    TooManyCalls,
    /// The phone was deleted less than five minutes ago.
    JustDeleted,
    /// The number's owner was not proven, or too long ago.
    NotVerified,
    PinMismatch,
    TooManyGuesses,
    NotRegistered,
    /// It lives in the WhatsApp Business app too (coexistence).
    InTheApp,
    /// Not in the app, where only such a number will do.
    NotInTheApp,
    AlreadyVerified,
    NoCodeRequested,
    WrongCode,
    AlreadySynced,
    SyncTooLate,
    /// What control asked for.
    Told(String),
}

type Outcome = Result<(), Refused>;

impl Node {
    pub fn is_registered(&self) -> bool {
        self.text("platform_type") == "CLOUD_API"
    }

    pub fn is_in_app(&self) -> bool {
        self.fields.get("is_on_biz_app") == Some(&json!(true))
    }

    /// `VERIFIED` falls to `EXPIRED` when nothing was registered for 14 days.
    pub fn code_verification_status(&self, now_s: i64) -> &str {
        let is_over = self.registration.onboarded_s.is_some_and(|s| now_s >= s + REGISTER_WITHIN_S);
        match self.text("code_verification_status") {
            "VERIFIED" if is_over && !self.is_registered() && !self.registration.was_registered => {
                "EXPIRED"
            }
            kept => kept,
        }
    }

    /// Sets the PIN where there is none; where there is one, it must be this.
    pub fn register(&mut self, pin: &str, now_s: i64) -> Outcome {
        self.count_call(now_s)?;
        if let Some(code) = &self.registration.error {
            return Err(Refused::Told(code.clone()));
        }
        if self.registration.deleted_s.is_some_and(|at_s| now_s < at_s + WAIT_AFTER_DELETION_S) {
            return Err(Refused::JustDeleted);
        }
        if self.code_verification_status(now_s) != "VERIFIED" {
            return Err(Refused::NotVerified);
        }
        self.check_pin(pin, now_s)?;
        self.pin = Some(pin.to_owned());
        self.set("is_pin_enabled", true);
        self.put_on_platform();
        Ok(())
    }

    /// Registered, whoever did it.
    pub fn put_on_platform(&mut self) {
        if !self.is_registered() {
            self.set("status", "CONNECTED");
            self.set("platform_type", "CLOUD_API");
            self.set("host_platform", "CLOUD_API");
            self.set("throughput", json!({"level": "STANDARD"}));
        }
        self.registration.was_registered = true;
    }

    /// Not registered any more; the PIN stays.
    pub fn take_off_platform(&mut self) {
        self.set("status", "DISCONNECTED");
        self.set("platform_type", "NOT_APPLICABLE");
        self.set("host_platform", "NOT_APPLICABLE");
        self.set("throughput", json!({"level": "NOT_APPLICABLE"}));
        self.registration.was_registered = true;
    }

    /// The PIN stays: whoever registers it again must know it.
    pub fn deregister(&mut self, now_s: i64) -> Outcome {
        self.count_call(now_s)?;
        if !self.is_registered() {
            return Err(Refused::NotRegistered);
        }
        self.take_off_platform();
        Ok(())
    }

    /// Whether another account may take its phone along: not while somebody must know its PIN, nor
    /// while it lives in the app.
    pub fn may_migrate(&self) -> bool {
        self.pin.is_none() && !self.is_in_app()
    }

    /// Its owner took it out of the account: its phone is free again, and can be registered after a
    /// while.
    pub fn delete(&mut self, now_s: i64) {
        self.set("status", DELETED);
        self.registration.deleted_s = Some(now_s);
    }

    /// Another account took its phone along.
    pub fn migrate(&mut self) {
        self.take_off_platform();
        self.set("status", MIGRATED);
    }

    pub fn change_pin(&mut self, pin: &str) -> Outcome {
        if !self.is_registered() {
            return Err(Refused::NotRegistered);
        }
        self.pin = Some(pin.to_owned());
        self.set("is_pin_enabled", true);
        self.registration.wrong_pins = 0;
        Ok(())
    }

    pub fn request_code(&mut self, now_s: i64) -> Outcome {
        if self.code_verification_status(now_s) == "VERIFIED" {
            return Err(Refused::AlreadyVerified);
        }
        if let Some(code) = &self.registration.code_error {
            return Err(Refused::Told(code.clone()));
        }
        self.registration.code_requested = true;
        Ok(())
    }

    pub fn verify_code(&mut self, code: &str, now_s: i64) -> Outcome {
        if !self.registration.code_requested {
            return Err(Refused::NoCodeRequested);
        }
        if code != VERIFICATION_CODE {
            return Err(Refused::WrongCode);
        }
        self.registration.code_requested = false;
        self.onboard(true, now_s);
        Ok(())
    }

    /// A number that was added or chosen: its 14 days begin.
    pub fn onboard(&mut self, is_verified: bool, now_s: i64) {
        self.set("last_onboarded_time", graph_time(now_s));
        self.registration.onboarded_s = Some(now_s);
        self.registration.was_registered = self.is_registered();
        if is_verified {
            self.set("code_verification_status", "VERIFIED");
        }
        if !self.is_registered() {
            let is_proven = self.text("code_verification_status") == "VERIFIED";
            self.set("status", if is_proven { "PENDING" } else { "UNVERIFIED" });
        }
    }

    /// Contacts and history of the app: each once, within 24 hours of onboarding.
    pub fn sync_app(&mut self, what: &str, now_s: i64) -> Outcome {
        if !self.is_in_app() {
            return Err(Refused::NotInTheApp);
        }
        if self.registration.onboarded_s.is_none_or(|s| now_s >= s + SYNC_WITHIN_S) {
            return Err(Refused::SyncTooLate);
        }
        if self.registration.synced.insert(what.to_owned()) {
            Ok(())
        } else {
            Err(Refused::AlreadySynced)
        }
    }

    /// Every call counts, whatever comes of it.
    fn count_call(&mut self, now_s: i64) -> Outcome {
        if self.is_in_app() {
            return Err(Refused::InTheApp);
        }
        let calls = &mut self.registration.calls_s;
        calls.retain(|call_s| now_s < call_s + CALLS_WINDOW_S);
        if calls.len() >= CALLS_ALLOWED {
            return Err(Refused::TooManyCalls);
        }
        calls.push(now_s);
        Ok(())
    }

    fn check_pin(&mut self, pin: &str, now_s: i64) -> Outcome {
        let kept = &mut self.registration;
        if kept.wrong_pins >= WRONG_PINS_ALLOWED && now_s < kept.wrong_pin_s + LOCKED_FOR_S {
            return Err(Refused::TooManyGuesses);
        }
        if self.pin.as_deref().is_some_and(|own| own != pin) {
            kept.wrong_pins = kept.wrong_pins % WRONG_PINS_ALLOWED + 1;
            kept.wrong_pin_s = now_s;
            return Err(Refused::PinMismatch);
        }
        kept.wrong_pins = 0;
        Ok(())
    }
}

/// A time as Graph writes it: `2023-08-22T19:05:53+0000`.
fn graph_time(unix_s: i64) -> String {
    let (days, second) = (unix_s.div_euclid(86_400), unix_s.rem_euclid(86_400));
    // Days are counted from March 1 of year 0, so that a leap day ends its year.
    let since_march = days + 719_468;
    let (era, day_of_era) = (since_march.div_euclid(146_097), since_march.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+0000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_graph_writes_them() {
        for (unix_s, text) in [
            (0, "1970-01-01T00:00:00+0000"),
            (1_692_731_153, "2023-08-22T19:05:53+0000"),
            (1_709_164_799, "2024-02-28T23:59:59+0000"),
            (1_709_164_800, "2024-02-29T00:00:00+0000"),
            (1_767_225_600, "2026-01-01T00:00:00+0000"),
        ] {
            assert_eq!(graph_time(unix_s), text);
        }
    }
}
