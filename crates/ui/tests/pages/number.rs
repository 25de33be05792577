//! One number: where it stands and since when, its quality of thirty days, what to do.

use domain::How;
use serde_json::{Value, json};
use ui::Language;
use ui::view::Entry;

use crate::golden::check;
use crate::html::{Tag, tags};
use crate::standing::{self, DAY, Standing, change};
use crate::world::{self, COBRANCA, ago};

#[test]
fn numbers_by_themselves() {
    for (state, given) in standing::all() {
        check(&format!("number-{state}-pt-BR"), &given.page(Language::PtBr));
    }
    for language in [Language::En, Language::Es] {
        check(&format!("number-typical-{}", language.tag()), &standing::typical().page(language));
    }
}

fn page(given: &Standing) -> String {
    given.page(Language::PtBr)
}

/// The part of a page that has this id, up to the next part of its kind.
fn part<'a>(page: &'a str, id: &str) -> &'a str {
    let rest = page.split(&format!("id=\"{id}\" data-live")).nth(1).expect("the part is there");
    rest.split("data-live").next().unwrap_or_default()
}

/// Cobrança, green and connected since before the days of the page, with these changes.
fn with(changes: Vec<domain::Change>) -> Standing {
    let mut given = standing::full();
    given.scope = world::typical().scope;
    given.earlier.clear();
    given.number().first_read_at = Some(ago(200 * DAY));
    given.set_changes(changes);
    given
}

fn quality(before: &str, after: &str, days: i64) -> domain::Change {
    change(COBRANCA, "quality_rating", [json!(before), json!(after)], days * DAY)
}

fn status(before: Value, after: Value, days: i64) -> domain::Change {
    change(COBRANCA, "status", [before, after], days * DAY)
}

#[test]
fn one_element_holds_phone_state_quality_and_limit() {
    let page = page(&standing::full());
    let tags = tags(&page);
    let numbers: Vec<&Tag> = tags.iter().filter(|tag| tag.get("data-number").is_some()).collect();
    assert_eq!(numbers.len(), 1);
    assert_eq!(
        (numbers[0].name.as_str(), numbers[0].get("data-number")),
        ("header", Some(COBRANCA))
    );
    let head =
        page.split("<header class=\"head").nth(1).and_then(|head| head.split("</header>").next());
    let head = head.expect("a head");
    for (field, raw) in [
        ("verified_name", "Cobrança"),
        ("display_phone_number", "+55 21 95555-0164"),
        ("status", "FLAGGED"),
        ("quality_rating", "RED"),
        ("can_send_message", "LIMITED"),
        ("whatsapp_business_manager_messaging_limit", "TIER_10K"),
    ] {
        assert!(head.contains(&format!("data-field=\"{field}\" data-value=\"{raw}\"")), "{field}");
    }
    assert!(head.contains("WABA Casa Ipê Brasil") && head.contains("em uso"));
}

#[test]
fn stretches_are_drawn_where_they_belong() {
    let drawn = |given: &Standing| -> Vec<[String; 4]> {
        let page = page(given);
        let tags = tags(&page);
        let segments = tags.iter().filter(|tag| tag.get("class") == Some("seg"));
        let get = |tag: &Tag, name: &str| tag.get(name).unwrap_or_default().to_owned();
        segments
            .map(|tag| ["data-tone", "x", "width", "height"].map(|name| get(tag, name)))
            .collect()
    };
    let is_drawn = |given: &Standing, wanted: &[[&str; 4]]| assert_eq!(drawn(given), wanted);
    is_drawn(&with(vec![]), &[["ok", "0.00%", "100.00%", "64"]]);
    let mut given = with(vec![quality("YELLOW", "GREEN", 6), quality("RED", "YELLOW", 15)]);
    is_drawn(
        &given,
        &[
            ["bad", "0.00%", "50.00%", "31"],
            ["warn", "50.00%", "30.00%", "46"],
            ["ok", "80.00%", "20.00%", "64"],
        ],
    );
    given.number().first_read_at = Some(ago(21 * DAY));
    is_drawn(
        &given,
        &[
            ["unk", "0.00%", "30.00%", "26"],
            ["bad", "30.00%", "20.00%", "31"],
            ["warn", "50.00%", "30.00%", "46"],
            ["ok", "80.00%", "20.00%", "64"],
        ],
    );
    // A change that was heard before the first reading shows that something was known by then.
    given.number().first_read_at = Some(ago(3 * DAY));
    assert_eq!(drawn(&given)[0], ["unk", "0.00%", "50.00%", "26"]);
    // Of more changes than are given, what stood before them is not told.
    given.has_more = true;
    given.number().first_read_at = None;
    assert_eq!(drawn(&given)[0], ["unk", "0.00%", "50.00%", "26"]);
    assert!(page(&given).contains(">Não mostrado aqui</text>"));
    is_drawn(&standing::empty(), &[["unk", "0.00%", "100.00%", "26"]]);
}

#[test]
fn the_band_is_told_in_words_and_as_a_table() {
    let given = with(vec![quality("YELLOW", "GREEN", 6), quality("RED", "YELLOW", 15)]);
    let page = page(&given);
    let summary = "Vermelho por 15 dias, Amarelo por 9 dias, Verde por 6 dias</p>";
    assert!(page.contains(&format!("id=\"band-summary\">{summary}")));
    assert!(page.contains("role=\"img\" aria-labelledby=\"band-summary\""));
    assert!(page.contains("<td>2 nov, 14:32</td><td>11 nov, 14:32</td><td>9 dias</td>"));
    assert!(page.contains("<td>11 nov, 14:32</td><td>agora</td><td>6 dias</td>"));
    let flips = (1..=14).map(|day| match day % 2 {
        0 => quality("GREEN", "RED", day),
        _ => quality("RED", "GREEN", day),
    });
    let page = with(flips.collect()).page(Language::En);
    assert!(page.contains("id=\"band-summary\">Green for 23 days, Red for 7 days</p>"));
}

#[test]
fn marks_lead_to_their_lines_in_the_order_of_time() {
    let page = page(&standing::full());
    let tags = tags(&page);
    let lines: Vec<&str> =
        tags.iter().filter(|tag| tag.name == "li").filter_map(|tag| tag.get("id")).collect();
    let wanted: Vec<String> = (1..=10).map(|n| format!("mark-{n}")).collect();
    assert_eq!(lines, wanted);
    let leads: Vec<&str> =
        tags.iter().filter_map(|tag| tag.get("href")?.strip_prefix('#')).collect();
    assert_eq!(
        leads,
        ["main"]
            .into_iter()
            .chain(wanted.iter().chain(&wanted).map(String::as_str))
            .collect::<Vec<_>>()
    );
    let told = part(&page, "quality");
    let (first, last) = (
        "Limite do portfólio: passou de 250 para 2.000",
        "Pode enviar: passou de Disponível para Limitado",
    );
    let at = |text: &str| told.rfind(text).expect("a mark");
    assert!(at(first) < at(last));
    assert!(told.contains("Mais 2 mudanças antes destas</a>"));
    assert!(told.contains(&format!("href=\"/activity?number={COBRANCA}\"")));
    assert!(!told.contains("PIN:"), "other changes are no marks");
}

#[test]
fn marks_stand_far_enough_apart_to_be_pressed() {
    let close =
        (0..14).map(|hour| change(COBRANCA, "status", [json!("A"), json!("B")], hour * 600));
    let far = quality("RED", "GREEN", 29);
    let page = page(&with(close.chain([far]).collect()));
    let places = |kind: &str| -> Vec<f64> {
        let pins = page
            .split(&format!("band__pins {kind}\""))
            .nth(1)
            .and_then(|pins| pins.split("<svg class=\"band__").next());
        let tags = tags(pins.expect("pins"));
        let is_pin = |tag: &&Tag| {
            tag.name == "svg" && tag.get("overflow").is_some() && tag.get("width").is_none()
        };
        let at = |tag: &Tag| tag.get("x")?.strip_suffix('%')?.parse().ok();
        tags.iter().filter(is_pin).filter_map(at).collect()
    };
    // The narrowest band is 246 px wide, the narrowest wide one 640 px.
    for (kind, band) in [("band__pins--wide", 640.0), ("band__pins--narrow", 246.0)] {
        let places = places(kind);
        assert_eq!(places.len(), 10, "{kind}");
        let is_apart = |pair: &[f64]| (pair[1] - pair[0]) * band / 100.0 >= 24.0;
        assert!(places.windows(2).all(is_apart), "{kind}: {places:?}");
        let is_within = |at: &f64| at * band / 100.0 >= 12.0 && (100.0 - at) * band / 100.0 >= 12.0;
        assert!(places.iter().all(is_within), "{kind}: {places:?}");
    }
}

#[test]
fn since_when_a_state_stands_is_told_as_far_as_it_is_known() {
    let said = |given: &Standing| part(&page(given), "place").to_owned();
    let mut given = with(vec![status(json!("PENDING"), json!("CONNECTED"), 8)]);
    assert!(said(&given).contains("<p>Desde 9 nov, 14:32, há 8 dias.</p>"));
    assert!(said(&given).contains("<p>Até 9 nov, 14:32, por pelo menos 22 dias.</p>"));
    given.number().first_read_at = Some(ago(10 * DAY + 7_200));
    assert!(said(&given).contains("<p>Até 9 nov, 14:32, por pelo menos 2 dias.</p>"));
    given.number().first_read_at = None;
    assert!(said(&given).contains("<p>Até 9 nov, 14:32.</p>"));
    given = with(vec![
        status(json!("CONNECTED"), json!("FLAGGED"), 9),
        status(json!("FLAGGED"), json!("CONNECTED"), 2),
    ]);
    assert!(said(&given).contains("<p>De 8 nov, 14:32 a 15 nov, 14:32, por 7 dias.</p>"));
    given = with(vec![]);
    assert!(said(&given).contains("<p>Sem mudança nos últimos 30 dias.</p>"));
    assert!(!said(&given).contains("Antes"));
    given.number().first_read_at = Some(ago(4 * DAY));
    assert!(said(&given).contains("Desde antes de 13 nov, 14:32, quando o Farol leu este número"));
    given = with(vec![quality("RED", "GREEN", 5)]);
    given.has_more = true;
    assert!(said(&given).contains("<p>Desde antes de 12 nov, 14:32.</p>"));
    given = with(vec![status(json!("CONNECTED"), Value::Null, 1)]);
    given.number().fields.remove("status");
    assert!(said(&given).contains("A Meta deixou de informar o estado em 16 nov, 14:32."));
    assert!(said(&standing::empty()).contains("O Farol ainda não leu este número."));
    // What changed last and what is held do not agree.
    given = with(vec![status(json!("CONNECTED"), json!("FLAGGED"), 1)]);
    assert!(said(&given).contains("Desde quando, o Farol não sabe."));
}

#[test]
fn a_state_is_said_in_a_sentence_where_it_stands() {
    let said = |status: &str| {
        let values = [json!("CONNECTED"), json!(status)];
        let mut given = with(vec![change(COBRANCA, "status", values, 3_600)]);
        world::set(given.number(), "status", json!(status), 12);
        part(&page(&given), "place").to_owned()
    };
    for (status, sentence) in [
        ("CONNECTED", "você pode enviar mensagens dentro do seu limite de mensagens definido"),
        ("FLAGGED", "O envio continua."),
        ("RESTRICTED", "Responder a quem escrever continua permitido."),
        ("RATE_LIMITED", "limita por ora quanto este número envia"),
        ("BANNED", "a Meta bloqueou este número"),
        ("PENDING", "o cadastro deste número na Meta ainda não terminou"),
        ("UNVERIFIED", "falta confirmar na Meta"),
        ("DISCONNECTED", "o número não está ligado à API"),
        ("MIGRATED", "foi levado para outra conta"),
        ("DELETED", "foi removido da conta na Meta"),
        ("UNKNOWN", "o estado deste número ainda não foi definido"),
        ("IN_LIMBO", "um estado que o Farol não conhece"),
    ] {
        assert!(said(status).contains(sentence), "{status}: {}", said(status));
    }
    assert!(said("IN_LIMBO").contains("data-field=\"status\" data-value=\"IN_LIMBO\""));
    // Only a state with a clock has one, and says where it may lead.
    assert!(said("FLAGGED").contains("data-next") && said("RESTRICTED").contains("data-next"));
    assert!(!said("CONNECTED").contains("data-next") && !said("BANNED").contains("days7"));
}

#[test]
fn quality_is_explained_and_its_reasons_show_at_medium_and_low() {
    let page_of = |score: Value| {
        let mut given = with(vec![]);
        given.number().fields.remove("quality_rating");
        match score {
            Value::Null => drop(given.number().fields.remove("quality_score")),
            score => world::set(given.number(), "quality_score", score, 12),
        }
        page(&given)
    };
    let reasons = json!(["SPAM", "SOMETHING_NEW"]);
    for (score, word, has_reasons) in [
        ("GREEN", "Verde <small>· alta</small>", false),
        ("YELLOW", "Amarelo <small>· média</small>", true),
        ("RED", "Vermelho <small>· baixa</small>", true),
        ("UNKNOWN", "Ainda não definida pela Meta", false),
        ("MAUVE", "MAUVE", false),
    ] {
        let given = if has_reasons {
            json!({"score": score, "reasons": reasons})
        } else {
            json!({"score": score})
        };
        let page = page_of(given);
        assert!(part(&page, "head").contains(&format!("<span>{word}</span></span>")), "{score}");
        assert_eq!(page.contains("data-pop=\"why-"), has_reasons, "{score}");
        assert_eq!(page.contains("<li><b>SOMETHING_NEW</b>"), has_reasons, "{score}");
        assert_eq!(page.contains("id=\"todo-title\""), has_reasons, "{score}");
        assert!(page.contains("nos últimos 7 dias e é ponderada pela mais recente"), "{score}");
    }
    let unread = page_of(Value::Null);
    assert!(part(&unread, "head").contains("<span>Sem leitura</span></span>"));
    assert!(unread.contains("id=\"band-summary\">Sem leitura por 30 dias</p>"));
}

#[test]
fn advice_is_given_where_the_description_has_some() {
    let advice = |status: &str, score: &str| {
        let mut given = with(vec![]);
        world::set(given.number(), "status", json!(status), 12);
        world::set(given.number(), "quality_score", json!({"score": score}), 11);
        part(&page(&given), "todo").to_owned()
    };
    let count = |advice: &str| advice.matches("<li>").count();
    assert!(advice("CONNECTED", "GREEN").starts_with(" hidden"));
    assert_eq!(count(&advice("CONNECTED", "YELLOW")), 3);
    assert_eq!(count(&advice("FLAGGED", "UNKNOWN")), 3);
    assert_eq!(count(&advice("RESTRICTED", "RED")), 4);
    let restricted = advice("RESTRICTED", "GREEN");
    assert_eq!(count(&restricted), 1);
    assert!(restricted.contains("Você ainda pode responder a quaisquer mensagens"));
    for shown in [
        "Ajuste os modelos de mensagem",
        "Melhore a segmentação do público",
        "Da descrição do produto.",
    ] {
        assert!(advice("CONNECTED", "RED").contains(shown), "{shown}");
    }
}

#[test]
fn health_shows_what_stands_above_only_where_it_is_limited_or_blocked() {
    let entities = |given: &Standing| -> Vec<String> {
        let page = page(given);
        tags(&page).iter().filter_map(|tag| tag.get("data-entity").map(str::to_owned)).collect()
    };
    assert_eq!(entities(&standing::full()), ["PHONE_NUMBER", "WABA"]);
    assert_eq!(entities(&standing::typical()), ["PHONE_NUMBER"]);
    // Also of a number that was never read itself, by what its account's health says.
    let mut given = standing::trouble();
    given.number().fields.clear();
    assert_eq!(entities(&given), ["PHONE_NUMBER", "WABA"]);
    let page = page(&standing::full());
    let health = part(&page, "health");
    for shown in [
        "<code>141010</code>",
        "The phone number has reached its messaging limit.",
        "<code>141006</code>",
    ] {
        assert!(health.contains(shown), "{shown}");
    }
}

#[test]
fn a_number_that_cannot_be_read_says_what_that_means() {
    let gone = page(&standing::trouble());
    assert!(gone.contains("a Meta não encontra este item."));
    assert!(gone.contains("O número pode ter sido excluído na Meta ou levado a outra conta."));
    assert!(gone.contains("leitura antiga"));
    assert!(!gone.contains("action=\"/refresh\""), "who may not ask gets no button");
    let mut given = standing::empty();
    let unread = page(&given);
    assert!(unread.contains("Nada a comparar ainda: o Farol não leu este número."));
    assert!(unread.contains("action=\"/refresh\""));
    given.number().failure = standing::trouble().number().failure.clone();
    let failing = page(&given);
    assert!(failing.contains(
        "O Farol tenta ler este número desde 16 nov, 13:32 e ainda não conseguiu: a Meta não"
    ));
    assert!(!failing.contains("Os últimos valores continuam à mostra"));
}

#[test]
fn changes_say_how_they_were_heard_and_by_whom() {
    let news = |given: &Standing| part(&page(given), "news").to_owned();
    let mut given = standing::typical();
    assert!(news(&given).contains(" · via consulta · por Marina Tavares</span></span>"));
    assert!(news(&given).contains(" · via webhook</span></span>"));
    given.changes[0].change.how = How::Operator;
    assert!(news(&given).contains("há 2 dias</time> · por Marina Tavares</span></span>"));
    given.changes[0].by = None;
    assert!(news(&given).contains("há 2 dias</time> · por uma pessoa no Farol</span></span>"));
    assert!(!news(&given).contains("muted"), "all are there");
    let full = standing::full();
    assert_eq!(news(&full).matches("<li>").count(), 20);
    assert!(news(&full).contains("20 de 24 mudanças"));
    given.changes = full.changes.iter().map(Entry::clone).collect();
    given.has_more = true;
    assert!(news(&given).contains("20 de mais de 24 mudanças"));
    assert!(news(&with(vec![])).contains("O Farol não viu mudança nos últimos 30 dias."));
}

#[test]
fn a_number_that_is_known_for_a_few_days_has_a_band_of_its_own_length() {
    let mut given = standing::full();
    given.set_changes(Vec::new());
    given.number().first_read_at = Some(crate::world::ago(12 * 60));
    let page = given.page(Language::PtBr);
    assert!(page.contains("Qualidade desde a primeira leitura"));
    assert!(page.contains("Este número é lido há 12 min. A faixa cresce até 30 dias."));
    assert!(page.contains("width=\"100.00%\"") && page.contains("Vermelho por 12 min"), "{page}");
    given.number().first_read_at = Some(crate::world::ago(8 * 86_400));
    assert!(given.page(Language::PtBr).contains("Qualidade nos últimos 30 dias"));
}
