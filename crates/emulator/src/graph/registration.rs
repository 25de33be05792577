//! A number's way onto the platform as Graph words it: register, deregister, codes, PIN, the sync
//! of the app, and a number added to a WABA.
//!
//! Assumptions, since Meta documents no code for them: a wrong code is 136025, a code that cannot
//! be asked for 136024 with subcode 2388091, and a number of the app refuses as a plain 100.

use serde_json::json;

use super::Step;
use super::call::Call;
use super::error::GraphError;
use super::messages::refused;
use crate::control::key::SYNCS;
use crate::signup::assets;
use crate::state::State;
use crate::webhooks::{self, app_sync};
use crate::world::registration::Refused;
use crate::world::{Node, restriction};

/// `POST /{phone}/register`.
pub fn register(number: &Node, call: &Call) -> Result<Step, GraphError> {
    check_product(call)?;
    let pin = pin(call)?;
    Ok(change(number, move |number, now_s| number.register(&pin, now_s)))
}

/// `POST /{phone}/deregister`.
pub fn deregister(number: &Node) -> Step {
    change(number, Node::deregister)
}

/// `POST /{phone}/request_code`: the SMS or call says `123456`.
pub fn request_code(number: &Node, call: &Call) -> Result<Step, GraphError> {
    if !["SMS", "VOICE"].contains(&call.required("code_method")?) {
        return Err(GraphError::bad_parameter("Param code_method must be one of {SMS, VOICE}"));
    }
    call.required("language")?;
    Ok(change(number, Node::request_code))
}

/// `POST /{phone}/verify_code`.
pub fn verify_code(number: &Node, call: &Call) -> Result<Step, GraphError> {
    let code = call.required("code")?.to_owned();
    Ok(change(number, move |number, now_s| number.verify_code(&code, now_s)))
}

/// `POST /{phone}` with `pin`.
pub fn change_pin(number: &Node, call: &Call) -> Result<Step, GraphError> {
    let pin = pin(call)?;
    Ok(change(number, move |number, _| number.change_pin(&pin)))
}

/// `POST /{phone}` with `new_display_name`: the old name stays until the new one is approved.
pub fn rename(number: &Node, call: &Call) -> Result<Step, GraphError> {
    let name = call.required("new_display_name")?.to_owned();
    Ok(change(number, move |number, _| {
        number.set("new_display_name", name);
        number.set("new_name_status", "PENDING_REVIEW");
        Ok(())
    }))
}

/// `POST /{phone}/smb_app_data`: takes the request; the data comes by webhooks.
pub fn sync_app(number: &Node, call: &Call) -> Result<Step, GraphError> {
    check_product(call)?;
    let what = call.required("sync_type")?.to_owned();
    if !SYNCS.contains(&what.as_str()) {
        return Err(GraphError::bad_parameter(
            "Param sync_type must be one of {smb_app_state_sync, history}",
        ));
    }
    let id = number.id.clone();
    Ok(Step::act(move |state, now_ms| {
        edit(state, &id, now_ms, |number, now_s| number.sync_app(&what, now_s))?;
        if let Some(number) = state.world.nodes.get(&id).cloned() {
            let now_s = now_ms.div_euclid(1000);
            let told = app_sync::of(&mut state.world, &number, &what, now_s);
            webhooks::announce(state, told, now_ms);
        }
        let request_id = format!("{id}{}", state.world.next_mint());
        Ok(json!({"messaging_product": "whatsapp", "request_id": request_id}))
    }))
}

/// `POST /{waba}/phone_numbers`: with `migrate_phone_number`, also one that another account has.
pub fn add_number(waba: &Node, call: &Call) -> Result<Step, GraphError> {
    let (cc, phone) = (digits(call.required("cc")?), digits(call.required("phone_number")?));
    let name = call.required("verified_name")?.to_owned();
    if cc.is_empty() || !(8..=15).contains(&(cc.len() + phone.len())) {
        return Err(GraphError::bad_parameter("Param phone_number must be a phone number"));
    }
    let waba = waba.id.clone();
    let migrates = call.parameter("migrate_phone_number") == Some("true");
    Ok(Step::act(move |state, now_ms| {
        let world = &mut state.world;
        if world.nodes.get(&waba).is_some_and(restriction::keeps_numbers_out) {
            return Err(refused(368));
        }
        match world.number_of_phone(&format!("{cc}{phone}")) {
            Some(number) if !migrates || number.parent.as_deref() == Some(&*waba) => {
                return Err(GraphError::invalid_parameter(2_388_012));
            }
            Some(number) if number.registration.migration_error.is_some() => {
                let told = number.registration.migration_error.as_deref();
                return Err(coded(told.and_then(|code| code.parse().ok()).unwrap_or(100)));
            }
            // Two-step verification is on there, or the app has it.
            Some(number) if !number.may_migrate() => {
                return Err(GraphError::invalid_parameter(2_388_001));
            }
            Some(_) | None => {}
        }
        let phone = format!("+{cc} {phone}");
        let document = assets::unregistered(&phone, &name);
        let id = assets::move_in(world, &waba, &phone, document, now_ms.div_euclid(1000))
            .map_err(|reason| GraphError::bad_parameter(&reason))?;
        Ok(json!({"id": id}))
    }))
}

type Machine = Result<(), Refused>;

fn change(number: &Node, work: impl FnOnce(&mut Node, i64) -> Machine + Send + 'static) -> Step {
    let id = number.id.clone();
    Step::act(move |state, now_ms| {
        edit(state, &id, now_ms, work)?;
        Ok(json!({"success": true}))
    })
}

fn edit(
    state: &mut State,
    id: &str,
    now_ms: i64,
    work: impl FnOnce(&mut Node, i64) -> Machine,
) -> Result<(), GraphError> {
    let number =
        state.world.nodes.get_mut(id).ok_or_else(|| GraphError::unknown_node("post", id))?;
    work(number, now_ms.div_euclid(1000)).map_err(|refused| refusal(&refused))
}

fn refusal(refused: &Refused) -> GraphError {
    match refused {
        Refused::TooManyCalls => coded(133_016),
        Refused::JustDeleted => coded(133_015),
        Refused::NotVerified => coded(133_006),
        Refused::PinMismatch => coded(133_005),
        Refused::TooManyGuesses => coded(133_008),
        Refused::NotRegistered => coded(133_010),
        Refused::InTheApp => GraphError::bad_parameter(
            "This number is in use with the WhatsApp Business app and cannot be registered or \
             deregistered",
        ),
        Refused::NotInTheApp => {
            GraphError::bad_parameter("This number is not in use with the WhatsApp Business app")
        }
        Refused::AlreadyVerified | Refused::NoCodeRequested => {
            GraphError { subcode: Some(2_388_091), ..coded(136_024) }
        }
        Refused::WrongCode => coded(136_025),
        Refused::AlreadySynced => GraphError::invalid_parameter(2_593_107),
        Refused::SyncTooLate => GraphError::invalid_parameter(2_593_108),
        Refused::Told(code) => coded(code.parse().unwrap_or(100)),
    }
}

/// An error by its code, or by its subcode where Meta has it under 100.
fn coded(code: u32) -> GraphError {
    let message = match code {
        133_000 => "Incomplete deregistration",
        133_004 => "Server temporarily unavailable",
        133_005 => "Two step verification PIN Mismatch",
        133_006 => "Phone number re-verification needed",
        133_008 => "Too many two step verification PIN guesses",
        133_009 => "Two step verification PIN guessed too fast",
        133_010 => "The account is not registered",
        133_015 => "Please wait a few minutes before attempting to register this phone number",
        133_016 => "Account register deregister rate limit exceeded",
        136_024 => "Request code error",
        136_025 => "Verify code error",
        2_388_000.. => return GraphError::invalid_parameter(code),
        _ => "Registration failed",
    };
    let http_status = match code {
        133_000 => 500,
        133_004 => 503,
        _ => 400,
    };
    GraphError::new(http_status, code, format!("(#{code}) {message}"))
}

pub fn check_product(call: &Call) -> Result<(), GraphError> {
    if call.required("messaging_product")?.eq_ignore_ascii_case("whatsapp") {
        Ok(())
    } else {
        Err(GraphError::bad_parameter("Param messaging_product must be one of {WHATSAPP}"))
    }
}

fn pin(call: &Call) -> Result<String, GraphError> {
    let pin = call.required("pin")?;
    if pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(pin.to_owned())
    } else {
        Err(GraphError::bad_parameter("Param pin must be a string of six digits"))
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
