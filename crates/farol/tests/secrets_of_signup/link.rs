//! Hand-over links among what must not be found: the address's token, and what its browser holds.

use serde_json::json;

use crate::canary::{Canaries, Place};
use crate::program::Demo;

/// Makes a link, opens it as its client does and as others do, and answers the pages of those.
pub async fn open_link(demo: &Demo, session: &str, canaries: &mut Canaries) -> Vec<Place> {
    let owner = format!("{}={session}", farol::http::COOKIE);
    let form = json!({"label": "Padaria", "days": "1", "language": "en"});
    let made = demo.post_form("/connect/links", &form, &[("cookie", &owner)]).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let token = made.text.split("/c/").nth(1).expect("an address");
    let token: String =
        token.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let address = format!("/c/{token}");
    let mut seen = Vec::new();
    let arrived = demo.get(&address, None).await;
    assert_eq!((arrived.status, arrived.location.as_deref()), (303, Some("/c")));
    let first = format!("{}={token}", farol::http::LINK_COOKIE);
    seen.push(demo.get("/c", Some(&first)).await.text);
    let begun = demo.post_form("/c", &json!({}), &[("cookie", &first)]).await;
    let set = begun.headers.iter().find(|(name, _)| name == "set-cookie").expect("a cookie");
    let held = set.1.split(['=', ';']).nth(1).expect("a value").to_owned();
    let own = format!("{}={held}", farol::http::LINK_COOKIE);
    for path in ["/c", "/c/situation", "/c/situation/free", "/c/missing/pin", &address] {
        for cookie in [None, Some(first.as_str()), Some(own.as_str())] {
            seen.push(demo.get(path, cookie).await.text);
        }
    }
    for path in ["/c/nonce", "/c/code", "/c/outcome", "/c/absent/pin", "/c/situation/free"] {
        let wrong = json!({"nonce": token, "code": held, "pin": token});
        seen.push(demo.post_form(path, &wrong, &[("cookie", &own)]).await.text);
    }
    for page in ["/connect/links", "/settings/audit", "/connect"] {
        seen.push(demo.get(page, Some(&owner)).await.text);
    }
    canaries.add("link's token", &token);
    canaries.add("link's cookie", &held);
    let place =
        |text: String| Place { name: "a link's pages".to_owned(), bytes: text.into_bytes() };
    seen.into_iter().map(place).collect()
}
