//! Pessoas: who has which part in the tenant, and who is invited. Forms that work without scripts.

use std::time::Duration;

use askama::Template;
use domain::Timestamp;
use domain::role::Role;

use crate::frame::{Around, Page};
use crate::notices::Tab;
use crate::settings::role::{self, RoleChoice};
use crate::settings::tab::{PEOPLE, tabs};
use crate::view::{self, InvitationLine, LinkTold, MemberLine, PeopleSaid};
use crate::words::Words;

#[derive(Template)]
#[template(path = "people.html")]
struct People {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    outcome: Option<Outcome>,
    email: String,
    is_refused: bool,
    roles: Vec<RoleAbout>,
    invited_roles: Vec<RoleChoice>,
    has_mail: bool,
    members: Vec<Member>,
    invitations: Vec<Invitation>,
}

/// What became of a form, with the link where there is one to copy.
pub(crate) struct Outcome {
    pub tone: &'static str,
    pub title: String,
    pub text: String,
    pub link: Option<String>,
}

/// A role and what it may do.
struct RoleAbout {
    name: String,
    about: String,
}

struct Member {
    id: String,
    name: String,
    email: String,
    role: String,
    is_self: bool,
    /// Why nothing of this person can be changed.
    is_last_owner: bool,
    choices: Vec<RoleChoice>,
    remove: String,
}

struct Invitation {
    id: String,
    email: String,
    role: String,
    by: String,
    sent: String,
    until: String,
    until_iso: String,
    is_over: bool,
}

/// The page.
pub fn people(frame: &view::Frame, view: &view::People<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let around = Around::new(&words, frame);
    let about = |role: Role| {
        let (name, about) = role::keys(role);
        RoleAbout { name: words.t(name), about: words.t(about) }
    };
    crate::rendered(&People {
        tabs: tabs(&words, &around, view.rights, PEOPLE),
        outcome: view.said.map(|said| outcome(&words, said)),
        email: view.email.to_owned(),
        is_refused: matches!(view.said, Some(PeopleSaid::NoAddress | PeopleSaid::AlreadyMember)),
        roles: Role::ALL.into_iter().map(about).collect(),
        invited_roles: role::choices(&words, view.rights.role, view.invited_role),
        has_mail: view.has_mail,
        members: view.members.iter().map(|line| member(&words, view.rights.role, line)).collect(),
        invitations: view
            .invitations
            .iter()
            .map(|line| invitation(&words, line, frame.now))
            .collect(),
        around,
        page: Page::new(words, "tab-people"),
    })
}

fn member(words: &Words, of: Role, line: &MemberLine) -> Member {
    let remove = if line.is_self { "people-leave-about" } else { "people-remove-about" };
    Member {
        id: line.id.clone(),
        name: line.name.clone(),
        email: line.email.clone(),
        role: role::name(words, line.role),
        is_self: line.is_self,
        is_last_owner: line.is_last_owner,
        choices: role::choices(words, of, line.role),
        remove: words.t1(remove, "name", &line.name),
    }
}

fn invitation(words: &Words, line: &InvitationLine, now: Timestamp) -> Invitation {
    let is_over = line.expires_at <= now;
    let key = if is_over { "invitation-ended" } else { "invitation-until" };
    Invitation {
        id: line.id.clone(),
        email: line.email.clone(),
        role: role::name(words, line.role),
        by: match &line.inviter {
            Some(name) => words.t1("invitation-by", "name", name),
            None => words.t("audit-erased"),
        },
        sent: match line.mailed_at {
            Some(at) => words.t1("invitation-mailed", "when", words.moment(at)),
            None => words.t("invitation-shown"),
        },
        until: words.t1(key, "when", words.moment(line.expires_at)),
        until_iso: words.iso(line.expires_at),
        is_over,
    }
}

/// A link on its way, in words.
pub(crate) fn link(words: &Words, title: &str, told: &LinkTold) -> Outcome {
    let of = |tone, key: &str, email: &str, link| Outcome {
        tone,
        title: words.t1(title, "email", email),
        text: words.t1(key, "email", email),
        link,
    };
    match told {
        LinkTold::Mailed { email } => of("ok", "link-mailed", email, None),
        LinkTold::Shown { email, url, has_failed: false } => {
            of("ok", "link-shown", email, Some(url.clone()))
        }
        LinkTold::Shown { email, url, has_failed: true } => {
            of("warn", "link-not-mailed", email, Some(url.clone()))
        }
    }
}

/// Waiting before the next invitation, in words.
pub(crate) fn too_many(words: &Words, wait_s: u64) -> Outcome {
    let wait = words.span(Duration::from_secs(wait_s));
    refusal(words, "login-too-many", words.t1("password-too-many-next", "wait", wait))
}

/// Something that was not done, in words.
pub(crate) fn refusal(words: &Words, title: &str, text: String) -> Outcome {
    Outcome { tone: "bad", title: words.t(title), text, link: None }
}

fn outcome(words: &Words, said: &PeopleSaid) -> Outcome {
    let done = |title: &str, text: &str| Outcome {
        tone: "ok",
        title: words.t(title),
        text: words.t(text),
        link: None,
    };
    match said {
        PeopleSaid::Invited(told) => link(words, "invited", told),
        PeopleSaid::Revoked => done("invitation-revoked", "invitation-revoked-next"),
        PeopleSaid::RoleChanged => done("role-changed", "role-changed-next"),
        PeopleSaid::Removed => done("member-removed", "member-removed-next"),
        PeopleSaid::NoAddress => refusal(words, "no-address", words.t("no-address-next")),
        PeopleSaid::AlreadyMember => {
            refusal(words, "already-member", words.t("already-member-next"))
        }
        PeopleSaid::LastOwner => refusal(words, "last-owner", words.t("last-owner-next")),
        PeopleSaid::LastAnswering => {
            refusal(words, "last-answering", words.t("last-answering-next"))
        }
        PeopleSaid::TooMany { wait_s } => too_many(words, *wait_s),
    }
}
