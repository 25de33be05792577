//! Groups. META 7.2 names `timestamp`, `group_id` and `type` and ends with an ellipsis: the other members
//! are those of the samples of META 13 (read on 23 November 2026), and an assumption beyond.

use super::number_news::Fault;
use super::part::{List, part};
use super::word::{Flag, Whole, Words};
use crate::open::GroupEvent;

part! {
    /// What happened to a group.
    Group {
        /// When, in seconds; a text.
        timestamp: Whole = "timestamp",
        /// Which group; absent where it could not be made.
        group_id: String = "group_id",
        /// What happened.
        r#type: GroupEvent = "type",
        /// The call that asked for it.
        request_id: String = "request_id",
        /// Its name.
        subject: Words = "subject",
        /// Its words.
        description: Words = "description",
        /// The link by which people join. An assumption.
        invite_link: String = "invite_link",
        /// Whether who joins must be let in. An assumption.
        join_approval_mode: String = "join_approval_mode",
        /// Why people came or went: `invite_link`, ...: an open set.
        reason: String = "reason",
        /// Who caused it. An assumption.
        initiated_by: String = "initiated_by",
        /// Who came.
        added_participants: List<Participant> = "added_participants",
        /// Who went. An assumption.
        removed_participants: List<Participant> = "removed_participants",
        /// Who could not be added or removed. An assumption.
        failed_participants: List<Participant> = "failed_participants",
        /// A request to join. An assumption.
        join_request_id: String = "join_request_id",
        /// Who wants to join. An assumption.
        wa_id: String = "wa_id",
        /// What became of its picture.
        profile_picture: Setting = "profile_picture",
        /// What became of its name.
        group_subject: Setting = "group_subject",
        /// What became of its words.
        group_description: Setting = "group_description",
        /// What went wrong.
        errors: List<Fault> = "errors",
    }
}

part! {
    /// Who came or went.
    Participant {
        /// As the business wrote the number.
        input: String = "input",
        /// The phone number.
        wa_id: String = "wa_id",
        /// The business-scoped id. An assumption.
        user_id: String = "user_id",
        /// The username. An assumption.
        username: Words = "username",
        /// Why not. An assumption.
        errors: List<Fault> = "errors",
    }
}

part! {
    /// What became of a group's setting.
    Setting {
        /// What it is now.
        text: Words = "text",
        /// Of a picture.
        mime_type: String = "mime_type",
        /// Of a picture.
        sha256: String = "sha256",
        /// Whether it was taken.
        update_successful: Flag = "update_successful",
        /// Why not.
        errors: List<Fault> = "errors",
    }
}
