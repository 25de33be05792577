//! The list of numbers by address alone: narrowed, sorted, paged, and what it says of bad addresses.

use serde_json::json;
use ui::Language;
use ui::view::{Asked, Order, Sort};

use crate::html::{Tag, tags};
use crate::world::{self, World};

/// What an address asks for.
fn asked(query: &str) -> Asked {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name.to_owned(), value.replace('+', " "))
    };
    Asked::of(&query.split('&').map(pair).collect::<Vec<_>>())
}

fn page(world: &World, query: &str) -> String {
    world.numbers_asked(Language::PtBr, &asked(query))
}

/// The names of the rows, in order.
fn rows(page: &str) -> Vec<String> {
    let pieces = page.split("class=\"numlink\"").skip(1);
    let name = |piece: &str| Some(piece.split_once('>')?.1.split_once('<')?.0.to_owned());
    pieces.filter_map(name).collect()
}

/// A thousand numbers, with states, qualities and use spread over them.
pub fn thousand() -> World {
    let mut world = world::typical();
    let states = meta::open::PhoneNumberStatus::KNOWN;
    let qualities = ["GREEN", "YELLOW", "RED", "UNKNOWN", "PURPLE"];
    for nth in 4..1_000_usize {
        let name = format!("Filial {nth:03}");
        let phone = format!("+55 11 90000-{nth:04}");
        let id = format!("20654035224{nth:04}");
        let (state, quality) = (states[nth % states.len()].as_str(), qualities[nth % 5]);
        world.scope.numbers.push(world::number(&id, &name, &phone, state, quality));
        world.usage.insert(id.clone(), (nth as u64 * 37) % 900);
        if nth % 3 == 0 {
            world.in_use.insert(id);
        }
    }
    world
}

/// What a chip counts, by its text.
fn counted(page: &str, text: &str) -> Option<String> {
    let piece = page.split("class=\"chip\"").find(|piece| {
        piece.split_once("<span class=\"n\">").is_some_and(|(head, _)| {
            head.rsplit('>').next().is_some_and(|word| word.trim() == text)
        })
    })?;
    Some(piece.split_once("<span class=\"n\">")?.1.split_once('<')?.0.to_owned())
}

#[test]
fn each_order_stands_as_it_says_and_can_be_turned_around() {
    let world = world::trouble();
    let by = |query: &str| rows(&page(&world, query));
    assert_eq!(by(""), ["Atendimento", "Cobrança", "Loja Recife", "Vendas"]);
    assert_eq!(by("sort=name&order=desc"), ["Vendas", "Loja Recife", "Cobrança", "Atendimento"]);
    assert_eq!(by("sort=status"), ["Cobrança", "Loja Recife", "Atendimento", "Vendas"]);
    assert_eq!(by("sort=quality"), ["Cobrança", "Atendimento", "Loja Recife", "Vendas"]);
    assert_eq!(by("sort=usage"), ["Vendas", "Atendimento", "Cobrança", "Loja Recife"]);
    assert_eq!(by("sort=usage&order=asc"), ["Loja Recife", "Cobrança", "Atendimento", "Vendas"]);
    assert_eq!(by("sort=heard")[0], "Vendas", "heard of three hours ago");
    assert_eq!(by("sort=limit").last().map(String::as_str), Some("Loja Recife"), "TIER_7M");
}

#[test]
fn the_head_of_the_sorted_column_says_so_and_its_link_turns_it_around() {
    let page = page(&world::typical(), "sort=quality");
    let heads: Vec<Tag> = tags(&page).into_iter().filter(|tag| tag.name == "th").collect();
    let sorted: Vec<_> = heads.iter().filter_map(|head| head.get("aria-sort")).collect();
    assert_eq!(sorted, ["descending"]);
    assert!(page.contains("href=\"/numbers?sort=quality&#38;order=asc\""));
    assert!(page.contains("href=\"/numbers?sort=usage\""));
    assert!(page.contains("href=\"/numbers\""), "by name is the order of an address without one");
}

#[test]
fn accents_and_case_matter_neither_to_search_nor_to_order() {
    let mut world = world::typical();
    world::set(&mut world.scope.numbers[0], "verified_name", json!("Ótica São João"), 12);
    assert_eq!(rows(&page(&world, "q=otica+sao")), ["Ótica São João"]);
    let names = rows(&page(&world, ""));
    assert_eq!(names, ["Atendimento", "Cobrança", "Loja Recife", "Ótica São João"]);
}

#[test]
fn filters_join_and_each_chip_counts_what_it_would_show() {
    let world = thousand();
    let page_of = |query: &str| page(&world, query);
    let all = page_of("");
    assert_eq!(counted(&all, "Todos").as_deref(), Some("1.000"));
    for (address, chip) in [
        ("quality=RED", "Vermelho"),
        ("quality=PURPLE", "PURPLE"),
        ("status=BANNED", "Banido"),
        ("filter=in_use", "Em uso"),
        ("filter=active", "Ativos"),
        ("filter=pending", "Pendentes"),
        ("filter=attention", "Pedem atenção"),
    ] {
        let found = page_of(address);
        let said = counted(&all, chip).unwrap_or_else(|| panic!("no chip {chip}"));
        let shown = shown(&found);
        assert!(shown.contains(&format!("de {said} ")), "{address}: {said} but {shown}");
    }
    let both = page_of("filter=in_use&quality=RED&status=BANNED");
    assert!(rows(&both).len() < rows(&page_of("status=BANNED")).len());
    assert!(both.contains("aria-current=\"true\">"));
    assert!(both.contains("href=\"/numbers?filter=in_use&#38;status=BANNED\""), "taken back");
}

/// What the foot says is shown.
fn shown(page: &str) -> String {
    let foot = page.split_once("id=\"foot\"").expect("a foot").1;
    let said = foot.split_once("role=\"status\">").expect("a status").1;
    said.split_once('<').expect("it ends").0.to_owned()
}

#[test]
fn a_thousand_numbers_come_fifty_at_a_time_and_each_once() {
    let world = thousand();
    let mut seen = std::collections::BTreeSet::new();
    for number in 1..=20 {
        let page = page(&world, &format!("sort=quality&page={number}"));
        let names = rows(&page);
        assert_eq!(names.len(), 50, "page {number}");
        seen.extend(names);
        let (from, to) = ((number - 1) * 50 + 1, number * 50);
        let to = if to == 1_000 { "1.000".to_owned() } else { to.to_string() };
        assert_eq!(shown(&page), format!("{from}–{to} de 1.000 números"));
        assert_eq!(page.contains("rel=\"next\""), number < 20);
        assert!(page.contains("href=\"/numbers?sort=quality\""), "the first page keeps the order");
    }
    assert_eq!(seen.len(), 1_000);
    assert_eq!(shown(&page(&world, "page=99")), "951–1.000 de 1.000 números", "the last page");
    let found = shown(&page(&world, "q=filial&status=CONNECTED"));
    assert!(found.starts_with("1–50 de 9") && found.ends_with("1.000 ao todo"), "{found}");
}

#[test]
fn what_an_address_asks_for_and_is_not_there_becomes_the_default_and_is_said() {
    for (query, words) in [
        ("filter=purple", "Não há o filtro “purple”"),
        ("sort=shoe_size", "Não há a ordem “shoe_size”"),
        ("order=sideways", "Não há a ordem “sideways”"),
        ("page=0", "Não há a página “0”"),
        ("page=two", "Não há a página “two”"),
        ("page=-1", "Não há a página “-1”"),
        ("send=abc", "“abc” não é um número de destinatários"),
        ("send=0", "“0” não é um número de destinatários"),
        ("send=-5", "“-5” não é um número de destinatários"),
        ("send=99999999999999999999999", "não é um número de destinatários"),
        ("send=1,5", "“1,5” não é um número de destinatários"),
        ("send=1000.000", "“1000.000” não é um número de destinatários"),
    ] {
        let page = page(&world::typical(), query);
        assert!(page.contains(words), "{query}");
        assert_eq!(rows(&page).len(), 4, "{query}");
    }
    assert!(page(&world::typical(), "send=abc").contains("value=\"abc\""), "nothing typed is lost");
    let plain = page(&world::typical(), "filter=all&q=&sort=&page=1");
    assert!(!plain.contains("Não há"), "nothing was asked in vain");
    assert_eq!(asked("send=1.200").send, Some(1_200), "as people write it");
    assert_eq!(asked("send=1 200").send, Some(1_200));
    assert_eq!(asked("send=1,200,000").send, Some(1_200_000));
}

#[test]
fn an_address_reads_back_as_it_was_written() {
    for query in [
        "",
        "filter=in_use",
        "filter=attention&q=loja&quality=RED&status=FLAGGED&sort=usage&order=asc&page=3&send=600",
        "quality=-&status=-",
        "sort=name&order=desc",
        "sort=heard&order=desc",
    ] {
        let read = asked(query);
        let written = read.at("/numbers");
        assert_eq!(written.split_once('?').map_or("", |(_, query)| query), query);
    }
    assert_eq!(asked("sort=quality").order(), Order::Descending);
    assert_eq!(asked("sort=quality&order=desc"), asked("sort=quality"));
    assert_eq!(asked("page=2&page=7").page, 1, "the first one counts");
    assert_eq!(asked("sort=name&sort=usage").sort, Sort::Name);
}

#[test]
fn active_and_in_use_are_what_the_page_says_they_are() {
    let mut world = world::typical();
    let health = json!({"can_send_message": "BLOCKED", "entities": []});
    for (nth, state) in ["CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED"].iter().enumerate() {
        world::set(&mut world.scope.numbers[nth], "status", json!(state), 12);
        world::set(&mut world.scope.numbers[nth], "health_status", health.clone(), 12);
    }
    world.in_use = [world.scope.numbers[3].node.id.clone()].into();
    let active = rows(&page(&world, "filter=active"));
    assert_eq!(active, ["Atendimento", "Cobrança", "Vendas"], "whatever their health");
    assert_eq!(rows(&page(&world, "filter=in_use")), ["Loja Recife"], "whatever its state");
    let page = page(&world, "");
    for words in [
        "Estado Conectado, Sinalizado ou Restrito, seja qual for a saúde.",
        "mensagem ou status visto nos últimos 7 dias",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
