//! The control page: its frame as HTML in the browser's language, its style and its script. What it
//! shows it asks of `/_control` itself, and writes as text, never as markup.

use axum::response::{Html, IntoResponse};
use http::HeaderMap;
use serde_json::{Map, Value};

use crate::signup::words;

const FRAME: &str = include_str!("page/page.html");
const WORDS: [(&str, &str); 3] = [
    ("pt-BR", include_str!("page/pt-BR.json")),
    ("en", include_str!("page/en.json")),
    ("es", include_str!("page/es.json")),
];

pub async fn page(headers: HeaderMap) -> impl IntoResponse {
    let policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                  form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
    let headers_out = [
        ("content-security-policy", policy),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ];
    (headers_out, Html(in_language(words::of(&headers).lang)))
}

pub async fn style() -> impl IntoResponse {
    ([("content-type", "text/css; charset=utf-8")], include_str!("page/page.css"))
}

pub async fn script() -> impl IntoResponse {
    ([("content-type", "text/javascript; charset=utf-8")], include_str!("page/page.js"))
}

/// What each scenario is, by the page's language; control itself tells it in English.
const SCENARIOS: &str = include_str!("page/scenarios.json");

/// The frame with its words filled in; the script finds its own in a block of data.
fn in_language(lang: &str) -> String {
    let mut words = words_of(lang);
    let mut page = FRAME.replace("{{lang}}", lang);
    for (key, text) in &words {
        page = page.replace(&format!("{{{{{key}}}}}"), text.as_str().unwrap_or_default());
    }
    words.insert("scenario_titles".to_owned(), Value::Object(titles_in(lang)));
    // The words are ours; a `<` in a block of data would still be an end that nobody meant.
    page.replace("{{words}}", &Value::Object(words).to_string().replace('<', "\\u003c"))
}

fn words_of(lang: &str) -> Map<String, Value> {
    let text = WORDS.iter().find(|(known, _)| *known == lang).map_or(WORDS[0].1, |known| known.1);
    serde_json::from_str(text).expect("words of ours are an object")
}

fn titles_in(lang: &str) -> Map<String, Value> {
    let all: Map<String, Value> =
        serde_json::from_str(SCENARIOS).expect("titles of ours are an object");
    all.get(lang).and_then(Value::as_object).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    #[test]
    fn every_scenario_has_a_title_in_the_pages_languages() {
        let listed = scenario::list();
        let names: Vec<&str> = listed["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        for lang in ["pt-BR", "es"] {
            let titles = titles_in(lang);
            assert_eq!(titles.len(), names.len(), "{lang}");
            for name in &names {
                let title = titles[*name].as_str().unwrap();
                assert!(title.len() > 20, "{lang} {name}");
                assert!(in_language(lang).contains(title), "{lang} {name}");
            }
        }
    }

    #[test]
    fn the_page_has_every_word_in_three_languages_and_no_other() {
        let script = include_str!("page/page.js");
        let keys = |lang| words_of(lang).keys().cloned().collect::<Vec<String>>();
        for (lang, _) in WORDS {
            assert_eq!(keys(lang), keys("en"), "{lang}");
            assert!(
                words_of(lang).values().all(|word| word.as_str().is_some_and(|w| !w.is_empty()))
            );
            let page = in_language(lang);
            assert!(!page.contains("{{") && page.contains(&format!("<html lang=\"{lang}\"")));
        }
        for key in keys("en") {
            let is_used = FRAME.contains(&format!("{{{{{key}}}}}"))
                || script.contains(&format!("words.{key}"))
                || script.contains(&format!("\"{key}\""));
            assert!(is_used, "{key} is used nowhere");
        }
        for used in script.split("words.").skip(1) {
            let key: String =
                used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            assert!(keys("en").contains(&key), "{key} has no words");
        }
    }

    #[test]
    fn the_page_writes_no_markup_and_asks_nobody_else() {
        let all = [FRAME, include_str!("page/page.js"), include_str!("page/page.css")];
        for text in all {
            assert!(!text.contains("://") && !text.contains("innerHTML"), "{text}");
            assert!(!text.contains("style=\"") && !text.contains(" onclick"));
        }
    }
}
