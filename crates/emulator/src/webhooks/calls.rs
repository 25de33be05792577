//! The field `calls`: a person calls a number (META 7.2).

use serde_json::{Value, json};

use super::{News, messages};
use crate::world::calls::Call;
use crate::world::{Node, World, mint};

/// The offer of a call, as short as one can be: nobody connects to it.
const OFFER: &str = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

/// That a call began, and that it ended; answers its id, too. One that nobody took has no times.
pub fn news(world: &mut World, number: &Node, wa_id: &str, call: &Call) -> (Vec<News>, String) {
    let nth = world.next_mint();
    let id = mint::wamid(world.seed, nth).replacen("wamid.", "wacid.", 1);
    let contact = messages::contact(world, number, wa_id);
    let ended_s = call.began_s + call.lasted_s;
    let mut both = [("connect", call.began_s), ("terminate", ended_s)].map(|(event, at_s)| {
        json!({
            "id": id,
            "from": wa_id,
            "from_user_id": contact["user_id"],
            "to": number.phone_digits(),
            "event": event,
            "timestamp": at_s.to_string(),
            "direction": "USER_INITIATED",
        })
    });
    both[0]["session"] = json!({"sdp_type": "offer", "sdp": OFFER});
    both[1]["status"] = json!(if call.lasted_s > 0 { "COMPLETED" } else { "FAILED" });
    if call.lasted_s > 0 {
        both[1]["start_time"] = json!(call.began_s.to_string());
        both[1]["end_time"] = json!(ended_s.to_string());
        both[1]["duration"] = json!(call.lasted_s);
    }
    let told = both.into_iter().filter_map(|one: Value| {
        let value = json!({"contacts": [contact], "calls": [one]});
        Some(News { field: "calls", ..messages::news(number, value)? })
    });
    (told.collect(), id)
}
