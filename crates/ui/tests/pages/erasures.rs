//! Apagar dados, and the page of a code: what may be erased, what was, and what became of a form.

use domain::Timestamp;
use domain::role::Role;
use jiff::tz::TimeZone;
use ui::Language;
use ui::view::{Erasable, Erasing, ErasureLine, ErasureSaid, ErasureStatus, Rights, Whom};

use crate::world;

const ASKED: Timestamp = Timestamp::from_millis(1_795_338_640_000);

fn lines(text: &str) -> Vec<ErasureLine> {
    let line = |id: &str, whom, by: Option<&str>, done_at, outcome: &[(&str, u64)]| ErasureLine {
        id: id.to_owned(),
        whom,
        by: by.map(str::to_owned),
        asked_at: ASKED,
        done_at,
        outcome: outcome.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect(),
    };
    let gone = [("body", 107), ("delivery", 21), ("reached", 1), ("same_user", 1), ("wrote", 3)];
    vec![
        line("3fa07aea74f2cb35", Whom::User, Some(text), Some(ASKED), &gone),
        line("77ab01aea74f2cb3", Whom::Person, Some(text), None, &[]),
        line(
            "18cc07aea74f2cb3",
            Whom::Tenant,
            None,
            Some(ASKED),
            &[("unsubscribed", 1), ("still_subscribed", 2)],
        ),
        line("99bb07aea74f2cb3", Whom::FacebookUser, None, Some(ASKED), &[]),
        line("4f0b07aea74f2cb3", Whom::Keys, None, Some(ASKED), &[("secret", 2)]),
    ]
}

fn erasing(language: Language, said: Option<&ErasureSaid>, typed: &str, text: &str) -> String {
    let person = |id: &str, name: &str| Erasable {
        id: id.to_owned(),
        name: name.to_owned(),
        email: format!("{id}@casaipe.example"),
    };
    let view = Erasing {
        rights: Rights { role: Role::Owner, is_installation_owner: true },
        people: &[person("p1", "Marina Tavares"), person("p2", text)],
        accounts: &["Casa Ipê Brasil".to_owned(), text.to_owned()],
        erasures: &lines(text),
        said,
        typed,
    };
    ui::erasing(&world::frame(language, "/settings/erasure", &world::typical().scope), &view)
}

fn nothing(language: Language) -> String {
    let view = Erasing {
        rights: Rights { role: Role::Owner, is_installation_owner: false },
        people: &[],
        accounts: &[],
        erasures: &[],
        said: None,
        typed: "",
    };
    ui::erasing(&world::frame(language, "/settings/erasure", &world::typical().scope), &view)
}

/// Every page in every state, with its name.
pub fn pages(language: Language) -> Vec<(&'static str, String)> {
    let asked = ErasureSaid::Asked { url: "https://farol.example/erasure/abc".to_owned() };
    let text = "Ana & Beto";
    let mut pages = vec![
        ("erasing", erasing(language, None, "", text)),
        ("erasing nothing", nothing(language)),
        ("erasing asked", erasing(language, Some(&asked), "", text)),
    ];
    for (name, said) in [
        ("erasing no id", ErasureSaid::NotAnId),
        ("erasing user differs", ErasureSaid::Differs { whom: Whom::User }),
        ("erasing person differs", ErasureSaid::Differs { whom: Whom::Person }),
        ("erasing tenant differs", ErasureSaid::Differs { whom: Whom::Tenant }),
        ("erasing own", ErasureSaid::OwnNumber),
        ("erasing last owner", ErasureSaid::LastOwner),
        ("erasing elsewhere", ErasureSaid::Elsewhere),
    ] {
        pages.push((name, erasing(language, Some(&said), "+55 11 98765-0417", text)));
    }
    for (name, done_at) in [("erasure under way", None), ("erasure done", Some(ASKED))] {
        pages.push((
            name,
            ui::erasure_status(&ErasureStatus {
                language,
                path: "/erasure/abc",
                time_zone: &TimeZone::UTC,
                done_at,
            }),
        ));
    }
    pages
}

#[test]
fn the_pages_about_erasing() {
    for language in Language::ALL {
        for (name, page) in pages(language).into_iter().take(3) {
            let name = name.replace(' ', "-");
            crate::golden::check(&format!("{name}-{}", language.tag()), &page);
        }
    }
}

#[test]
fn what_was_typed_is_kept_where_it_was_refused_and_never_markup() {
    for language in Language::ALL {
        let text = "<script>\"'&";
        let page = erasing(language, Some(&ErasureSaid::NotAnId), text, text);
        assert!(!page.contains("<script>\""), "{language:?}");
        assert!(page.contains("id=\"user\"") && page.contains("aria-invalid=\"true\""));
    }
}

#[test]
fn a_code_says_how_far_it_is_and_nothing_else() {
    let of = |done_at| {
        ui::erasure_status(&ErasureStatus {
            language: Language::PtBr,
            path: "/erasure/abc",
            time_zone: &TimeZone::UTC,
            done_at,
        })
    };
    let (under_way, done) = (of(None), of(Some(ASKED)));
    assert!(under_way.contains("está sendo feito") && !under_way.contains("2026"));
    assert!(done.contains("foram apagados") && done.contains("2026"), "{done}");
}
