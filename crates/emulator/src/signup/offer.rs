//! What a step offers, and which of it is chosen already: the last choice, else what the opener
//! asked for in `extras.setup`, else what exists, else something new.

use serde_json::Value;

use super::session::{APP, NEW, Session};
use super::words::Words;
use crate::world::{Kind, Node, World};

/// One radio button.
pub struct Offer {
    pub value: String,
    pub label: String,
    pub note: String,
    /// It is there and can't be chosen.
    pub is_greyed: bool,
}

pub fn businesses(world: &World, session: &Session, words: &Words) -> (Vec<Offer>, String) {
    let existing: Vec<&Node> = world.business_nodes().collect();
    let wished = text(&session.setup, "/business/id");
    let chosen = choose(world, &existing, &[&session.choices.business, wished]);
    (offers(world, &existing, words, words.new_business), chosen)
}

pub fn wabas(world: &World, session: &Session, words: &Words) -> (Vec<Offer>, String) {
    let existing = below(world, Kind::Business, &session.choices.business);
    let wished = text(&session.setup, "/whatsAppBusinessAccount/ids/0");
    let chosen = choose(world, &existing, &[&session.choices.waba, wished]);
    (offers(world, &existing, words, words.new_waba), chosen)
}

/// A number that is not registered yet comes first; registered ones are there to be tried.
pub fn numbers(world: &World, session: &Session, words: &Words) -> (Vec<Offer>, String) {
    let mut existing = below(world, Kind::Waba, &session.choices.waba);
    existing.retain(|number| !number.is_in_app());
    let mut all: Vec<Offer> = existing
        .iter()
        .map(|number| Offer {
            value: number.id.clone(),
            label: format!(
                "{} {}",
                number.text("display_phone_number"),
                number.text("verified_name")
            ),
            note: if number.is_registered() { words.registered } else { words.unregistered }
                .to_owned(),
            is_greyed: false,
        })
        .collect();
    all.push(Offer::new(words.new_number));
    if session.coexists {
        all.insert(0, Offer { value: APP.to_owned(), ..Offer::new(words.app_number) });
    }
    let last = session.choices.number.as_str();
    let unregistered = existing.iter().find(|number| !number.is_registered());
    let chosen = if all.iter().any(|offer| offer.value == last) {
        last
    } else if session.coexists {
        APP
    } else {
        unregistered.map_or(NEW, |number| number.id.as_str())
    };
    (all, chosen.to_owned())
}

pub fn business_name(session: &Session) -> String {
    first(&[&session.choices.business_name, text(&session.setup, "/business/name"), "Nova Empresa"])
}

pub fn waba_name(world: &World, session: &Session) -> String {
    let business = world
        .node(Kind::Business, &session.choices.business)
        .map_or(session.choices.business_name.as_str(), |business| business.text("name"));
    first(&[&session.choices.waba_name, business])
}

pub fn phone(world: &World, session: &Session) -> String {
    let phone = "/business/phone";
    let wished = match text(&session.setup, &format!("{phone}/number")) {
        "" => String::new(),
        number => {
            let code = session.setup.pointer(&format!("{phone}/code"));
            let code = code.map(|code| code.to_string().replace(['"', '+'], ""));
            format!("+{} {number}", code.unwrap_or_default())
        }
    };
    first(&[&session.choices.display_phone_number, &wished, &free_phone(world)])
}

pub fn display_name(world: &World, session: &Session) -> String {
    let own = session.chosen_number(world).map_or("", |number| number.text("verified_name"));
    let wished = text(&session.setup, "/phone/displayName");
    let waba = waba_name(world, session);
    let waba = world.node(Kind::Waba, &session.choices.waba).map_or(&*waba, |w| w.text("name"));
    first(&[&session.choices.display_name, own, wished, waba])
}

/// A made-up number that no one has.
fn free_phone(world: &World) -> String {
    (0..10_000)
        .map(|nth| format!("+55 11 95556-{nth:04}"))
        .find(|phone| {
            let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
            !world.has_phone(&digits)
        })
        .unwrap_or_default()
}

fn below<'w>(world: &'w World, kind: Kind, id: &str) -> Vec<&'w Node> {
    world.node(kind, id).map(|node| world.children(node).collect()).unwrap_or_default()
}

fn offers(world: &World, existing: &[&Node], words: &Words, new: &str) -> Vec<Offer> {
    let mut all: Vec<Offer> = existing
        .iter()
        .map(|node| {
            let is_greyed = world.signup.greyed.contains(&node.id);
            let note = if is_greyed { words.greyed.to_owned() } else { node.id.clone() };
            Offer { value: node.id.clone(), label: node.text("name").to_owned(), note, is_greyed }
        })
        .collect();
    all.push(Offer::new(new));
    all
}

fn choose(world: &World, existing: &[&Node], wanted: &[&str]) -> String {
    let open = existing.iter().filter(|node| !world.signup.greyed.contains(&node.id));
    let is_there = |id: &&&str| **id == NEW || open.clone().any(|node| node.id == **id);
    let first = open.clone().next().map_or(NEW, |node| node.id.as_str());
    wanted.iter().find(is_there).copied().unwrap_or(first).to_owned()
}

fn first(all: &[&str]) -> String {
    all.iter().find(|text| !text.is_empty()).copied().unwrap_or_default().to_owned()
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

impl Offer {
    fn new(label: &str) -> Offer {
        Offer {
            value: NEW.to_owned(),
            label: label.to_owned(),
            note: String::new(),
            is_greyed: false,
        }
    }
}
