//! What came of "Conferir agora": who was read since, whose reading failed, what is still waited for,
//! and what turned out to be another value.

use domain::{Node, NodeKind, Replica};

use crate::named;
use crate::news::{self, News};
use crate::told::{Failing, Lens};
use crate::view;

/// Changes and failures that are listed at most.
const LISTED: usize = 5;

/// The outcome.
pub(crate) struct Checked {
    pub tone: &'static str,
    pub title: String,
    /// How many templates were read: they come by lists of their own, at their own pace.
    pub templates: Option<String>,
    /// Why something is not read yet.
    pub waiting: Option<String>,
    pub failed: Vec<(String, Failing)>,
    /// What is said of the changes; none while nothing was read.
    pub changed: Option<String>,
    pub changes: Vec<News>,
}

/// What came of it; `None` when nobody asked, or of something that is not there any more.
pub(crate) fn checked(lens: &Lens<'_>, view: &view::Health<'_>) -> Option<Checked> {
    let asked = view.checked?;
    let nodes = asked_of(view, asked.node.as_ref());
    let all = nodes.len();
    if all == 0 {
        return None;
    }
    let is_read = |replica: &Replica| replica.read_at.is_some_and(|at| at >= asked.at);
    let (read, rest): (Vec<&Replica>, Vec<&Replica>) =
        nodes.into_iter().partition(|replica| is_read(replica));
    let has_failed =
        |replica: &&Replica| replica.failure.as_ref().is_some_and(|f| f.last >= asked.at);
    let (failed, waiting): (Vec<&Replica>, Vec<&Replica>) = rest.into_iter().partition(has_failed);
    let failing = |replica: &&Replica| Some((named::name(replica), lens.failure(replica)?));
    let time = ("time", lens.words.clock(asked.at));
    let places = [time, ("done", lens.words.count(read.len() as u64))];
    let (tone, key, count) = match (read.len(), failed.len(), waiting.len()) {
        (_, _, 1..) => ("unk", "checked-waiting", all),
        (0, _, 0) => ("bad", "checked-none", all),
        (done, 0, 0) => ("ok", "checked-done", done),
        (_, 1.., 0) => ("warn", "checked-partly", all),
    };
    let changes: Vec<News> = asked
        .changes
        .iter()
        .filter(|change| asked.changes.iter().all(|other| !change.is_said_by(other)))
        .map(|change| news::news(lens, view.scope, change))
        .collect();
    let count_of_changes = changes.len() as u64;
    Some(Checked {
        tone,
        title: lens.words.with(key, &places, Some(count as u64)),
        templates: templates(lens, view, asked),
        waiting: why_waiting(lens, asked, &waiting),
        failed: failed.iter().filter_map(failing).take(LISTED).collect(),
        changed: (!read.is_empty()).then(|| match count_of_changes {
            0 => lens.words.t("checked-same"),
            count => lens.words.many("checked-changed", count),
        }),
        changes: changes.into_iter().take(LISTED).collect(),
    })
}

/// How many of the templates were read since everything was asked for.
fn templates(lens: &Lens<'_>, view: &view::Health<'_>, asked: &view::Checked) -> Option<String> {
    let all = &view.scope.templates;
    if asked.node.is_some() || all.is_empty() {
        return None;
    }
    let is_read = |template: &&Replica| template.read_at.is_some_and(|at| at >= asked.at);
    let done = lens.words.count(all.iter().filter(is_read).count() as u64);
    Some(lens.words.with("checked-templates", &[("done", done)], Some(all.len() as u64)))
}

/// Why something is not read yet: it was put off, or the reading before failed and this one has not
/// come back; else it is only on its way.
fn why_waiting(lens: &Lens<'_>, asked: &view::Checked, waiting: &[&Replica]) -> Option<String> {
    let put_off = waiting.iter().find_map(|replica| asked.put_off.get(&replica.node));
    let failing = waiting.iter().find_map(|replica| replica.failure.as_ref());
    Some(match (put_off, failing) {
        _ if waiting.is_empty() => return None,
        (Some(view::PutOff::NoToken), _) => lens.words.t("checked-wait-token"),
        (Some(view::PutOff::Quota), _) => lens.words.t("checked-wait"),
        (None, Some(failure)) => {
            lens.words.t1("checked-wait-failing", "reason", lens.reason(&failure.reason))
        }
        (None, None) => lens.words.t("checked-wait-asked"),
    })
}

/// Whose readings were asked for. What is said of a business or an app stands in its accounts'
/// health, so that theirs are among them.
fn asked_of<'a>(view: &view::Health<'a>, node: Option<&Node>) -> Vec<&'a Replica> {
    let scope = view.scope;
    let Some(node) = node else { return scope.replicas().collect() };
    let accounts = view.branches.iter().filter(|branch| match node.kind {
        NodeKind::Business => branch.business == node.id,
        NodeKind::App => branch.app == node.id,
        NodeKind::Waba
        | NodeKind::PhoneNumber
        | NodeKind::MessageTemplate
        | NodeKind::Profile
        | NodeKind::Username => false,
    });
    let accounts = accounts.filter_map(|branch| scope.replica(NodeKind::Waba, &branch.waba));
    scope.replica(node.kind, &node.id).into_iter().chain(accounts).collect()
}
