//! The limit meter: what it says in each state of a portfolio, and that every value says whose it is.

use domain::limit::Usage;
use domain::{How, Timestamp};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{Asked, Meter, WHOLE_METERS};

use crate::html::tags;
use crate::portfolios::usage;
use crate::world::{self, BUSINESS, NOW, WABA, World, ago};

const LIMIT: &str = "whatsapp_business_manager_messaging_limit";

/// The typical world with its limit as given.
fn with_limit(limit: &Value) -> World {
    let mut world = world::typical();
    let scope = &mut world.scope;
    for replica in scope.businesses.iter_mut().chain(&mut scope.wabas).chain(&mut scope.numbers) {
        match limit {
            Value::Null => drop(replica.fields.remove(LIMIT)),
            limit => world::set(replica, LIMIT, limit.clone(), 12),
        }
    }
    world
}

fn page(world: &World, send: Option<u64>) -> String {
    world.numbers_asked(Language::PtBr, &Asked { send, ..Asked::default() })
}

/// What the page answers to the question of sending to so many.
fn answer(world: &World, send: u64) -> String {
    let page = page(world, Some(send));
    let piece = page.split_once("role=\"status\"").map(|_| {
        let from = page.split_once("id=\"answer-meter-1\"").expect("an answer").1;
        from.split_once("</p>").expect("it ends").0.to_owned()
    });
    piece.unwrap_or_default().rsplit("</span>").next().unwrap_or_default().to_owned()
}

fn used(world: &mut World, used: u64, by_hour: [u64; 24]) {
    let since = Some(ago(20 * 86_400));
    world.meters[0].usage = Some(Usage { used, week: used, by_hour, since, as_of: NOW });
}

#[test]
fn the_meter_says_what_is_used_what_is_left_and_that_it_is_a_lower_bound() {
    let shown = page(&world::typical(), None);
    for words in [
        "pelo menos 6.412",
        "de 10.000",
        "64 % usado",
        "restam 3.588",
        "Uso e previsão: cálculo do Farol",
        "data-field=\"whatsapp_business_manager_messaging_limit\"",
    ] {
        assert!(shown.contains(words), "{words}");
    }
    let tags = tags(&shown);
    let meter = tags.iter().find(|tag| tag.get("role") == Some("meter")).expect("a meter");
    let at = |name| meter.get(name).and_then(|value| value.parse::<u64>().ok());
    assert_eq!(
        (at("aria-valuemin"), at("aria-valuenow"), at("aria-valuemax")),
        (Some(0), Some(6_412), Some(10_000))
    );
    // What Farol worked out is never marked as Meta's.
    let computed = tags.iter().filter(|tag| tag.get("data-computed").is_some());
    assert!(
        computed.clone().count() > 4 && computed.clone().all(|tag| tag.get("data-how").is_none())
    );
}

#[test]
fn a_portfolio_without_a_limit_that_counts_gets_a_sentence_of_its_own() {
    for (limit, words) in [
        (json!("TIER_UNLIMITED"), "A Meta não limita este portfólio"),
        (json!("TIER_NOT_SET"), "A Meta ainda não definiu um limite"),
        (json!("TIER_7M"), "A Meta informa o limite “TIER_7M”, que o Farol não conhece"),
        (Value::Null, "O limite deste portfólio ainda não foi lido na Meta."),
    ] {
        let world = with_limit(&limit);
        let page = page(&world, Some(600));
        assert!(page.contains(words), "{limit}");
        assert!(page.contains("pelo menos 6.412"), "{limit}: what is used is counted all the same");
        assert!(!page.contains("role=\"meter\"") && !page.contains("% usado"), "{limit}");
        assert!(world.overview(Language::PtBr).contains(words), "{limit}: on the overview");
        let answer = answer(&world, 600);
        let is_yes = answer.starts_with("Sim: 600 cabem, porque não há limite");
        assert_eq!(is_yes, limit == "TIER_UNLIMITED", "{answer}");
        assert!(is_yes || answer.starts_with("Não dá para dizer"), "{answer}");
    }
}

#[test]
fn what_was_never_watched_is_not_called_zero() {
    let mut world = world::typical();
    world.meters[0].usage = None;
    let page = page(&world, Some(600));
    assert!(page.contains("o Farol ainda não contou nada deste portfólio"));
    assert!(!page.contains("pelo menos 0"));
    assert!(answer(&world, 600).contains("ainda não contou o uso"));
    let mut fresh = world::typical();
    let watched = Usage { since: Some(ago(7_200)), ..usage() };
    fresh.meters[0].usage = Some(watched);
    let page = self::page(&fresh, None);
    assert!(page.contains("O Farol acompanha este portfólio desde 17 nov, 12:32"), "two hours");
}

#[test]
fn the_question_of_sending_is_answered_in_four_ways() {
    let mut world = world::typical();
    assert_eq!(answer(&world, 600), "Sim: 600 cabem agora, e restam 2.988.");
    assert_eq!(answer(&world, 3_588), "Sim: 3.588 cabem agora, e resta 0.");
    let later = answer(&world, 4_000);
    assert!(
        later.starts_with("Agora cabem 3.588. Há espaço para 4.000 o mais tardar em 15:32"),
        "{later}"
    );
    let never = answer(&world, 10_001);
    assert!(never.starts_with("Não: 10.001 passam do limite de 10.000"), "{never}");
    let mut by_hour = [0; 24];
    by_hour[0] = 10_000;
    used(&mut world, 10_000, by_hour);
    let full = answer(&world, 1);
    assert!(
        full.starts_with("Agora não cabe nenhuma. Há espaço para 1 o mais tardar em 18 nov, 14:32"),
        "{full}"
    );
    // What was typed stays in the field.
    assert!(page(&world, Some(4_000)).contains(
        "name=\"send\" type=\"text\" inputmode=\"numeric\" autocomplete=\"off\" value=\"4000\""
    ));
}

#[test]
fn the_outlook_says_when_the_limit_is_likely_to_be_reached() {
    let mut world = world::typical();
    let outlook = |world: &World| page(world, None);
    let mut quiet = [0; 24];
    quiet[20] = 40;
    used(&mut world, 40, quiet);
    assert!(outlook(&world).contains("Sem risco nas próximas 24 h"));
    let mut racing = [0; 24];
    (racing[0], racing[1], racing[2]) = (1_500, 1_500, 1_500);
    used(&mut world, 4_500, racing);
    let page = outlook(&world);
    assert!(page.contains("Limite previsto para 18:12"), "5,500 more at 1,500 an hour");
    assert!(page.contains("No ritmo das últimas 3 h, entre 1"), "and a band");
    let mut full = [0; 24];
    full[22] = 10_500;
    used(&mut world, 10_500, full);
    let page = outlook(&world);
    assert!(page.contains("Limite alcançado") && page.contains("volta a caber até 16:32"));
    assert!(page.contains("105 % usado") && page.contains("resta 0"));
}

#[test]
fn the_drawing_says_the_same_as_its_table() {
    let shown = page(&world::typical(), None);
    let table = shown.split_once("id=\"hours-meter-1\"").expect("a table").1;
    let table = table.split_once("</table>").expect("it ends").0;
    assert_eq!(table.matches("<tr>").count(), 25, "a head and 24 hours");
    assert!(
        table.contains("<th scope=\"row\">15:32</th><td class=\"n\">1.020</td>"),
        "what returns first"
    );
    let tags = tags(&shown);
    let of = |class: &str| tags.iter().filter(|tag| tag.get("class") == Some(class)).count();
    assert_eq!(of("line"), 2, "nobody looked between 14 and 17 hours ago");
    assert_eq!((of("fillcone"), of("line line--f"), of("limit")), (1, 1, 1));
    assert!(!shown.contains("NaN") && !shown.contains("inf "));
}

#[test]
fn the_way_to_the_next_level_names_each_step_with_its_rule() {
    let mut world = world::typical();
    let shown = page(&world, None);
    for words in [
        "Para chegar a 100.000 destinatários",
        "Usar metade do limite em 7 dias: pelo menos 18.904 de 5.000 pessoas.",
        "Qualidade alta em todos os números.",
        "Qualidade alta em todos os modelos.",
        "Nenhum número Sinalizado.",
        "https://developers.facebook.com/docs/whatsapp/messaging-limits",
        "Por portfólio, desde 7 out 2025",
        "Por número, até 7 out 2025",
    ] {
        assert!(shown.contains(words), "{words}");
    }
    world::set(&mut world.scope.numbers[2], "status", json!("FLAGGED"), 12);
    let flagged = page(&world, None);
    assert!(flagged.contains("Enquanto houver número Sinalizado, o nível não sobe"));
    assert!(flagged.contains("Nenhum número Sinalizado: há 1."));
    let top = page(&with_limit(&json!("TIER_UNLIMITED")), None);
    assert!(top.contains("Este portfólio já está no nível mais alto."));
    let first = page(&with_limit(&json!("TIER_250")), None);
    assert!(first.contains("Empresa verificada pela Meta.") && first.contains("Não se sabe"));
    assert!(
        page(&with_limit(&json!("TIER_7M")), None).contains("não é um dos que as regras conhecem")
    );
}

#[test]
fn metas_own_count_stands_beside_farols() {
    let mut world = world::typical();
    let shown = page(&world, None);
    let newest = "No dia 16 nov (UTC) a Meta contou 1.240 entregas, o Farol viu 1.236.";
    assert!(shown.contains(newest), "a day of Meta's begins in the evening before in São Paulo");
    assert!(shown.contains("<td class=\"n\">1.302</td>"), "the day before, in the table");
    world.meters[0].days.pop();
    assert!(page(&world, None).contains("e o Farol viu as mesmas 1.302"));
    world.meters[0].days.clear();
    assert!(!page(&world, None).contains("Comparado com a Meta"), "Meta was not asked");
    world.meters[0].refusal = Some("(#200) <no permission>".to_owned());
    let refused = page(&world, None);
    assert!(refused.contains("A Meta não deu a contagem dela:"));
    assert!(refused.contains("(#200) &#60;no permission&#62;"));
}

#[test]
fn a_day_that_farol_did_not_watch_whole_is_not_called_equal_or_different() {
    let mut world = world::typical();
    let began = Timestamp::from_millis(world.meters[0].days[1].start.as_millis() + 1);
    world.meters[0].usage.as_mut().unwrap().since = Some(began);
    let shown = page(&world, None);
    let since =
        "1.240 entregas; o Farol, que acompanha este portfólio desde 15 nov, 21:00, viu 1.236.";
    assert!(shown.contains(since), "the day of 16 Nov (UTC) begins at 21:00 in São Paulo");
    world.meters[0].usage.as_mut().unwrap().since = Some(world.meters[0].days[1].start);
    assert!(page(&world, None).contains("1.240 entregas, o Farol viu 1.236."));
}

#[test]
fn metas_daily_count_is_old_only_after_a_day_was_missed() {
    let mut world = world::typical();
    let is_old = |world: &World| {
        let page = page(world, None);
        let (_, after) = page.split_once("Comparado com a Meta").unwrap();
        let (_, mark) = after.split_once("data-old-after=").unwrap();
        mark.split('>').next().unwrap().contains(" data-old")
    };
    world.meters[0].days[1].asked_at = ago(47 * 3_600);
    assert!(!is_old(&world), "it is asked for once a day");
    world.meters[0].days[1].asked_at = ago(49 * 3_600);
    assert!(is_old(&world));
}

#[test]
fn each_number_shows_its_part() {
    let shown = page(&world::typical(), None);
    for (name, count) in [("Vendas", "3.904"), ("Atendimento", "1.730"), ("Cobrança", "778")] {
        let share = format!("{name}</a></dt><dd class=\"num\">{count}</dd>");
        assert!(shown.contains(&share), "{name}");
        assert!(shown.contains(&format!("<span data-computed=\"usage\">{count}</span>")), "{name}");
    }
}

#[test]
fn many_portfolios_are_a_line_each_and_lead_to_their_meters() {
    let mut world = world::typical();
    for nth in 0..4 {
        let (id, waba) = (format!("61120884553091{nth}"), format!("11394726008153{nth}"));
        let business = json!({"name": format!("Cliente {nth}"), LIMIT: "TIER_2K"});
        world.scope.businesses.push(world::replica(domain::NodeKind::Business, &id, business));
        let meter = Meter { business: id, wabas: [waba].into(), ..Meter::default() };
        world.meters.push(meter);
    }
    let shown = page(&world, None);
    assert!(!shown.contains("id=\"meter-1\""));
    assert!(shown.contains("<a href=\"/numbers?waba=113947260081532\">Cliente 2</a>"));
    assert!(shown.contains(&format!("<a href=\"/numbers?waba={WABA}\">Casa Ipê Comércio</a>")));
    assert_eq!(shown.matches("2.000</span>").count(), 4);
    assert!(world.meters[0].business == BUSINESS);
    // As many as are given whole are shown whole.
    world.meters.truncate(WHOLE_METERS);
    let shown = page(&world, None);
    for nth in 1..=WHOLE_METERS {
        assert!(shown.contains(&format!("id=\"meter-{nth}\"")), "{nth}");
    }
}

#[test]
fn the_limit_itself_is_metas_with_when_and_how() {
    let mut world = world::typical();
    world.scope.businesses[0].fields.get_mut(LIMIT).expect("held").how = How::Webhook;
    world.scope.businesses[0].fields.get_mut(LIMIT).expect("held").at = ago(5);
    let shown = page(&world, None);
    let limits = shown.split_once("id=\"limits\"").expect("limits").1;
    let limits = limits.split_once("</section>").expect("it ends").0;
    assert!(limits.contains("data-value=\"TIER_10K\" data-how=\"webhook\""));
    assert!(limits.contains("via webhook"));
}
