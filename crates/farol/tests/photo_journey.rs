//! A photo before a person: chosen, cut by keyboard, by hand and by touch, sent, shown; and what the real program
//! needs for the worst files, and keeps when it is killed in the middle.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod pictures;
mod program;

use std::path::Path;

use browser::Browser;
use pictures::{jpeg, multipart, noise, png, two_colours};
use program::{Demo, eventually};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const VENDAS: &str = "104857736119203";
/// WebDriver's codes of keys.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const PLUS: &str = "+";

/// A still demo and a browser on the profile of Vendas, once that was read.
async fn at_profile(folder: &Path) -> (Demo, Browser) {
    let demo = Demo::start(folder, &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    eventually("the profile is read", async || {
        browser.go(&format!("{}/profile?number={VENDAS}", demo.console)).await;
        browser.run("return !!document.querySelector('#photo img')").await == json!(true)
    })
    .await;
    (demo, browser)
}

/// The colour of the photo that the console serves: how red its left and its right edge are.
async fn edges(browser: &Browser) -> (u64, u64) {
    let read = "const image = document.querySelector('#photo img'); await image.decode(); \
                const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight); \
                const context = canvas.getContext('2d'); context.drawImage(image, 0, 0); \
                const red = x => context.getImageData(x, image.naturalHeight / 2, 1, 1).data[0]; \
                return [red(4), red(image.naturalWidth - 5)]";
    let red = browser.run(read).await;
    (red[0].as_u64().expect("a colour"), red[1].as_u64().expect("a colour"))
}

async fn percent(browser: &Browser) -> String {
    browser.text("#crop-percent").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_cropped_by_keyboard_uploaded_and_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = at_profile(folder.path()).await;
    let file = folder.path().join("fachada.jpg");
    std::fs::write(&file, jpeg(&two_colours(1_600, 800), None)).expect("written");
    let before = browser.run("return document.querySelector('#photo img').src").await;
    browser.fill_unseen("#about", "Ainda não salvo").await;
    browser.choose("#photo-file", &file).await;
    eventually("the dialog opens", async || {
        browser.run("return document.querySelector('#crop').open").await == json!(true)
    })
    .await;
    let focus = "return document.activeElement.id";
    assert_eq!(browser.run(focus).await, json!("crop-area"), "the keys are for the photo");
    assert_eq!(percent(&browser).await, "100%");
    // The photo goes to the right, so its left half comes into the circle.
    for _ in 0..40 {
        browser.press(RIGHT).await;
    }
    let place = browser.text("#crop-place").await;
    assert!(place.contains("0% da esquerda"), "{place}");
    browser.press(PLUS).await;
    assert_ne!(percent(&browser).await, "100%");
    browser.press(TAB).await;
    assert_eq!(browser.run(focus).await, json!("crop-zoom"));
    for _ in 0..4 {
        browser.press(LEFT).await;
    }
    browser.press(TAB).await;
    browser.press(TAB).await;
    assert_eq!(browser.run(focus).await, json!("crop-use"));
    browser.press(ENTER).await;
    eventually("the photo is saved and read back", async || {
        browser.text("#photo-said").await.contains("Foto salva na Meta e conferida de volta")
    })
    .await;
    let after = browser.run("return document.querySelector('#photo img').src").await;
    assert_ne!(after, before, "the page shows another picture");
    let (left, right) = edges(&browser).await;
    assert!(left > 200 && right > 200, "the left half was cut: {left} {right}");
    let typed = browser.run("return document.querySelector('#about').value").await;
    assert_eq!(typed, json!("Ainda não salvo"), "what was typed is still there");
    let world = demo.profile(VENDAS).await;
    assert!(world.contains(".jpg?"), "Meta shows it: {world}");
    browser.go(&format!("{}/activity?subject=profile", demo.console)).await;
    eventually("it is told as the person's doing", async || {
        let page = browser.text("main").await;
        page.contains("Foto") && page.contains("Marina")
    })
    .await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_dragged_by_hand_and_one_that_will_not_do_is_told_without_a_dialog() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_demo, browser) = at_profile(folder.path()).await;
    let file = folder.path().join("fachada.png");
    std::fs::write(&file, png(&two_colours(1_600, 800))).expect("written");
    browser.choose("#photo-file", &file).await;
    eventually("the dialog opens", async || percent(&browser).await == "100%").await;
    for _ in 0..4 {
        browser.drag("#crop-area", -120.0).await;
    }
    browser.click("#crop-use").await;
    eventually("the photo is saved", async || {
        browser.text("#photo-said").await.contains("conferida de volta")
    })
    .await;
    let (left, right) = edges(&browser).await;
    assert!(left < 60 && right < 60, "the right half was cut: {left} {right}");
    let bad = [
        ("bomb.png", pictures::bomb(30_000), "30.000 × 30.000"),
        ("anim.gif", b"GIF89a\x40\x01\x40\x01\0\0\0;".to_vec(), "GIF"),
        ("big.png", vec![1; 6_000_000], "5 MB"),
    ];
    for (name, bytes, sentence) in bad {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).expect("written");
        browser.choose("#photo-file", &file).await;
        eventually("the fault is told", async || {
            browser.text("#photo-fault").await.contains(sentence)
        })
        .await;
        assert_eq!(browser.run("return document.querySelector('#crop').open").await, json!(false));
    }
    browser.assert_quiet().await;
}

/// Keeps what kind of pointer moved over the area, so that a test knows it was a finger.
const WATCH: &str = "window.pointers = new Set(); \
    document.querySelector('#crop-area').addEventListener('pointermove', event => \
        window.pointers.add(event.pointerType)); return 1";

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_moved_by_a_finger_and_made_larger_by_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_demo, browser) = at_profile(folder.path()).await;
    browser.look(390, false).await;
    let file = folder.path().join("fachada.png");
    std::fs::write(&file, png(&two_colours(1_600, 800))).expect("written");
    browser.choose("#photo-file", &file).await;
    eventually("the dialog opens", async || percent(&browser).await == "100%").await;
    browser.run(WATCH).await;
    let seen = browser.run("return [scrollX, scrollY]").await;
    // Two fingers that part make it larger, and that meet again as it was.
    browser.touch("#crop-area", &[&[-30.0, 30.0], &[-45.0, 45.0], &[-60.0, 60.0]]).await;
    eventually("it is larger", async || percent(&browser).await == "200%").await;
    browser.touch("#crop-area", &[&[-60.0, 60.0], &[-40.0, 40.0], &[-20.0, 20.0]]).await;
    eventually("it is whole again", async || percent(&browser).await == "100%").await;
    // One finger moves it: the photo follows, and neither the page nor its size does.
    for _ in 0..4 {
        browser.touch("#crop-area", &[&[60.0], &[0.0], &[-60.0]]).await;
    }
    assert_eq!(percent(&browser).await, "100%");
    assert_eq!(browser.run("return [...window.pointers]").await, json!(["touch"]));
    assert_eq!(browser.run("return [scrollX, scrollY]").await, seen, "the page stays");
    browser.click("#crop-use").await;
    eventually("the photo is saved", async || {
        browser.text("#photo-said").await.contains("conferida de volta")
    })
    .await;
    let (left, right) = edges(&browser).await;
    assert!(left < 60 && right < 60, "the right half was cut: {left} {right}");
    browser.assert_quiet().await;
}

/// So many people of the owner's tenant, each with a session: one person sends one photo at a time.
async fn people(demo: &Demo, owner: &str, count: usize) -> Vec<String> {
    let mut cookies = Vec::new();
    for nth in 0..count {
        let form = json!({"email": format!("p{nth}@casaipe.example"), "role": "operator"});
        let headers = [("cookie", owner)];
        let page = demo.post_form("/settings/people/invitations", &form, &headers).await.text;
        let link = page.split("?link=").nth(1).expect("a link");
        let is_token = |c: &char| c.is_ascii_alphanumeric() || ['-', '_'].contains(c);
        let link: String = link.chars().take_while(is_token).collect();
        let password = "correct-horse-battery";
        let form = json!({"link": link, "name": "Operadora", "new": password, "again": password});
        let joined = demo.post_form("/invitation", &form, &[]).await;
        assert_eq!(joined.status, 303, "{}", joined.text);
        let cookie = joined.headers.iter().find(|(name, _)| name == "set-cookie");
        cookies.push(cookie.expect("a session").1.split(';').next().expect("it").to_owned());
    }
    cookies
}

/// The most memory that a process had at once, in MiB.
fn peak_mib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("a process");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("its peak");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).expect("kB") / 1_024
}

async fn upload(demo: &Demo, cookie: &str, file: &[u8]) -> (u16, String) {
    let seen = demo.profile(VENDAS).await;
    let (kind, body) = multipart(&[("photo", file), ("seen", seen.as_bytes())]);
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let answer = client
        .build()
        .expect("a client")
        .post(format!("{}/profile/{VENDAS}/photo", demo.console))
        .header("cookie", cookie)
        .header("content-type", kind)
        .body(body)
        .send()
        .await
        .expect("answered");
    (answer.status().as_u16(), answer.text().await.expect("a body"))
}

async fn was_read(demo: &Demo, cookie: &str) {
    eventually("the profile is read", async || {
        let page = demo.get(&format!("/profile?number={VENDAS}"), Some(cookie)).await;
        page.text.contains("/photo?v=")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worst_pictures_at_once_stay_within_250_mib() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let cookie = demo.owner().await;
    was_read(&demo, &cookie).await;
    let largest = jpeg(&two_colours(4_000, 4_000), Some(6));
    let clear = png(&pictures::clear(4_000, 4_000));
    let heavy = png(&noise(1_500, 1_500));
    assert!((3 << 20..5 << 20).contains(&heavy.len()), "{}", heavy.len());
    let bomb = pictures::bomb(30_000);
    let packed = pictures::packed_profile(300 << 20);
    assert!(packed.len() < 5 << 20, "{}", packed.len());
    let files =
        [&largest, &clear, &heavy, &bomb, &packed, &largest, &clear, &heavy, &bomb, &packed];
    let people = people(&demo, &cookie, files.len()).await;
    let sent = people.iter().zip(files).map(|(person, file)| upload(&demo, person, file));
    for (status, text) in futures_util::future::join_all(sent).await {
        assert!(matches!(status, 303 | 422), "{status} {text}");
    }
    let peak = peak_mib(demo.pid());
    assert!(peak <= 250, "{peak} MiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_do_not_go_on_keep_nobody_elses_photo_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let cookie = demo.owner().await;
    was_read(&demo, &cookie).await;
    let address = demo.console.trim_start_matches("http://");
    let head = format!(
        "POST /profile/{VENDAS}/photo HTTP/1.1\r\nhost: {address}\r\norigin: {}\r\n\
         cookie: COOKIE\r\ncontent-type: multipart/form-data; boundary=x\r\n\
         content-length: 5000000\r\n\r\n--x",
        demo.console
    );
    // As many as there are places, each somebody's: one person has one.
    let mut stuck = Vec::new();
    for person in people(&demo, &cookie, 4).await {
        let mut one = tokio::net::TcpStream::connect(address).await.expect("connected");
        one.write_all(head.replace("COOKIE", &person).as_bytes()).await.expect("sent");
        stuck.push(one);
    }
    let (status, text) = upload(&demo, &cookie, &png(&two_colours(640, 640))).await;
    assert_eq!(status, 303, "{text}");
    let mut answer = String::new();
    stuck[0].read_to_string(&mut answer).await.expect("answered");
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    assert!(answer.contains("A foto não chegou inteira a tempo."), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_of_an_upload_loses_no_photo() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = Demo::start(folder.path(), &["--no-story"]);
    let cookie = demo.owner().await;
    was_read(&demo, &cookie).await;
    let before = demo.profile(VENDAS).await;
    demo.control("faults", json!({"fault": "timeout", "edge": "upload"})).await;
    let file = png(&two_colours(640, 640));
    let sent =
        tokio::time::timeout(std::time::Duration::from_secs(20), upload(&demo, &cookie, &file));
    let (status, _) = sent.await.expect("answered although Meta hangs");
    assert_eq!(status, 303);
    let page = demo.get(&format!("/profile?number={VENDAS}"), Some(&cookie)).await.text;
    assert!(page.contains("Enviando a foto à Meta"), "{page}");
    demo.kill();
    let demo = Demo::start(folder.path(), &["--no-story"]);
    eventually("the next start sends it", async || demo.profile(VENDAS).await != before).await;
    let cookie = demo.owner().await;
    eventually("and says so", async || {
        let page = demo.get(&format!("/profile?number={VENDAS}"), Some(&cookie)).await.text;
        page.contains("Foto salva na Meta e conferida de volta")
    })
    .await;
}

trait Shown {
    /// The address of the photo that Meta has of a number, without its origin.
    async fn profile(&self, number: &str) -> String;
}

impl Shown for Demo {
    async fn profile(&self, number: &str) -> String {
        let world = self.world().await;
        let token = world["tokens"]["system_user"].as_str().expect("a token").to_owned();
        let url = format!(
            "{}/v25.0/{number}/whatsapp_business_profile?fields=profile_picture_url",
            self.emulator
        );
        let answer = reqwest::Client::new().get(url).bearer_auth(token).send().await;
        let profile: Value = answer.expect("answered").json().await.expect("JSON");
        profile["data"][0]["profile_picture_url"].as_str().unwrap_or_default().to_owned()
    }
}
