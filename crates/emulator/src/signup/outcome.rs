//! How a popup ends: the message to the opener's page, the reply to `FB.login`, and the webhooks.
//!
//! The two posts travel on their own, as at Facebook; which of them comes first, or not at all, is
//! what `POST /_control/signup` sets.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::assets::Assets;
use super::code::{self, Grant};
use super::session::{APP, Session};
use super::trouble::Trouble;
use crate::state::State;
use crate::webhooks::partner;
use crate::world::{World, mint};

pub const REPORTED: &str = "Your verified name violates WhatsApp guidelines. Please edit your verified \
     name and try again.";

/// Which of the two posts the opener gets, and in which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    #[default]
    MessageFirst,
    CallbackFirst,
    NoMessage,
    NoCallback,
    Neither,
}

/// One way in which a popup ended.
#[derive(Debug)]
pub struct Outcome {
    event: &'static str,
    data: Value,
    code: Option<String>,
}

/// The assets are shared: a code for the browser, and the webhooks for the partner.
pub fn finished(state: &mut State, session: &Session, assets: &Assets, now_ms: i64) -> Outcome {
    let grant = Grant { waba: assets.waba.clone(), ..Grant::default() };
    let code = share(state, grant, now_ms);
    let (event, data) = match &assets.number {
        None => {
            ("FINISH_ONLY_WABA", json!({"waba_id": assets.waba, "business_id": assets.business}))
        }
        Some(_) if session.choices.number == APP => {
            ("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", json!({"waba_id": assets.waba}))
        }
        Some(number) => (
            "FINISH",
            json!({
                "phone_number_id": number,
                "waba_id": assets.waba,
                "business_id": assets.business,
            }),
        ),
    };
    Outcome { event, data, code }
}

/// A code, and what the partner hears; `None` for an unknown WABA.
pub fn share(state: &mut State, grant: Grant, now_ms: i64) -> Option<String> {
    let waba = grant.waba.clone();
    let code = code::issue(&mut state.world, grant, now_ms)?;
    partner::tell_added(state, &waba, now_ms);
    Some(code)
}

pub fn cancelled(session: &Session) -> Outcome {
    let data = json!({"current_step": session.step.current_step()});
    Outcome { event: "CANCEL", data, code: None }
}

/// The person reported an error from within the popup: the one that stands there, or else one of
/// the name.
pub fn reported(world: &mut World, session: &Session, now_ms: i64) -> Outcome {
    let nth = world.next_mint();
    let data = json!({
        "error_message": session.met.map_or(REPORTED, Trouble::reported),
        "error_id": mint::digits(world.seed, &format!("error {nth}"), 6),
        "session_id": &mint::secret(world.seed, &format!("session {nth}"))[..15],
        "timestamp": now_ms.div_euclid(1000).to_string(),
    });
    Outcome { event: "CANCEL", data, code: None }
}

/// The portfolio that owns the app.
pub fn partner_business_id(world: &World) -> String {
    mint::digits(0, &format!("partner of {}", world.app.id), 15)
}

impl Outcome {
    /// What the popup posts to its opener, in this order.
    pub fn posts(&self, session: &Session, order: Order) -> Vec<String> {
        let (message, reply) = (self.message(), self.reply(session));
        match order {
            Order::MessageFirst => vec![message, reply],
            Order::CallbackFirst => vec![reply, message],
            Order::NoMessage => vec![reply],
            Order::NoCallback => vec![message, withheld(session)],
            Order::Neither => vec![withheld(session)],
        }
    }

    /// The text that Facebook's popup posts to the page.
    fn message(&self) -> String {
        json!({
            "data": self.data,
            "type": "WA_EMBEDDED_SIGNUP",
            "event": self.event,
            "version": 3,
        })
        .to_string()
    }

    /// Facebook's popup talks to its SDK in such text too, which every listener of the page sees
    /// and must not take for JSON.
    fn reply(&self, session: &Session) -> String {
        let result = match &self.code {
            Some(code) => format!("code={}", encode(code)),
            None => "error=access_denied&error_code=200&error_reason=user_denied".to_owned(),
        };
        format!("{}&{result}", address(session))
    }
}

/// Tells `sdk.js` that the callback is never to be called.
fn withheld(session: &Session) -> String {
    format!("{}&withheld=1", address(session))
}

fn address(session: &Session) -> String {
    let (state, origin) = (encode(&session.state), encode(&session.origin));
    format!("cb={state}&origin={origin}&relation=opener")
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

impl Order {
    pub const ALL: [Order; 5] = [
        Order::MessageFirst,
        Order::CallbackFirst,
        Order::NoMessage,
        Order::NoCallback,
        Order::Neither,
    ];

    /// As control names it.
    pub fn name(self) -> &'static str {
        match self {
            Order::MessageFirst => "message_first",
            Order::CallbackFirst => "callback_first",
            Order::NoMessage => "no_message",
            Order::NoCallback => "no_callback",
            Order::Neither => "neither",
        }
    }
}
