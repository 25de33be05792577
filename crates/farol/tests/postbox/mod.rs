//! A mail server on loopback that takes, refuses, puts off, hangs or closes as a test wants.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How the server behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It takes everything.
    Takes,
    /// It answers this to a command that begins so: `("RCPT TO:<eva@", "550 5.1.1 No such user")`.
    Answers(&'static str, &'static str),
    /// It closes every connection at once.
    Closes,
    /// It takes a mail and never says so.
    Hangs,
}

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whom it goes to, as the envelope says.
    pub to: Vec<String>,
    /// Headers and body.
    pub text: String,
}

impl Letter {
    /// A header's value, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.text.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        let prefix = format!("{name}: ");
        head.lines().find_map(|line| Some(line.strip_prefix(&prefix)?.trim().to_owned()))
    }
}

#[derive(Debug)]
struct Held {
    manner: Manner,
    letters: Vec<Letter>,
    connections: usize,
}

/// The server; it stops when dropped.
pub struct Postbox {
    /// Where it listens.
    pub port: u16,
    held: Arc<Mutex<Held>>,
    serving: Option<JoinHandle<()>>,
}

impl Postbox {
    /// Starts one on a free port.
    pub async fn open() -> Self {
        let held = Held { manner: Manner::Takes, letters: Vec::new(), connections: 0 };
        let mut postbox = Self { port: 0, held: Arc::new(Mutex::new(held)), serving: None };
        postbox.start().await;
        postbox
    }

    /// Listens again after [`Postbox::stop`], on the same port.
    pub async fn start(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.expect("the port");
        self.port = listener.local_addr().expect("an address").port();
        let held = self.held.clone();
        self.serving = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                lock(&held).connections += 1;
                tokio::spawn(serve(stream, held.clone()));
            }
        }));
    }

    /// Stops listening, as a machine that went down.
    pub async fn stop(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            let _ = serving.await;
        }
    }

    /// How it behaves from now on.
    pub fn behave(&self, manner: Manner) {
        lock(&self.held).manner = manner;
    }

    /// What came, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        lock(&self.held).letters.clone()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        lock(&self.held).connections
    }
}

impl Drop for Postbox {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Speaks SMTP until the other side leaves; what breaks on the way is the other side's to notice.
async fn serve(stream: TcpStream, held: Arc<Mutex<Held>>) {
    let _ = converse(stream, &held).await;
}

async fn converse(mut stream: TcpStream, held: &Mutex<Held>) -> std::io::Result<()> {
    if lock(held).manner == Manner::Closes {
        return Ok(());
    }
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 postbox ESMTP\r\n").await?;
    let mut to = Vec::new();
    while let Some(line) = lines.next_line().await? {
        let manner = lock(held).manner.clone();
        let answer = match (&manner, line.split(' ').next().unwrap_or_default()) {
            (Manner::Answers(prefix, answer), _) if line.starts_with(prefix) => *answer,
            (_, "EHLO") => "250-postbox\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            (_, "RCPT") => {
                to.push(line.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned());
                "250 2.1.5 Ok"
            }
            (_, "DATA") => {
                write.write_all(b"354 Go on\r\n").await?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push_str("\r\n");
                }
                lock(held).letters.push(Letter { to: std::mem::take(&mut to), text });
                if manner == Manner::Hangs {
                    std::future::pending::<()>().await;
                }
                "250 2.0.0 Ok: queued as 4711"
            }
            (_, "AUTH") => "235 2.7.0 Welcome",
            (_, "QUIT") => "221 2.0.0 Bye",
            _ => "250 2.0.0 Ok",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}
