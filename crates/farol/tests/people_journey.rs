//! A person who comes and goes: invited by mail, joining in another browser, stopped by the page that
//! says whom to ask, let further in and out again, with the real program, Chromium and a mail server.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod postbox;
mod program;

use browser::Browser;
use postbox::{Letter, Postbox};
use program::{Demo, eventually};
use serde_json::json;

const EMAIL: &str = "rita@casaipe.example";
const PASSWORD: &str = "a-password-of-rita";

/// Waits until a page says something.
async fn says(browser: &Browser, words: &str) {
    eventually(words, async || browser.text("body").await.contains(words)).await;
}

/// The link of a mail, which goes to the console.
fn link_of(letter: &Letter, console: &str) -> String {
    let text = letter.plain();
    let start = format!("{console}/invitation?link=");
    let (_, rest) = text.split_once(&start).expect("a link to the console");
    let is_token = |c: &char| c.is_ascii_alphanumeric() || ['-', '_'].contains(c);
    format!("{start}{}", rest.chars().take_while(is_token).collect::<String>())
}

/// The only letter that came.
async fn letter(postbox: &Postbox) -> Letter {
    eventually("a mail comes", async || !postbox.letters().is_empty()).await;
    let mut letters = postbox.letters();
    assert_eq!(letters.len(), 1);
    letters.remove(0)
}

async fn choose(browser: &Browser, select: &str, value: &str) {
    let script = format!("document.querySelector('{select}').value = '{value}'; return 1");
    browser.run(&script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_invited_by_mail_joins_meets_the_forbidden_page_and_leaves() {
    let folder = tempfile::tempdir().expect("a folder");
    let postbox = Postbox::open().await;
    let server = format!("127.0.0.1:{}", postbox.port);
    let demo = Demo::start(folder.path(), &["--no-story", "--smtp", &server]);
    let at = |path: &str| format!("{}{path}", demo.console);

    // Marina invites.
    let marina = Browser::open().await;
    marina.go(demo.ready["login_url"].as_str().expect("a link")).await;
    marina.go(&at("/settings/people")).await;
    marina.fill("#email", EMAIL).await;
    choose(&marina, "#role", "viewer").await;
    marina.click("form.invite button").await;
    eventually("the invitation is listed", async || {
        marina.text("#invitations").await.contains(EMAIL)
    })
    .await;
    let letter = letter(&postbox).await;
    assert_eq!(letter.to, [EMAIL]);
    assert!(letter.plain().contains("Marina"), "it says who invites: {}", letter.plain());
    let link = link_of(&letter, &demo.console);
    let shown = marina.run("return document.documentElement.innerHTML").await;
    let token = link.rsplit('=').next().expect("a token");
    assert!(!shown.to_string().contains(token), "what went by mail is on no page");

    // Rita joins in a browser of her own, where nobody is signed in.
    let rita = Browser::open().await;
    rita.go(&link).await;
    assert!(rita.text("main").await.contains(EMAIL));
    assert!(rita.text("main").await.contains("Leitor"), "the role is said before she joins");
    rita.fill("#name", "Rita Souza").await;
    rita.fill("#new", PASSWORD).await;
    rita.fill("#again", "another-password").await;
    rita.click("form[action=\"/invitation\"] button").await;
    eventually("two passwords that differ are refused beside the field", async || {
        rita.run("return !!document.querySelector('#again[aria-invalid=true]')").await
            == json!(true)
    })
    .await;
    assert_eq!(rita.run("return document.querySelector('#name').value").await, "Rita Souza");
    rita.fill("#new", PASSWORD).await;
    rita.fill("#again", PASSWORD).await;
    rita.click("form[action=\"/invitation\"] button").await;
    eventually("she is in", async || rita.url().await.ends_with("/overview")).await;

    // What she may not see says so, and whom to ask; nothing leads there.
    assert_eq!(
        rita.run("return !!document.querySelector('a[href=\"/settings/people\"]')").await,
        json!(false)
    );
    rita.go(&at("/settings/people")).await;
    let page = rita.text("main").await;
    for words in ["403", "Seu papel em Casa Ipê", "Leitor", "Peça acesso a Marina"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    rita.click("main .btn--primary").await;
    eventually("and leads back", async || rita.url().await.ends_with("/overview")).await;

    // Marina sees her, and lets her further in: from her next page on, without another login.
    marina.go(&at("/settings/people")).await;
    assert!(marina.text("#members").await.contains("Rita Souza"));
    assert!(!marina.text("main").await.contains("Convites em aberto"), "none is open any more");
    let id = "return [...document.querySelectorAll('#members tr')].find(row => \
              row.innerText.includes('Rita Souza')).id.replace('member-', '')";
    let id = marina.run(id).await.as_str().expect("an id").to_owned();
    choose(&marina, &format!("#role-{id}"), "admin").await;
    marina.click(&format!("form[action=\"/settings/people/{id}/role\"] button")).await;
    says(&marina, "Papel alterado").await;
    rita.go(&at("/settings/audit")).await;
    let log = rita.text("main").await;
    for words in ["Aceitou um convite", "Rita Souza", "Marina"] {
        assert!(log.contains(words), "{words}: {log}");
    }

    // And out.
    marina.click(&format!("#member-{id} summary")).await;
    marina.click(&format!("form[action=\"/settings/people/{id}/remove\"] button")).await;
    eventually("she is not listed any more", async || {
        !marina.text("#members").await.contains("Rita Souza")
    })
    .await;
    rita.go(&at("/overview")).await;
    assert!(rita.url().await.contains("/login"), "{}", rita.url().await);
    rita.go(&link).await;
    assert!(rita.text("main").await.contains("Este link não vale mais"), "it worked once");
    marina.assert_quiet().await;
    rita.assert_quiet().await;
}
