//! One change in words: what a field passed from and to, what a list gained and lost.

use domain::{How, Node, NodeKind};
use serde_json::{Value, json};
use ui::Language;
use ui::view::Entry;

use crate::activity::{one, told};
use crate::changes::{PROMO, Timeline, VENDAS, entry};
use crate::html::texts;
use crate::world::{COBRANCA, WABA};

/// What a change of a field is called.
fn turn(kind: NodeKind, id: &str, field: &str, before: Value, after: Value) -> String {
    let entry = entry(7, 60, Node::new(kind, id), field, (before, after), How::Read);
    let page = told(vec![entry]).page(Language::PtBr);
    texts(&page, "<p class=\"turn\">", "</p>").join("; ")
}

fn of_number(field: &str, before: Value, after: Value) -> String {
    turn(NodeKind::PhoneNumber, COBRANCA, field, before, after)
}

#[test]
fn changes_read_as_sentences() {
    let error = |code: u32, text: &str| json!({"error_code": code, "error_description": text});
    for (field, before, after, sentence) in [
        ("status", json!("CONNECTED"), json!("FLAGGED"), "passou de Conectado para Sinalizado"),
        ("status", Value::Null, json!("PENDING"), "passou a ter Pendente"),
        ("status", json!("PENDING"), Value::Null, "deixou de ter Pendente"),
        ("verified_name", json!("A"), json!("B"), "passou de “A” para “B”"),
        (
            "throughput",
            json!({"level": "HIGH"}),
            json!({"level": "X"}),
            "passou de Alta (até 1.000/s) para X",
        ),
        (
            "errors",
            json!([]),
            json!([error(1, "One."), error(2, "Two.")]),
            "passou a ter 1 “One.”, 2",
        ),
        (
            "errors",
            json!([error(1, "One."), error(2, "Two.")]),
            json!([error(2, "Two.")]),
            "deixou de ter 1 “One.”",
        ),
        (
            "errors",
            json!([error(1, "One.")]),
            json!([error(1, "Other.")]),
            "passou de 1 “One.” para 1 “Other.”",
        ),
        ("errors", Value::Null, json!([]), "segue sem valor; só a resposta da Meta mudou de forma"),
        (
            "additional_info",
            json!(["a", "b"]),
            json!(["b", "c"]),
            "passou a ter “c”; deixou de ter “a”",
        ),
    ] {
        assert_eq!(of_number(field, before, after), sentence, "{field}");
    }
}

#[test]
fn a_quality_that_stays_is_told_by_its_reasons() {
    for (field, before, after, sentence) in [
        (
            "quality_score",
            json!({"score": "GREEN"}),
            json!({"score": "RED", "reasons": ["SPAM", "X"]}),
            "passou de Verde · alta para Vermelho · baixa; motivos: Spam, X",
        ),
        (
            "quality_score",
            json!({"score": "RED", "reasons": ["SPAM"]}),
            json!({"score": "RED", "reasons": ["NO_REASON"]}),
            "segue Vermelho · baixa; motivos que entraram: Nenhum motivo; motivos que saíram: Spam",
        ),
        (
            "quality_score",
            json!({"score": "GREEN", "date": 1}),
            json!({"score": "GREEN", "date": 1_763_300_000}),
            "segue Verde · alta com nova avaliação da Meta em 16 nov, 10:33",
        ),
        (
            "quality_score",
            json!({"score": "GREEN"}),
            json!({"score": "GREEN", "x": 1}),
            "segue Verde · alta com outro detalhe na avaliação da Meta",
        ),
        (
            "quality_score",
            Value::Null,
            json!({"score": "UNKNOWN"}),
            "passou a ter Ainda não definida pela Meta",
        ),
    ] {
        assert_eq!(of_number(field, before, after), sentence, "{field}");
    }
}

#[test]
fn objects_of_accounts_and_profiles_read_as_sentences() {
    let account = |field, before, after| turn(NodeKind::Waba, WABA, field, before, after);
    let profile = |field, before, after| turn(NodeKind::Profile, VENDAS, field, before, after);
    let restriction = "RESTRICTED_BIZ_INITIATED_MESSAGING";
    assert_eq!(
        account(
            "restriction_info",
            Value::Null,
            json!([{"restriction_type": restriction, "expiration": 1_763_600_000}, {"x": 1}]),
        ),
        "passou a ter Não pode iniciar conversas (até 19 nov, 21:53), {&#34;x&#34;:1}"
    );
    assert_eq!(
        account(
            "restriction_info",
            json!([{"restriction_type": restriction, "expiration": 1_763_600_000}]),
            json!([{"restriction_type": restriction, "expiration": "noon"}]),
        ),
        "passou de Não pode iniciar conversas (até 19 nov, 21:53) para Não pode iniciar conversas (até noon)"
    );
    assert_eq!(
        account(
            "violation_info",
            Value::Null,
            json!({"violation_type": "SCAM", "remediation": "Stop."})
        ),
        "passou a ter Golpe “Stop.”"
    );
    assert_eq!(
        account(
            "ban_info",
            json!({"waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "April 17, 2025"}),
            json!({"waba_ban_state": "REINSTATE"}),
        ),
        "passou de Desativação marcada “April 17, 2025” para Reativada"
    );
    assert_eq!(
        account("owner_business_info", json!({"id": "5"}), json!({"id": "5", "name": "Ipê"})),
        "passou de 5 para “Ipê”"
    );
    let (one, two) = ("https://a.example", "https://b.example");
    assert_eq!(profile("websites", json!([one]), json!([one, two])), format!("passou a ter {two}"));
    assert_eq!(
        profile("websites", json!([one, two]), json!([two, one])),
        format!("mudou a ordem, de {one}, {two} para {two}, {one}")
    );
    assert_eq!(profile("profile_picture_url", json!(one), json!(two)), "foto trocada");
    assert_eq!(profile("profile_picture_url", Value::Null, json!(two)), "passou a ter foto");
    assert_eq!(profile("email", json!("a@b.example"), json!("")), "deixou de ter a@b.example");
    let many: Vec<String> = (0..15).map(|n| n.to_string()).collect();
    assert!(account("additional_info", Value::Null, json!(many)).ends_with("“11”, mais 3"));
}

#[test]
fn what_a_webhook_announced_is_told_in_its_own_words() {
    let template = |after| {
        turn(NodeKind::MessageTemplate, PROMO, "message_template_status_update", json!({}), after)
    };
    let name = |after| of_number("phone_number_name_update", json!({"decision": "PENDING"}), after);
    let alert = |after| of_number("account_alerts", Value::Null, after);
    for (said, expected) in [
        (
            name(json!({"decision": "REJECTED", "requested_verified_name": "Ana",
                "rejection_reason": "NAME_INDIVIDUAL_ISSUE"})),
            "a Meta informou Recusado, “Ana”, Nome de pessoa",
        ),
        (
            name(json!({"decision": "SHELVED", "rejection_reason": "NAME_TOO_LONG"})),
            "a Meta informou SHELVED, NAME_TOO_LONG",
        ),
        (
            template(json!({"event": "PAUSED", "reason": "NONE",
                "other_info": {"title": "SECOND_PAUSE", "description": "Six hours."}})),
            "a Meta informou Pausado, Segunda pausa “Six hours.”",
        ),
        (
            template(json!({"event": "REJECTED", "reason": "INVALID_FORMAT",
                "rejection_info": {"reason": "No body.", "recommendation": "Add one."}})),
            "a Meta informou Recusado, Formato inválido, “No body.”, “Add one.”",
        ),
        (
            template(json!({"event": "DISABLED", "disable_info": {"disable_date": 1_763_300_000}})),
            "a Meta informou Desativado, 1763300000",
        ),
        (
            alert(json!({"alert_type": "PROFILE_PICTURE_LOST", "alert_description": "Gone."})),
            "a Meta informou Foto de perfil perdida “Gone.”",
        ),
        (alert(json!({"alert_type": "NEW"})), "a Meta informou NEW"),
        (alert(json!({"alert": 1})), "a Meta informou {&#34;alert&#34;:1}"),
    ] {
        assert_eq!(said, expected);
    }
}

#[test]
fn a_long_text_is_quoted_in_part_and_unfolds_whole() {
    let long = "é & <b> ".repeat(125);
    let values = (json!(long.trim_end()), json!("Curta"));
    let entry = entry(7, 60, Node::profile(VENDAS), "description", values, How::Operator);
    let page = told(vec![entry]).page(Language::PtBr);
    let [said] = texts(&page, "<p class=\"turn\">", "</p>").try_into().expect("one clause");
    assert!(
        said.starts_with("passou de “é &#38; &#60;b&#62; é") && said.ends_with("…” para “Curta”")
    );
    assert_eq!(said.matches('é').count(), 25, "cut at 200 characters");
    let whole = page.split("<summary>Ver os textos inteiros</summary>").nth(1).expect("the whole");
    let whole = whole.split("</details>").next().unwrap_or_default();
    assert!(whole.starts_with("<dl><dt>Antes</dt><dd><q>é &#38;"));
    assert_eq!(whole.matches('é').count(), 125);
    let short = one("verified_name", json!("A"), json!("B")).page(Language::PtBr);
    assert!(!short.contains("Ver os textos inteiros"));
}

#[test]
fn a_thousand_characters_fit_wherever_they_come() {
    let long = "x".repeat(1_000);
    let fields =
        ["status", "name", "errors", "quality_rating", "can_send_message", "vertical", "new"];
    for field in fields {
        for value in
            [json!(long), json!([long]), json!({ &long: long }), json!([{"error_code": long}])]
        {
            let page = one(field, json!(1), value).page(Language::PtBr);
            let turn = texts(&page, "<p class=\"turn\">", "</p>").concat();
            assert!(turn.contains(&"x".repeat(150)), "{field} {turn}");
            assert!(turn.chars().count() < 500, "{field} {turn}");
            assert!(page.contains("Ver os textos inteiros"), "{field}");
        }
    }
    let remark = json!([{"error_code": 1, "error_description": long}]);
    let page = one("errors", Value::Null, remark).page(Language::PtBr);
    assert!(page.contains(&format!("<dd><q lang=\"en\">{long}</q></dd>")));
}

#[test]
fn what_is_not_known_is_shown_as_it_came() {
    let page = told(vec![entry(
        7,
        60,
        Node::phone_number("999"),
        "brand_new",
        (json!(true), json!({"a": [1.50, "é"]})),
        How::Read,
    )])
    .page(Language::PtBr);
    let [whose] = texts(&page, "<div class=\"whose\">", "</div>").try_into().expect("one entry");
    assert_eq!(whose, "999 Número · brand_new");
    assert!(!page.contains("/numbers/999"), "it is no number of these");
    let [said] = texts(&page, "<p class=\"turn\">", "</p>").try_into().expect("one clause");
    assert_eq!(said, "passou de true para {&#34;a&#34;:[1.5,&#34;é&#34;]}");
    for (kind, field) in [
        (NodeKind::Waba, "status"),
        (NodeKind::Waba, "account_review_status"),
        (NodeKind::Waba, "business_verification_status"),
        (NodeKind::PhoneNumber, "status"),
        (NodeKind::PhoneNumber, "quality_rating"),
        (NodeKind::PhoneNumber, "platform_type"),
        (NodeKind::PhoneNumber, "new_name_status"),
        (NodeKind::MessageTemplate, "status"),
        (NodeKind::MessageTemplate, "category"),
        (NodeKind::Profile, "vertical"),
        (NodeKind::Username, "status"),
    ] {
        let said = turn(kind, "1", field, json!("NEVER_SEEN_1"), json!("NEVER_SEEN_2"));
        assert_eq!(said, "passou de NEVER_SEEN_1 para NEVER_SEEN_2", "{kind:?} {field}");
    }
}

/// Every value of an enum that Meta documents, one change each.
fn documented() -> Vec<Entry> {
    use meta::open::{NameDecision, NameRejection, NameStatus, PauseTitle, PhoneNumberStatus};
    use meta::open::{SecurityEvent, TemplateCategory, TemplateEvent, TemplateStatus};
    use meta::open::{UsernameStatus, Vertical};
    fn raw<T: ToString>(known: &[T]) -> Vec<String> {
        known.iter().map(ToString::to_string).collect()
    }
    let listed = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut verticals = raw(Vertical::KNOWN);
    verticals.retain(|value| !Vertical::READ_ONLY.iter().any(|other| other.as_str() == value));
    let inside = |part: &'static str, values: Vec<String>| -> Vec<Value> {
        values.into_iter().map(|value| json!({ part: value })).collect()
    };
    let of_object = |part, text: &str| inside(part, listed(text));
    let why_rejected = raw(NameRejection::KNOWN).into_iter();
    let why_rejected =
        why_rejected.map(|why| json!({"decision": "REJECTED", "rejection_reason": why}));
    let why_rejected = why_rejected.collect();
    let pauses = raw(PauseTitle::KNOWN).into_iter();
    let pauses = pauses.map(|title| json!({"event": "PAUSED", "other_info": {"title": title}}));
    let pauses = pauses.collect();
    let plain = |values: Vec<String>| values.into_iter().map(Value::from).collect();
    let (number, template) = (NodeKind::PhoneNumber, NodeKind::MessageTemplate);
    let values: Vec<(NodeKind, &str, Vec<Value>)> = vec![
        (number, "status", plain(raw(PhoneNumberStatus::KNOWN))),
        (number, "new_name_status", plain(raw(NameStatus::KNOWN))),
        (number, "account_mode", plain(listed("SANDBOX LIVE"))),
        (number, "platform_type", plain(listed("CLOUD_API ON_PREMISE NOT_APPLICABLE"))),
        (number, "code_verification_status", plain(listed("NOT_VERIFIED VERIFIED EXPIRED"))),
        (NodeKind::Waba, "status", plain(listed("ACTIVE PENDING RESTRICTED DISABLED"))),
        (NodeKind::Waba, "account_review_status", plain(listed(REVIEWS))),
        (NodeKind::Waba, "business_verification_status", plain(listed(VERIFICATIONS))),
        (NodeKind::Waba, "ban_info", of_object("waba_ban_state", BANS)),
        (NodeKind::Waba, "restriction_info", of_object("restriction_type", RESTRICTIONS)),
        (NodeKind::Waba, "violation_info", of_object("violation_type", VIOLATIONS)),
        (NodeKind::Business, "verification_status", plain(listed(VERIFICATIONS))),
        (template, "status", plain(raw(TemplateStatus::KNOWN))),
        (template, "category", plain(raw(TemplateCategory::KNOWN))),
        (template, "rejected_reason", plain(listed(REJECTIONS))),
        (NodeKind::Profile, "vertical", plain(verticals)),
        (number, "phone_number_name_update", inside("decision", raw(NameDecision::KNOWN))),
        (number, "phone_number_name_update", why_rejected),
        (template, "message_template_status_update", inside("event", raw(TemplateEvent::KNOWN))),
        (template, "message_template_status_update", pauses),
        (number, "account_alerts", inside("alert_type", listed(ALERTS))),
        (number, "security", inside("event", raw(SecurityEvent::KNOWN))),
        (NodeKind::Username, "status", plain(raw(UsernameStatus::KNOWN))),
    ];
    let all = values.into_iter().flat_map(|(kind, field, values)| {
        values.into_iter().map(move |value| (kind, field, value))
    });
    (1..)
        .zip(all)
        .map(|(seq, (kind, field, value))| {
            entry(seq, 60, Node::new(kind, COBRANCA), field, (Value::Null, value), How::Read)
        })
        .collect()
}

#[test]
fn every_value_that_meta_documents_has_words() {
    let entries = documented();
    assert!(entries.len() > 100);
    let timeline = told(entries);
    for language in Language::ALL {
        let page = timeline.page(language);
        assert!(!page.contains("Unknown localization"), "{}", language.tag());
        for turn in page.split("<p class=\"turn\">").skip(1) {
            let turn = turn.split("</p>").next().unwrap_or_default();
            assert!(!turn.contains("<code>"), "{}: no words for {turn}", language.tag());
            let is_raw =
                |word: &str| word.len() > 4 && word.chars().all(|c| c == '_' || c.is_uppercase());
            let said = texts(&format!("<p>{turn}</p>"), "<p>", "</p>").concat();
            assert!(!said.split(' ').any(is_raw), "{}: no words for {said}", language.tag());
        }
    }
}

#[test]
fn every_known_field_has_words() {
    for language in Language::ALL {
        let page = Timeline::of_state("full").page(language);
        for whose in page.split("<div class=\"whose\">").skip(1) {
            let whose = whose.split("</div>").next().unwrap_or_default();
            let field = whose.rsplit(" · ").next().unwrap_or_default();
            assert!(!field.contains("<code>"), "{}: no words for {field}", language.tag());
        }
    }
}

/// META 2.1.
const REVIEWS: &str = "PENDING APPROVED REJECTED DEFERRED LIMIT_REACHED";

/// META 2.1 and 2.2.
const VERIFICATIONS: &str = "expired failed ineligible not_verified pending \
    pending_need_more_info pending_submission rejected revoked verified";

/// META 7.2, `message_template_status_update`.
const REJECTIONS: &str = "ABUSIVE_CONTENT CATEGORY_NOT_AVAILABLE INCORRECT_CATEGORY \
    INVALID_FORMAT NONE PROMOTIONAL SCAM TAG_CONTENT_MISMATCH";

/// META 7.2, `account_alerts`.
const ALERTS: &str = "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED \
    INCREASED_CAPABILITIES_ELIGIBILITY_FAILED INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO \
    OBA_APPROVED OBA_REJECTED PROFILE_PICTURE_LOST";

/// META 7.2, `DISABLED_UPDATE`.
const BANS: &str = "SCHEDULE_FOR_DISABLE DISABLE REINSTATE";

/// META 7.2, `ACCOUNT_RESTRICTION`.
const RESTRICTIONS: &str = "RESTRICTED_ADD_PHONE_NUMBER_ACTION RESTRICTED_BIZ_INITIATED_MESSAGING \
    RESTRICTED_CUSTOMER_INITIATED_MESSAGING RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING \
    RESTRICTED_BUSINESS_INITIATED_CALLING RESTRICTED_USER_INITIATED_CALLING \
    RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN RESTRICTED_UTILITY_TEMPLATES \
    RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES";

/// META 7.2, `ACCOUNT_VIOLATION`.
const VIOLATIONS: &str = "ADULT ALCOHOL ANIMALS BODY_PARTS_FLUIDS DATING DIGITAL_SERVICES_PRODUCTS \
    DRUGS GAMBLING HEALTHCARE ILLEGAL_PRODUCTS MISLEADING OVERTLY_SEXUALIZED_POSITIONING \
    REAL_FAKE_CURRENCY SCAM SPAM SUPPLEMENTS THIRD_PARTY_INFRINGEMENTS TOBACCO UNAUTHORIZED_MEDIA \
    WEAPONS";
