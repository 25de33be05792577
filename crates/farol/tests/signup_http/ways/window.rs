//! The 14 days to register: counted down, then a new login.

use std::time::Duration;

use domain::signup::{Obstacle, Stage};
use serde_json::json;

use crate::console;
use crate::desk::{BIG_WABA, Desk, UNREGISTERED, finish};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test]
async fn after_fourteen_days_a_new_login_registers_what_an_old_one_could_not() {
    let desk = Desk::open().await;
    let number = format!("numbers/{UNREGISTERED}");
    desk.control(&number, &json!({"registration_error": "133005"})).await;
    let id = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::PinMismatch);
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("14 dias depois do login"), "the countdown");
    desk.later(DAY * 13).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::PinMismatch);
    let asked = desk.count(&format!("POST {UNREGISTERED}/register")).await;
    desk.later(DAY).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::WindowOver);
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("Passaram os 14 dias") && page.contains("href=\"#login\""));
    desk.control(&number, &json!({"registration_error": null})).await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", "123456")]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.count(&format!("POST {UNREGISTERED}/register")).await, asked, "too late");
    let code = json!({"code_verification_status": "VERIFIED"});
    desk.control(&number, &code).await;
    let again = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.signup(&again).await.stage, Stage::Awaiting);
}
