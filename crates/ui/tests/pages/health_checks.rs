//! "Conferir agora": what came of it, of everything and of one entity.

use std::collections::BTreeMap;

use domain::{Change, Failure, How, Node, NodeKind};
use serde_json::json;
use ui::Language;
use ui::view::{Checked, PutOff};

use crate::chains::{self, Chain};
use crate::world::{self, APP, BUSINESS, COBRANCA, WABA, ago};

/// A chain of which this was asked five minutes ago; readings were 12 s ago.
fn asked(node: Option<Node>) -> Chain {
    let mut chain = chains::typical();
    let (changes, put_off) = (Vec::new(), BTreeMap::new());
    chain.checked = Some(Checked { at: ago(300), node, changes, put_off });
    chain
}

fn told(chain: &Chain) -> String {
    let page = chain.page(Language::PtBr);
    let (_, rest) = page.split_once("<div id=\"checked\"").expect("the outcome");
    rest.split("id=\"whole\"").next().expect("it ends").to_owned()
}

#[test]
fn what_was_read_and_did_not_change_is_said() {
    let told = told(&asked(None));
    let words = "Conferido às 14:27:20: 7 peças lidas.</b> 2 de 2 modelos lidos. Nada mudou.";
    assert!(told.contains(words), "{told}");
    assert!(told.contains("data-tone=\"ok\"") && told.contains("role=\"status\""), "{told}");
}

#[test]
fn without_a_question_nothing_is_told() {
    let page = chains::typical().page(Language::PtBr);
    assert!(page.contains("<div id=\"checked\" hidden></div>"));
}

#[test]
fn what_is_waited_for_is_said_with_why() {
    let mut chain = asked(None);
    chain.scope.numbers[1].read_at = Some(ago(400));
    let shown = told(&chain);
    assert!(shown.contains("Conferindo desde as 14:27:20: 6 de 7 peças lidas."), "{shown}");
    assert!(shown.contains("O que falta está sendo lido."), "nothing speaks of the quota: {shown}");
    // The reading before failed: that is why, and not the quota.
    let failure = world::trouble().scope.numbers[0].failure.clone().expect("it fails");
    let reason = "unanswered".to_owned();
    let failing = Failure { since: ago(900), last: ago(350), reason, ..failure };
    chain.scope.numbers[1].failure = Some(failing);
    let shown = told(&chain);
    assert!(shown.contains("falhou: a Meta não respondeu.") && !shown.contains("cota"), "{shown}");
    // It was put off since the question.
    let node = chain.scope.numbers[1].node.clone();
    for (why, words) in [
        (PutOff::Quota, "assim que a cota da Meta permitir"),
        (PutOff::NoToken, "não guarda um token"),
    ] {
        chain.checked.as_mut().expect("asked").put_off.insert(node.clone(), why);
        assert!(told(&chain).contains(words), "{}", told(&chain));
    }
}

#[test]
fn a_reading_that_failed_is_named_with_metas_words() {
    let mut chain = asked(None);
    let number = &mut chain.scope.numbers[2];
    number.read_at = Some(ago(400));
    let failure = world::trouble().scope.numbers[0].failure.clone().expect("it fails");
    let message = Some("(#2) Service temporarily unavailable".to_owned());
    number.failure = Some(Failure { since: ago(200), last: ago(200), message, ..failure });
    let shown = told(&chain);
    assert!(shown.contains("6 de 7 peças lidas; as outras falharam."), "{shown}");
    assert!(shown.contains("<b>Cobrança</b> · Sem leitura nova desde"), "{shown}");
    assert!(shown.contains("<q lang=\"en\">(#2) Service temporarily unavailable</q>"), "{shown}");
    // A failure of before the question is not its answer.
    chain.scope.numbers[2].failure.as_mut().expect("it fails").last = ago(350);
    assert!(told(&chain).contains("Conferindo desde as 14:27:20: 6 de 7"));
}

#[test]
fn one_entity_is_told_alone_and_with_the_accounts_that_tell_of_it() {
    let number = told(&asked(Some(Node::phone_number(COBRANCA))));
    assert!(number.contains("1 peça lida."), "{number}");
    let business = told(&asked(Some(Node::new(NodeKind::Business, BUSINESS))));
    assert!(business.contains("2 peças lidas."), "its account's health tells of it: {business}");
    assert!(told(&asked(Some(Node::phone_number("nobody")))).starts_with(" hidden>"));
}

#[test]
fn what_changed_is_listed() {
    let mut chain = asked(None);
    let change = Change {
        node: Node::waba(WABA),
        field: "can_send_message".to_owned(),
        before: json!("BLOCKED"),
        after: json!("AVAILABLE"),
        at: ago(12),
        how: How::Read,
        evidence: None,
    };
    chain.checked.as_mut().expect("asked").changes.push(change);
    let told = told(&chain);
    assert!(told.contains("1 mudança:") && told.contains("Bloqueado"), "{told}");
    assert!(told.contains("<b>Casa Ipê Brasil</b>"), "{told}");
}

#[test]
fn who_may_ask_can_ask_for_each_and_who_may_not_for_none() {
    let mut chain = chains::typical();
    let page = chain.page(Language::PtBr);
    let asks = |node: String| format!("form=\"check\" name=\"node\" value=\"{node}\"");
    for node in [format!("waba:{WABA}"), format!("business:{BUSINESS}"), format!("app:{APP}")] {
        assert!(page.contains(&asks(node.clone())), "{node}");
    }
    chain.may_refresh = false;
    let page = chain.page(Language::PtBr);
    assert!(!page.contains("form=\"check\"") && !page.contains("action=\"/health/check\""));
}
