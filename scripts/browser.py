"""A Chromium that the other scripts drive through chromedriver (WebDriver), with nothing of its own to install."""
import base64, json, socket, subprocess, tempfile, time, urllib.request

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def call(url, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


class Browser:
    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL)
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        options = {"args": FLAGS + [f"--user-data-dir={self.profile.name}"],
                   "prefs": {"intl.accept_languages": "pt-BR"}}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        for _ in range(100):
            try:
                session = call(f"http://127.0.0.1:{port}/session", wanted)["value"]
                break
            except OSError:
                time.sleep(0.1)
        self.at = f"http://127.0.0.1:{port}/session/{session['sessionId']}"

    def cdp(self, cmd, **params):
        return call(f"{self.at}/goog/cdp/execute", {"cmd": cmd, "params": params})["value"]

    def go(self, url):
        call(f"{self.at}/url", {"url": url})

    def run(self, script):
        return call(f"{self.at}/execute/sync", {"script": script, "args": []})["value"]

    def look(self, width, dark):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=900 if width > 700 else 844,
                 deviceScaleFactor=1, mobile=width < 700)
        scheme = "dark" if dark else "light"
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path):
        time.sleep(0.4)
        path.write_bytes(base64.b64decode(self.cdp("Page.captureScreenshot", captureBeyondViewport=True)["data"]))

    def close(self):
        call(self.at, method="DELETE")
        self.driver.terminate()
