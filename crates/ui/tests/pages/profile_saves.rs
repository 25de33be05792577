//! What the page says after a save: faults beside their fields, both texts of a conflict, and what
//! Meta said, with everything that was typed still there.

use domain::profile::{Part, Texts};
use ui::Language;
use ui::view::{MayWrite, ProfileForm, ProfileTrouble};

use crate::html::tags;
use crate::profile::{find, texts};
use crate::profiles::{self, State};

const PT: Language = Language::PtBr;

#[test]
fn a_fault_stands_beside_its_field_and_on_top() {
    let page = State::Trouble.page(PT);
    let tags = tags(&page);
    let invalid: Vec<&str> = tags
        .iter()
        .filter(|tag| tag.get("aria-invalid") == Some("true"))
        .filter_map(|tag| tag.get("id"))
        .collect();
    assert_eq!(invalid, ["about", "description", "vertical", "email", "address", "website-2"]);
    for id in invalid {
        let described = find(&tags, "id", id).get("aria-describedby").unwrap_or_default();
        let error = format!("{id}-error");
        assert!(described.split(' ').any(|described| described == error), "{id}");
        assert!(find(&tags, "id", &error).get("hidden").is_none());
        assert!(page.contains(&format!("<a href=\"#{id}\">")), "{id}");
    }
    let top = find(&tags, "id", "told");
    assert_eq!((top.get("role"), top.get("tabindex")), (Some("alert"), Some("-1")));
    for said in [
        "<b>6 campos a corrigir</b>",
        ">Recado: O recado não pode ficar vazio.</a>",
        ">Descrição: Tem 513 caracteres; a Meta aceita até 512.</a>",
        ">Link 2: Comece com https:// ou http:// e não use espaços.</a>",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.contains(">casaipe.example\"") || page.contains("value=\"casaipe.example\""));
    assert!(page.contains("<option value=\"TREEHOUSES\" data-raw selected>TREEHOUSES</option>"));
}

#[test]
fn a_part_that_both_changed_shows_both_texts_and_a_way_to_either() {
    let page = State::Conflict.page(PT);
    let tags = tags(&page);
    let takes: Vec<&str> = tags
        .iter()
        .filter(|tag| tag.get("name") == Some("take"))
        .filter_map(|tag| tag.get("value"))
        .collect();
    assert_eq!(takes, ["about", "vertical", "websites"]);
    for shown in [
        "O perfil mudou na Meta enquanto você editava",
        "A Meta tem agora: <q>Móveis de madeira brasileira, feitos para durar.</q>",
        "A Meta tem agora: <q>Compras e varejo</q>",
        "A Meta tem agora: <q>https://casaipe.example</q>",
        ">Móveis de ipê, feitos para durar 🌳</textarea>",
        "<option value=\"PROF_SERVICES\" selected>",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    // Enter presses the form's first button.
    let first = tags.iter().skip_while(|tag| tag.get("id") != Some("profile"));
    let first = first.into_iter().find(|tag| tag.name == "button").expect("a button");
    assert_eq!((first.get("name"), first.get("tabindex")), (None, Some("-1")));
    // An emptied text is told in words.
    let nothing = Texts { websites: Vec::new(), ..Texts::of(&profiles::held()) };
    let texts = profiles::typed();
    let trouble = ProfileTrouble::Conflict(&[Part::Websites]);
    let form = ProfileForm::Typed { texts: &texts, seen: &nothing, trouble };
    let page = profiles::shown(PT, MayWrite::Yes, form);
    assert!(page.contains("A Meta tem agora: nada neste campo"));
}

#[test]
fn once_the_last_conflict_is_settled_nothing_asks_for_a_choice() {
    let texts = Texts::of(&profiles::held());
    let trouble = ProfileTrouble::Conflict(&[]);
    let form = ProfileForm::Typed { texts: &texts, seen: &texts, trouble };
    let page = profiles::shown(PT, MayWrite::Yes, form);
    assert!(page.contains("<b>O texto da Meta está no formulário</b>"));
    assert!(!page.contains("class=\"instead\"") && !page.contains("role=\"alert\""));
}

#[test]
fn a_fault_of_a_link_is_found_though_the_field_before_it_is_empty() {
    let mut texts = Texts::of(&profiles::held());
    texts.websites = vec![" ".to_owned(), "casaipe.example".to_owned()];
    let faults = texts.clone().tidied().faults(&Part::ALL);
    let seen = Texts::of(&profiles::held());
    let form =
        ProfileForm::Typed { texts: &texts, seen: &seen, trouble: ProfileTrouble::Faults(&faults) };
    let page = profiles::shown(PT, MayWrite::Yes, form);
    let tags = tags(&page);
    assert_eq!(find(&tags, "aria-invalid", "true").get("id"), Some("website-2"));
    assert!(page.contains("<a href=\"#website-2\">"));
}

#[test]
fn what_was_typed_is_kept_whatever_happened() {
    for state in [State::NotRead, State::Refused, State::InDoubt, State::Otherwise, State::Conflict]
    {
        let page = state.page(PT);
        let typed = profiles::typed();
        assert!(page.contains(&format!(">{}</textarea>", typed.about)), "{state:?}");
        assert!(page.contains(&format!("value=\"{}\"", typed.websites[0])), "{state:?}");
        let seen = find(&tags(&page), "name", "seen").get("value").map(texts);
        assert_eq!(seen, Some(Texts::of(&profiles::held())), "{state:?}");
    }
}

#[test]
fn each_ending_says_what_happened_and_what_meta_said() {
    let said = |state: State, wanted: &[&str]| {
        let page = state.page(PT);
        wanted.iter().for_each(|wanted| assert!(page.contains(wanted), "{state:?}: {wanted}"));
    };
    said(
        State::NotRead,
        &[
            "O perfil não pôde ser lido antes de gravar",
            "Motivo: a Meta pediu para esperar.",
            "<q lang=\"en\">(#4) Application request limit reached</q>",
        ],
    );
    said(
        State::Refused,
        &[
            "A Meta recusou a gravação",
            "<code>100/2388001</code>",
            "<q lang=\"en\">(#100) Invalid parameter: about is not allowed</q>",
        ],
    );
    said(State::InDoubt, &["não se sabe se gravou", "Motivo: a Meta não respondeu."]);
    said(
        State::Otherwise,
        &[
            "A Meta aceitou, mas mostra outro texto",
            "A Meta tem agora: <q>Marcenaria e loja em São Paulo, Rio e Recife.\nAtendemos",
        ],
    );
    said(State::Saved, &["role=\"status\" tabindex=\"-1\">", "Salvo na Meta e conferido de volta"]);
    said(
        State::Accepted,
        &["role=\"status\" tabindex=\"-1\">", "A conferência de volta ainda não chegou."],
    );
    let form = ProfileForm::Typed {
        texts: &profiles::typed(),
        seen: &Texts::of(&profiles::held()),
        trouble: ProfileTrouble::InDoubt { reason: "solar_flare" },
    };
    let page = profiles::shown(PT, MayWrite::Yes, form);
    assert!(page.contains("Motivo: solar_flare."), "a reason without words is shown raw");
}
