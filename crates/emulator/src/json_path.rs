//! The way to a place in a JSON text, by the keys that lead there: what a parser's line and column mean
//! to a person who looks at a document of one long line.

/// A list or an object on the way.
enum Step {
    List(usize),
    Object(String),
}

/// The keys and places that lead to this line and column, both counted from one: `world.nodes.5.kind`.
/// Empty at the top, and as far as the text goes where it ends before.
pub fn at(text: &str, line: usize, column: usize) -> String {
    let above: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = (above + column).min(text.len());
    let mut way: Vec<Step> = Vec::new();
    let (mut said, mut is_in_text, mut is_escaped) = (String::new(), false, false);
    for byte in text.bytes().take(end) {
        if is_in_text {
            match byte {
                _ if is_escaped => {
                    is_escaped = false;
                    said.push(char::from(byte));
                }
                b'\\' => is_escaped = true,
                b'"' => is_in_text = false,
                _ => said.push(char::from(byte)),
            }
            continue;
        }
        match byte {
            b'"' => {
                said.clear();
                is_in_text = true;
            }
            b':' => {
                if let Some(Step::Object(key)) = way.last_mut() {
                    key.clone_from(&said);
                }
            }
            b',' => {
                if let Some(Step::List(nth)) = way.last_mut() {
                    *nth += 1;
                }
            }
            b'{' => way.push(Step::Object(String::new())),
            b'[' => way.push(Step::List(0)),
            b'}' | b']' => {
                way.pop();
            }
            _ => {}
        }
    }
    let named = way.iter().map(|step| match step {
        Step::List(nth) => nth.to_string(),
        Step::Object(key) => key.clone(),
    });
    named.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_lead_to_the_place() {
        let text = r#"{"a":{"b\"x":[1,{"c":true}]},"d":2}"#;
        for (place, way) in [("true", "a.b\"x.1.c"), ("1,", "a.b\"x.0"), ("2", "d")] {
            let column = text.find(place).unwrap() + 1;
            assert_eq!(at(text, 1, column), way, "{place}");
        }
        assert_eq!(at("{\n\"a\": x}", 2, 6), "a");
        assert_eq!((at("", 1, 9), at("[]", 1, 2)), (String::new(), String::new()));
    }
}
