//! One life of the program, from its start to its death: everything in memory but the store.
//!
//! A death drops what is under way between two polls. What it had asked of Meta goes its way, and a
//! job that the ledger's writer had taken is kept.

use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use farol::app::App;
use farol::graph::{Endpoint, Graph};
use store::Secret;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::facade::Facade;

/// How a life ends.
#[derive(Clone, Copy, Debug)]
pub enum Death {
    /// Not during what is under way.
    None,
    /// After so many polls.
    AfterPolls(usize),
    /// When something woke it for the time after so many polls.
    OnWake(usize),
    /// When Meta took a call of this edge, before its answer.
    AtCall(&'static str),
}

/// A life.
pub struct Life {
    /// The program's parts.
    pub app: App,
    stop: CancellationToken,
    server: JoinHandle<std::io::Result<()>>,
}

impl Life {
    /// Starts around the store of `base`, before the emulator on a port of this life's own.
    pub async fn begin(base: &App, facade: &Facade) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let graph_url = format!("http://{}", listener.local_addr().expect("an address"));
        let stop = CancellationToken::new();
        let server = tokio::spawn(farol::serve::run(listener, facade.router(), stop.clone()));
        let own = facade.emulator.app();
        let endpoint = Endpoint {
            graph_url,
            version: "v25.0".to_owned(),
            app_id: meta::AppId::new(own.id),
            app_secret: Arc::new(Secret::new(own.secret)),
        };
        let graph = Graph::new(endpoint, 0.1, Arc::default()).expect("a client");
        let app = App {
            graph: Arc::new(graph),
            pulse: Default::default(),
            due: Arc::default(),
            bound: Arc::default(),
            signups: Arc::default(),
            metrics: Arc::default(),
            health: Arc::default(),
            attempts: Arc::default(),
            stop: stop.clone(),
            ..base.clone()
        };
        Self { app, stop, server }
    }

    /// Dies, and returns when nothing that it began is under way any more.
    pub async fn end(self, facade: &Facade) {
        let Self { app, stop, server } = self;
        let store = app.store.clone();
        drop(app);
        stop.cancel();
        server.await.expect("joined").expect("served");
        facade.idle().await;
        store.ledger.transact(|_| Ok(())).await.expect("the writer's turn");
    }
}

/// Goes on until it is done, or the death: then there is no outcome.
pub async fn until<T>(doing: impl Future<Output = T>, death: Death, facade: &Facade) -> Option<T> {
    match death {
        Death::None => Some(doing.await),
        Death::AfterPolls(polls) => polled(doing, polls, false).await,
        Death::OnWake(polls) => polled(doing, polls, true).await,
        Death::AtCall(edge) => {
            let came = tokio::select! {
                biased;
                () = facade.keep_answer(edge) => None,
                done = doing => Some(done),
            };
            facade.keep_none();
            came
        }
    }
}

async fn polled<T>(doing: impl Future<Output = T>, polls: usize, is_on_wake: bool) -> Option<T> {
    let mut doing = pin!(doing);
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match doing.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if left == 0 && !is_on_wake => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
