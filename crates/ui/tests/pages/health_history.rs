//! The last 30 days of Status de saúde: a tick a day, the table, when something was not available.

use domain::{Change, How, Node, NodeKind};
use serde_json::{Value, json};
use ui::Language;

use crate::chains::{self, Chain};
use crate::html::tags;
use crate::world::{self, BUSINESS, WABA, ago};

const DAY: i64 = 24 * 3_600;

fn change(node: Node, field: &str, before: Value, after: Value, seconds: i64) -> Change {
    let (field, how) = (field.to_owned(), How::Read);
    Change { node, field, before, after, at: ago(seconds), how, evidence: None }
}

/// Two weeks ago something was blocked for two hours, with Meta's words.
fn blocked_once(chain: &mut Chain, node: &Node) {
    let errors = json!([{"error_code": 141_006,
        "error_description": "There was an error with your payment method. Please add a new payment method to the account."}]);
    let (began, ended) = (14 * DAY, 14 * DAY - 7_200);
    let turned = |before, after, at| {
        change(node.clone(), "can_send_message", json!(before), json!(after), at)
    };
    chain.past.extend([
        turned("AVAILABLE", "BLOCKED", began),
        turned("BLOCKED", "AVAILABLE", ended),
        change(node.clone(), "errors", Value::Null, errors.clone(), began),
        change(node.clone(), "errors", errors, Value::Null, ended),
    ]);
}

fn section(page: &str) -> &str {
    let (_, rest) = page.split_once("id=\"history\"").expect("the history");
    rest.split("</section>").next().expect("it ends")
}

/// The ticks of each row, by its name, a letter a day.
fn ticks(page: &str) -> Vec<(String, String)> {
    let rows = section(page).split("<div class=\"hist__row\">").skip(1);
    let row = |row: &str| {
        let name = row.split("<b>").nth(1).and_then(|rest| rest.split(" <small>").next());
        let own = row.split("</div>").next().expect("it ends");
        let ticks = tags(own)
            .iter()
            .filter(|tag| tag.name == "i")
            .map(|tag| tag.get("class").expect("a day says how it was").to_owned())
            .collect();
        (name.expect("a name").to_owned(), ticks)
    };
    rows.map(row).collect()
}

fn of<'t>(ticks: &'t [(String, String)], name: &str) -> &'t str {
    let found = ticks.iter().find(|(row, _)| row == name);
    &found.unwrap_or_else(|| panic!("no {name}: {ticks:?}")).1
}

#[test]
fn each_entity_has_its_thirty_days_with_the_worst_of_each() {
    let mut chain = chains::typical();
    blocked_once(&mut chain, &Node::waba(WABA));
    let page = chain.page(Language::PtBr);
    let ticks = ticks(&page);
    assert_eq!(ticks.len(), 3 + 4, "business, account, app and four numbers: {ticks:?}");
    assert!(ticks.iter().all(|(_, days)| days.len() == 30), "{ticks:?}");
    assert_eq!(of(&ticks, "Casa Ipê Brasil"), format!("{}b{}", "a".repeat(15), "a".repeat(14)));
    assert_eq!(of(&ticks, "Casa Ipê Comércio"), "a".repeat(30));
    let shown = section(&page);
    assert!(shown.contains("WABA Casa Ipê Brasil: Bloqueado por 2 h"), "{shown}");
    assert!(shown.contains("<code>141006</code>") && shown.contains("<q lang=\"en\">There was an"));
    assert!(shown.contains("99,7%"), "two hours of thirty days");
    let table = shown.split("<tbody>").nth(1).expect("a table");
    for part in ["Bloqueado", "<td>3 nov</td>", "<td>1 dia</td>"] {
        assert!(table.contains(part), "{part}: {table}");
    }
}

#[test]
fn unread_time_is_marked_and_not_counted() {
    let mut chain = chains::typical();
    let account = &mut chain.scope.wabas[0];
    account.first_read_at = Some(ago(10 * DAY));
    let node = account.node.clone();
    let (from, until) = (ago(6 * DAY).as_millis(), ago(3 * DAY).as_millis());
    let gap = change(node, Change::UNREAD, from.into(), until.into(), 3 * DAY);
    chain.past.push(Change { how: How::Computed, ..gap });
    let page = chain.page(Language::PtBr);
    let ticks = ticks(&page);
    let known = of(&ticks, "Casa Ipê Brasil");
    assert_eq!(known, format!("{}aaaaauuaaaa", "u".repeat(19)), "{ticks:?}");
    assert_eq!(of(&ticks, "Casa Ipê Comércio"), known, "its account's readings tell of it");
    let row = section(&page).split("<b>Casa Ipê Brasil").nth(1).expect("its row");
    assert!(row.split("</div>").next().expect("it ends").contains("<span>100%</span>"), "{row}");
    assert!(row.contains("Sem leitura por 19 dias"), "{row}");
}

#[test]
fn what_lasts_says_so_and_a_state_that_nobody_knows_is_drawn_as_such() {
    let mut chain = chains::typical();
    let node = Node::new(NodeKind::Business, BUSINESS);
    let began = |before, after, at| {
        change(node.clone(), "can_send_message", json!(before), json!(after), at)
    };
    chain
        .past
        .extend([began("AVAILABLE", "SOMETIMES", 5 * DAY), began("SOMETIMES", "LIMITED", 2 * DAY)]);
    world::set(&mut chain.scope.businesses[0], "can_send_message", json!("LIMITED"), 12);
    let page = chain.page(Language::PtBr);
    // The day of each change is as bad as the worse of the two.
    assert_eq!(of(&ticks(&page), "Casa Ipê Comércio"), format!("{}ssslll", "a".repeat(24)));
    let shown = section(&page);
    assert!(shown.contains("Business Manager Casa Ipê Comércio: Limitado há 2 dias"), "{shown}");
    assert!(shown.contains("Business Manager Casa Ipê Comércio: SOMETIMES por 3 dias"), "{shown}");
}

#[test]
fn what_lasts_stands_first_and_then_what_began_last() {
    let mut chain = chains::typical();
    let (waba, business) = (Node::waba(WABA), Node::new(NodeKind::Business, BUSINESS));
    let turned = |node: &Node, before, after, at| {
        change(node.clone(), "can_send_message", json!(before), json!(after), at)
    };
    // The business was limited from the tenth day to the second, the account for a day in between;
    // the business is limited again.
    chain.past.extend([
        turned(&business, "AVAILABLE", "LIMITED", 10 * DAY),
        turned(&waba, "AVAILABLE", "BLOCKED", 5 * DAY),
        turned(&waba, "BLOCKED", "AVAILABLE", 4 * DAY),
        turned(&business, "LIMITED", "AVAILABLE", 2 * DAY),
        turned(&business, "AVAILABLE", "LIMITED", DAY),
    ]);
    world::set(&mut chain.scope.businesses[0], "can_send_message", json!("LIMITED"), 12);
    let page = chain.page(Language::PtBr);
    let shown = section(&page);
    let place = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words} in {shown}"));
    let lasts = place("Casa Ipê Comércio: Limitado há");
    let later = place(": Bloqueado por 24 h");
    assert!(lasts < later, "what lasts: {shown}");
    assert!(later < place("Casa Ipê Comércio: Limitado por 8 dias"), "what began last: {shown}");
}

#[test]
fn of_many_numbers_those_with_the_same_days_share_a_row_and_the_worst_stand_first() {
    let mut chain = many(40);
    let troubled = chain.scope.numbers[7].node.clone();
    blocked_once(&mut chain, &troubled);
    let page = chain.page(Language::PtBr);
    let ticks = ticks(&page);
    let names: Vec<&str> = ticks.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[3..], ["Loja 7", "39 números"], "{names:?}");
    assert!(section(&page).contains("Loja 38, Loja 39</p>"), "whose days they are");
}

/// So many numbers of one account, all of them well.
pub fn many(count: usize) -> Chain {
    let mut chain = chains::typical();
    chain.scope.numbers = (0..count)
        .map(|nth| {
            let (id, phone) = (format!("2065403522{nth:05}"), format!("+55 11 96555-{nth:04}"));
            let mut number =
                world::number(&id, &format!("Loja {nth}"), &phone, "CONNECTED", "GREEN");
            world::set(&mut number, "can_send_message", json!("AVAILABLE"), 12);
            number
        })
        .collect();
    chain.branches[0].numbers =
        chain.scope.numbers.iter().map(|number| number.node.id.clone()).collect();
    chain
}

#[test]
fn a_number_that_nobody_registered_yet_was_never_unavailable() {
    let mut chain = chains::typical();
    let pending = &mut chain.scope.numbers[3];
    world::set(pending, "can_send_message", json!("BLOCKED"), 12);
    let node = pending.node.clone();
    chain.past.push(change(node, "can_send_message", json!("AVAILABLE"), json!("BLOCKED"), DAY));
    let page = chain.page(Language::PtBr);
    assert!(section(&page).contains("Em nenhum momento lido destes 30 dias."));
    assert!(of(&ticks(&page), "Loja Recife").ends_with("bb"), "its days are shown all the same");
}

#[test]
fn a_troubled_template_has_its_days_and_a_quiet_one_none() {
    let mut chain = chains::typical();
    let node = Node::new(NodeKind::MessageTemplate, chains::PROMO);
    let paused = change(node, "can_send_message", json!("AVAILABLE"), json!("BLOCKED"), 3 * DAY);
    chain.past.push(paused);
    let ticks = ticks(&chain.page(Language::PtBr));
    assert!(ticks.iter().any(|(name, _)| name == "promo_novembro"), "{ticks:?}");
    assert!(ticks.iter().all(|(name, _)| name != "pedido_enviado"), "{ticks:?}");
}

#[test]
fn of_nothing_there_is_no_history() {
    let page = chains::of_state("empty").page(Language::PtBr);
    assert!(!page.contains("id=\"history\""), "of nothing there is no history");
}

#[test]
fn a_time_is_judged_by_whether_the_number_was_registered_then() {
    let mut chain = chains::typical();
    let number = Node::phone_number(world::COBRANCA);
    let turned = |field: &str, before: &str, after: &str, at| {
        change(number.clone(), field, json!(before), json!(after), at)
    };
    // Blocked for two days while it was connected; then taken off the platform, and blocked since.
    chain.past.extend([
        turned("can_send_message", "AVAILABLE", "BLOCKED", 20 * DAY),
        turned("can_send_message", "BLOCKED", "AVAILABLE", 18 * DAY),
        turned("status", "CONNECTED", "PENDING", 10 * DAY),
        turned("can_send_message", "AVAILABLE", "BLOCKED", 10 * DAY),
    ]);
    let replica = chain.scope.numbers.iter_mut().find(|one| one.node == number).expect("Cobrança");
    world::set(replica, "status", json!("PENDING"), 12);
    world::set(replica, "can_send_message", json!("BLOCKED"), 12);
    let page = chain.page(Language::PtBr);
    let shown = section(&page);
    assert!(shown.contains("Número Cobrança: Bloqueado por 2 dias"), "what was then: {shown}");
    assert!(
        !shown.contains("Número Cobrança: Bloqueado há"),
        "nobody expects it to send now: {shown}"
    );
    let row = shown.split("<b>Cobrança").nth(1).expect("its row");
    let share = row.split("</div>").next().expect("it ends");
    // 20 of the 30 days count, and 2 of them were blocked.
    assert!(share.contains("<span>89,") || share.contains("<span>90,"), "{share}");
    assert_eq!(of(&ticks(&page), "Cobrança").matches('b').count(), 3 + 11, "as Meta said each day");
}

#[test]
fn of_a_number_that_was_never_registered_its_status_stands_in_the_place_of_a_share() {
    let mut chain = chains::typical();
    let replica = chain.scope.numbers.last_mut().expect("Loja Recife");
    world::set(replica, "can_send_message", json!("BLOCKED"), 12);
    let page = chain.page(Language::PtBr);
    let row = section(&page).split("<b>Loja Recife").nth(1).expect("its row");
    assert!(
        row.split("</div>").next().expect("it ends").contains("<span>Pendente</span>"),
        "{row}"
    );
    assert!(!section(&page).contains("Número Loja Recife: Bloqueado"));
}
