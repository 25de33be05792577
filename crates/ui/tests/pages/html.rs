//! Just enough reading of HTML to judge a page by its tags: every element with its attributes.

/// An opening tag.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; `Some("")` when it has none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }
}

/// All opening tags of a page, in order.
pub fn tags(page: &str) -> Vec<Tag> {
    let mut rest = page;
    let mut tags = Vec::new();
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, after) = tag(rest);
            tags.push(tag);
            rest = after;
        }
    }
    tags
}

/// The tag that `text` begins with, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let end = text.find([' ', '>', '/', '\n']).expect("a tag ends");
    let mut tag = Tag { name: text[..end].to_owned(), attributes: Vec::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches([' ', '\n', '/']);
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest.find(['=', ' ', '>', '\n']).expect("an attribute ends");
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (held, after) = quoted.split_once('"').expect("a value is closed");
            value = held.to_owned();
            rest = after;
        }
        tag.attributes.push((name, value));
    }
}

/// The texts of all elements that begin like this, up to their end tag.
pub fn texts(page: &str, open: &str, close: &str) -> Vec<String> {
    let inside = |piece: &str| {
        let mut text = String::new();
        let mut rest = piece.split(close).next().unwrap_or_default();
        if !open.ends_with('>') {
            rest = rest.split_once('>').map_or("", |(_, rest)| rest);
        }
        while let Some((before, tag)) = rest.split_once('<') {
            text.push_str(before);
            let (name, after) = tag.split_once('>').unwrap_or_default();
            match name.split(' ').next() {
                Some("q") => text.push('“'),
                Some("/q") => text.push('”'),
                _ => {}
            }
            rest = after;
        }
        text.push_str(rest);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.split(open).skip(1).map(inside).collect()
}
