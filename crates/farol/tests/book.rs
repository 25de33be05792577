//! The book: every chapter is listed, every link leads somewhere, every page and call that it
//! names is one of the program's.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src")
}

fn chapters(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the book") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            chapters(&path, into);
        } else if path.extension().is_some_and(|end| end == "md") {
            into.push(path);
        }
    }
}

/// The addresses in `](...)`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The anchors that mdBook makes of a chapter's headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-');
            kept.collect::<String>().replace(' ', "-")
        })
        .collect()
}

#[test]
fn every_chapter_is_listed_once_and_every_listed_one_is_there() {
    let mut found = Vec::new();
    chapters(&source(), &mut found);
    let source = source();
    let mut found: Vec<String> = found
        .iter()
        .map(|path| path.strip_prefix(&source).expect("inside").display().to_string())
        .filter(|path| path != "SUMMARY.md")
        .collect();
    let summary = fs::read_to_string(source.join("SUMMARY.md")).expect("a summary");
    let mut listed: Vec<String> = links(&summary).map(str::to_owned).collect();
    found.sort();
    listed.sort();
    assert_eq!(listed, found);
    assert!(found.len() > 100, "the errors are among them");
}

#[test]
fn every_link_inside_the_book_leads_to_a_chapter_and_its_heading() {
    let mut found = Vec::new();
    chapters(&source(), &mut found);
    let mut broken = Vec::new();
    for chapter in &found {
        let text = fs::read_to_string(chapter).expect("a chapter");
        for link in links(&text).filter(|link| !link.contains("://")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let folder = chapter.parent().expect("a folder");
            let target = if file.is_empty() { chapter.clone() } else { folder.join(file) };
            let there = fs::read_to_string(&target).ok();
            let is_whole =
                there.is_some_and(|there| heading.is_empty() || anchors(&there).contains(heading));
            if !is_whole {
                broken.push(format!("{}: {link}", chapter.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_page_and_call_that_it_names_is_a_route() {
    let text = ["pages.md", "api.md", "personal-data.md", "install.md", "meta-app.md"]
        .map(|name| fs::read_to_string(source().join(name)).expect("a chapter"))
        .concat();
    let routes: BTreeSet<&str> = farol::http::ROUTES.iter().map(|(_, path, _)| *path).collect();
    let named = text.split(['`', ' ', '(', ')', '\n', ',', '"']).map(|word| {
        let word = word.strip_prefix("https://farol.example").unwrap_or(word);
        word.split('?').next().unwrap_or_default().to_owned()
    });
    let ours = [
        "/overview",
        "/numbers",
        "/health",
        "/profile",
        "/activity",
        "/connect",
        "/errors",
        "/settings",
        "/api",
        "/meta/",
        "/webhooks",
        "/metrics",
        "/readyz",
        "/healthz",
    ];
    let named: BTreeSet<String> =
        named.filter(|word| ours.iter().any(|start| word.starts_with(start))).collect();
    let strange: Vec<&String> =
        named.iter().filter(|word| !routes.contains(word.as_str())).collect();
    assert!(named.len() > 15, "{named:?}");
    assert!(strange.is_empty(), "no routes: {strange:?}");
}

#[test]
fn every_setting_that_it_names_is_one() {
    let known = include_str!("../src/config/default.toml");
    let mut found = Vec::new();
    chapters(&source(), &mut found);
    let mut strange = BTreeSet::new();
    for chapter in found.iter().filter(|path| !path.to_string_lossy().contains("errors")) {
        let text = fs::read_to_string(chapter).expect("a chapter");
        for word in text.split('`').skip(1).step_by(2) {
            let is_setting = ["_days", "_file", "_url", "_s", "_share", "_proxies", "_id"]
                .iter()
                .any(|end| word.ends_with(end))
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            if is_setting && !word.starts_with('_') && !known.contains(word) {
                strange.insert(format!("{}: {word}", chapter.display()));
            }
        }
    }
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn the_readme_names_every_command_and_each_says_what_it_is_for() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(readme).expect("a README");
    for command in commands_of(&[]) {
        let words = if matches!(command.as_str(), "user" | "keys" | "inbox" | "changes") {
            commands_of(&[&command]).into_iter().map(|sub| format!("{command} {sub}")).collect()
        } else {
            vec![command]
        };
        let row = format!("| `farol {}", words[0]);
        assert!(readme.contains(&row), "{row}");
        for words in words {
            let words: Vec<&str> = words.split(' ').collect();
            assert!(help(&words).starts_with(|first: char| first.is_uppercase()), "{words:?}");
            let last = words.last().expect("a command");
            assert!(readme.contains(&format!("`{last}`")) || readme.contains(&words.join(" ")));
        }
    }
}

/// What `--help` of a command prints.
fn help(command: &[&str]) -> String {
    let mut farol = std::process::Command::new(env!("CARGO_BIN_EXE_farol"));
    let said = farol.args(command).arg("--help").output().expect("farol runs");
    assert!(said.status.success(), "{command:?}");
    String::from_utf8(said.stdout).expect("UTF-8")
}

/// The subcommands that a command's help lists.
fn commands_of(command: &[&str]) -> Vec<String> {
    let help = help(command);
    let listed = help.split_once("Commands:\n").expect("a list").1;
    let lines = listed.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}
