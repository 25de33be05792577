//! What Meta's window may have refused, by the step at which a person left, or by what they reported.

use domain::signup::{Ending, Refusal};

fn left_at(step: &str) -> Vec<&'static str> {
    let ending = Ending::Cancelled { current_step: Some(step.to_owned()) };
    Refusal::behind(&ending).iter().map(|refusal| refusal.as_str()).collect()
}

#[test]
fn a_step_names_what_may_have_stopped_a_person_there() {
    for (step, refusals) in [
        ("PERMISSIONS", &["account-too-new"][..]),
        ("BUSINESS_ACCOUNT_SELECTION", &["account-too-new", "business-limit"]),
        ("WABA_PHONE_PROFILE_PICKER", &["waba-limit", "number-limit"]),
        ("PHONE_NUMBER_SETUP", &["phone-on-whatsapp", "number-limit", "phone-blocked"]),
        ("WHATSAPP_BUSINESS_PROFILE_SETUP", &["name-refused"]),
        ("PHONE_NUMBER_VERIFICATION", &["code-attempts"]),
    ] {
        assert_eq!(left_at(step), refusals, "{step}");
    }
    assert_eq!(left_at("A_STEP_OF_TOMORROW").len(), Refusal::ALL.len());
    assert_eq!(Refusal::behind(&Ending::Closed), Refusal::ALL);
    assert_eq!(Refusal::behind(&Ending::Dismissed), []);
}

#[test]
fn a_reported_sentence_names_its_refusal_or_none() {
    for (message, refusal) in [
        ("Your Facebook account is too new to create a business portfolio.", "account-too-new"),
        (
            "You have reached the limit of business portfolios that you can create.",
            "business-limit",
        ),
        (
            "This business portfolio has reached its limit of WhatsApp Business accounts.",
            "waba-limit",
        ),
        (
            "This business portfolio has reached its maximum number of phone numbers.",
            "number-limit",
        ),
        ("This phone number is already registered on WhatsApp.", "phone-on-whatsapp"),
        ("This phone number is blocked from using WhatsApp.", "phone-blocked"),
        ("Your verified name violates WhatsApp guidelines.", "name-refused"),
        ("You have requested a code too many times.", "code-attempts"),
    ] {
        assert_eq!(Refusal::of_words(message).map(Refusal::as_str), Some(refusal), "{message}");
    }
    for message in ["", "Something went wrong.", "The limit of attempts was reached."] {
        assert_eq!(Refusal::of_words(message), None, "{message}");
    }
}
