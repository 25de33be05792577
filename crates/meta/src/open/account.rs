//! Meta's words of webhooks on accounts, numbers' names, templates and partners (META 7.2, read on 23
//! November 2026); tags as `[D]` are META's, of Meta's own page.

open_enum! {
    /// What happened to an account (`account_update.event`, META 7.2 `[D]`, `[D26]`). What comes with
    /// it is [`AccountInfo`](crate::webhook::body::AccountInfo).
    AccountEvent {
        AccountDeleted = "ACCOUNT_DELETED",
        AccountViolation = "ACCOUNT_VIOLATION",
        AccountRestriction = "ACCOUNT_RESTRICTION",
        DisabledUpdate = "DISABLED_UPDATE",
        PartnerAdded = "PARTNER_ADDED",
        PartnerRemoved = "PARTNER_REMOVED",
        PartnerAppInstalled = "PARTNER_APP_INSTALLED",
        PartnerAppUninstalled = "PARTNER_APP_UNINSTALLED",
        PartnerClientCertificationStatusUpdate = "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
        PartnerClientCertificationNeeded = "PARTNER_CLIENT_CERTIFICATION_NEEDED",
        AccountOffboarded = "ACCOUNT_OFFBOARDED",
        AccountReconnected = "ACCOUNT_RECONNECTED",
        AuthIntlPriceEligibilityUpdate = "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
        BusinessPrimaryLocationCountryUpdate = "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
        VolumeBasedPricingTierUpdate = "VOLUME_BASED_PRICING_TIER_UPDATE",
        AdAccountLinked = "AD_ACCOUNT_LINKED",
        MmLiteTermsSigned = "MM_LITE_TERMS_SIGNED",
        VerifiedAccount = "VERIFIED_ACCOUNT",
    }
}

open_enum! {
    /// Stage of an account's ban (`ban_info.waba_ban_state`, META 7.2 `[D]`).
    BanState {
        ScheduleForDisable = "SCHEDULE_FOR_DISABLE",
        Disable = "DISABLE",
        Reinstate = "REINSTATE",
    }
}

open_enum! {
    /// What a restricted account may not do (`restriction_info[].restriction_type`, META 7.2 `[P]`).
    RestrictionType {
        RestrictedAddPhoneNumberAction = "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
        RestrictedBizInitiatedMessaging = "RESTRICTED_BIZ_INITIATED_MESSAGING",
        RestrictedCustomerInitiatedMessaging = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
        RestrictedBizInitiatedAndUserInitiatedCalling = "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
        RestrictedBusinessInitiatedCalling = "RESTRICTED_BUSINESS_INITIATED_CALLING",
        RestrictedUserInitiatedCalling = "RESTRICTED_USER_INITIATED_CALLING",
        RestrictedUserInitiatedCallingCallButtonHidden = "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN",
        RestrictedUtilityTemplates = "RESTRICTED_UTILITY_TEMPLATES",
        RestrictedDirectSendUtilityTemplates = "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES",
    }
}

open_enum! {
    /// Which policy was violated (`violation_info.violation_type`, META 7.2 `[D]`). META names spam
    /// beside the list without a spelling: `SPAM` is an assumption.
    ViolationType {
        Adult = "ADULT",
        Alcohol = "ALCOHOL",
        Animals = "ANIMALS",
        BodyPartsFluids = "BODY_PARTS_FLUIDS",
        Dating = "DATING",
        DigitalServicesProducts = "DIGITAL_SERVICES_PRODUCTS",
        Drugs = "DRUGS",
        Gambling = "GAMBLING",
        Healthcare = "HEALTHCARE",
        IllegalProducts = "ILLEGAL_PRODUCTS",
        Misleading = "MISLEADING",
        OvertlySexualizedPositioning = "OVERTLY_SEXUALIZED_POSITIONING",
        RealFakeCurrency = "REAL_FAKE_CURRENCY",
        Scam = "SCAM",
        Spam = "SPAM",
        Supplements = "SUPPLEMENTS",
        ThirdPartyInfringements = "THIRD_PARTY_INFRINGEMENTS",
        Tobacco = "TOBACCO",
        UnauthorizedMedia = "UNAUTHORIZED_MEDIA",
        Weapons = "WEAPONS",
    }
}

open_enum! {
    /// Why a number in coexistence left the Cloud API (`disconnection_info.reason`, META 7.2 `[D]`).
    /// The companion is inactive after about 30 days, the phone after about 14.
    DisconnectionReason {
        AccountDisconnected = "ACCOUNT_DISCONNECTED",
        BusinessDowngrade = "BUSINESS_DOWNGRADE",
        ChangeNumber = "CHANGE_NUMBER",
        CompanionInactivity = "COMPANION_INACTIVITY",
        PrimaryInactivity = "PRIMARY_INACTIVITY",
        UserReRegistered = "USER_RE_REGISTERED",
    }
}

open_enum! {
    /// Who disconnected it (`disconnection_info.initiated_by`, META 7.2 `[D]`).
    DisconnectedBy {
        User = "USER",
        System = "SYSTEM",
    }
}

open_enum! {
    /// Review of a partner's client (`partner_client_certification_info.status`, META 7.2 `[D]`).
    CertificationStatus {
        Pending = "PENDING",
        Approved = "APPROVED",
        Failed = "FAILED",
        Discarded = "DISCARDED",
        Revoked = "REVOKED",
    }
}

open_enum! {
    /// What an alert is about (`account_alerts.entity_type`, META 7.2 `[D]`). `WABA` is an assumption.
    AlertEntity {
        Business = "BUSINESS",
        PhoneNumber = "PHONE_NUMBER",
        CurrentStatusId = "CURRENT_STATUS_ID",
        Waba = "WABA",
    }
}

open_enum! {
    /// How grave an alert is (`alert_severity`, META 7.2 `[D]`).
    AlertSeverity {
        Critical = "CRITICAL",
        Informational = "INFORMATIONAL",
        Warning = "WARNING",
    }
}

open_enum! {
    /// Whether an alert stands (`alert_status`, META 7.2 `[D]`).
    AlertStatus {
        Active = "ACTIVE",
        None = "NONE",
    }
}

open_enum! {
    /// Kind of an alert (`alert_type`, META 7.2 `[D]`).
    AlertType {
        IncreasedCapabilitiesEligibilityDeferred = "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
        IncreasedCapabilitiesEligibilityFailed = "INCREASED_CAPABILITIES_ELIGIBILITY_FAILED",
        IncreasedCapabilitiesEligibilityNeedMoreInfo = "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO",
        ObaApproved = "OBA_APPROVED",
        ObaRejected = "OBA_REJECTED",
        ProfilePictureLost = "PROFILE_PICTURE_LOST",
    }
}

open_enum! {
    /// Outcome of an account's review (`account_review_update.decision`, META 7.2 `[D]`).
    ReviewDecision {
        Approved = "APPROVED",
        Rejected = "REJECTED",
        Pending = "PENDING",
        Deferred = "DEFERRED",
    }
}

open_enum! {
    /// What became of a number's username (`business_username_update.status`, META 7.2 `[D26]`).
    UsernameDecision {
        Approved = "approved",
        Reserved = "reserved",
        Deleted = "deleted",
    }
}

open_enum! {
    /// Why a template was rejected (`message_template_status_update.reason`, META 7.2 `[D]`).
    TemplateReason {
        AbusiveContent = "ABUSIVE_CONTENT",
        CategoryNotAvailable = "CATEGORY_NOT_AVAILABLE",
        IncorrectCategory = "INCORRECT_CATEGORY",
        InvalidFormat = "INVALID_FORMAT",
        None = "NONE",
        Promotional = "PROMOTIONAL",
        Scam = "SCAM",
        TagContentMismatch = "TAG_CONTENT_MISMATCH",
    }
}

open_enum! {
    /// What happened to a partner solution (`partner_solutions.event`, META 7.2 `[D]`).
    SolutionEvent {
        SolutionCreated = "SOLUTION_CREATED",
        SolutionUpdated = "SOLUTION_UPDATED",
    }
}

open_enum! {
    /// State of a partner solution (`partner_solutions.solution_status`, META 7.2 `[D]`).
    SolutionStatus {
        Active = "ACTIVE",
        Deactivated = "DEACTIVATED",
        Draft = "DRAFT",
        Initiated = "INITIATED",
        PendingDeactivation = "PENDING_DEACTIVATION",
        Rejected = "REJECTED",
    }
}

open_enum! {
    /// Who takes payments (`payment_configuration_update.provider_name`, META 7.2 `[D]`).
    PaymentProvider {
        Razorpay = "razorpay",
        Payu = "payu",
        Billdesk = "billdesk",
        Zaakpay = "zaakpay",
    }
}

open_enum! {
    /// State of a payment configuration (`payment_configuration_update.status`, META 7.2 `[D]`).
    PaymentConfigurationStatus {
        Active = "Active",
        NeedsConnecting = "Needs Connecting",
        NeedsTesting = "Needs Testing",
    }
}

open_enum! {
    /// What happened to a flow (`flows.event`, META 7.2 `[M]`: an assumption, not verified).
    FlowEvent {
        FlowStatusChange = "FLOW_STATUS_CHANGE",
        ClientErrorRate = "CLIENT_ERROR_RATE",
        EndpointErrorRate = "ENDPOINT_ERROR_RATE",
        EndpointLatency = "ENDPOINT_LATENCY",
        EndpointAvailability = "ENDPOINT_AVAILABILITY",
        FlowVersionExpiryWarning = "FLOW_VERSION_EXPIRY_WARNING",
    }
}
