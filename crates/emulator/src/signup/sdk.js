// What the emulator gives instead of Facebook's JavaScript SDK: FB.init, FB.login, fbAsyncInit.
// The popup's reply comes as text that begins with "cb=", as Facebook's own does.
(() => {
  "use strict";
  if (window.FB) return;
  const home = new URL(document.currentScript.src).origin;
  const POLL_MS = 200;
  const unknown = () => ({ authResponse: null, status: "unknown" });
  let app = null;

  const init = (options) => { app = options || {}; };

  // window.open stands in the same turn as the click, or the browser blocks it.
  const login = (callback, wish = {}) => {
    if (!app) { console.error("FB.login() called before FB.init()."); return; }
    const state = "f" + crypto.getRandomValues(new Uint32Array(4)).join("");
    const query = new URLSearchParams({
      client_id: app.appId ?? "",
      config_id: wish.config_id ?? "",
      response_type: wish.response_type ?? "",
      override_default_response_type: String(wish.override_default_response_type ?? false),
      display: "popup",
      state,
      origin: window.location.origin,
      extras: JSON.stringify(wish.extras ?? {}),
    });
    const version = app.version ? "/" + app.version : "";
    const address = `${home}${version}/dialog/oauth?${query}`;
    const popup = window.open(address, state, "popup,width=620,height=760");
    listen(popup, state, callback || (() => {}));
  };

  const listen = (popup, state, callback) => {
    let timer = 0;
    const settle = (response) => {
      clearInterval(timer);
      window.removeEventListener("message", hear);
      if (response) callback(response);
    };
    const hear = (event) => {
      if (event.origin !== home || typeof event.data !== "string") return;
      const reply = new URLSearchParams(event.data);
      if (!event.data.startsWith("cb=") || reply.get("cb") !== state) return;
      const code = reply.get("code");
      if (reply.has("withheld")) settle(null);
      else settle(code ? { authResponse: { code }, status: "connected" } : unknown());
    };
    if (!popup) { setTimeout(() => settle(unknown()), 0); return; }
    window.addEventListener("message", hear);
    // A reply may still be on its way when the window is found closed: one more turn is waited.
    let wasClosed = false;
    timer = setInterval(() => {
      if (wasClosed) settle(unknown());
      wasClosed = popup.closed;
    }, POLL_MS);
  };

  const nothing = () => {};
  window.FB = {
    init,
    login,
    getLoginStatus: (callback) => setTimeout(() => callback(unknown()), 0),
    logout: (callback) => setTimeout(() => (callback || nothing)(unknown()), 0),
    AppEvents: { logPageView: nothing, logEvent: nothing },
    XFBML: { parse: nothing },
  };
  if (typeof window.fbAsyncInit === "function") setTimeout(() => window.fbAsyncInit(), 0);
})();
