//! Holds an answer against the schema that the API's own description names, and lists operations.
//!
//! A value that a schema does not name is a fault too: what is not described may not be given.

use serde_json::Value;

/// One operation of the description.
pub struct Operation {
    /// The path, with its places.
    pub path: String,
    /// Its part of the description.
    pub described: Value,
}

/// Every operation; all of them read.
pub fn operations(description: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, methods) in description["paths"].as_object().expect("paths") {
        for (method, described) in methods.as_object().expect("methods") {
            assert_eq!(method, "get", "{path}: nothing is written by the API yet");
            operations.push(Operation { path: path.clone(), described: described.clone() });
        }
    }
    operations
}

impl Operation {
    /// Whether it needs a session.
    pub fn needs_session(&self) -> bool {
        self.described["security"].as_array().is_some_and(|all| all[0].get("session").is_some())
    }

    /// Whether it takes a parameter of this name.
    pub fn takes(&self, name: &str) -> bool {
        let parameters = self.described["parameters"].as_array();
        parameters.is_some_and(|all| all.iter().any(|parameter| parameter["name"] == name))
    }

    /// The address with this number's id in its place.
    pub fn address(&self, number: &str) -> String {
        self.path.replace("{id}", number)
    }
}

/// Checks an answer's body against what the operation describes for this status and type.
pub fn check(description: &Value, operation: &Operation, status: u16, kind: &str, body: &Value) {
    let described = &operation.described["responses"][status.to_string()];
    let schema = &described["content"][kind]["schema"];
    assert!(schema.is_object(), "{}: {status} as {kind} is not described", operation.path);
    let at = format!("{} {status}", operation.path);
    if let Err(fault) = holds(description, schema, body, &at) {
        panic!("{fault}\n{body:#}");
    }
}

/// Whether a value is as a schema says.
pub fn holds(description: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.strip_prefix('#').expect("a place in this description");
        let target = description.pointer(pointer);
        let target = target.ok_or_else(|| format!("{reference} is described nowhere"))?;
        return holds(description, target, value, at);
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let faults = choices.iter().map(|one| holds(description, one, value, at));
            let faults: Vec<String> = faults.filter_map(Result::err).collect();
            if faults.len() == choices.len() {
                return Err(faults.join("\n"));
            }
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
    };
    if !types.contains(&kind) {
        return Err(format!("{at}: {value} is a {kind}, not {types:?}"));
    }
    match value {
        Value::String(text) => text_holds(schema, text, at),
        Value::Array(all) => all.iter().enumerate().try_for_each(|(nth, one)| {
            holds(description, &schema["items"], one, &format!("{at}[{nth}]"))
        }),
        Value::Object(_) => object_holds(description, schema, value, at),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

fn text_holds(schema: &Value, text: &str, at: &str) -> Result<(), String> {
    let known = schema["enum"].as_array();
    if known.is_some_and(|known| !known.iter().any(|one| one == text)) {
        return Err(format!("{at}: {text} is none of {known:?}"));
    }
    if schema["format"] == "date-time" && text.parse::<jiff::Timestamp>().is_err() {
        return Err(format!("{at}: {text} is no moment"));
    }
    Ok(())
}

fn object_holds(
    description: &Value,
    schema: &Value,
    value: &Value,
    at: &str,
) -> Result<(), String> {
    let (Some(described), Some(fields)) = (schema["properties"].as_object(), value.as_object())
    else {
        return Ok(());
    };
    for required in schema["required"].as_array().into_iter().flatten() {
        let name = required.as_str().expect("a name");
        fields.get(name).ok_or_else(|| format!("{at}: {name} is missing"))?;
    }
    for (name, value) in fields {
        let property = described.get(name);
        let property = property.ok_or_else(|| format!("{at}: {name} is not described"))?;
        holds(description, property, value, &format!("{at}.{name}"))?;
    }
    Ok(())
}
