//! What Meta holds of the number itself: name, throughput, PIN and the rest, each with its marks.

use domain::Replica;

use crate::badge::Badge;
use crate::number_row::Row;
use crate::told::Lens;

/// A line of the registration.
pub(crate) struct Fact {
    pub title: String,
    /// The value, and a second one that belongs to it: a name and how its review stands.
    pub values: Vec<Badge>,
    /// Whether the value is an identifier of Meta's, which nobody worded.
    pub is_code: bool,
    /// Said smaller behind the value.
    pub small: Option<String>,
}

/// All lines; the requested name only when there is one.
pub(crate) fn registration(lens: &Lens<'_>, number: &Replica, row: &Row) -> Vec<Fact> {
    let words = lens.words;
    let fact = |title: &str, values: Vec<Badge>| Fact {
        title: words.t(title),
        values,
        is_code: false,
        small: None,
    };
    let badge = |field: &'static str| Badge::of(words, number, field);
    let code = |title: &str, field: &'static str| {
        let badge = badge(field);
        Fact { is_code: badge.told.is_some(), ..fact(title, vec![badge]) }
    };
    let limit = match row.is_limit_shared && row.limit.told.is_some() {
        true => "field-portfolio-limit",
        false => "field-limit",
    };
    let mut facts = vec![fact("field-name", vec![badge("verified_name"), row.name_status.clone()])];
    if number.get("new_display_name").is_some() {
        let review = number.get("new_name_status").map(|_| badge("new_name_status"));
        let values = std::iter::once(badge("new_display_name")).chain(review).collect();
        facts.push(fact("field-new-name", values));
    }
    facts.extend([
        fact(limit, vec![row.limit.clone()]),
        Fact {
            small: row.throughput.look.small.clone(),
            ..fact("field-throughput", vec![row.throughput.clone()])
        },
        fact("field-pin", vec![row.pin.clone()]),
        fact("field-official", vec![row.official.clone()]),
        fact("field-biz-app", vec![badge("is_on_biz_app")]),
        code("field-platform", "platform_type"),
        code("field-verification", "code_verification_status"),
        code("field-account-mode", "account_mode"),
    ]);
    facts
}
