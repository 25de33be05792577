//! `farol explain`: the error catalogue on the command line (SURFACE, Command line).

mod program;

use std::process::Output;

use program::{farol, run};
use serde_json::Value;

/// Runs the command on a terminal that is set to a language: exit code, stdout and stderr.
fn explain_on(locale: &str, arguments: &[&str]) -> (i32, String, String) {
    let mut command = farol();
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", locale);
    let Output { status, stdout, stderr } = run(command.arg("explain").args(arguments));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("it exits"), text(stdout), text(stderr))
}

/// The same on one that is set to none.
fn explain(arguments: &[&str]) -> (i32, String, String) {
    explain_on("C.UTF-8", arguments)
}

fn check(arguments: &[&str], words: &[&str]) {
    let (code, said, complained) = explain(arguments);
    assert_eq!(code, 0, "{complained}");
    for word in words {
        assert!(said.contains(word), "{said:?} does not say {word:?}");
    }
}

#[test]
fn a_code_is_explained_in_each_language() {
    check(&["133005"], &["133005  O PIN não é o do número.", "Quem age: O cliente", "  1. "]);
    check(&["133005", "--lang", "en"], &["The PIN is not the number's.", "What to do:"]);
    check(&["133005", "--lang", "es"], &["El PIN no es el del número.", "Qué hacer:"]);
    let list = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";
    check(&["100/2388001"], &["100/2388001", list]);
    check(&["2388001"], &["100/2388001"]);
}

#[test]
fn a_subcode_by_itself_is_explained_by_each_code_that_has_it() {
    check(&["36008"], &["100/36008  "]);
    check(&["463", "--lang", "en"], &["190/463  "]);
    check(&["33"], &["33  ", "\n\n100/33  "]);
    let (code, said, _) = explain(&["33", "--json"]);
    assert_eq!((code, said.lines().count()), (0, 1), "one object for programs");
    let object: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((&object["id"], &object["also"]), (&"33".into(), &serde_json::json!(["100-33"])));
    let object: Value = serde_json::from_str(&explain(&["463", "--json"]).1).expect("JSON");
    assert_eq!((&object["code"], &object["subcode"]), (&190.into(), &463.into()));
}

#[test]
fn json_is_one_object_for_programs() {
    let (code, said, _) = explain(&["100/2388001", "--lang", "en", "--json"]);
    assert_eq!((code, said.lines().count()), (0, 1));
    let object: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(object["code"], 100);
    assert_eq!(object["subcode"], 2_388_001);
    assert_eq!(object["id"], "100-2388001");
    assert_eq!(object["who"], "meta");
    assert_eq!(object["retry"], "later");
    assert_eq!(object["lang"], "en");
    assert_eq!(object["steps"].as_array().map(Vec::len), Some(3));
    let waited: Value = serde_json::from_str(&explain(&["133016", "--json"]).1).expect("JSON");
    assert_eq!((&waited["retry"], &waited["wait_s"]), (&"after".into(), &259_200.into()));
}

#[test]
fn another_subcode_is_explained_by_its_code_and_says_so() {
    check(&["100/424242"], &["O Farol não conhece o subcódigo 424242."]);
    let object: Value = serde_json::from_str(&explain(&["100/424242", "--json"]).1).expect("JSON");
    assert_eq!((&object["id"], &object["is_exact"]), (&"100".into(), &false.into()));
}

#[test]
fn the_terminal_s_language_is_taken_where_none_is_asked_for() {
    for (locale, word) in [
        ("en_US.UTF-8", "Who acts"),
        ("es_AR", "Quién actúa"),
        ("pt_BR.UTF-8", "Quem age"),
        ("de_DE.UTF-8", "Quem age"),
        ("", "Quem age"),
    ] {
        assert!(explain_on(locale, &["133005"]).1.contains(word), "{locale}");
    }
    assert!(explain_on("en_US.UTF-8", &["133005", "--lang", "es"]).1.contains("Quién actúa"));
}

#[test]
fn a_code_and_its_subcode_may_be_two_words() {
    for words in [&["190", "463"][..], &["190 463"], &["190/463"], &["190-463"], &["#190", "463"]] {
        check(words, &["190/463  "]);
    }
}

#[test]
fn an_unknown_code_is_1_and_says_so_to_programs_too() {
    let (code, said, complained) = explain(&["777777"]);
    assert_eq!((code, said.as_str()), (1, ""), "stdout is for results");
    assert!(complained.contains("777777") && complained.contains("Farol não conhece"));
    let (code, said, complained) = explain(&["777777/8", "--lang", "en", "--json"]);
    assert_eq!(code, 1);
    assert!(complained.contains("Farol does not know"), "{complained}");
    let unknown: Value = serde_json::from_str(&said).expect("one object");
    assert_eq!((&unknown["code"], &unknown["subcode"]), (&777_777.into(), &8.into()));
    assert_eq!((&unknown["known"], &unknown["lang"]), (&false.into(), &"en".into()));
    let known: Value = serde_json::from_str(&explain(&["133005", "--json"]).1).expect("JSON");
    assert_eq!(known["known"], true);
    for name in unknown.as_object().expect("an object").keys() {
        assert!(known.get(name).is_some(), "{name} is a name of the known form");
    }
}

#[test]
fn what_is_no_code_is_2_in_the_language_that_was_asked_for() {
    for typed in [&["pin"][..], &["-1"], &["190", "463", "1"], &["190/"], &["190", "x"], &[""]] {
        for (lang, sentence) in [
            ("pt", "um código é um número"),
            ("en", "a code is a number"),
            ("es", "un código es un número"),
        ] {
            let arguments: Vec<&str> = typed.iter().copied().chain(["--lang", lang]).collect();
            let (code, said, complained) = explain(&arguments);
            assert_eq!((code, said.as_str()), (2, ""), "{typed:?}");
            let sentence = format!("farol: {}: {sentence}", typed.join(" "));
            assert!(complained.starts_with(&sentence), "{complained}");
        }
    }
    assert_eq!(explain(&["133005", "--lang", "de"]).0, 2);
}
