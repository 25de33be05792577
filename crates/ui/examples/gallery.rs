//! Writes every page in every state to a folder, with its assets: `gallery FOLDER`.
//!
//! Serve the folder (`python3 -m http.server`) and look at it: a picture says what a golden can't.

#[path = "../tests/pages/world.rs"]
mod world;

#[path = "../tests/pages/chains.rs"]
mod chains;

#[path = "../tests/pages/changes.rs"]
mod changes;

#[path = "../tests/pages/signups.rs"]
mod signups;

#[path = "../tests/pages/portfolios.rs"]
mod portfolios;

#[path = "../tests/pages/preferences.rs"]
mod preferences;

#[path = "../tests/pages/profiles.rs"]
mod profiles;

#[path = "../tests/pages/standing.rs"]
mod standing;

use std::fs;
use std::path::Path;

use domain::subject::Subject;
use ui::Language;
use ui::view::{Filter, Login, LoginError, Narrowed, Problem};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned());
    let folder = Path::new(&folder);
    for name in ui::asset::names() {
        let url = ui::asset::url(name);
        if let Some(asset) = url.strip_prefix("/assets/").and_then(ui::asset::get) {
            write(folder, url.trim_start_matches('/'), &asset.bytes)?;
        }
    }
    for (state, world) in [
        ("empty", world::empty()),
        ("typical", world::typical()),
        ("full", world::full()),
        ("trouble", world::trouble()),
    ] {
        for language in Language::ALL {
            let page = |page: &str| format!("{page}-{state}-{}.html", language.tag());
            write(folder, &page("overview"), world.overview(language).as_bytes())?;
            write(folder, &page("numbers"), world.numbers(language).as_bytes())?;
        }
    }
    for state in chains::STATES {
        for language in Language::ALL {
            let page = chains::of_state(state).page(language);
            write(folder, &format!("health-{state}-{}.html", language.tag()), page.as_bytes())?;
        }
    }
    for state in changes::Timeline::STATES {
        for language in Language::ALL {
            let page = changes::Timeline::of_state(state).page(language);
            write(folder, &format!("activity-{state}-{}.html", language.tag()), page.as_bytes())?;
        }
    }
    for state in signups::State::ALL {
        for language in Language::ALL {
            let name = format!("connect-{}-{}.html", state.name(), language.tag());
            write(folder, &name, state.page(language).as_bytes())?;
        }
    }
    for (state, given) in preferences::all() {
        for language in Language::ALL {
            let name = format!("settings-{state}-{}.html", language.tag());
            write(folder, &name, given.page(language).as_bytes())?;
        }
    }
    for state in profiles::State::ALL {
        for language in Language::ALL {
            let name = format!("profile-{}-{}.html", state.name(), language.tag());
            write(folder, &name, state.page(language).as_bytes())?;
        }
    }
    for (state, given) in standing::all() {
        for language in Language::ALL {
            let name = format!("number-{state}-{}.html", language.tag());
            write(folder, &name, given.page(language).as_bytes())?;
        }
    }
    let quality = Narrowed { subject: Some(Subject::Quality), ..Narrowed::default() };
    let unchanged = changes::Timeline::of(world::typical(), Vec::new()).page_where(quality);
    write(folder, "activity-nothing.html", unchanged.as_bytes())?;
    let nothing = world::typical().numbers_where(Language::PtBr, Filter::All, "curitiba");
    write(folder, "numbers-nothing.html", nothing.as_bytes())?;
    let login = Login {
        language: Language::PtBr,
        email: "marina@casaipe.example",
        error: Some(LoginError::Wrong),
        host: "farol.casaipe.example",
        may_reset: true,
        is_password_set: false,
    };
    write(folder, "login.html", ui::login(&login).as_bytes())?;
    let problem = Problem { language: Language::PtBr, status: 404, reference: Some("k3x9a0b2") };
    write(folder, "problem.html", ui::problem(&problem).as_bytes())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}
