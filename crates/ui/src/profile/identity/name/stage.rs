//! Where a name stands, in words: what is so, and what comes next.

use domain::display_name::{self, Next, Registering};

use crate::news::known;
use crate::view;
use crate::words::Words;

/// Where it stands.
pub(crate) struct Stage {
    /// Stable name, for styles and tests.
    pub word: &'static str,
    pub tone: &'static str,
    pub title: String,
    pub about: String,
    /// Why Meta said no, in words.
    pub reason: Option<String>,
    /// Whether the number is to be registered.
    pub wants_registration: bool,
}

impl Stage {
    /// Words where a name stands; of a number in the app, which keeps its name, nothing is to be done
    /// here.
    pub fn of(words: &Words, view: &view::DisplayName<'_>, is_in_app: bool) -> Self {
        let stage = Self::of_any(words, view);
        if is_in_app && view.standing.stage.next() == Next::AskAgain {
            return Self { about: words.t("display-name-again-in-app"), ..stage };
        }
        stage
    }

    fn of_any(words: &Words, view: &view::DisplayName<'_>) -> Self {
        use display_name::Stage as Is;
        let said = |word, tone, title: &str, about: &str| Self {
            word,
            tone,
            title: words.t(title),
            about: words.t(about),
            reason: None,
            wants_registration: false,
        };
        let name = view.standing.name.clone().unwrap_or_default();
        match &view.standing.stage {
            Is::Unread => said("unread", "unk", "display-name-unread", "display-name-unread-next"),
            Is::Asked(at) => asked(words, view, &name, *at),
            Is::Unreviewed => {
                said("unreviewed", "unk", "display-name-unreviewed", "display-name-unreviewed-next")
            }
            Is::InReview => Self {
                title: words.t1("display-name-in-review", "name", name),
                ..said("in-review", "unk", "display-name-unread", "display-name-in-review-next")
            },
            Is::Deferred => Self {
                title: words.t1("display-name-deferred", "name", name),
                ..said("deferred", "unk", "display-name-unread", "display-name-deferred-next")
            },
            Is::Declined { reason } => Self {
                title: words.t1("display-name-declined", "name", name),
                reason: reason.as_deref().map(|raw| because(words, raw)),
                ..said("declined", "bad", "display-name-unread", "display-name-declined-next")
            },
            Is::Expired => Self {
                title: words.t1("display-name-expired", "name", name),
                ..said("expired", "warn", "display-name-unread", "display-name-expired-next")
            },
            Is::Approved(registering) => approved(words, &name, *registering),
            Is::Unknown(raw) => Self {
                title: words.t1("display-name-unknown", "status", raw),
                ..said("unknown", "unk", "display-name-unread", "display-name-unknown-next")
            },
        }
    }
}

fn asked(words: &Words, view: &view::DisplayName<'_>, name: &str, at: domain::Timestamp) -> Stage {
    let by = view.asked_by.unwrap_or_default();
    let texts =
        [("name", name.to_owned()), ("person", by.to_owned()), ("moment", words.moment(at))];
    Stage {
        word: "asked",
        tone: "unk",
        title: words.with("display-name-asked", &texts, None),
        about: words.t("display-name-asked-next"),
        reason: None,
        wants_registration: false,
    }
}

fn approved(words: &Words, name: &str, registering: Registering) -> Stage {
    let named = |key: &str| words.t1(key, "name", name);
    let stage = |word, tone, title, about| Stage {
        word,
        tone,
        title,
        about,
        reason: None,
        wants_registration: false,
    };
    match registering {
        Registering::NotNeeded => {
            let about = words.t("display-name-approved-next");
            stage("approved", "ok", named("display-name-approved"), about)
        }
        Registering::Done { at } => {
            let about = words.t1("display-name-registered-at", "moment", words.moment(at));
            stage("registered", "ok", named("display-name-registered"), about)
        }
        Registering::Over { since } => {
            let about = words.t1("display-name-over-next", "moment", words.moment(since));
            stage("over", "warn", named("display-name-over"), about)
        }
        Registering::Wanted { until } => {
            let about = match until {
                Some(at) => words.t1("display-name-register-until", "moment", words.moment(at)),
                None => words.t("display-name-register-soon"),
            };
            let title = named("display-name-register-wanted");
            Stage { wants_registration: true, ..stage("register", "warn", title, about) }
        }
    }
}

/// Why Meta said no; a reason that has no words is shown raw.
fn because(words: &Words, raw: &str) -> String {
    let worded = known::name_rejection(words, raw).map(|look| look.word);
    words.t1("display-name-reason", "reason", worded.unwrap_or_else(|| raw.to_owned()))
}
