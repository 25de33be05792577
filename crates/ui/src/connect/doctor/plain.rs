//! The same as plain text, for the command line: what the page says, in its order, a line each.

use jiff::tz::TimeZone;

use super::{Group, Line, Route, groups, route, sum};
use crate::Language;
use crate::view;
use crate::words::Words;

/// What was found, in words, ending without a line break.
pub fn doctor_text(language: Language, view: &view::Doctor<'_>) -> String {
    let words = Words::new(language, TimeZone::UTC);
    let mut lines = vec![sum(&words, view.lines).0];
    for group in groups(&words, view) {
        heading(&group, &mut lines);
        group.lines.iter().for_each(|line| tell(&words, line, &mut lines));
    }
    if !view.ways.is_empty() {
        lines.push(String::new());
        lines.push(words.t("doctor-map"));
        for way in view.ways {
            lead(&words, &route(&words, way), &mut lines);
        }
    }
    for app in view.strangers {
        let name = app.name.clone().unwrap_or_else(|| words.t("doctor-map-nameless"));
        let url = app.override_url.clone().unwrap_or_else(|| words.t("doctor-map-unseen"));
        lines.push(format!("  {}: {name} ({}): {url}", words.t("doctor-map-foreign"), app.id));
    }
    // Names and addresses are others' words: none of them commands the terminal.
    let plain = |line: &String| line.replace(char::is_control, " ");
    lines.iter().map(plain).collect::<Vec<_>>().join("\n")
}

fn heading(group: &Group, into: &mut Vec<String>) {
    into.push(String::new());
    into.push(match &group.id {
        Some(id) => format!("{} ({id})", group.title),
        None => group.title.clone(),
    });
}

fn tell(words: &Words, line: &Line, into: &mut Vec<String>) {
    let Line { word, title, display, sentence, ends, saw, wanted, call, steps, .. } = line;
    let of = display.as_ref().map(|display| format!(" {display}")).unwrap_or_default();
    let ends = ends.as_ref().map(|ends| format!(" {ends}")).unwrap_or_default();
    into.push(format!("  [{word}] {title}{of}: {sentence}{ends}"));
    for (key, values) in [("doctor-saw", saw), ("doctor-wanted", wanted)] {
        if !values.is_empty() {
            into.push(format!("      {} {}", words.t(key), values.join(", ")));
        }
    }
    if let Some(call) = call {
        into.push(format!("      {}", call.sentence));
        into.extend(call.text.lines().map(|line| format!("        {line}")));
    }
    if let Some(steps) = steps {
        into.push(format!("      {} {}", words.t("doctor-do"), steps.text));
        into.extend(steps.link.map(|link| format!("        {link}")));
    }
}

fn lead(words: &Words, way: &Route, into: &mut Vec<String>) {
    into.push(format!("  {}: {}", way.number, way.sentence));
    for address in &way.addresses {
        let url = address.url.clone().unwrap_or_else(|| words.t("doctor-map-none"));
        let wins = match address.is_winner {
            true => format!(" ({})", words.t("doctor-map-wins")),
            false => String::new(),
        };
        into.push(format!("      {}: {url}{wins}", address.level));
    }
}
