//! A mail server on loopback that takes, refuses, puts off, hangs or closes as a test wants.
#![allow(dead_code, reason = "each test file uses its part")]

mod letter;
mod tls;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

pub use self::letter::Letter;
pub use self::tls::Certificate;

/// How the server behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It takes everything.
    Takes,
    /// It answers this to a command that begins so: `("RCPT TO:<eva@", "550 5.1.1 No such user")`.
    Answers(&'static str, &'static str),
    /// It closes every connection at once.
    Closes,
    /// It closes the connection at a command that begins so.
    Leaves(&'static str),
    /// It takes a mail and never says so.
    Hangs,
    /// It does so with mails whose text has this.
    HangsAt(&'static str),
    /// It takes a mail's text and closes the connection.
    LeavesAfterText,
}

#[derive(Debug)]
struct Held {
    manner: Manner,
    letters: Vec<Letter>,
    connections: usize,
    spoilt: Vec<String>,
}

/// How the way to the server is protected.
#[derive(Clone)]
enum Way {
    Plain,
    /// TLS from the first byte.
    Tls(TlsAcceptor),
    /// TLS once it was asked for.
    Starttls(TlsAcceptor),
}

/// The server; it stops when dropped.
pub struct Postbox {
    /// Where it listens.
    pub port: u16,
    way: Way,
    held: Arc<Mutex<Held>>,
    serving: Option<JoinHandle<()>>,
}

impl Postbox {
    /// Starts one on a free port, which speaks in plain.
    pub async fn open() -> Self {
        Self::open_by(Way::Plain).await
    }

    /// One that speaks TLS from the first byte.
    pub async fn open_tls(certificate: &Certificate) -> Self {
        Self::open_by(Way::Tls(certificate.acceptor())).await
    }

    /// One that speaks TLS once it was asked for, and takes no mail before.
    pub async fn open_starttls(certificate: &Certificate) -> Self {
        Self::open_by(Way::Starttls(certificate.acceptor())).await
    }

    async fn open_by(way: Way) -> Self {
        let held =
            Held { manner: Manner::Takes, letters: Vec::new(), connections: 0, spoilt: Vec::new() };
        let held = Arc::new(Mutex::new(held));
        let mut postbox = Self { port: 0, way, held, serving: None };
        postbox.start().await;
        postbox
    }

    /// Listens again after [`Postbox::stop`], on the same port.
    pub async fn start(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.expect("the port");
        self.port = listener.local_addr().expect("an address").port();
        let (held, way) = (self.held.clone(), self.way.clone());
        self.serving = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                lock(&held).connections += 1;
                tokio::spawn(serve(stream, way.clone(), held.clone()));
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

    /// Commands that came in plain although this server protects its way.
    pub fn spoilt(&self) -> Vec<String> {
        lock(&self.held).spoilt.clone()
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
async fn serve(stream: TcpStream, way: Way, held: Arc<Mutex<Held>>) {
    if lock(&held).manner != Manner::Closes {
        let _ = greet(stream, way, &held).await;
    }
}

async fn greet(mut stream: TcpStream, way: Way, held: &Mutex<Held>) -> std::io::Result<()> {
    const GREETING: &[u8] = b"220 postbox ESMTP\r\n";
    match way {
        Way::Plain => {
            stream.write_all(GREETING).await?;
            Talk::new(held, false).go_on(stream).await
        }
        Way::Tls(tls) => {
            let mut stream = tls.accept(stream).await?;
            stream.write_all(GREETING).await?;
            Talk::new(held, true).go_on(stream).await
        }
        Way::Starttls(tls) => {
            stream.write_all(GREETING).await?;
            match until_starttls(stream, held).await? {
                Some(stream) => Talk::new(held, true).go_on(tls.accept(stream).await?).await,
                None => Ok(()),
            }
        }
    }
}

/// Speaks in plain until TLS is asked for; `None` when the other side leaves without.
async fn until_starttls(
    stream: TcpStream,
    held: &Mutex<Held>,
) -> std::io::Result<Option<TcpStream>> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let answer: &[u8] = match line.trim_end() {
            "STARTTLS" => {
                stream.write_all(b"220 2.0.0 Ready to start TLS\r\n").await?;
                return Ok(Some(stream.into_inner()));
            }
            "QUIT" => b"221 2.0.0 Bye\r\n",
            line if line.starts_with("EHLO") => b"250-postbox\r\n250 STARTTLS\r\n",
            line => {
                lock(held).spoilt.push(line.to_owned());
                b"530 5.7.0 Must issue a STARTTLS command first\r\n"
            }
        };
        stream.write_all(answer).await?;
        line.clear();
    }
    Ok(None)
}

/// One connection, once it is protected as far as it will be.
struct Talk<'h> {
    held: &'h Mutex<Held>,
    to: Vec<String>,
    login: Option<String>,
    is_protected: bool,
}

impl<'h> Talk<'h> {
    fn new(held: &'h Mutex<Held>, is_protected: bool) -> Self {
        Self { held, to: Vec::new(), login: None, is_protected }
    }

    async fn go_on(mut self, stream: impl AsyncRead + AsyncWrite + Unpin) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        while stream.read_line(&mut line).await? > 0 {
            let manner = lock(self.held).manner.clone();
            let command = line.trim_end();
            let answer = match &manner {
                Manner::Answers(prefix, answer) if command.starts_with(prefix) => *answer,
                Manner::Leaves(prefix) if command.starts_with(prefix) => return Ok(()),
                _ if command == "DATA" => {
                    stream.write_all(b"354 Go on\r\n").await?;
                    let letter = self.letter(read_text(&mut stream).await?);
                    let is_of = |words: &str| letter.text.contains(words);
                    let hangs = match &manner {
                        Manner::Hangs => true,
                        Manner::HangsAt(words) => is_of(words),
                        _ => false,
                    };
                    lock(self.held).letters.push(letter);
                    if hangs {
                        std::future::pending::<()>().await;
                    }
                    if manner == Manner::LeavesAfterText {
                        return Ok(());
                    }
                    "250 2.0.0 Ok: queued as 4711"
                }
                _ => self.answer(command),
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
            stream.flush().await?;
            line.clear();
        }
        Ok(())
    }

    fn letter(&mut self, text: String) -> Letter {
        let (login, is_protected) = (self.login.clone(), self.is_protected);
        Letter { to: std::mem::take(&mut self.to), text, login, is_protected }
    }

    fn answer(&mut self, command: &str) -> &'static str {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        match verb {
            "EHLO" => "250-postbox\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "RCPT" => {
                self.to.push(rest.trim_start_matches("TO:<").trim_end_matches('>').to_owned());
                "250 2.1.5 Ok"
            }
            "AUTH" => {
                let said = rest.strip_prefix("PLAIN ").and_then(|said| STANDARD.decode(said).ok());
                let said = said.and_then(|said| String::from_utf8(said).ok());
                self.login = said.map(|said| said.trim_start_matches('\0').replace('\0', ":"));
                "235 2.7.0 Welcome"
            }
            "QUIT" => "221 2.0.0 Bye",
            _ => "250 2.0.0 Ok",
        }
    }
}

/// A mail up to its last dot.
async fn read_text(stream: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<String> {
    let (mut text, mut line) = (String::new(), String::new());
    while stream.read_line(&mut line).await? > 0 && line != ".\r\n" {
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        line.clear();
    }
    Ok(text)
}
