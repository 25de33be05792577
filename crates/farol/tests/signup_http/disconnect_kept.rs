//! A disconnection is kept before it acts: whatever stops the program in between, it ends disconnected,
//! and no login of the account that is under way leaves anything behind.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use domain::audit::Action;
use domain::signup::{Ending, Obstacle, Stage, Task};
use farol::app::App;
use farol::work::{Step, disconnect as worker};
use serde_json::json;
use tokio::sync::Notify;

use crate::console::{self, Pace};
use crate::desk::{Desk, NUMBER, WABA, finish};
use crate::disconnect::{
    agree, assert_gone, audited, disconnect, log_in, overridden, override_at, page, path,
};
use crate::visitor::Visitor;

/// Connections of one account that Meta's quota has room for in an hour.
const ROOM: usize = 8;

/// An account that may be connected and disconnected several times.
async fn roomy() -> Desk {
    let pace = Pace { share: 1.0, ..Pace::default() };
    let (base, emulator, hands) =
        console::beside_facade(Default::default(), pace, |router| router).await;
    let app = console::at_address(base).await;
    let owner = Visitor::owner(&app, "one").await;
    override_at(Desk { app, emulator, hands, owner }).await
}

/// The program started again: all that was in memory is new.
fn started_again(app: &App) -> App {
    App { disconnections: Arc::default(), account_turns: Arc::default(), ..app.clone() }
}

/// Carries every disconnection on, but dies after so many polls; whether that came too late.
async fn dies_after(app: &App, polls: usize) -> bool {
    let mut course =
        pin!(async { while worker::step(app).await.expect("a step") == Step::Done {} });
    let mut left = polls;
    poll_fn(|context| match course.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(true),
        Poll::Pending if left == 0 => Poll::Ready(false),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_kill_between_any_two_steps_ends_disconnected() {
    let desk = roomy().await;
    // Override, subscription, forgetting: so many steps were made before the kill.
    for steps in 0..=3 {
        if steps > 0 {
            desk.hands.turn(Duration::from_secs(60));
            log_in(&desk).await;
        }
        assert_eq!(agree(&desk).await.leads(), (303, Some(path(WABA).as_str())));
        for _ in 0..steps {
            assert_eq!(worker::step(&desk.app).await.expect("a step"), Step::Done);
        }
        let is_bound = !desk.bound("one").await.is_empty();
        assert_eq!(is_bound, steps < 3, "after {steps} steps: forgotten with the last alone");
        let again = started_again(&desk.app);
        while worker::step(&again).await.expect("a step") == Step::Done {}
        assert_gone(&desk).await;
        assert_eq!(audited(&desk, Action::Disconnected).await.len(), steps + 1, "each ends once");
    }
}

#[tokio::test]
async fn a_kill_at_any_moment_of_a_step_ends_disconnected_too() {
    let (mut desk, mut deaths) = (roomy().await, 0);
    loop {
        assert_eq!(agree(&desk).await.leads(), (303, Some(path(WABA).as_str())));
        let is_over = dies_after(&started_again(&desk.app), deaths).await;
        while worker::step(&started_again(&desk.app)).await.expect("a step") == Step::Done {}
        assert_gone(&desk).await;
        let ended = audited(&desk, Action::Disconnected).await;
        assert_eq!(ended.len(), deaths % ROOM + 1, "each ends once");
        assert_eq!(ended[0].detail, json!({"outcome": "done"}));
        if is_over {
            break;
        }
        deaths += 1;
        if deaths.is_multiple_of(ROOM) {
            desk = roomy().await;
        } else {
            desk.hands.turn(Duration::from_secs(60));
            log_in(&desk).await;
        }
    }
    assert!(deaths > 10, "{deaths}: it died in each of its calls");
}

/// Holds the call that subscribes until the test lets it go.
#[derive(Default)]
struct Gate {
    is_shut: AtomicBool,
    came: Notify,
    opened: Notify,
}

async fn gated() -> (Desk, Arc<Gate>) {
    let gate = Arc::new(Gate::default());
    let shown = gate.clone();
    let hold = move |request: Request, next: Next| {
        let gate = shown.clone();
        async move {
            let is_it = request.method() == Method::POST
                && request.uri().path().ends_with("/subscribed_apps")
                && gate.is_shut.swap(false, Ordering::SeqCst);
            if is_it {
                gate.came.notify_one();
                gate.opened.notified().await;
            }
            next.run(request).await
        }
    };
    let facade = |router: axum::Router| router.layer(from_fn(hold));
    let (base, emulator, hands) =
        console::beside_facade(Default::default(), Pace::default(), facade).await;
    let app = console::at_address(base).await;
    let owner = Visitor::owner(&app, "one").await;
    (Desk { app, emulator, hands, owner }, gate)
}

#[tokio::test]
async fn what_a_login_has_under_way_at_meta_is_undone_after_it_and_not_before() {
    let (desk, gate) = gated().await;
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": []})).await;
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": []})).await;
    gate.is_shut.store(true, Ordering::SeqCst);
    let code = desk.code(WABA);
    let second = desk.begin(&code, Some(&finish(WABA, NUMBER))).await;
    let app = desk.app.clone();
    let login = tokio::spawn(async move { console::carry_on(&app).await });
    gate.came.notified().await;
    // Its call is on the way to Meta when a person disconnects the account.
    assert_eq!(agree(&desk).await.leads(), (303, Some(path(WABA).as_str())));
    let app = desk.app.clone();
    let mut course =
        tokio::spawn(
            async move { while worker::step(&app).await.expect("a step") == Step::Done {} },
        );
    // Long enough for one that does not wait to be over.
    let early = tokio::time::timeout(Duration::from_millis(500), &mut course).await;
    gate.opened.notify_one();
    if early.is_err() {
        course.await.expect("carried on");
    }
    login.await.expect("carried on");
    let ended = desk.signup(&second).await.stage;
    assert_eq!(ended, Stage::Ended { ending: Ending::Superseded });
    assert_gone(&desk).await;
}

#[tokio::test]
async fn a_login_that_would_bind_the_account_comes_after_its_disconnection() {
    let desk = overridden().await;
    let fault = json!({"fault": "http_500", "share": 1, "edge": "subscribed_apps"});
    desk.control("faults", &fault).await;
    assert!(disconnect(&desk).await.contains("data-s=\"wait\""));
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.later(Duration::from_secs(30)).await;
    let signup = desk.signup(&id).await;
    let Stage::Doing { task: Task::Prove, snag: Some(snag), .. } = &signup.stage else {
        panic!("{signup:?}")
    };
    assert_eq!(snag.obstacle, Obstacle::BeingUndone);
    let said = "Esta WABA está sendo desconectada, ou um login anterior dela está sendo desfeito";
    assert!(desk.owner.get("/connect").await.text.contains(said));
    desk.control("faults", &json!({"fault": null, "share": 1})).await;
    desk.later(Duration::from_secs(300)).await;
    assert_eq!(audited(&desk, Action::Disconnected).await.len(), 1);
    desk.later(Duration::from_secs(30)).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "and then it binds it");
    assert_eq!(desk.bound("one").await, [WABA]);
    assert!(desk.is_subscribed(WABA).await);
    assert!(page(&desk).await.contains("data-undo"), "what this one set up can be undone");
}
