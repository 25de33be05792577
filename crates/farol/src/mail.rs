//! Mail by SMTP: one connection, one letter after another, and what the server answers to each step.
//!
//! The steps are taken one by one, since what a refusal means depends on where it comes: a recipient
//! that is refused is that mail's end, a login that is refused is everybody's wait. Nothing here logs
//! an address, a password or what a server said, which may quote both.

mod letter;
pub mod link;
mod test;

use std::time::{Duration, Instant};

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::{self, response::Response};

pub use letter::Letter;
pub use test::{Tested, test};

use crate::app::App;
use crate::clock::monotonic;
use crate::config::{Security, Smtp};

/// How long reaching the server may take; what it says after that has the times of [`Patience`].
const REACHED: Duration = Duration::from_secs(30);
/// Longest part of an answer that is kept, in characters.
const SAID: usize = 300;

/// The step at which something went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reaching the server, and its greeting.
    Connect,
    /// Protecting the way to it.
    Tls,
    /// Logging in.
    Login,
    /// Saying whom the mail is from.
    Sender,
    /// Saying whom it goes to.
    Recipient,
    /// Asking to hand it over.
    Message,
    /// Handing its text over, up to what the server answers to its end.
    Text,
}

impl Stage {
    /// Whether it is about one mail, and not about all of them.
    const fn is_of_mail(self) -> bool {
        match self {
            Self::Recipient | Self::Message | Self::Text => true,
            Self::Connect | Self::Tls | Self::Login | Self::Sender => false,
        }
    }

    /// The word of logs and stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Login => "login",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Message => "message",
            Self::Text => "text",
        }
    }
}

/// Why a mail was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("mail was not taken at {}: {said}", stage.as_str())]
pub struct Trouble {
    /// Where.
    pub stage: Stage,
    /// SMTP's code; `None` when no answer came.
    pub code: Option<u16>,
    /// What the server answered, code included; else what stood in the way.
    pub said: String,
    /// What it means for the mail.
    pub verdict: Verdict,
    /// Whether the time ran out.
    pub is_late: bool,
}

/// What a trouble means for the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This mail is refused for good.
    Refused,
    /// This mail may be taken later.
    Later,
    /// The text of this mail went out, and no answer came: it may have been taken.
    Unknown,
    /// No mail can be sent now.
    NoServer,
}

impl Verdict {
    /// What it means that the server does not go on, which it may do again. It went on until this
    /// mail's recipient or text, so that another mail may pass; if none does, the next connection
    /// shows it.
    const fn of_delay(stage: Stage) -> Self {
        if stage.is_of_mail() { Self::Later } else { Self::NoServer }
    }

    /// What it means that no answer came. Once the text is out, only an answer says whether the
    /// server has the mail.
    const fn of_silence(stage: Stage) -> Self {
        match stage {
            Stage::Text => Self::Unknown,
            Stage::Connect
            | Stage::Tls
            | Stage::Login
            | Stage::Sender
            | Stage::Recipient
            | Stage::Message => Self::of_delay(stage),
        }
    }
}

/// How long answers may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To each step before the text.
    pub step: Duration,
    /// To the text, for whose end a server may scan it first.
    pub text: Duration,
    /// Everything together, where somebody waits for it.
    pub in_all: Option<Duration>,
}

impl Patience {
    /// What RFC 5321, 4.5.3.2, asks: 5 minutes for greeting, sender and recipient, 10 for the end of
    /// the text.
    pub const OF_RFC: Self =
        Self { step: Duration::from_secs(300), text: Duration::from_secs(600), in_all: None };

    /// The same, but not longer than this in all.
    pub const fn at_most(in_all: Duration) -> Self {
        Self { in_all: Some(in_all), ..Self::OF_RFC }
    }
}

impl Trouble {
    /// No step was taken: what is to be sent can't be.
    fn unfit(stage: Stage, said: &str) -> Self {
        let verdict = if stage.is_of_mail() { Verdict::Refused } else { Verdict::NoServer };
        Self { stage, code: None, said: said.to_owned(), verdict, is_late: false }
    }

    /// No answer came.
    fn unanswered(stage: Stage, said: &str) -> Self {
        Self { verdict: Verdict::of_silence(stage), ..Self::unfit(stage, said) }
    }

    /// No answer came in time.
    fn late(stage: Stage) -> Self {
        let said = match stage {
            Stage::Text => "time-out after the text, which may have been taken",
            Stage::Connect
            | Stage::Tls
            | Stage::Login
            | Stage::Sender
            | Stage::Recipient
            | Stage::Message => "time-out",
        };
        Self { is_late: true, ..Self::unanswered(stage, said) }
    }

    fn of(stage: Stage, error: &smtp::Error) -> Self {
        let stage = if error.is_tls() || is_handshake(stage, error) { Stage::Tls } else { stage };
        let Some(code) = error.status().map(u16::from) else {
            if error.is_timeout() {
                return Self::late(stage);
            }
            return Self::unanswered(stage, &shortened(&innermost(error)));
        };
        let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        let verdict = match code {
            500.. if stage.is_of_mail() => Verdict::Refused,
            _ => Verdict::of_delay(stage),
        };
        Self {
            stage,
            code: Some(code),
            said: shortened(&format!("{code} {said}")),
            verdict,
            is_late: false,
        }
    }
}

/// Whether the two could not agree on TLS, as on a certificate: what the other side sent makes no
/// sense to ours, which connects and shakes hands in one step.
fn is_handshake(stage: Stage, error: &smtp::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let kind = cause.downcast_ref().map(std::io::Error::kind);
        if stage == Stage::Connect && kind == Some(std::io::ErrorKind::InvalidData) {
            return true;
        }
        source = cause.source();
    }
    false
}

/// The last of an error's causes: it says what happened, the others where.
fn innermost(error: &smtp::Error) -> String {
    let mut words = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        words = cause.to_string();
        source = cause.source();
    }
    words
}

/// An answer in one line, not longer than is kept.
fn shortened(words: &str) -> String {
    let line: Vec<&str> = words.split_whitespace().collect();
    line.join(" ").chars().take(SAID).collect()
}

/// How Farol calls itself to a mail server: the host of its own address.
pub(crate) fn own_name(app: &App) -> String {
    let base_url = app.settings.config.base_url.as_deref().unwrap_or_default();
    let url = url::Url::parse(base_url).ok();
    url.and_then(|url| Some(url.host_str()?.to_owned())).unwrap_or_else(|| "localhost".to_owned())
}

/// A connection to the mail server, ready for letters.
pub struct Connection {
    smtp: AsyncSmtpConnection,
    from: Address,
    limits: Limits,
}

impl Connection {
    /// Connects, protects the way and logs in, as the settings say. `name` is how Farol calls
    /// itself: the host of its own address. The time of `patience.in_all` begins here.
    ///
    /// # Errors
    /// The step at which it failed, with what was answered.
    pub async fn open(settings: &Smtp, name: &str, patience: Patience) -> Result<Self, Trouble> {
        let limits = Limits::from_now(patience);
        let from = letter::sender(settings)?.email;
        let hello = ClientId::Domain(name.to_owned());
        let tls = match settings.security {
            Security::None => None,
            Security::Tls | Security::Starttls => Some(
                TlsParameters::new(settings.host.clone())
                    .map_err(|error| Trouble::of(Stage::Tls, &error))?,
            ),
        };
        let (at_once, later) = match settings.security {
            Security::Tls => (tls, None),
            Security::Starttls | Security::None => (None, tls),
        };
        let server = (settings.host.as_str(), settings.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(server, Some(REACHED), &hello, at_once, None);
        let mut smtp = limits.within(Stage::Connect, connecting).await?;
        if let Some(tls) = later {
            limits.within(Stage::Tls, smtp.starttls(tls, &hello)).await?;
        }
        if let (Some(username), Some(password)) = (&settings.username, &settings.password) {
            let credentials = Credentials::new(username.clone(), password.expose().to_owned());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            limits.within(Stage::Login, smtp.auth(&mechanisms, &credentials)).await?;
        }
        Ok(Self { smtp, from, limits })
    }

    /// Hands a letter over; answers what the server said.
    ///
    /// # Errors
    /// The step at which it failed. The connection is of no more use then.
    pub async fn send(&mut self, letter: &Letter) -> Result<String, Trouble> {
        let mut options = Vec::new();
        let is_plain = |address: &Address| address.to_string().is_ascii();
        if !(is_plain(&self.from) && is_plain(&letter.to)) {
            if !self.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
                let words = "the server takes no addresses with letters beyond ASCII (SMTPUTF8)";
                return Err(Trouble::unfit(Stage::Recipient, words));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let limits = self.limits;
        let from = Mail::new(Some(self.from.clone()), options);
        limits.within(Stage::Sender, self.smtp.command(from)).await?;
        let to = Rcpt::new(letter.to.clone(), Vec::new());
        limits.within(Stage::Recipient, self.smtp.command(to)).await?;
        limits.within(Stage::Message, self.smtp.command(Data)).await?;
        let taken = limits.within(Stage::Text, self.smtp.message(&letter.bytes)).await?;
        Ok(answer(&taken))
    }

    /// Says good-bye; whether the server hears it does not matter.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(2), self.smtp.quit()).await;
    }
}

/// Hands one letter over by a connection of its own; answers what the server said.
async fn send_one(
    app: &App,
    smtp: &Smtp,
    letter: &Letter,
    patience: Patience,
) -> Result<String, Trouble> {
    let mut connection = Connection::open(smtp, &own_name(app), patience).await?;
    let answer = connection.send(letter).await?;
    connection.close().await;
    Ok(answer)
}

fn answer(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    shortened(&format!("{} {}", response.code(), words.join(" ")))
}

/// When a connection's patience ends.
#[derive(Clone, Copy)]
struct Limits {
    patience: Patience,
    /// When everything is to be over.
    until: Option<Instant>,
}

impl Limits {
    fn from_now(patience: Patience) -> Self {
        Self { patience, until: patience.in_all.map(|in_all| monotonic() + in_all) }
    }

    /// How long a step that begins now may take.
    fn of(self, stage: Stage) -> Duration {
        let own = match stage {
            Stage::Text => self.patience.text,
            Stage::Connect
            | Stage::Tls
            | Stage::Login
            | Stage::Sender
            | Stage::Recipient
            | Stage::Message => self.patience.step,
        };
        let left = self.until.map(|until| until.saturating_duration_since(monotonic()));
        left.map_or(own, |left| left.min(own))
    }

    async fn within<T>(
        self,
        stage: Stage,
        step: impl Future<Output = Result<T, smtp::Error>>,
    ) -> Result<T, Trouble> {
        match tokio::time::timeout(self.of(stage), step).await {
            Ok(done) => done.map_err(|error| Trouble::of(stage, &error)),
            Err(_) => Err(Trouble::late(stage)),
        }
    }
}
