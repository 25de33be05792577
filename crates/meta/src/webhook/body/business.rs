//! Partner solutions, payments and flows (META 7.2, read on 23 November 2026).

use serde_json::Number;

use super::part::{List, part};
use super::word::{Id, Whole};
use crate::open::{
    FlowEvent, PaymentConfigurationStatus, PaymentProvider, SolutionEvent, SolutionStatus,
};

part! {
    /// `partner_solutions` `[D]`; `entry.id` is the portfolio's.
    PartnerSolution {
        /// What happened.
        event: SolutionEvent = "event",
        /// Which solution.
        solution_id: Id = "solution_id",
        /// How it stands.
        solution_status: SolutionStatus = "solution_status",
    }
}

part! {
    /// `payment_configuration_update` `[D]`.
    PaymentConfiguration {
        /// As the business named it.
        configuration_name: String = "configuration_name",
        /// Who takes the payments.
        provider_name: PaymentProvider = "provider_name",
        /// The business at the provider.
        provider_mid: String = "provider_mid",
        /// How it stands.
        status: PaymentConfigurationStatus = "status",
        /// When it was made, in seconds.
        created_timestamp: Whole = "created_timestamp",
        /// When it changed, in seconds.
        updated_timestamp: Whole = "updated_timestamp",
    }
}

part! {
    /// `flows` `[M]`: members and values are an assumption, not verified; META names the first five and
    /// ends with an ellipsis.
    Flow {
        /// What happened.
        event: FlowEvent = "event",
        /// Meta's own sentence.
        message: String = "message",
        /// Which flow.
        flow_id: Id = "flow_id",
        /// How it stood.
        old_status: String = "old_status",
        /// How it stands.
        new_status: String = "new_status",
        /// Whether an alert begins or ends: `ACTIVATED`, `DEACTIVATED`.
        alert_state: String = "alert_state",
        /// In percent.
        error_rate: Number = "error_rate",
        /// In percent; of an alert.
        threshold: Number = "threshold",
        /// In percent; of an endpoint.
        availability: Number = "availability",
        /// In milliseconds.
        p50_latency: Number = "p50_latency",
        /// In milliseconds.
        p90_latency: Number = "p90_latency",
        /// How many were counted.
        requests_count: Whole = "requests_count",
        /// Kinds of errors.
        errors: List<FlowError> = "errors",
    }
}

part! {
    /// A kind of error of a flow. An assumption.
    FlowError {
        /// Its kind.
        error_type: String = "error_type",
        /// In percent.
        error_rate: Number = "error_rate",
        /// How many.
        error_count: Whole = "error_count",
    }
}
