//! Business usernames: their form, who has which, and what may be asked for (META 3).
//!
//! Assumptions, since Meta documents the errors and not when each is given: a portfolio needs the
//! limit of 2,000 to be eligible, and a name is approved at once.

use super::{Kind, Node, World};
use crate::graph::node_types::PORTFOLIO_LIMIT;

/// Why a username is not given.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// What is wrong with its form.
    Form(&'static str),
    NotRegistered,
    /// 147001.
    Unavailable,
    /// 147002.
    NotEligible,
    /// 147005: another number of the same portfolio has it, and it was not to be moved.
    InUse,
    /// What control asked for.
    Told(u32),
}

/// Names that nobody is given.
const RESERVED: [&str; 4] = ["whatsapp", "meta", "facebook", "instagram"];
/// Ends of a name that would look like an address.
const DOMAINS: [&str; 7] = [".com", ".net", ".org", ".br", ".io", ".co", ".app"];

/// 3 to 35 of `a-z 0-9 . _`, a letter among them, and nothing that looks like an address.
pub fn check(name: &str) -> Result<(), Refused> {
    let is_known = |letter: char| letter.is_ascii_alphanumeric() || letter == '.' || letter == '_';
    let why = if !(3..=35).contains(&name.chars().count()) {
        "It must have 3 to 35 characters"
    } else if !name.chars().all(is_known) {
        "It may contain only letters, digits, periods and underscores"
    } else if !name.chars().any(|letter| letter.is_ascii_alphabetic()) {
        "It must contain a letter"
    } else if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        "It must not begin or end with a period or contain two in a row"
    } else if name.starts_with("www") {
        "It must not begin with www"
    } else if DOMAINS.iter().any(|domain| name.ends_with(domain)) {
        "It must not end like a domain"
    } else {
        return Ok(());
    };
    Err(Refused::Form(why))
}

impl Node {
    /// How Meta says that the number's name stands; control says otherwise by `username_status`.
    pub fn username_status(&self) -> &str {
        match self.text("username_status") {
            "" => "approved",
            status => status,
        }
    }
}

impl World {
    /// Gives a number a username, which is kept in lower case. `is_moved` takes it from another
    /// number of the same portfolio.
    pub fn name_number(&mut self, id: &str, name: &str, is_moved: bool) -> Result<(), Refused> {
        let name = name.to_ascii_lowercase();
        check(&name)?;
        let Some(number) = self.nodes.get(id) else { return Err(Refused::NotRegistered) };
        if let Some(code) = number.username_error {
            return Err(Refused::Told(code));
        }
        if !number.is_registered() {
            return Err(Refused::NotRegistered);
        }
        let business = self.business_of(number);
        let tier = business.map_or("", |business| business.text(PORTFOLIO_LIMIT));
        if matches!(tier, "" | "TIER_50" | "TIER_250") {
            return Err(Refused::NotEligible);
        }
        if RESERVED.iter().any(|word| name.contains(word)) {
            return Err(Refused::Unavailable);
        }
        let business = business.map(|business| business.id.clone());
        let holder = self.holder_of(&name).filter(|holder| *holder != id).map(str::to_owned);
        if let Some(holder) = holder {
            let theirs = self.nodes.get(&holder).and_then(|node| self.business_of(node));
            if theirs.map(|business| &business.id) != business.as_ref() {
                return Err(Refused::Unavailable);
            }
            if !is_moved {
                return Err(Refused::InUse);
            }
            self.unname(&holder);
        }
        if let Some(number) = self.nodes.get_mut(id) {
            number.set("username", name);
        }
        Ok(())
    }

    /// Takes a number's username away.
    pub fn unname(&mut self, id: &str) {
        if let Some(number) = self.nodes.get_mut(id) {
            number.fields.remove("username");
        }
    }

    /// Three free names made of the number's own name.
    pub fn suggested_usernames(&self, number: &Node) -> Vec<String> {
        let plain = |letter: &char| letter.is_ascii_alphanumeric();
        let bare: String =
            number.text("verified_name").to_ascii_lowercase().chars().filter(plain).collect();
        let bare: String = bare.chars().take(28).collect();
        let wished = [bare.clone(), format!("{bare}.oficial"), format!("{bare}_br")];
        let is_free = |name: &String| check(name).is_ok() && self.holder_of(name).is_none();
        wished.into_iter().filter(is_free).collect()
    }

    fn holder_of(&self, name: &str) -> Option<&str> {
        let is_holder = |node: &&Node| node.kind == Kind::Number && node.text("username") == name;
        self.nodes.values().find(is_holder).map(|node| node.id.as_str())
    }
}
