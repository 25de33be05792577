//! Answers that come a little at a time, or whose connection breaks before their end.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::Response;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Sleep, sleep};
use tokio_util::io::ReaderStream;

/// In how many pieces an answer drips.
const DROPS: usize = 20;

/// What is still to come of an answer.
struct Trickle {
    pieces: VecDeque<Bytes>,
    /// Before each piece.
    pause: Duration,
    sleep: Pin<Box<Sleep>>,
    breaks: bool,
}

/// An answer of these pieces, spread over so long, after which the connection breaks or not.
///
/// A connection that breaks before anything was said shows the client no answer at all.
pub fn connection(pieces: Vec<Bytes>, over: Duration, breaks: bool) -> Response {
    let pause = over / u32::try_from(pieces.len().max(1)).unwrap_or(1);
    let trickle = Trickle { pieces: pieces.into(), pause, sleep: Box::pin(sleep(pause)), breaks };
    Response::new(Body::from_stream(ReaderStream::new(trickle)))
}

/// A body in small pieces.
pub fn drops(body: &Bytes) -> Vec<Bytes> {
    let size = body.len().div_ceil(DROPS).max(1);
    (0..body.len()).step_by(size).map(|at| body.slice(at..body.len().min(at + size))).collect()
}

impl AsyncRead for Trickle {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Some(first) = self.pieces.front() else {
            return Poll::Ready(match self.breaks {
                true => Err(io::ErrorKind::ConnectionReset.into()),
                false => Ok(()),
            });
        };
        if first.is_empty() {
            self.pieces.pop_front();
            return self.poll_read(context, to);
        }
        ready!(self.sleep.as_mut().poll(context));
        if let Some(piece) = self.pieces.front_mut() {
            let fits = piece.len().min(to.remaining());
            to.put_slice(&piece.split_to(fits));
            if piece.is_empty() {
                self.pieces.pop_front();
            }
        }
        let pause = self.pause;
        self.sleep.set(sleep(pause));
        Poll::Ready(Ok(()))
    }
}
