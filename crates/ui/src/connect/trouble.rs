//! What hinders or ended a login, in three parts: what happened, what still holds, who does what.

use domain::signup::{Ending, Obstacle, Refusal, Said, Signup, Snag, WayOn, Who};
use meta::catalogue::Asked;

use super::account::href_again;
use crate::catalogue::Meaning;
use crate::frame::with_waba;
use crate::news;
use crate::view::{self, Frame, RefusedForm};
use crate::words::Words;

/// Longest name of an event of the popup that is shown.
const EVENT: usize = 80;

/// An error in three parts, Meta's own words, and the way on.
pub(crate) struct Trouble {
    pub tone: &'static str,
    pub what: String,
    pub holds: String,
    /// Whose turn it is, for markup.
    pub who: &'static str,
    pub acts: String,
    pub next: String,
    pub quote: Option<Quote>,
    /// What the catalogue knows of Meta's code.
    pub meaning: Option<Meaning>,
    /// Whether the catalogue says more of it than the obstacle's own words.
    pub is_meant_whole: bool,
    pub way: Way,
    /// Whether what was wanted may have stood greyed out in the popup.
    pub may_be_greyed: bool,
    /// What the popup may have refused, and what to do then.
    pub refusals: Vec<PopupRefusal>,
}

/// What Meta's popup may have refused, of which it told Farol nothing.
pub(crate) struct PopupRefusal {
    pub word: &'static str,
    pub title: String,
    pub next: String,
}

/// Meta's words, as they came.
pub(crate) struct Quote {
    pub message: Option<String>,
    /// What is kept of Meta's codes and ids: title and value.
    pub codes: Vec<(String, String)>,
}

/// What a person can do on the page.
pub(crate) enum Way {
    /// Nothing but waiting.
    None,
    /// Press the button again, where this leads to.
    LogIn { href: String },
    /// Give another token by hand, where this leads to.
    GiveToken { href: String },
    /// Give the PIN; with what was wrong with the last one.
    Pin { error: Option<String> },
    /// Ask for a code and give it; with what was wrong with the last one.
    Verify { error: Option<String> },
    /// Say where the number's messages go; with where they go now.
    Route { from: String },
    /// Try again.
    Retry,
}

/// Words a snag of a login.
pub(crate) fn snag(
    words: &Words,
    frame: &Frame,
    (signup, snag): (&Signup, &Snag),
    refused: Option<RefusedForm<'_>>,
) -> Trouble {
    let obstacle = &snag.obstacle;
    let way = way(words, signup, obstacle, refused);
    let key = obstacle_key(obstacle);
    let part = |part: &str| part_of(words, obstacle, &format!("obstacle-{key}-{part}"));
    let (who, acts) = acts(words, frame, snag.who());
    Trouble {
        tone: tone(obstacle),
        what: what(words, obstacle),
        holds: part("holds"),
        who,
        acts,
        next: match (&way, obstacle) {
            // Whoever holds it elsewhere must free it, however it is connected.
            (_, Obstacle::BoundElsewhere | Obstacle::NumberHeldElsewhere) => part("next"),
            (Way::GiveToken { .. }, _) => words.t("hand-stopped-next"),
            _ => part("next"),
        },
        quote: snag.said.as_ref().map(|said| quote(words, said)),
        meaning: snag.said.as_ref().and_then(|said| meaning(words, said)),
        is_meant_whole: matches!(
            obstacle,
            Obstacle::Refused | Obstacle::CodeNotSent | Obstacle::NumberNotAdded
        ),
        way,
        may_be_greyed: matches!(obstacle, Obstacle::NoAccount),
        refusals: Vec::new(),
    }
}

/// What happened, of an obstacle alone.
pub(super) fn what(words: &Words, obstacle: &Obstacle) -> String {
    part_of(words, obstacle, &format!("obstacle-{}-what", obstacle_key(obstacle)))
}

/// Words the ending of a login; `None` for one that is not shown.
pub(crate) fn ending(
    words: &Words,
    frame: &Frame,
    (signup, ending): (&Signup, &Ending),
) -> Option<Trouble> {
    let (key, who) = match ending {
        Ending::Cancelled { current_step: Some(_) } => ("cancelled-at", Some(Who::You)),
        Ending::Cancelled { current_step: None } => ("cancelled", Some(Who::You)),
        Ending::Reported { .. } => ("reported", Some(Who::You)),
        Ending::Closed => ("closed", Some(Who::You)),
        Ending::NoCode => ("no-code", Some(Who::You)),
        Ending::Lost => ("lost", Some(Who::You)),
        Ending::Untold { .. } => ("untold", Some(Who::You)),
        Ending::Superseded => ("superseded", None),
        Ending::Dismissed | Ending::Abandoned => return None,
    };
    let (named, name) = match ending {
        Ending::Cancelled { current_step: Some(step) } => ("step", popup_step(words, step)),
        Ending::Untold { event } => ("event", news::shorten(event, EVENT)),
        _ => ("step", String::new()),
    };
    let part = |part: &str| words.t1(&format!("ending-{key}-{part}"), named, &name);
    let told = told_refusal(ending).map(|refusal| popup_refusal(words, refusal));
    let refusals = match &told {
        Some(_) => Vec::new(),
        None => Refusal::behind(ending).iter().map(|one| popup_refusal(words, *one)).collect(),
    };
    let (what, next) = match told {
        Some(told) => (words.t1("popup-refused", "refusal", told.title), told.next),
        None => (part("what"), part("next")),
    };
    let (who_word, acts) = match who {
        Some(who) => acts(words, frame, who),
        None => ("nobody", words.t("who-nobody")),
    };
    Some(Trouble {
        tone: if who.is_some() { "warn" } else { "unk" },
        what,
        holds: part("holds"),
        who: who_word,
        acts,
        next,
        quote: reported(words, ending),
        // What the popup reports has ids of its own, which are no codes.
        meaning: None,
        is_meant_whole: false,
        way: if who.is_some() { begin_again(signup) } else { Way::None },
        may_be_greyed: may_be_greyed(ending),
        refusals,
    })
}

/// What the popup refused, where a person reported it in words that say so.
fn told_refusal(ending: &Ending) -> Option<Refusal> {
    let Ending::Reported { error_message: Some(message), .. } = ending else { return None };
    Refusal::of_words(message)
}

fn popup_refusal(words: &Words, refusal: Refusal) -> PopupRefusal {
    let word = refusal.as_str();
    PopupRefusal {
        word,
        title: words.t(&format!("popup-refusal-{word}")),
        next: words.t(&format!("popup-refusal-{word}-next")),
    }
}

/// Whether a person may have left since what they wanted could not be chosen: not where the popup
/// says that they came past the choices.
fn may_be_greyed(ending: &Ending) -> bool {
    match ending {
        Ending::Cancelled { current_step } => current_step.as_deref().is_none_or(|step| {
            matches!(
                step,
                "BUSINESS_ACCOUNT_SELECTION" | "WABA_PHONE_PROFILE_PICKER" | "PHONE_NUMBER_SETUP"
            )
        }),
        Ending::Closed | Ending::Lost | Ending::Untold { .. } => true,
        Ending::Reported { .. }
        | Ending::NoCode
        | Ending::Superseded
        | Ending::Dismissed
        | Ending::Abandoned => false,
    }
}

fn part_of(words: &Words, obstacle: &Obstacle, key: &str) -> String {
    if let Obstacle::AccountNotGranted { waba } = obstacle {
        words.t1(key, "waba", waba.as_str())
    } else if let Obstacle::AnotherAccount { found, expected } = obstacle {
        let named = [("found", found.to_string()), ("expected", expected.to_string())];
        words.with(key, &named, None)
    } else if let Obstacle::ScopesMissing { scopes } = obstacle {
        words.t1(key, "scopes", scopes.join(", "))
    } else if let Obstacle::RoutedElsewhere { url, .. } = obstacle {
        words.t1(key, "url", url)
    } else {
        words.t(key)
    }
}

fn acts(words: &Words, frame: &Frame, who: Who) -> (&'static str, String) {
    let (word, key) = match who {
        Who::You if frame.may_connect => ("you", "who-you"),
        Who::You => ("member", "who-member"),
        Who::Owner => ("owner", "who-owner"),
        Who::Administrator => ("administrator", "who-administrator"),
        Who::Meta => ("meta", "who-meta"),
        Who::Farol => ("farol", "who-farol"),
    };
    (word, words.t(key))
}

/// The part of the Fluent keys that names an obstacle.
const fn obstacle_key(obstacle: &Obstacle) -> &'static str {
    match obstacle {
        Obstacle::CodeExpired => "code-expired",
        Obstacle::CodeUsed => "code-used",
        Obstacle::CodeRefused => "code-refused",
        Obstacle::TokenInvalid => "token-invalid",
        Obstacle::TokenDead => "token-dead",
        Obstacle::NoAccount => "no-account",
        Obstacle::AccountNotGranted { .. } => "account-not-granted",
        Obstacle::AnotherAccount { .. } => "another-account",
        Obstacle::ScopesMissing { .. } => "scopes-missing",
        Obstacle::BoundElsewhere => "bound-elsewhere",
        Obstacle::OwnerUnknown => "owner-unknown",
        Obstacle::NumberNotInAccount => "number-not-in-account",
        Obstacle::NumberHeldElsewhere => "number-held-elsewhere",
        Obstacle::NotVerified { is_code_sent: false } => "not-verified",
        Obstacle::NotVerified { is_code_sent: true } => "code-sent",
        Obstacle::CodeNotSent => "code-not-sent",
        Obstacle::CodeWrong => "code-wrong",
        Obstacle::PinNeeded => "pin-needed",
        Obstacle::PinMismatch => "pin-mismatch",
        Obstacle::PinLocked => "pin-locked",
        Obstacle::NameNotProcessed => "name-not-processed",
        Obstacle::RecentlyDeleted => "recently-deleted",
        Obstacle::TooManyRegistrations => "too-many-registrations",
        Obstacle::PermissionMissing => "permission-missing",
        Obstacle::AppRefused => "app-refused",
        Obstacle::Trouble => "trouble",
        Obstacle::Maintenance => "maintenance",
        Obstacle::Unanswered => "unanswered",
        Obstacle::WindowOver => "window-over",
        Obstacle::NotReached => "not-reached",
        Obstacle::BeingUndone => "being-undone",
        Obstacle::NotShown => "not-shown",
        Obstacle::AppNotShown => "app-not-shown",
        Obstacle::RoutedElsewhere { is_callback_here: true, .. } => "routed-elsewhere",
        Obstacle::RoutedElsewhere { is_callback_here: false, .. } => "routed-away",
        Obstacle::NumberNotAdded => "number-not-added",
        Obstacle::Refused => "refused",
        Obstacle::Unkept => "unkept",
    }
}

/// Red where this login can't go on or Meta said no; amber where it waits for someone.
pub(crate) const fn tone(obstacle: &Obstacle) -> &'static str {
    match (obstacle.way_on(), obstacle) {
        (WayOn::LogInAgain, _)
        | (
            _,
            Obstacle::CodeNotSent
            | Obstacle::CodeWrong
            | Obstacle::PinMismatch
            | Obstacle::PinLocked
            | Obstacle::NotReached
            | Obstacle::NumberNotAdded
            | Obstacle::Refused,
        ) => "bad",
        (
            WayOn::GivePin
            | WayOn::VerifyNumber
            | WayOn::DecideRoute
            | WayOn::AddNumber
            | WayOn::TryAgain
            | WayOn::Wait,
            _,
        ) => "warn",
    }
}

/// How what led nowhere is begun once more: the way that it came.
fn begin_again(signup: &Signup) -> Way {
    let waba = signup.target.as_ref().map(|target| &target.waba).or(signup.hinted_waba());
    match (signup.is_by_hand(), waba, signup.expected()) {
        (true, Some(waba), _) => {
            Way::GiveToken { href: with_waba("/connect/by-hand", waba.as_str()) }
        }
        (true, None, _) => Way::GiveToken { href: "/connect/by-hand".to_owned() },
        (false, _, Some(expected)) => Way::LogIn { href: href_again(expected.as_str()) },
        (false, _, None) => Way::LogIn { href: "#login".to_owned() },
    }
}

fn way(
    words: &Words,
    signup: &Signup,
    obstacle: &Obstacle,
    refused: Option<RefusedForm<'_>>,
) -> Way {
    let error = |form: RefusedForm<'_>, key: &str| (refused == Some(form)).then(|| words.t(key));
    match (obstacle.way_on(), obstacle) {
        (WayOn::LogInAgain, _) => begin_again(signup),
        (WayOn::GivePin, _) => Way::Pin { error: error(RefusedForm::PinFormat, "pin-format") },
        (WayOn::VerifyNumber, _) => {
            Way::Verify { error: error(RefusedForm::CodeFormat, "code-format") }
        }
        (WayOn::DecideRoute, Obstacle::RoutedElsewhere { url, .. }) => {
            Way::Route { from: url.clone() }
        }
        (WayOn::DecideRoute, _) => Way::None,
        (WayOn::AddNumber, _) => Way::None,
        // An eleventh registration is not tried, whoever asks for it.
        (WayOn::Wait, Obstacle::TooManyRegistrations) => Way::None,
        (WayOn::TryAgain | WayOn::Wait, _) => Way::Retry,
    }
}

fn meaning(words: &Words, said: &Said) -> Option<Meaning> {
    Meaning::find_asked(words, Asked { code: said.code?, subcode: said.subcode })
}

fn quote(words: &Words, said: &Said) -> Quote {
    let code = |key: &str, code: Option<i64>| code.map(|code| (words.t(key), code.to_string()));
    let codes = [code("error-code", said.code), code("said-subcode", said.subcode)];
    Quote { message: Some(said.message.clone()), codes: codes.into_iter().flatten().collect() }
}

fn reported(words: &Words, ending: &Ending) -> Option<Quote> {
    let Ending::Reported { error_message, error_id, session_id } = ending else { return None };
    let id = |key: &str, id: &Option<String>| id.clone().map(|id| (words.t(key), id));
    let codes = [id("reported-error-id", error_id), id("reported-session-id", session_id)];
    Some(Quote { message: error_message.clone(), codes: codes.into_iter().flatten().collect() })
}

/// A step of Meta's popup in words; one that is not known here keeps Meta's name.
fn popup_step(words: &Words, step: &str) -> String {
    let key = match step {
        "BUSINESS_ACCOUNT_SELECTION" => "popup-business",
        "WABA_PHONE_PROFILE_PICKER" => "popup-picker",
        "WHATSAPP_BUSINESS_PROFILE_SETUP" => "popup-profile",
        "PHONE_NUMBER_SETUP" => "popup-number",
        "PHONE_NUMBER_VERIFICATION" => "popup-verification",
        "PERMISSIONS" => "popup-permissions",
        other => return other.to_owned(),
    };
    words.t(key)
}

/// Why a form of this login was not taken.
pub(crate) fn refused_form<'a>(
    refused: Option<view::Refused<'a>>,
    signup: &str,
) -> Option<RefusedForm<'a>> {
    refused.filter(|refused| refused.signup == signup).map(|refused| refused.reason)
}
