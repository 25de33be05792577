//! Numbers, which these fields name by their digits and not by their ids (META 7.2 `[D]`, `[D26]`, read on 23
//! November 2026). None tells a number's quality: it is polled.

use super::part::part;
use super::word::{Id, Limit};
use crate::open::{
    NameDecision, NameRejection, QualityUpdateEvent, SecurityEvent, UsernameDecision,
};

part! {
    /// `phone_number_quality_update`: throughput and limits.
    PhoneNumberQuality {
        /// The number.
        display_phone_number: String = "display_phone_number",
        /// What happened.
        event: QualityUpdateEvent = "event",
        /// The limit since October 2025.
        max_daily_conversations_per_business: Limit = "max_daily_conversations_per_business",
        /// The limit before; to be removed in February 2026, and still in May's pages.
        current_limit: Limit = "current_limit",
        /// The limit before that.
        old_limit: Limit = "old_limit",
    }
}

part! {
    /// `phone_number_name_update`.
    PhoneNumberName {
        /// The number.
        display_phone_number: String = "display_phone_number",
        /// What became of the name.
        decision: NameDecision = "decision",
        /// The name that was asked for.
        requested_verified_name: String = "requested_verified_name",
        /// Why not; `null` where it was taken, which some samples print as a text.
        rejection_reason: NameRejection = "rejection_reason",
    }
}

part! {
    /// `security`: what was done to a number's PIN in Business Suite; by the API is not told.
    Security {
        /// The number.
        display_phone_number: String = "display_phone_number",
        /// What was done.
        event: SecurityEvent = "event",
        /// Who asked, a person's id; of a reset alone.
        requester: Id = "requester",
    }
}

part! {
    /// `business_username_update`.
    BusinessUsername {
        /// The number.
        display_phone_number: String = "display_phone_number",
        /// The username; absent when it is deleted.
        username: String = "username",
        /// What became of it.
        status: UsernameDecision = "status",
    }
}
