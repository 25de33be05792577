//! A photo on its way, against a Meta that loses answers, half of the bytes and whole sessions, and a
//! program that is killed: it arrives once, whole, and is never called there before it is seen.

use std::time::Duration;

use domain::Timestamp;
use domain::photo::{Came, Phase, Snag, Task, Upload, is_other};
use meta::graph::UploadSession;
use proptest::prelude::*;

const LENGTH: u64 = 1_000;
const OLD: &str = "https://pps.whatsapp.net/old.jpg?oh=1";

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Luck {
    Good,
    /// Nothing arrives.
    Lost,
    /// It takes effect, and nobody hears.
    Unheard,
    /// Half of the bytes arrive, and nobody hears.
    Half,
    /// The program is killed before it can keep what came.
    Killed,
    /// The session is gone.
    Gone,
}

/// Meta, as far as a photo sees it.
#[derive(Debug, Default)]
struct Meta {
    sessions: Vec<u64>,
    shown: bool,
    sets: usize,
}

fn session(nth: usize) -> UploadSession {
    UploadSession::try_from(format!("upload:{nth}?sig=AR")).expect("a session")
}

fn snag(reason: &str) -> Snag {
    Snag { reason: reason.to_owned(), code: None, message: None }
}

impl Meta {
    fn held(&mut self, of: &UploadSession) -> Option<&mut u64> {
        let nth = (0..self.sessions.len()).find(|nth| session(*nth) == *of)?;
        self.sessions.get_mut(nth)
    }

    /// Does a task; what came of it, as far as it was heard.
    fn take(&mut self, task: Task, luck: Luck) -> Came {
        if luck == Luck::Lost {
            return Came::Trouble(snag("trouble"));
        }
        if luck == Luck::Gone {
            self.sessions.iter_mut().for_each(|held| *held = u64::MAX);
        }
        let refused = Came::Refused(snag("refused"));
        match task {
            Task::Begin => {
                self.sessions.push(0);
                Came::Begun(session(self.sessions.len() - 1))
            }
            Task::Ask(of) => match self.held(&of) {
                Some(held) if *held <= LENGTH => Came::Reached(*held),
                _ => refused,
            },
            Task::Send(of, offset) => match self.held(&of) {
                Some(held) if *held == offset => {
                    *held =
                        if luck == Luck::Half { offset + (LENGTH - offset) / 2 } else { LENGTH };
                    if *held == LENGTH { Came::Handed("4::h".to_owned()) } else { Came::Partly }
                }
                _ => refused,
            },
            Task::Set(_) => {
                self.sets += 1;
                self.shown = true;
                Came::Set
            }
            Task::Look(before) => {
                let now = if self.shown { "https://pps.whatsapp.net/new.jpg" } else { OLD };
                Came::Looked { is_other: is_other(before.as_deref(), Some(now)) }
            }
        }
    }
}

/// A step of the worker: the task, and what is kept of it.
fn step(upload: &mut Upload, meta: &mut Meta, luck: Luck, now: Timestamp) {
    let Some(task) = upload.next(now) else { return };
    if let Task::Set(_) = task {
        upload.apply(Came::Setting(Some(OLD.to_owned())), now);
    }
    let came = meta.take(task, luck);
    match luck {
        Luck::Killed => {}
        Luck::Unheard | Luck::Half => upload.apply(Came::Trouble(snag("unanswered")), now),
        Luck::Good | Luck::Lost | Luck::Gone => upload.apply(came, now),
    }
}

fn new() -> (Upload, Timestamp) {
    let now = Timestamp::from_seconds(1_795_000_000);
    (Upload::new(LENGTH, Some(OLD.to_owned()), now), now)
}

/// Plays on with good luck until nothing more is due.
fn settle(upload: &mut Upload, meta: &mut Meta) {
    for _ in 0..60 {
        let Some(due) = upload.due_at else { return };
        step(upload, meta, Luck::Good, due);
    }
    panic!("it goes on for ever: {upload:?}");
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![
        4 => Just(Luck::Good),
        2 => Just(Luck::Lost),
        2 => Just(Luck::Unheard),
        2 => Just(Luck::Half),
        2 => Just(Luck::Killed),
        1 => Just(Luck::Gone),
    ]
}

proptest! {
    #[test]
    fn whatever_is_lost_on_the_way_it_arrives_and_is_seen(
        lucks in prop::collection::vec(luck(), 0..12)
    ) {
        let (mut upload, mut now) = new();
        let mut meta = Meta::default();
        let goes = lucks.iter().filter(|luck| **luck == Luck::Gone).count();
        for luck in lucks {
            now = upload.due_at.unwrap_or(now).max(now);
            step(&mut upload, &mut meta, luck, now);
            let kept = serde_json::to_string(&upload).expect("JSON");
            upload = serde_json::from_str(&kept).expect("the same");
            let is_shown = matches!(upload.phase, Phase::Shown { .. });
            prop_assert!(!is_shown || meta.shown, "never called there before it is");
        }
        settle(&mut upload, &mut meta);
        let is_shown = matches!(upload.phase, Phase::Shown { .. });
        prop_assert!(is_shown || goes > 0, "{upload:?}");
        prop_assert!(meta.sessions.len() <= 3 + 12, "sessions are not begun for ever");
    }
}

#[test]
fn with_good_luck_it_takes_one_session_and_one_set() {
    let (mut upload, _) = new();
    let mut meta = Meta::default();
    settle(&mut upload, &mut meta);
    assert!(matches!(upload.phase, Phase::Shown { .. }), "{upload:?}");
    assert_eq!((meta.sessions.len(), meta.sets), (1, 1));
    assert!(upload.is_over() && !upload.wants_bytes());
}

#[test]
fn half_of_the_bytes_are_not_sent_again() {
    let (mut upload, now) = new();
    let mut meta = Meta::default();
    step(&mut upload, &mut meta, Luck::Good, now);
    step(&mut upload, &mut meta, Luck::Half, now);
    let due = upload.due_at.expect("due");
    step(&mut upload, &mut meta, Luck::Good, due);
    assert_eq!(upload.next(due), Some(Task::Send(session(0), LENGTH / 2)));
    settle(&mut upload, &mut meta);
    assert_eq!((meta.sessions.len(), meta.sets), (1, 1));
}

#[test]
fn a_photo_that_somebody_else_set_is_not_written_over_unseen() {
    let (mut upload, now) = new();
    let mut meta = Meta::default();
    step(&mut upload, &mut meta, Luck::Good, now);
    step(&mut upload, &mut meta, Luck::Good, now);
    assert!(matches!(upload.next(now), Some(Task::Set(_))));
    upload.apply(Came::Moved, now);
    assert!(matches!(upload.phase, Phase::Moved { .. }) && upload.is_over());
    assert!(upload.wants_bytes(), "whoever sent it may want it all the same");
    let again = upload.again(Some("https://pps.whatsapp.net/theirs.jpg".to_owned()), now);
    assert_eq!(again.next(now), Some(Task::Begin));
    assert_eq!(meta.sets, 0);
}

#[test]
fn what_meta_refuses_ends_with_its_words_and_trouble_ends_after_an_hour() {
    let (mut upload, now) = new();
    let said = Snag { code: Some("100".to_owned()), ..snag("refused") };
    upload.apply(Came::Refused(said.clone()), now);
    assert_eq!(upload.phase, Phase::Failed { at: now, snag: said });

    let (mut upload, start) = new();
    let mut last = start;
    let mut tries = 0;
    while let Some(due) = upload.due_at {
        assert!(due.since(last) <= Duration::from_secs(60));
        last = due;
        tries += 1;
        upload.apply(Came::Trouble(snag("trouble")), due);
    }
    assert!((60..70).contains(&tries), "{tries} tries");
    assert!(last.since(start) > Duration::from_secs(3_600));
}

#[test]
fn what_meta_said_yes_to_and_never_shows_did_not_fail() {
    let (mut upload, now) = new();
    let mut meta = Meta::default();
    step(&mut upload, &mut meta, Luck::Good, now);
    step(&mut upload, &mut meta, Luck::Good, now);
    step(&mut upload, &mut meta, Luck::Good, now);
    meta.shown = false;
    settle(&mut upload, &mut meta);
    assert!(matches!(upload.phase, Phase::Unshown { .. }), "{upload:?}");
    assert_eq!(meta.sets, 1, "an answered set is not repeated");
}

#[test]
fn a_clock_that_is_turned_back_leaves_nothing_ahead() {
    let (mut upload, now) = new();
    upload.apply(Came::Trouble(snag("trouble")), now);
    let back = Timestamp::from_seconds(1_700_000_000);
    upload.rewind(back);
    assert_eq!((upload.asked_at, upload.due_at), (back, Some(back)));
}

#[test]
fn a_session_leads_nowhere_but_to_an_upload() {
    for raw in
        ["upload:", "upload:../1", "upload:?sig=1", "1/x", "upload:a b", "upload:a#b", "upload:%2e"]
    {
        assert!(UploadSession::try_from(raw.to_owned()).is_err(), "{raw}");
    }
    let session = UploadSession::try_from("upload:MTph?sig=AR_x-1".to_owned()).expect("one");
    assert_eq!(format!("{session:?}"), "UploadSession(***)");
}
