//! "Quem precisa agir" and "Alertas abertos" of Visão geral.

use domain::notice::{self, Kind, Notice};
use domain::readiness::Access;
use domain::{Failure, Node, NodeKind};
use serde_json::{Value, json};
use ui::Language;
use ui::view::Told;

use crate::world::{self, BUSINESS, COBRANCA, WABA, World, ago};

const LIMIT: &str = "whatsapp_business_manager_messaging_limit";

fn told(seq: u64, notice: Notice) -> Told {
    Told { seq, notice, resolved_at: None, ended_by: None, acked: None, is_unread: false }
}

fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let (_, rest) =
        page.split_once(&format!("<section class=\"panel\" id=\"{id}\"")).expect("it is there");
    rest.split("<div class=\"panel__foot\">")
        .next()
        .and_then(|p| p.split("\n</section>").next())
        .expect("it ends")
}

/// The part of who acts.
fn of<'p>(page: &'p str, who: &str) -> Option<&'p str> {
    let act = section(page, "act");
    let own = act.split(&format!("data-who=\"{who}\"")).nth(1)?;
    own.split("</section>").next()
}

fn say(world: &mut World, kind: &str, id: &str, said: &Value) {
    for replica in world.scope.wabas.iter_mut().chain(&mut world.scope.numbers) {
        let Some(heard) = replica.fields.get_mut("health_status") else { continue };
        for entity in heard.value["entities"].as_array_mut().expect("a list") {
            if entity["entity_type"] == kind && entity["id"] == id {
                for (key, value) in said.as_object().expect("an object") {
                    entity[key] = value.clone();
                }
            }
        }
    }
}

#[test]
fn when_all_is_well_nobody_has_to_act() {
    let page = world::typical().overview(Language::PtBr);
    assert!(section(&page, "act").contains("Ninguém precisa agir agora."));
    assert!(section(&page, "alerts").contains("Nenhum aviso aberto."));
    let page = world::empty().overview(Language::PtBr);
    assert!(!page.contains("id=\"act\""), "of nothing it is not said that nobody has to act");
}

#[test]
fn who_acts_is_sorted_and_said_with_the_next_step() {
    let mut world = world::typical();
    world::set(&mut world.scope.numbers[2], "status", json!("FLAGGED"), 12);
    world::set(&mut world.scope.numbers[1], "status", json!("RESTRICTED"), 12);
    let (farol, client) = (ago(3 * 3_600), ago(2 * 3_600));
    world.scope.numbers[0].read_at = Some(farol);
    let account = &mut world.scope.wabas[0];
    account.read_at = Some(client);
    let failure = world::trouble().scope.numbers[0].failure.clone().expect("it fails");
    account.failure = Some(Failure { reason: "token_dead".to_owned(), message: None, ..failure });
    let page = world.overview(Language::PtBr);
    let act = section(&page, "act");
    let places: Vec<_> = ["you", "client", "meta", "farol"]
        .map(|who| {
            act.find(&format!("data-who=\"{who}\"")).unwrap_or_else(|| panic!("{who}: {act}"))
        })
        .to_vec();
    assert!(places.is_sorted(), "{places:?}");
    let you = of(&page, "you").expect("you");
    assert!(you.contains("Cobrança está sinalizado.") && you.contains("em sete dias"), "{you}");
    assert!(you.contains(&format!("href=\"/numbers/{COBRANCA}\"")), "{you}");
    assert!(of(&page, "meta").expect("Meta").contains("Atendimento está restrito"));
    assert!(of(&page, "client").expect("the client").contains("Casa Ipê Brasil"));
    assert!(of(&page, "farol").expect("Farol").contains("Vendas"));
}

#[test]
fn of_an_error_that_the_catalogue_knows_it_says_who_acts_and_else_meta_does() {
    let mut world = world::typical();
    let payment =
        json!([{"error_code": 131_042, "error_description": "Business eligibility payment issue"}]);
    say(&mut world, "WABA", WABA, &json!({"can_send_message": "BLOCKED", "errors": payment}));
    let page = world.overview(Language::PtBr);
    let client = of(&page, "client").expect("who pays is the client");
    assert!(client.contains("O WABA Casa Ipê Brasil está bloqueado."), "{client}");
    assert!(client.contains(&format!("href=\"/health#entity-WABA-{WABA}\"")), "{client}");
    let strange = json!([{"error_code": 987_654, "error_description": "Never seen."}]);
    say(&mut world, "WABA", WABA, &json!({"can_send_message": "BLOCKED", "errors": strange}));
    let page = world.overview(Language::PtBr);
    let meta = of(&page, "meta").expect("Meta answers for what it reports");
    assert!(meta.contains("Trate o erro diretamente com a Meta"), "{meta}");
}

#[test]
fn of_a_paused_template_the_same_one_acts_as_the_catalogue_says_of_its_error() {
    let mut world = world::typical();
    let node = Node::new(NodeKind::MessageTemplate, "1204857736119218");
    let paused = Notice::condition(Kind::TemplatePaused, node, ago(60), json!({"after": "PAUSED"}));
    world.open.push(told(4, paused));
    let page = world.overview(Language::PtBr);
    let asked = "132015".parse().expect("a code");
    let actor = meta::catalogue::find(asked).expect("it is listed").actor;
    assert_eq!(actor, meta::catalogue::Actor::Client);
    assert!(of(&page, "client").is_some(), "{}", section(&page, "act"));
    assert!(of(&page, "you").is_none());
}

#[test]
fn a_matter_of_the_verdict_and_of_a_notice_stands_once_and_a_notices_own_beside() {
    let mut world = world::typical();
    world::set(&mut world.scope.numbers[2], "status", json!("FLAGGED"), 12);
    let detail = json!({"field": "status", "before": "CONNECTED", "after": "FLAGGED"});
    let node = Node::phone_number(COBRANCA);
    world.open.push(told(8, Notice::condition(Kind::Flagged, node, ago(50), detail)));
    let dying = json!({"expires_at": 1_763_500_000_000_i64});
    let dying = Notice::condition(Kind::TokenDying, Node::waba(WABA), ago(90), dying);
    world.open.push(told(9, dying));
    let page = world.overview(Language::PtBr);
    assert_eq!(section(&page, "act").matches("Cobrança").count(), 1);
    assert!(of(&page, "client").expect("a login is the client's").contains("Casa Ipê Brasil"));
    let alerts = section(&page, "alerts");
    assert!(alerts.contains("<span class=\"tag\">2</span>"), "{alerts}");
    assert!(alerts.contains("href=\"/activity/notices#notice-8\"") && alerts.contains("Cobrança"));
}

#[test]
fn an_account_that_was_lost_is_in_the_verdict_and_stands_once_with_its_notice() {
    let lost = json!({"field": "scopes", "after": "permission_missing",
        "permissions": ["whatsapp_business_messaging"]});
    for language in [Language::PtBr, Language::En, Language::Es] {
        let mut world = world::typical();
        world.scope.access.push(Access {
            waba: WABA.to_owned(),
            lacks: vec!["whatsapp_business_messaging".to_owned()],
            ended: None,
        });
        let notice = Notice::condition(Kind::TokenDying, Node::waba(WABA), ago(90), lost.clone());
        world.open.push(told(9, notice));
        let page = world.overview(language);
        let verdict = page.split("<h1 id=\"verdict-text\">").nth(1).expect("a verdict");
        let verdict = verdict.split("</h1>").next().expect("it ends");
        assert!(verdict.contains("whatsapp_business_messaging"), "{verdict}");
        assert!(verdict.contains("WABA Casa Ipê Brasil"), "{verdict}");
        let act = of(&page, "client").expect("a login is the client's");
        assert_eq!(act.matches("Casa Ipê Brasil").count(), 1, "{act}");
        assert!(act.contains("href=\"/connect\""), "{act}");
    }
}

#[test]
fn a_limit_that_fell_stays_open_until_it_is_back() {
    let mut world = world::typical();
    let detail = json!({"field": LIMIT, "before": "TIER_100K", "after": "TIER_10K"});
    let business = Node::new(NodeKind::Business, BUSINESS);
    let fell = Notice::moment(Kind::LimitDown, business, ago(5 * 86_400), detail);
    world.fallen.push(told(3, fell.clone()));
    world.fallen.push(told(2, fell.clone()));
    let page = world.overview(Language::PtBr);
    let you = of(&page, "you").expect("it is open");
    assert!(you.contains("Casa Ipê Comércio") && you.contains("limite"), "{you}");
    assert_eq!(you.matches("<li>").count(), 1, "a limit that fell twice is one matter: {you}");
    assert!(notice::is_still_lower(&fell, &world.scope));
    for (now, is_open) in
        [("TIER_2K", true), ("TIER_100K", false), ("TIER_UNLIMITED", false), ("TIER_7M", false)]
    {
        world::set(&mut world.scope.businesses[0], LIMIT, json!(now), 12);
        assert_eq!(notice::is_still_lower(&fell, &world.scope), is_open, "{now}");
    }
}

#[test]
fn of_many_matters_a_few_are_listed_and_all_are_counted() {
    let mut world = world::full();
    for number in &mut world.scope.numbers {
        world::set(number, "status", json!("FLAGGED"), 12);
    }
    let page = world.overview(Language::PtBr);
    let you = of(&page, "you").expect("you");
    assert_eq!(you.matches("<li>").count(), 5, "{you}");
    assert!(you.contains("assuntos</a>"), "{you}");
}

#[test]
fn the_verdicts_stamp_is_the_oldest_reading_and_says_whose() {
    let mut world = world::typical();
    world.scope.numbers[1].read_at = Some(ago(240));
    let page = world.overview(Language::PtBr);
    let verdict = page.split("id=\"verdict\"").nth(1).and_then(|p| p.split("</section>").next());
    let verdict = verdict.expect("the verdict");
    assert!(verdict.contains(">há 4 min</time>"), "{verdict}");
    assert!(verdict.contains("leitura mais antiga: Atendimento"), "{verdict}");
}
