//! Three to five plain questions that lead to a situation; an answer may also ask for care first.
//!
//! A walk is made anew from the answers each time, so that any answer can be changed: those that the
//! new way does not ask for are left alone, and those that it does still count.

use super::Situation;

/// The most questions on any way.
pub const MOST_QUESTIONS: usize = 5;

/// A question. The words are those of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Question {
    /// Where the number uses WhatsApp today.
    Today,
    /// Which app is on the phone.
    App,
    /// Whether the app stays in use.
    Keep,
    /// Whether the app was in use for a week and is recent.
    Week,
    /// Whether the number had an account before.
    Before,
    /// Whether somebody put the number into a Business Manager by hand.
    ByHand,
    /// In whose system it is.
    Provider,
    /// Whether its PIN is off.
    TwoStep,
    /// Whether it can receive an SMS or a call.
    Code,
    /// Whether who clicks has a part in the Business Manager.
    Clicker,
}

/// An answer. What it means depends on its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// On a phone.
    Phone,
    /// In a system or platform.
    Platform,
    /// Nowhere.
    Nowhere,
    /// WhatsApp.
    Messenger,
    /// WhatsApp Business.
    Business,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Who answers does not know.
    Unsure,
    /// In an account that stays where it is.
    Here,
    /// With another provider.
    Another,
    /// There is none.
    Missing,
}

impl Question {
    /// All, in the order in which they may be asked.
    pub const ALL: [Self; 10] = [
        Self::Today,
        Self::App,
        Self::Keep,
        Self::Week,
        Self::Before,
        Self::ByHand,
        Self::Provider,
        Self::TwoStep,
        Self::Code,
        Self::Clicker,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::App => "app",
            Self::Keep => "keep",
            Self::Week => "week",
            Self::Before => "before",
            Self::ByHand => "by-hand",
            Self::Provider => "provider",
            Self::TwoStep => "two-step",
            Self::Code => "code",
            Self::Clicker => "clicker",
        }
    }

    /// The question of a word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.as_str() == word)
    }

    /// What can be answered, in the order of the page.
    pub const fn answers(self) -> &'static [Answer] {
        match self {
            Self::Today => &[Answer::Phone, Answer::Platform, Answer::Nowhere],
            Self::App => &[Answer::Messenger, Answer::Business],
            Self::Keep => &[Answer::Yes, Answer::No],
            Self::Provider => &[Answer::Another, Answer::Here, Answer::Unsure],
            Self::Week | Self::Before | Self::ByHand | Self::TwoStep | Self::Code => {
                &[Answer::Yes, Answer::No, Answer::Unsure]
            }
            Self::Clicker => &[Answer::Yes, Answer::No, Answer::Missing],
        }
    }

    /// The answer of a word to this question; `None` for any other.
    pub fn parse_answer(self, word: &str) -> Option<Answer> {
        self.answers().iter().copied().find(|answer| answer.as_str() == word)
    }
}

impl Answer {
    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Platform => "platform",
            Self::Nowhere => "nowhere",
            Self::Messenger => "messenger",
            Self::Business => "business",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
            Self::Here => "here",
            Self::Another => "another",
            Self::Missing => "missing",
        }
    }
}

/// What an answer asks to be seen to before the login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caution {
    /// The number has to move to the WhatsApp Business app first.
    MoveToBusinessApp,
    /// The app is too new on this number, or too old.
    WaitAWeek,
    /// An account may still be there.
    DeleteFirst,
    /// The number stands in a Business Manager by hand.
    TakeOut,
    /// It is not known whose the account is.
    FindOwner,
    /// The former provider's PIN is on.
    PinOff,
    /// No code may get through.
    NoCode,
    /// Who clicks has to be invited.
    InviteFirst,
    /// There is no Business Manager yet.
    CreatePortfolio,
}

impl Caution {
    /// All, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::MoveToBusinessApp,
        Self::WaitAWeek,
        Self::DeleteFirst,
        Self::TakeOut,
        Self::FindOwner,
        Self::PinOff,
        Self::NoCode,
        Self::InviteFirst,
        Self::CreatePortfolio,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MoveToBusinessApp => "move-to-business-app",
            Self::WaitAWeek => "wait-a-week",
            Self::DeleteFirst => "delete-first",
            Self::TakeOut => "take-out",
            Self::FindOwner => "find-owner",
            Self::PinOff => "pin-off",
            Self::NoCode => "no-code",
            Self::InviteFirst => "invite-first",
            Self::CreatePortfolio => "create-portfolio",
        }
    }
}

/// What the answers led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The situation.
    pub situation: Situation,
    /// What is to be seen to first, in the order of the answers.
    pub cautions: Vec<Caution>,
}

/// What comes after the answers so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// This is to be answered.
    Ask(Question),
    /// Enough was answered.
    Found(Found),
}

/// A way through the questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// What was asked and answered, in order.
    pub path: Vec<(Question, Answer)>,
    /// What comes then.
    pub next: Next,
}

/// The way that these answers lead; those that it does not ask for are left alone.
pub fn walk(given: impl Fn(Question) -> Option<Answer>) -> Walk {
    let mut walker = Walker { given, path: Vec::new() };
    let next = match walker.situation() {
        Ok(situation) => Next::Found(Found { situation, cautions: cautions(&walker.path) }),
        Err(question) => Next::Ask(question),
    };
    Walk { path: walker.path, next }
}

struct Walker<G> {
    given: G,
    path: Vec<(Question, Answer)>,
}

impl<G: Fn(Question) -> Option<Answer>> Walker<G> {
    /// The answer to a question, which is then behind; the question itself when there is none.
    fn ask(&mut self, question: Question) -> Result<Answer, Question> {
        let fits = |answer: &Answer| question.answers().contains(answer);
        let answer = (self.given)(question).filter(fits).ok_or(question)?;
        self.path.push((question, answer));
        Ok(answer)
    }

    fn situation(&mut self) -> Result<Situation, Question> {
        let today = self.ask(Question::Today)?;
        let situation = if today == Answer::Phone {
            self.on_phone()?
        } else if today == Answer::Platform {
            self.on_platform()?
        } else {
            self.ask(Question::Before)?;
            self.ask(Question::ByHand)?;
            Situation::Free
        };
        let needs_code = !matches!(situation, Situation::AppKeep | Situation::CloudSame);
        if needs_code {
            self.ask(Question::Code)?;
        }
        let has_portfolio = self.ask(Question::Clicker)? != Answer::Missing;
        // Without a portfolio the company owns no account: whoever has the number made that.
        let is_another = situation == Situation::CloudSame && !has_portfolio;
        Ok(if is_another { Situation::CloudOther } else { situation })
    }

    fn on_phone(&mut self) -> Result<Situation, Question> {
        let is_business = self.ask(Question::App)? == Answer::Business;
        let is_kept = self.ask(Question::Keep)? == Answer::Yes;
        match (is_business, is_kept) {
            (true, true) => {
                self.ask(Question::Week)?;
                Ok(Situation::AppKeep)
            }
            // Only the Business app shares a number: the way there begins with changing the app.
            (false, true) => Ok(Situation::AppKeep),
            (true, false) => Ok(Situation::AppLeave),
            (false, false) => Ok(Situation::Personal),
        }
    }

    fn on_platform(&mut self) -> Result<Situation, Question> {
        if self.ask(Question::Provider)? == Answer::Here {
            return Ok(Situation::CloudSame);
        }
        self.ask(Question::TwoStep)?;
        // Whose the account is can be looked up before anything moves.
        Ok(Situation::CloudOther)
    }
}

fn cautions(path: &[(Question, Answer)]) -> Vec<Caution> {
    let answered = |question, answer| path.contains(&(question, answer));
    let changes_app =
        answered(Question::App, Answer::Messenger) && answered(Question::Keep, Answer::Yes);
    // Its owner was told wrongly, and so nobody was asked for what moving needs.
    let is_owned_by_none =
        answered(Question::Provider, Answer::Here) && answered(Question::Clicker, Answer::Missing);
    let of_contradiction = is_owned_by_none.then_some([Caution::FindOwner, Caution::PinOff]);
    let of_answer = path.iter().filter_map(|(question, answer)| caution(*question, *answer));
    let first = changes_app.then_some(Caution::MoveToBusinessApp).into_iter();
    first.chain(of_contradiction.into_iter().flatten()).chain(of_answer).collect()
}

/// What one answer by itself asks for.
fn caution(question: Question, answer: Answer) -> Option<Caution> {
    let is_yes = answer == Answer::Yes;
    let is_no = answer == Answer::No;
    match question {
        Question::Today | Question::App | Question::Keep => None,
        Question::Provider => (answer == Answer::Unsure).then_some(Caution::FindOwner),
        Question::Week => (!is_yes).then_some(Caution::WaitAWeek),
        // "Had it an account that nobody deleted?"
        Question::Before => (!is_no).then_some(Caution::DeleteFirst),
        Question::ByHand => (!is_no).then_some(Caution::TakeOut),
        Question::TwoStep => (!is_yes).then_some(Caution::PinOff),
        Question::Code => (!is_yes).then_some(Caution::NoCode),
        Question::Clicker if is_no => Some(Caution::InviteFirst),
        Question::Clicker => (!is_yes).then_some(Caution::CreatePortfolio),
    }
}
