//! Calls (META 7.2 `[D]`, read on 23 November 2026).

use super::number_news::Fault;
use super::part::{List, part};
use super::word::Whole;
use crate::open::{CallDirection, CallEvent, CallOutcome};

part! {
    /// A call begins or ends.
    Call {
        /// Its id, `wacid....`.
        id: String = "id",
        /// Who calls: a phone number.
        from: String = "from",
        /// Who calls: the business-scoped id.
        from_user_id: String = "from_user_id",
        /// The same of linked portfolios.
        from_parent_user_id: String = "from_parent_user_id",
        /// Who is called: a phone number.
        to: String = "to",
        /// Who is called: the business-scoped id. An assumption.
        to_user_id: String = "to_user_id",
        /// Begins or ends.
        event: CallEvent = "event",
        /// When, in seconds; a text.
        timestamp: Whole = "timestamp",
        /// Who calls whom.
        direction: CallDirection = "direction",
        /// How to connect.
        session: Session = "session",
        /// How it ended.
        status: CallOutcome = "status",
        /// When it began, in seconds.
        start_time: Whole = "start_time",
        /// When it ended, in seconds.
        end_time: Whole = "end_time",
        /// How long it took, in seconds.
        duration: Whole = "duration",
        /// What the business gave the call on its way.
        biz_opaque_callback_data: String = "biz_opaque_callback_data",
        /// What went wrong. An assumption.
        errors: List<Fault> = "errors",
    }
}

part! {
    /// How to connect a call.
    Session {
        /// `offer` or `answer`.
        sdp_type: String = "sdp_type",
        /// RFC 8866.
        sdp: String = "sdp",
    }
}
