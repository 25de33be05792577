//! The parts of a guide: what is needed, done, lost and kept. What they say is `ui`'s.

/// What must be at hand before the login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// A Business Manager (portfolio) of the client's.
    Portfolio,
    /// Who clicks has a part in it, and which.
    Clicker,
    /// Nobody put the number into a Business Manager by hand.
    NotByHand,
    /// An SMS or a call reaches the number.
    CodeReach,
    /// The phone with the app is at hand, recent, a week in use, in a country that Meta offers it in.
    PhoneAtHand,
    /// The former provider turned two-step verification off.
    PinOff,
    /// A name that Meta's rules allow.
    DisplayName,
    /// A way to pay.
    Payment,
    /// The business is verified, or the limit without that will do.
    Verification,
}

impl Need {
    /// All, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Portfolio,
        Self::Clicker,
        Self::NotByHand,
        Self::PhoneAtHand,
        Self::PinOff,
        Self::CodeReach,
        Self::DisplayName,
        Self::Payment,
        Self::Verification,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portfolio => "portfolio",
            Self::Clicker => "clicker",
            Self::NotByHand => "not-by-hand",
            Self::CodeReach => "code-reach",
            Self::PhoneAtHand => "phone-at-hand",
            Self::PinOff => "pin-off",
            Self::DisplayName => "display-name",
            Self::Payment => "payment",
            Self::Verification => "verification",
        }
    }

    /// How many steps it takes whoever does not have it; 0 when a sentence says it all.
    pub const fn steps(self) -> usize {
        match self {
            Self::Portfolio | Self::DisplayName => 4,
            Self::Clicker => 6,
            Self::NotByHand | Self::Payment | Self::Verification => 3,
            Self::CodeReach | Self::PhoneAtHand | Self::PinOff => 0,
        }
    }
}

/// What a person does, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// Copies the conversations that matter.
    ExportChats,
    /// Tells contacts and groups.
    WarnContacts,
    /// Deletes the account on the phone.
    DeleteAccount,
    /// Brings the app up to date.
    UpdateApp,
    /// Has the former provider let go.
    AskProvider,
    /// Presses the button.
    LogIn,
    /// Chooses portfolio and account in the popup.
    ChoosePortfolio,
    /// Gives number and name in the popup, and the code.
    EnterNumber,
    /// Reads the QR code with the app.
    ScanCode,
    /// Shares history or not.
    ShareHistory,
    /// Gives the number of the other provider, and the code.
    MoveNumber,
    /// Chooses the account and the number that are there.
    ChooseExisting,
    /// Follows what the program does.
    Follow,
    /// Adds a way to pay.
    AddPayment,
}

impl Move {
    /// All, in no order.
    pub const ALL: [Self; 14] = [
        Self::ExportChats,
        Self::WarnContacts,
        Self::DeleteAccount,
        Self::UpdateApp,
        Self::AskProvider,
        Self::LogIn,
        Self::ChoosePortfolio,
        Self::EnterNumber,
        Self::ScanCode,
        Self::ShareHistory,
        Self::MoveNumber,
        Self::ChooseExisting,
        Self::Follow,
        Self::AddPayment,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExportChats => "export-chats",
            Self::WarnContacts => "warn-contacts",
            Self::DeleteAccount => "delete-account",
            Self::UpdateApp => "update-app",
            Self::AskProvider => "ask-provider",
            Self::LogIn => "log-in",
            Self::ChoosePortfolio => "choose-portfolio",
            Self::EnterNumber => "enter-number",
            Self::ScanCode => "scan-code",
            Self::ShareHistory => "share-history",
            Self::MoveNumber => "move-number",
            Self::ChooseExisting => "choose-existing",
            Self::Follow => "follow",
            Self::AddPayment => "add-payment",
        }
    }
}

/// What is lost or less than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The conversations on the phone.
    Chats,
    /// The number in the app: groups, calls, lists, status.
    App,
    /// In coexistence: some features are turned off or can only be read.
    Features,
    /// In coexistence: twenty messages a second and no more.
    Pace,
    /// In coexistence: a phone that is not opened for long ends it.
    Idle,
    /// The former provider's system gets nothing any more.
    Provider,
    /// Templates that were not approved, or of low quality.
    Templates,
}

impl Loss {
    /// All, in no order.
    pub const ALL: [Self; 7] = [
        Self::Chats,
        Self::App,
        Self::Features,
        Self::Pace,
        Self::Idle,
        Self::Provider,
        Self::Templates,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chats => "chats",
            Self::App => "app",
            Self::Features => "features",
            Self::Pace => "pace",
            Self::Idle => "idle",
            Self::Provider => "provider",
            Self::Templates => "templates",
        }
    }
}

/// What stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// The number and who has it saved.
    Number,
    /// The app with its conversations.
    App,
    /// Up to six months of history, if it is shared.
    History,
    /// Name, quality, limit and badge.
    Standing,
    /// Everything: nothing moves.
    Everything,
}

impl Kept {
    /// All, in no order.
    pub const ALL: [Self; 5] =
        [Self::Number, Self::App, Self::History, Self::Standing, Self::Everything];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::App => "app",
            Self::History => "history",
            Self::Standing => "standing",
            Self::Everything => "everything",
        }
    }
}
