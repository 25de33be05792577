//! The workers: each does one unit and says when it wants to be called again. Only this file waits.

pub mod analytics;
pub mod connect;
pub mod deaf;
pub mod disconnect;
pub mod erase;
pub mod hook;
pub mod keys;
pub mod mail;
pub mod marks;
pub mod photo;
pub mod project;
pub mod refresh;
pub mod reset;
pub mod retain;
pub mod rewind;
pub mod templates;
pub mod tokens;
pub mod used;

use std::collections::HashSet;
use std::future::pending;
use std::time::Duration;

use domain::Timestamp;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use store::StoreError;
use tokio_util::task::TaskTracker;

use crate::app::App;

/// What a worker's step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A unit of work; there may be more.
    Done,
    /// Nothing to do before this moment; `None` until something wakes it.
    Idle {
        /// When to look again.
        until: Option<Timestamp>,
    },
}

/// Longest wait without looking: a wake that was missed costs at most this.
const LONGEST: Duration = Duration::from_secs(60);
/// Wait after a failure, so that a full disk is not asked a thousand times a second.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Starts the workers; they end when the program is asked to stop, and `tracker` waits for them.
pub fn start(app: &App, tracker: &TaskTracker) {
    tracker.spawn(supervise("projection", app.clone(), projecting));
    tracker.spawn(supervise("refresh", app.clone(), refreshing));
    tracker.spawn(supervise("templates", app.clone(), listing));
    tracker.spawn(supervise("logins", app.clone(), connecting));
    tracker.spawn(supervise("disconnections", app.clone(), disconnecting));
    tracker.spawn(supervise("photos", app.clone(), sending_photos));
    tracker.spawn(supervise("samples of use", app.clone(), sampling));
    tracker.spawn(supervise("marks", app.clone(), marking));
    tracker.spawn(supervise("analytics", app.clone(), comparing));
    tracker.spawn(supervise("mail", app.clone(), mailing));
    tracker.spawn(supervise("tokens", app.clone(), asking_of_tokens));
    tracker.spawn(supervise("retention", app.clone(), retaining));
    tracker.spawn(supervise("deafness", app.clone(), listening));
    tracker.spawn(supervise("keys", app.clone(), learning_keys));
    tracker.spawn(supervise("webhook address", app.clone(), hooking));
    tracker.spawn(supervise("links for new passwords", app.clone(), resetting));
    tracker.spawn(supervise("erasure", app.clone(), erasing));
}

/// Starts a worker again when it panicked: one bad row must not stop a worker for ever.
async fn supervise<W>(name: &'static str, app: App, work: impl Fn(App) -> W)
where
    W: Future<Output = ()> + Send + 'static,
{
    while !app.stop.is_cancelled() {
        if tokio::spawn(work(app.clone())).await.is_err() {
            tracing::error!("The {name} panicked and starts again");
            pause(&app).await;
        }
    }
}

async fn projecting(app: App) {
    let mut committed = app.store.inbox.subscribe();
    while !app.stop.is_cancelled() {
        let stepped = project::step(&app).await;
        let woken = async {
            tokio::select! {
                _ = committed.changed() => {}
                () = app.bound.notified() => {}
            }
        };
        rest(&app, stepped, woken, "The projection failed and tries again").await;
    }
}

// Of the workers that call Meta or a mail server, a call under way is dropped when the program stops:
// nothing of it was kept yet.

async fn refreshing(app: App) {
    while let Some(stepped) = app.stop.run_until_cancelled(refresh_once(&app)).await {
        let trouble = "A reading could not be kept and is tried again";
        let woken = async {
            tokio::select! {
                () = app.due.notified() => {}
                () = app.graph.refused.woken() => {}
            }
        };
        rest(&app, stepped, woken, trouble).await;
    }
}

/// Reads message templates beside everything else: a list of thousands holds up nothing.
async fn listing(app: App) {
    while let Some(stepped) = app.stop.run_until_cancelled(templates::step(&app)).await {
        let trouble = "Templates could not be kept and are read again";
        rest(&app, stepped, app.template_lists.due.notified(), trouble).await;
    }
}

/// Carries logins on side by side: a code lives for seconds and waits for no other login's call.
async fn connecting(app: App) {
    let mut under_way = FuturesUnordered::new();
    let mut busy: HashSet<connect::Due> = HashSet::new();
    while !app.stop.is_cancelled() {
        let until = match connect::due(&app, busy.len()).await {
            Ok((due, until)) => {
                for login in due {
                    if busy.insert(login.clone()) {
                        under_way.push(carry_on(&app, login));
                    }
                }
                until
            }
            Err(error) => {
                tracing::error!(%error, "Logins could not be looked for and are looked for again");
                pause(&app).await;
                continue;
            }
        };
        // Calls under way are dropped when the program stops: the next start does them again.
        tokio::select! {
            () = app.stop.cancelled() => {}
            Some(login) = under_way.next() => {
                busy.remove(&login);
            }
            () = app.signups.notified() => {}
            () = app.clock.sleep(wait(&app, until)) => {}
        }
    }
}

/// A step of one login; one that failed waits alone before it may be taken up again.
async fn carry_on(app: &App, login: connect::Due) -> connect::Due {
    if let Err(error) = connect::step(app, login.clone()).await {
        tracing::error!(%error, "A login could not be carried on and is tried again");
        pause(app).await;
    }
    login
}

/// Disconnects accounts. A call under way is dropped when the program stops, and Meta is looked at
/// again by the next start.
async fn disconnecting(app: App) {
    while let Some(stepped) = app.stop.run_until_cancelled(disconnect::step(&app)).await {
        let trouble = "A disconnection could not be carried on and is tried again";
        rest(&app, stepped, app.disconnections.notified(), trouble).await;
    }
}

/// Sends photos to Meta. A call under way is dropped when the program stops, and the upload is asked
/// where it stands by the next start.
async fn sending_photos(app: App) {
    while let Some(stepped) = app.stop.run_until_cancelled(photo::step(&app)).await {
        let trouble = "A photo could not be carried on and is tried again";
        rest(&app, stepped, app.photos.due.notified(), trouble).await;
    }
}

/// Keeps how much of each limit is used, as time goes on.
async fn sampling(app: App) {
    let mut last = used::LastSamples::default();
    while !app.stop.is_cancelled() {
        let stepped = used::step(&app, &mut last).await;
        let trouble = "What is used of limits was not kept and is looked at again";
        rest(&app, stepped, pending(), trouble).await;
    }
}

/// Watches how much of each limit is used; a campaign is looked at once a second.
async fn marking(app: App) {
    while !app.stop.is_cancelled() {
        if let Err(error) = marks::step(&app).await {
            tracing::error!(%error, "What is used of limits could not be told and is told again");
        }
        pause(&app).await;
        tokio::select! {
            () = app.stop.cancelled() => {}
            () = app.meters.changed.notified() => {}
            () = app.clock.sleep(LONGEST) => {}
        }
    }
}

/// Asks Meta's analytics, once a day for each account.
async fn comparing(app: App) {
    while let Some(stepped) = app.stop.run_until_cancelled(analytics::step(&app)).await {
        let trouble = "Analytics could not be kept and are asked for again";
        rest(&app, stepped, pending(), trouble).await;
    }
}

/// Removes what is old enough. A pass under way is begun again by the next start.
async fn retaining(app: App) {
    let mut pass = retain::Pass::default();
    while !app.stop.is_cancelled() {
        let stepped = retain::step(&app, &mut pass).await;
        rest(&app, stepped, pending(), "Retention failed and tries again").await;
    }
}

/// Erases who is to be erased: first of all, when the folder was restored, whom it holds again.
async fn erasing(app: App) {
    while let Err(error) = crate::erasure::catch_up(&app.store).await {
        tracing::error!(%error, "The journal of erasures failed and is tried again");
        pause(&app).await;
        if app.stop.is_cancelled() {
            return;
        }
    }
    while !app.stop.is_cancelled() {
        let stepped = erase::step(&app).await;
        let trouble = "An erasure failed and is tried again";
        rest(&app, stepped, app.erasures.woken(), trouble).await;
    }
}

/// Sends mails. One that is being handed over when the program stops is handed over again by the
/// next start, which is why the stop waits for none.
async fn mailing(app: App) {
    while let Some(stepped) = app.stop.run_until_cancelled(mail::step(&app)).await {
        rest(&app, stepped, app.notices.woken(), "Mail failed and is tried again").await;
    }
}

/// Mails links for new passwords. Who asked is in memory alone, and asks again after a stop.
async fn resetting(app: App) {
    while let Some(stepped) = app.stop.run_until_cancelled(reset::step(&app)).await {
        let trouble = "A link for a new password could not be kept and has to be asked for again";
        rest(&app, stepped, app.resets.woken.notified(), trouble).await;
    }
}

/// Tells of webhooks that were missed long enough; what was found is looked for every minute.
async fn listening(app: App) {
    while !app.stop.is_cancelled() {
        let stepped = deaf::step(&app).await.map(|until| Step::Idle { until });
        let trouble = "Missed webhooks could not be told of and are told again";
        rest(&app, stepped, pending(), trouble).await;
    }
}

/// Sees to where Meta sends the app's webhooks.
async fn hooking(app: App) {
    let mut progress = hook::Progress::default();
    while let Some(stepped) = app.stop.run_until_cancelled(hook::step(&app, &mut progress)).await {
        let trouble = "What is known of the app's callback can't be kept and is looked at again";
        rest(&app, stepped, app.callback.woken.notified(), trouble).await;
    }
}

/// Looks every minute for a key that was added.
async fn learning_keys(app: App) {
    while !app.stop.is_cancelled() {
        let stepped = keys::step(&app).await;
        rest(&app, stepped, pending(), "The key file's keys were not noted and are again").await;
    }
}

/// Asks Meta now and then how long each token lives and what it may do, and soon after a refusal.
async fn asking_of_tokens(app: App) {
    let mut asked = tokens::Asked::default();
    while let Some(stepped) = app.stop.run_until_cancelled(tokens::step(&app, &mut asked)).await {
        let trouble = "What is known of tokens can't be kept and is asked again";
        rest(&app, stepped, app.graph.doubted.woken(), trouble).await;
    }
}

/// Waits as a step asked: not at all after work, else until it is due or `woken`; a moment after a
/// failure, which is logged as `trouble`.
async fn rest(
    app: &App,
    stepped: Result<Step, StoreError>,
    woken: impl Future<Output = ()> + Send,
    trouble: &'static str,
) {
    match stepped {
        Ok(Step::Done) => {}
        Ok(Step::Idle { until }) => {
            tokio::select! {
                () = app.stop.cancelled() => {}
                () = woken => {}
                () = app.clock.sleep(wait(app, until)) => {}
            }
        }
        Err(error) => {
            tracing::error!(%error, "{trouble}");
            pause(app).await;
        }
    }
}

/// How long until then, as far as a worker waits without looking.
fn wait(app: &App, until: Option<Timestamp>) -> Duration {
    until.map_or(LONGEST, |until| until.since(app.clock.now())).min(LONGEST)
}

/// A step of the refresh, after times that lie ahead of a clock that was turned back are mended.
async fn refresh_once(app: &App) -> Result<Step, StoreError> {
    rewind::rewind(app).await?;
    refresh::step(app).await
}

async fn pause(app: &App) {
    tokio::select! {
        () = app.stop.cancelled() => {}
        () = app.clock.sleep(AFTER_FAILURE) => {}
    }
}
