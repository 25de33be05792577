//! One login by seed: who logs in, what the popup told and brought, and what the person does then.

use meta::signup::Event;
use meta::{PhoneNumberId, WabaId};
use store::SignupId;

use super::dice::Dice;
use super::shops::{Kind, Shop};

/// What the popup brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// A code that works.
    Good,
    /// A code of 31 seconds ago.
    Old,
    /// A code that was traded already.
    Used,
    /// What is no code.
    Nonsense,
    /// A code whose token lacks a permission.
    WithoutScope,
    /// A code whose token does not reach the account.
    WithoutWaba,
    /// No code.
    Nothing,
}

/// By which way a login comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the popup of a person of the console.
    Popup,
    /// By the popup of somebody without an account, who came by a hand-over link.
    Link,
    /// By ids, a system user's token and the app's secret.
    ByHand,
    /// The same with an app of the client's own, at a callback of its own.
    OwnApp,
}

/// What a person does of their own accord.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    /// Gives a wrong PIN or code before the right one.
    pub errs: bool,
    /// Never does what they are asked for.
    pub is_idle: bool,
    /// Puts the login aside in this round.
    pub dismisses_in: Option<usize>,
    /// Abandons the login in this round, or as soon as that can be.
    pub abandons_in: Option<usize>,
    /// Looks for the number of an account that came without one.
    pub adds_number: bool,
    /// Presses what is not asked for, now and then.
    pub is_restless: bool,
    /// A customer writes to the account in the end.
    pub is_written_to: bool,
}

/// A login.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Whose.
    pub tenant: &'static str,
    /// Of which shop's account.
    pub shop: usize,
    /// How it comes.
    pub way: Way,
    /// What the popup tells with its code.
    pub told: Option<Event>,
    /// What it tells a little later.
    pub told_late: Option<Event>,
    /// The account that a webhook of Meta's names, where the message is lost.
    pub shared: Option<WabaId>,
    /// Whether the popup was opened for a number that stays in the app.
    pub is_for_app: bool,
    /// What it brought.
    pub brought: Brought,
    /// The round of its batch in which the popup ends.
    pub begins_in: usize,
    /// What the person does.
    pub habits: Habits,
    /// How often the person did what was asked for.
    pub acted: usize,
    /// The code.
    pub code: Option<String>,
    /// The token, where it was given by hand.
    pub token: Option<String>,
    /// Id and secret of the client's own app, where it is of one.
    pub own_app: Option<(String, String)>,
    /// Whether what was given by hand was not taken, and nobody tries again.
    pub is_refused: bool,
    /// The login that it began.
    pub id: Option<SignupId>,
}

/// The logins of a seed, one for each shop; some are of a shop that another one is of.
pub fn attempts(seed: u64, shops: &[Shop]) -> Vec<Attempt> {
    let mut attempts: Vec<Attempt> = Vec::new();
    for nth in 0..shops.len() {
        let mut dice = Dice::of(seed, 2_000_000 + nth as u64);
        let mut tenant = dice.one_of(&["one", "two"]);
        let mut shop = nth;
        // The newest are still under way.
        let newest = &attempts[attempts.len().saturating_sub(5)..];
        let is_shared = !newest.is_empty() && dice.percent(25);
        // An account of a client's own app has no logins of another app beside.
        if let Some(other) = is_shared
            .then(|| &newest[dice.below(newest.len())])
            .filter(|other| other.way != Way::OwnApp)
        {
            shop = other.shop;
            let is_theirs = dice.percent(25);
            tenant = if is_theirs == (other.tenant == "one") { "two" } else { "one" };
        }
        let mut attempt = attempt(&mut dice, tenant, shop, shops);
        // Of dice of its own, so that the rest of a seed stays as it was.
        match Dice::of(seed, 3_000_000 + nth as u64).below(100) {
            0..14 => attempt.way = Way::Link,
            14..20 => attempt.comes_by_hand(Way::ByHand),
            20..28 if shop == nth => attempt.comes_by_hand(Way::OwnApp),
            _ => {}
        }
        attempts.push(attempt);
    }
    attempts
}

fn attempt(dice: &mut Dice, tenant: &'static str, shop: usize, shops: &[Shop]) -> Attempt {
    let brought = match dice.below(100) {
        0..78 => Brought::Good,
        78..82 => Brought::Old,
        82..86 => Brought::Used,
        86..88 => Brought::Nonsense,
        88..92 => Brought::WithoutScope,
        92..96 => Brought::WithoutWaba,
        _ => Brought::Nothing,
    };
    let (told, told_late) = told(dice, brought, shop, shops);
    let habits = Habits {
        errs: dice.percent(30),
        is_idle: dice.percent(12),
        dismisses_in: dice.percent(8).then(|| dice.below(12)),
        abandons_in: dice.percent(14).then(|| dice.below(16)),
        adds_number: dice.percent(50),
        is_restless: dice.percent(10),
        is_written_to: dice.percent(60),
    };
    let begins_in = if dice.percent(60) { 0 } else { dice.below(6) };
    let (code, id, acted) = (None, None, 0);
    let is_lost = told.is_none() && told_late.is_none() && brought != Brought::Nothing;
    let shared = (is_lost && dice.percent(60)).then(|| WabaId::new(shops[shop].waba.clone()));
    let is_of_app = |kind| matches!(kind, Kind::InApp | Kind::AppLate);
    let is_for_app = shops[shop].numbers.iter().all(|number| is_of_app(number.kind));
    Attempt {
        tenant,
        shop,
        way: Way::Popup,
        told,
        told_late,
        shared,
        is_for_app,
        brought,
        begins_in,
        habits,
        acted,
        code,
        token: None,
        own_app: None,
        is_refused: false,
        id,
    }
}

impl Attempt {
    /// There is no popup, which could tell or bring anything.
    fn comes_by_hand(&mut self, way: Way) {
        self.way = way;
        self.brought = Brought::Good;
        (self.told, self.told_late, self.shared) = (None, None, None);
        self.is_for_app = false;
    }
}

fn told(
    dice: &mut Dice,
    brought: Brought,
    shop: usize,
    shops: &[Shop],
) -> (Option<Event>, Option<Event>) {
    if brought == Brought::Nothing && dice.percent(70) {
        return (left(dice), None);
    }
    if brought == Brought::WithoutWaba && dice.percent(40) {
        return (None, None);
    }
    let other = &shops[(shop + 1) % shops.len()];
    let own = &shops[shop];
    let number = &own.numbers[dice.below(own.numbers.len())];
    let waba_id = WabaId::new(own.waba.clone());
    let finish = |waba_id: WabaId, number: &str| {
        let phone_number_id = PhoneNumberId::new(number);
        Some(Event::Finish { phone_number_id, waba_id, business_id: None })
    };
    let finished = match number.kind {
        Kind::InApp | Kind::AppLate => Some(Event::FinishWhatsappBusinessAppOnboarding {
            waba_id: waba_id.clone(),
            business_id: None,
            phone_number_id: None,
        }),
        _ => finish(waba_id.clone(), &number.id),
    };
    match dice.below(100) {
        0..60 => (finished, None),
        // The message is lost, or late.
        60..70 => (None, None),
        70..80 => (None, finished),
        80..90 => (Some(Event::FinishOnlyWaba { waba_id, business_id: None }), None),
        90..95 => (finish(waba_id, &other.numbers[0].id), None),
        _ => (finish(WabaId::new(other.waba.clone()), &number.id), None),
    }
}

/// How a popup is left without a code.
fn left(dice: &mut Dice) -> Option<Event> {
    let current_step = Some("PHONE_NUMBER_SETUP".to_owned());
    let error_message = Some("Your verified name violates the guidelines.".to_owned());
    let reported =
        Event::ReportedError { error_message, error_id: None, session_id: None, timestamp: None };
    match dice.below(3) {
        0 => Some(Event::Cancel { current_step }),
        1 => Some(reported),
        _ => None,
    }
}
