//! What was read of a number.

use meta::open::NameStatus;

use super::mend::{Mend, Person};
use super::route;
use super::snapshot::{Account, Number, Snapshot};
use super::whole::Installed;
use super::{Check, Finding, Seen, State, Why};
use crate::node::{Node, NodeKind};

/// Where a registered number is.
pub(super) const CLOUD_API: &str = "CLOUD_API";

pub(super) fn judge(
    snapshot: &Snapshot,
    account: &Account,
    number: &Number,
    installed: Installed,
) -> [Finding; 3] {
    let node = Node { kind: NodeKind::PhoneNumber, id: number.id.to_string() };
    let whose = (&node, Some(&account.waba));
    [
        way(snapshot, account, number, installed).of(Check::Route, whose),
        registration(account, number).of(Check::Registration, whose),
        name(number).of(Check::Name, whose),
    ]
}

fn way(snapshot: &Snapshot, account: &Account, number: &Number, installed: Installed) -> Seen {
    let app = account.app(snapshot);
    let Some(own) = &app.callback_url else { return Seen::waits() };
    let (id, waba) = (number.id.clone(), account.waba.clone());
    let Some(url) = &number.override_url else {
        // Where its messages go without one is said of the account, or of the app.
        let is_led_away = route::own_override(app, account)
            .map_or(!installed.is_callback_here, |url| !route::is_here(app, url));
        return if is_led_away { Seen::waits() } else { Seen::good() };
    };
    if route::is_here(app, url) {
        return Seen::good().saw([url.as_str()]);
    }
    let mend = match installed.is_callback_here {
        true => Mend::RemoveOverride { number: id, waba },
        false => Mend::SetOverride { number: id, waba, url: own.clone() },
    };
    Seen::defect(Why::Elsewhere).saw_url(url).wanted([own.as_str()]).call(mend)
}

fn registration(account: &Account, number: &Number) -> Seen {
    let saw = [&number.platform, &number.status].into_iter().flatten().cloned();
    let seen = match number.platform.as_deref() {
        Some(CLOUD_API) => return Seen::good(),
        None => return Seen::new(State::NotChecked, Why::Unanswered),
        Some(_) if number.was_registered => Seen::defect(Why::NotRegistered).wanted([CLOUD_API]),
        Some(_) => Seen::doubtful(Why::NeverRegistered),
    };
    let seen = seen.saw(saw);
    if number.is_in_app {
        return seen.person(Person::InApp);
    }
    // A guessed PIN uses up Meta's tries, so that only one that is known goes out.
    match number.was_registered && number.is_pin_known {
        true => {
            let (number, waba) = (number.id.clone(), account.waba.clone());
            seen.call(Mend::Register { number, waba })
        }
        false => seen.person(Person::Register),
    }
}

fn name(number: &Number) -> Seen {
    let Some(status) = &number.name_status else {
        return Seen::new(State::NotChecked, Why::Unanswered);
    };
    let seen = match status {
        NameStatus::Approved | NameStatus::AvailableWithoutReview => return Seen::good(),
        NameStatus::Declined | NameStatus::Expired => {
            Seen::defect(Why::Declined).person(Person::Rename)
        }
        NameStatus::PendingReview => Seen::doubtful(Why::InReview).person(Person::AwaitReview),
        NameStatus::None | NameStatus::NonExists => {
            Seen::doubtful(Why::NotSet).person(Person::Rename)
        }
        NameStatus::Other(_) => Seen::new(State::NotChecked, Why::Unknown),
    };
    seen.saw([status.as_str()])
}
