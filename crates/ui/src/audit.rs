//! Registro de auditoria: who did what, as it was written. Names are those of now.

use askama::Template;
use domain::Timestamp;
use domain::audit::{Action, Detail};
use domain::doctor::Check;
use domain::notice::Kind;
use domain::role::Role;
use serde_json::Value;

use crate::frame::{self, Around, Page};
use crate::notice::kind;
use crate::notices::Tab;
use crate::settings::role;
use crate::settings::tab::{AUDIT, tabs};
use crate::view::{self, AuditName, AuditRow};
use crate::words::Words;

#[derive(Template)]
#[template(path = "audit.html")]
struct Log {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    people: Vec<Choice>,
    actions: Vec<Choice>,
    /// Whose rows: the tenant's or the installation's; none to choose for who sees only one.
    wholes: Vec<Choice>,
    rows: Vec<Row>,
    /// Of which place the times are.
    zone: String,
    is_narrowed: bool,
    is_first: bool,
    start: String,
    clear: String,
    older: Option<String>,
}

/// One line of a choice; an empty value chooses nothing.
struct Choice {
    value: String,
    text: String,
    is_current: bool,
}

struct Row {
    seq: u64,
    iso: String,
    when: String,
    /// `None` when nobody signed in did it.
    who: Option<AuditName>,
    what: String,
    /// Whether the action is one that this version has no words for.
    is_raw: bool,
    object: Option<AuditName>,
    details: Vec<(String, String)>,
}

/// The page.
pub fn audit(frame: &view::Frame, view: &view::AuditLog<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let around = Around::new(&words, frame);
    let is_narrowed = view.person.is_some() || view.action.is_some();
    let clear = if view.is_of_installation { "?of=installation" } else { "" };
    crate::rendered(&Log {
        tabs: tabs(&words, &around, view.rights, AUDIT),
        people: people(&words, view),
        actions: actions(&words, view),
        wholes: wholes(&words, view),
        rows: view.rows.iter().map(|line| row(&words, line)).collect(),
        zone: words.t1("audit-zone", "zone", words.zone_name()),
        is_narrowed,
        is_first: view.is_first,
        start: around.at(&address(view, None)),
        clear: around.at(&format!("{AUDIT}{clear}")),
        older: view.next.map(|cursor| around.at(&address(view, Some(cursor)))),
        around,
        page: Page::new(words, "tab-audit"),
    })
}

fn address(view: &view::AuditLog<'_>, cursor: Option<u64>) -> String {
    let parts = [
        view.is_of_installation.then(|| "of=installation".to_owned()),
        view.person.map(|person| format!("person={}", frame::escaped(person))),
        view.action.map(|action| format!("action={}", action.as_str())),
        cursor.map(|cursor| format!("cursor={cursor}")),
    ];
    let query: Vec<String> = parts.into_iter().flatten().collect();
    if query.is_empty() { AUDIT.to_owned() } else { format!("{AUDIT}?{}", query.join("&")) }
}

fn people(words: &Words, view: &view::AuditLog<'_>) -> Vec<Choice> {
    let everybody = Choice {
        value: String::new(),
        text: words.t("audit-everybody"),
        is_current: view.person.is_none(),
    };
    let one = |(id, name): &(String, String)| Choice {
        value: id.clone(),
        text: name.clone(),
        is_current: view.person == Some(id),
    };
    std::iter::once(everybody).chain(view.people.iter().map(one)).collect()
}

fn actions(words: &Words, view: &view::AuditLog<'_>) -> Vec<Choice> {
    let everything = Choice {
        value: String::new(),
        text: words.t("audit-everything"),
        is_current: view.action.is_none(),
    };
    let one = |action: Action| Choice {
        value: action.as_str().to_owned(),
        text: words.t(key(action)),
        is_current: view.action == Some(action),
    };
    std::iter::once(everything).chain(Action::ALL.into_iter().map(one)).collect()
}

fn wholes(words: &Words, view: &view::AuditLog<'_>) -> Vec<Choice> {
    let one = |value: &str, key: &str, is_of_installation: bool| Choice {
        value: value.to_owned(),
        text: words.t(key),
        is_current: view.is_of_installation == is_of_installation,
    };
    if view.rights.is_installation_owner {
        vec![one("", "audit-of-tenant", false), one("installation", "the-installation", true)]
    } else {
        Vec::new()
    }
}

fn row(words: &Words, line: &AuditRow) -> Row {
    let known = Action::parse(&line.action);
    Row {
        seq: line.seq,
        iso: words.iso(line.at),
        when: words.moment_to_second(line.at),
        who: line.person.clone().or_else(|| line.link.as_ref().map(|link| by_link(words, link))),
        what: known.map_or_else(|| line.action.clone(), |action| words.t(key(action))),
        is_raw: known.is_none(),
        object: line.object.clone(),
        details: details(words, line),
    }
}

/// A hand-over link as who did it: its label, that it is one, and its id.
fn by_link(words: &Words, link: &AuditName) -> AuditName {
    let name = match &link.name {
        Some(label) => words.t1("audit-by-link", "label", label),
        None => words.t("audit-by-gone-link"),
    };
    AuditName { id: link.id.clone(), name: Some(name) }
}

/// What a row says beside the action: in words where it is of Farol, as it was written where it is
/// Meta's or of a later version.
fn details(words: &Words, line: &AuditRow) -> Vec<(String, String)> {
    let said = |(key, value): (&String, &Value)| {
        let raw = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match Detail::parse(key) {
            Some(detail) => {
                (words.t(key_of(detail)), value_of(words, detail, value).unwrap_or(raw))
            }
            None => (key.clone(), raw),
        }
    };
    // The link is who did it, and stands there.
    let is_who =
        |(key, _): &(&String, &Value)| line.link.is_some() && key.as_str() == Detail::Link.as_str();
    line.detail.as_object().into_iter().flatten().filter(|one| !is_who(one)).map(said).collect()
}

const fn key_of(detail: Detail) -> &'static str {
    match detail {
        Detail::Role => "role",
        Detail::Before => "audit-before",
        Detail::After => "audit-after",
        Detail::Fields => "audit-fields",
        Detail::Kinds => "audit-kinds",
        Detail::Replaces => "audit-replaces",
        Detail::Format => "audit-format",
        Detail::Erasure => "audit-erasure",
        Detail::DataKeys => "audit-data-keys",
        Detail::Bytes => "audit-bytes",
        Detail::Secrets => "audit-secrets",
        Detail::MadeAt => "audit-made-at",
        Detail::Check => "audit-check",
        Detail::Call => "audit-call",
        Detail::Outcome => "audit-outcome",
        Detail::Left => "audit-left",
        Detail::Link => "audit-link",
    }
}

/// A value in words; `None` where it stands as it was written.
fn value_of(words: &Words, detail: Detail, value: &Value) -> Option<String> {
    match detail {
        Detail::Role | Detail::Before | Detail::After => {
            Role::parse(value.as_str()?).map(|role| role::name(words, role))
        }
        Detail::Kinds => {
            let title = |word: &str| {
                let known = Kind::parse(word).map(|of| words.t(kind::of(of).title));
                known.unwrap_or_else(|| word.to_owned())
            };
            let titles = value.as_str()?.split(", ").map(title);
            Some(titles.collect::<Vec<_>>().join("; "))
        }
        Detail::DataKeys | Detail::Bytes | Detail::Secrets => Some(words.count(value.as_u64()?)),
        Detail::MadeAt => Some(words.moment_to_second(Timestamp::from_millis(value.as_i64()?))),
        Detail::Check => {
            let check = Check::parse(value.as_str()?)?;
            Some(words.t(&format!("doctor-{}", check.as_str())))
        }
        Detail::Outcome => match value.as_str()? {
            "done" => Some(words.t("audit-outcome-done")),
            "partly" => Some(words.t("audit-outcome-partly")),
            "refused" => Some(words.t("audit-outcome-refused")),
            "unanswered" => Some(words.t("audit-outcome-unanswered")),
            _ => None,
        },
        Detail::Fields
        | Detail::Replaces
        | Detail::Format
        | Detail::Erasure
        | Detail::Call
        | Detail::Left
        | Detail::Link => None,
    }
}

const fn key(action: Action) -> &'static str {
    match action {
        Action::SignedIn => "audit-signed-in",
        Action::SessionsEnded => "audit-sessions-ended",
        Action::PasswordSet => "audit-password-set",
        Action::PasswordLinkMailed => "audit-password-link-mailed",
        Action::Invited => "audit-invited",
        Action::InvitationRenewed => "audit-invitation-renewed",
        Action::InvitationRevoked => "audit-invitation-revoked",
        Action::InvitationAccepted => "audit-invitation-accepted",
        Action::RoleChanged => "audit-role-changed",
        Action::MemberRemoved => "audit-member-removed",
        Action::TenantAdded => "audit-tenant-added",
        Action::PersonAdded => "audit-person-added",
        Action::HandoverMade => "audit-handover-made",
        Action::HandoverOpened => "audit-handover-opened",
        Action::HandoverUsed => "audit-handover-used",
        Action::HandoverRevoked => "audit-handover-revoked",
        Action::Connected => "audit-connected",
        Action::DisconnectBegun => "audit-disconnect-begun",
        Action::Disconnected => "audit-disconnected",
        Action::RouteTaken => "audit-route-taken",
        Action::RouteLeft => "audit-route-left",
        Action::OverrideSet => "audit-override-set",
        Action::AbandonBegun => "audit-abandon-begun",
        Action::Abandoned => "audit-abandoned",
        Action::OverrideRemoved => "audit-override-removed",
        Action::CallbackAllowed => "audit-callback-allowed",
        Action::CallbackTaken => "audit-callback-taken",
        Action::ProfileWritten => "audit-profile-written",
        Action::PhotoWritten => "audit-photo-written",
        Action::NameRequested => "audit-name-requested",
        Action::RegisteredAgain => "audit-registered-again",
        Action::Mended => "audit-mended",
        Action::UsernameChanged => "audit-username-changed",
        Action::PinChanged => "audit-pin-changed",
        Action::NoticeDefaultChanged => "audit-notice-default-changed",
        Action::Exported => "audit-exported",
        Action::UserErased => "audit-user-erased",
        Action::PersonErased => "audit-person-erased",
        Action::TenantErased => "audit-tenant-erased",
        Action::Deauthorized => "audit-deauthorized",
        Action::DeletionRequested => "audit-deletion-requested",
        Action::KeyAdded => "audit-key-added",
        Action::KeyRotated => "audit-key-rotated",
        Action::DataKeyRotated => "audit-data-key-rotated",
        Action::KeysShredded => "audit-keys-shredded",
        Action::BackupMade => "audit-backup-made",
        Action::BackupRestored => "audit-backup-restored",
    }
}
