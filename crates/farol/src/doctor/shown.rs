//! The findings as lines, for the page and for the command: each with its account, its number and the
//! call that mends it.

use domain::doctor::{Account, Finding, Fix, Mend, Snapshot};
use ui::view::{DoctorLine, MayCall, ShownCall};

use super::mend::{request, stamp};

/// The accounts that were looked at, with their names.
pub fn accounts(snapshot: &Snapshot) -> Vec<(String, Option<String>)> {
    let named = |account: &Account| (account.waba.to_string(), account.name.clone());
    snapshot.accounts.iter().map(named).collect()
}

/// The lines of the findings. `version` is of the Graph; `may` says who may make a call.
pub fn lines<'a>(
    snapshot: &'a Snapshot,
    found: &'a [Finding],
    version: &str,
    may: impl Fn(&Mend) -> MayCall,
) -> Vec<DoctorLine<'a>> {
    let line = |finding: &'a Finding| {
        let id = finding.node.id.as_str();
        let account = snapshot.accounts.iter().find(|account| is_about(account, id));
        let number = account.and_then(|account| {
            account.numbers.iter().flatten().find(|number| number.id.as_str() == id)
        });
        let call = match &finding.fix {
            Some(Fix::Call(mend)) => Some(shown(finding, mend, version, may(mend))),
            Some(Fix::Person(_)) | None => None,
        };
        DoctorLine {
            finding,
            waba: account.map(|account| account.waba.as_str()),
            display: number.and_then(|number| number.display.as_deref()),
            call,
        }
    };
    found.iter().map(line).collect()
}

fn is_about(account: &Account, id: &str) -> bool {
    let is_app = account.own_app.as_ref().is_some_and(|app| app.app_id == id);
    let is_number = || account.numbers.iter().flatten().any(|number| number.id.as_str() == id);
    account.waba.as_str() == id || is_app || is_number()
}

fn shown(finding: &Finding, mend: &Mend, version: &str, may: MayCall) -> ShownCall {
    let call = request(mend);
    ShownCall {
        stamp: stamp(&call, finding),
        method: call.method,
        path: format!("/{version}/{}", call.path),
        parameters: call.parameters,
        may,
    }
}
