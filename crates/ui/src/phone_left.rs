//! Why a number of the WhatsApp Business app left the Cloud API, and by whose doing
//! (`disconnection_info`, META 7.2): in words, or as Meta sent it.

use serde_json::Value;

use crate::news;
use crate::words::Words;

/// Longest word of Meta's that is shown.
const SHOWN: usize = 80;

/// One sentence; `None` where Meta gave neither.
pub(crate) fn why(words: &Words, info: &Value) -> Option<String> {
    let of = |name: &str| info.get(name).filter(|value| !value.is_null()).map(news::printed);
    let reason = of("reason").map(|reason| match reason_key(&reason) {
        Some(key) => words.t(key),
        None => news::shorten(&reason, SHOWN),
    });
    let by = of("initiated_by").map(|by| match by.as_str() {
        "USER" => words.t("phone-left-by-user"),
        "SYSTEM" => words.t("phone-left-by-system"),
        _ => news::shorten(&by, SHOWN),
    });
    let (key, named) = match (reason, by) {
        (Some(reason), Some(by)) => ("phone-left", vec![("reason", reason), ("by", by)]),
        (Some(reason), None) => ("phone-left-why", vec![("reason", reason)]),
        (None, Some(by)) => ("phone-left-by", vec![("by", by)]),
        (None, None) => return None,
    };
    Some(words.with(key, &named, None))
}

fn reason_key(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "ACCOUNT_DISCONNECTED" => "phone-left-disconnected",
        "BUSINESS_DOWNGRADE" => "phone-left-downgrade",
        "CHANGE_NUMBER" => "phone-left-number",
        "COMPANION_INACTIVITY" => "phone-left-companion",
        "PRIMARY_INACTIVITY" => "phone-left-primary",
        "USER_RE_REGISTERED" => "phone-left-registered",
        _ => return None,
    })
}
