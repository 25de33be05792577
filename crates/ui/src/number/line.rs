//! A change as a line: the news of it, and who did it where it was a person's doing.

use domain::readiness::Scope;
use domain::{How, NodeKind};

use crate::news::{self, News};
use crate::told::Lens;
use crate::view::Entry;

/// A line.
pub(crate) struct Line {
    pub news: News,
    /// Whether Meta said it; else a person or Farol did.
    pub is_meta: bool,
    /// Whether it is about the number's profile.
    pub is_profile: bool,
    /// "por Marina Tavares".
    pub by: Option<String>,
}

/// Words a change.
pub(crate) fn line(lens: &Lens<'_>, scope: &Scope, entry: &Entry) -> Line {
    Line {
        news: news::news(lens, scope, &entry.change),
        is_meta: match entry.change.how {
            How::Read | How::Webhook => true,
            How::Operator | How::Computed => false,
        },
        is_profile: entry.change.node.kind == NodeKind::Profile,
        by: entry.by.as_ref().map(|name| lens.words.t1("change-by", "name", name)),
    }
}
