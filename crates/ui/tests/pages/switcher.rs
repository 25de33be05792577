//! The switcher and the menu: which tenant, which account, and an address that keeps the choice.

use ui::Language;
use ui::view::{Asked, Filter, Frame, Listed, Numbers, WabaChoice};

use crate::html::{Tag, tags};
use crate::world;

fn waba(id: &str, name: &str, is_current: bool) -> WabaChoice {
    WabaChoice { id: id.to_owned(), name: name.to_owned(), is_current }
}

/// The list of numbers with another frame.
fn page(change: impl Fn(&mut Frame)) -> String {
    let world = world::typical();
    let mut frame = world::frame(Language::PtBr, "/numbers?filter=active", &world.scope);
    change(&mut frame);
    let asked = Asked { filter: Filter::Active, ..Asked::default() };
    let listed = Listed {
        scope: &world.scope,
        readiness: &world.readiness(),
        in_use: &world.in_use,
        usage: &world.usage,
        asked: &asked,
    };
    let view = Numbers { listed, meters: &world.meters, intervals: &world.intervals };
    ui::numbers(&frame, &view)
}

fn hrefs(page: &str) -> Vec<String> {
    let of = |tag: &Tag| (tag.name == "a").then(|| tag.get("href").map(str::to_owned)).flatten();
    tags(page).iter().filter_map(of).collect()
}

fn line(page: &str) -> Option<&str> {
    page.split("<small class=\"trunc\">").nth(1)?.split('<').next()
}

fn two(chosen: Option<usize>) -> impl Fn(&mut Frame) {
    move |frame| {
        frame.wabas = vec![
            waba("1", "Casa Ipê Brasil", chosen == Some(0)),
            waba("2", "Casa Ipê Portugal", chosen == Some(1)),
        ];
    }
}

#[test]
fn the_account_line_names_the_account_or_counts_them() {
    assert_eq!(line(&page(|_| {})), Some("WABA Casa Ipê Brasil"));
    assert_eq!(line(&page(two(None))), Some("2 contas"));
    assert_eq!(line(&page(two(Some(1)))), Some("WABA Casa Ipê Portugal"));
    assert_eq!(line(&page(|frame| frame.wabas.clear())), None);
}

#[test]
fn accounts_are_links_to_the_same_page() {
    let shown = page(two(None));
    let hrefs = hrefs(&shown);
    for wanted in ["/numbers", "/numbers?waba=1", "/numbers?waba=2"] {
        assert!(hrefs.iter().any(|href| href == wanted), "{wanted}");
    }
    assert!(shown.contains("<a href=\"/numbers\" aria-current=\"true\">"), "all of them are shown");
    let other = page(|frame| {
        two(None)(frame);
        frame.path = "/connect".to_owned();
    });
    assert!(other.contains("href=\"/overview?waba=2\""), "an account means nothing there");
}

#[test]
fn a_chosen_account_stays_chosen_from_page_to_page() {
    let shown = page(two(Some(1)));
    let hrefs = hrefs(&shown);
    for wanted in
        ["/overview?waba=2", "/numbers?waba=2", "/numbers?filter=attention&#38;waba=2", "/connect"]
    {
        assert!(hrefs.iter().any(|href| href == wanted), "{wanted} in {hrefs:?}");
    }
    assert!(shown.contains("<input type=\"hidden\" name=\"waba\" value=\"2\">"));
    assert!(shown.contains("<a href=\"/numbers?waba=2\" aria-current=\"true\">"));
}

#[test]
fn an_account_of_any_name_is_one_value_of_the_address() {
    let shown = page(|frame| {
        frame.wabas = vec![waba("1", "a", false), waba("2&x=\"<", "b", true)];
    });
    assert!(shown.contains("href=\"/numbers?waba=2%26x%3D%22%3C\""));
}

#[test]
fn only_what_can_be_chosen_is_offered() {
    let shown = page(|_| {});
    assert!(shown.contains("<form method=\"post\" action=\"/tenant\""));
    assert!(shown.contains("<button name=\"tenant\" value=\"t1\" aria-current=\"true\">"));
    assert!(shown.contains("<button name=\"tenant\" value=\"t2\">"));
    assert!(!shown.contains("Todas as contas"), "there is only one");
    let alone = page(|frame| frame.tenants.truncate(1));
    assert!(!alone.contains("/tenant") && alone.contains("Nova conexão"));
    let viewer = page(|frame| {
        frame.tenants.truncate(1);
        frame.may_connect = false;
    });
    assert!(!viewer.contains("menu-account") && viewer.contains("<div class=\"switcher\">"));
    assert!(viewer.contains("href=\"/connect\""), "who may not connect may look");
}
