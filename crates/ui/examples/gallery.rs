//! Writes every page in every state to a folder, with its assets: `gallery FOLDER`.
//!
//! Serve the folder (`python3 -m http.server`) and look at it: a picture says what a golden can't.

#[path = "../tests/pages/world.rs"]
mod world;

#[path = "../tests/pages/signups.rs"]
mod signups;

use std::fs;
use std::path::Path;

use ui::Language;
use ui::view::{Filter, Login, LoginError, Problem};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned());
    let folder = Path::new(&folder);
    for name in ui::asset::names() {
        let url = ui::asset::url(name);
        if let Some(asset) = url.strip_prefix("/assets/").and_then(ui::asset::get) {
            write(folder, url.trim_start_matches('/'), &asset.bytes)?;
        }
    }
    for (state, world) in
        [("empty", world::empty()), ("typical", world::typical()), ("trouble", world::trouble())]
    {
        for language in Language::ALL {
            let page = |page: &str| format!("{page}-{state}-{}.html", language.tag());
            write(folder, &page("overview"), world.overview(language).as_bytes())?;
            write(folder, &page("numbers"), world.numbers(language).as_bytes())?;
        }
    }
    for state in signups::State::ALL {
        for language in Language::ALL {
            let name = format!("connect-{}-{}.html", state.name(), language.tag());
            write(folder, &name, state.page(language).as_bytes())?;
        }
    }
    let nothing = world::typical().numbers_where(Language::PtBr, Filter::All, "curitiba");
    write(folder, "numbers-nothing.html", nothing.as_bytes())?;
    let login = Login {
        language: Language::PtBr,
        email: "marina@casaipe.example",
        error: Some(LoginError::Wrong),
        host: "farol.casaipe.example",
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
