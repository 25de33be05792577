//! The lane beside the band: what was sent, what failed, who left and what became of templates, day by
//! day, and what there was in the 48 hours before a fall.

use domain::fall::Hour;
use domain::traffic::{Kind, hour_of};
use domain::{Change, Node, NodeKind};
use serde_json::{Value, json};
use ui::Language;

use crate::changes::PROMO;
use crate::html::texts;
use crate::standing::{self, DAY, Standing};
use crate::world::{self, COBRANCA, ago};

/// Cobrança, whose quality fell two days ago.
fn fallen() -> Standing {
    let mut given = standing::typical();
    let fall = ["GREEN", "RED"].map(Value::from);
    given.set_changes(vec![standing::change(COBRANCA, "quality_rating", fall, 2 * DAY)]);
    let fields = json!({"name": "promo_novembro", "language": "pt_BR"});
    given.scope.templates = vec![world::replica(NodeKind::MessageTemplate, PROMO, fields)];
    given
}

fn counted(kind: Kind, count: u64, seconds: i64) -> Hour {
    Hour { hour: hour_of(ago(seconds)), kind, count }
}

fn of_template(field: &str, values: [Value; 2], seconds: i64) -> Change {
    let node = Node::new(NodeKind::MessageTemplate, PROMO);
    Change { node, ..standing::change("", field, values, seconds) }
}

fn lane(page: &str) -> &str {
    let lane = page.split("<section class=\"panel\" id=\"lane\"").nth(1).expect("the lane");
    lane.split("</section>").next().unwrap_or_default()
}

#[test]
fn each_cause_has_a_row_with_its_figures_and_a_column_of_the_table() {
    let mut given = fallen();
    given.traffic = vec![
        counted(Kind::SentMarketing, 1_200, 3 * DAY),
        counted(Kind::SentMarketing, 400, 5 * DAY),
        counted(Kind::Failed(Some(131_049)), 30, 3 * DAY),
        counted(Kind::Failed(None), 2, 3 * DAY),
        counted(Kind::OptOut, 7, 3 * DAY),
    ];
    given.templates = vec![
        of_template("quality_score", [json!({"score": "GREEN"}), json!({"score": "RED"})], 3 * DAY),
        of_template("status", [json!("APPROVED"), json!("PAUSED")], 3 * DAY - 60),
    ];
    let page = given.page(Language::PtBr);
    let rows = texts(lane(&page), "<p class=\"lane__title xs\">", "</p>");
    assert_eq!(
        rows,
        [
            "Marketing enviadas 1.600 no total, até 1.200 em um dia",
            "Falhas 32 no total, até 32 em um dia",
            "Saídas do marketing 7 no total, até 7 em um dia",
            "Mudanças de modelos 2 no total, até 2 em um dia",
        ]
    );
    let cells = texts(lane(&page), "<td class=\"n\">", "</td>");
    assert_eq!(cells, ["1.200", "32", "7", "2", "400", "0", "0", "0"]);
}

#[test]
fn what_happened_before_the_days_shown_is_compared_and_not_drawn() {
    let mut given = fallen();
    given.traffic = vec![counted(Kind::SentMarketing, 9, 32 * DAY)];
    given.templates =
        vec![of_template("status", ["PAUSED", "APPROVED"].map(Value::from), 32 * DAY)];
    let page = given.page(Language::PtBr);
    assert!(!lane(&page).contains("lane__title"), "{}", lane(&page));
}

#[test]
fn before_a_fall_stand_48_hours_beside_the_48_before_and_the_templates() {
    let mut given = fallen();
    let hour = 3_600;
    given.traffic = vec![
        counted(Kind::SentMarketing, 900, 2 * DAY + 5 * hour),
        counted(Kind::SentMarketing, 100, 5 * DAY),
        counted(Kind::SentMarketing, 77, DAY),
        counted(Kind::OptOut, 12, 3 * DAY),
    ];
    given.templates = vec![
        of_template("status", ["APPROVED", "PAUSED"].map(Value::from), 3 * DAY),
        of_template("status", ["PAUSED", "APPROVED"].map(Value::from), 5 * DAY),
    ];
    let page = given.page(Language::PtBr);
    let fall = lane(&page).split("<ul class=\"falls\">").nth(1).expect("the falls");
    assert!(fall.contains("De Verde para Vermelho"), "{fall}");
    let counts = texts(fall, "<dd>", "</dd>");
    assert_eq!(
        counts,
        ["900 nas 48 h antes; 100 nas 48 h anteriores", "12 nas 48 h antes; 0 nas 48 h anteriores"]
    );
    let template = "promo_novembro: Estado: passou de Aprovado para Pausado";
    assert!(fall.contains(template) && !fall.contains("Pausado para Aprovado"), "{fall}");
}

#[test]
fn without_messages_and_falls_it_says_so() {
    let mut given = fallen();
    given.set_changes(Vec::new());
    let page = given.page(Language::PtBr);
    assert!(lane(&page).contains("O Farol não viu mensagens deste número"));
    assert!(lane(&page).contains("A qualidade não caiu neste período."));
}
