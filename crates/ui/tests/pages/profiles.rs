//! Profiles in every state, and the page that shows them.

use std::time::Duration;

use domain::display_name::{Course, Standing};
use domain::profile::{Fault, Part, Texts};
use domain::readiness::{Intervals, Scope};
use domain::{NodeKind, Replica};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{DisplayName, MayWrite, Photo, Profile, ProfileForm, ProfileTrouble};

use crate::world;

const VENDAS: &str = "106540352242101";
const DESCRIPTION: &str =
    "Marcenaria e loja em São Paulo, Rio e Recife.\nAtendemos de segunda a sábado.";
const REFUSAL: &str = "(#100) Invalid parameter: about is not allowed";

/// A state of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is no number.
    Empty,
    /// As Meta has it.
    Typical,
    /// Every field at its limit.
    Full,
    /// Every field is faulty.
    Trouble,
    /// Somebody else changed three parts.
    Conflict,
    /// Meta could not be asked before writing.
    NotRead,
    /// Meta said no.
    Refused,
    /// Meta gave no answer.
    InDoubt,
    /// Meta shows something else than was written.
    Otherwise,
    /// Written and read back.
    Saved,
    /// Written and not read back yet.
    Accepted,
    /// The profile is kept in the app.
    ReadOnly,
    /// The person only looks.
    Role,
    /// Nothing was read yet.
    Unread,
}

impl State {
    pub const ALL: [Self; 14] = [
        Self::Empty,
        Self::Typical,
        Self::Full,
        Self::Trouble,
        Self::Conflict,
        Self::NotRead,
        Self::Refused,
        Self::InDoubt,
        Self::Otherwise,
        Self::Saved,
        Self::Accepted,
        Self::ReadOnly,
        Self::Role,
        Self::Unread,
    ];

    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// The page.
    pub fn page(self, language: Language) -> String {
        let (typed, seen) = (typed(), Texts::of(&held()));
        let trouble = |trouble| ProfileForm::Typed { texts: &typed, seen: &seen, trouble };
        let reason = "unanswered";
        match self {
            Self::Empty => of(language, &Scope::default(), None, MayWrite::Yes, ProfileForm::Held),
            Self::Typical => shown(language, MayWrite::Yes, ProfileForm::Held),
            Self::Full => {
                let full = profile(&full());
                let scope = world::typical().scope;
                of(language, &scope, Some(&full), MayWrite::Yes, ProfileForm::Held)
            }
            Self::Trouble => {
                let (texts, faults) = faulty();
                let trouble = ProfileTrouble::Faults(&faults);
                let form = ProfileForm::Typed { texts: &texts, seen: &seen, trouble };
                shown(language, MayWrite::Yes, form)
            }
            Self::Conflict => {
                let parts = [Part::About, Part::Vertical, Part::Websites];
                shown(language, MayWrite::Yes, trouble(ProfileTrouble::Conflict(&parts)))
            }
            Self::NotRead => {
                let message = Some("(#4) Application request limit reached");
                let why = ProfileTrouble::NotRead { reason: "rate_limited", message };
                shown(language, MayWrite::Yes, trouble(why))
            }
            Self::Refused => {
                let code = Some("100/2388001");
                let why =
                    ProfileTrouble::Refused { code, reason: "refused", message: Some(REFUSAL) };
                shown(language, MayWrite::Yes, trouble(why))
            }
            Self::InDoubt => {
                shown(language, MayWrite::Yes, trouble(ProfileTrouble::InDoubt { reason }))
            }
            Self::Otherwise => {
                let parts = [Part::Description];
                shown(language, MayWrite::Yes, trouble(ProfileTrouble::KeptOtherwise(&parts)))
            }
            Self::Saved => {
                shown(language, MayWrite::Yes, ProfileForm::Saved { is_read_back: true })
            }
            Self::Accepted => {
                shown(language, MayWrite::Yes, ProfileForm::Saved { is_read_back: false })
            }
            Self::ReadOnly => shown(language, MayWrite::KeptInApp, ProfileForm::Held),
            Self::Role => shown(language, MayWrite::NotThisRole, ProfileForm::Held),
            Self::Unread => {
                let scope = world::typical().scope;
                of(language, &scope, None, MayWrite::NeverRead, ProfileForm::Held)
            }
        }
    }
}

/// The page of Vendas, with the profile that it has.
pub fn shown(language: Language, may_write: MayWrite, form: ProfileForm<'_>) -> String {
    of(language, &world::typical().scope, Some(&held()), may_write, form)
}

/// The page of the scope's first number.
pub fn of(
    language: Language,
    scope: &Scope,
    profile: Option<&Replica>,
    may_write: MayWrite,
    form: ProfileForm<'_>,
) -> String {
    let number = scope.numbers.first();
    let path = number.map_or("/profile".to_owned(), |n| format!("/profile?number={}", n.node.id));
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    let intervals = Intervals { numbers: minutes(5), accounts: minutes(15), profiles: minutes(60) };
    let frame = world::frame(language, &path, scope);
    let asks = |number| Standing::of(number, None, &Course::default(), frame.now);
    let standing = number.map(asks);
    let name = standing.as_ref().map(|standing| DisplayName {
        standing,
        may_ask: may_write,
        may_register: may_write == MayWrite::Yes,
        is_pin_kept: true,
        ..DisplayName::default()
    });
    let view = Profile {
        scope,
        number,
        profile,
        intervals: &intervals,
        may_write,
        form,
        photo: Photo::default(),
        username: None,
        pin: domain::pin::Kept::default(),
        name: name.unwrap_or_default(),
    };
    ui::profile(&frame, &view)
}

/// A profile with these fields.
pub fn profile(fields: &Value) -> Replica {
    world::replica(NodeKind::Profile, VENDAS, fields.clone())
}

/// What Meta has of Vendas.
pub fn held() -> Replica {
    profile(&json!({
        "about": "Móveis de madeira brasileira, feitos para durar.",
        "description": DESCRIPTION,
        "vertical": "RETAIL",
        "email": "ola@casaipe.example",
        "address": "Rua dos Ipês, 180, Pinheiros, São Paulo",
        "websites": ["https://casaipe.example"],
        "profile_picture_url": "https://pps.whatsapp.example/v/t61/vendas.jpg?oh=01_Q5Aa&oe=6A",
    }))
}

/// What a person typed instead.
pub fn typed() -> Texts {
    Texts {
        about: "Móveis de ipê, feitos para durar 🌳".to_owned(),
        vertical: "PROF_SERVICES".to_owned(),
        websites: vec!["https://casaipe.example/entregas".to_owned()],
        description: "Marcenaria em São Paulo.".to_owned(),
        ..Texts::of(&held())
    }
}

/// Every field at its limit, in characters of several bytes.
fn full() -> Value {
    let text = |length: usize| "Ipê 🌳 ".chars().cycle().take(length - 1).chain(['!']).collect();
    let texts: [String; 3] = [139, 512, 256].map(text);
    let pad = |start: &str, length: usize| format!("{start:ã<length$}");
    json!({
        "about": texts[0],
        "description": texts[1],
        "vertical": "NOT_A_BIZ",
        "email": pad("ola@casaipe.example.", 128),
        "address": texts[2],
        "websites": [pad("https://casaipe.example/", 256), pad("http://casaipe.example/", 256)],
    })
}

/// Texts that Meta would not take, and why.
fn faulty() -> (Texts, Vec<(Part, Fault)>) {
    let texts = Texts {
        about: String::new(),
        description: "ã".repeat(513),
        vertical: "TREEHOUSES".to_owned(),
        email: "ola@casaipe".to_owned(),
        address: "🌳".repeat(300),
        websites: vec!["https://casaipe.example".to_owned(), "casaipe.example".to_owned()],
    };
    let faults = texts.faults(&Part::ALL);
    (texts, faults)
}
