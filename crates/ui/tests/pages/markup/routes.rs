//! Where links and forms lead: every one to a route that there is.

use std::collections::BTreeSet;

use super::check;

#[test]
fn every_link_and_form_has_a_route() {
    let routes = [
        "/overview",
        "/numbers",
        "/numbers.csv",
        "/numbers.json",
        "/health",
        "/profile",
        "/activity",
        "/activity/notices",
        "/activity/rules",
        "/activity/log",
        "/connect",
        "/connect/situation",
        "/connect/doctor",
        "/connect/preflight",
        "/connect/by-hand",
        "/connect/links",
        "/connect/callback",
        "/errors",
        "/settings",
        "/settings/erasure",
        "/settings/people",
        "/settings/audit",
        "/settings/tenants",
        "/password/forgot",
        "/login",
    ];
    let posts = [
        "/refresh",
        "/health/check",
        "/language",
        "/logout",
        "/login",
        "/tenant",
        "/activity/notices/seen",
        "/activity/rules",
        "/activity/rules/default",
        "/activity/times",
        "/activity/test",
        "/settings/password",
        "/settings/erasure/user",
        "/settings/erasure/person",
        "/settings/erasure/tenant",
        "/settings/people/invitations",
        "/settings/people/p1/role",
        "/settings/people/p2/role",
        "/settings/people/p3/role",
        "/settings/people/p1/remove",
        "/settings/people/p2/remove",
        "/settings/people/p3/remove",
        "/settings/people/invitations/i1/renew",
        "/settings/people/invitations/i1/revoke",
        "/settings/people/invitations/i2/renew",
        "/settings/people/invitations/i2/revoke",
        "/settings/tenants",
        "/settings/tenants/t2/owner",
        "/invitation",
        "/password/forgot",
        "/password/reset",
        "/settings/sessions",
        "/settings/sessions/others",
        "/connect/by-hand",
        "/connect/doctor",
        "/connect/callback",
        "/connect/situation/personal",
        "/connect/situation/app-keep",
        "/connect/situation/app-leave",
        "/connect/situation/free",
        "/connect/situation/cloud-same",
        "/connect/situation/cloud-other",
    ];
    let of_signup = [
        "pin",
        "request-code",
        "verify-code",
        "retry",
        "dismiss",
        "route",
        "number",
        "look",
        "sync",
        "abandon",
    ];
    let others = [
        "http://127.0.0.1:8081/_control/",
        "https://business.facebook.com/wa/manage/",
        "https://business.facebook.com/",
        "https://business.facebook.com/business/help",
        "https://www.facebook.com/business/help/",
        "https://www.facebook.com/business/help/896873687365001",
        "https://developers.facebook.com/docs/whatsapp/messaging-limits",
        "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        "https://developers.facebook.com/docs/graph-api",
        "https://developers.facebook.com/documentation/business-messaging/whatsapp/display-names/",
        "https://developers.facebook.com/docs/whatsapp/official-business-accounts/",
    ];
    let is_chat = |href: &str| {
        let digits = href.strip_prefix("https://wa.me/").unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_of_signup = |action: &str| {
        let rest = action.strip_prefix("/connect/").and_then(|rest| rest.split_once('/'));
        let is_account = |(what, rest): (&str, &str)| {
            let id = rest.strip_suffix("/disconnect").filter(|_| what == "accounts");
            id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
        };
        rest.is_some_and(|rest| of_signup.contains(&rest.1) || is_account(rest))
    };
    let is_acknowledgement = |action: &str| {
        let rest = action.strip_prefix("/activity/notices/").unwrap_or_default();
        rest.strip_suffix("/acknowledge").is_some_and(|seq| seq.parse::<u64>().is_ok())
    };
    let is_profile = |action: &str| {
        let id = action.strip_prefix("/profile/").unwrap_or_default();
        let ends = [
            "/photo",
            "/photo/retry",
            "/photo/dismiss",
            "/name",
            "/register",
            "/username",
            "/username/delete",
            "/pin",
            "/pin/again",
        ];
        let id = ends.iter().find_map(|end| id.strip_suffix(end)).unwrap_or(id);
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
    };
    check(|page, tags| {
        let ids: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        for tag in tags {
            if let (true, Some(href)) = (tag.name == "a", tag.get("href")) {
                let path = href.split(['?', '#']).next().unwrap_or_default();
                let is_here = href.strip_prefix('#').is_some_and(|id| ids.contains(id));
                let is_number = path.strip_prefix("/numbers/").is_some_and(|id| !id.contains('/'));
                let is_code = path.strip_prefix("/errors/").is_some_and(|id| {
                    id.parse().is_ok_and(|asked| meta::catalogue::find(asked).is_some())
                });
                let is_away = others.contains(&href) || is_chat(href);
                assert!(
                    is_here
                        || is_away
                        || is_number
                        || is_code
                        || is_of_signup(path)
                        || is_profile(path)
                        || routes.contains(&path),
                    "{page}: {href}"
                );
                let is_new = tag.get("target") == Some("_blank");
                let rel = is_new.then_some("noopener noreferrer");
                let is_page = !is_new && tag.get("rel") == Some("next");
                assert!(is_page || tag.get("rel") == rel, "{page}: {href}");
            }
            if tag.name == "form" {
                let action = tag.get("action").expect("a form names its route");
                // A page that answers a form begins where the form was.
                let (action, part) = action.split_once('#').unwrap_or((action, ""));
                assert!(part.is_empty() || ids.contains(part), "{page}: {part}");
                let known = if tag.get("method") == Some("post") { &posts[..] } else { &routes };
                let is_of_one =
                    is_of_signup(action) || is_profile(action) || is_acknowledgement(action);
                assert!(known.contains(&action) || is_of_one, "{page}: {action}");
            }
        }
    });
}
