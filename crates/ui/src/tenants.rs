//! Empresas: the tenants of the installation, for its owner. How much there is of each, and nothing
//! of what: that is the tenant's.

use askama::Template;

use crate::frame::{Around, Page};
use crate::notices::Tab;
use crate::people::{self, Outcome};
use crate::settings::tab::{TENANTS, tabs};
use crate::view::{self, TenantLine, TenantsSaid};
use crate::words::Words;

#[derive(Template)]
#[template(path = "tenants.html")]
struct Tenants {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    outcome: Option<Outcome>,
    name: String,
    email: String,
    is_name_refused: bool,
    is_email_refused: bool,
    has_mail: bool,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    created: String,
    created_iso: String,
    people: String,
    accounts: String,
    has_owner: bool,
    invited: Vec<String>,
}

/// The page.
pub fn tenants(frame: &view::Frame, view: &view::Tenants<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let around = Around::new(&words, frame);
    crate::rendered(&Tenants {
        tabs: tabs(&words, &around, view.rights, TENANTS),
        outcome: view.said.map(|said| outcome(&words, said)),
        name: view.name.to_owned(),
        email: view.email.to_owned(),
        is_name_refused: matches!(view.said, Some(TenantsSaid::NoName { .. })),
        is_email_refused: matches!(view.said, Some(TenantsSaid::NoAddress)),
        has_mail: view.has_mail,
        rows: view.tenants.iter().map(|line| row(&words, line)).collect(),
        around,
        page: Page::new(words, "tab-tenants"),
    })
}

fn row(words: &Words, line: &TenantLine) -> Row {
    let invited = |(email, until): &(String, domain::Timestamp)| {
        let places = [("email", email.clone()), ("when", words.moment(*until))];
        words.with("tenant-invited", &places, None)
    };
    Row {
        id: line.id.clone(),
        name: line.name.clone(),
        created: words.moment(line.created_at),
        created_iso: words.iso(line.created_at),
        people: words.count(line.people),
        accounts: words.count(line.accounts),
        has_owner: line.has_owner,
        invited: line.invited.iter().map(invited).collect(),
    }
}

fn outcome(words: &Words, said: &TenantsSaid) -> Outcome {
    let refusal = |title: &str, text: String| people::refusal(words, title, text);
    match said {
        TenantsSaid::Added(told) => people::link(words, "tenant-added", told),
        TenantsSaid::Invited(told) => people::link(words, "invited", told),
        TenantsSaid::NoName { most } => {
            refusal("tenant-no-name", words.many("tenant-no-name-next", *most as u64))
        }
        TenantsSaid::NoAddress => refusal("no-address", words.t("no-address-next")),
        TenantsSaid::HasOwner => refusal("tenant-has-owner", words.t("tenant-has-owner-next")),
        TenantsSaid::TooMany { wait_s } => people::too_many(words, *wait_s),
    }
}
