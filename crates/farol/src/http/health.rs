//! Status de saúde: `GET /health`.

use axum::response::{Html, Response};
use domain::NodeKind;
use domain::role::Permission;
use store::{LedgerRead, StoreError, TenantScope};
use ui::view::{Branch, Health};

use super::seen::{Look, Seen};

/// The page.
pub async fn show(look: Look) -> Result<Html<String>, Response> {
    let (seen, branches) = look.see_with(branches).await?;
    let view = Health {
        scope: &seen.scope,
        readiness: &seen.readiness,
        intervals: &look.app.settings.intervals,
        branches: &branches,
        webhooks: seen.webhooks(),
        may_refresh: look.may(Permission::Refresh),
    };
    Ok(Html(ui::health(&look.frame(&seen), &view)))
}

/// What hangs from what, account by account; the templates come into the scope on the way.
fn branches(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    seen: &mut Seen,
) -> Result<Vec<Branch>, StoreError> {
    let (mut branches, mut templates) = (Vec::new(), Vec::new());
    for account in seen.accounts() {
        let mut own = read.replicas_of(scope, NodeKind::MessageTemplate, &account.waba)?;
        // One that was read and has no state any more is gone.
        own.retain(|template| template.read_at.is_none() || template.get("status").is_some());
        let numbers = read.numbers_of(scope, &account.waba)?;
        branches.push(Branch {
            business: account.business.to_string(),
            waba: account.waba.to_string(),
            app: account.app.to_string(),
            numbers: numbers.iter().map(ToString::to_string).collect(),
            templates: own.iter().map(|template| template.node.id.clone()).collect(),
        });
        templates.extend(own);
    }
    seen.scope.templates = templates;
    Ok(branches)
}
