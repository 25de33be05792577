//! The bell of the topbar: what the person was told and has not looked at.

use domain::Timestamp;

use crate::notice::kind;
use crate::view;
use crate::words::Words;

/// The bell.
pub(crate) struct Bell {
    pub unread: usize,
    /// What the button is called: how many are unread.
    pub label: String,
    /// What stands on the button; none when there is nothing to look at.
    pub mark: Option<String>,
    pub lines: Vec<BellLine>,
    /// The newest notice that is shown: what comes later stays unread.
    pub newest: u64,
}

/// A notice in one line.
pub(crate) struct BellLine {
    pub seq: u64,
    pub tone: &'static str,
    pub icon: &'static str,
    pub title: String,
    /// Whose.
    pub name: String,
    pub is_unread: bool,
    pub iso: String,
    pub ago: String,
}

/// More than this is shown as "99+", so that the button keeps its size.
const MOST: usize = 99;

impl Bell {
    /// The bell in words.
    pub fn new(words: &Words, bell: &view::Bell, now: Timestamp) -> Self {
        let unread = bell.unread;
        Self {
            label: match unread {
                0 => words.t("notices"),
                _ => words.many("notices-unread", unread as u64),
            },
            mark: match unread {
                0 => None,
                1..=MOST => Some(unread.to_string()),
                _ => Some(format!("{MOST}+")),
            },
            lines: bell.latest.iter().map(|line| self::line(words, line, now)).collect(),
            newest: bell.latest.iter().map(|line| line.told.seq).max().unwrap_or_default(),
            unread,
        }
    }
}

fn line(words: &Words, line: &view::BellLine, now: Timestamp) -> BellLine {
    let (told, notice) = (&line.told, &line.told.notice);
    let (tone, icon) = kind::look(notice, told.resolved_at.is_some());
    BellLine {
        seq: told.seq,
        tone,
        icon,
        title: kind::title(words, notice),
        name: line.name.clone(),
        is_unread: told.is_unread,
        iso: words.iso(notice.at),
        ago: words.ago(notice.at, now),
    }
}
