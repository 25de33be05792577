//! `/{app}/uploads` and `/upload:…`: Meta's resumable upload, from a session to a handle.

use serde_json::{Value, json};

use super::Step;
use super::call::Call;
use super::error::GraphError;
use crate::world::World;

/// What may be uploaded, by Meta's page.
const TYPES: [&str; 5] = ["application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4"];
/// Longest file that a session is opened for: the emulator holds it in memory.
const LONGEST: usize = 16 << 20;

/// `POST /{app}/uploads`.
pub fn open(call: &Call) -> Result<Step, GraphError> {
    let file_type = call.required("file_type")?.to_owned();
    if !TYPES.contains(&file_type.as_str()) {
        let known = TYPES.join(", ");
        return Err(GraphError::bad_parameter(&format!("file_type must be one of {known}")));
    }
    let length = call.required("file_length")?;
    let length = length.parse::<usize>().ok().filter(|length| (1..=LONGEST).contains(length));
    let Some(length) = length else {
        return Err(GraphError::bad_parameter(
            "file_length must be a number of bytes that can be uploaded",
        ));
    };
    Ok(Step::act(move |state, _| Ok(json!({"id": state.world.open_upload(&file_type, length)}))))
}

/// `GET` and `POST /upload:…`: how far it is, and the next bytes.
pub fn session(world: &World, call: &Call) -> Result<Step, GraphError> {
    let segment = call.segments.first().map(String::as_str).unwrap_or_default();
    let name = segment.strip_prefix("upload:").unwrap_or_default().to_owned();
    let method = call.method.as_str().to_ascii_lowercase();
    let unknown = GraphError::unknown_node(&method, segment);
    let found = world.uploads.sessions.get(&name);
    let Some(found) = found.filter(|found| call.parameter("sig") == Some(&found.sig)) else {
        return Err(unknown);
    };
    match call.method.as_str() {
        "GET" => Ok(Step::Answer(offset(&found.id(&name), found.bytes.len()))),
        "POST" => take(name, call),
        _ => Err(unknown),
    }
}

fn take(name: String, call: &Call) -> Result<Step, GraphError> {
    let wrong = || GraphError::bad_parameter("The header file_offset must be a number of bytes");
    let from = call.file_offset.as_deref().ok_or_else(wrong)?;
    let from: usize = from.parse().map_err(|_| wrong())?;
    let bytes = call.file.clone();
    Ok(Step::act(move |state, _| {
        let file = state.world.uploads.sessions.get_mut(&name);
        let file = file.ok_or_else(|| GraphError::unknown_node("post", &name))?;
        if from != file.bytes.len() {
            let held = file.bytes.len();
            return Err(GraphError::bad_parameter(&format!(
                "file_offset is {from}, and the upload is at {held}"
            )));
        }
        if from + bytes.len() > file.file_length {
            return Err(GraphError::bad_parameter("More bytes were sent than file_length says"));
        }
        file.bytes.extend_from_slice(&bytes);
        let (id, held) = (file.id(&name), file.bytes.len());
        Ok(if file.is_whole() { json!({"h": file.handle}) } else { offset(&id, held) })
    }))
}

fn offset(id: &str, held: usize) -> Value {
    json!({"id": id, "file_offset": held})
}
