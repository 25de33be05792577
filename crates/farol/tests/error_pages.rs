//! The error catalogue's addresses (SURFACE, HTTP, console).

mod console;
mod visitor;

use console::alone;
use domain::role::Role;
use visitor::Visitor;

#[tokio::test]
async fn a_code_has_one_page_however_its_subcode_is_written() {
    let app = alone().await;
    let viewer = Visitor::of(&app, "one", Role::Viewer).await;
    for path in ["/errors/100/2388001", "/errors/100-2388001", "/errors/2388001"] {
        let page = viewer.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains("<code class=\"tag codechip\">100/2388001</code>"), "{path}");
    }
    for (path, label) in [("/errors/36008", "100/36008"), ("/errors/463", "190/463")] {
        let page = viewer.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains(&format!("codechip\">{label}</code>")), "{path}");
        let found = viewer.get(&path.replace("errors/", "errors?q=")).await.text;
        assert!(found.contains(&format!("data-code=\"{label}\"")), "{path}: {found}");
    }
    let list = viewer.get("/errors?q=133016").await;
    assert_eq!(list.status, 200);
    assert!(list.text.contains("href=\"/errors/133016\""));
    assert!(!list.text.contains("href=\"/errors/131047\""), "only what was searched for");
}

#[tokio::test]
async fn a_code_that_nobody_knows_is_404_with_words_of_its_own_and_no_code_is_404() {
    let app = alone().await;
    let viewer = Visitor::of(&app, "one", Role::Viewer).await;
    let unknown = viewer.get("/errors/777777").await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.text.contains("777777</h1>") && unknown.text.contains("href=\"/errors\""));
    for path in ["/errors/pin", "/errors/100/2388001/7", "/errors/-1", "/errors/%2e%2e"] {
        let page = viewer.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(!page.text.contains("href=\"/errors\""), "{path}");
    }
}

#[tokio::test]
async fn nobody_reads_the_catalogue_without_a_session() {
    let app = alone().await;
    for path in ["/errors", "/errors/133005", "/errors/100/2388001"] {
        assert_eq!(
            Visitor::stranger(&app).get(path).await.leads(),
            (303, Some("/login")),
            "{path}"
        );
    }
}
