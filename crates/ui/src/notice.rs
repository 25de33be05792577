//! A notice in words: whose, what happened, what it means, how it was heard, what to do.

pub(crate) mod kind;

use domain::notice::{Kind, Notice};
use domain::readiness::Scope;
use domain::{Change, How, Node, NodeKind};
use meta::catalogue::Asked;
use serde_json::Value;

use crate::catalogue::Meaning;
use crate::named;
use crate::news;
use crate::number_row;
use crate::phone_left;
use crate::told::Lens;
use crate::words::Words;

/// What a notice says, on a page and in a mail alike.
pub(crate) struct Said {
    /// What its node is called.
    pub name: String,
    /// What tells the node from others: its phone number, or what it is.
    pub small: Option<String>,
    pub title: String,
    pub about: String,
    pub advice: String,
    /// What passed from what to what.
    pub change: Option<String>,
    /// What Meta said of it, in Meta's words.
    pub metas: Vec<String>,
    /// What the catalogue knows of the codes in them.
    pub meanings: Vec<Meaning>,
    /// Whether it tells an error or a refusal of Meta's: it then says whom to ask for help.
    pub is_refusal: bool,
    /// How it was heard, where that is known.
    pub way: Option<String>,
    pub is_computed: bool,
    /// Where to look, and what the link is called.
    pub path: String,
    pub go: String,
}

/// Longest piece of Meta's in a line, in characters.
const SHOWN: usize = 160;
/// Most words of Meta's that are quoted.
const QUOTES: usize = 4;

/// Words a notice.
pub(crate) fn words(lens: &Lens<'_>, scope: &Scope, notice: &Notice) -> Said {
    let keys = kind::of_notice(notice);
    let (path, go) = kind::place(notice);
    let is_computed = kind::is_computed(notice.kind);
    let (metas, meanings) = (metas(lens, notice), meanings(lens, notice));
    Said {
        is_refusal: is_refusal(notice) || !metas.is_empty() || !meanings.is_empty(),
        name: named::name_of(scope, &notice.node),
        small: small(lens.words, scope, notice),
        title: kind::title(lens.words, notice),
        about: lens.words.t(keys.about),
        advice: lens.words.t(keys.advice),
        change: change(lens, notice),
        metas,
        meanings,
        way: if is_computed { Some(lens.words.t("via-computed")) } else { way(lens.words, notice) },
        is_computed,
        path,
        go: lens.words.t(go),
    }
}

fn small(words: &Words, scope: &Scope, notice: &Notice) -> Option<String> {
    let key = match notice.node.kind {
        NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username => {
            let number = scope.numbers.iter().find(|held| held.node.id == notice.node.id);
            return number?.text("display_phone_number").map(str::to_owned);
        }
        NodeKind::MessageTemplate => "whose-template",
        NodeKind::Business => "kind-business",
        NodeKind::Waba => "kind-waba",
        NodeKind::App => "kind-app",
    };
    Some(words.t(key))
}

/// How Farol heard of it; not told by every notice.
fn way(words: &Words, notice: &Notice) -> Option<String> {
    let how = notice.detail.get("how").and_then(Value::as_str)?;
    let key = [How::Read, How::Webhook, How::Operator, How::Computed]
        .into_iter()
        .find(|known| known.as_str() == how)
        .map(|how| match how {
            How::Read => "via-read",
            How::Webhook => "via-webhook",
            How::Operator => "via-operator",
            How::Computed => "via-computed",
        })?;
    Some(words.t(key))
}

/// What passed from what to what, as a line.
fn change(lens: &Lens<'_>, notice: &Notice) -> Option<String> {
    let of = |name: &str| notice.detail.get(name).cloned().unwrap_or(Value::Null);
    if let Some(used) = used(lens.words, notice) {
        return Some(used);
    }
    let field = match notice.detail.get("field").and_then(Value::as_str)? {
        // No field of Meta's: a reading that failed, whose name says why.
        "error" => return of("after").as_str().map(|name| unread(lens, name)),
        "scopes" => return Some(permissions(lens, notice)),
        // A notice keeps the score alone, as the other field has it; its reasons stand beside.
        "quality_score" => "quality_rating",
        field => field,
    };
    let told_of = notice.detail.get("node").and_then(Value::as_str);
    let told_of = told_of.and_then(|node| node.parse::<Node>().ok());
    let change = Change {
        node: told_of.unwrap_or_else(|| notice.node.clone()),
        field: field.to_owned(),
        before: of("before"),
        after: of("after"),
        at: notice.at,
        how: How::Read,
        evidence: None,
    };
    let said = news::text(&news::clauses(lens, &change), SHOWN);
    let word = news::field_word(lens.words, change.node.kind, field);
    let word = word.unwrap_or_else(|| field.to_owned());
    let line = lens.words.with("change-line", &[("field", word), ("said", said)], None);
    let mut parts = vec![line];
    let reasons = reasons(lens, notice);
    if !reasons.is_empty() {
        parts.push(format!("{} {}", lens.words.t("said-reasons"), reasons.join(", ")));
    }
    if let (Kind::NameDecided, Some(name)) = (notice.kind, of("name").as_str()) {
        parts.push(format!("“{}”", news::shorten(name, SHOWN)));
    }
    if let Some(webhook) = of("webhook").as_str() {
        parts.push(lens.words.t1("notice-missed-webhook", "field", news::shorten(webhook, SHOWN)));
    }
    Some(parts.join("; "))
}

/// The permissions that a token lost, by Meta's names.
fn permissions(lens: &Lens<'_>, notice: &Notice) -> String {
    let names: Vec<String> = listed(notice, "permissions").iter().map(news::printed).collect();
    let names = news::shorten(&names.join(", "), SHOWN);
    lens.words.t1("notice-permissions", "names", names)
}

/// Why readings fail.
fn unread(lens: &Lens<'_>, name: &str) -> String {
    let places = [("field", lens.words.t("field-readings")), ("said", lens.reason(name))];
    lens.words.with("change-line", &places, None)
}

/// How much of a limit was used.
fn used(words: &Words, notice: &Notice) -> Option<String> {
    let of = |name: &str| notice.detail.get(name).and_then(Value::as_u64);
    let (used, limit) = (of("used")?, of("limit")?);
    let places = [("used", words.count(used)), ("limit", words.count(limit))];
    Some(words.with("notice-used", &places, None))
}

/// The reasons of a quality.
fn reasons(lens: &Lens<'_>, notice: &Notice) -> Vec<String> {
    let raw = listed(notice, "reasons").into_iter().map(|raw| news::printed(&raw));
    raw.map(|raw| news::shorten(&number_row::block_reason(lens, &raw), SHOWN)).collect()
}

/// What Meta said beside the field: errors, remarks, why a token ends.
fn metas(lens: &Lens<'_>, notice: &Notice) -> Vec<String> {
    let text = |error: &Value, name: &str| {
        let value = error.get(name).filter(|value| !value.is_null())?;
        Some(news::printed(value)).filter(|text| !text.trim().is_empty())
    };
    let error = |error: &Value| {
        let code = text(error, "error_code").or_else(|| text(error, "code"));
        let said = ["error_description", "possible_solution", "message"];
        let said = said.iter().filter_map(|name| text(error, name));
        let parts: Vec<String> = code.into_iter().chain(said).collect();
        if parts.is_empty() { news::printed(error) } else { parts.join(" · ") }
    };
    let whole = error(&notice.detail);
    let whole = notice.detail.get("message").filter(|said| !said.is_null()).map(|_| whole);
    let errors = listed(notice, "errors").into_iter().map(|one| error(&one)).chain(whole);
    let others = listed(notice, "additional_info");
    let left = notice.detail.get("disconnection_info");
    let left = left.and_then(|info| phone_left::why(lens.words, info));
    let reason = listed(notice, "reason").into_iter().map(|reason| match (notice.kind, reason) {
        (Kind::TokenDying | Kind::Disconnected, Value::String(name)) => lens.reason(&name),
        (_, reason) => news::printed(&reason),
    });
    let others = others.iter().map(news::printed);
    let all = errors.chain(others).chain(left).chain(reason);
    let all = all.filter(|text| !text.trim().is_empty());
    all.take(QUOTES).map(|text| news::shorten(&text, SHOWN * 2)).collect()
}

/// Whether Meta refused something without a word more: a reading, a name.
fn is_refusal(notice: &Notice) -> bool {
    let of = |name: &str| notice.detail.get(name).and_then(Value::as_str);
    of("field") == Some("error")
        || (notice.kind == Kind::NameDecided
            && matches!(of("after"), Some("DECLINED" | "REJECTED")))
}

/// What the catalogue knows of Meta's codes, each once.
fn meanings(lens: &Lens<'_>, notice: &Notice) -> Vec<Meaning> {
    let number = |of: &Value, name: &str| {
        let value = of.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    };
    let asked = |of: &Value| {
        let code = number(of, "error_code").or_else(|| number(of, "code"))?;
        Some(Asked { code, subcode: number(of, "subcode") })
    };
    let errors = listed(notice, "errors");
    let mut found: Vec<Meaning> = Vec::new();
    for asked in errors.iter().chain([&notice.detail]).filter_map(asked) {
        let meaning = Meaning::find_asked(lens.words, asked);
        found.extend(meaning.filter(|new| found.iter().all(|held| held.href != new.href)));
    }
    found.truncate(QUOTES);
    found
}

/// A part of the detail as a list; what is no list is one.
fn listed(notice: &Notice, name: &str) -> Vec<Value> {
    match notice.detail.get(name) {
        Some(Value::Null) | None => Vec::new(),
        Some(Value::Array(items)) => items.clone(),
        Some(one) => vec![one.clone()],
    }
}
