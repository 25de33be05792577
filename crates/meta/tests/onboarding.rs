//! Calls that bring an account and its number in (META 1.3): what is printed, what is read, and
//! what Meta's refusals say.

use http::Method;
use meta::graph::{
    AskAppToken, Call, CodeMethod, ExchangeCode, Register, RequestCode, Subscriptions, VerifyCode,
    read_answer,
};
use meta::{AppId, GraphError, PhoneNumberId};
use serde_json::{Value, json};

const SECRET: &str = "0123456789abcdef";
const CODE: &str = "AQBx-y_Z0123456789";

fn form<C: Call>(call: &C) -> (Method, String, String) {
    let request = call.request().to_http("http://meta.test/v25.0").expect("an address");
    let body = String::from_utf8(request.body().to_vec()).expect("a form");
    (request.method().clone(), request.uri().to_string(), body)
}

fn read<C: Call>(call: &C, status: u16, answer: Value) -> Result<C::Reply, GraphError> {
    read_answer(call, status, answer.to_string().as_bytes())
}

#[test]
fn a_code_is_exchanged_by_the_apps_secret_in_the_query() {
    let app = AppId::new("670843887433847");
    let call = ExchangeCode { client_id: &app, client_secret: SECRET, code: CODE };
    let (method, uri, body) = form(&call);
    assert_eq!((method, body.as_str()), (Method::GET, ""));
    assert_eq!(
        uri,
        "http://meta.test/v25.0/oauth/access_token?client_id=670843887433847\
         &client_secret=0123456789abcdef&code=AQBx%2Dy%5FZ0123456789"
    );
    let bearer = |more: Value| {
        let mut answer = json!({"access_token": "EAAx", "token_type": "bearer"});
        answer["expires_in"] = more;
        read(&call, 200, answer).expect("a token")
    };
    assert_eq!(bearer(json!(5_183_944)).expires_in, Some(5_183_944));
    let endless = bearer(Value::Null);
    assert_eq!((endless.access_token.as_str(), endless.expires_in), ("EAAx", None));
    for answer in [json!({}), json!({"access_token": ""}), json!({"access_token": 1}), json!([])] {
        let error = read(&call, 200, answer).expect_err("no token");
        assert_eq!(error.name(), "unreadable");
    }
}

#[test]
fn the_apps_own_token_is_asked_for_by_id_and_secret() {
    let app = AppId::new("670843887433847");
    let call = AskAppToken { client_id: &app, client_secret: SECRET };
    let (method, uri, body) = form(&call);
    assert_eq!((method, body.as_str()), (Method::GET, ""));
    assert_eq!(
        uri,
        "http://meta.test/v25.0/oauth/access_token?client_id=670843887433847\
         &client_secret=0123456789abcdef&grant_type=client%5Fcredentials"
    );
    let answer = json!({"access_token": "670843887433847|x", "token_type": "bearer"});
    assert_eq!(read(&call, 200, answer).expect("a token").access_token, "670843887433847|x");
    assert!(read(&call, 200, json!({"token_type": "bearer"})).is_err());
    assert!(!format!("{call:?} {:?}", call.request()).contains(SECRET));
}

#[test]
fn a_subscription_tells_its_fields_or_none() {
    let app = AppId::new("6");
    let field = json!({"name": "messages", "version": "v25.0"});
    let with = json!({"object": "whatsapp_business_account", "active": true, "fields": [field]});
    let without = json!({"object": "page"});
    let answer = json!({"data": [with, without]});
    let found = read(&Subscriptions { app: &app }, 200, answer).expect("subscriptions");
    let names: Vec<&str> = found[0].fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["messages"]);
    assert!(found[1].fields.is_empty() && !found[1].active);
}

#[test]
fn no_secret_is_in_what_debugging_prints() {
    let app = AppId::new("6");
    let phone = PhoneNumberId::new("1");
    let exchange = ExchangeCode { client_id: &app, client_secret: SECRET, code: CODE };
    let register = Register { phone_number: &phone, pin: "271604" };
    let verify = VerifyCode { phone_number: &phone, code: "123830" };
    let token = json!({"access_token": "EAAGm0PX4ZCpsBAKz9xx"});
    let token = read(&exchange, 200, token).expect("a token");
    let shown = format!(
        "{:?} {:?} {:?} {token:?}",
        exchange.request(),
        register.request(),
        verify.request()
    );
    for secret in [SECRET, CODE, "271604", "123830", "EAAGm0PX"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("client_secret") && shown.contains("1/register"), "{shown}");
}

#[test]
fn a_number_is_asked_for_a_code_verified_and_registered_by_forms() {
    let phone = PhoneNumberId::new("106540352242922");
    let path = |edge: &str| format!("http://meta.test/v25.0/106540352242922/{edge}");
    let register = Register { phone_number: &phone, pin: "271604" };
    assert_eq!(
        form(&register),
        (Method::POST, path("register"), "messaging_product=whatsapp&pin=271604".to_owned())
    );
    for (method, name) in [(CodeMethod::Sms, "SMS"), (CodeMethod::Voice, "VOICE")] {
        let request = RequestCode { phone_number: &phone, method, language: "pt_BR" };
        assert_eq!(
            form(&request),
            (Method::POST, path("request_code"), format!("code_method={name}&language=pt%5FBR"))
        );
    }
    let verify = VerifyCode { phone_number: &phone, code: "123830" };
    assert_eq!(form(&verify), (Method::POST, path("verify_code"), "code=123830".to_owned()));
    read(&register, 200, json!({"success": true})).expect("success");
    // One description of Meta's adds the id.
    read(&verify, 200, json!({"success": true, "id": "106540352242922"})).expect("success");
    for answer in [json!({"success": false}), json!({}), json!(true)] {
        assert!(read(&register, 200, answer).is_err());
    }
}

#[test]
fn each_edge_has_the_name_that_its_path_has() {
    assert_eq!(ExchangeCode::EDGE, "oauth/access_token");
    assert_eq!(
        [Register::EDGE, RequestCode::EDGE, VerifyCode::EDGE],
        ["register", "request_code", "verify_code"]
    );
}

#[test]
fn a_refusal_keeps_metas_code_and_subcode() {
    let phone = PhoneNumberId::new("1");
    let call = Register { phone_number: &phone, pin: "271604" };
    let refusal = |code: i64, subcode: Option<i64>| {
        let mut error = json!({"code": code, "message": "m"});
        if let Some(subcode) = subcode {
            error["error_subcode"] = json!(subcode);
        }
        read(&call, 400, json!({ "error": error })).expect_err("a refusal")
    };
    for (code, subcode) in [
        (100, Some(36_007)),
        (100, Some(36_009)),
        (100, Some(2_388_001)),
        (133_005, None),
        (133_006, None),
        (133_016, None),
    ] {
        let error = refusal(code, subcode);
        // Waiting a little brings nothing: ten registrations are for 72 hours.
        assert_eq!((error.name(), error.is_transient()), ("refused", false), "{error}");
        assert_eq!((error.code(), error.subcode()), (Some(code), subcode));
    }
    let dead = refusal(190, Some(463));
    assert_eq!((dead.code(), dead.subcode()), (Some(190), Some(463)));
    assert_eq!(refusal(200, None).code(), Some(200));
    assert_eq!(refusal(4, None).code(), Some(4));
    assert_eq!(refusal(2, None).code(), Some(2));
    // Three codes mean that it is not there; none of them is kept.
    for (code, subcode) in [(100, Some(33)), (33, None), (803, None)] {
        let gone = refusal(code, subcode);
        assert_eq!((gone.name(), gone.code(), gone.subcode()), ("not_found", None, None));
    }
}

#[test]
fn an_answer_without_metas_code_has_none() {
    let phone = PhoneNumberId::new("1");
    let call = Register { phone_number: &phone, pin: "271604" };
    for status in [400, 429, 500, 503] {
        let error = read_answer(&call, status, b"<html>").expect_err("no reply");
        assert_eq!((error.code(), error.subcode()), (None, None), "{error}");
    }
    let unanswered = GraphError::Unanswered { reason: "it took too long".to_owned() };
    assert_eq!((unanswered.code(), unanswered.subcode()), (None, None));
}
