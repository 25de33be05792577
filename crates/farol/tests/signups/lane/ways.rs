//! The ways of a login that need no session's popup: by hand, and by a hand-over link.

use domain::by_hand::{Fault, Ids};
use domain::handover::Over;
use farol::connect::by_hand::{self, Given, Taken};
use farol::connect::handover::{self, Wanted};
use meta::{AppId, BusinessId, PhoneNumberId, WabaId};
use serde_json::json;
use store::{HandoverId, PAGE_LIMIT, PersonId, Secret, SignupId, TokenHash};
use ui::Language;

use super::{ELSEWHERE, Lane};
use crate::console::scope;
use crate::signups::attempt::Way;

/// How often what Meta did not check is given again.
const TRIES: usize = 6;

impl Lane {
    /// Makes a link and opens it; the link, and what the browser holds.
    pub(super) async fn hand_over(
        &mut self,
        tenant: &'static str,
        nth: usize,
    ) -> (Option<HandoverId>, TokenHash) {
        self.tally.add("logins by link");
        let app = self.app();
        let days = domain::handover::DAYS.into_iter().max().expect("some");
        let wanted = Wanted { label: format!("Shop {nth}"), language: Language::PtBr, days };
        let made = handover::make(&app, scope(tenant), PersonId::new(tenant), wanted).await;
        let (token, _) = made.expect("kept").expect("these days are offered");
        let all =
            app.store.ledger.read(move |read| read.handovers(&scope(tenant), PAGE_LIMIT)).await;
        let mut all = all.expect("read").into_iter();
        let link = all.find(|link| link.label == format!("Shop {nth}")).expect("it is there");
        let held = handover::open(&app, &link, TokenHash::of(&token)).await;
        (Some(link.id), TokenHash::of(&held.expect("kept").expect("nobody has it yet")))
    }

    /// Gives what a login by hand is begun with. Who does not hear what became of it looks at the page
    /// first, and gives it again only where nothing stands there.
    pub(super) async fn begin_by_hand(&mut self, nth: usize) {
        let attempt = self.attempts[nth].clone();
        let (tenant, shop) = (attempt.tenant, self.shops[attempt.shop].clone());
        if attempt.token.is_none() {
            self.make_token(nth, &shop.waba).await;
        }
        let own = self.facade.emulator.app();
        let (app_id, secret) = self.attempts[nth].own_app.clone().unwrap_or((own.id, own.secret));
        let given = Given {
            ids: Ids {
                waba: WabaId::new(shop.waba.clone()),
                phone_number: PhoneNumberId::new(shop.numbers[0].id.clone()),
                business: BusinessId::new(shop.business.clone()),
                app: AppId::new(app_id),
            },
            token: Secret::new(self.attempts[nth].token.clone().expect("made")),
            secret: Secret::new(secret),
        };
        let app = self.app();
        let begun = async move {
            by_hand::begin(&app, scope(tenant), PersonId::new(tenant), given).await.expect("kept")
        };
        match self.risk(begun).await {
            Some(Taken::Begun(id, _)) => self.is_begun(nth, id),
            Some(Taken::Refused(faults)) => self.is_refused(nth, &faults).await,
            None => {
                if let Some(id) = self.unknown_by_hand(tenant, &shop.waba).await {
                    self.is_begun(nth, id);
                }
            }
        }
    }

    /// The token of a system user of the installation's app, or of one that the client makes for it and
    /// that in some cases another program is called by.
    async fn make_token(&mut self, nth: usize, waba: &str) {
        let mut wish = json!({"kind": "system_user", "wabas": [waba]});
        if self.attempts[nth].way == Way::OwnApp {
            let named = json!({"name": format!("App {nth}")});
            let made = self.facade.control("apps", named).await;
            let text = |key: &str| made[key].as_str().expect("text").to_owned();
            let (id, secret) = (text("id"), text("secret"));
            if self.dice.percent(30) {
                let elsewhere = json!({"callback_url": ELSEWHERE});
                self.facade.control(&format!("apps/{id}"), elsewhere).await;
            }
            wish["app"] = json!(id);
            self.attempts[nth].own_app = Some((id, secret));
        }
        let made = self.facade.control("tokens", wish).await;
        self.attempts[nth].token = made["token"].as_str().map(str::to_owned);
    }

    fn is_begun(&mut self, nth: usize, id: SignupId) {
        let is_own = self.attempts[nth].way == Way::OwnApp;
        self.tally.add(if is_own { "logins by hand of an own app" } else { "logins by hand" });
        self.attempts[nth].acted = 0;
        self.attempts[nth].id = Some(id);
    }

    /// Tried again while Meta gives no answer of its own, or too many came at once.
    async fn is_refused(&mut self, nth: usize, faults: &[Fault]) {
        self.tally.add("by hand refused");
        self.attempts[nth].acted += 1;
        if faults.contains(&Fault::TooOften) {
            self.restart().await;
        }
        if self.attempts[nth].acted >= TRIES {
            self.tally.add("by hand given up");
            self.attempts[nth].is_refused = true;
        }
    }

    /// A login of this account by hand that nobody was told of.
    async fn unknown_by_hand(&self, tenant: &'static str, waba: &str) -> Option<SignupId> {
        let read =
            self.base.store.ledger.read(move |read| read.signups(&scope(tenant), PAGE_LIMIT));
        let all = read.await.expect("read");
        let is_known = |id: &SignupId| self.attempts.iter().any(|of| of.id.as_ref() == Some(id));
        let is_its = |named: Option<&WabaId>| named.is_some_and(|named| named.as_str() == waba);
        let mut new = all.into_iter().filter(|login| {
            login.signup.is_by_hand() && is_its(login.signup.hinted_waba()) && !is_known(&login.id)
        });
        new.next().map(|login| login.id)
    }

    /// Links whose login is connected and that could be used again, or the other way round.
    pub(in super::super) async fn links(&self, broken: &mut Vec<String>) {
        for tenant in ["one", "two"] {
            let read = self.base.store.ledger.read(move |read| {
                let all = read.handovers(&scope(tenant), PAGE_LIMIT)?.into_iter();
                all.map(|link| {
                    let logins = read.signups_of_handover(&scope(tenant), &link.id, PAGE_LIMIT)?;
                    Ok((link, logins))
                })
                .collect::<Result<Vec<_>, store::StoreError>>()
            });
            let now = self.base.clock.now();
            for (link, logins) in read.await.expect("read") {
                let is_used = link.handover.over(now) == Some(Over::Used);
                let was_connected =
                    logins.iter().any(|of| of.signup.stage == domain::signup::Stage::Connected);
                if is_used != was_connected {
                    broken.push(format!("link {}: used {is_used}, {was_connected}", link.id));
                }
                if logins.len() != 1 {
                    broken.push(format!("link {}: {} logins of one popup", link.id, logins.len()));
                }
            }
        }
    }
}
