//! The photo on the page of a profile: the way to another one, what is wrong with a file, and what
//! became of one that was sent.

use domain::Timestamp;
use domain::photo::{Came, Fault, Phase, Snag, Upload};
use serde_json::json;
use ui::Language;
use ui::view::{DisplayName, MayWrite, Photo, Profile, ProfileForm};

use crate::golden::check;
use crate::html::tags;
use crate::profile::find;
use crate::profiles;
use crate::world;

const PT: Language = Language::PtBr;

/// The page of Vendas with this said of its photo.
fn page(language: Language, may_write: MayWrite, photo: Photo<'_>) -> String {
    let typical = world::typical();
    let (scope, intervals) = (&typical.scope, &typical.intervals);
    let (number, held) = (scope.numbers.first(), profiles::held());
    let form = ProfileForm::Held;
    let view = Profile {
        scope,
        number,
        profile: Some(&held),
        intervals,
        may_write,
        form,
        photo,
        name: DisplayName::default(),
        username: None,
        pin: domain::pin::Kept::default(),
    };
    ui::profile(&world::frame(language, "/profile", scope), &view)
}

fn upload(phase: Phase) -> Upload {
    let mut upload = Upload::new(50_000, None, world::NOW);
    upload.phase = phase;
    upload
}

fn with(language: Language, phase: Phase) -> String {
    let upload = upload(phase);
    page(language, MayWrite::Yes, Photo { upload: Some(&upload), fault: None })
}

fn failed(reason: &str, message: Option<&str>) -> Phase {
    let code = message.map(|_| "100".to_owned());
    let snag = Snag { reason: reason.to_owned(), code, message: message.map(str::to_owned) };
    Phase::Failed { at: world::NOW, snag }
}

/// The words of a piece of a page.
fn text(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

const FAULTS: [Fault; 11] = [
    Fault::Missing,
    Fault::TooLong,
    Fault::Gif,
    Fault::NotAPicture,
    Fault::Broken,
    Fault::Polyglot,
    Fault::TooManyPixels { width: 30_000, height: 30_000 },
    Fault::TooSmall { width: 100, height: 640 },
    Fault::TooHeavy { width: 4_000, height: 4_000 },
    Fault::Late,
    Fault::Another,
];

#[test]
fn each_fault_of_a_file_has_a_sentence_of_its_own_in_each_language() {
    for language in Language::ALL {
        let mut sentences: Vec<String> = FAULTS
            .iter()
            .map(|fault| {
                let photo = Photo { upload: None, fault: Some(*fault) };
                let page = page(language, MayWrite::Yes, photo);
                let said = page.split("id=\"photo-fault\"").nth(1).expect("the place of faults");
                let said = said.split("id=\"photo-said\"").next().expect("its end");
                text(said)
            })
            .collect();
        assert!(
            sentences.iter().all(|said| said.contains("Meta")),
            "nothing was sent: {sentences:?}"
        );
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), FAULTS.len(), "{sentences:?}");
    }
    let photo = Photo { upload: None, fault: Some(FAULTS[6]) };
    let words = text(&page(PT, MayWrite::Yes, photo));
    assert!(words.contains("A imagem tem 30.000 × 30.000 pixels"), "{words}");
}

#[test]
fn photos_in_every_state() {
    let refused = failed("refused", Some("(#100) Param profile_picture_handle is not valid"));
    let at = world::NOW;
    for (name, phase) in [
        ("going", Phase::Noted),
        ("shown", Phase::Shown { at }),
        ("moved", Phase::Moved { at }),
        ("refused", refused),
    ] {
        check(&format!("profile-photo-{name}-pt-BR"), &with(PT, phase));
    }
}

#[test]
fn what_became_of_a_photo_is_said_and_what_can_be_done_about_it() {
    let at = world::NOW;
    let cases = [
        (Phase::Noted, "Enviando a foto à Meta", false),
        (Phase::Handed { handle: "4::h".to_owned() }, "Enviando a foto à Meta", false),
        (Phase::Shown { at }, "Foto salva na Meta e conferida de volta", false),
        (Phase::Unshown { at }, "o perfil mostra a de antes", false),
        (Phase::Moved { at }, "A foto mudou na Meta", true),
        (failed("refused", Some("no")), "A Meta recusou a foto", true),
        (failed("unanswered", None), "Motivo:", true),
    ];
    for (phase, said, can_retry) in cases {
        let page = with(PT, phase.clone());
        assert!(text(&page).contains(said), "{phase:?}: {said}");
        let tags = tags(&page);
        for form in ["photo-again", "photo-drop"] {
            let has = tags.iter().any(|tag| tag.get("form") == Some(form));
            assert_eq!(has, can_retry, "{phase:?}: {form}");
        }
    }
    let long_ago = Phase::Shown { at: Timestamp::from_millis(0) };
    assert!(!with(PT, long_ago).contains("conferida de volta"), "it is no news any more");
}

#[test]
fn only_who_may_write_is_shown_the_way_to_another_photo() {
    for may_write in [MayWrite::NotThisRole, MayWrite::KeptInApp, MayWrite::NeverRead] {
        let upload = upload(failed("refused", None));
        let page = page(PT, may_write, Photo { upload: Some(&upload), fault: None });
        assert!(!page.contains("type=\"file\"") && !page.contains("id=\"crop\""));
        assert!(!page.contains("form=\"photo-again\""));
        assert!(page.contains("A Meta recusou a foto"), "what happened is told to everybody");
    }
}

#[test]
fn without_scripts_it_is_an_ordinary_form_outside_of_the_profiles_own() {
    let page = page(PT, MayWrite::Yes, Photo::default());
    let tags = tags(&page);
    let form = find(&tags, "id", "photo-form");
    assert_eq!(form.get("action"), Some("/profile/106540352242101/photo"));
    assert_eq!(form.get("enctype"), Some("multipart/form-data"));
    let file = find(&tags, "type", "file");
    assert_eq!((file.get("name"), file.get("form")), (Some("photo"), Some("photo-form")));
    assert!(find(&tags, "id", "photo-change").get("hidden").is_some(), "the script shows it");
    let seen = tags.iter().find(|tag| tag.name == "input" && tag.get("name") == Some("seen"));
    assert!(seen.is_some(), "what was seen comes back");
    let own = page.find("id=\"profile\"").expect("the profile's form");
    let end = page[own..].find("</form>").expect("its end") + own;
    assert!(page.find("id=\"photo-form\"").expect("the photo's form") > end, "no form in a form");
}

#[test]
fn another_picture_has_another_address_here_and_one_signed_anew_has_not() {
    let address = |url: &str| {
        let typical = world::typical();
        let profile = profiles::profile(&json!({"about": "x", "profile_picture_url": url}));
        let page =
            profiles::of(PT, &typical.scope, Some(&profile), MayWrite::Yes, ProfileForm::Held);
        let image = tags(&page).into_iter().find(|tag| tag.name == "img").expect("a picture");
        image.get("src").expect("an address").to_owned()
    };
    let one = address("https://pps.whatsapp.net/v/1.jpg?oh=1");
    assert!(one.starts_with("/profile/106540352242101/photo?v="), "{one}");
    assert_eq!(one, address("https://pps.whatsapp.net/v/1.jpg?oh=2"));
    assert_ne!(one, address("https://pps.whatsapp.net/v/2.jpg?oh=1"));
}

#[test]
fn metas_words_are_shown_as_words() {
    let mut upload = upload(Phase::Noted);
    let message = Some("<script>alert(1)</script>".to_owned());
    let snag = Snag { reason: "refused".to_owned(), code: Some("100".to_owned()), message };
    upload.apply(Came::Stopped(snag), world::NOW);
    let page = page(PT, MayWrite::Yes, Photo { upload: Some(&upload), fault: None });
    assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;alert"));
}
