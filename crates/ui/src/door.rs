//! Pages before the login: an invitation, a forgotten password, a new one. Ordinary forms; the link's
//! token stands in them alone, so that following a link uses nothing up.

use std::time::Duration;

use askama::Template;
use jiff::tz::TimeZone;

use crate::frame::Page;
use crate::settings::{self, role};
use crate::view::{self, AcceptBy, AcceptFault, ForgotSaid, GoneLink, PasswordChange};
use crate::words::Words;

/// Why a form was not taken, and at which field.
struct Refused {
    title: String,
    text: String,
    at: &'static str,
}

#[derive(Template)]
#[template(path = "invited.html")]
struct Invited {
    page: Page,
    here: String,
    link: String,
    lead: String,
    role: String,
    role_about: String,
    email: String,
    name: String,
    form: Form,
    refused: Option<Refused>,
}

/// Which form is shown.
enum Form {
    Joining,
    Password,
    Session,
    OtherSession(String),
    SignInFirst,
}

impl Invited {
    fn is_at(&self, field: &str) -> bool {
        self.refused.as_ref().is_some_and(|refused| refused.at == field)
    }
}

/// The page of an invitation.
pub fn invited(view: &view::Invited<'_>) -> String {
    let words = Words::new(view.language, TimeZone::UTC);
    let (role, role_about) = role::keys(view.role);
    let lead = match view.inviter {
        Some(name) => {
            let places = [("name", name.to_owned()), ("tenant", view.tenant.to_owned())];
            words.with("invited-by", &places, None)
        }
        None => words.t1("invited-by-nobody", "tenant", view.tenant),
    };
    let (form, name) = match view.way {
        AcceptBy::Joining { name } => (Form::Joining, name),
        AcceptBy::Password => (Form::Password, ""),
        AcceptBy::Session => (Form::Session, ""),
        AcceptBy::OtherSession { name } => (Form::OtherSession(name.to_owned()), ""),
        AcceptBy::SignInFirst => (Form::SignInFirst, ""),
    };
    let page = Page::titled(words.clone(), words.t1("invited-title", "tenant", view.tenant));
    crate::rendered(&Invited {
        here: format!("/invitation?link={}", crate::frame::escaped(view.link)),
        link: view.link.to_owned(),
        lead,
        role: words.t(role),
        role_about: words.t(role_about),
        email: view.email.to_owned(),
        name: name.to_owned(),
        form,
        refused: view.fault.map(|fault| accept_fault(&words, fault)),
        page,
    })
}

fn accept_fault(words: &Words, fault: AcceptFault) -> Refused {
    match fault {
        AcceptFault::Name { most } => Refused {
            title: words.t("name-missing"),
            text: words.many("name-missing-next", most as u64),
            at: "name",
        },
        AcceptFault::Password(PasswordChange::Wrong) => Refused {
            title: words.t("accept-wrong"),
            text: words.t("accept-wrong-next"),
            at: "password",
        },
        AcceptFault::Password(change) => password_fault(words, change),
    }
}

fn password_fault(words: &Words, change: PasswordChange) -> Refused {
    let outcome = settings::outcome(words, change);
    Refused { at: outcome.field(), title: outcome.title, text: outcome.text }
}

#[derive(Template)]
#[template(path = "forgot.html")]
struct Forgot {
    page: Page,
    email: String,
    is_asked: bool,
    refused: Option<Refused>,
}

/// The page that asks for a link by mail.
pub fn forgot(view: &view::Forgot<'_>) -> String {
    let words = Words::new(view.language, TimeZone::UTC);
    let refused = match view.said {
        Some(ForgotSaid::TooMany { wait_s }) => {
            let wait = words.span(Duration::from_secs(wait_s));
            let text = words.t1("login-too-many-next", "wait", wait);
            Some(Refused { title: words.t("login-too-many"), text, at: "" })
        }
        Some(ForgotSaid::Asked) | None => None,
    };
    crate::rendered(&Forgot {
        email: view.email.to_owned(),
        is_asked: view.said == Some(ForgotSaid::Asked),
        refused,
        page: Page::new(words, "forgot-title"),
    })
}

#[derive(Template)]
#[template(path = "reset.html")]
struct Reset {
    page: Page,
    here: String,
    link: String,
    email: String,
    refused: Option<Refused>,
}

impl Reset {
    fn is_at(&self, field: &str) -> bool {
        self.refused.as_ref().is_some_and(|refused| refused.at == field)
    }
}

/// The page that sets a password by a link.
pub fn reset(view: &view::Reset<'_>) -> String {
    let words = Words::new(view.language, TimeZone::UTC);
    crate::rendered(&Reset {
        here: format!("/password/reset?link={}", crate::frame::escaped(view.link)),
        link: view.link.to_owned(),
        email: view.email.to_owned(),
        refused: view.fault.map(|fault| password_fault(&words, fault)),
        page: Page::new(words, if view.is_first { "reset-first" } else { "reset-title" }),
    })
}

#[derive(Template)]
#[template(path = "link_gone.html")]
struct Gone {
    page: Page,
    text: String,
    may_ask: bool,
}

/// The page of a link that counts no more.
pub fn link_gone(view: &view::LinkGone) -> String {
    let words = Words::new(view.language, TimeZone::UTC);
    let (text, may_ask) = match view.about {
        GoneLink::Invitation => ("link-gone-invitation", false),
        GoneLink::Password { has_mail: true } => ("link-gone-password", true),
        GoneLink::Password { has_mail: false } => ("link-gone-password-no-mail", false),
    };
    let text = words.t(text);
    crate::rendered(&Gone { text, may_ask, page: Page::new(words, "link-gone") })
}

#[derive(Template)]
#[template(path = "forbidden.html")]
struct Forbidden {
    page: Page,
    role: String,
    next: String,
}

/// The page that refuses what a role may not do.
pub fn forbidden(view: &view::Forbidden<'_>) -> String {
    let words = Words::new(view.language, TimeZone::UTC);
    let places = [("role", role::name(&words, view.role)), ("tenant", view.tenant.to_owned())];
    let next = match view.owners {
        [] => words.t("forbidden-installation"),
        owners => words.t1("forbidden-ask", "names", owners.join(", ")),
    };
    crate::rendered(&Forbidden {
        role: words.with("forbidden-role", &places, None),
        next,
        page: Page::new(words, "problem-403"),
    })
}
