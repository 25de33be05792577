//! Mails that bring a one-time link: an invitation, a new password. The link stands in plain sight,
//! so that whoever reads it sees where it leads.

use askama::Template;

use super::{Rendered, STYLE, SUBJECT, line};
use crate::news;
use crate::settings::role;
use crate::view::{self, LinkAbout};
use crate::words::Words;

#[derive(Template)]
#[template(path = "mail_link.html")]
struct Html<'a>(&'a Sheet);

#[derive(Template)]
#[template(path = "mail_link.txt", whitespace = "preserve")]
struct Text<'a>(&'a Sheet);

/// What both parts say.
struct Sheet {
    words: Words,
    subject: String,
    style: &'static str,
    hello: String,
    title: String,
    text: String,
    go: String,
    url: String,
    until: String,
    why: String,
}

/// Writes a mail that brings a link.
pub fn render_link(mail: &view::LinkMail<'_>) -> Rendered {
    let words = Words::new(mail.language, mail.time_zone.clone());
    let (title, text, go, why) = match mail.about {
        LinkAbout::Invitation { tenant, inviter, role } => {
            // Names that people chose are one line, as long as a line may be.
            let name = |text: &str| news::shorten(&line(text), SUBJECT / 2);
            let (_, about) = role::keys(role);
            let places = [
                ("name", name(inviter)),
                ("tenant", name(tenant)),
                ("role", role::name(&words, role)),
                ("about", words.t(about)),
            ];
            (
                words.t1("mail-invite-title", "tenant", name(tenant)),
                words.with("mail-invite-text", &places, None),
                words.t("mail-invite-go"),
                words.with("mail-invite-why", &places[..1], None),
            )
        }
        LinkAbout::Password => (
            words.t("mail-reset-title"),
            words.t("mail-reset-text"),
            words.t("mail-reset-go"),
            words.t("mail-reset-why"),
        ),
    };
    let until = words.moment_of_zone("mail-moment", mail.until);
    let sheet = Sheet {
        subject: news::shorten(&line(&title), SUBJECT),
        style: STYLE,
        hello: match line(mail.person).as_str() {
            "" => words.t("mail-hello-nobody"),
            name => words.t1("mail-hello", "name", name),
        },
        title,
        text,
        go,
        url: mail.url.to_owned(),
        until: words.t1("mail-link-until", "when", until),
        why,
        words,
    };
    Rendered {
        html: crate::rendered(&Html(&sheet)),
        text: crate::rendered(&Text(&sheet)),
        subject: sheet.subject,
    }
}
