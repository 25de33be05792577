//! Which answers lead to which situation, what they ask for first, and what the popup is opened with.

use std::collections::BTreeSet;

use domain::situation::{
    Answer, Caution, FeatureType, Found, MOST_QUESTIONS, Need, Next, Question, Situation, Walk,
    walk,
};

/// The way of answers given as in an address.
fn way(answers: &str) -> Walk {
    let given: Vec<(Question, Answer)> = answers
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (question, answer) = pair.split_once('=').expect("a pair");
            let question = Question::parse(question).expect("a question");
            (question, question.parse_answer(answer).expect("an answer to it"))
        })
        .collect();
    walk(|asked| given.iter().find(|(question, _)| *question == asked).map(|(_, answer)| *answer))
}

fn found(answers: &str) -> (Situation, Vec<Caution>) {
    match way(answers).next {
        Next::Found(Found { situation, cautions }) => (situation, cautions),
        Next::Ask(question) => panic!("{answers} still asks {question:?}"),
    }
}

/// Every way that there is, with each answer to each question.
fn every_way() -> Vec<Walk> {
    let mut ways = Vec::new();
    let mut open = vec![Vec::new()];
    while let Some(given) = open.pop() {
        let walked = walk(|asked| {
            let found = given.iter().find(|(question, _): &&(Question, Answer)| *question == asked);
            found.map(|(_, answer)| *answer)
        });
        if let Next::Ask(question) = walked.next {
            open.extend(question.answers().iter().map(|answer| {
                let mut given = given.clone();
                given.push((question, *answer));
                given
            }));
        } else {
            ways.push(walked);
        }
    }
    ways
}

#[test]
fn each_situation_is_found_with_what_asks_for_care() {
    for (answers, situation, cautions) in [
        ("today=phone&app=messenger&keep=no&code=yes&clicker=yes", Situation::Personal, vec![]),
        (
            "today=phone&app=messenger&keep=yes&clicker=yes",
            Situation::AppKeep,
            vec![Caution::MoveToBusinessApp],
        ),
        ("today=phone&app=business&keep=yes&week=yes&clicker=yes", Situation::AppKeep, vec![]),
        (
            "today=phone&app=business&keep=yes&week=unsure&clicker=no",
            Situation::AppKeep,
            vec![Caution::WaitAWeek, Caution::InviteFirst],
        ),
        (
            "today=phone&app=business&keep=no&code=no&clicker=missing",
            Situation::AppLeave,
            vec![Caution::NoCode, Caution::CreatePortfolio],
        ),
        ("today=nowhere&before=no&by-hand=no&code=yes&clicker=yes", Situation::Free, vec![]),
        (
            "today=nowhere&before=unsure&by-hand=yes&code=yes&clicker=yes",
            Situation::Free,
            vec![Caution::DeleteFirst, Caution::TakeOut],
        ),
        ("today=platform&provider=here&clicker=yes", Situation::CloudSame, vec![]),
        (
            "today=platform&provider=another&two-step=no&code=yes&clicker=yes",
            Situation::CloudOther,
            vec![Caution::PinOff],
        ),
        (
            "today=platform&provider=unsure&two-step=yes&code=yes&clicker=yes",
            Situation::CloudOther,
            vec![Caution::FindOwner],
        ),
        // A company without a portfolio owns no account.
        (
            "today=platform&provider=here&clicker=missing",
            Situation::CloudOther,
            vec![Caution::FindOwner, Caution::PinOff, Caution::CreatePortfolio],
        ),
    ] {
        assert_eq!(found(answers), (situation, cautions), "{answers}");
    }
}

#[test]
fn every_way_asks_three_to_five_questions_and_they_lead_to_every_situation() {
    let ways = every_way();
    let mut led_to = BTreeSet::new();
    for Walk { path, next } in &ways {
        assert!((3..=MOST_QUESTIONS).contains(&path.len()), "{path:?}");
        let Next::Found(found) = next else { unreachable!("only ended ways are kept") };
        led_to.insert(found.situation.as_str());
        let asked: BTreeSet<Question> = path.iter().map(|(question, _)| *question).collect();
        assert_eq!(asked.len(), path.len(), "none is asked twice: {path:?}");
    }
    assert_eq!(led_to, Situation::ALL.map(Situation::as_str).into());
}

#[test]
fn an_answer_that_is_changed_keeps_the_others_that_are_still_asked_for() {
    let before = way("today=phone&app=business&keep=no&code=yes&clicker=yes");
    assert_eq!(before.path.len(), 5);
    // The week was never asked; code and clicker stand where they stood.
    let after = way("today=phone&app=business&keep=yes&code=yes&clicker=yes");
    assert_eq!(after.next, Next::Ask(Question::Week));
    let (situation, _) = found("today=phone&app=business&keep=yes&week=yes&code=no&clicker=yes");
    assert_eq!(situation, Situation::AppKeep, "what the way does not ask for is left alone");
}

#[test]
fn an_answer_of_another_question_is_none() {
    assert_eq!(Question::Keep.parse_answer("missing"), None);
    assert_eq!(walk(|_| Some(Answer::Missing)).next, Next::Ask(Question::Today));
}

#[test]
fn words_lead_back_to_what_they_stand_for() {
    for situation in Situation::ALL {
        assert_eq!(Situation::parse(situation.as_str()), Some(situation));
        let word = serde_json::to_value(situation).expect("a word");
        assert_eq!(word, situation.as_str(), "one word everywhere");
    }
    for question in Question::ALL {
        assert_eq!(Question::parse(question.as_str()), Some(question));
        for answer in question.answers() {
            assert_eq!(question.parse_answer(answer.as_str()), Some(*answer));
        }
    }
}

#[test]
fn only_who_keeps_the_app_is_onboarded_from_it() {
    // META 1.1: the feature types of Embedded Signup v4.
    for situation in Situation::ALL {
        let wanted =
            if situation == Situation::AppKeep { "whatsapp_business_app_onboarding" } else { "" };
        assert_eq!(situation.popup().feature_type.as_str(), wanted, "{situation:?}");
    }
    assert_eq!(FeatureType::Default.as_str(), "");
}

#[test]
fn every_guide_says_who_clicks_with_which_portfolio_and_what_it_costs_and_takes() {
    for situation in Situation::ALL {
        let plan = situation.plan();
        for need in [Need::Portfolio, Need::Clicker, Need::Payment, Need::Verification] {
            assert!(plan.needs.contains(&need), "{situation:?} {need:?}");
        }
        assert!(!plan.moves.is_empty() && !plan.kept.is_empty(), "{situation:?}");
        assert!(plan.minutes.least < plan.minutes.most, "{situation:?}");
        let asks_code = !matches!(situation, Situation::AppKeep | Situation::CloudSame);
        assert_eq!(plan.needs.contains(&Need::CodeReach), asks_code, "{situation:?}");
    }
}
