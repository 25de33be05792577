//! A tenant's notices in memory, kept by the same decisions as the ledger's.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeSet;

use domain::notice::{Deed, Held, Kind, Known, News, Notice, Told, decide};
use domain::{Node, Timestamp};

/// The notices, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Board(Vec<Kept>);

/// A notice, how gravely it holds, and when it ended; a moment never does.
#[derive(Clone, Debug)]
struct Kept {
    notice: Notice,
    level: u8,
    ended: Option<Timestamp>,
}

impl Kept {
    fn is_open(&self) -> bool {
        self.level > 0 && self.ended.is_none()
    }
}

impl Board {
    /// Does what some news asks for.
    pub fn hear(&mut self, news: &[News]) {
        for news in news {
            match (decide(news, &self.known(news)), news) {
                (Deed::Nothing, _) => {}
                (Deed::Open { instead_of }, News::Open(notice)) => {
                    if let Some(seq) = instead_of {
                        self.0[index(seq)].ended = Some(notice.at);
                    }
                    let level = notice.standing.level();
                    self.0.push(Kept { notice: notice.clone(), level, ended: None });
                }
                (Deed::Resolve(seq), News::Resolve { at, .. }) => {
                    self.0[index(seq)].ended = Some(*at);
                }
                (Deed::Ease(seq, level), News::Ease { .. }) => self.0[index(seq)].level = level,
                (deed, news) => panic!("{deed:?} is not of {news:?}"),
            }
        }
    }

    fn known(&self, news: &News) -> Known {
        let of_node = |kept: &&Kept| kept.notice.node == *news.node();
        let of_kind = |kept: &&Kept| kept.notice.kind == news.kind();
        let same = || self.0.iter().filter(of_node).filter(of_kind);
        let held = self.0.iter().zip(0_u64..);
        let held = held.filter(|(kept, _)| of_node(kept) && of_kind(kept) && kept.is_open());
        let mut last = self.0.iter().rev().filter(of_node);
        let last = last.find(|kept| news.matter().contains(&kept.notice.kind));
        let cause = match news {
            News::Open(notice) => Some(&notice.cause),
            News::Resolve { .. } | News::Ease { .. } => None,
        };
        Known {
            is_told: self.0.iter().any(|kept| Some(&kept.notice.cause) == cause),
            held: held.last().map(|(kept, seq)| Held {
                seq,
                level: kept.level,
                at: kept.notice.at,
            }),
            ended: same().filter_map(|kept| kept.ended).max(),
            last: last.map(|kept| Told {
                after: kept.notice.detail["after"].clone(),
                at: kept.notice.at,
            }),
        }
    }

    /// No cause twice, and no two open of one kind and node.
    pub fn check(&self) {
        for (nth, kept) in self.0.iter().enumerate() {
            for other in &self.0[nth + 1..] {
                assert_ne!(kept.notice.cause, other.notice.cause, "told twice");
                let same = |kept: &Kept| (kept.notice.kind, kept.notice.node.clone());
                let is_twice = same(kept) == same(other) && kept.is_open() && other.is_open();
                assert!(!is_twice, "open twice: {kept:?}");
            }
        }
    }

    /// Everything told, oldest first.
    pub fn told(&self) -> Vec<&Notice> {
        self.0.iter().map(|kept| &kept.notice).collect()
    }

    /// Kinds told, oldest first, and whether each is open.
    pub fn kinds(&self) -> Vec<(Kind, bool)> {
        self.0.iter().map(|kept| (kept.notice.kind, kept.is_open())).collect()
    }

    /// What is open.
    pub fn open(&self) -> BTreeSet<(Node, Kind)> {
        let open = self.0.iter().filter(|kept| kept.is_open());
        open.map(|kept| (kept.notice.node.clone(), kept.notice.kind)).collect()
    }

    /// From when to when each notice counts; one without an end is open, or a moment.
    pub fn times(&self) -> Vec<(&Notice, Option<Timestamp>)> {
        self.0.iter().map(|kept| (&kept.notice, kept.ended)).collect()
    }

    /// Brings what counts from ahead of `now` back to it: the clock was set back.
    pub fn rewind(&mut self, now: Timestamp) {
        for kept in &mut self.0 {
            kept.notice.at = now.min(kept.notice.at);
            kept.ended = kept.ended.map(|ended| now.min(ended));
        }
    }

    /// Whether one of this kind is open.
    pub fn is_open(&self, kind: Kind) -> bool {
        self.0.iter().any(|kept| kept.notice.kind == kind && kept.is_open())
    }
}

fn index(seq: u64) -> usize {
    usize::try_from(seq).expect("a small number")
}

/// Shuffles by a seed (Fisher and Yates, with splitmix64).
pub fn shuffle<T>(items: &mut [T], mut seed: u64) {
    let mut next = || {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    for last in (1..items.len()).rev() {
        let bound = u64::try_from(last + 1).expect("a small number");
        items.swap(last, usize::try_from(next() % bound).expect("a small number"));
    }
}
