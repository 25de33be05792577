//! When the limit is likely to be reached, and whether so many more fit: sentences.

use domain::Timestamp;
use domain::limit::{Forecast, Point, Usage, WhatIf, forecast, what_if};
use meta::open::MessagingLimit;

use crate::told::Lens;

/// When a limit is likely to be reached.
pub(crate) struct Outlook {
    pub tone: &'static str,
    pub title: String,
    pub text: String,
}

/// Whether so many more fit.
pub(crate) struct Answer {
    pub tone: &'static str,
    pub text: String,
}

/// The outlook of a portfolio with a limit that counts.
pub(super) fn outlook(lens: &Lens<'_>, usage: &Usage, limit: u64) -> Outlook {
    let words = lens.words;
    let at = |moment: Timestamp| soon(lens, moment);
    let (tone, title, text) = match forecast(usage, Some(limit), lens.now) {
        // Asked with a limit, so that there is one.
        Forecast::Unlimited | Forecast::NotToday { .. } => {
            ("own", words.t("outlook-not-today"), words.t("outlook-not-today-text"))
        }
        Forecast::Reached { frees_at, .. } => (
            "bad",
            words.t("outlook-reached"),
            words.t1("outlook-reached-text", "at", at(frees_at)),
        ),
        Forecast::At { earliest, expected: Some(expected), latest, .. } => {
            let text = match latest {
                Some(latest) => {
                    let places = [("earliest", at(earliest)), ("latest", at(latest))];
                    words.with("outlook-between", &places, None)
                }
                None => words.t1("outlook-from", "earliest", at(earliest)),
            };
            ("warn", words.t1("outlook-at", "at", at(expected)), text)
        }
        Forecast::At { earliest, expected: None, .. } => (
            "own",
            words.t1("outlook-maybe", "earliest", at(earliest)),
            words.t("outlook-maybe-text"),
        ),
    };
    Outlook { tone, title, text }
}

/// The curve of a forecast; none without a limit.
pub(super) fn points(forecast: &Forecast) -> &[Point] {
    match forecast {
        Forecast::Unlimited => &[],
        Forecast::NotToday { points }
        | Forecast::Reached { points, .. }
        | Forecast::At { points, .. } => points,
    }
}

/// Whether so many more can be sent to now.
pub(super) fn answer(
    lens: &Lens<'_>,
    usage: Option<&Usage>,
    tier: Option<&MessagingLimit>,
    send: u64,
) -> Answer {
    let words = lens.words;
    let limit = match tier {
        None => return Answer::unknown(words.t("send-unread")),
        Some(MessagingLimit::Unlimited) => None,
        Some(tier) => match tier.recipients() {
            Some(limit) => Some(limit),
            None => return Answer::unknown(words.t1("send-unknown", "tier", tier)),
        },
    };
    let Some(usage) = usage else { return Answer::unknown(words.t("send-unwatched")) };
    let count = ("send", words.count(send));
    let (tone, text) = match what_if(usage, limit, send, lens.now) {
        WhatIf::Unlimited => ("ok", words.with("send-unlimited", &[count], None)),
        WhatIf::Fits { left } => ("ok", words.with("send-fits", &[count], Some(left))),
        WhatIf::Later { fits_now, at } => {
            let places = [count, ("at", soon(lens, at))];
            ("warn", words.with("send-later", &places, Some(fits_now)))
        }
        WhatIf::Never { most } => {
            let places = [count, ("most", words.count(most))];
            ("bad", words.with("send-never", &places, None))
        }
    };
    Answer { tone, text }
}

impl Answer {
    fn unknown(text: String) -> Self {
        Self { tone: "unk", text }
    }
}

/// A moment of the next days: the time alone, where it is today.
pub(super) fn soon(lens: &Lens<'_>, at: Timestamp) -> String {
    if lens.words.date(at) == lens.words.date(lens.now) {
        lens.words.time(at)
    } else {
        lens.words.moment(at)
    }
}
