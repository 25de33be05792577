//! Golden pages. The hashes of assets are left out, so that a style does not change every golden.

use ui::Language;
use ui::view::{Login, LoginError, Problem};

use crate::signups::State;
use crate::world::{self, World};

pub fn check(name: &str, page: &str) {
    let mut pieces = page.split("/assets/");
    let mut settled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, rest) = piece.split_once('/').expect("an asset's address has a hash");
        settled.push_str("/assets/HASH/");
        settled.push_str(rest);
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, settled);
    });
}

fn check_world(state: &str, world: &World, language: Language) {
    let tag = language.tag();
    check(&format!("overview-{state}-{tag}"), &world.overview(language));
    check(&format!("numbers-{state}-{tag}"), &world.numbers(language));
}

#[test]
fn nothing_connected_yet() {
    check_world("empty", &world::empty(), Language::PtBr);
}

#[test]
fn all_is_well_in_three_languages() {
    for language in Language::ALL {
        check_world("typical", &world::typical(), language);
    }
}

#[test]
fn all_that_a_page_may_have_to_hold() {
    check_world("full", &world::full(), Language::PtBr);
}

#[test]
fn everything_is_wrong() {
    check_world("trouble", &world::trouble(), Language::PtBr);
}

#[test]
fn logins_in_every_state() {
    for state in State::ALL {
        check(&format!("connect-{}-pt-BR", state.name()), &state.page(Language::PtBr));
    }
    for language in [Language::En, Language::Es] {
        let page = State::Connected.page(language);
        check(&format!("connect-connected-{}", language.tag()), &page);
    }
}

#[test]
fn login() {
    let login = |language, error| {
        let (email, host) = ("marina@casaipe.example", "farol.casaipe.example");
        ui::login(&Login { language, email, error, host, may_reset: false, is_password_set: false })
    };
    check("login", &login(Language::PtBr, None));
    check("login-wrong", &login(Language::En, Some(LoginError::Wrong)));
    let too_many = Some(LoginError::TooMany { wait_s: 900 });
    check("login-too-many", &login(Language::Es, too_many));
    check("login-link-used", &login(Language::PtBr, Some(LoginError::LinkUsed)));
}

#[test]
fn problems() {
    for status in [400, 404, 500, 503] {
        let problem = Problem { language: Language::PtBr, status, reference: Some("k3x9a0b2") };
        check(&format!("problem-{status}"), &ui::problem(&problem));
    }
    let elsewhere = ui::elsewhere(Language::PtBr, "https://farol.casaipe.example");
    check("problem-403", &elsewhere);
}
