//! Preflight: each setting of the installation as a line that says how it stands, why, and where it
//! is set.

use askama::Template;
use domain::preflight::{Check, Finding, State, Why};

use crate::frame::{Around, Page};
use crate::view;
use crate::words::Words;

#[derive(Template)]
#[template(path = "preflight.html")]
struct Preflight {
    page: Page,
    around: Around,
    sum: String,
    tone: &'static str,
    at: String,
    lines: Vec<Line>,
}

struct Line {
    check: &'static str,
    state: &'static str,
    tone: &'static str,
    title: String,
    word: String,
    sentence: String,
    saw: Vec<String>,
    /// Where it is set; none for what nobody has to set.
    place: Option<String>,
    settings: &'static [&'static str],
    /// Where a person decides about it, and in which words it is led there.
    decide: Option<(&'static str, String)>,
}

/// The page.
pub fn preflight(frame: &view::Frame, view: &view::Preflight<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let count = |state| view.findings.iter().filter(|found| found.state == state).count() as u64;
    let (defects, doubts) = (count(State::Defect), count(State::Doubtful));
    let unknown = view.findings.iter().filter(|found| is_unknown(found)).count() as u64;
    let (sum, tone) = match (defects, doubts, unknown) {
        (0, 0, 0) => (words.t("preflight-sum-good"), "ok"),
        (0, 0, unknown) => (words.many("preflight-sum-unknown", unknown), "unk"),
        (0, doubts, _) => (words.many("preflight-sum-doubtful", doubts), "warn"),
        (defects, _, _) => (words.many("preflight-sum-defect", defects), "bad"),
    };
    crate::rendered(&Preflight {
        sum,
        tone,
        at: words.t1("preflight-at", "time", words.clock(view.at)),
        lines: view.findings.iter().map(|finding| line(&words, finding)).collect(),
        around: Around::new(&words, frame),
        page: Page::new(words, "preflight-title"),
    })
}

/// Whether a setting might have been looked at and could not be: what Meta never lets be read, and what
/// the demo sees to, is no gap.
fn is_unknown(found: &Finding) -> bool {
    let is_meant = matches!(found.why, Why::Unreadable | Why::Demo);
    found.state == State::NotChecked && !is_meant
}

/// The tone of what was found.
pub(super) const fn tone(state: State) -> &'static str {
    match state {
        State::Good => "ok",
        State::Defect => "bad",
        State::Doubtful => "warn",
        State::NotChecked => "unk",
    }
}

fn line(words: &Words, finding: &Finding) -> Line {
    let (check, state) = (finding.check.as_str(), finding.state.as_str());
    let tone = tone(finding.state);
    // What the demo sees to is nobody's to set.
    let is_settled = finding.state == State::Good || finding.why == Why::Demo;
    Line {
        check,
        state,
        tone,
        title: words.t(&format!("preflight-{check}")),
        word: words.t(&format!("preflight-state-{state}")),
        sentence: sentence(words, check, finding.why.as_str()),
        saw: finding.saw.clone(),
        place: (!is_settled).then(|| words.t(&format!("preflight-{check}-where"))),
        settings: if is_settled { &[] } else { finding.check.settings() },
        decide: (finding.check == Check::Callback && finding.why == Why::Elsewhere)
            .then(|| ("/connect/callback", words.t("preflight-callback-decide"))),
    }
}

/// Why it stands as it does: words of the check, else those that hold for any.
fn sentence(words: &Words, check: &str, why: &str) -> String {
    let own = words.maybe(&format!("preflight-{check}-{why}"));
    own.unwrap_or_else(|| words.t(&format!("preflight-any-{why}")))
}
