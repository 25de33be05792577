//! The photo: the one that Meta has, the way to another, and what became of one that was sent.

use std::time::Duration;

use domain::photo::{self, Fault, Phase, Snag};
use domain::{Heard, Replica, Timestamp};

use super::outcome;
use crate::frame::{Around, escaped};
use crate::named;
use crate::told::{Lens, Told};
use crate::view;
use crate::words::Words;

/// How long it is told that a photo was shown: later it is the one that stands there.
const NEWS: Duration = Duration::from_secs(10 * 60);

/// The photo.
pub(crate) struct Photo {
    pub told: Option<Told>,
    /// Where this server has it; `None` without one.
    pub url: Option<String>,
    pub alt: String,
    pub about: String,
    /// The address at Meta that the person sees, which comes back with another photo.
    pub seen: String,
    /// Where another one goes, where one is tried again, and where it is dropped.
    pub action: String,
    pub retry: String,
    pub dismiss: String,
    /// What the button says.
    pub choose: String,
    /// Why a file was not taken.
    pub fault: Option<String>,
    pub said: Option<Said>,
}

/// What is told of a photo that was sent.
pub(crate) struct Said {
    pub tone: &'static str,
    pub title: String,
    pub about: Option<String>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Meta's code.
    pub code: Option<String>,
    /// Meta's own words.
    pub message: Option<String>,
    /// What the button to try once more says; `None` when there is nothing to try.
    pub again: Option<String>,
}

impl Said {
    /// Whether it tells an error of Meta's, or of the way to it.
    pub const fn is_metas(&self) -> bool {
        self.reason.is_some() || self.code.is_some() || self.message.is_some()
    }
}

/// The photo of a number. The picture comes from this server: the page loads nothing from another
/// host. Its address differs with the picture, so that a browser that kept the last one asks anew.
pub(crate) fn photo(
    lens: &Lens<'_>,
    view: &view::Profile<'_>,
    number: &Replica,
    around: &Around,
) -> Photo {
    let words = lens.words;
    let id = escaped(&number.node.id);
    let at = |act: &str| around.at(&format!("/profile/{id}/photo{act}"));
    let heard = view.profile.and_then(|profile| profile.get(photo::FIELD));
    let url = heard.and_then(Heard::as_str).filter(|url| !url.is_empty());
    let about = match (view.profile, url) {
        (_, Some(_)) => "profile-photo-about",
        (Some(profile), None) if profile.read_at.is_some() => "profile-no-photo",
        (_, None) => "never-read",
    };
    let choose = if url.is_some() { "photo-change" } else { "photo-choose" };
    Photo {
        told: heard.map(|heard| Told::of(photo::FIELD, heard)),
        url: url.map(|url| {
            let version = crate::asset::digest(photo::name(url));
            format!("/profile/{id}/photo?v={version}")
        }),
        alt: words.t1("profile-photo-of", "name", named::name(number)),
        about: words.t(about),
        seen: url.unwrap_or_default().to_owned(),
        action: at(""),
        retry: at("/retry"),
        dismiss: at("/dismiss"),
        choose: words.t(choose),
        fault: view.photo.fault.map(|fault| sentence(words, fault)),
        said: view.photo.upload.and_then(|upload| said(words, &upload.phase, lens.now)),
    }
}

/// What is wrong with a file.
pub(crate) fn sentence(words: &Words, fault: Fault) -> String {
    let of_size = |key: &str, width: u32, height: u32| {
        let places = [("width", width), ("height", height)];
        let places = places.map(|(name, pixels)| (name, words.count(pixels.into())));
        words.with(key, &places, None)
    };
    match fault {
        Fault::Missing => words.t("photo-fault-missing"),
        Fault::TooLong => words.t("photo-fault-too-long"),
        Fault::Late => words.t("photo-fault-late"),
        Fault::Another => words.t("photo-fault-another"),
        Fault::Gif => words.t("photo-fault-gif"),
        Fault::NotAPicture => words.t("photo-fault-not-a-picture"),
        Fault::Broken => words.t("photo-fault-broken"),
        Fault::Polyglot => words.t("photo-fault-polyglot"),
        Fault::TooManyPixels { width, height } => {
            of_size("photo-fault-too-many-pixels", width, height)
        }
        Fault::TooHeavy { width, height } => of_size("photo-fault-too-heavy", width, height),
        Fault::TooSmall { width, height } => of_size("photo-fault-too-small", width, height),
    }
}

fn said(words: &Words, phase: &Phase, now: Timestamp) -> Option<Said> {
    let told = |tone, title: &str, about: &str| told(tone, words.t(title), Some(words.t(about)));
    Some(match phase {
        Phase::Noted | Phase::Open { .. } | Phase::Handed { .. } => {
            told("unk", "photo-going", "photo-going-next")
        }
        Phase::Sent { .. } => told("unk", "photo-asked", "photo-asked-next"),
        Phase::Shown { at } if now.since(*at) > NEWS => return None,
        Phase::Shown { at } => {
            self::told("ok", words.t1("photo-shown", "time", words.time(*at)), None)
        }
        Phase::Unshown { .. } => told("unk", "photo-unshown", "photo-unshown-next"),
        Phase::Moved { .. } => {
            let again = Some(words.t("photo-replace"));
            Said { again, ..told("warn", "photo-moved", "photo-moved-next") }
        }
        Phase::Failed { snag, .. } => failed(words, snag),
    })
}

fn failed(words: &Words, snag: &Snag) -> Said {
    let is_refusal = snag.reason == "refused";
    let (tone, title) =
        if is_refusal { ("bad", "photo-refused") } else { ("warn", "photo-failed") };
    Said {
        // That Meta refused is said already.
        reason: (!is_refusal).then(|| outcome::because(words, &snag.reason)),
        code: snag.code.clone(),
        message: snag.message.clone(),
        again: Some(words.t("photo-again")),
        ..told(tone, words.t(title), Some(words.t("photo-failed-next")))
    }
}

fn told(tone: &'static str, title: String, about: Option<String>) -> Said {
    Said { tone, title, about, reason: None, code: None, message: None, again: None }
}
