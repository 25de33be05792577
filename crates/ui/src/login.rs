//! Entrar: an ordinary form that works without JavaScript.

use std::time::Duration;

use askama::Template;
use jiff::tz::TimeZone;

use crate::frame::Page;
use crate::view::{self, LoginError};
use crate::words::Words;

#[derive(Template)]
#[template(path = "login.html")]
struct Login {
    page: Page,
    host: String,
    email: String,
    error: Option<Refused>,
    may_reset: bool,
    is_password_set: bool,
}

/// Why nobody was let in, and what to do.
struct Refused {
    title: String,
    text: String,
}

/// The page.
pub fn login(view: &view::Login<'_>) -> String {
    let words = Words::new(view.language, TimeZone::UTC);
    crate::rendered(&Login {
        host: view.host.to_owned(),
        email: view.email.to_owned(),
        error: view.error.map(|error| refused(&words, error)),
        may_reset: view.may_reset,
        is_password_set: view.is_password_set,
        page: Page::new(words, "login"),
    })
}

fn refused(words: &Words, error: LoginError) -> Refused {
    let (title, text) = match error {
        LoginError::Wrong => ("login-wrong", words.t("login-wrong-next")),
        LoginError::TooMany { wait_s } => {
            let wait = words.span(Duration::from_secs(wait_s));
            ("login-too-many", words.t1("login-too-many-next", "wait", wait))
        }
        LoginError::LinkUsed => ("login-link-used", words.t("login-link-used-next")),
    };
    Refused { title: words.t(title), text }
}
