//! Fetches a profile's photo. Its address comes from Meta's answers, and answers are not trusted to
//! choose whom this machine talks to.

use std::time::Duration;

use bytes::Bytes;
use reqwest::Url;
use tokio::sync::Semaphore;

use super::{Graph, read_up_to};

/// Longest photo: Meta takes up to 5 MB.
const BYTES: usize = 5 << 20;
/// Fetched at once at most, since each is held in memory whole.
static ROOM: Semaphore = Semaphore::const_new(4);
/// A page waits for it.
const WITHIN: Duration = Duration::from_secs(8);
/// Ends of the names of Meta's hosts that serve pictures.
const HOSTS: [&str; 3] = [".whatsapp.net", ".fbcdn.net", ".fbsbx.com"];

impl Graph {
    /// The bytes at the address of a photo; `None` when it is no address of Meta's, or there is none.
    /// No token goes along.
    pub async fn picture(&self, url: &str) -> Option<Bytes> {
        let url = Url::parse(url).ok()?;
        if !is_metas(&url, &self.endpoint.graph_url) {
            return None;
        }
        let _room = ROOM.acquire().await.ok()?;
        let answer = self.http.get(url).timeout(WITHIN).send().await.ok()?;
        if !answer.status().is_success() {
            return None;
        }
        read_up_to(answer, BYTES).await.ok().map(Bytes::from)
    }
}

/// Whether an address is one of Meta's hosts, or of the one that answers as Graph.
fn is_metas(url: &Url, graph_url: &str) -> bool {
    let graph = Url::parse(graph_url).ok();
    if graph.is_some_and(|graph| graph.origin() == url.origin()) {
        return true;
    }
    let host = url.host_str().unwrap_or_default();
    url.scheme() == "https" && url.port().is_none() && HOSTS.iter().any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_metas_hosts_are_asked() {
        let graph = "http://127.0.0.1:8081";
        for (url, is_asked) in [
            ("https://pps.whatsapp.net/v/t61/1.jpg?oh=1", true),
            ("https://scontent.xx.fbcdn.net/v/1.jpg", true),
            ("http://127.0.0.1:8081/pictures/1.png", true),
            ("http://127.0.0.1:8080/readyz", false),
            ("http://pps.whatsapp.net/1.jpg", false),
            ("https://pps.whatsapp.net:8443/1.jpg", false),
            ("https://whatsapp.net.evil.example/1.jpg", false),
            ("https://evilwhatsapp.net/1.jpg", false),
            ("https://169.254.169.254/latest", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_metas(&Url::parse(url).unwrap(), graph), is_asked, "{url}");
        }
    }
}
