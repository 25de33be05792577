//! What the book tells somebody to type and to write, taken out of the book: a book that is wrong
//! makes an installation that does not work.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the book puts settings and secrets, and the data.
const SETTINGS: &str = "/etc/farol";
const DATA: &str = "/var/lib/farol";

fn chapter() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src/install.md");
    std::fs::read_to_string(path).expect("the chapter")
}

/// The code blocks under a heading, in order.
fn blocks(heading: &str) -> Vec<String> {
    let chapter = chapter();
    let section = chapter.split("\n## ").find(|section| section.contains(heading));
    let section = section.unwrap_or_else(|| panic!("the book has no {heading}"));
    let fenced = section.split("\n```").enumerate().filter(|(nth, _)| nth % 2 == 1);
    let code = |text: &str| text.split_once('\n').map_or("", |(_, code)| code).to_owned();
    fenced.map(|(_, text)| code(text)).collect()
}

/// The lines that the book has typed under a heading, those that go on in one piece.
fn lines(heading: &str) -> Vec<String> {
    let blocks = blocks(heading).join("\n").replace("\\\n", " ");
    blocks.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect()
}

/// The book's first steps, in a folder that stands for the machine's.
pub struct Steps<'a> {
    pub root: &'a Path,
    /// What is pasted where a line waits for Meta's app secret.
    pub app_secret: &'a str,
}

impl Steps<'_> {
    /// The file of settings.
    pub fn settings(&self) -> PathBuf {
        self.root.join("farol.toml")
    }

    /// Makes folders, settings and secrets as the book says, and lets it check what `edit` made of
    /// the settings.
    pub fn take(&self, edit: impl FnOnce(&str) -> String) {
        for line in lines("2. A user and its folders") {
            // A user of its own is root's to make.
            if !line.starts_with("useradd") {
                self.type_in(&line);
            }
        }
        let (checks, makes): (Vec<_>, Vec<_>) = lines("3. Settings and secrets")
            .into_iter()
            .partition(|line| line.contains("config --check"));
        for line in makes.iter().filter(|line| !line.starts_with("chown")) {
            self.type_in(line);
        }
        let text = std::fs::read_to_string(self.settings()).expect("the book made it");
        let text = text.replace(DATA, self.root.join("data").to_str().expect("UTF-8"));
        std::fs::write(self.settings(), edit(&text)).expect("written");
        assert!(!checks.is_empty(), "the book has the settings checked");
        for line in checks {
            self.type_in(&line);
        }
    }

    /// Types the line that makes the first owner; what it prints.
    pub fn first_owner(&self, email: &str) -> String {
        let lines = lines("6. The first owner");
        let [line] = lines.as_slice() else { panic!("one line makes the owner: {lines:?}") };
        assert!(line.contains("you@example.com"), "{line}");
        self.type_in(&line.replace("you@example.com", email))
    }

    fn type_in(&self, line: &str) -> String {
        let (settings, data) = (self.root, self.root.join("data"));
        let typed = line
            .replace(SETTINGS, settings.to_str().expect("UTF-8"))
            .replace(DATA, data.to_str().expect("UTF-8"))
            // Other users are there on the machine that the book is about.
            .replace(" -o farol -g farol", "")
            .replace(" -o root -g farol", "")
            .replace("runuser -u farol -- ", "");
        let farol = Path::new(env!("CARGO_BIN_EXE_farol")).parent().expect("a folder");
        let found = format!("export PATH='{}':\"$PATH\"\n{typed}", farol.display());
        let mut child = Command::new("sh")
            .args(["-ec", &found])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut stdin = child.stdin.take().expect("piped");
        // A line that reads nothing may be over before it is written to.
        let _pasted = writeln!(stdin, "{}", self.app_secret);
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{typed}: {output:?}");
        String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
    }
}

/// Sets a key of the settings, whose line the default file has; also one that it only shows.
pub fn set(text: &str, section: &str, key: &str, value: &str) -> String {
    let (mut here, mut found) = ("", 0);
    let mut lines = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            here = name.trim_end_matches(']');
        }
        let shown = line.trim_start_matches('#');
        let is_it = here == section && shown.starts_with(&format!("{key} = "));
        found += usize::from(is_it);
        lines.push(if is_it { format!("{key} = {value}") } else { line.to_owned() });
    }
    assert_eq!(found, 1, "one line of the default settings shows [{section}] {key}");
    lines.join("\n") + "\n"
}

/// The proxy as the book has nginx set.
pub struct Nginx {
    /// Headers that it sets, with the names of nginx's variables as values.
    headers: BTreeMap<String, String>,
}

impl Nginx {
    /// The book's lines.
    pub fn of_the_book() -> Self {
        let set = directives("proxy_set_header").into_iter().map(|words| {
            let (name, value) = words.split_once(' ').expect("a name and a value");
            (name.to_ascii_lowercase(), value.trim().to_owned())
        });
        Self { headers: set.collect() }
    }

    /// A request's head as nginx hands it on for a client; `head` ends with its empty line.
    pub fn hand_on(&self, head: &str, client: &str) -> String {
        let mut lines = head.trim_end().split("\r\n");
        let mut out = vec![lines.next().expect("a request line").to_owned()];
        let mut host = String::new();
        for line in lines {
            let (name, value) = line.split_once(':').expect("a header");
            let name = name.to_ascii_lowercase();
            if name == "host" {
                host = value.trim().to_owned();
            }
            // What nginx sets replaces what came, and of these it sets its own where nobody says.
            if !self.headers.contains_key(&name) && name != "host" && name != "connection" {
                out.push(line.to_owned());
            }
        }
        for (name, value) in &self.headers {
            let value = match value.as_str() {
                "$host" | "$http_host" => &host,
                "$remote_addr" | "$proxy_add_x_forwarded_for" => client,
                "$scheme" => "https",
                other => panic!("the book has nginx say {other}"),
            };
            out.push(format!("{name}: {value}"));
        }
        if !self.headers.contains_key("host") {
            out.push("host: 127.0.0.1:8080".to_owned());
        }
        out.push("connection: close".to_owned());
        out.join("\r\n") + "\r\n\r\n"
    }
}

/// What the book's running text has after some words, up to where its code ends.
pub fn quoted(words: &str) -> String {
    let chapter = chapter();
    let (_, rest) = chapter.split_once(words).unwrap_or_else(|| panic!("the book has no {words}"));
    rest.split('`').next().unwrap_or_default().to_owned()
}

/// What follows a word in the book's lines for nginx, without the semicolon.
pub fn directives(word: &str) -> Vec<String> {
    let of_nginx = blocks("5. The proxy").into_iter().find(|block| block.contains("server {"));
    let of_nginx = of_nginx.expect("lines for nginx");
    let lines = of_nginx.lines().filter_map(|line| line.trim().strip_suffix(';'));
    let found = lines.filter_map(|line| line.strip_prefix(word)).map(str::trim);
    found.map(str::to_owned).collect()
}

/// The book's lines for Caddy, word by word.
pub fn caddy() -> Vec<String> {
    let block = blocks("5. The proxy").into_iter().find(|block| block.contains("reverse_proxy"));
    block.expect("lines for Caddy").split_whitespace().map(str::to_owned).collect()
}
