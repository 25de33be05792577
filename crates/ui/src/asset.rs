//! The static front end, embedded: styles, scripts, icons and fonts behind content-hashed addresses.
//!
//! An address is `/assets/{hash}/{name}`, so an answer may be cached for ever: other content has another address.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
#[exclude = "*.txt"]
struct Files;

/// A file as it goes over the wire.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The content.
    pub bytes: Cow<'static, [u8]>,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
}

struct Entry {
    hash: String,
    asset: Asset,
}

/// The one style sheet that pages link to; its parts in `css/` aren't served by themselves.
const STYLES: &str = "farol.css";
const PARTS: &str = "css/";
/// How a style names a neighbour of its own folder; the name behind it is an asset's.
const REFERENCE: &str = "url(\"../";

/// Built once, so that `url` and `get` agree even in debug, where the files are read from disk.
static TABLE: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(build);

/// The asset at `{hash}/{name}`, which is what stands behind `/assets/`; `None` for another hash or an unknown name.
pub fn get(path: &str) -> Option<Asset> {
    let (hash, name) = path.split_once('/')?;
    let entry = TABLE.get(name)?;
    (entry.hash == hash).then(|| entry.asset.clone())
}

/// The address of an asset, such as `farol.css`, `farol.js`, `connect.js`, `theme.js`, `icons.svg` or `favicon.svg`.
///
/// A name that doesn't exist is a mistake in a template: it stops a debug build, and is a 404 in a release.
pub fn url(name: &str) -> String {
    let entry = TABLE.get(name);
    debug_assert!(entry.is_some(), "no asset is called {name}");
    let hash = entry.map_or("missing", |e| e.hash.as_str());
    format!("/assets/{hash}/{name}")
}

/// The names of all assets.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.keys().map(String::as_str)
}

fn build() -> BTreeMap<String, Entry> {
    let mut table = BTreeMap::new();
    for name in Files::iter().filter(|n| !n.starts_with(PARTS)) {
        let file = Files::get(&name).expect("a listed file is embedded");
        let hash =
            file.metadata.sha256_hash()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let asset = Asset { bytes: file.data, content_type: content_type(&name) };
        table.insert(name.into_owned(), Entry { hash, asset });
    }
    let styles = addressed(&bundle(), &table);
    let entry = Entry {
        hash: digest(&styles),
        asset: Asset { bytes: Cow::Owned(styles.into_bytes()), content_type: content_type(STYLES) },
    };
    table.insert(STYLES.to_owned(), entry);
    table
}

/// All parts in the order of `css/farol.css`, each `@import` replaced by what it imports, in its layer.
fn bundle() -> String {
    let mut out = String::new();
    for line in part(STYLES).lines() {
        match imported(line) {
            Some((file, layer)) => {
                out.push_str(&format!("@layer {layer} {{\n{}}}\n", part(file)));
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// File and layer of `@import url("file") layer(layer);`.
fn imported(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("@import url(\"")?;
    let (file, rest) = rest.split_once("\") layer(")?;
    Some((file, rest.strip_suffix(");")?))
}

fn part(file: &str) -> String {
    let data = Files::get(&format!("{PARTS}{file}"))
        .expect("farol.css imports only files of its folder")
        .data;
    String::from_utf8(data.into_owned()).expect("style sheets are UTF-8")
}

/// `styles` with every reference to an asset replaced by its hashed address.
fn addressed(styles: &str, table: &BTreeMap<String, Entry>) -> String {
    let mut pieces = styles.split(REFERENCE);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('"').expect("a url in the styles is closed");
        let entry = table.get(name).expect("a url in the styles names an asset");
        out.push_str(&format!("url(\"/assets/{}/{name}\"{rest}", entry.hash));
    }
    out
}

/// The hash of content made here; rust-embed knows the SHA-256 of files only, and an address needs no more than a change.
pub(crate) fn digest(content: &str) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> String {
        let path = url(name);
        let asset = get(path.strip_prefix("/assets/").expect("an asset's address")).expect(name);
        String::from_utf8(asset.bytes.into_owned()).expect("a text")
    }

    #[test]
    fn every_asset_is_found_at_its_address_only() {
        for name in TABLE.keys() {
            let path = url(name);
            let path = path.strip_prefix("/assets/").expect("an asset's address");
            assert!(get(path).is_some(), "{name}");
            assert_eq!(path.split_once('/').map(|(hash, _)| hash.len()), Some(16));
            assert!(get(&format!("0000000000000000/{name}")).is_none());
            assert_ne!(content_type(name), "application/octet-stream", "{name}");
        }
        assert!(TABLE.keys().all(|n| !n.ends_with(".txt") && !n.starts_with(PARTS)));
    }

    #[test]
    fn the_styles_are_one_file_that_a_strict_policy_accepts() {
        let styles = text(STYLES);
        assert!(
            !styles.contains("@import") && !styles.contains("data:") && !styles.contains("../")
        );
        assert_eq!(styles.matches('{').count(), styles.matches('}').count());
        for layer in ["tokens", "base", "shell", "components", "pages", "utilities", "print"] {
            assert!(styles.contains(&format!("@layer {layer} {{")), "{layer}");
        }
        for reference in styles.split("url(\"/assets/").skip(1) {
            let path = reference.split('"').next().unwrap_or_default();
            assert!(get(path).is_some(), "{path}");
        }
    }

    #[test]
    fn the_scripts_need_neither_eval_nor_inline_styles() {
        for name in ["farol.js", "theme.js", "connect.js", "profile.js", "photo.js"] {
            let script = text(name);
            assert!(
                !script.contains("eval(") && !script.contains("setAttribute('style'"),
                "{name}"
            );
        }
    }
}
