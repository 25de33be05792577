//! A hand-over link: lets somebody without an account connect a number for one tenant. It ends by its
//! time, by being taken back, or by doing what it is for; what it began goes on without it.

use std::time::Duration;

use crate::signup::{Signup, Stage};
use crate::time::Timestamp;

/// Days that a link may count, the shortest first.
pub const DAYS: [u32; 3] = [1, 3, 7];
/// Logins that one link begins at most; closing Meta's window counts as one.
pub const LOGINS: usize = 20;
/// Characters that a link's label may have.
pub const LABEL: usize = 80;

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When a browser took it for its own; looking at it is not enough.
    pub opened_at: Option<Timestamp>,
    /// When a login that it began was connected.
    pub used_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Why a link counts no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// It did what it is for.
    Used,
    /// It was taken back.
    Revoked,
    /// Its time is over.
    Expired,
}

/// Where a link stands, as those who watch it are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nobody opened it.
    Waiting,
    /// A browser has it; no login of it is on its way.
    Opened,
    /// A login of it is on its way, or waits for somebody.
    UnderWay,
    /// A login of it is connected.
    Connected,
    /// It was used, and its login is not known any more.
    Used,
    /// Its time was over first.
    Expired,
    /// It was taken back first.
    Revoked,
}

impl Standing {
    /// All of them, in the order of a link's life.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Opened,
        Self::UnderWay,
        Self::Connected,
        Self::Used,
        Self::Expired,
        Self::Revoked,
    ];

    /// The word used in markup.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Opened => "opened",
            Self::UnderWay => "under-way",
            Self::Connected => "connected",
            Self::Used => "used",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// Why a link begins no login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLogin {
    /// It counts no more.
    Over,
    /// Another login of it is on its way: two could bring two accounts.
    UnderWay,
    /// It began [`LOGINS`] of them.
    TooMany,
}

impl Handover {
    /// How long a link of so many days counts; `None` for a number that is not offered.
    pub fn life(days: u32) -> Option<Duration> {
        DAYS.contains(&days).then(|| Duration::from_secs(u64::from(days) * 24 * 3600))
    }

    /// Why it counts no more; `None` while it does. What came first is what is told.
    pub fn over(&self, now: Timestamp) -> Option<Over> {
        if self.used_at.is_some() {
            Some(Over::Used)
        } else if self.revoked_at.is_some() {
            Some(Over::Revoked)
        } else {
            (self.expires_at <= now).then_some(Over::Expired)
        }
    }

    /// Where it stands, with the newest login that it began.
    pub fn standing(&self, newest: Option<&Signup>, now: Timestamp) -> Standing {
        match self.over(now) {
            Some(Over::Used) if newest.is_some() => Standing::Connected,
            Some(Over::Used) => Standing::Used,
            Some(Over::Revoked) => Standing::Revoked,
            Some(Over::Expired) => Standing::Expired,
            None if newest.is_some_and(|signup| !signup.is_finished()) => Standing::UnderWay,
            None if self.opened_at.is_some() => Standing::Opened,
            None => Standing::Waiting,
        }
    }

    /// Whether it may begin a login beside those that it began.
    ///
    /// # Errors
    /// Why not.
    pub fn may_begin<'a>(
        &self,
        begun: impl IntoIterator<Item = &'a Signup>,
        now: Timestamp,
    ) -> Result<(), NoLogin> {
        if self.over(now).is_some() {
            return Err(NoLogin::Over);
        }
        let mut count = 0;
        for signup in begun {
            if is_on_its_way(signup) {
                return Err(NoLogin::UnderWay);
            }
            count += 1;
        }
        if count < LOGINS { Ok(()) } else { Err(NoLogin::TooMany) }
    }
}

/// Whether a login goes on by itself. One that is hindered or waits for somebody may be begun anew.
fn is_on_its_way(signup: &Signup) -> bool {
    match &signup.stage {
        Stage::Doing { snag, .. } => snag.is_none(),
        Stage::Leaving { .. } => true,
        Stage::Awaiting => signup.unheard().is_none(),
        Stage::Stopped { .. } | Stage::Connected | Stage::Ended { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signup::Ending;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    fn link() -> Handover {
        let (opened_at, used_at, revoked_at) = (None, None, None);
        Handover { made_at: at(0), expires_at: at(100), opened_at, used_at, revoked_at }
    }

    fn closed() -> Signup {
        Signup::without_code(None, Ending::Closed, at(5))
    }

    #[test]
    fn a_link_counts_until_the_second_of_its_end() {
        assert_eq!((link().over(at(99)), link().over(at(100))), (None, Some(Over::Expired)));
        assert_eq!(Handover::life(3), Some(Duration::from_secs(259_200)));
        assert_eq!((Handover::life(0), Handover::life(30)), (None, None));
    }

    #[test]
    fn what_ended_it_first_is_what_is_told() {
        let revoked = Handover { revoked_at: Some(at(20)), ..link() };
        assert_eq!(revoked.over(at(500)), Some(Over::Revoked));
        let used = Handover { used_at: Some(at(20)), ..link() };
        assert_eq!(used.over(at(500)), Some(Over::Used));
    }

    #[test]
    fn its_standing_follows_the_browser_and_then_the_login() {
        let (link, now) = (link(), at(50));
        let opened = Handover { opened_at: Some(at(10)), ..link };
        let code = Signup::with_code(None, at(11));
        assert_eq!(link.standing(None, now), Standing::Waiting);
        assert_eq!(opened.standing(None, now), Standing::Opened);
        assert_eq!(opened.standing(Some(&code), now), Standing::UnderWay);
        assert_eq!(opened.standing(Some(&closed()), now), Standing::Opened, "it may try again");
        assert_eq!(opened.standing(Some(&code), at(100)), Standing::Expired);
        let used = Handover { used_at: Some(at(30)), ..opened };
        assert_eq!(used.standing(Some(&code), now), Standing::Connected);
        assert_eq!(used.standing(None, now), Standing::Used);
    }

    #[test]
    fn a_login_is_begun_again_after_one_that_failed_and_not_beside_one_on_its_way() {
        let (link, now) = (link(), at(50));
        assert_eq!(link.may_begin([], now), Ok(()));
        assert_eq!(link.may_begin([&closed()], now), Ok(()));
        let code = Signup::with_code(None, at(11));
        assert_eq!(link.may_begin([&closed(), &code], now), Err(NoLogin::UnderWay));
        assert_eq!(link.may_begin([], at(100)), Err(NoLogin::Over));
        let many = vec![closed(); LOGINS];
        assert_eq!(link.may_begin(&many[1..], now), Ok(()));
        assert_eq!(link.may_begin(&many, now), Err(NoLogin::TooMany));
    }
}
