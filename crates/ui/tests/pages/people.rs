//! Pessoas, Empresas, Registro de auditoria, and the pages and mails of one-time links.

use domain::audit::{Action, Detail};
use domain::role::Role;
use jiff::tz::TimeZone;
use serde_json::json;
use ui::Language;
use ui::view::{
    AcceptBy, AcceptFault, AuditLog, AuditName, AuditRow, Forbidden, Forgot, ForgotSaid, GoneLink,
    InvitationLine, Invited, LinkAbout, LinkGone, LinkMail, LinkTold, MemberLine, PasswordChange,
    People, PeopleSaid, Reset, Rights, TenantLine, Tenants, TenantsSaid,
};

use crate::hostile::payloads;
use crate::html::tags;
use crate::world::{self, NOW};

const URL: &str =
    "https://farol.casaipe.example/invitation?link=3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const OWNER: Rights = Rights { role: Role::Owner, is_installation_owner: true };

fn member(id: &str, name: &str, role: Role) -> MemberLine {
    MemberLine {
        id: id.to_owned(),
        name: name.to_owned(),
        email: format!("{id}@casaipe.example"),
        role,
        is_self: id == "p1",
        is_last_owner: role == Role::Owner,
    }
}

fn invitation(id: &str, is_mailed: bool, ends_in_s: i64) -> InvitationLine {
    InvitationLine {
        id: id.to_owned(),
        email: "rita@casaipe.example".to_owned(),
        role: Role::Operator,
        inviter: is_mailed.then(|| "Marina Tavares".to_owned()),
        mailed_at: is_mailed.then(|| world::ago(3_600)),
        expires_at: world::ago(-ends_in_s),
    }
}

fn shown(has_failed: bool) -> LinkTold {
    LinkTold::Shown { email: "rita@casaipe.example".to_owned(), url: URL.to_owned(), has_failed }
}

fn people(language: Language, said: Option<&PeopleSaid>, email: &str, text: &str) -> String {
    let members = [
        member("p1", "Marina Tavares", Role::Owner),
        member("p2", text, Role::Operator),
        member("p3", "Rita Souza", Role::Viewer),
    ];
    let view = People {
        rights: OWNER,
        members: &members,
        invitations: &[invitation("i1", true, 86_400), invitation("i2", false, -60)],
        has_mail: said.is_none(),
        said,
        email,
        invited_role: Role::Viewer,
    };
    ui::people(&world::frame(language, "/settings/people", &world::typical().scope), &view)
}

fn tenants(language: Language, said: Option<&TenantsSaid>, text: &str) -> String {
    let line = |id: &str, name: &str, has_owner: bool| TenantLine {
        id: id.to_owned(),
        name: name.to_owned(),
        created_at: world::ago(86_400),
        people: 1_204,
        accounts: 2,
        has_owner,
        invited: vec![("carla@aurora.example".to_owned(), world::ago(-86_400))],
    };
    let view = Tenants {
        rights: OWNER,
        tenants: &[line("t1", "Casa Ipê", true), line("t2", text, false)],
        has_mail: true,
        said,
        name: text,
        email: text,
    };
    ui::tenants(&world::frame(language, "/settings/tenants", &world::typical().scope), &view)
}

fn audit(language: Language, rows: &[AuditRow], rights: Rights, action: Option<Action>) -> String {
    let view = AuditLog {
        rights,
        rows,
        people: &[("p1".to_owned(), "Marina Tavares".to_owned())],
        person: None,
        action,
        is_of_installation: false,
        is_first: rows.len() != 1,
        next: rows.last().map(|row| row.seq),
    };
    ui::audit(&world::frame(language, "/settings/audit", &world::typical().scope), &view)
}

fn audit_name(id: &str, name: &str) -> AuditName {
    AuditName { id: id.to_owned(), name: Some(name.to_owned()) }
}

fn row(seq: u64, action: &str, text: &str) -> AuditRow {
    AuditRow {
        link: None,
        seq,
        at: world::ago(60),
        person: seq.is_multiple_of(2).then(|| audit_name("p1", text)),
        action: action.to_owned(),
        object: (!seq.is_multiple_of(3)).then(|| AuditName {
            name: seq.is_multiple_of(5).then(|| text.to_owned()),
            ..audit_name(text, text)
        }),
        detail: json!({"before": "admin", "after": "owner", "note": text}),
    }
}

fn rows(text: &str) -> Vec<AuditRow> {
    let known = Action::ALL.iter().map(|action| action.as_str());
    let words = known.chain(["an_action_of_later"]);
    (1..).zip(words).map(|(seq, word)| row(seq, word, text)).collect()
}

fn invited(
    language: Language,
    way: AcceptBy<'_>,
    fault: Option<AcceptFault>,
    text: &str,
) -> String {
    ui::invited(&Invited {
        language,
        link: "3q2-7w",
        tenant: text,
        inviter: Some(text),
        role: Role::Operator,
        email: "rita@casaipe.example",
        way,
        fault,
    })
}

fn reset(language: Language, fault: Option<PasswordChange>) -> String {
    let email = "rita@casaipe.example";
    ui::reset(&Reset { language, link: "3q2-7w", email, is_first: fault.is_none(), fault })
}

fn forgot(language: Language, said: Option<ForgotSaid>, email: &str) -> String {
    ui::forgot(&Forgot { language, email, said })
}

fn gone(language: Language, about: GoneLink) -> String {
    ui::link_gone(&LinkGone { language, about })
}

fn forbidden(language: Language, owners: &[String]) -> String {
    ui::forbidden(&Forbidden { language, role: Role::Viewer, tenant: "Casa Ipê", owners })
}

/// Every page in a few states, with its name.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let text = "Clínica Aurora";
    let invited_now = PeopleSaid::Invited(shown(false));
    let joining = AcceptBy::Joining { name: "" };
    let differ = AcceptFault::Password(PasswordChange::Differ);
    let pages = [
        ("people", people(language, None, "", text)),
        ("people invited", people(language, Some(&invited_now), "", text)),
        ("people refused", people(language, Some(&PeopleSaid::NoAddress), "a@", text)),
        ("tenants", tenants(language, None, text)),
        ("tenants refused", tenants(language, Some(&TenantsSaid::NoName { most: 100 }), text)),
        ("audit", audit(language, &rows(text), OWNER, None)),
        ("audit empty", audit(language, &[], OWNER, Some(Action::Invited))),
        ("invited joining", invited(language, joining, Some(differ), text)),
        ("invited password", invited(language, AcceptBy::Password, None, text)),
        ("invited session", invited(language, AcceptBy::Session, None, text)),
        ("invited other", invited(language, AcceptBy::OtherSession { name: text }, None, text)),
        ("invited passwordless", invited(language, AcceptBy::SignInFirst, None, text)),
        ("reset", reset(language, Some(PasswordChange::TooShort { least: 12 }))),
        ("forgot", forgot(language, None, "")),
        ("forgot asked", forgot(language, Some(ForgotSaid::Asked), "a@b.example")),
        ("gone", gone(language, GoneLink::Password { has_mail: true })),
        ("forbidden", forbidden(language, &["Marina Tavares".to_owned(), text.to_owned()])),
    ];
    pages.into_iter().map(|(name, page)| (name.to_owned(), page)).collect()
}

/// All pages in one, with this text wherever a person's or a tenant's words stand.
pub fn poisoned(text: &str) -> String {
    let language = Language::PtBr;
    let told = PeopleSaid::Invited(LinkTold::Mailed { email: text.to_owned() });
    let joining = AcceptBy::Joining { name: text };
    let other = AcceptBy::OtherSession { name: text };
    [
        people(language, Some(&told), text, text),
        tenants(language, None, text),
        audit(language, &rows(text), OWNER, None),
        invited(language, joining, None, text),
        invited(language, other, None, text),
        forgot(language, None, text),
        forbidden(language, &[text.to_owned()]),
    ]
    .join("\n")
}

#[test]
fn the_pages_about_people() {
    for language in [Language::PtBr, Language::En] {
        for (name, page) in pages(language) {
            let name = name.replace(' ', "-");
            crate::golden::check(&format!("people-{name}-{}", language.tag()), &page);
        }
    }
}

#[test]
fn every_outcome_is_said_and_a_link_is_shown_where_it_was_not_mailed() {
    let email = || "rita@casaipe.example".to_owned();
    let all = [
        (
            PeopleSaid::Invited(LinkTold::Mailed { email: email() }),
            "status",
            "took the link",
            false,
        ),
        (PeopleSaid::Invited(shown(false)), "status", "Copy the link", true),
        (PeopleSaid::Invited(shown(true)), "alert", "did not take the message", true),
        (PeopleSaid::Revoked, "status", "Invitation revoked.", false),
        (PeopleSaid::RoleChanged, "status", "Role changed.", false),
        (PeopleSaid::Removed, "status", "takes no part", false),
        (PeopleSaid::NoAddress, "alert", "can&#39;t be an e-mail address", false),
        (PeopleSaid::AlreadyMember, "alert", "takes part in the company already", false),
        (PeopleSaid::LastOwner, "alert", "left without an owner", false),
        (PeopleSaid::LastAnswering, "alert", "left without anybody who answers", false),
        (PeopleSaid::TooMany { wait_s: 40 }, "alert", "Wait 40 s", false),
    ];
    for (said, role, sentence, has_link) in all {
        let page = people(Language::En, Some(&said), "", "Bia");
        let outcome = tags(&page).into_iter().find(|tag| tag.get("id") == Some("outcome"));
        assert_eq!(outcome.as_ref().and_then(|tag| tag.get("role")), Some(role), "{said:?}");
        assert!(page.contains(sentence), "{said:?}: {sentence}");
        assert_eq!(page.contains(URL), has_link, "{said:?}");
    }
}

#[test]
fn the_only_owner_has_no_form_and_everybody_else_has() {
    let page = people(Language::En, None, "", "Bia");
    assert!(!page.contains("/settings/people/p1/"), "the only owner");
    for form in ["p2/role", "p2/remove", "p3/role", "p3/remove"] {
        assert!(page.contains(&format!("/settings/people/{form}\"")), "{form}");
    }
}

#[test]
fn the_tabs_are_those_that_the_person_may_open() {
    let tabs = |role, is_installation_owner| {
        let page = audit(Language::En, &[], Rights { role, is_installation_owner }, None);
        let bar =
            page.split("<nav class=\"tabs\"").nth(1).and_then(|rest| rest.split("</nav>").next());
        bar.map_or(0, |bar| bar.matches("<a ").count())
    };
    assert_eq!((tabs(Role::Owner, true), tabs(Role::Owner, false)), (5, 4));
    assert_eq!((tabs(Role::Admin, false), tabs(Role::Viewer, false)), (2, 0));
}

#[test]
fn an_action_of_a_later_version_is_shown_as_it_was_written() {
    let page = audit(Language::En, &[row(1, "an_action_of_later", "x")], OWNER, None);
    assert!(page.contains("<code>an_action_of_later</code>"));
    assert!(page.contains("Nobody signed in"), "who did it is not made up");
}

#[test]
fn the_fields_that_were_written_are_named_in_the_reader_s_language() {
    let mut written = row(2, "profile_saved", "Marina Tavares");
    written.detail = json!({"fields": "username"});
    let page = audit(Language::PtBr, &[written], OWNER, None);
    assert!(page.contains("campos: ") && page.contains("username") && !page.contains("fields"));
}

#[test]
fn every_key_of_a_detail_has_a_word_in_each_language_and_an_unknown_one_is_shown_as_it_is() {
    for language in Language::ALL {
        let mut names = std::collections::BTreeSet::new();
        for detail in Detail::ALL {
            let mut written = row(1, "backup_made", "x");
            written.detail = json!({ detail.as_str(): 7 });
            let page = audit(language, &[written], OWNER, None);
            let said = page.split("<small class=\"xs muted\">").nth(1).expect("a detail");
            let (name, value) = said.split_once(": ").expect("name and value");
            assert!(!value.is_empty() && !name.contains('_'), "{detail:?}: {name}");
            names.insert(name.to_owned());
        }
        assert_eq!(names.len(), Detail::ALL.len(), "each has its own");
    }
    let mut written = row(1, "backup_made", "x");
    written.detail = json!({"of_later": "admin"});
    let page = audit(Language::PtBr, &[written], OWNER, None);
    assert!(page.contains("of_later: admin"), "nothing is worded that is not known");
}

#[test]
fn what_a_detail_holds_is_worded_where_it_is_farol_s() {
    let made = world::ago(86_461).as_millis();
    let mut written = row(1, "backup_restored", "x");
    written.detail = json!({"bytes": 1_234_567, "kinds": "quality_low, of_later",
        "made_at": made, "fields": "about, email"});
    let page = audit(Language::PtBr, &[written], OWNER, None);
    for said in ["bytes: 1.234.567", "; of_later", "campos: about, email"] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("quality_low") && !page.contains(&made.to_string()));
}

#[test]
fn times_are_to_the_second_and_their_zone_is_said_once() {
    let page = audit(Language::PtBr, &rows("Bia"), OWNER, None);
    let main = page.split("<main").nth(1).expect("a main part");
    assert_eq!(main.matches("America/Sao_Paulo").count(), 1);
    let cells = main.split("data-l=\"Quando\"").skip(1);
    let times = cells.filter_map(|cell| cell.split("</time>").next()?.rsplit('>').next());
    for time in times {
        assert_eq!(time.matches(':').count(), 2, "{time}");
    }
}

#[test]
fn what_the_log_names_is_shown_by_name_and_id() {
    let mut written = row(2, "pin_changed", "Bia");
    written.object = Some(audit_name("104857736119203", "Vendas, +55 11 95555-0142"));
    let erased = AuditRow {
        person: Some(AuditName { id: "p7".to_owned(), name: None }),
        ..row(1, "pin_changed", "Bia")
    };
    let page = audit(Language::PtBr, &[written, erased], OWNER, None);
    for said in [
        "Vendas, +55 11 95555-0142<br><code class=\"xs faint\">104857736119203</code>",
        "Bia<br><code class=\"xs faint\">p1</code>",
        "<div><code class=\"xs faint\">p7</code></div>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("official_requested"), "nothing writes it");
}

#[test]
fn what_a_link_did_is_said_to_be_its_doing() {
    let by = |name: Option<&str>| {
        let link = Some(AuditName { id: "l7".to_owned(), name: name.map(str::to_owned) });
        AuditRow { person: None, link, detail: json!({"link": "l7"}), ..row(1, "connected", "") }
    };
    let page = audit(Language::En, &[by(Some("Padaria <b>")), by(None)], OWNER, None);
    assert!(page.contains("By the link “Padaria &#60;b&#62;”<br><code class=\"xs faint\">l7<"));
    assert!(page.contains("By a link that is forgotten<br>") && !page.contains("link: l7"));
}

fn mail(language: Language, about: LinkAbout<'_>, person: &str) -> ui::mail::Rendered {
    ui::mail::render_link(&LinkMail {
        language,
        time_zone: TimeZone::get("America/Sao_Paulo").expect("a zone of the database"),
        person,
        url: URL,
        until: NOW,
        about,
    })
}

#[test]
fn mails_that_bring_a_link() {
    let about = LinkAbout::Invitation {
        tenant: "Casa Ipê",
        inviter: "Marina Tavares",
        role: Role::Operator,
    };
    for language in Language::ALL {
        for (name, about, person) in
            [("invite", about, ""), ("reset", LinkAbout::Password, "Rita Souza")]
        {
            let mail = mail(language, about, person);
            let whole = format!("Subject: {}\n\n{}\n\n{}", mail.subject, mail.text, mail.html);
            crate::golden::check(&format!("mail-{name}-{}", language.tag()), &whole);
        }
    }
}

#[test]
fn no_name_becomes_a_line_of_its_own_or_markup_in_a_mail() {
    for text in payloads().into_iter().chain(["x\r\nBcc: all@evil.example\r\n\r\nhi".to_owned()]) {
        let about = LinkAbout::Invitation { tenant: &text, inviter: &text, role: Role::Viewer };
        let plain = LinkAbout::Invitation { tenant: "x", inviter: "x", role: Role::Viewer };
        let (mail, expected) = (mail(Language::En, about, &text), mail(Language::En, plain, "x"));
        assert!(!mail.subject.chars().any(char::is_control), "{text:?}: {:?}", mail.subject);
        assert!(mail.subject.chars().count() <= 160, "{text:?}");
        assert_eq!(mail.text.lines().count(), expected.text.lines().count(), "{text:?}");
        assert_eq!(tags(&mail.html).len(), tags(&expected.html).len(), "{text:?}");
    }
}
