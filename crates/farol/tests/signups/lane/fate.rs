//! What befalls the logins of a lane: the program's deaths, and Meta's faults.

use domain::signup::{Signup, Stage, Task, Undo};
use farol::work::connect::Due;
use serde_json::{Value, json};
use store::PersonId;

use super::super::facade::Spoil;
use super::super::life::{Death, Life};
use super::{Lane, WILD_ROUNDS};
use crate::console::{scope, signup};

/// Of a hundred rounds in which something is due, those in which the program dies.
const DEADLY: usize = 45;
/// What strikes a call, but for what takes real time.
const FAULTS: [&str; 10] = [
    "handshake_failed",
    "http_500",
    "http_503",
    "rate_limit",
    "app_rate_limit",
    "expired_token",
    "malformed",
    "html",
    "empty",
    "reset",
];

impl Lane {
    pub(super) async fn tasks(&self, due: &[Due]) -> Vec<Option<Task>> {
        let now = self.base.clock.now();
        let mut tasks = Vec::new();
        for (tenant, id) in due {
            tasks.push(signup(&self.base, tenant.as_str(), id).await.next(now));
        }
        tasks
    }

    pub(super) fn death(&mut self, tasks: &[Option<Task>]) -> Death {
        if self.forgets_doubt && tasks.contains(&Some(Task::Register)) && self.dice.percent(70) {
            return Death::AtCall("register");
        }
        if !self.dice.percent(DEADLY) {
            return Death::None;
        }
        let polls = self.dice.below(tasks.len() * 6 + 8);
        // A code whose answer is lost is used up: few of them, or nothing comes after.
        let later = tasks.iter().flatten().filter(|task| **task != Task::Exchange);
        let later: Vec<Task> = later.copied().collect();
        let is_late = !later.is_empty() && self.dice.percent(90);
        let task = if is_late { Some(self.dice.one_of(&later)) } else { self.dice.one_of(tasks) };
        match (self.dice.below(3), task) {
            (0, _) | (_, None) => Death::AfterPolls(polls),
            (1, _) => Death::OnWake(polls),
            (_, Some(task)) => Death::AtCall(match task {
                Task::Exchange => "oauth/access_token",
                Task::Prove => self.dice.one_of(&["debug_token", "node"]),
                Task::Subscribe => "subscribed_apps",
                Task::Find => "phone_numbers",
                Task::Register => "register",
                Task::Route => self.dice.one_of(&["subscriptions", "node"]),
                Task::SyncAppState | Task::SyncHistory => "smb_app_data",
                Task::Undo(Undo::Override) => "node",
                Task::Undo(Undo::Subscription) => "subscribed_apps",
                Task::Read => "node",
            }),
        }
    }

    pub(super) async fn note_killed(&mut self, (tenant, id): Due, task: Task) {
        let after = signup(&self.base, tenant.as_str(), &id).await;
        let is_noted = matches!(after.stage, Stage::Doing { task: Task::Find, .. });
        let what = match task {
            Task::Register if is_noted => "killed in register, once noted".to_owned(),
            Task::Register => "killed in register, before".to_owned(),
            Task::Undo(_) => "killed while abandoning".to_owned(),
            task => format!("killed in {}", task.step().as_str()),
        };
        self.tally.add(what);
        if task == Task::Register && is_noted && self.forgets_doubt {
            let mut forgetful = serde_json::to_value(&after).expect("it is JSON");
            forgetful["in_doubt_until"] = Value::Null;
            forgetful["stage"]["task"] = json!("register");
            forgetful["stage"]["at"] = json!(self.base.clock.now());
            let forgetful: Signup = serde_json::from_value(forgetful).expect("a login");
            let saved = self.base.store.ledger.transact(move |tx| {
                let scope = scope(tenant.as_str());
                tx.save_signup(&scope, &id, &PersonId::new(tenant.as_str()), &forgetful)
            });
            saved.await.expect("saved");
        }
    }

    pub(super) async fn restart(&mut self) {
        let life = self.life.take().expect("it lives between two steps");
        life.end(&self.facade).await;
        self.life = Some(Life::begin(&self.base, &self.facade).await);
    }

    /// Faults come, and go after a few rounds.
    pub(super) async fn change_weather(&mut self, round: usize) {
        match self.storm {
            Some(0) => self.calm().await,
            Some(left) => self.storm = Some(left - 1),
            None if round < WILD_ROUNDS && self.dice.percent(7) => {
                self.storm = Some(self.dice.below(4));
                self.tally.add("storms");
                if self.dice.percent(55) {
                    let spoils = if self.is_long { &Spoil::ALL[..] } else { &Spoil::QUICK[..] };
                    let spoil = self.dice.one_of(spoils);
                    self.tally.add(format!("storms of {spoil:?}"));
                    self.facade.spoil(spoil, self.dice.one_of(&[30, 60, 100]));
                    return;
                }
                let fault = self.dice.one_of(&FAULTS);
                self.log_lies = ["malformed", "empty"].contains(&fault);
                let fault = json!({
                    "fault": fault,
                    "share": self.dice.one_of(&[0.2, 0.5, 1.0]),
                });
                self.facade.control("faults", fault).await;
            }
            None => {}
        }
    }

    /// Meta is well again. A new life has no pause of the old one to keep.
    pub(super) async fn calm(&mut self) {
        if self.storm.take().is_some() {
            self.facade.spoil(Spoil::Lost, 0);
            self.log_lies = false;
            self.facade.control("faults", json!({"fault": null})).await;
            self.restart().await;
        }
    }
}
