//! The findings as lines, for the page and for the command: each with its account, its number and the
//! call that mends it.

use domain::doctor::{Account, Finding, Fix, Mend, Snapshot};
use meta::WabaId;
use ui::view::{DoctorLine, MayCall, ShownCall};

use super::mend::{request, stamp};
use crate::graph::Graph;

/// The accounts that were looked at, with their names.
pub fn accounts(snapshot: &Snapshot) -> Vec<(String, Option<String>)> {
    let named = |account: &Account| (account.waba.to_string(), account.name.clone());
    snapshot.accounts.iter().map(named).collect()
}

/// The lines of the findings; `may` says who may make a call.
pub fn lines<'a>(
    graph: &Graph,
    snapshot: &'a Snapshot,
    found: &'a [Finding],
    may: impl Fn(&Mend) -> MayCall,
) -> Vec<DoctorLine<'a>> {
    let line = |finding: &'a Finding| {
        let waba = finding.waba.as_ref();
        let account = snapshot.accounts.iter().find(|account| Some(&account.waba) == waba);
        let number = account.and_then(|account| {
            let mut numbers = account.numbers.iter().flatten();
            numbers.find(|number| number.id.as_str() == finding.node.id)
        });
        let call = match &finding.fix {
            Some(Fix::Call(mend)) => Some(shown(graph, finding, mend, may(mend))),
            Some(Fix::Person(_)) | None => None,
        };
        DoctorLine {
            finding,
            waba: waba.map(WabaId::as_str),
            display: number.and_then(|number| number.display.as_deref()),
            call,
        }
    };
    found.iter().map(line).collect()
}

fn shown(graph: &Graph, finding: &Finding, mend: &Mend, may: MayCall) -> ShownCall {
    let call = request(mend);
    ShownCall {
        stamp: stamp(graph, &call, finding),
        method: call.method,
        path: format!("/{}/{}", graph.endpoint().version, call.path),
        parameters: call.parameters,
        may,
    }
}
