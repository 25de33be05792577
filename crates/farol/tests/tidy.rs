//! The repository keeps its own rules: arrows between crates, headers, sizes, names, the map.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every Rust file below a folder, with its text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            found.push((path, text));
        }
    }
    found
}

fn crates() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("crates"))
        .expect("the crates")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Our own crates among the `[dependencies]` of a crate.
fn depends_on(name: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml"))
        .expect("a manifest");
    let section = manifest.split("[dependencies]").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    crates()
        .into_iter()
        .filter(|other| section.lines().any(|line| line.starts_with(&format!("{other}."))))
        .collect()
}

#[test]
fn the_arrows_between_the_crates_are_those_of_the_architecture() {
    let allowed: &[(&str, &[&str])] = &[
        ("domain", &["meta"]),
        ("emulator", &[]),
        ("farol", &["domain", "emulator", "meta", "store", "ui"]),
        ("meta", &[]),
        ("store", &["domain", "meta"]),
        ("ui", &["domain", "meta"]),
    ];
    assert_eq!(crates(), allowed.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
    for (name, may) in allowed {
        assert_eq!(&depends_on(name), may, "{name}");
    }
}

#[test]
fn only_the_commands_demo_and_emulator_know_the_emulator() {
    for (path, text) in sources(&root().join("crates/farol/src")) {
        let of = ["cmd/demo.rs", "cmd/demo/beside.rs", "cmd/demo/cast.rs", "cmd/emulator.rs"];
        let is_allowed = of.iter().any(|file| path.ends_with(file));
        let knows = text.contains("::emulator::") || text.contains("use emulator::");
        assert!(is_allowed || !knows, "{}", path.display());
    }
}

#[test]
fn sql_is_in_the_store_only_and_markup_in_templates_only() {
    for (path, text) in sources(&root().join("crates/farol/src")) {
        for word in ["rusqlite", "SELECT ", "INSERT INTO", "<div", "<span", "<p>"] {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}

#[test]
fn no_pin_is_held_as_plain_text() {
    for (path, text) in sources(&root().join("crates/farol/src")) {
        for plain in ["pin: String", "pin: Option<String>"] {
            assert!(!text.contains(plain), "{}: {plain}", path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    let mut files = 0;
    for name in crates() {
        for (path, text) in sources(&root().join("crates").join(&name)) {
            files += 1;
            assert!(text.starts_with("//!"), "{} has no //!", path.display());
            let lines = text.lines().count();
            assert!(lines <= 400, "{} has {lines} lines", path.display());
        }
    }
    assert!(files > 60, "{files}");
}

#[test]
fn no_file_is_named_after_nothing() {
    const NAMELESS: [&str; 9] =
        ["utils", "util", "helpers", "helper", "common", "misc", "types", "base", "manager"];
    for name in crates() {
        for (path, _) in sources(&root().join("crates").join(&name)) {
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            assert!(!NAMELESS.contains(&stem.as_str()), "{}", path.display());
        }
    }
}

#[test]
fn no_source_file_is_an_orphan() {
    for name in crates() {
        let folder = root().join("crates").join(&name).join("src");
        let all = sources(&folder);
        for (path, _) in &all {
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if ["lib", "main"].contains(&stem.as_str()) {
                continue;
            }
            let declared = all.iter().any(|(other, text)| {
                let above = if other.file_stem().is_some_and(|s| s == "lib" || s == "main") {
                    other.parent().expect("a folder").to_owned()
                } else {
                    other.with_extension("")
                };
                path.parent() == Some(above.as_path()) && text.contains(&format!("mod {stem};"))
            });
            assert!(declared, "{} is not a module of anything", path.display());
        }
    }
}

#[test]
fn the_map_names_every_crate_and_no_other() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the map");
    assert!(map.lines().count() <= 150, "five minutes");
    let rows: Vec<&str> =
        map.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let mut named: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
    named.sort();
    assert_eq!(named, crates());
}

#[test]
fn what_the_readme_links_to_is_there() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the readme");
    let targets: Vec<&str> = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#', ' ']).next())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect();
    assert!(targets.len() >= 5, "{targets:?}");
    for target in targets {
        assert!(root().join(target).exists(), "README.md links to {target}");
    }
}
