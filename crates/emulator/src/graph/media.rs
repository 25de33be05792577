//! Media: `POST /{phone}/media`, `GET` and `DELETE /{media}`, and the files themselves.
//!
//! Types and sizes are Meta's (META 8). A file that is too large is refused with 131053; which code
//! Meta's upload has for it is not documented.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State as Extract};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use super::auth::{self, Caller};
use super::call::{self, Call};
use super::error::GraphError;
use super::messages::detailed;
use super::{Step, registration};
use crate::state::Shared;
use crate::world::media::{Medium, NewMedium};
use crate::world::token::{MANAGEMENT, MESSAGING};
use crate::world::{Node, World};

/// Where files are, on the emulator's own address.
pub const PATH: &str = "/whatsapp_business/attachments/";

const MB: usize = 1 << 20;
const KB: usize = 1 << 10;

/// A kind of medium: how many bytes, and of which types.
struct Class {
    kind: &'static str,
    most: usize,
    types: &'static [&'static str],
}

static CLASSES: [Class; 5] = [
    Class {
        kind: "audio",
        most: 16 * MB,
        types: &["audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg", "audio/opus"],
    },
    Class { kind: "image", most: 5 * MB, types: &["image/jpeg", "image/png"] },
    Class { kind: "sticker", most: 500 * KB, types: &["image/webp"] },
    Class { kind: "video", most: 16 * MB, types: &["video/mp4", "video/3gp", "video/3gpp"] },
    Class {
        kind: "document",
        most: 100 * MB,
        types: &[
            "text/plain",
            "application/pdf",
            "application/vnd.ms-powerpoint",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ],
    },
];

/// The largest sticker that does not move.
const MOST_STILL: usize = 100 * KB;

/// Whether a medium of this type can be sent as this kind of message. A document may be anything
/// that can be uploaded.
pub fn fits(kind: &str, mime_type: &str) -> bool {
    let has = |class: &Class| class.types.contains(&essence(mime_type));
    CLASSES.iter().any(|class| has(class) && (class.kind == kind || kind == "document"))
}

/// The type without its parameters, as in `audio/ogg; codecs=opus`.
fn essence(mime_type: &str) -> &str {
    mime_type.split(';').next().unwrap_or_default().trim()
}

/// Checks a file's type and size as Meta does at an upload.
pub fn check(mime_type: &str, bytes: &[u8]) -> Result<(), GraphError> {
    let class = CLASSES.iter().find(|class| class.types.contains(&essence(mime_type)));
    let Some(class) = class else {
        let types = CLASSES.iter().flat_map(|class| class.types.iter().copied());
        let types = types.collect::<Vec<_>>().join(", ");
        return Err(GraphError::bad_parameter(&format!(
            "Param file must be a file with one of the following types: {types}. Received file of \
             type '{}'.",
            essence(mime_type)
        )));
    };
    let is_still = class.kind == "sticker" && !is_animated(bytes);
    let most = if is_still { MOST_STILL } else { class.most };
    if bytes.is_empty() {
        return Err(GraphError::bad_parameter("Param file must not be empty."));
    }
    if bytes.len() > most {
        let details = format!(
            "The file has {} bytes; the largest {} that can be uploaded has {most}.",
            bytes.len(),
            class.kind
        );
        return Err(detailed(131_053, &details));
    }
    Ok(())
}

/// The flag of WebP's extended header.
fn is_animated(webp: &[u8]) -> bool {
    webp.get(12..16) == Some(b"VP8X") && webp.get(20).is_some_and(|flags| flags & 2 != 0)
}

/// `POST /{phone}/media`.
pub fn upload(number: &Node, call: &Call) -> Result<Step, GraphError> {
    registration::check_product(call)?;
    if call.file_type.is_none() && call.file_name.is_none() && call.file.is_empty() {
        return Err(GraphError::bad_parameter("The parameter file is required."));
    }
    let said = call.parameter("type").filter(|said| said.contains('/'));
    let mime_type = said.or(call.file_type.as_deref()).unwrap_or_default().to_owned();
    check(&mime_type, &call.file)?;
    let new = NewMedium {
        number: number.id.clone(),
        is_received: false,
        mime_type,
        file_name: call.file_name.clone(),
        bytes: call.file.to_vec(),
    };
    Ok(Step::act(move |state, now_ms| Ok(json!({"id": state.world.keep_medium(new, now_ms)}))))
}

/// `GET` and `DELETE /{media}`; `None` when no medium has this id.
pub fn node(
    world: &World,
    caller: &Caller<'_>,
    call: &Call,
    origin: &str,
    now_ms: i64,
) -> Option<Result<Step, GraphError>> {
    let [id] = call.segments.as_slice() else { return None };
    let medium = world.medium(id, now_ms)?;
    let method = call.method.as_str();
    let unknown = GraphError::unknown_node(&method.to_ascii_lowercase(), id);
    if !may_have(world, caller, medium) {
        return Some(Err(unknown));
    }
    // A medium that a customer sent was uploaded on no number of the business.
    let said = call.parameter("phone_number_id");
    if said.is_some_and(|said| medium.is_received || said != medium.number) {
        return Some(Err(GraphError::bad_parameter(
            "Param phone_number_id is not a valid whatsapp business phone number id ID",
        )));
    }
    let id = id.clone();
    Some(match method {
        "GET" => Ok(Step::Answer(answer(world, &id, medium, origin, now_ms.div_euclid(1000)))),
        "DELETE" => Ok(Step::act(move |state, _| match state.world.delete_medium(&id) {
            true => Ok(json!({"success": true})),
            false => Err(GraphError::unknown_node("delete", &id)),
        })),
        _ => Err(unknown),
    })
}

fn may_have(world: &World, caller: &Caller<'_>, medium: &Medium) -> bool {
    let waba = world.nodes.get(&medium.number).and_then(|number| number.parent.as_deref());
    let (Some(waba), Caller::User(token)) = (waba, caller) else { return false };
    [MESSAGING, MANAGEMENT].iter().any(|scope| world.reaches(token, scope, waba))
}

fn answer(world: &World, id: &str, medium: &Medium, origin: &str, now_s: i64) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "url": format!("{origin}{PATH}?{}", world.medium_query(id, now_s)),
        "mime_type": medium.mime_type,
        "sha256": medium.sha256_hex(),
        "file_size": medium.bytes.len(),
        "id": id,
    })
}

/// The file of an address that Graph or a webhook gave: it needs the token too, and goes with its
/// five minutes.
pub async fn download(
    Extract(shared): Extract<Arc<Shared>>,
    Query(asked): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let now_ms = shared.settings.clock.now_ms();
    let now_s = now_ms.div_euclid(1000);
    let token = call::token_of(&headers).or_else(|| asked.get("access_token").cloned());
    let call = Call { token, ..Call::default() };
    let found: Result<(Medium, String), StatusCode> = shared.with(|state| {
        let world = &state.world;
        let caller = auth::caller(world, &call, now_s).map_err(|_| StatusCode::UNAUTHORIZED)?;
        let id = asked.get("mid").ok_or(StatusCode::NOT_FOUND)?;
        let ext = asked.get("ext").and_then(|ext| ext.parse::<i64>().ok());
        let is_valid = ext.is_some_and(|ext| {
            now_s < ext && asked.get("hash") == Some(&world.medium_hash(id, ext))
        });
        let medium = world.medium(id, now_ms).filter(|_| is_valid);
        let medium = medium.filter(|medium| may_have(world, &caller, medium));
        let medium = medium.ok_or(StatusCode::NOT_FOUND)?.clone();
        Ok((medium, id.clone()))
    });
    match found {
        Err(status) => status.into_response(),
        Ok((medium, id)) => {
            let name = medium.file_name.unwrap_or(id).replace(['"', '\\', '\r', '\n'], "_");
            let shown = format!("attachment; filename=\"{name}\"");
            let mut answer = Bytes::from(medium.bytes).into_response();
            for (name, value) in [
                (header::CONTENT_TYPE, medium.mime_type),
                (header::CONTENT_DISPOSITION, shown),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            ] {
                if let Ok(value) = value.parse() {
                    answer.headers_mut().insert(name, value);
                }
            }
            answer
        }
    }
}
