//! Accounts: what Meta does to them, and who may use them (META 7.2 `[D]`, `[D26]`, read on 23 November
//! 2026).

use super::part::{List, Listed, part};
use super::word::{Id, Limit, OneOrMore, Whole};
use crate::open::{
    AccountEvent, AlertEntity, AlertSeverity, AlertStatus, AlertType, BanState,
    CertificationStatus, DisconnectedBy, DisconnectionReason, RestrictionType, ReviewDecision,
    ViolationType,
};

part! {
    /// `account_update`. What comes with the event is [`AccountUpdate::info`].
    AccountUpdate {
        /// What happened.
        event: AccountEvent = "event",
        /// The number that it is about, digits; of some events.
        phone_number: String = "phone_number",
        /// Two letters; of a new primary location.
        country: String = "country",
        /// Of a ban.
        ban_info: BanInfo = "ban_info",
        /// Of restrictions.
        restriction_info: List<Restriction> = "restriction_info",
        /// Of a violated policy.
        violation_info: ViolationInfo = "violation_info",
        /// Which account, and whose; of a partner's events.
        waba_info: WabaInfo = "waba_info",
        /// Why a number in coexistence left.
        disconnection_info: DisconnectionInfo = "disconnection_info",
        /// Of a client's review.
        partner_client_certification_info: Certification = "partner_client_certification_info",
        /// Of a client that needs one.
        partner_client_certification_needed_info: CertificationNeeded =
            "partner_client_certification_needed_info",
        /// Of prices between countries.
        auth_international_rate_eligibility: RateEligibility =
            "auth_international_rate_eligibility",
        /// Of prices by volume.
        volume_tier_info: VolumeTier = "volume_tier_info",
        /// The webhook field, where Meta prints it inside the value (`PARTNER_APP_UNINSTALLED`).
        field: String = "field",
        /// The object, where Meta prints it inside the value.
        object: String = "object",
    }
}

/// What comes with an account's event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AccountInfo<'a> {
    /// The account is gone.
    Deleted,
    /// A policy was violated.
    Violation(Option<&'a ViolationInfo>),
    /// The account may not do everything.
    Restricted(&'a [Listed<Restriction>]),
    /// A ban is announced, in force or over.
    Ban(Option<&'a BanInfo>),
    /// A partner, or a partner's app, came or went.
    Partner(Option<&'a WabaInfo>, Option<&'a DisconnectionInfo>),
    /// What became of a client's review.
    Certification(Option<&'a Certification>),
    /// A client's review is needed.
    CertificationNeeded(Option<&'a CertificationNeeded>),
    /// A number in coexistence moved to another phone, or came back.
    Device,
    /// Prices between countries.
    RateEligibility(Option<&'a RateEligibility>),
    /// Another primary location.
    Country(Option<&'a str>),
    /// Prices by volume.
    VolumeTier(Option<&'a VolumeTier>),
    /// Marketing: an advertising account, the terms of the lite API.
    Marketing(Option<&'a WabaInfo>),
    /// A sandbox number became a real one.
    Verified,
    /// An event that is not known, or none.
    Unknown(Option<&'a str>),
}

impl AccountUpdate {
    /// What comes with its event.
    pub fn info(&self) -> AccountInfo<'_> {
        let restrictions = || self.restriction_info.as_deref().unwrap_or_default();
        match self.event.as_ref() {
            Some(AccountEvent::AccountDeleted) => AccountInfo::Deleted,
            Some(AccountEvent::AccountViolation) => {
                AccountInfo::Violation(self.violation_info.as_ref())
            }
            Some(AccountEvent::AccountRestriction) => AccountInfo::Restricted(restrictions()),
            Some(AccountEvent::DisabledUpdate) => AccountInfo::Ban(self.ban_info.as_ref()),
            Some(
                AccountEvent::PartnerAdded
                | AccountEvent::PartnerRemoved
                | AccountEvent::PartnerAppInstalled
                | AccountEvent::PartnerAppUninstalled,
            ) => AccountInfo::Partner(self.waba_info.as_ref(), self.disconnection_info.as_ref()),
            Some(AccountEvent::PartnerClientCertificationStatusUpdate) => {
                AccountInfo::Certification(self.partner_client_certification_info.as_ref())
            }
            Some(AccountEvent::PartnerClientCertificationNeeded) => {
                let needed = self.partner_client_certification_needed_info.as_ref();
                AccountInfo::CertificationNeeded(needed)
            }
            Some(AccountEvent::AccountOffboarded | AccountEvent::AccountReconnected) => {
                AccountInfo::Device
            }
            Some(AccountEvent::AuthIntlPriceEligibilityUpdate) => {
                AccountInfo::RateEligibility(self.auth_international_rate_eligibility.as_ref())
            }
            Some(AccountEvent::BusinessPrimaryLocationCountryUpdate) => {
                AccountInfo::Country(self.country.as_deref())
            }
            Some(AccountEvent::VolumeBasedPricingTierUpdate) => {
                AccountInfo::VolumeTier(self.volume_tier_info.as_ref())
            }
            Some(AccountEvent::AdAccountLinked | AccountEvent::MmLiteTermsSigned) => {
                AccountInfo::Marketing(self.waba_info.as_ref())
            }
            Some(AccountEvent::VerifiedAccount) => AccountInfo::Verified,
            Some(AccountEvent::Other(event)) => AccountInfo::Unknown(Some(event)),
            None => AccountInfo::Unknown(None),
        }
    }
}

part! {
    /// A ban. Meta gives no date of its end.
    BanInfo {
        /// Its stage; one page prints a list.
        waba_ban_state: OneOrMore<BanState> = "waba_ban_state",
        /// `April 17, 2025`: the language is not documented.
        waba_ban_date: String = "waba_ban_date",
    }
}

part! {
    /// Something that an account may not do.
    Restriction {
        /// What.
        restriction_type: RestrictionType = "restriction_type",
        /// Until when: seconds; a date's text in older webhooks.
        expiration: Whole = "expiration",
        /// What to do about it.
        remediation: String = "remediation",
    }
}

part! {
    /// A policy that was violated.
    ViolationInfo {
        /// Which.
        violation_type: ViolationType = "violation_type",
        /// What to do about it.
        remediation: String = "remediation",
    }
}

part! {
    /// Which account a partner's event is about: `entry.id` is the portfolio's then.
    WabaInfo {
        /// The account.
        waba_id: Id = "waba_id",
        /// Its owner.
        owner_business_id: Id = "owner_business_id",
        /// The partner's app that came or went.
        partner_app_id: Id = "partner_app_id",
        /// The solution by which it is shared.
        solution_id: Id = "solution_id",
        /// The solution's partners.
        solution_partner_business_ids: List<Id> = "solution_partner_business_ids",
        /// The advertising account.
        ad_account_linked: Id = "ad_account_linked",
    }
}

part! {
    /// Why a number in coexistence left.
    DisconnectionInfo {
        /// Why.
        reason: DisconnectionReason = "reason",
        /// Who did it.
        initiated_by: DisconnectedBy = "initiated_by",
    }
}

part! {
    /// What became of a client's review.
    Certification {
        /// The client.
        client_business_id: Id = "client_business_id",
        /// How it stands.
        status: CertificationStatus = "status",
        /// Why not; `NONE` where it does.
        rejection_reasons: List<String> = "rejection_reasons",
    }
}

part! {
    /// A client whose review is needed.
    CertificationNeeded {
        /// The client.
        client_business_id: Id = "client_business_id",
    }
}

part! {
    /// From when codes abroad are priced as abroad.
    RateEligibility {
        /// Seconds.
        start_time: Whole = "start_time",
        /// Countries with another time.
        exception_countries: List<CountryRate> = "exception_countries",
    }
}

part! {
    /// A country with a time of its own.
    CountryRate {
        /// Two letters.
        country_code: String = "country_code",
        /// Seconds.
        start_time: Whole = "start_time",
    }
}

part! {
    /// A price by volume.
    VolumeTier {
        /// Seconds.
        tier_update_time: Whole = "tier_update_time",
        /// Upper case: `UTILITY`.
        pricing_category: String = "pricing_category",
        /// `25000001:50000000`.
        tier: String = "tier",
        /// `2025-11`.
        effective_month: String = "effective_month",
        /// In words: `India`.
        region: String = "region",
    }
}

part! {
    /// `account_review_update`.
    AccountReview {
        /// What became of it.
        decision: ReviewDecision = "decision",
    }
}

part! {
    /// `account_alerts`; its parts stand in `alert_info`, and directly in the value in older webhooks.
    AccountAlerts {
        /// What it is about.
        entity_type: AlertEntity = "entity_type",
        /// Which.
        entity_id: Id = "entity_id",
        /// The alert.
        alert_info: Alert = "alert_info",
        /// The same, older.
        alert_type: AlertType = "alert_type",
        /// The same, older.
        alert_severity: AlertSeverity = "alert_severity",
        /// The same, older.
        alert_status: AlertStatus = "alert_status",
        /// The same, older.
        alert_description: String = "alert_description",
    }
}

part! {
    /// An alert.
    Alert {
        /// Its kind.
        alert_type: AlertType = "alert_type",
        /// How grave it is.
        alert_severity: AlertSeverity = "alert_severity",
        /// Whether it stands.
        alert_status: AlertStatus = "alert_status",
        /// Meta's own sentence.
        alert_description: String = "alert_description",
    }
}

part! {
    /// `business_capability_update`: an account was made, or its limit moved up or down; what is
    /// absent is unchanged.
    Capability {
        /// The portfolio's limit.
        max_daily_conversations_per_business: Limit = "max_daily_conversations_per_business",
        /// The same before February 2026; `-1` is no limit.
        max_daily_conversation_per_phone: Limit = "max_daily_conversation_per_phone",
        /// How many numbers an account may have.
        max_phone_numbers_per_waba: Whole = "max_phone_numbers_per_waba",
        /// How many the portfolio may have, only while its limit is 250.
        max_phone_numbers_per_business: Whole = "max_phone_numbers_per_business",
    }
}
