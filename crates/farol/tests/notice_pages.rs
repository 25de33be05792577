//! Notices at the console's door: who sees, who takes up, who chooses, and what a form may not say.

mod console;
mod visitor;

use std::sync::Arc;

use domain::Node;
use domain::notice::{Kind, Notice};
use domain::role::Role;
use farol::app::{App, Settings};
use farol::config::{Config, Security, Smtp};
use farol::pulse::BeatKind;
use serde_json::json;
use visitor::Visitor;

const NUMBER: &str = "106540352242922";
const LIST: &str = "/activity/notices";
const RULES: &str = "/activity/rules";
/// The mark of a notice in the bell that the person has not looked at.
const UNREAD: &str = "data-unread-notice";

/// Opens a notice of a tenant's number; answers its sequence number.
async fn open(app: &App, tenant: &str, kind: Kind) -> u64 {
    let (scope, now) = (console::scope(tenant), app.clock.now());
    let detail = json!({"field": "status", "before": "CONNECTED", "after": "FLAGGED",
        "how": "webhook"});
    let notice = Notice::condition(kind, Node::phone_number(NUMBER), now, detail);
    let added = app.store.ledger.transact(move |tx| tx.add_notice(&scope, &notice, now)).await;
    added.expect("told")
}

async fn resolve(app: &App, tenant: &str, seq: u64) {
    let (scope, now) = (console::scope(tenant), app.clock.now());
    let ended = app.store.ledger.transact(move |tx| tx.resolve_notice(&scope, seq, now)).await;
    ended.expect("ended");
}

/// What the bell of a page says is unread.
async fn unread(visitor: &Visitor) -> String {
    let page = visitor.get("/overview").await.text;
    let (_, rest) = page.split_once("data-unread=\"").expect("every page has a bell");
    rest.split('"').next().expect("a number").to_owned()
}

#[tokio::test]
async fn the_bell_counts_until_one_has_looked_and_each_person_looks_alone() {
    let app = console::alone().await;
    let (viewer, owner) =
        (Visitor::of(&app, "one", Role::Viewer).await, Visitor::owner(&app, "one").await);
    assert_eq!(unread(&viewer).await, "0");
    let first = open(&app, "one", Kind::Flagged).await;
    let second = open(&app, "one", Kind::QualityLow).await;
    assert_eq!((unread(&viewer).await, unread(&owner).await), ("2".into(), "2".into()));
    let form = [("upto", &*first.to_string()), ("back", "/numbers?sort=name")];
    let seen = viewer.form("/activity/notices/seen", &form).await;
    assert_eq!(seen.leads(), (303, Some("/numbers?sort=name")));
    assert_eq!((unread(&viewer).await, unread(&owner).await), ("1".into(), "2".into()));
    // Nobody looks at what has not happened, and an older look takes none back.
    let far = (second + 1_000).to_string();
    viewer.form("/activity/notices/seen", &[("upto", &far)]).await;
    viewer.form("/activity/notices/seen", &[("upto", "0")]).await;
    assert_eq!(unread(&viewer).await, "0");
    open(&app, "one", Kind::Restricted).await;
    assert_eq!(unread(&viewer).await, "1");
    let away = viewer.form("/activity/notices/seen", &[("upto", "1"), ("back", "//evil")]).await;
    assert_eq!(away.leads(), (303, Some("/overview")));
}

#[tokio::test]
async fn a_notice_is_open_then_taken_up_then_gone_by_itself_and_the_page_says_by_whom_and_when() {
    let app = console::alone().await;
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    let seq = open(&app, "one", Kind::Flagged).await;
    let page = operator.get(LIST).await.text;
    let action = format!("action=\"{LIST}/{seq}/acknowledge\"");
    assert!(page.contains(&action) && page.contains("data-open"), "{page}");
    let mut beats = app.pulse.listen();
    let taken = operator.form(&format!("{LIST}/{seq}/acknowledge"), &[]).await;
    assert_eq!(taken.leads(), (303, Some(&*format!("{LIST}#notice-{seq}"))));
    assert_eq!(beats.try_recv().expect("open pages hear of it").kind, BeatKind::News);
    let page = operator.get(LIST).await.text;
    assert!(page.contains("acknowledged this on") && !page.contains(&action));
    assert_eq!(unread(&operator).await, "0", "who takes it up has looked");
    assert!(!page.contains(UNREAD));
    // The first who takes it up has; and it still ends by itself.
    let owner = Visitor::owner(&app, "one").await;
    assert_eq!(unread(&owner).await, "1");
    assert!(owner.get(LIST).await.text.contains(UNREAD));
    owner.form(&format!("{LIST}/{seq}/acknowledge"), &[]).await;
    let page = operator.get(LIST).await.text;
    assert!(page.contains("Person") && !page.contains("Owner of one acknowledged"));
    resolve(&app, "one", seq).await;
    let page = operator.get(LIST).await.text;
    assert!(page.contains("Resolved by itself on") && page.contains("Nothing open"));
}

#[tokio::test]
async fn a_viewer_takes_nothing_up_and_a_notice_of_another_tenant_is_not_there() {
    let app = console::alone().await;
    let seq = open(&app, "one", Kind::Restricted).await;
    let path = format!("{LIST}/{seq}/acknowledge");
    let viewer = Visitor::of(&app, "one", Role::Viewer).await;
    assert_eq!(viewer.form(&path, &[]).await.status, 403);
    assert!(!viewer.get(LIST).await.text.contains("/acknowledge\""));
    let other = Visitor::owner(&app, "two").await;
    let page = other.get(LIST).await.text;
    assert!(!page.contains(&format!("notice-{seq}")), "nothing of it is told");
    assert_eq!(unread(&other).await, "0");
    let foreign = other.form(&path, &[]).await;
    let absent = other.form(&format!("{LIST}/{}/acknowledge", seq + 7), &[]).await;
    assert_eq!((foreign.status, &foreign.text), (404, &absent.text));
    for odd in ["x", "-1", "99999999999999999999999", "%00"] {
        assert_eq!(other.form(&format!("{LIST}/{odd}/acknowledge"), &[]).await.status, 404);
    }
    let page = viewer.get(LIST).await.text;
    assert!(page.contains("data-open") && !page.contains("acknowledged this on"));
}

#[tokio::test]
async fn what_ended_is_paged_and_every_notice_is_on_one_page() {
    let app = console::alone().await;
    let owner = Visitor::of(&app, "one", Role::Owner).await;
    for seq in 1..=tell(&app, 65, None).await {
        resolve(&app, "one", seq).await;
    }
    let (mut path, mut seen, mut pages) = (LIST.to_owned(), Vec::new(), 0);
    loop {
        let page = owner.get(&path).await.text;
        let ids = page.split("<li id=\"notice-").skip(1);
        seen.extend(ids.filter_map(|rest| rest.split('"').next()?.parse::<u64>().ok()));
        pages += 1;
        let Some(next) = page.split(&format!("href=\"{LIST}?cursor=")).nth(1) else { break };
        path = format!("{LIST}?cursor={}", next.split('"').next().expect("a cursor"));
    }
    assert_eq!(pages, 3);
    assert_eq!(seen, (1..=65).rev().collect::<Vec<u64>>());
    assert_eq!(owner.get(&format!("{LIST}?cursor=nonsense")).await.status, 200);
}

#[tokio::test]
async fn more_open_notices_than_are_listed_are_counted_and_the_page_says_that_it_shows_the_newest()
{
    let app = console::alone().await;
    let owner = Visitor::of(&app, "one", Role::Owner).await;
    tell(&app, 200, None).await;
    let page = owner.get(LIST).await.text;
    assert!(page.contains("<span class=\"tag\">200</span>") && !page.contains("newest; the"));
    tell(&app, 100, None).await;
    let page = owner.get(LIST).await.text;
    assert!(page.contains("<span class=\"tag\">300</span>"), "all of them are counted");
    assert!(page.contains("These are the 200 newest; the others appear as these end."));
    assert_eq!(page.matches("<li id=\"notice-").count(), 200);
}

#[tokio::test]
async fn an_accounts_notices_are_on_its_pages_however_many_another_has() {
    let app = console::alone().await;
    let owner = Visitor::of(&app, "one", Role::Owner).await;
    bind(&app, "one", "700").await;
    let (open, ended) = (tell(&app, 1, Some("700")).await, tell(&app, 1, Some("700")).await);
    resolve(&app, "one", ended).await;
    let last_of_others = tell(&app, 250, Some("701")).await;
    for seq in last_of_others - 40..=last_of_others {
        resolve(&app, "one", seq).await;
    }
    let page = owner.get(&format!("{LIST}?waba=700")).await.text;
    let listed: Vec<&str> =
        page.split("<li id=\"notice-").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(listed, [open.to_string(), ended.to_string()]);
    assert!(page.contains("<span class=\"tag\">1</span>"), "only its own are counted");
    assert!(!page.contains("rel=\"next\""), "and nothing older is offered");
    // Who takes one up stays on the account's page.
    let back = format!("{LIST}?waba=700");
    assert!(
        page.contains(&format!("name=\"back\" value=\"{back}\"><button class=\"btn btn--sm\">"))
    );
    let path = format!("{LIST}/{open}/acknowledge");
    for (back, leads) in [(&*back, &*back), ("//evil", "/overview"), (LIST, LIST)] {
        let taken = owner.form(&path, &[("back", back)]).await;
        assert_eq!(taken.leads(), (303, Some(&*format!("{leads}#notice-{open}"))));
    }
}

/// Gives a tenant an account.
async fn bind(app: &App, tenant: &str, waba: &str) {
    let new = store::NewConnection {
        tenant: store::TenantId::new(tenant),
        waba: meta::WabaId::new(waba),
        business: meta::BusinessId::new("7"),
        app: meta::AppId::new("1"),
        token: store::Secret::new("a token"),
        at: app.clock.now(),
    };
    app.store.ledger.transact(move |tx| tx.bind(&new)).await.expect("bound");
}

/// Opens so many notices of an account; answers the sequence number of the last.
async fn tell(app: &App, count: i64, waba: Option<&str>) -> u64 {
    let (scope, now, waba) = (console::scope("one"), app.clock.now(), waba.map(str::to_owned));
    let told = app.store.ledger.transact(move |tx| {
        let newest = tx.notices(&scope, &store::NoticeFilter::default(), 1)?;
        let mut last = newest.first().map_or(0, |kept| kept.seq);
        for _ in 0..count {
            let node = Node::phone_number(&format!("9{last}"));
            let notice = Notice::condition(Kind::Flagged, node, now, json!({}));
            last = tx.add_notice(&scope, &notice.of_waba(waba.as_deref()), now)?;
        }
        Ok(last)
    });
    told.await.expect("told")
}

/// Which boxes of the person's own table are ticked.
fn ticked(page: &str) -> Vec<String> {
    let form = page.split("id=\"rules-own\"").nth(1).and_then(|rest| rest.split("</form>").next());
    let boxes = form.expect("a form").split("<input ").skip(1);
    let boxes =
        boxes.filter_map(|rest| rest.split('>').next()).filter(|tag| tag.contains(" checked"));
    boxes
        .filter_map(|tag| Some(tag.split("name=\"").nth(1)?.split('"').next()?.to_owned()))
        .collect()
}

#[tokio::test]
async fn what_a_person_switched_off_is_not_shown_to_them_and_blocks_are_shown_to_all() {
    let app = console::alone().await;
    let (chooser, other) = (
        Visitor::of(&app, "one", Role::Viewer).await,
        Visitor::of(&app, "one", Role::Viewer).await,
    );
    open(&app, "one", Kind::Flagged).await;
    open(&app, "one", Kind::Restricted).await;
    // Everything is switched off; the locked boxes are not sent by a browser either.
    let claimed = chooser.get("/activity/rules?saved=yes").await.text;
    assert!(!claimed.contains("Saved."), "not since an address says so");
    let saved = chooser.form(RULES, &[("mail.quality_low", "1")]).await;
    assert_eq!(saved.leads(), (303, Some("/activity/rules#saved")));
    let page = chooser.get(RULES).await.text;
    assert!(page.contains("Saved.") && page.contains("choices of your own"));
    assert_eq!(
        ticked(&page),
        ["mail.quality_low", "app.restricted", "app.health_worse", "app.disconnected"]
    );
    assert_eq!((unread(&chooser).await, unread(&other).await), ("1".into(), "2".into()));
    let list = chooser.get(LIST).await.text;
    assert!(
        list.contains("data-notice=\"restricted\"") && !list.contains("data-notice=\"flagged\"")
    );
    chooser.form(RULES, &[("reset", "1")]).await;
    assert!(chooser.get(RULES).await.text.contains("You follow the company&#39;s default."));
    assert_eq!(unread(&chooser).await, "2");
}

#[tokio::test]
async fn the_default_is_chosen_by_admins_and_holds_for_who_chose_nothing() {
    let app = console::alone().await;
    let admin = Visitor::of(&app, "one", Role::Admin).await;
    let (plain, operator) = (
        Visitor::of(&app, "one", Role::Viewer).await,
        Visitor::of(&app, "one", Role::Operator).await,
    );
    let own = Visitor::of(&app, "one", Role::Viewer).await;
    // What holds, with one kind more by mail.
    let mut chosen = ticked(&own.get(RULES).await.text);
    chosen.push("mail.limit_down".to_owned());
    let chosen: Vec<(&str, &str)> = chosen.iter().map(|name| (&**name, "1")).collect();
    own.form(RULES, &chosen).await;
    let path = "/activity/rules/default";
    assert_eq!(operator.form(path, &[("mail.limit_up", "1")]).await.status, 403);
    assert!(!operator.get(RULES).await.text.contains(path));
    assert!(admin.get(RULES).await.text.contains(path));
    admin.form(path, &[("mail.limit_up", "1"), ("app.limit_up", "1")]).await;
    let always = ["app.restricted", "app.health_worse", "app.disconnected"];
    let mut held = ticked(&plain.get(RULES).await.text);
    held.retain(|name| !always.contains(&&**name));
    assert_eq!(held, ["mail.limit_up", "app.limit_up"]);
    // What one chose otherwise stays; in the rest one goes along.
    let mut held = ticked(&own.get(RULES).await.text);
    held.retain(|name| !always.contains(&&**name));
    assert_eq!(held, ["mail.limit_down", "app.limit_down", "mail.limit_up", "app.limit_up"]);
    let stranger = Visitor::of(&app, "two", Role::Viewer).await;
    let of_others = ticked(&stranger.get(RULES).await.text);
    assert!(of_others.contains(&"mail.quality_low".to_owned()), "another tenant has its own");
}

#[tokio::test]
async fn times_are_kept_and_what_makes_no_sense_is_refused_with_a_sentence_and_stays_typed() {
    let app = console::alone().await;
    let person = Visitor::of(&app, "one", Role::Viewer).await;
    let path = "/activity/times";
    let good = [
        ("quiet", "1"),
        ("from", "22:00"),
        ("to", "07:30"),
        ("digest", "1"),
        ("digest_at", "08:15"),
        ("muted_until", "2999-01-31T08:00"),
    ];
    assert_eq!(person.form(path, &good).await.leads(), (303, Some("/activity/rules#saved")));
    let page = person.get(RULES).await.text;
    for kept in ["\"22:00\"", "\"07:30\"", "\"08:15\"", "\"2999-01-31T08:00\""] {
        assert!(page.contains(&format!("value={kept}")), "{kept}");
    }
    assert!(page.contains("E-mails are paused until 31 Jan, 08:00."));
    for (name, typed, said) in [
        ("to", "22:00", "begin and end at the same time"),
        ("from", "10 at night", "Write the time as 22:00."),
        ("to", "24:00", "Write the time as 22:00."),
        ("digest_at", "", "Write the time as 22:00."),
        ("muted_until", "2001-01-01T00:00", "The pause ends in the past"),
        ("muted_until", "tomorrow", "Write date and time as"),
    ] {
        let form = good.map(|(key, value)| if key == name { (key, typed) } else { (key, value) });
        let answer = person.form(path, &form).await;
        assert_eq!(answer.status, 422, "{name}={typed}");
        assert!(answer.text.contains(said), "{name}={typed}");
        assert!(answer.text.contains(&format!("name=\"{name}\"")));
        assert!(answer.text.contains(&format!("value=\"{typed}\"")), "{name}={typed} is lost");
        assert!(!answer.text.contains("data-stream"), "no script asks for this page again");
    }
    assert!(person.get(RULES).await.text.contains("value=\"07:30\""), "nothing was changed");
    // What is not switched on is not looked at.
    let off = [("from", "nonsense"), ("digest_at", "x")];
    assert_eq!(person.form(path, &off).await.status, 303);
    assert!(!person.get(RULES).await.text.contains("E-mails are paused"));
}

#[tokio::test]
async fn without_a_mail_server_the_pages_say_so_and_a_test_sends_nothing() {
    let app = console::alone().await;
    let person = Visitor::of(&app, "one", Role::Viewer).await;
    for path in [RULES, "/activity/log"] {
        assert!(person.get(path).await.text.contains("<code>FAROL_SMTP_HOST</code>"), "{path}");
    }
    let commits = app.store.ledger.commits();
    assert_eq!(person.form("/activity/test", &[]).await.leads(), (303, Some(RULES)));
    assert_eq!(app.store.ledger.commits(), commits);
}

/// A console whose mail server does not answer.
async fn with_dead_server() -> App {
    let mut app = console::alone().await;
    let mut config = Config::default();
    config.base_url = Some("https://farol.example".to_owned());
    config.smtp = Some(Smtp {
        host: "127.0.0.1".to_owned(),
        port: 9,
        security: Security::None,
        username: None,
        password_file: None,
        password: None,
        from: "Farol <farol@one.example>".to_owned(),
    });
    let settings = Settings {
        intervals: app.settings.intervals,
        time_zone: app.settings.time_zone.clone(),
        sandbox_url: None,
        dialog: None,
        config,
    };
    app.settings = Arc::new(settings);
    app
}

#[tokio::test]
async fn a_test_mail_says_what_stood_in_its_way_stands_in_the_log_and_is_not_for_endless_use() {
    let app = with_dead_server().await;
    let person = Visitor::of(&app, "one", Role::Viewer).await;
    let answer = person.form("/activity/test", &[]).await;
    assert_eq!(answer.status, 502);
    assert!(answer.text.contains("The mail server did not answer."), "{}", answer.text);
    assert!(answer.text.to_lowercase().contains("refused"), "{}", answer.text);
    let log = person.get("/activity/log").await.text;
    assert!(log.contains("Test e-mail") && log.contains("person-"), "{log}");
    assert!(log.contains("The test failed, and is not repeated"), "{log}");
    for _ in 0..4 {
        assert_eq!(person.form("/activity/test", &[]).await.status, 502);
    }
    let answer = person.form("/activity/test", &[]).await;
    assert_eq!(answer.status, 429);
    assert!(answer.text.contains("Too many tests."));
    let other = Visitor::of(&app, "two", Role::Viewer).await;
    let log = other.get("/activity/log").await.text;
    assert!(log.contains("No e-mails yet"), "another tenant's log is its own");
}
