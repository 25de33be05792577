//! Perfil do WhatsApp: what contacts see of a number, as a form that is written to Meta.
//!
//! The form holds what a person saw when they began, so that what somebody else changed meanwhile
//! is seen before it is written over. Without scripts it is an ordinary form.

mod field;
mod identity;
mod outcome;
mod photo;
mod vertical;

use askama::Template;
use domain::profile::{Part, Texts};
use domain::{Heard, Replica};

use self::field::{Faulty, Field, Links, Shown};
use self::identity::Identity;
use self::outcome::Outcome;
use self::photo::Photo;
use self::vertical::Vertical;
use crate::asset;
use crate::badge::Badge;
use crate::frame::{Around, Page, escaped};
use crate::named;
use crate::told::{Failing, Lens, Source, Told};
use crate::view::{self, MayWrite, ProfileForm, ProfileTrouble};
use crate::words::Words;

#[derive(Template)]
#[template(path = "profile.html")]
struct Profile {
    page: Page,
    around: Around,
    profile_js: String,
    photo_js: String,
    choices: Vec<Choice>,
    number: Option<Number>,
}

/// A number to choose.
struct Choice {
    id: String,
    text: String,
    is_current: bool,
}

/// All that the page says of the chosen number.
struct Number {
    /// Where the form goes.
    action: String,
    /// The page as Meta has it, without anything typed.
    address: String,
    may_write: bool,
    /// Whether it may be written, for the script: when that changes, the page is another.
    may: &'static str,
    why_not: Option<(String, String)>,
    outcome: Option<Outcome>,
    /// What the person saw when they began, as the server wants it back.
    seen: String,
    /// What Meta has now.
    now: String,
    now_told: Vec<Told>,
    source: Option<Source>,
    failing: Option<Failing>,
    name: String,
    name_told: Option<Told>,
    name_status: Badge,
    /// A name asked for that Meta reviews, and how that stands.
    new_name: Option<(Badge, Badge)>,
    phone: Option<String>,
    photo: Photo,
    identity: Vec<Field>,
    vertical: Vertical,
    contact: Vec<Field>,
    links: Links,
    changed_one: String,
    preview: Preview,
    /// What Meta holds of the number itself.
    at_meta: Identity,
}

/// The drawing of how contacts see it.
struct Preview {
    /// Time of day.
    clock: String,
    about: String,
    vertical: String,
    /// Icon, what the script finds it by, and text; empty ones are hidden.
    lines: Vec<(&'static str, String, String)>,
}

/// The page.
pub fn profile(frame: &view::Frame, view: &view::Profile<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let around = Around::new(&words, frame);
    crate::rendered(&Profile {
        profile_js: asset::url("profile.js"),
        photo_js: asset::url("photo.js"),
        choices: choices(view),
        number: view.number.map(|replica| number(&lens, &around, view, replica)),
        around,
        page: Page::new(words, "nav-profile"),
    })
}

fn choices(view: &view::Profile<'_>) -> Vec<Choice> {
    let choice = |replica: &Replica| {
        let name = named::name(replica);
        let phone = replica.text("display_phone_number").filter(|phone| *phone != name);
        Choice {
            text: phone.map(|phone| format!("{name} · {phone}")).unwrap_or(name),
            is_current: view.number.is_some_and(|number| number.node == replica.node),
            id: replica.node.id.clone(),
        }
    };
    view.scope.numbers.iter().map(choice).collect()
}

fn number(lens: &Lens<'_>, around: &Around, view: &view::Profile<'_>, replica: &Replica) -> Number {
    let words = lens.words;
    let id = escaped(&replica.node.id);
    let now = view.profile.map(Texts::of).unwrap_or_default();
    let (texts, seen) = match view.form {
        ProfileForm::Held | ProfileForm::Saved { .. } => (&now, &now),
        ProfileForm::Typed { texts, seen, .. } => (texts, seen),
    };
    let shown = Shown { words, texts, faulty: faulty(view), held: held(view, &now, seen) };
    let heard = |field| view.profile.and_then(|profile| profile.get(field));
    let told = |field: &'static str| heard(field).map(|heard: &Heard| Told::of(field, heard));
    let field = |part: Part, text| Field::of(&shown, part, text, told(part.as_str()));
    let vertical = Vertical::of(&shown, &now, told(Part::Vertical.as_str()));
    Number {
        action: around.at(&format!("/profile/{id}")),
        address: around.at(&format!("/profile?number={id}")),
        may_write: view.may_write == MayWrite::Yes,
        may: may(view.may_write),
        why_not: why_not(words, view.may_write),
        outcome: outcome::outcome(&shown, &view.form),
        seen: json(seen),
        now_told: Part::ALL.into_iter().filter_map(|part| told(part.as_str())).collect(),
        source: view.profile.and_then(|profile| lens.reading(profile)),
        failing: view.profile.and_then(|profile| lens.failure(profile)),
        name: named::name(replica),
        name_told: replica.get("verified_name").map(|heard| Told::of("verified_name", heard)),
        name_status: Badge::of(words, replica, "name_status"),
        new_name: replica.get("new_display_name").map(|_| {
            let badge = |field| Badge::of(words, replica, field);
            (badge("new_display_name"), badge("new_name_status"))
        }),
        phone: replica.text("display_phone_number").map(str::to_owned),
        photo: photo::photo(lens, view, replica, around),
        identity: vec![
            field(Part::About, &texts.about),
            field(Part::Description, &texts.description),
        ],
        contact: vec![field(Part::Email, &texts.email), field(Part::Address, &texts.address)],
        links: Links::of(&shown, told(Part::Websites.as_str())),
        changed_one: words.many("profile-changed", 1),
        at_meta: Identity::of(lens, view, replica, around),
        preview: preview(texts, vertical.word(), words.time(lens.now)),
        vertical,
        now: json(&now),
    }
}

/// What Meta would not take.
fn faulty<'v>(view: &view::Profile<'v>) -> Faulty<'v> {
    match view.form {
        ProfileForm::Typed { trouble: ProfileTrouble::Faults(faults), .. } => faults,
        _ => &[],
    }
}

/// What Meta has in the parts where the person's text stands against it.
fn held<'v>(view: &view::Profile<'v>, now: &'v Texts, seen: &'v Texts) -> Option<field::Held<'v>> {
    match view.form {
        ProfileForm::Typed { trouble: ProfileTrouble::Conflict(parts), .. } => {
            Some(field::Held { parts, texts: seen })
        }
        ProfileForm::Typed { trouble: ProfileTrouble::KeptOtherwise(parts), .. } => {
            Some(field::Held { parts, texts: now })
        }
        _ => None,
    }
}

const fn may(may_write: MayWrite) -> &'static str {
    match may_write {
        MayWrite::Yes => "yes",
        MayWrite::NotThisRole => "role",
        MayWrite::KeptInApp => "app",
        MayWrite::NeverRead => "unread",
    }
}

/// Why it can't be written, and what to do.
fn why_not(words: &Words, may_write: MayWrite) -> Option<(String, String)> {
    let (what, next) = match may_write {
        MayWrite::Yes => return None,
        MayWrite::NotThisRole => ("profile-not-this-role", "profile-not-this-role-next"),
        MayWrite::KeptInApp => ("profile-kept-in-app", "profile-kept-in-app-next"),
        MayWrite::NeverRead => ("profile-never-read", "profile-never-read-next"),
    };
    Some((words.t(what), words.t(next)))
}

fn preview(texts: &Texts, vertical: String, clock: String) -> Preview {
    let line = |icon, part: Part, text: &str| (icon, part.as_str().to_owned(), text.to_owned());
    let mut lines = vec![
        line("store", Part::Description, &texts.description),
        line("map-pin", Part::Address, &texts.address),
        line("mail", Part::Email, &texts.email),
    ];
    let count = field::inputs(texts);
    lines.extend((0..count).map(|nth| {
        let link = texts.websites.get(nth).cloned().unwrap_or_default();
        ("globe", field::link_id(nth), link)
    }));
    Preview { clock, about: texts.about.clone(), vertical, lines }
}

fn json(texts: &Texts) -> String {
    serde_json::to_string(texts).expect("texts are text")
}
