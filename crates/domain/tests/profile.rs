//! What a person may write into a profile: Meta's limits, and whose text stands when two wrote.

use domain::profile::{self, Fault, LINKS, Part, Texts};
use domain::{Heard, How, Node, Replica, Timestamp};
use meta::open::Vertical;
use serde_json::json;

/// Texts that Meta takes.
fn good() -> Texts {
    Texts {
        about: "Móveis de madeira.".to_owned(),
        description: "Marcenaria e loja.".to_owned(),
        vertical: "RETAIL".to_owned(),
        email: "ola@casaipe.example".to_owned(),
        address: "Rua dos Ipês, 180".to_owned(),
        websites: vec!["https://casaipe.example".to_owned()],
    }
}

/// The good texts with one text in one part.
fn with(part: Part, text: &str) -> Texts {
    let mut texts = good();
    let text = text.to_owned();
    match part {
        Part::About => texts.about = text,
        Part::Description => texts.description = text,
        Part::Vertical => texts.vertical = text,
        Part::Email => texts.email = text,
        Part::Address => texts.address = text,
        Part::Websites => texts.websites = vec![text],
    }
    texts
}

fn fault(part: Part, text: &str) -> Option<Fault> {
    let faults = with(part, text).faults(&Part::ALL);
    assert!(faults.iter().all(|(faulty, _)| *faulty == part), "{faults:?}");
    faults.first().map(|(_, fault)| *fault)
}

/// A text of so many characters that the part takes otherwise.
fn long(part: Part, length: usize, letter: &str) -> String {
    let (start, end) = match part {
        Part::Email => ("a@", ".example"),
        Part::Websites => ("https://", ""),
        Part::About | Part::Description | Part::Vertical | Part::Address => ("", ""),
    };
    let between = length - start.chars().count() - end.chars().count();
    format!("{start}{}{end}", letter.repeat(between))
}

#[test]
fn each_text_may_be_as_long_as_meta_takes_and_not_one_character_more() {
    let limits = [
        (Part::About, 139),
        (Part::Description, 512),
        (Part::Email, 128),
        (Part::Address, 256),
        (Part::Websites, 256),
    ];
    assert_eq!(Part::ALL.iter().filter(|part| part.limit().is_some()).count(), limits.len());
    for (part, limit) in limits {
        // One byte, two, and four: what counts are characters.
        for letter in ["a", "ã", "🌳"] {
            assert_eq!(fault(part, &long(part, limit, letter)), None, "{part:?} {letter}");
            let over = long(part, limit + 1, letter);
            let wanted = Fault::TooLong { length: limit + 1, limit };
            assert_eq!(fault(part, &over), Some(wanted), "{part:?} {letter}");
        }
    }
}

#[test]
fn an_emoji_of_several_code_points_counts_as_that_many_characters() {
    let family = "👩\u{200d}👩\u{200d}👧";
    assert_eq!(family.chars().count(), 5);
    let text = format!("{}{}", family.repeat(27), "a".repeat(4));
    assert_eq!(fault(Part::About, &text), None);
    let wanted = Fault::TooLong { length: 140, limit: 139 };
    assert_eq!(fault(Part::About, &format!("{text}a")), Some(wanted));
}

#[test]
fn all_but_the_line_under_the_name_may_be_emptied() {
    assert_eq!(fault(Part::About, ""), Some(Fault::Empty));
    for part in [Part::Description, Part::Vertical, Part::Email, Part::Address] {
        assert_eq!(fault(part, ""), None, "{part:?}");
    }
    let none = Texts { websites: Vec::new(), ..good() };
    assert!(none.faults(&Part::ALL).is_empty());
}

#[test]
fn only_the_parts_asked_for_are_judged() {
    let texts = Texts { about: String::new(), email: "nobody".to_owned(), ..good() };
    assert_eq!(texts.faults(&[Part::Email]), [(Part::Email, Fault::NotAnAddress)]);
    assert!(texts.faults(&[Part::Address]).is_empty());
    // In the order of the page, however they were asked for.
    let all = texts.faults(&[Part::Email, Part::About]);
    assert_eq!(all, [(Part::About, Fault::Empty), (Part::Email, Fault::NotAnAddress)]);
}

#[test]
fn an_address_has_a_name_and_a_host_with_a_dot() {
    for good in ["a@b.c", "ola+loja@mail.casaipe.example", "olá@ipê.example"] {
        assert_eq!(fault(Part::Email, good), None, "{good}");
    }
    for bad in [
        "ola", "@b.c", "a@", "a@b", "a@.c", "a@b.", "a@b..c", "a@b@c.d", "a b@c.d", "a@b.c d",
        "a@b.c\n",
    ] {
        assert_eq!(fault(Part::Email, bad), Some(Fault::NotAnAddress), "{bad:?}");
    }
}

#[test]
fn a_link_begins_with_its_scheme_and_holds_no_space() {
    for good in ["https://a", "http://a.example/b?c=d#e", "HTTPS://CASAIPE.EXAMPLE"] {
        assert_eq!(fault(Part::Websites, good), None, "{good}");
    }
    for bad in
        ["casaipe.example", "https://", "http:/a", "ftp://a", "javascript:alert(1)", "https://a b"]
    {
        assert_eq!(fault(Part::Websites, bad), Some(Fault::NotALink { nth: 0 }), "{bad}");
    }
}

#[test]
fn the_faulty_link_is_named_by_its_place() {
    let links = |links: &[&str]| {
        let websites = links.iter().map(|link| (*link).to_owned()).collect();
        Texts { websites, ..good() }.faults(&Part::ALL)
    };
    assert!(links(&["https://a.example"; LINKS]).is_empty());
    let second = (Part::Websites, Fault::NotALink { nth: 1 });
    assert_eq!(links(&["https://a.example", "a.example"]), [second]);
    let three = (Part::Websites, Fault::TooManyLinks);
    assert_eq!(links(&["https://a.example"; LINKS + 1]), [three]);
}

#[test]
fn a_line_of_business_is_one_of_metas_list_that_can_be_written() {
    for vertical in Vertical::KNOWN {
        let is_read_only = ["UNDEFINED", "NOT_A_BIZ"].contains(&vertical.as_str());
        let wanted = is_read_only.then_some(Fault::NotAVertical);
        assert_eq!(fault(Part::Vertical, vertical.as_str()), wanted, "{vertical}");
    }
    for other in ["TREEHOUSES", "retail", "RETAIL "] {
        assert_eq!(fault(Part::Vertical, other), Some(Fault::NotAVertical), "{other}");
    }
}

#[test]
fn what_was_typed_becomes_what_meta_keeps() {
    let typed = Texts {
        about: "  Móveis de madeira.\r\n".to_owned(),
        description: "Uma linha\r\noutra linha\r\n\r\n".to_owned(),
        vertical: " RETAIL".to_owned(),
        email: "\tola@casaipe.example ".to_owned(),
        address: " \n ".to_owned(),
        websites: vec![" ".to_owned(), " https://b.example ".to_owned(), String::new()],
    };
    let tidied = typed.tidied();
    assert_eq!(tidied.about, "Móveis de madeira.");
    assert_eq!(tidied.description, "Uma linha\noutra linha");
    assert_eq!((&*tidied.vertical, &*tidied.email), ("RETAIL", "ola@casaipe.example"));
    assert_eq!(tidied.address, "");
    assert_eq!(tidied.websites, ["https://b.example"]);
    assert_eq!(tidied.clone().tidied(), tidied, "once is enough");
    assert_eq!(good().tidied(), good());
}

#[test]
fn a_conflict_is_a_part_that_both_changed_to_different_texts() {
    let seen = good();
    for part in Part::ALL {
        let (mine, theirs) = (with(part, "https://mine.example"), with(part, "https://t.example"));
        assert_eq!(profile::conflicts(&seen, &mine, &theirs), [part], "both");
        assert!(profile::conflicts(&seen, &mine, &seen).is_empty(), "{part:?}: only mine");
        assert!(profile::conflicts(&seen, &seen, &theirs).is_empty(), "{part:?}: only theirs");
        assert!(profile::conflicts(&seen, &mine, &mine).is_empty(), "{part:?}: the same");
    }
    // Two people in two parts are in nobody's way.
    let (mine, theirs) = (with(Part::About, "Meu."), with(Part::Email, "t@t.example"));
    assert!(profile::conflicts(&seen, &mine, &theirs).is_empty());
}

#[test]
fn the_order_of_links_is_a_difference() {
    let links = |links: [&str; 2]| Texts { websites: links.map(str::to_owned).to_vec(), ..good() };
    let (one, other) = (links(["https://a", "https://b"]), links(["https://b", "https://a"]));
    assert_eq!(one.differing(&other), [Part::Websites]);
}

#[test]
fn only_what_differs_goes_to_meta_and_in_its_spelling() {
    let (mut mine, seen) = (good(), good());
    assert!(mine.differing(&seen).is_empty());
    mine.description = String::new();
    mine.websites.clear();
    let parts = mine.differing(&seen);
    assert_eq!(parts, [Part::Description, Part::Websites]);
    let fields = serde_json::Value::Object(mine.fields(&parts));
    assert_eq!(fields, json!({"description": "", "websites": []}));
}

#[test]
fn taking_the_others_text_takes_no_other_part() {
    let theirs = Texts { about: "Deles.".to_owned(), email: "t@t.example".to_owned(), ..good() };
    let mut mine = with(Part::Email, "eu@casaipe.example");
    mine.take(&[Part::About], &theirs);
    assert_eq!((&*mine.about, &*mine.email), ("Deles.", "eu@casaipe.example"));
    for part in Part::ALL {
        let mut taken = Texts::default();
        taken.take(&[part], &good());
        assert_eq!(taken.differing(&Texts::default()), [part]);
        assert_eq!(taken.value(part), good().value(part));
    }
}

#[test]
fn a_profile_is_read_from_what_was_heard_and_what_was_not_set_is_empty() {
    let document = json!({
        "about": "Móveis de madeira.",
        "vertical": "A_NEW_ONE",
        "websites": ["https://a.example", 7, "https://b.example"],
        "email": null,
    });
    let document = document.as_object().expect("an object");
    let mut profile = Replica::unread(Node::profile("106540352242101"));
    for (field, value) in document {
        let at = Timestamp::from_seconds(1);
        profile.hear(field, Heard { value: value.clone(), at, how: How::Read });
    }
    let texts = Texts::of(&profile);
    assert_eq!(texts, Texts::of_document(document));
    assert_eq!((&*texts.about, &*texts.vertical), ("Móveis de madeira.", "A_NEW_ONE"));
    assert_eq!(texts.websites, ["https://a.example", "https://b.example"]);
    assert_eq!((&*texts.email, &*texts.description, &*texts.address), ("", "", ""));
}
