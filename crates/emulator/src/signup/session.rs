//! One popup: where its opener is, which step it shows, and what was chosen so far. Nothing of it
//! touches the world before the last step.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::trouble::Trouble;
use crate::world::registration::VERIFICATION_CODE;
use crate::world::{Kind, Node, World};

pub const NEW: &str = "new";
/// The choice of a number that stays in the WhatsApp Business app.
pub const APP: &str = "app";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Permissions,
    Business,
    Waba,
    Number,
    Name,
    Code,
    Confirm,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Where the messages go: the opener's origin, which was checked.
    pub origin: String,
    /// The name under which `sdk.js` awaits its reply.
    pub state: String,
    /// The opener asked for coexistence.
    pub coexists: bool,
    /// `extras.setup`: what the opener would like to see filled in.
    pub setup: Value,
    pub began_ms: i64,
    pub step: Step,
    /// What the dialog refused at the last press.
    #[serde(default)]
    pub met: Option<Trouble>,
    pub choices: Choices,
}

/// What was chosen, as the forms name it: an id, `new` or `app`, and what a new one is called.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Choices {
    pub business: String,
    pub business_name: String,
    pub waba: String,
    pub waba_name: String,
    pub number: String,
    pub display_phone_number: String,
    pub display_name: String,
    pub is_verified: bool,
}

/// What is wrong with a step's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    NothingChosen,
    NoName,
    BadPhone,
    PhoneTaken,
    BadCode,
    /// Another account has the number, and its PIN is on.
    TwoStepOn,
    Refused(Trouble),
}

pub type Form = BTreeMap<String, String>;

impl Step {
    pub const ALL: [Step; 7] = [
        Step::Permissions,
        Step::Business,
        Step::Waba,
        Step::Number,
        Step::Name,
        Step::Code,
        Step::Confirm,
    ];

    /// Meta's `current_step`. Its last screen, the review of what is shared, is `PERMISSIONS` too.
    pub fn current_step(self) -> &'static str {
        match self {
            Step::Permissions | Step::Confirm => "PERMISSIONS",
            Step::Business => "BUSINESS_ACCOUNT_SELECTION",
            Step::Waba => "WABA_PHONE_PROFILE_PICKER",
            Step::Number => "PHONE_NUMBER_SETUP",
            Step::Name => "WHATSAPP_BUSINESS_PROFILE_SETUP",
            Step::Code => "PHONE_NUMBER_VERIFICATION",
        }
    }

    /// The step's name in the form's hidden field.
    pub fn name(self) -> &'static str {
        match self {
            Step::Permissions => "permissions",
            Step::Business => "business",
            Step::Waba => "waba",
            Step::Number => "number",
            Step::Name => "name",
            Step::Code => "code",
            Step::Confirm => "confirm",
        }
    }
}

impl Session {
    /// A form of an earlier page counts: the browser's way back was taken.
    pub fn go_back_to(&mut self, form: &Form) {
        let shown = form.get("step").and_then(|name| Step::ALL.iter().find(|s| s.name() == name));
        if let Some(shown) = shown {
            self.step = self.step.min(*shown);
        }
    }

    /// Takes the step's form and goes on.
    pub fn go_on(&mut self, world: &World, form: &Form) -> Result<(), Wrong> {
        let text = |key: &str| form.get(key).map(|text| text.trim()).unwrap_or_default();
        match self.step {
            Step::Permissions | Step::Confirm => {}
            Step::Business => {
                self.choose_business(world, text("business"), text("business_name"))?
            }
            Step::Waba => self.choose_waba(world, text("waba"), text("waba_name"))?,
            Step::Number => {
                self.choose_number(world, text("number"), text("display_phone_number"))?;
            }
            Step::Name => {
                text("display_name").clone_into(&mut self.choices.display_name);
                named(text("display_name"))?;
            }
            Step::Code => {
                if text("code").replace('-', "") != VERIFICATION_CODE {
                    return Err(Wrong::BadCode);
                }
                self.choices.is_verified = true;
            }
        }
        self.step = self.following(world);
        Ok(())
    }

    /// Goes on without the code: the number finishes unverified.
    pub fn go_on_unverified(&mut self) {
        self.choices.is_verified = false;
        self.step = Step::Confirm;
    }

    /// The number that was chosen among those of the WABA.
    pub fn chosen_number<'w>(&self, world: &'w World) -> Option<&'w Node> {
        world.node(Kind::Number, &self.choices.number)
    }

    fn following(&self, world: &World) -> Step {
        let is_registered = self.chosen_number(world).is_some_and(Node::is_registered);
        match self.step {
            Step::Permissions => Step::Business,
            Step::Business => Step::Waba,
            Step::Waba => Step::Number,
            Step::Number if is_registered => Step::Confirm,
            // The app's own name goes along.
            Step::Number if self.choices.number == APP => Step::Code,
            Step::Number => Step::Name,
            Step::Name => Step::Code,
            Step::Code | Step::Confirm => Step::Confirm,
        }
    }

    fn choose_business(&mut self, world: &World, chosen: &str, name: &str) -> Result<(), Wrong> {
        chosen.clone_into(&mut self.choices.business);
        name.clone_into(&mut self.choices.business_name);
        match chosen {
            NEW => named(name),
            id if world.signup.greyed.contains(id) => Err(Wrong::NothingChosen),
            id if world.node(Kind::Business, id).is_some() => Ok(()),
            _ => Err(Wrong::NothingChosen),
        }
    }

    fn choose_waba(&mut self, world: &World, chosen: &str, name: &str) -> Result<(), Wrong> {
        chosen.clone_into(&mut self.choices.waba);
        name.clone_into(&mut self.choices.waba_name);
        match chosen {
            NEW => named(name),
            id if world.signup.greyed.contains(id) => Err(Wrong::NothingChosen),
            id if is_child(world, Kind::Waba, id, &self.choices.business) => Ok(()),
            _ => Err(Wrong::NothingChosen),
        }
    }

    fn choose_number(&mut self, world: &World, chosen: &str, phone: &str) -> Result<(), Wrong> {
        chosen.clone_into(&mut self.choices.number);
        phone.clone_into(&mut self.choices.display_phone_number);
        self.choices.display_name.clear();
        self.choices.is_verified = false;
        if chosen == APP && self.coexists {
            return free_phone(world, phone);
        }
        if chosen == NEW {
            return movable_phone(world, phone, &self.choices.waba);
        }
        if is_child(world, Kind::Number, chosen, &self.choices.waba) {
            Ok(())
        } else {
            Err(Wrong::NothingChosen)
        }
    }
}

fn named(name: &str) -> Result<(), Wrong> {
    if name.is_empty() { Err(Wrong::NoName) } else { Ok(()) }
}

/// A phone number in international form that no number of the world has.
fn free_phone(world: &World, phone: &str) -> Result<(), Wrong> {
    if world.has_phone(&digits(phone)?) { Err(Wrong::PhoneTaken) } else { Ok(()) }
}

/// One that no number has, or that can be taken along from another account, such as that of the
/// provider before.
fn movable_phone(world: &World, phone: &str, waba: &str) -> Result<(), Wrong> {
    match world.number_of_phone(&digits(phone)?) {
        None => Ok(()),
        Some(number) if number.parent.as_deref() == Some(waba) || number.is_in_app() => {
            Err(Wrong::PhoneTaken)
        }
        Some(number) if number.may_migrate() => Ok(()),
        Some(_) => Err(Wrong::TwoStepOn),
    }
}

fn digits(phone: &str) -> Result<String, Wrong> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if phone.starts_with('+') && (8..=15).contains(&digits.len()) {
        Ok(digits)
    } else {
        Err(Wrong::BadPhone)
    }
}

fn is_child(world: &World, kind: Kind, id: &str, parent: &str) -> bool {
    world.node(kind, id).is_some_and(|node| node.parent.as_deref() == Some(parent))
}
