//! The same as plain text, for the command line: what the page says, in its order, a line each.

use jiff::tz::TimeZone;

use super::{Group, Line, Route, groups, route, sum};
use crate::Language;
use crate::view::{self, FixingCallback};
use crate::words::Words;

/// What was found, in words, ending without a line break.
pub fn doctor_text(language: Language, time_zone: TimeZone, view: &view::Doctor<'_>) -> String {
    let words = Words::new(language, time_zone);
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
    plain(&lines)
}

/// What the command says on the way of mending the app's callback, ending without a line break.
pub fn fixing_callback(language: Language, said: FixingCallback<'_>) -> String {
    let words = Words::new(language, TimeZone::UTC);
    let lines = match said {
        FixingCallback::Good => vec![words.t("doctor-fix-good")],
        FixingCallback::Foreign { url } => vec![words.t1("doctor-fix-foreign", "url", url)],
        FixingCallback::Other { found, named } => {
            vec![words.with("doctor-fix-other", &[("found", found), ("named", named)], None)]
        }
        FixingCallback::Nobody => vec![words.t("doctor-fix-nobody")],
        FixingCallback::Call { call, loses } => {
            let shown = super::call(&words, call, String::new());
            let mut lines = vec![words.t("doctor-call")];
            lines.extend(shown.text.lines().map(|line| format!("  {line}")));
            lines.extend(loses.map(|url| words.t1("doctor-fix-loses", "url", url)));
            lines
        }
        FixingCallback::Ask => vec![words.t("doctor-fix-ask")],
        FixingCallback::NotAgreed => vec![words.t("doctor-fix-not-agreed")],
        FixingCallback::Did(did) => {
            let told = super::told(&words, did);
            std::iter::once(told.sentence).chain(told.answer).collect()
        }
    };
    plain(&lines)
}

/// Whether what a person wrote agrees, in this language or in English.
pub fn is_yes(language: Language, written: &str) -> bool {
    let words =
        [language, Language::En].map(|of| Words::new(of, TimeZone::UTC).t("doctor-fix-yes"));
    let written = written.trim().to_lowercase();
    words.contains(&written) || (written == "si" && language == Language::Es)
}

/// Names and addresses are others' words: none of them commands the terminal.
fn plain(lines: &[String]) -> String {
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
