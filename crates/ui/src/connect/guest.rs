//! A hand-over link's own pages: the welcome, the button and the login, and what a link that does not
//! lead there says. No menu, no stream, and nothing of the tenant but its name.

use askama::Template;
use domain::Timestamp;
use domain::handover::{NoLogin, Over};
use domain::readiness::Scope;
use domain::signup::Stage;
use jiff::tz::TimeZone;

use super::attempt::{self, Attempt};
use super::situation::{self, Kept};
use super::trouble::Way;
use super::{Button, button};
use crate::asset;
use crate::frame::{Around, Page};
use crate::language::Language;
use crate::view::{self, Frame, GuestGone, Unread};
use crate::words::Words;

/// Where the page is.
const HERE: &str = "/c";

/// What stands around a link's page.
#[derive(Template)]
#[template(path = "guest.html")]
struct Guest {
    page: Page,
    /// Whose link it is; empty for who holds none.
    tenant: String,
    /// The link's id on its own page, so that an open page notices another link.
    link: String,
    now_ms: i64,
    /// The script that opens Meta's window, where there is a button.
    connect_js: Option<String>,
    back: String,
    unread: Option<Unread>,
    main: String,
}

/// A link's page around what a page of the console has in the middle.
pub(super) fn around(frame: &Frame, page: Page, main: &impl Template) -> String {
    whole(frame, page, crate::rendered(main), None)
}

fn whole(frame: &Frame, page: Page, main: String, link: Option<&str>) -> String {
    crate::rendered(&Guest {
        tenant: frame.tenant.clone(),
        link: link.unwrap_or_default().to_owned(),
        now_ms: frame.now.as_millis(),
        connect_js: link.map(|_| asset::url("connect.js")),
        back: frame.path.clone(),
        unread: frame.unread.clone(),
        main,
        page,
    })
}

#[derive(Template)]
#[template(path = "guest_welcome.html")]
struct Welcome {
    page: Page,
    lead: String,
    until: String,
}

/// The page of a link that nobody has yet: one press takes it for this browser.
pub fn guest_welcome(frame: &Frame, until: Timestamp) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let page = Page::new(words.clone(), "guest-title");
    let main = crate::rendered(&Welcome {
        lead: words.t1("guest-lead", "tenant", &frame.tenant),
        until: words.t1("guest-until", "when", words.moment(until)),
        page: Page::new(words, "guest-title"),
    });
    whole(frame, page, main, None)
}

#[derive(Template)]
#[template(path = "guest_connect.html")]
struct Connect {
    page: Page,
    around: Around,
    lead: String,
    until: String,
    ended: Option<Ended>,
    attempts: Vec<Attempt>,
    button: Button,
    kept: Option<Kept>,
    no_login: Option<String>,
}

/// That the link did what it is for, or counts no more.
struct Ended {
    tone: &'static str,
    title: String,
    text: String,
}

impl Connect {
    fn is_ready(&self) -> bool {
        matches!(self.button, Button::Ready { .. }) && self.ended.is_none()
    }
}

/// The page of the browser that has the link.
pub fn guest_connect(frame: &Frame, view: &view::GuestConnect<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let page = Page::new(words.clone(), "guest-title");
    let nothing = Scope::default();
    let is_newest_or_open = |(nth, attempt): &(usize, &view::Attempt<'_>)| {
        *nth == 0 || attempt.signup.is_open() || attempt.signup.stage == Stage::Connected
    };
    let shown = view.signups.iter().enumerate().filter(is_newest_or_open);
    let main = crate::rendered(&Connect {
        lead: words.t1("guest-lead", "tenant", &frame.tenant),
        until: words.t1("guest-until", "when", words.moment(view.until)),
        ended: view.over.map(|over| ended(&words, frame, over)),
        attempts: shown
            .map(|(_, one)| attempt::attempt(&words, frame, one, (&nothing, view.refused)))
            .collect(),
        button: button(&view.button),
        kept: view.situation.map(|situation| situation::kept_of_link(&words, situation)),
        no_login: view.no_login.map(|why| no_login(&words, why)),
        around: Around::new(&words, frame),
        page: Page::new(words, "guest-title"),
    });
    whole(frame, page, main, Some(view.link))
}

fn ended(words: &Words, frame: &Frame, over: Over) -> Ended {
    let (tone, title, text) = match over {
        Over::Used => ("ok", "guest-done", "guest-done-next"),
        Over::Revoked => ("warn", "guest-revoked", "guest-ended-next"),
        Over::Expired => ("warn", "guest-expired", "guest-ended-next"),
    };
    Ended { tone, title: words.t(title), text: words.t1(text, "tenant", &frame.tenant) }
}

fn no_login(words: &Words, why: NoLogin) -> String {
    words.t(match why {
        NoLogin::UnderWay => "guest-under-way",
        NoLogin::TooMany => "guest-too-many",
        NoLogin::Over => "refusal-link-over",
    })
}

#[derive(Template)]
#[template(path = "guest_gone.html")]
struct Gone {
    page: Page,
    text: String,
}

/// What a link says that leads nowhere here; it names nobody.
pub fn guest_gone(language: Language, why: GuestGone) -> String {
    let words = Words::new(language, TimeZone::UTC);
    let (title, text) = match why {
        GuestGone::NotHere => ("guest-not-here", "guest-not-here-next"),
        GuestGone::Unknown => ("guest-unknown", "guest-ask-again"),
        GuestGone::Elsewhere => ("guest-elsewhere", "guest-elsewhere-next"),
        GuestGone::Used => ("guest-used", "guest-used-next"),
        GuestGone::Revoked => ("guest-revoked", "guest-ask-again"),
        GuestGone::Expired => ("guest-expired", "guest-ask-again"),
        GuestGone::TooMany => ("login-too-many", "guest-many-looks-next"),
    };
    let main =
        crate::rendered(&Gone { text: words.t(text), page: Page::new(words.clone(), title) });
    crate::rendered(&Guest {
        tenant: String::new(),
        link: String::new(),
        now_ms: 0,
        connect_js: None,
        back: HERE.to_owned(),
        unread: None,
        main,
        page: Page::new(words, title),
    })
}
