//! The list taken home: CSV that no spreadsheet runs, JSON that says when and how.

use serde_json::{Value, json};
use ui::view::{Asked, Filter, Sort};
use ui::{Format, Taken};

use crate::hostile::{payloads, poisoned};
use crate::listing::thousand;
use crate::world::{self, NOW, World};

fn written(world: &World, format: Format, asked: &Asked) -> String {
    ui::export(format, taken(world), asked).collect()
}

fn taken(world: &World) -> Taken {
    Taken {
        scope: world.scope.clone(),
        readiness: world.readiness(),
        in_use: world.in_use.clone(),
        usage: world.usage.clone(),
        now: NOW,
    }
}

/// Reads CSV as RFC 4180 has it.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut signs = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(sign) = signs.next() {
        match (sign, is_quoted) {
            ('"', true) if signs.peek() == Some(&'"') => cell.extend(signs.next()),
            ('"', _) => is_quoted = !is_quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\r', false) => {
                assert_eq!(signs.next(), Some('\n'), "a line ends in CR LF");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (sign, _) => cell.push(sign),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !is_quoted, "the last line is ended");
    rows
}

/// One column by its name.
fn column(text: &str, name: &str) -> Vec<String> {
    let rows = cells(text.strip_prefix('\u{feff}').expect("the mark of UTF-8"));
    let nth = rows[0].iter().position(|head| head == name).expect(name);
    rows[1..].iter().map(|row| row[nth].clone()).collect()
}

#[test]
fn a_spreadsheet_gets_every_number_with_metas_words() {
    let text = written(&world::trouble(), Format::Csv, &Asked::default());
    let names = ["Atendimento", "Cobrança", "Loja Recife", "Vendas"];
    assert_eq!(column(&text, "verified_name"), names);
    assert_eq!(column(&text, "status"), ["CONNECTED", "FLAGGED", "IN_LIMBO", "CONNECTED"]);
    assert_eq!(column(&text, "quality_rating"), ["YELLOW", "RED", "PURPLE", "GREEN"]);
    assert_eq!(column(&text, "quality_reasons")[1], "DID_NOT_SIGN_UP SPAM SOMETHING_NEW");
    assert_eq!(column(&text, "throughput"), ["STANDARD", "STANDARD", "LUDICROUS", "HIGH"]);
    assert_eq!(column(&text, "usage_24h"), ["1730", "778", "0", "3904"]);
    assert_eq!(column(&text, "active"), ["true", "true", "false", "true"]);
    assert_eq!(column(&text, "in_use"), ["true", "true", "false", "true"]);
    assert_eq!(column(&text, "display_phone_number")[3], "'+55 11 95555-0142");
    assert_eq!(column(&text, "as_of")[3], "2025-11-17T14:32:20Z");
}

#[test]
fn no_cell_is_a_formula_whatever_meta_sends() {
    let signs = [
        "=",
        "+",
        "-",
        "@",
        "\t=",
        "\r=",
        "\n=",
        " =",
        "\u{a0}=",
        "\u{0}=",
        "\u{feff}=",
        "＝",
        "＋",
    ];
    let formulas =
        signs.iter().map(|sign| format!("{sign}HYPERLINK(\"https://evil.example\";\"x\")"));
    for text in payloads().into_iter().chain(formulas).chain(["\t".to_owned(), "\r".to_owned()]) {
        let world = poisoned(&text);
        let csv = written(&world, Format::Csv, &Asked::default());
        let rows = cells(csv.strip_prefix('\u{feff}').expect("the mark of UTF-8"));
        assert_eq!(rows.len(), 5, "{text:?}");
        for cell in rows.iter().flatten() {
            let seen = cell.trim_start_matches(|c: char| {
                c.is_whitespace() || c.is_control() || c == '\u{feff}'
            });
            let is_formula = seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            assert!(!is_formula && !cell.starts_with(['\t', '\r', '\n']), "{cell:?}");
        }
        let names = column(&csv, "verified_name");
        let kept = |name: &String| name == &text || name.strip_prefix('\'') == Some(&text);
        // An all but empty name is no name, and the number is called by its phone's.
        assert!(names.iter().all(kept), "{names:?} is not {text:?}");
    }
}

#[test]
fn a_program_gets_each_value_with_when_and_how() {
    let text = written(&world::trouble(), Format::Json, &Asked::default());
    let read: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&read["count"], &read["as_of"]), (&json!(4), &json!("2025-11-17T17:32:20Z")));
    let numbers = read["numbers"].as_array().expect("a list");
    assert_eq!(numbers.len(), 4);
    let cobranca = &numbers[1];
    assert_eq!(cobranca["id"], world::COBRANCA);
    assert_eq!(
        cobranca["status"],
        json!({"value": "FLAGGED", "as_of": "2025-11-17T17:32:08Z", "via": "read"})
    );
    assert_eq!(cobranca["quality_rating"]["value"], "RED");
    assert_eq!(cobranca["display_phone_number"]["value"], "+55 21 95555-0164", "as Meta gave it");
    assert_eq!(cobranca["messaging_limit_tier"], Value::Null, "never heard");
    assert_eq!(cobranca["usage_24h"]["via"], "computed");
    assert_eq!(cobranca["usage_24h"]["value"], 778);
}

#[test]
fn hostile_words_reach_a_program_as_they_are() {
    for text in payloads() {
        let json = written(&poisoned(&text), Format::Json, &Asked::default());
        let read: Value = serde_json::from_str(&json).expect("JSON");
        let names = read["numbers"].as_array().expect("a list").iter();
        assert!(names.map(|number| &number["verified_name"]["value"]).all(|name| *name == *text));
    }
}

#[test]
fn the_filtered_list_is_taken_home_whole_and_in_its_order() {
    let world = thousand();
    let asked = Asked { filter: Filter::InUse, sort: Sort::Usage, page: 3, ..Asked::default() };
    let csv = written(&world, Format::Csv, &asked);
    let usage = column(&csv, "usage_24h");
    let in_use =
        world.in_use.iter().filter(|id| world.scope.numbers.iter().any(|n| n.node.id == **id));
    assert_eq!(usage.len(), in_use.count(), "all pages");
    assert!(
        usage.is_sorted_by_key(|count| std::cmp::Reverse(count.parse::<u64>().expect("a count")))
    );
    let json: Value = serde_json::from_str(&written(&world, Format::Json, &asked)).expect("JSON");
    assert_eq!(json["numbers"].as_array().map(Vec::len), Some(usage.len()));
    assert_eq!(json["count"], usage.len());
}

#[test]
fn a_long_list_is_never_held_as_a_whole() {
    let pieces: Vec<String> =
        ui::export(Format::Csv, taken(&thousand()), &Asked::default()).collect();
    let longest = pieces.iter().map(String::len).max().unwrap_or_default();
    let whole: usize = pieces.iter().map(String::len).sum();
    assert!(pieces.len() >= 20 && longest * 10 < whole, "{} pieces", pieces.len());
}

#[test]
fn an_empty_list_is_still_a_file() {
    let csv = written(&world::empty(), Format::Csv, &Asked::default());
    assert_eq!(cells(csv.trim_start_matches('\u{feff}')).len(), 1, "the head alone");
    let json: Value =
        serde_json::from_str(&written(&world::empty(), Format::Json, &Asked::default()))
            .expect("JSON");
    assert_eq!(json["numbers"], json!([]));
}
