//! The verdict in words, and what the lists show: `ui/NOTES.md`, Decisions.

use domain::Failure;
use serde_json::{Value, json};
use ui::Language;
use ui::view::Filter;

use crate::world::{self, World};

fn check(change: impl Fn(&mut World), verdict: &str, sentence: &str) {
    let mut world = world::typical();
    change(&mut world);
    let page = world.overview(Language::PtBr);
    assert!(page.contains(&format!("data-verdict=\"{verdict}\"")), "{sentence}");
    let said = page.split("<span role=\"status\">").nth(1).and_then(|s| s.split("</span>").next());
    assert_eq!(said, Some(sentence));
}

fn field(number: usize, field: &'static str, value: Value) -> impl Fn(&mut World) {
    move |world| world::set(&mut world.scope.numbers[number], field, value.clone(), 1)
}

#[test]
fn a_verdict_names_the_gravest_reason() {
    check(|_| {}, "ok", "Tudo certo: os 3 números ativos podem enviar.");
    check(
        field(2, "status", json!("FLAGGED")),
        "attention",
        "Atenção: os 3 números ativos podem enviar, mas Cobrança está sinalizado.",
    );
    check(
        field(2, "status", json!("RESTRICTED")),
        "attention",
        "Atenção: 2 de 3 números ativos podem enviar, mas Cobrança está restrito e só pode \
         responder a quem escrever.",
    );
    check(
        field(1, "quality_score", json!({"score": "RED"})),
        "attention",
        "Atenção: os 3 números ativos podem enviar, mas a qualidade de Atendimento é baixa.",
    );
    check(
        |world| {
            world.scope.numbers.truncate(1);
            field(0, "status", json!("RESTRICTED"))(world);
        },
        "stopped",
        "Parado: o número ativo não pode iniciar conversas; Vendas está restrito e só pode \
         responder a quem escrever.",
    );
    check(
        |world| world.scope.numbers.drain(..3).for_each(drop),
        "attention",
        "Atenção: nenhum número está ativo.",
    );
    check(
        |world| world.scope.numbers.clear(),
        "no_data",
        "Sem dados: nenhum número foi lido ainda.",
    );
}

/// Readings of the account fail so, from now on.
fn fails(reason: &'static str) -> impl Fn(&mut World) {
    move |world| {
        let at = world.scope.wabas[0].read_at.expect("read");
        world.scope.wabas[0].failure = Some(Failure {
            since: at,
            last: at,
            reason: reason.to_owned(),
            message: None,
            code: None,
            subcode: None,
        });
    }
}

#[test]
fn of_an_account_that_was_lost_nobody_says_that_it_can_send() {
    check(
        fails("token_dead"),
        "attention",
        "Atenção: não se sabe se os 3 números ativos podem enviar: o WABA Casa Ipê Brasil está sem \
         um token que a Meta aceite.",
    );
    check(
        |world| {
            fails("token_dead")(world);
            // What was heard before it is graver, and may hold no more.
            field(2, "status", json!("RESTRICTED"))(world);
        },
        "attention",
        "Atenção: não se sabe se os 3 números ativos podem enviar: o WABA Casa Ipê Brasil está sem \
         um token que a Meta aceite.",
    );
    check(fails("trouble"), "ok", "Tudo certo: os 3 números ativos podem enviar.");
}

#[test]
fn three_kinds_of_not_knowing_are_never_mixed() {
    let quality = |value: Value| {
        let mut world = world::typical();
        world.scope.numbers.truncate(1);
        world.scope.numbers[0].fields.remove("quality_rating");
        match value {
            Value::Null => drop(world.scope.numbers[0].fields.remove("quality_score")),
            value => world::set(&mut world.scope.numbers[0], "quality_score", value, 1),
        }
        let page = world.numbers(Language::PtBr);
        let cell =
            page.split("class=\"q\"").nth(1).and_then(|cell| cell.split("</span></span>").next());
        let cell = cell.and_then(|cell| cell.rsplit("<span>").next());
        cell.unwrap_or_default().to_owned()
    };
    assert_eq!(quality(Value::Null), "Sem leitura");
    assert_eq!(quality(json!({"score": "UNKNOWN"})), "Ainda não definida pela Meta");
    assert_eq!(quality(json!({"score": "MAUVE"})), "MAUVE");
}

#[test]
fn reasons_show_for_medium_and_low_quality_only() {
    let page = world::trouble().numbers(Language::PtBr);
    assert_eq!(page.matches(" popover><div><b class=\"strong\">").count(), 2);
    for shown in ["Não me inscrevi", "Spam", "SOMETHING_NEW", "A Meta não informou motivos."] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!world::typical().numbers(Language::PtBr).contains("data-pop=\"why-"));
}

#[test]
fn a_blocked_account_shows_its_error_its_consequence_and_whom_to_ask() {
    let page = world::trouble().overview(Language::PtBr);
    for shown in [
        "Se o WABA estiver bloqueado, não será possível enviar ou receber mensagens.",
        "<code>141006</code>",
        "<q lang=\"en\">There is an error with the payment method.</q>",
        "<q lang=\"en\">Add a valid payment method to your account.</q>",
        "Qualquer erro listado deve ser tratado diretamente com a Meta",
        "https://business.facebook.com/wa/manage/",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!world::typical().overview(Language::PtBr).contains("business.facebook.com"));
}

#[test]
fn a_failing_reading_says_since_when_and_keeps_the_values() {
    let page = world::trouble().numbers(Language::PtBr);
    assert!(page.contains("Sem leitura nova desde 17 nov, 12:02: a Meta não respondeu."));
    assert!(page.contains("(#4) Application request limit reached"));
    assert!(page.contains("data-old>"), "the row of Vendas is marked");
}

#[test]
fn filters_and_search_work_by_address_alone() {
    let shown = |filter, query: &str| {
        let page = world::trouble().numbers_where(Language::PtBr, filter, query);
        let names = ["Vendas", "Atendimento", "Cobrança", "Loja Recife"];
        let is_listed = |name: &&str| page.contains(&format!(">{name}</a></b>"));
        names
            .iter()
            .filter(|name| is_listed(name))
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(Filter::All, ""), ["Vendas", "Atendimento", "Cobrança", "Loja Recife"]);
    // The last one is in a state that Farol does not know, which somebody must look up.
    assert_eq!(shown(Filter::Attention, ""), ["Vendas", "Atendimento", "Cobrança", "Loja Recife"]);
    assert_eq!(shown(Filter::Active, ""), ["Vendas", "Atendimento", "Cobrança"]);
    assert!(shown(Filter::Pending, "").is_empty());
    assert_eq!(shown(Filter::All, "COBR"), ["Cobrança"]);
    assert_eq!(shown(Filter::All, "21 95555"), ["Cobrança"]);
    assert_eq!(shown(Filter::All, world::COBRANCA), ["Cobrança"]);
    let nothing = world::typical().numbers_where(Language::PtBr, Filter::All, "são & <paulo>");
    assert!(nothing.contains("href=\"/numbers?filter=active&#38;q=s%C3%A3o%20%26%20%3Cpaulo%3E\""));
}
