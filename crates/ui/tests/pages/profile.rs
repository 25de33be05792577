//! What the page of a profile holds: the form as the server wants it back, limits, marks, and what
//! may not be written.

use domain::profile::Texts;
use domain::readiness::Scope;
use serde_json::json;
use ui::Language;
use ui::view::{DisplayName, MayWrite, Photo, ProfileForm};

use crate::golden::check;
use crate::html::{Tag, tags};
use crate::profiles::{self, State};
use crate::world;

const PT: Language = Language::PtBr;

pub fn find<'t>(tags: &'t [Tag], name: &str, value: &str) -> &'t Tag {
    let found = tags.iter().find(|tag| tag.get(name) == Some(value));
    found.unwrap_or_else(|| panic!("no {name}={value}"))
}

/// What a browser makes of an attribute's value.
fn unescaped(text: &str) -> String {
    let signs = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    signs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

pub fn texts(json: &str) -> Texts {
    serde_json::from_str(&unescaped(json)).expect("texts")
}

#[test]
fn profiles_in_every_state() {
    for (name, state) in [
        ("empty", State::Empty),
        ("full", State::Full),
        ("trouble", State::Trouble),
        ("conflict", State::Conflict),
        ("refused", State::Refused),
        ("in-doubt", State::InDoubt),
        ("read-only", State::ReadOnly),
        ("saved", State::Saved),
    ] {
        check(&format!("profile-{name}-pt-BR"), &state.page(PT));
    }
    for language in Language::ALL {
        check(&format!("profile-typical-{}", language.tag()), &State::Typical.page(language));
    }
}

#[test]
fn the_form_has_metas_fields_and_what_the_person_saw() {
    let page = State::Typical.page(PT);
    let tags = tags(&page);
    let form = find(&tags, "id", "profile");
    assert_eq!(
        (form.get("method"), form.get("action")),
        (Some("post"), Some("/profile/106540352242101"))
    );
    // The photo's file is of the photo's own form.
    let fields = tags.iter().skip_while(|tag| tag.get("id") != Some("profile"));
    let fields = fields.take_while(|tag| tag.get("id") != Some("meta-identity"));
    let own = fields.filter(|tag| tag.get("form").is_none());
    let names: Vec<&str> = own.filter_map(|tag| tag.get("name")).collect();
    let wanted =
        ["seen", "about", "description", "vertical", "email", "address", "websites", "websites"];
    assert_eq!(names, wanted);
    let held = Texts::of(&profiles::held());
    assert_eq!(texts(find(&tags, "name", "seen").get("value").unwrap_or_default()), held);
    assert_eq!(texts(find(&tags, "id", "now").get("data-texts").unwrap_or_default()), held);
    assert!(tags.iter().all(|tag| tag.get("maxlength").is_none()), "a paste is not cut");
}

#[test]
fn the_chosen_account_is_kept() {
    let scope = world::typical().scope;
    let mut frame = world::frame(PT, "/profile?waba=102290129340398", &scope);
    frame.wabas[0].is_current = true;
    let (held, intervals) = (profiles::held(), world::typical().intervals);
    let page = ui::profile(
        &frame,
        &ui::view::Profile {
            scope: &scope,
            number: scope.numbers.get(2),
            profile: Some(&held),
            intervals: &intervals,
            may_write: MayWrite::Yes,
            form: ProfileForm::Held,
            photo: Photo::default(),
            username: None,
            pin: domain::pin::Kept::default(),
            name: DisplayName::default(),
        },
    );
    let tags = tags(&page);
    let action = format!("/profile/{}?waba=102290129340398", world::COBRANCA);
    assert_eq!(find(&tags, "id", "profile").get("action"), Some(&*action));
    assert_eq!(find(&tags, "name", "waba").get("value"), Some(world::WABA));
    let chosen = tags.iter().find(|tag| tag.name == "option" && tag.get("selected").is_some());
    assert_eq!(chosen.and_then(|tag| tag.get("value")), Some(world::COBRANCA));
    assert!(page.contains(">Cobrança · +55 21 95555-0164</option>"));
}

#[test]
fn what_meta_told_carries_its_marks() {
    let page = State::Typical.page(PT);
    let (form, cards) =
        page.split_once("<section class=\"stack stack--sm\" id=\"meta-identity\"").expect("both");
    let tags = tags(form);
    let marked = |field: &str| {
        let told: Vec<&Tag> =
            tags.iter().filter(|tag| tag.get("data-field") == Some(field)).collect();
        assert_eq!(told.len(), 1, "{field}");
        assert_eq!(told[0].get("data-how"), Some("read"));
        assert!(told[0].get("data-at").is_some_and(|at| at.parse::<i64>().is_ok()));
        unescaped(told[0].get("data-value").unwrap_or_default())
    };
    assert_eq!(marked("about"), "Móveis de madeira brasileira, feitos para durar.");
    assert_eq!(marked("vertical"), "RETAIL");
    assert_eq!(marked("websites"), "[\"https://casaipe.example\"]");
    assert!(marked("profile_picture_url").starts_with("https://pps.whatsapp.example/"));
    assert_eq!(marked("verified_name"), "Vendas");
    assert_eq!(marked("name_status"), "APPROVED");
    for field in ["verified_name", "is_official_business_account"] {
        assert_eq!(cards.matches(&format!("data-field=\"{field}\"")).count(), 1, "{field}");
    }
    // What is typed is nobody's word yet: the marks say what Meta has.
    let typed = State::Conflict.page(PT);
    assert!(typed.contains("data-value=\"Móveis de madeira brasileira, feitos para durar.\""));
}

#[test]
fn the_picture_is_asked_of_this_server_only() {
    let page = State::Typical.page(PT);
    let tags = tags(&page);
    let images: Vec<_> = tags.iter().filter(|tag| tag.name == "img").collect();
    assert_eq!(images.len(), 2);
    for image in &images {
        let is_ours = |src: &str| src.starts_with("/profile/106540352242101/photo?v=");
        assert!(image.get("src").is_some_and(is_ours), "{image:?}");
        assert!(image.get("width").is_some() && image.get("width") == image.get("height"));
    }
    assert_eq!(images[0].get("alt"), Some("Foto de perfil de Vendas"));
    let without = State::Full.page(PT);
    assert!(!without.contains("<img") && without.contains(">Sem foto</span>"));
    assert!(
        State::Unread.page(PT).contains(
            "<b class=\"sm strong\">Foto de perfil</b><span class=\"xs faint\">Sem leitura"
        )
    );
}

#[test]
fn counters_count_characters_and_not_bytes() {
    let page = State::Full.page(PT);
    let counted = |id: &str| {
        let counter = page.split(&format!("id=\"{id}-count\"")).nth(1).expect("a counter");
        counter.split(['>', '<']).nth(1).unwrap_or_default().to_owned()
    };
    let ids = ["about", "description", "email", "address", "website-1", "website-2"];
    let full = ["139 de 139", "512 de 512", "128 de 128", "256 de 256", "256 de 256", "256 de 256"];
    assert_eq!(ids.map(counted), full);
    assert!(!page.contains("data-over"));
    assert_eq!(State::Trouble.page(PT).matches(" data-over>").count(), 2);
}

#[test]
fn what_may_not_be_written_is_shown_and_has_no_button() {
    for (state, why) in [
        (State::ReadOnly, "mantido no app WhatsApp Business"),
        (State::Role, "Seu papel nesta conta permite ver o perfil, não alterar."),
        (State::Unread, "ainda não foi lido"),
    ] {
        let page = state.page(PT);
        assert!(page.contains(why), "{state:?}");
        let tags = tags(&page);
        assert!(
            !tags.iter().any(|tag| tag.get("action").is_some_and(|a| a.starts_with("/profile/")))
        );
        assert!(!page.contains("Salvar na Meta") && !page.contains("name=\"seen\""), "{state:?}");
        for id in ["about", "description", "email", "address", "website-1", "website-2"] {
            assert!(find(&tags, "id", id).get("readonly").is_some(), "{state:?} {id}");
        }
        assert!(find(&tags, "id", "vertical").get("disabled").is_some());
    }
    assert!(
        State::ReadOnly
            .page(PT)
            .contains(">Móveis de madeira brasileira, feitos para durar.</textarea>")
    );
}

#[test]
fn a_line_of_business_that_is_not_on_the_list_is_kept_raw() {
    let options = |vertical: &str| {
        let mut held = profiles::held();
        world::set(&mut held, "vertical", json!(vertical), 12);
        let scope = world::typical().scope;
        let page = profiles::of(PT, &scope, Some(&held), MayWrite::Yes, ProfileForm::Held);
        let select =
            page.split("name=\"vertical\"").nth(1).and_then(|rest| rest.split("</select>").next());
        select.unwrap_or_default().to_owned()
    };
    assert!(options("").contains("<option value=\"\" selected>Não informado</option>"));
    assert!(options("RESTAURANT").contains("<option value=\"RESTAURANT\" selected>Restaurante<"));
    assert_eq!(options("RESTAURANT").matches("<option").count(), 22);
    for raw in ["UNDEFINED", "NOT_A_BIZ", "TREEHOUSES"] {
        let option = format!("<option value=\"{raw}\" data-raw selected>{raw}</option>");
        assert!(options(raw).contains(&option), "{raw}");
        assert_eq!(options(raw).matches("<option").count(), 23);
    }
}

#[test]
fn links_are_shown_as_text_and_never_to_click() {
    let page = State::Typical.page(PT);
    let tags = tags(&page);
    let links = tags.iter().filter_map(|tag| tag.get("href"));
    assert!(links.into_iter().all(|href| !href.contains("casaipe.example")));
    assert!(page.contains("data-shows=\"website-1\" class=\"lnk\">https://casaipe.example</p>"));
}

#[test]
fn a_third_link_at_meta_is_not_lost() {
    let mut held = profiles::held();
    let links = ["https://a.example", "https://b.example", "https://c.example"];
    world::set(&mut held, "websites", json!(links), 12);
    let scope = world::typical().scope;
    let page = profiles::of(PT, &scope, Some(&held), MayWrite::Yes, ProfileForm::Held);
    assert_eq!(page.matches(" name=\"websites\" ").count(), 3);
}

#[test]
fn a_reading_that_fails_and_one_that_is_old_say_so() {
    let mut held = profiles::held();
    held.read_at = Some(world::ago(4 * 3600));
    held.failure = world::trouble().scope.numbers[0].failure.clone();
    let scope = world::typical().scope;
    let page = profiles::of(PT, &scope, Some(&held), MayWrite::Yes, ProfileForm::Held);
    let source = page.split("id=\"source\"").nth(1).expect("a source");
    assert!(source.contains("há 4 h") && source.contains("· leitura antiga"));
    assert!(page.contains("Sem leitura nova desde 17 nov, 12:02: a Meta não respondeu."));
    assert!(State::Unread.page(PT).contains("<span>Sem leitura</span>"));
}

#[test]
fn without_numbers_the_way_leads_to_the_connection() {
    let page = State::Empty.page(PT);
    assert!(
        page.contains("Nenhum número conectado")
            && page.contains("href=\"/connect\">Conectar um número")
    );
    assert!(!page.contains("id=\"number\"") && !page.contains("class=\"phone\""));
    let scope = Scope::default();
    let mut frame = world::frame(PT, "/profile", &scope);
    frame.may_connect = false;
    let view = ui::view::Profile {
        scope: &scope,
        number: None,
        profile: None,
        intervals: &world::typical().intervals,
        may_write: MayWrite::NotThisRole,
        form: ProfileForm::Held,
        photo: Photo::default(),
        username: None,
        pin: domain::pin::Kept::default(),
        name: DisplayName::default(),
    };
    assert!(!ui::profile(&frame, &view).contains("Conectar um número"));
}

#[test]
fn only_what_meta_tells_lives_and_the_form_is_the_persons() {
    let page = State::Typical.page(PT);
    let tags = tags(&page);
    let live: Vec<&str> = tags
        .iter()
        .filter(|tag| tag.name != "html" && tag.get("data-live").is_some())
        .filter_map(|tag| tag.get("id"))
        .collect();
    for id in ["source", "now", "photo", "preview-who"] {
        assert!(live.contains(&id), "{id}");
    }
    assert!(!live.contains(&"profile") && !live.contains(&"told"));
    let scripts = tags.iter().filter(|tag| tag.name == "script").filter_map(|tag| tag.get("src"));
    assert_eq!(scripts.filter(|src| src.ends_with("/profile.js")).count(), 1);
    assert!(!world::typical().overview(PT).contains("profile.js"));
}
#[test]
fn a_name_under_review_stands_beside_the_one_in_use() {
    let mut scope = world::typical().scope;
    world::set(&mut scope.numbers[0], "new_display_name", json!("Casa Ipê Vendas"), 12);
    world::set(&mut scope.numbers[0], "new_name_status", json!("PENDING_REVIEW"), 12);
    let held = profiles::held();
    let page = profiles::of(PT, &scope, Some(&held), MayWrite::Yes, ProfileForm::Held);
    let name = page.split("id=\"name\"").nth(1).and_then(|rest| rest.split("id=\"about\"").next());
    let name = name.expect("the name");
    for shown in [">Vendas</b>", "Aprovado", "Casa Ipê Vendas", "Em análise"] {
        assert!(name.contains(shown), "{shown}");
    }
    assert!(name.contains("data-field=\"new_display_name\""));
}
