//! Atividade: every change, newest first, by day, in words, narrowed and paged by address alone.

use domain::subject::Subject;
use domain::{Change, How, Node, NodeKind, Timestamp};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use ui::Language;
use ui::view::{Entry, Narrowed};

use crate::changes::{PROMO, Timeline, VENDAS, entry};
use crate::golden::check;
use crate::html::{Tag, tags, texts};
use crate::world::{self, COBRANCA, WABA};

#[test]
fn timelines() {
    for state in Timeline::STATES {
        let page = Timeline::of_state(state).page(Language::PtBr);
        check(&format!("activity-{state}-pt-BR"), &page);
    }
    for language in [Language::En, Language::Es] {
        let page = Timeline::of_state("typical").page(language);
        check(&format!("activity-typical-{}", language.tag()), &page);
    }
}

/// A page with these changes.
pub fn told(entries: Vec<Entry>) -> Timeline {
    Timeline::of(world::typical(), entries)
}

/// A page with one change of a number a minute ago.
pub fn one(field: &str, before: Value, after: Value) -> Timeline {
    told(vec![entry(7, 60, Node::phone_number(COBRANCA), field, (before, after), How::Read)])
}

/// A change of the number's state at a moment.
fn moved(seq: u64, at: &str) -> Entry {
    let values = (json!("CONNECTED"), json!("FLAGGED"));
    let mut entry = entry(seq, 0, Node::phone_number(COBRANCA), "status", values, How::Webhook);
    let at: jiff::Timestamp = at.parse().expect("a moment");
    entry.change.at = Timestamp::from_millis(at.as_millisecond());
    entry
}

fn items(page: &str) -> Vec<Tag> {
    tags(page).into_iter().filter(|tag| tag.get("data-seq").is_some()).collect()
}

#[test]
fn the_newest_stands_first_and_what_was_learned_late_stands_where_it_happened() {
    let timeline = told(vec![
        moved(14, "2025-11-17T14:00:00Z"),
        moved(13, "2025-11-16T15:00:00Z"),
        moved(12, "2025-11-17T13:00:00Z"),
        moved(11, "2025-11-17T13:00:00Z"),
    ]);
    let page = timeline.page(Language::PtBr);
    let seqs: Vec<Option<String>> =
        items(&page).iter().map(|item| item.get("data-seq").map(str::to_owned)).collect();
    assert_eq!(seqs.into_iter().flatten().collect::<Vec<_>>(), ["14", "12", "11", "13"]);
    assert_eq!(texts(&page, "<h2>", "</h2>").len(), 2, "a day has one heading");
}

#[test]
fn days_begin_at_midnight_of_the_readers_zone() {
    let timeline = told(vec![
        moved(3, "2025-11-17T03:00:00Z"),
        moved(2, "2025-11-17T02:59:59Z"),
        moved(1, "2025-11-16T02:59:59Z"),
    ]);
    let page = timeline.page(Language::PtBr);
    assert_eq!(
        texts(&page, "<h2>", "</h2>"),
        [
            "Hoje, segunda, 17 de novembro",
            "Ontem, domingo, 16 de novembro",
            "Sábado, 15 de novembro"
        ],
    );
    let times = texts(&page, "<time class=\"when\"", "</time>");
    assert_eq!(times, ["00:00:00", "23:59:59", "23:59:59"]);
    let mut frame = world::frame(Language::PtBr, "/activity", &timeline.world.scope);
    frame.time_zone = TimeZone::UTC;
    let page = timeline.page_in(&frame, Narrowed::default());
    assert_eq!(texts(&page, "<h2>", "</h2>").len(), 2, "two of them are of one day elsewhere");
}

#[test]
fn days_are_worded_as_each_language_does() {
    let timeline = told(vec![
        moved(4, "2026-11-22T15:00:00Z"),
        moved(3, "2026-11-21T15:00:00Z"),
        moved(2, "2026-11-20T15:00:00Z"),
        moved(1, "2025-03-01T15:00:00Z"),
    ]);
    let days = |language| {
        let mut frame = world::frame(language, "/activity", &timeline.world.scope);
        let now: jiff::Timestamp = "2026-11-22T17:28:55Z".parse().expect("a moment");
        frame.now = Timestamp::from_millis(now.as_millisecond());
        texts(&timeline.page_in(&frame, Narrowed::default()), "<h2>", "</h2>")
    };
    assert_eq!(
        days(Language::PtBr),
        [
            "Hoje, domingo, 22 de novembro",
            "Ontem, sábado, 21 de novembro",
            "Sexta, 20 de novembro",
            "Sábado, 1 de março de 2025",
        ],
    );
    assert_eq!(
        days(Language::En),
        [
            "Today, Sunday, November 22",
            "Yesterday, Saturday, November 21",
            "Friday, November 20",
            "Saturday, March 1, 2025",
        ],
    );
    assert_eq!(
        days(Language::Es),
        [
            "Hoy, domingo, 22 de noviembre",
            "Ayer, sábado, 21 de noviembre",
            "Viernes, 20 de noviembre",
            "Sábado, 1 de marzo de 2025",
        ],
    );
}

#[test]
fn an_entry_carries_the_marks_that_others_read() {
    let page = one("status", json!("CONNECTED"), json!("FLAGGED")).page(Language::PtBr);
    let [item] = items(&page).try_into().expect("one entry");
    let at = world::ago(60).as_millis().to_string();
    for (mark, value) in [
        ("data-seq", "7"),
        ("data-node", "phone_number:106540352242922"),
        ("data-field", "status"),
        ("data-value", "FLAGGED"),
        ("data-how", "read"),
        ("data-at", at.as_str()),
    ] {
        assert_eq!(item.get(mark), Some(value), "{mark}");
    }
    assert_eq!(item.name, "li");
    let gone = one("status", json!("CONNECTED"), Value::Null).page(Language::PtBr);
    assert_eq!(items(&gone)[0].get("data-value"), Some("null"));
}

/// A page of the second account's, narrowed by everything.
fn narrowed(subject: Option<Subject>, is_first: bool) -> String {
    let mut timeline = Timeline::of_state("typical");
    timeline.is_first = is_first;
    timeline.next = Some(121);
    let mut frame = world::frame(Language::PtBr, "/activity", &timeline.world.scope);
    frame.wabas[0].is_current = true;
    let narrowed = Narrowed { subject, number: Some(COBRANCA), days: Some(30) };
    timeline.page_in(&frame, narrowed)
}

#[test]
fn each_subject_is_a_link_that_keeps_the_other_filters_and_leaves_the_page() {
    for chosen in std::iter::once(None).chain(Subject::ALL.into_iter().map(Some)) {
        let page = narrowed(chosen, false);
        let chips: Vec<Tag> =
            tags(&page).into_iter().filter(|tag| tag.get("class") == Some("chip")).collect();
        assert_eq!(chips.len(), 1 + Subject::ALL.len());
        let subjects = std::iter::once(None).chain(Subject::ALL.into_iter().map(Some));
        for (chip, subject) in chips.iter().zip(subjects) {
            let word = subject.map(|s| format!("subject={}&#38;", s.as_str())).unwrap_or_default();
            let href = format!("/activity?{word}number={COBRANCA}&#38;days=30&#38;waba={WABA}");
            assert_eq!(chip.get("href"), Some(href.as_str()));
            let is_current = (subject == chosen).then_some("true");
            assert_eq!(chip.get("aria-current"), is_current, "{href}");
        }
    }
}

#[test]
fn pages_follow_one_another_with_their_filters() {
    let links = |page: &str| -> Vec<(String, Option<String>)> {
        let foot = page.split("<nav class=\"panel__foot\"").nth(1).unwrap_or_default();
        let foot = foot.split("</nav>").next().unwrap_or_default().to_owned();
        let links = tags(&foot).into_iter().filter(|tag| tag.name == "a");
        links
            .map(|tag| {
                let rel = tag.get("rel").map(str::to_owned);
                (tag.get("href").unwrap_or_default().to_owned(), rel)
            })
            .collect()
    };
    let kept = format!("/activity?subject=quality&#38;number={COBRANCA}&#38;days=30");
    let waba = format!("&#38;waba={WABA}");
    let older = (format!("{kept}&#38;cursor=121{waba}"), Some("next".to_owned()));
    let start = (format!("{kept}{waba}"), None);
    let subject = Some(Subject::Quality);
    assert_eq!(links(&narrowed(subject, true)), vec![older.clone()]);
    assert_eq!(links(&narrowed(subject, false)), [start, older]);
    let whole = Timeline { next: None, ..Timeline::of_state("typical") };
    assert!(links(&whole.page(Language::PtBr)).is_empty());
    let is_live = |page: String| {
        let tags = tags(&page);
        let list = tags.iter().find(|tag| tag.get("id") == Some("timeline"));
        list.expect("a list").get("data-live").is_some()
    };
    assert!(is_live(narrowed(None, true)));
    assert!(!is_live(narrowed(None, false)), "what was paged to stays");
}

#[test]
fn the_form_keeps_subject_and_account_and_shows_what_was_asked_for() {
    let page = narrowed(Some(Subject::Limit), true);
    let form = page.split("<form class=\"narrow\"").nth(1).and_then(|f| f.split("</form>").next());
    let tags = tags(form.expect("a form"));
    let inputs = tags.iter().filter(|tag| tag.name == "input");
    let hidden: Vec<_> = inputs.map(|tag| (tag.get("name"), tag.get("value"))).collect();
    assert_eq!(
        hidden,
        [(Some("waba"), Some(WABA)), (Some("subject"), Some("limit"))],
        "and no cursor"
    );
    let selected = |page: &str| -> Vec<String> {
        let options =
            crate::html::tags(page).into_iter().filter(|tag| tag.get("selected").is_some());
        options.map(|tag| tag.get("value").unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(selected(&page), [COBRANCA, "30"]);
    assert!(page.contains("Cobrança · +55 21 95555-0164</option>"));
    let timeline = Timeline::of_state("typical");
    assert_eq!(selected(&timeline.page(Language::PtBr)), ["", ""]);
    let foreign = Narrowed { subject: None, number: Some("1<2"), days: Some(3) };
    let page = timeline.page_where(foreign);
    assert!(page.contains("<option value=\"1&#60;2\" selected>1&#60;2</option>"));
    assert!(page.contains("<option value=\"3\" selected>Últimos 3 dias</option>"));
    assert!(page.contains(">Último dia</option>"));
}

#[test]
fn a_list_without_changes_says_why() {
    let mut timeline = Timeline::of_state("empty");
    let said = |timeline: &Timeline, narrowed| {
        let page = timeline.page_where(narrowed);
        texts(&page, "<h2>", "</h2>").join("|")
    };
    let quality = Narrowed { subject: Some(Subject::Quality), ..Narrowed::default() };
    assert_eq!(said(&timeline, Narrowed::default()), "Nenhuma mudança ainda");
    assert!(timeline.page(Language::PtBr).contains("href=\"/connect\">Conectar um número"));
    assert_eq!(said(&timeline, quality), "Nenhuma mudança com estes filtros");
    assert!(
        timeline.page_where(quality).contains("<a class=\"btn\" href=\"/activity\">Limpar filtros")
    );
    timeline.is_first = false;
    assert_eq!(said(&timeline, quality), "Não há mudanças mais antigas");
    assert!(timeline.page_where(quality).contains("href=\"/activity?subject=quality\">"));
    let page = told(Vec::new()).page(Language::PtBr);
    assert!(!page.contains("Conectar um número</a></div>"), "an account is connected");
    assert!(page.contains("farol changes export --data DIR"));
}

#[test]
fn every_entry_says_whose_doing_it_was_or_how_it_was_heard() {
    let sources = |how, by: Option<&str>| {
        let values = (json!("a"), json!("b"));
        let mut entry = entry(7, 60, Node::profile(VENDAS), "about", values, how);
        entry.by = by.map(str::to_owned);
        let page = told(vec![entry]).page(Language::PtBr);
        let mut said = texts(&page, "<div class=\"sources\">", "<details");
        said.truncate(1);
        (said.concat(), page)
    };
    let (read, page) = sources(How::Read, None);
    assert_eq!(read, "Meta, há 1 min · via consulta");
    assert!(page.contains("<summary>Ver o valor como a Meta o informou</summary>"));
    let (webhook, page) = sources(How::Webhook, None);
    assert_eq!(webhook, "Meta, há 1 min · via webhook");
    assert!(page.contains("<summary>Ver o que a Meta enviou</summary>"));
    let (person, _) = sources(How::Operator, Some("Marina <b> Tavares"));
    assert_eq!(person, "Ação no Farol, por Marina &#60;b&#62; Tavares · há 1 min");
    assert_eq!(sources(How::Operator, None).0, "Ação no Farol · há 1 min");
    let (both, _) = sources(How::Read, Some("Marina"));
    assert_eq!(both, "Meta, há 1 min · via consulta Ação no Farol, por Marina");
    let (_, computed) = sources(How::Computed, None);
    assert!(computed.contains("class=\"own-tag\""));
    assert!(computed.contains("Cálculo do Farol</span>"));
    assert!(computed.contains("data-how=\"computed\""));
    assert!(!computed.contains("Meta, <time"), "what Farol computes is not Meta's");
}

#[test]
fn metas_document_is_laid_out_when_it_is_whole_and_is_never_markup() {
    let shown = |evidence: &str| {
        let mut timeline = one("status", json!("CONNECTED"), json!("FLAGGED"));
        timeline.entries[0].change.evidence = Some(evidence.to_owned());
        let page = timeline.page(Language::PtBr);
        let code = page.split("<pre class=\"code\"><code>").nth(1).expect("the document");
        let code = code.split("</code></pre>").next().unwrap_or_default().to_owned();
        (code, page.contains("O trecho guardado termina aqui."))
    };
    let (code, is_cut) = shown("{\"status\":\"<script>\"}");
    assert_eq!(code, "{\n  &#34;status&#34;: &#34;&#60;script&#62;&#34;\n}");
    assert!(!is_cut);
    let whole = format!("{{\"errors\":\"</code>{}", "é".repeat(2_000));
    let (code, is_cut) = shown(&whole[..Change::EVIDENCE_BYTES]);
    assert!(
        code.starts_with("{&#34;errors&#34;:&#34;&#60;/code&#62;é"),
        "it stands as it was kept"
    );
    assert!(is_cut);
    assert!(!shown("not json").1, "a short text was not cut");
    let mut without = one("status", json!("CONNECTED"), json!("FLAGGED"));
    without.entries[0].change.evidence = None;
    assert!(!without.page(Language::PtBr).contains("<details"));
}

#[test]
fn of_two_with_one_name_each_is_told_apart() {
    let mut timeline = told(vec![
        entry(3, 60, Node::phone_number(VENDAS), "status", (Value::Null, json!("x")), How::Read),
        entry(2, 60, Node::phone_number(COBRANCA), "status", (Value::Null, json!("x")), How::Read),
        entry(
            1,
            60,
            Node::new(NodeKind::MessageTemplate, PROMO),
            "status",
            (Value::Null, json!("x")),
            How::Read,
        ),
    ]);
    let whose = |timeline: &Timeline| {
        texts(&timeline.page(Language::PtBr), "<div class=\"whose\">", "</div>")
    };
    assert_eq!(
        whose(&timeline),
        ["Vendas · Estado", "Cobrança · Estado", "promo_novembro modelo · Estado"]
    );
    let scope = &mut timeline.world.scope;
    world::set(&mut scope.numbers[1], "verified_name", json!("Vendas"), 12);
    world::set(&mut scope.templates[1], "name", json!("promo_novembro"), 12);
    assert_eq!(
        whose(&timeline),
        [
            "Vendas +55 11 95555-0142 · Estado",
            "Cobrança · Estado",
            "promo_novembro modelo · pt_BR · Estado"
        ]
    );
}
