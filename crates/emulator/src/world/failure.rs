//! Why a message is refused, or fails later: Meta's codes with their words.
//!
//! The codes and what they mean are Meta's; the words are close to its list of errors.

/// One of Meta's errors of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub code: u32,
    /// Of the answer, when the call itself is refused.
    pub http_status: u16,
    pub title: &'static str,
    /// `error_data.details`.
    pub details: &'static str,
}

/// The failure of this code; one that the list lacks is Meta's "something went wrong".
pub fn of(code: u32) -> &'static Failure {
    FAILURES.iter().find(|failure| failure.code == code).unwrap_or(&FAILURES[0])
}

/// Whether control may let sends fail with this code.
pub fn is_known(code: u64) -> bool {
    FAILURES.iter().any(|failure| u64::from(failure.code) == code)
}

static FAILURES: [Failure; 34] = [
    new(131_000, 500, "Something went wrong", "Message failed to send due to an unknown error."),
    new(
        368,
        403,
        "Temporarily blocked for policies violations",
        "The WhatsApp Business account associated with the app has been restricted or disabled for \
         violating a platform policy.",
    ),
    new(130_429, 400, "Rate limit hit", "Cloud API message throughput has been reached."),
    new(
        130_472,
        400,
        "User's number is part of an experiment",
        "Failed to send message because this user's phone number is part of an experiment.",
    ),
    new(131_008, 400, "Required parameter is missing", "A required parameter is missing."),
    new(131_009, 400, "Parameter value is not valid", "A parameter's value is not valid."),
    new(
        131_021,
        400,
        "Recipient cannot be sender",
        "Sender and recipient phone number is the same.",
    ),
    new(131_026, 400, "Message undeliverable", "Message undeliverable."),
    new(
        131_030,
        400,
        "Recipient phone number not in allowed list",
        "Add the recipient phone number to the recipient list and try again.",
    ),
    new(
        131_031,
        403,
        "Account has been locked",
        "The WhatsApp Business account has been restricted or disabled for violating a platform \
         policy.",
    ),
    new(
        131_042,
        400,
        "Business eligibility payment issue",
        "Message failed to send because there were one or more errors related to your payment \
         method.",
    ),
    new(
        131_047,
        400,
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last \
         replied to this number.",
    ),
    new(
        131_048,
        400,
        "Spam rate limit hit",
        "Message failed to send because there are restrictions on how many messages can be sent \
         from this phone number.",
    ),
    new(
        131_049,
        400,
        "Meta chose not to deliver",
        "This message was not delivered to maintain healthy ecosystem engagement.",
    ),
    new(
        131_050,
        400,
        "User has stopped marketing messages",
        "Unable to deliver the message. This recipient has chosen to stop receiving marketing \
         messages on WhatsApp from your business.",
    ),
    new(131_051, 400, "Unsupported message type", "Message type is not currently supported."),
    new(131_052, 400, "Media download error", "Unable to download the media sent by the user."),
    new(131_053, 400, "Media upload error", "Unable to upload the media used in the message."),
    new(
        131_055,
        400,
        "Method not allowed",
        "The Marketing Messages API sends marketing templates only.",
    ),
    new(
        131_056,
        400,
        "(Business Account, Consumer Account) pair rate limit hit",
        "Message failed to send because there were too many messages sent from this phone number \
         to the same phone number in a short period of time.",
    ),
    new(
        131_057,
        500,
        "Account in maintenance mode",
        "Business Account is in maintenance mode, possibly because a throughput upgrade is in \
         progress.",
    ),
    new(
        131_062,
        400,
        "Business-scoped user ids are not supported",
        "Authentication templates need the recipient's phone number.",
    ),
    new(
        132_000,
        400,
        "Number of parameters does not match the expected number of params",
        "The number of variable parameter values included in the request did not match the number \
         of variable parameters defined in the template.",
    ),
    new(
        132_001,
        404,
        "Template name does not exist in the translation",
        "The template does not exist in the specified language or the template has not been \
         approved.",
    ),
    new(
        131_063,
        400,
        "Marketing messages are disabled",
        "Marketing templates are disabled on the Cloud API for this WhatsApp Business account.",
    ),
    new(132_005, 400, "Template text too long", "The template's text is too long with its values."),
    new(
        132_007,
        400,
        "Template format character policy violated",
        "The template's content violates a WhatsApp policy.",
    ),
    new(
        132_012,
        400,
        "Parameter format does not match format in the created template",
        "Variable parameter values are formatted incorrectly.",
    ),
    new(132_068, 400, "Flow is blocked", "The flow is in the state BLOCKED."),
    new(
        132_015,
        400,
        "Template is Paused",
        "Template is paused due to low quality so it cannot be sent in a template message.",
    ),
    new(
        132_016,
        400,
        "Template is Disabled",
        "Template has been paused too many times due to low quality and is now permanently disabled.",
    ),
    new(
        133_010,
        400,
        "Phone number not registered",
        "Phone number not registered on the WhatsApp Business Platform.",
    ),
    new(131_016, 500, "Service unavailable", "A service is temporarily unavailable."),
    new(
        139_100,
        400,
        "Failed to block/unblock users",
        "Bulk blocking failed to block some or all of the users.",
    ),
];

const fn new(code: u32, http_status: u16, title: &'static str, details: &'static str) -> Failure {
    Failure { code, http_status, title, details }
}
