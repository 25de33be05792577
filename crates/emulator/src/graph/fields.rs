//! The language of `fields`: names, arguments and nested lists, as in
//! `name,phone_numbers.limit(5){id,status}`.

use std::collections::BTreeMap;

use super::error::GraphError;

/// One asked field.
#[derive(Debug, PartialEq)]
pub struct Field {
    pub name: String,
    pub arguments: BTreeMap<String, String>,
    pub nested: Option<Vec<Field>>,
}

/// Reads a list; empty parts are skipped, as Graph does.
pub fn parse(text: &str) -> Result<Vec<Field>, GraphError> {
    let mut reader = Reader { rest: text };
    let fields = reader.list()?;
    if reader.rest.is_empty() { Ok(fields) } else { Err(syntax(text)) }
}

/// The list as text again, for the links of a page.
pub fn print(fields: &[Field]) -> String {
    let one = |field: &Field| {
        let mut text = field.name.clone();
        for (name, value) in &field.arguments {
            text.push_str(&format!(".{name}({value})"));
        }
        if let Some(nested) = &field.nested {
            text.push_str(&format!("{{{}}}", print(nested)));
        }
        text
    };
    fields.iter().map(one).collect::<Vec<_>>().join(",")
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn list(&mut self) -> Result<Vec<Field>, GraphError> {
        let mut fields = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let name = self.word();
            if !name.is_empty() {
                fields.push(self.field(name)?);
            }
            self.rest = self.rest.trim_start();
            if !self.take(',') {
                return Ok(fields);
            }
        }
    }

    fn field(&mut self, name: &str) -> Result<Field, GraphError> {
        let mut arguments = BTreeMap::new();
        while self.take('.') {
            let argument = self.word();
            if argument.is_empty() || !self.take('(') {
                return Err(syntax(name));
            }
            let (value, rest) = self.rest.split_once(')').ok_or_else(|| syntax(name))?;
            self.rest = rest;
            arguments.insert(argument.to_owned(), value.to_owned());
        }
        let nested = if self.take('{') {
            let nested = self.list()?;
            if !self.take('}') {
                return Err(syntax(name));
            }
            Some(nested)
        } else {
            None
        };
        Ok(Field { name: name.to_owned(), arguments, nested })
    }

    fn word(&mut self) -> &'t str {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn take(&mut self, wanted: char) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

fn syntax(near: &str) -> GraphError {
    GraphError::new(
        400,
        2500,
        format!("Syntax error \"Expected end of string instead of near '{near}'\""),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_takes_arguments_and_a_nested_list() {
        let fields = parse("id, phone_numbers.limit(5).after(MQ==){id,status},").unwrap();
        assert_eq!(fields.len(), 2);
        assert_eq!(fields[1].name, "phone_numbers");
        assert_eq!(fields[1].arguments["limit"], "5");
        assert_eq!(fields[1].arguments["after"], "MQ==");
        assert_eq!(fields[1].nested.as_ref().unwrap().len(), 2);
        assert_eq!(parse(&print(&fields)).unwrap(), fields);
    }

    #[test]
    fn what_does_not_close_is_refused() {
        for text in ["phone_numbers{id", "a.limit(5", "a}", "a..b"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
