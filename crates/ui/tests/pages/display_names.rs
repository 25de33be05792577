//! The cards of "Identidade na Meta" that are about name, official account and coexistence: what each
//! says in every state, and who may ask for what.

use domain::display_name::{Course, Fault, Registering, Stage, Standing};
use domain::{Replica, Timestamp};
use serde_json::json;
use ui::Language;
use ui::view::{DisplayName, MayWrite, NameSaid, Photo, Profile, ProfileForm, Refusal};

use crate::golden::check;
use crate::html::tags;
use crate::profile::find;
use crate::profiles;
use crate::world;

const PT: Language = Language::PtBr;
const WANTED: &str = "Casa Ipê Vendas";

/// The page of Vendas, once `edit` was told, with this said of its name.
fn page(language: Language, edit: impl FnOnce(&mut Replica), name: DisplayName<'_>) -> String {
    let mut typical = world::typical();
    edit(&mut typical.scope.numbers[0]);
    let (scope, intervals) = (&typical.scope, &typical.intervals);
    let held = profiles::held();
    let view = Profile {
        scope,
        number: scope.numbers.first(),
        profile: Some(&held),
        intervals,
        may_write: name.may_ask,
        form: ProfileForm::Held,
        photo: Photo::default(),
        name,
        username: None,
        pin: domain::pin::Kept::default(),
    };
    ui::profile(&world::frame(language, "/profile", scope), &view)
}

/// What a person who may do all is given.
fn owned(standing: &Standing) -> DisplayName<'_> {
    DisplayName {
        standing,
        may_ask: MayWrite::Yes,
        may_register: true,
        is_pin_kept: true,
        ..DisplayName::default()
    }
}

fn at(stage: Stage) -> Standing {
    Standing { name: Some(WANTED.to_owned()), stage }
}

fn later(days: i64) -> Timestamp {
    Timestamp::from_millis(world::NOW.as_millis() + days * 86_400_000)
}

/// The part of a page from an id on, up to the end of its panel.
fn part<'p>(page: &'p str, id: &str) -> &'p str {
    let from = page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}"));
    let rest = &page[from..];
    &rest[..rest.find("</section>").unwrap_or(rest.len())]
}

/// The part of a page from an id on, up to these words.
fn part_to<'p>(page: &'p str, id: &str, end: &str) -> &'p str {
    let rest = page.split_once(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}")).1;
    rest.split_once(end).unwrap_or_else(|| panic!("no {end}")).0
}

#[test]
fn each_stage_says_what_is_so_and_whose_turn_it_is() {
    let declined = Stage::Declined { reason: Some("NAME_NOT_CONSISTENT".to_owned()) };
    let strange = Stage::Declined { reason: Some("NAME_TOO_TALL".to_owned()) };
    let until = Registering::Wanted { until: Some(later(14)) };
    for (stage, word, sentence) in [
        (Stage::Unread, "unread", "ainda não foi lido"),
        (Stage::Asked(world::NOW), "asked", "foi pedido por Ana em"),
        (Stage::Unreviewed, "unreviewed", "não fala de análise"),
        (Stage::InReview, "in-review", "esta página muda sozinha"),
        (Stage::Deferred, "deferred", "a Meta analisa de novo por conta própria"),
        (declined, "declined", "Motivo que a Meta deu: Diferente da marca."),
        (strange, "declined", "Motivo que a Meta deu: NAME_TOO_TALL."),
        (Stage::Expired, "expired", "Peça o nome de novo"),
        (Stage::Approved(Registering::NotNeeded), "approved", "está aprovado"),
        (Stage::Approved(until), "register", "para o nome valer no WhatsApp, até"),
        (Stage::Approved(Registering::Wanted { until: None }), "register", "em até 14 dias"),
        (Stage::Approved(Registering::Over { since: world::NOW }), "over", "O prazo era"),
        (
            Stage::Approved(Registering::Done { at: world::NOW }),
            "registered",
            "Registrado de novo pelo Farol em",
        ),
        (Stage::Unknown("UNDER_A_TREE".to_owned()), "unknown", "“UNDER_A_TREE”"),
    ] {
        let standing = at(stage);
        let page = page(PT, |_| {}, DisplayName { asked_by: Some("Ana"), ..owned(&standing) });
        let said = part(&page, "display-name-stage");
        assert!(said.contains(&format!("data-stage=\"{word}\"")), "{word}: {said}");
        assert!(said.contains(sentence), "{word}: {said}");
        assert!(said.contains("data-live"), "what Meta moves is live");
    }
}

#[test]
fn only_who_may_register_gets_the_button_and_a_pin_is_asked_for_only_without_one() {
    let standing = at(Stage::Approved(Registering::Wanted { until: None }));
    let with =
        |edit: fn(DisplayName<'_>) -> DisplayName<'_>| page(PT, |_| {}, edit(owned(&standing)));
    let kept = with(|name| name);
    assert!(kept.contains("id=\"register-again\"") && !kept.contains("id=\"register-pin\""));
    let unknown = with(|name| DisplayName { is_pin_kept: false, ..name });
    let tags = tags(&unknown);
    assert_eq!(find(&tags, "id", "register-pin").get("type"), Some("password"));
    assert_eq!(find(&tags, "id", "register-pin").get("value"), None, "no PIN comes back");
    let operator = with(|name| DisplayName { may_register: false, ..name });
    assert!(!operator.contains("id=\"register-again\""));
    assert!(operator.contains("Quem é proprietário ou administrador"));
    let settled = at(Stage::Approved(Registering::NotNeeded));
    assert!(!page(PT, |_| {}, owned(&settled)).contains("id=\"register-again\""));
}

#[test]
fn the_rules_stand_before_the_form_and_what_was_typed_stays_in_it() {
    let standing = at(Stage::InReview);
    let refusal = Refusal {
        code: Some("100"),
        reason: "refused",
        message: Some("(#100) The name is not to our taste"),
    };
    let name = DisplayName {
        typed: Some("Casa <Ipê> & Filhos"),
        said: Some(NameSaid::Refused(refusal)),
        ..owned(&standing)
    };
    let review = |number: &mut Replica| world::set(number, "new_display_name", json!(WANTED), 12);
    let page = page(PT, review, name);
    let (rules, field) = (page.find("display-name-rules").unwrap(), page.find("new-name").unwrap());
    assert!(rules < field, "said before");
    assert!(page.contains("até 10 trocas em 30 dias") && page.contains("em até 14 dias"));
    let tags = tags(&page);
    assert_eq!(
        find(&tags, "id", "new-name").get("value"),
        Some("Casa &#60;Ipê&#62; &#38; Filhos"),
        "nothing typed is lost"
    );
    let ask = part(&page, "ask-name");
    assert!(ask.contains(&format!("name=\"seen\" value=\"{WANTED}\"")));
    assert!(page.contains("<q lang=\"en\">(#100) The name is not to our taste</q>"));
    assert!(page.contains("Este número é uma conta oficial"), "Vendas is one");
}

#[test]
fn a_name_that_is_not_one_to_send_is_told_by_a_sentence_of_its_own() {
    let standing = at(Stage::Approved(Registering::NotNeeded));
    for (fault, sentence) in [
        (Fault::Empty, "Escreva o nome"),
        (Fault::NotOneLine, "de uma linha só"),
        (Fault::TheSame, "Este já é o nome do número"),
    ] {
        let said = Some(NameSaid::Fault(fault));
        let page = page(PT, |_| {}, DisplayName { said, ..owned(&standing) });
        let said = part(&page, "display-name-said");
        assert!(said.contains(sentence) && said.contains("Nada foi enviado à Meta."), "{said}");
    }
}

#[test]
fn who_may_not_ask_is_told_why_and_gets_no_form() {
    let standing = at(Stage::Approved(Registering::NotNeeded));
    for (may_ask, sentence) in [
        (MayWrite::NotThisRole, "Seu papel nesta conta permite ver o nome"),
        (MayWrite::KeptInApp, "o nome é do app"),
        (MayWrite::NeverRead, "abre depois da primeira leitura"),
    ] {
        let page = page(PT, |_| {}, DisplayName { may_ask, ..owned(&standing) });
        assert!(page.contains(sentence), "{may_ask:?}");
        assert!(!page.contains("id=\"ask-name\""), "{may_ask:?}");
    }
}

#[test]
fn coexistence_says_what_the_app_keeps_and_an_official_account_is_never_inferred() {
    let standing = at(Stage::Approved(Registering::NotNeeded));
    let with = |edit: fn(&mut Replica)| page(PT, edit, owned(&standing));
    let used = with(|number| {
        world::set(number, "is_on_biz_app", json!(true), 12);
        world::set(number, "is_official_business_account", json!(false), 12);
    });
    let card = part(&used, "coexistence");
    for sentence in ["altere no app", "troque no app", "o app registra o número"] {
        assert!(card.contains(sentence), "{sentence}");
    }
    assert!(part(&used, "official").contains("não dá o selo a números do app"));
    let not = with(|number| world::set(number, "is_on_biz_app", json!(false), 12));
    assert!(part(&not, "coexistence").contains("não é usado no app"));
    assert!(part(&not, "official").contains("selo azul"), "Vendas is one");
    let strange = with(|number| {
        world::set(number, "is_on_biz_app", json!("half"), 12);
        world::set(number, "is_official_business_account", json!("nearly"), 12);
    });
    assert!(part(&strange, "coexistence").contains("&#34;half&#34;"));
    assert!(part(&strange, "official").contains("&#34;nearly&#34;"));
    assert!(!part(&strange, "official").contains("selo azul"));
}

#[test]
fn in_coexistence_each_card_is_read_only_and_says_where_it_is_changed() {
    let in_app = |number: &mut Replica| world::set(number, "is_on_biz_app", json!(true), 12);
    let declined = Stage::Declined { reason: None };
    for (stage, may_ask) in [
        (declined, MayWrite::KeptInApp),
        (Stage::Expired, MayWrite::KeptInApp),
        (Stage::Approved(Registering::NotNeeded), MayWrite::NotThisRole),
    ] {
        let standing = at(stage);
        let page = page(PT, in_app, DisplayName { may_ask, ..owned(&standing) });
        let cards = part_to(&page, "meta-identity", "id=\"official\"");
        for sentence in [
            "Só leitura: este número é usado também no app WhatsApp Business (coexistência), e o \
             nome é do app. Para trocá-lo, use o app no celular.",
            "Para pedir, trocar ou liberar o nome de usuário, use o app no celular.",
            "o Farol não o registra e não pergunta o PIN. Para trocá-lo, use",
        ] {
            assert!(cards.contains(sentence), "{may_ask:?}: {sentence}");
        }
        for never in ["próximo registro", "nova análise", "Peça ", "registre o número", "<form"]
        {
            assert!(!cards.contains(never), "{may_ask:?}: {never}");
        }
    }
}

#[test]
fn throughput_is_the_same_fact_in_the_profile_and_on_the_number_s_page() {
    let standing = at(Stage::Approved(Registering::NotNeeded));
    for (is_in_app, allowed) in [(true, None), (false, Some("até 80/s"))] {
        let edit = |number: &mut Replica| {
            world::set(number, "is_on_biz_app", json!(is_in_app), 12);
            world::set(number, "throughput", json!({"level": "STANDARD"}), 12);
        };
        let profile = page(PT, edit, owned(&standing));
        let mut given = crate::standing::typical();
        edit(given.number());
        let number = given.page(PT);
        let said = [part(&profile, "coexistence"), part(&number, "registration")].map(|card| {
            assert!(card.contains("data-field=\"throughput\" data-value=\"STANDARD\""), "Meta's");
            assert_eq!(card.contains("até 80/s"), allowed.is_some());
            card.split("data-computed=\"throughput\"").nth(1).map(|rest| {
                rest.split("</div>").next().expect("its end").replace(char::is_whitespace, " ")
            })
        });
        assert_eq!(said[0], said[1]);
        assert_eq!(said[0].is_some(), is_in_app, "a rule, and no reading");
        if let Some(rule) = &said[0] {
            assert!(rule.contains("20 mensagens por segundo") && rule.contains("Regra da Meta"));
            assert!(rule.contains("https://developers.facebook.com/") && rule.contains("Fonte"));
        }
    }
}

#[test]
fn the_page_of_a_name_to_register_is_the_golden_one_in_each_language() {
    for language in Language::ALL {
        let approve = |number: &mut Replica| {
            world::set(number, "verified_name", json!(WANTED), 12);
            world::set(number, "new_name_status", json!("APPROVED"), 12);
            let told = json!({"decision": "APPROVED", "requested_verified_name": WANTED,
                "rejection_reason": null});
            world::set(number, "phone_number_name_update", told, 12);
        };
        let mut number = world::typical().scope.numbers[0].clone();
        approve(&mut number);
        let standing = Standing::of(&number, None, &Course::default(), world::NOW);
        let html = page(language, approve, owned(&standing));
        assert!(html.contains("data-stage=\"register\""));
        check(&format!("display-name-register-{}", language.tag()), &html);
    }
}
