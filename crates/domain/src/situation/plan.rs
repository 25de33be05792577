//! What each situation needs, takes, loses and keeps.
//!
//! META 1.1, 1.4, 1.5 and 4.1, and `ui/conexao.html`. The minutes are Farol's own estimate.

use super::{Kept, Loss, Move, Need, Situation};

/// How long a person is busy: an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// When all is at hand.
    pub least: u64,
    /// When it goes slowly.
    pub most: u64,
}

/// The guide of a situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What must be at hand before.
    pub needs: &'static [Need],
    /// What is done, in order.
    pub moves: &'static [Move],
    /// What is lost; empty for nothing.
    pub lost: &'static [Loss],
    /// What stays.
    pub kept: &'static [Kept],
    /// How long it takes a person; what may have to be waited for is in words.
    pub minutes: Minutes,
}

impl Situation {
    /// Its guide.
    pub const fn plan(self) -> Plan {
        match self {
            Self::Personal | Self::AppLeave => LEAVE_PHONE,
            Self::AppKeep => KEEP_APP,
            Self::Free => FREE,
            Self::CloudSame => SAME,
            Self::CloudOther => OTHER,
        }
    }
}

const LEAVE_PHONE: Plan = Plan {
    needs: &[
        Need::Portfolio,
        Need::Clicker,
        Need::NotByHand,
        Need::CodeReach,
        Need::DisplayName,
        Need::Payment,
        Need::Verification,
    ],
    moves: &[
        Move::ExportChats,
        Move::WarnContacts,
        Move::DeleteAccount,
        Move::LogIn,
        Move::ChoosePortfolio,
        Move::EnterNumber,
        Move::Follow,
        Move::AddPayment,
    ],
    lost: &[Loss::Chats, Loss::App],
    kept: &[Kept::Number],
    minutes: Minutes { least: 15, most: 30 },
};

const KEEP_APP: Plan = Plan {
    needs: &[
        Need::Portfolio,
        Need::Clicker,
        Need::NotByHand,
        Need::PhoneAtHand,
        Need::Payment,
        Need::Verification,
    ],
    moves: &[
        Move::UpdateApp,
        Move::LogIn,
        Move::ChoosePortfolio,
        Move::ScanCode,
        Move::ShareHistory,
        Move::Follow,
        Move::AddPayment,
    ],
    lost: &[Loss::Features, Loss::Pace, Loss::Idle],
    kept: &[Kept::Number, Kept::App, Kept::History],
    minutes: Minutes { least: 10, most: 20 },
};

const FREE: Plan = Plan {
    needs: &[
        Need::Portfolio,
        Need::Clicker,
        Need::NotByHand,
        Need::CodeReach,
        Need::DisplayName,
        Need::Payment,
        Need::Verification,
    ],
    moves: &[Move::LogIn, Move::ChoosePortfolio, Move::EnterNumber, Move::Follow, Move::AddPayment],
    lost: &[],
    kept: &[Kept::Number],
    minutes: Minutes { least: 5, most: 10 },
};

const SAME: Plan = Plan {
    needs: &[Need::Portfolio, Need::Clicker, Need::Payment, Need::Verification],
    moves: &[Move::LogIn, Move::ChooseExisting, Move::Follow],
    lost: &[],
    kept: &[Kept::Everything],
    minutes: Minutes { least: 5, most: 10 },
};

const OTHER: Plan = Plan {
    needs: &[
        Need::Portfolio,
        Need::Clicker,
        Need::PinOff,
        Need::CodeReach,
        Need::Payment,
        Need::Verification,
    ],
    moves: &[
        Move::AskProvider,
        Move::LogIn,
        Move::ChoosePortfolio,
        Move::MoveNumber,
        Move::Follow,
        Move::AddPayment,
    ],
    lost: &[Loss::Provider, Loss::Templates],
    kept: &[Kept::Number, Kept::Standing],
    minutes: Minutes { least: 15, most: 30 },
};
