//! Registro de auditoria: `GET /settings/audit`, who did what, for owners and administrators.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{Html, Response};
use domain::Node;
use domain::audit::Action;
use domain::role::Permission;
use serde::Deserialize;
use store::{Audit, AuditFilter, LedgerRead, PersonId, StoreError, TenantScope};
use ui::view::{AuditLog, AuditName, AuditRow};

use super::people::rights;
use super::seen::Look;

/// Rows on a page.
const PAGE: usize = 50;

/// What the log is narrowed to.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    of: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    cursor: String,
}

/// The page.
pub async fn show(
    look: Look,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Response> {
    look.need(Permission::ReadAudit).await?;
    let Query(asked) = asked.unwrap_or_default();
    let rights = rights(&look.viewer.session);
    let is_of_installation = rights.is_installation_owner && asked.of == "installation";
    let filter = AuditFilter {
        person: Some(asked.person.as_str()).filter(|id| !id.is_empty()).map(PersonId::new),
        action: Action::parse(&asked.action),
        before_seq: asked.cursor.parse().ok(),
    };
    let (action, is_first) = (filter.action, filter.before_seq.is_none());
    let read = look.see_with(move |read, scope, _| list(read, scope, is_of_installation, &filter));
    let (seen, (rows, people, has_more)) = read.await?;
    let view = AuditLog {
        rights,
        next: rows.last().map(|row| row.seq).filter(|_| has_more),
        rows: &rows,
        people: &people,
        person: Some(asked.person.as_str()).filter(|id| !id.is_empty()),
        action,
        is_of_installation,
        is_first,
    };
    Ok(Html(ui::audit(&look.frame(&seen), &view)))
}

/// Rows, who can be chosen, and whether there are more.
type Listed = (Vec<AuditRow>, Vec<(String, String)>, bool);

fn list(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    is_of_installation: bool,
    filter: &AuditFilter,
) -> Result<Listed, StoreError> {
    let mut rows = if is_of_installation {
        read.audits_of_installation(filter, PAGE + 1)?
    } else {
        read.audits(scope, filter, PAGE + 1)?
    };
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let named = |person: store::Person| (person.id.to_string(), person.name);
    let people = read.members(scope)?.into_iter().map(|(person, _)| named(person)).collect();
    let rows = rows.into_iter().map(|audit| row(read, scope, audit));
    Ok((rows.collect::<Result<_, _>>()?, people, has_more))
}

/// A row with the ids that it holds and the names of now.
fn row(read: &LedgerRead<'_>, scope: &TenantScope, audit: Audit) -> Result<AuditRow, StoreError> {
    let name = match (audit.object_name, &audit.object) {
        (None, Some(id)) => name_at_meta(read, scope, id)?,
        (name, _) => name,
    };
    let name_of_person = audit.person_name;
    Ok(AuditRow {
        seq: audit.seq,
        at: audit.at,
        person: audit.person.map(|id| AuditName { id: id.to_string(), name: name_of_person }),
        link: audit.link.map(|by| AuditName { id: by.id.to_string(), name: by.label }),
        action: audit.action,
        object: audit.object.map(|id| AuditName { id, name }),
        detail: audit.detail,
    })
}

/// What Meta calls a number or an account of the tenant; `None` for anything else.
fn name_at_meta(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    id: &str,
) -> Result<Option<String>, StoreError> {
    let fields = [
        (Node::phone_number(id), ["verified_name", "display_phone_number"].as_slice()),
        (Node::waba(id), ["name"].as_slice()),
    ];
    for (node, fields) in fields {
        if let Some(replica) = read.replica(scope, &node)? {
            let said = fields.iter().filter_map(|field| replica.text(field));
            let said: Vec<&str> = said.filter(|text| !text.trim().is_empty()).collect();
            return Ok(Some(said.join(", ")).filter(|name| !name.is_empty()));
        }
    }
    Ok(None)
}
