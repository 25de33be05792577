//! Serves a router on a listener until asked to stop, and then for a little while at most.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long open requests may take once the program is asked to stop.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Binds an address.
///
/// # Errors
/// When it is in use or not this machine's.
pub async fn bind(address: SocketAddr) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await?;
    let bound = listener.local_addr()?;
    Ok((listener, bound))
}

/// Serves until `stop`.
///
/// # Errors
/// When the listener breaks.
pub async fn run(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let asked = stop.clone();
    let serving = axum::serve(listener, service)
        .with_graceful_shutdown(async move { asked.cancelled().await });
    tokio::select! {
        served = serving.into_future() => served,
        () = async { stop.cancelled().await; tokio::time::sleep(LAST_WORDS).await } => Ok(()),
    }
}

/// Cancels `stop` on Ctrl-C or SIGTERM.
///
/// # Errors
/// When the signals can't be listened to.
pub fn stop_on_signals(stop: CancellationToken) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        stop.cancel();
    });
    Ok(())
}
