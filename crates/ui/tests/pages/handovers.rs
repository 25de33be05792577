//! The pages of hand-over links: those of who makes them, and those of whom they are for.

use domain::Timestamp;
use domain::handover::{Handover, NoLogin, Over, Standing};
use domain::readiness::Scope;
use domain::signup::{Obstacle, Signup};
use domain::situation::{Situation, walk};
use ui::Language;
use ui::view::{
    Attempt, Button, Frame, GuestConnect, GuestGone, Guide, HandoverLine, Handovers, HandoversSaid,
    Refused, RefusedForm, Wizard,
};

use crate::golden::check;
use crate::hostile::payloads;
use crate::html::tags;
use crate::signups;
use crate::world;

const URL: &str = "https://farol.casaipe.example/c/NOT-A-TOKEN";
const DAY: i64 = 24 * 3600;

fn later(seconds: i64) -> Timestamp {
    world::ago(-seconds)
}

/// A link that somebody made an hour ago and that counts for three days.
fn fresh() -> Handover {
    let (opened_at, used_at, revoked_at) = (None, None, None);
    let (made_at, expires_at) = (world::ago(3600), later(3 * DAY));
    Handover { made_at, expires_at, opened_at, used_at, revoked_at }
}

/// A link in each standing, with its newest login.
fn each() -> [(Handover, Option<Signup>); 7] {
    let opened = Handover { opened_at: Some(world::ago(1800)), ..fresh() };
    let used = Handover { used_at: Some(world::ago(60)), ..opened };
    [
        (fresh(), None),
        (opened, None),
        (opened, Some(signups::awaiting())),
        (used, Some(signups::connected())),
        (used, None),
        (Handover { expires_at: world::ago(60), ..opened }, Some(signups::hindered())),
        (Handover { revoked_at: Some(world::ago(60)), ..fresh() }, None),
    ]
}

fn list(language: Language, label: &str, said: Option<&HandoversSaid>) -> String {
    let each = each();
    let line = |(nth, (handover, login)): (usize, &'_ (Handover, Option<Signup>))| {
        (nth, *handover, login.clone())
    };
    let lines: Vec<(usize, Handover, Option<Signup>)> = each.iter().enumerate().map(line).collect();
    let ids: Vec<String> = lines.iter().map(|(nth, ..)| format!("l{nth}")).collect();
    let lines: Vec<HandoverLine<'_>> = lines
        .iter()
        .map(|(nth, handover, login)| HandoverLine {
            id: &ids[*nth],
            label,
            maker: (*nth != 6).then_some("Marina Tavares"),
            handover: *handover,
            login: login.as_ref().map(|signup| ("s1", signup)),
        })
        .collect();
    let frame = world::frame(language, "/connect/links", &Scope::default());
    let view = Handovers { links: &lines, said, label: "", days: None, language: None };
    ui::handovers(&frame, &view)
}

fn made(label: &str) -> HandoversSaid {
    let (label, url) = (label.to_owned(), URL.to_owned());
    HandoversSaid::Made { label, url, language: Language::Es, until: later(3 * DAY) }
}

fn guest(language: Language) -> Frame {
    let frame = world::frame(language, "/c", &Scope::default());
    Frame { is_guest: true, live: false, person: String::new(), sandbox_url: None, ..frame }
}

/// A page of the browser that has the link.
struct At {
    over: Option<Over>,
    situation: Option<Situation>,
    login: Option<Signup>,
    no_login: Option<NoLogin>,
}

const FREE: At = At { over: None, situation: Some(Situation::Free), login: None, no_login: None };

fn held(language: Language, at: &At) -> String {
    let origins = ["https://www.facebook.com".to_owned()];
    let attempt = at.login.as_ref().map(|signup| Attempt {
        id: "s1",
        person: "Marina Tavares",
        link: None,
        signup,
        situation: at.situation,
    });
    let reason = RefusedForm::PinFormat;
    let view = GuestConnect {
        link: "l1",
        over: at.over,
        until: later(3 * DAY),
        button: Button::Ready(signups::sdk(&origins)),
        no_login: at.no_login,
        situation: at.situation,
        signups: attempt.as_slice(),
        refused: Some(Refused { signup: "s1", reason }),
    };
    ui::guest_connect(&guest(language), &view)
}

/// The pages of a link's life, by name.
fn life() -> Vec<(&'static str, At)> {
    let pin = signups::not_registered(Obstacle::PinMismatch, 133_005);
    let with = |login: Signup| At { login: Some(login), ..FREE };
    vec![
        ("situation", At { situation: None, ..FREE }),
        ("button", FREE),
        ("under-way", At { no_login: Some(NoLogin::UnderWay), ..with(signups::awaiting()) }),
        ("pin", with(pin)),
        ("elsewhere", with(signups::routed_elsewhere())),
        ("connected", At { over: Some(Over::Used), ..with(signups::connected()) }),
        ("revoked", At { over: Some(Over::Revoked), ..FREE }),
        ("expired", At { over: Some(Over::Expired), ..FREE }),
    ]
}

#[test]
fn links_in_every_standing_and_what_became_of_a_form_in_three_languages() {
    for language in Language::ALL {
        let tag = language.tag();
        check(&format!("handovers-{tag}"), &list(language, "Padaria Sol", None));
        let made = list(language, "Padaria Sol", Some(&made("Padaria Sol")));
        check(&format!("handovers-made-{tag}"), &made);
    }
    let page = list(Language::En, "Padaria Sol", None);
    for standing in Standing::ALL {
        let mark = format!("data-standing=\"{}\"", standing.as_str());
        assert_eq!(page.matches(&mark).count(), 1, "{mark}");
    }
    assert_eq!(page.matches("/revoke\"").count(), 3, "what still counts can be taken back");
    let said = [
        HandoversSaid::Revoked,
        HandoversSaid::NoLabel { most: 80 },
        HandoversSaid::TooMany { wait_s: 90 },
    ];
    for (said, role) in said.iter().zip(["status", "alert", "alert"]) {
        let page = list(Language::En, "Padaria Sol", Some(said));
        let mark = format!(
            "id=\"outcome\" data-tone=\"{}\" role=\"{role}\"",
            if role == "alert" { "bad" } else { "ok" }
        );
        assert!(page.contains(&mark), "{said:?}");
    }
    let frame = world::frame(Language::PtBr, "/connect/links", &Scope::default());
    let view = Handovers { links: &[], said: None, label: "", days: None, language: None };
    assert!(ui::handovers(&frame, &view).contains("Nenhum link ainda"));
}

#[test]
fn a_clients_pages_in_three_languages() {
    for language in Language::ALL {
        let tag = language.tag();
        check(&format!("guest-welcome-{tag}"), &ui::guest_welcome(&guest(language), later(DAY)));
        for (name, at) in life() {
            check(&format!("guest-{name}-{tag}"), &held(language, &at));
        }
        let gone = [
            ("not-here", GuestGone::NotHere),
            ("unknown", GuestGone::Unknown),
            ("elsewhere", GuestGone::Elsewhere),
            ("used", GuestGone::Used),
            ("revoked", GuestGone::Revoked),
            ("expired", GuestGone::Expired),
            ("too-many", GuestGone::TooMany),
        ];
        for (name, why) in gone {
            let page = ui::guest_gone(language, why);
            assert!(!page.contains("data-branded") && !page.contains("/c/"), "{name} names nobody");
            check(&format!("guest-gone-{name}-{tag}"), &page);
        }
    }
}

fn wizard(frame: &Frame) -> String {
    ui::situation(frame, &Wizard::Choosing { chosen: Some(Situation::Free), is_missing: false })
}

fn guide(frame: &Frame) -> String {
    let walk = walk(|_| None);
    let view = Guide { situation: Situation::AppKeep, walk: Some(&walk), chosen: None, link: "" };
    ui::guide(frame, &view)
}

#[test]
fn a_clients_wizard_is_the_consoles_without_the_console_around_it() {
    for language in Language::ALL {
        let (frame, tag) = (guest(language), language.tag());
        check(&format!("guest-wizard-{tag}"), &wizard(&frame));
        check(&format!("guest-guide-{tag}"), &guide(&frame));
    }
}

#[test]
fn no_page_of_a_client_leads_into_the_console_or_follows_its_stream() {
    let frame = guest(Language::En);
    let mut pages: Vec<String> = life().iter().map(|(_, at)| held(Language::En, at)).collect();
    pages.extend([wizard(&frame), guide(&frame), ui::guest_welcome(&frame, later(DAY))]);
    pages.push(ui::guest_gone(Language::En, GuestGone::Unknown));
    for page in pages {
        for name in ["href=\"", "action=\"", "data-stream=\"", "data-base=\""] {
            let leads = page.split(name).skip(1).filter_map(|rest| rest.split('"').next());
            for to in leads.filter(|to| to.starts_with('/')) {
                let is_own = to == "/c" || to.starts_with("/c/") || to.starts_with("/c#");
                let is_shared = to == "/language" || to.starts_with("/assets/");
                assert!(is_own || is_shared, "{name}{to}");
            }
        }
        assert!(!page.contains("Marina Tavares"), "nobody of the tenant is named");
        assert_eq!(page.matches("<main").count(), 1);
        assert_eq!(page.matches("<h1").count(), 1);
    }
}

#[test]
fn no_name_becomes_markup() {
    let plain = tags(&list(Language::En, "x", Some(&made("x")))).len();
    let tenant = |name: &str| Frame { tenant: name.to_owned(), ..guest(Language::En) };
    let welcome = |name: &str| ui::guest_welcome(&tenant(name), later(DAY));
    let expected = tags(&welcome("x")).len();
    for text in payloads() {
        let page = list(Language::En, &text, Some(&made(&text)));
        assert_eq!(tags(&page).len(), plain, "{text:?}");
        assert_eq!(tags(&welcome(&text)).len(), expected, "{text:?}");
    }
}
