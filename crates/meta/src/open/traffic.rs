//! Meta's words of webhooks on messages, calls, groups and people (META 7.2, read on 23 November 2026);
//! tags as `[D]` are META's, of Meta's own page.

open_enum! {
    /// Kind of a message (`messages[].type`, META 7.2 `[D]`); which member says the rest is
    /// [`Content`](crate::webhook::body::Content). `media_placeholder` comes in `history` alone.
    MessageType {
        Text = "text",
        Image = "image",
        Video = "video",
        Audio = "audio",
        Document = "document",
        Sticker = "sticker",
        Location = "location",
        Contacts = "contacts",
        Interactive = "interactive",
        Button = "button",
        Reaction = "reaction",
        Order = "order",
        System = "system",
        Edit = "edit",
        Revoke = "revoke",
        Unsupported = "unsupported",
        RequestWelcome = "request_welcome",
        MediaPlaceholder = "media_placeholder",
    }
}

open_enum! {
    /// Kind of an answer to an interactive message (`interactive.type`, META 7.2 `[D]`).
    InteractiveType {
        ButtonReply = "button_reply",
        ListReply = "list_reply",
        NfmReply = "nfm_reply",
        CallPermissionReply = "call_permission_reply",
    }
}

open_enum! {
    /// What changed about a customer (`system.type`, META 7.2 `[D26]`).
    SystemType {
        UserChangedNumber = "user_changed_number",
        UserChangedUserId = "user_changed_user_id",
    }
}

open_enum! {
    /// What of WhatsApp the Cloud API does not give (`unsupported.type`, META 7.2 `[D]`; the page ends
    /// its list with an ellipsis).
    UnsupportedType {
        Edit = "edit",
        Poll = "poll",
        Button = "button",
    }
}

open_enum! {
    /// Where a customer came from (`referral.source_type`). META 7.2 names the member and no
    /// values: these are an assumption.
    ReferralSource {
        Ad = "ad",
        Post = "post",
    }
}

open_enum! {
    /// Whom a message was sent to (`statuses[].recipient_type`, META 7.2 `[D]`). `individual` is an
    /// assumption.
    RecipientType {
        Individual = "individual",
        Group = "group",
    }
}

open_enum! {
    /// Whether a message costs (`pricing.type`, META 7.2 `[D]`).
    PricingType {
        Regular = "regular",
        FreeCustomerService = "free_customer_service",
        FreeEntryPoint = "free_entry_point",
        FreeGroupCustomerService = "free_group_customer_service",
    }
}

open_enum! {
    /// What a message is priced as (`pricing.category`, META 7.2 `[D]`, which also prints the second
    /// with a hyphen).
    PricingCategory {
        Authentication = "authentication",
        AuthenticationInternational = "authentication_international",
        AuthenticationInternationalHyphen = "authentication-international",
        Marketing = "marketing",
        MarketingLite = "marketing_lite",
        Utility = "utility",
        Service = "service",
        ReferralConversion = "referral_conversion",
        GroupMarketing = "group_marketing",
        GroupUtility = "group_utility",
        GroupService = "group_service",
        GeneralPurposeAi = "general_purpose_ai",
    }
}

open_enum! {
    /// By what a message is priced (`pricing.pricing_model`, META 7.2 `[D]`): by message since July
    /// 2025, by conversation before.
    PricingModel {
        Pmp = "PMP",
        Cbp = "CBP",
    }
}

open_enum! {
    /// State of an old message of the app's (`history_context.status`, META 7.2 `[D]`, upper case; one
    /// sample prints `delivered`).
    HistoryStatus {
        Delivered = "DELIVERED",
        Error = "ERROR",
        Pending = "PENDING",
        Played = "PLAYED",
        Read = "READ",
        Sent = "SENT",
        DeliveredLower = "delivered",
    }
}

open_enum! {
    /// What of the app was synchronised (`state_sync[].type`, META 7.2 `[D]`).
    SyncType {
        Contact = "contact",
    }
}

open_enum! {
    /// What happened to it (`state_sync[].action`, META 7.2 `[D]`).
    SyncAction {
        Add = "add",
        Remove = "remove",
    }
}

open_enum! {
    /// What a preference is about (`user_preferences[].category`, META 7.2 `[D]`).
    PreferenceCategory {
        MarketingMessages = "marketing_messages",
    }
}

open_enum! {
    /// What an advertisement led to (`automatic_events[].event_name`, META 7.2 `[D]`).
    AutomaticEventName {
        LeadSubmitted = "LeadSubmitted",
        Purchase = "Purchase",
    }
}

open_enum! {
    /// What happened to a call (`calls[].event`, META 7.2 `[D]`).
    CallEvent {
        Connect = "connect",
        Terminate = "terminate",
    }
}

open_enum! {
    /// Who calls (`calls[].direction`, META 7.2 `[D]`).
    CallDirection {
        UserInitiated = "USER_INITIATED",
        BusinessInitiated = "BUSINESS_INITIATED",
    }
}

open_enum! {
    /// How a call ended (`calls[].status`). META 7.2 names the member; one sample prints
    /// `COMPLETED`, `FAILED` is an assumption.
    CallOutcome {
        Completed = "COMPLETED",
        Failed = "FAILED",
    }
}

open_enum! {
    /// What a status is of, where it is not of a message (`statuses[].type`, META 7.2 `[D]`; `payment`
    /// by a sample of META 13).
    StatusType {
        Call = "call",
        Payment = "payment",
    }
}

open_enum! {
    /// What happened to a group (`groups[].type`). META 7.2 names no values: these are those of the
    /// samples of META 13, and `group_participants_remove`, the requests to join by assumption.
    GroupEvent {
        GroupCreate = "group_create",
        GroupDelete = "group_delete",
        GroupParticipantsAdd = "group_participants_add",
        GroupParticipantsRemove = "group_participants_remove",
        GroupJoinRequestCreated = "group_join_request_created",
        GroupJoinRequestRevoked = "group_join_request_revoked",
        GroupSettingsUpdate = "group_settings_update",
        GroupSuspend = "group_suspend",
        GroupSuspendCleared = "group_suspend_cleared",
    }
}
