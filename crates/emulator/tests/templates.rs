//! Message templates: the edge, the node, their health, the webhooks, and control over them.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use emulator::Settings;
use serde_json::{Value, json};
use stand::{ATACADO, AURORA, BRASIL, CASA_IPE, Callback, Stand, eventually};

const PROMO: &str = "1204857736119218";
const CODIGO: &str = "1237719460358825";
const FIELDS: &str = "message_template_status_update,message_template_quality_update,\
                      template_category_update";

async fn names(stand: &Stand, query: &str) -> Vec<String> {
    let page = stand.read(&format!("/v25.0/{BRASIL}/message_templates?{query}")).await;
    page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|template| template["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn health(stand: &Stand, id: &str) -> Value {
    stand.read(&format!("/v25.0/{id}?fields=health_status")).await["health_status"].clone()
}

#[tokio::test]
async fn a_wabas_templates_are_listed_and_its_numbers_are_not_among_them() {
    let stand = Stand::new();
    let all = names(&stand, "").await;
    assert_eq!(all, ["promo_novembro", "pedido_enviado", "segunda_via_boleto", "codigo_de_acesso"]);
    for waba in [ATACADO, AURORA] {
        let page = stand.read(&format!("/v25.0/{waba}/message_templates")).await;
        assert_eq!(page["data"].as_array().unwrap().len(), 1);
    }
    let numbers = stand.read(&format!("/v25.0/{BRASIL}/phone_numbers?fields=id")).await;
    assert_eq!(numbers["data"].as_array().unwrap().len(), 4);
    assert!(!numbers.to_string().contains(PROMO));
    let nested =
        format!("/v25.0/{BRASIL}?fields=message_templates.limit(1).category(UTILITY){{name}}");
    let nested = stand.read(&nested).await["message_templates"].clone();
    assert_eq!(nested["data"][0]["name"], "pedido_enviado");
    assert!(nested["paging"]["next"].is_string());
}

#[tokio::test]
async fn a_template_has_its_defaults_and_the_fields_that_were_asked_for() {
    let stand = Stand::new();
    for path in [format!("/v25.0/{PROMO}"), format!("/v25.0/{BRASIL}/message_templates?limit=1")] {
        let answer = stand.read(&path).await;
        let template = answer.pointer("/data/0").unwrap_or(&answer);
        let keys: Vec<&str> = template.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.join(" "), "category components id language name parameter_format status");
    }
    let fields = "name,language,category,status,quality_score,rejected_reason,correct_category";
    assert_eq!(
        stand.read(&format!("/v25.0/{PROMO}?fields={fields}")).await,
        json!({
            "id": PROMO,
            "name": "promo_novembro",
            "language": "pt_BR",
            "category": "MARKETING",
            "status": "APPROVED",
            "quality_score": {"score": "GREEN", "date": 1_759_255_200},
            "rejected_reason": "NONE",
        })
    );
    let unknown = stand.graph("GET", &format!("/v25.0/{PROMO}?fields=colour")).await;
    assert_eq!((unknown.status.as_u16(), unknown.code()), (400, 100));
    let foreign = stand.emulator.waba_token(ATACADO).unwrap();
    let refused = stand.graph_as(&foreign, "GET", &format!("/v25.0/{PROMO}")).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (403, 200));
}

#[tokio::test]
async fn filters_choose_and_an_unknown_value_of_an_enum_is_refused() {
    let stand = Stand::new();
    stand.set(&format!("templates/{PROMO}"), json!({"status": "PAUSED", "quality": "RED"})).await;
    for (query, wanted) in [
        ("status=PAUSED", "promo_novembro"),
        ("status=[%22PAUSED%22,%22APPROVED%22]&category=MARKETING", "promo_novembro"),
        ("status=APPROVED&category=AUTHENTICATION", "codigo_de_acesso"),
        ("quality_score=RED", "promo_novembro"),
        ("quality_score=UNKNOWN", "codigo_de_acesso"),
        ("language=en_US", ""),
        ("name=pedido_enviado", "pedido_enviado"),
        ("name=pedido", ""),
        ("name_or_content=SEGUNDA", "segunda_via_boleto"),
        ("name_or_content=acompanhar", "pedido_enviado"),
        ("name_or_content=%22%27;--", ""),
    ] {
        assert_eq!(names(&stand, query).await.join(" "), wanted, "{query}");
    }
    for query in ["status=APROVED", "category=SPAM", "quality_score=BLUE"] {
        let answer = stand.graph("GET", &format!("/{BRASIL}/message_templates?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100), "{query}");
    }
}

#[tokio::test]
async fn pages_keep_their_filter_and_outlive_what_their_cursor_named() {
    let stand = Stand::new();
    let path = format!("/v25.0/{BRASIL}/message_templates?limit=1&status=APPROVED&fields=name");
    let first = stand.read(&path).await;
    assert_eq!(first["data"][0]["name"], "promo_novembro");
    // What the cursor names is no longer wanted when the next page is asked for.
    stand.set(&format!("templates/{PROMO}"), json!({"status": "PAUSED"})).await;
    let mut seen = Vec::new();
    let mut next = first["paging"]["next"].clone();
    let mut last = Value::Null;
    while let Some(link) = next.as_str() {
        let path = link.strip_prefix("http://127.0.0.1:8081").unwrap();
        last = stand.read(path).await;
        seen.push(last["data"][0]["name"].as_str().unwrap().to_owned());
        next = last["paging"]["next"].clone();
    }
    assert_eq!(seen, ["pedido_enviado", "segunda_via_boleto", "codigo_de_acesso"]);
    let back = last["paging"]["previous"].as_str().unwrap();
    let back = stand.read(back.strip_prefix("http://127.0.0.1:8081").unwrap()).await;
    assert_eq!(back["data"][0]["name"], "segunda_via_boleto");
}

#[tokio::test]
async fn a_bad_cursor_has_an_error_of_its_own_from_v24_on() {
    let stand = Stand::new();
    for cursor in ["after=bm9wZQ==", "before=%F0%9F%8C%B3", "after=MTA0ODU3NzM2MTE5MjAz"] {
        for (version, code) in [("/v23.0", 100), ("/v24.0", 131_059), ("", 131_059)] {
            let path = format!("{version}/{BRASIL}/message_templates?{cursor}");
            let answer = stand.graph("GET", &path).await;
            assert_eq!((answer.status.as_u16(), answer.code()), (400, code), "{path}");
        }
    }
}

#[tokio::test]
async fn a_templates_health_follows_its_status_and_what_is_above_it() {
    let stand = Stand::new();
    let well = health(&stand, PROMO).await;
    assert_eq!(well["can_send_message"], "AVAILABLE");
    let entities = well["entities"].as_array().unwrap();
    let kinds: Vec<&str> =
        entities.iter().map(|entity| entity["entity_type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["MESSAGE_TEMPLATE", "WABA", "BUSINESS", "APP"]);
    assert_eq!(entities[0]["id"], PROMO);
    assert!(entities[0].get("can_receive_call_sip").is_none());
    let control = format!("templates/{PROMO}");
    for (status, code) in [
        ("PENDING", 141_002),
        ("REJECTED", 141_002),
        ("PAUSED", 132_015),
        ("DISABLED", 132_016),
        ("SOMETHING_NEW", 141_002),
    ] {
        stand.set(&control, json!({"status": status})).await;
        let blocked = health(&stand, PROMO).await;
        assert_eq!(blocked["can_send_message"], "BLOCKED", "{status}");
        assert_eq!(blocked["entities"][0]["errors"][0]["error_code"], code, "{status}");
    }
    stand.set(&control, json!({"status": "PENDING"})).await;
    let error = health(&stand, PROMO).await["entities"][0]["errors"][0].clone();
    assert_eq!(
        error,
        json!({
            "error_code": 141_002,
            "error_description": "Message templates can only be sent out if they are approved.",
            "possible_solution": "Edit or appeal the message template review decision.",
        })
    );
    // Nothing of a template is on the way of a number's message.
    assert_eq!(health(&stand, stand::COBRANCA).await["can_send_message"], "AVAILABLE");
    // By hand wins until it is said to be available.
    stand.set(&control, json!({"status": "APPROVED", "additional_info": ["slow"]})).await;
    let limited = health(&stand, PROMO).await;
    assert_eq!(limited["entities"][0]["additional_info"], json!(["slow"]));
    stand.set(&control, json!({"can_send_message": "AVAILABLE"})).await;
    let limit = json!({"can_send_message": "LIMITED", "additional_info": ["x"]});
    stand.set(&format!("businesses/{CASA_IPE}"), limit).await;
    assert_eq!(health(&stand, PROMO).await["can_send_message"], "LIMITED");
}

#[tokio::test]
async fn control_takes_any_value_and_no_unknown_key() {
    let stand = Stand::new();
    let control = format!("templates/{PROMO}");
    let hostile = "\u{202e}<script>alert('ê')</script>\u{0}\n\"}";
    let body = json!({"status": hostile, "quality": "PURPLE", "rejected_reason": hostile});
    let changed = stand.set(&control, body).await;
    assert_eq!((&changed["status"], &changed["quality"]), (&json!(hostile), &json!("PURPLE")));
    let fields = "status,quality_score,rejected_reason";
    let read = stand.read(&format!("/v25.0/{PROMO}?fields={fields}")).await;
    assert_eq!((&read["status"], &read["rejected_reason"]), (&json!(hostile), &json!(hostile)));
    assert_eq!(read["quality_score"]["score"], "PURPLE");
    let before = stand.emulator.world();
    for (body, field) in [
        (json!({"status": "PAUSED", "colour": "red"}), "colour"),
        (json!({"reasons": ["SPAM"]}), "reasons"),
        (json!({"status": 5}), "status"),
        (json!({"errors": [{"x": 1}]}), "errors[0].x"),
    ] {
        let answer = stand.control(&control, body).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.json()["error"]["field"], field);
    }
    assert_eq!(stand.emulator.world()["businesses"], before["businesses"]);
    for id in ["42", BRASIL, stand::COBRANCA] {
        assert_eq!(stand.control(&format!("templates/{id}"), json!({})).await.status, 404);
    }
    assert_eq!(stand.control(&format!("numbers/{PROMO}"), json!({})).await.status, 404);
}

#[tokio::test]
async fn status_quality_and_category_are_told_by_webhook() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, FIELDS).await;
    let running = stand.run();
    let control = format!("templates/{PROMO}");
    let mut count = 0;
    for (body, field, wanted) in [
        (
            json!({"quality": "YELLOW"}),
            "message_template_quality_update",
            json!({"previous_quality_score": "GREEN", "new_quality_score": "YELLOW"}),
        ),
        (
            json!({"status": "PAUSED", "quality": "YELLOW"}),
            "message_template_status_update",
            json!({"event": "PAUSED", "reason": "NONE", "other_info": {"title": "FIRST_PAUSE"}}),
        ),
        (
            json!({"status": "APPROVED"}),
            "message_template_status_update",
            json!({"event": "APPROVED", "reason": "NONE", "other_info": {"title": "UNPAUSE"}}),
        ),
        (
            json!({"status": "PAUSED"}),
            "message_template_status_update",
            json!({"event": "PAUSED", "other_info": {"title": "SECOND_PAUSE"}}),
        ),
        (
            json!({"status": "REJECTED", "rejected_reason": "INVALID_FORMAT"}),
            "message_template_status_update",
            json!({"event": "REJECTED", "reason": "INVALID_FORMAT"}),
        ),
        (
            json!({"status": "DISABLED"}),
            "message_template_status_update",
            json!({"event": "DISABLED", "reason": "NONE", "other_info": {"title": "DISABLED"}}),
        ),
        (
            json!({"category": "UTILITY"}),
            "template_category_update",
            json!({"previous_category": "MARKETING", "new_category": "UTILITY"}),
        ),
    ] {
        stand.set(&control, body).await;
        count += 1;
        let change = callback.wait_for(count).await[count - 1].change();
        assert_eq!(change["field"], field);
        let value = &change["value"];
        assert_eq!(value["message_template_id"], json!(1_204_857_736_119_218_u64));
        assert_eq!(value["message_template_name"], "promo_novembro");
        assert_eq!(value["message_template_language"], "pt_BR");
        for (key, wanted) in wanted.as_object().unwrap() {
            match wanted.get("title") {
                Some(title) => assert_eq!(value[key]["title"], *title),
                None => assert_eq!(value[key], *wanted, "{key}"),
            }
        }
        assert_eq!(value.get("disable_info").is_some(), value["event"] == "DISABLED");
    }
    let read = stand.read(&format!("/v25.0/{PROMO}?fields=previous_category")).await;
    assert_eq!(read["previous_category"], "MARKETING");
    // What says the same again, or is only health, is told to no one.
    stand.set(&control, json!({"status": "DISABLED", "quality": "YELLOW"})).await;
    stand.set(&control, json!({"can_send_message": "LIMITED"})).await;
    eventually(|| stand.emulator.pending_webhooks() == 0).await;
    assert_eq!(callback.arrived().len(), count);
    running.stop().await;
}

#[tokio::test]
async fn the_world_shows_templates_a_restart_keeps_them_and_a_reset_restores_them() {
    let file = std::env::temp_dir().join(format!("emulator-tpl-{}.json", std::process::id()));
    let settings = || Settings { state_file: Some(file.clone()), ..Settings::default() };
    let stand = Stand::with(settings());
    let shown = |stand: &Stand| {
        stand.emulator.world()["businesses"][0]["wabas"][0]["message_templates"].clone()
    };
    let seeded = shown(&stand);
    assert_eq!(
        seeded[3],
        json!({
            "id": CODIGO,
            "name": "codigo_de_acesso",
            "language": "pt_BR",
            "category": "AUTHENTICATION",
            "status": "APPROVED",
            "quality": "UNKNOWN",
            "can_send_message": "AVAILABLE",
            "errors": [],
        })
    );
    stand.set(&format!("templates/{PROMO}"), json!({"status": "PAUSED", "quality": "RED"})).await;
    stand.emulator.save().await;
    let again = Stand::with(settings());
    assert_eq!(shown(&again), shown(&stand));
    assert_eq!(shown(&again)[0]["errors"][0]["error_code"], 132_015);
    again.set("reset", json!({})).await;
    assert_eq!(shown(&again), seeded);
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn a_state_file_from_before_the_templates_still_opens() {
    let file = std::env::temp_dir().join(format!("emulator-old-{}.json", std::process::id()));
    let settings = || Settings { state_file: Some(file.clone()), ..Settings::default() };
    Stand::with(settings()).emulator.save().await;
    let mut saved: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    saved["version"] = json!(1);
    let nodes = saved["world"]["nodes"].as_object_mut().unwrap();
    nodes.retain(|_, node| node["kind"] != "template");
    for node in nodes.values_mut() {
        node.as_object_mut().unwrap().retain(|key, _| key != "templates" && key != "pauses");
    }
    std::fs::write(&file, saved.to_string()).unwrap();
    let stand = Stand::with(settings());
    assert!(names(&stand, "").await.is_empty());
    assert_eq!(
        stand.read(&format!("/{BRASIL}/phone_numbers")).await["data"][3]["id"],
        stand::RECIFE
    );
    // The reset is what brings the seeded ones.
    stand.set("reset", json!({})).await;
    assert_eq!(names(&stand, "").await.len(), 4);
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn a_world_file_may_leave_all_but_the_list_out() {
    let file = std::env::temp_dir().join(format!("emulator-tplworld-{}.json", std::process::id()));
    let waba = |templates: Value| {
        json!({"businesses": [{"id": "5", "wabas": [
            {"id": "77", "phone_numbers": [{"id": "8"}], "message_templates": templates},
        ]}]})
    };
    let open = |world: Value| {
        std::fs::write(&file, world.to_string()).unwrap();
        emulator::Emulator::open(Settings { world_file: Some(file.clone()), ..Settings::default() })
    };
    let with =
        open(waba(json!([{}, {"name": "x", "status": "PENDING", "quality": "RED"}]))).unwrap();
    let without = open(waba(json!([]))).unwrap();
    let templates = &with.world()["businesses"][0]["wabas"][0]["message_templates"];
    assert_eq!(templates[0]["status"], "APPROVED");
    assert_eq!(templates[0]["id"].as_str().unwrap().len(), 15);
    assert_eq!(templates[1]["quality"], "RED");
    assert_eq!(templates[1]["can_send_message"], "BLOCKED");
    // Templates move nothing else: tokens, secrets and minted names are what they were.
    let (mut one, mut other) = (with.world(), without.world());
    for world in [&mut one, &mut other] {
        world["businesses"][0]["wabas"][0]["message_templates"] = Value::Null;
        world["now"] = Value::Null;
    }
    assert_eq!(one, other);
    // A shown world opened again follows its statuses, and is not blocked for ever.
    let again = open(with.world()).unwrap();
    let id = templates[1]["id"].as_str().unwrap();
    let stand = Stand { token: again.system_user_token(), emulator: again };
    stand.set(&format!("templates/{id}"), json!({"status": "APPROVED"})).await;
    assert_eq!(health(&stand, id).await["can_send_message"], "AVAILABLE");
    let error = open(waba(json!([{"colour": 1}]))).err().unwrap().to_string();
    assert!(error.contains("colour"), "{error}");
    std::fs::remove_file(&file).unwrap();
}
