// The button "Logar com Facebook": opens Meta's popup and hands its code to the server at once.
// A code lives thirty seconds and works once. It is held in a variable until the server has it, and nowhere
// else: not in an address, not in storage, not on the page, not in the console.
// The page brings all sentences, hidden; this file only shows the one that holds.
'use strict';

(() => {
  const button = document.getElementById('login');
  if (!button) return; // not allowed, or not configured: the page says so
  const { appId, configId, graphVersion, sdkUrl, base = '/connect' } = button.dataset; // a link's page has a base of its own
  const origins = new Set(button.dataset.origins.split(' ').filter(Boolean));

  const CODE_LIVES = 25_000; // less than Meta's thirty seconds, which began before the code came here
  const ONE_TRY = 8000;
  const NONCE_LIVES = 8 * 60_000; // the server keeps it ten minutes; the popup may be open for longer
  const CALLBACK_GRACE = 10_000; // how long the callback may come after the message that says "finished"
  const CLOSED_GRACE = 10_000; // how long either may come after the window is gone
  const LOOK = 500; // how often the window is looked at
  const MESSAGE_GRACE = 500; // how long the message may come after a callback without a code
  const BLOCKED = 250; // nobody closes a window that fast: it never opened
  const TWICE = 1000;
  const ACTIVATION = 4000; // how long after a click browsers still let it open a window
  const LONGEST_MESSAGE = 4096;
  const FOLLOW = 3000;
  const SAID = 10_000; // by then the list of logins says more

  const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

  /* ---------- What the page says ---------- */

  function say(name, words) {
    for (const line of document.querySelectorAll('[data-say]')) {
      line.hidden = line.dataset.say !== name;
      if (!line.hidden && words) line.textContent = words;
    }
  }

  // Only of the newest attempt: what became of a forgotten one is not what the person waits for.
  const sayOf = (attempt, name, words) => { if (attempt === current) say(name, words); };

  // farol.js brings the page up to date in place; without it the page is loaded again.
  function refresh() {
    if (document.dispatchEvent(new Event('farol:ask', { cancelable: true }))) location.reload();
  }

  // While the stream is down the steps are followed by asking.
  setInterval(() => {
    const { live, stream } = document.documentElement.dataset;
    // A link's page has no stream at all: there the first webhook is waited for by asking too.
    const stages = ['doing', ...(stream ? [] : ['leaving', 'awaiting'])];
    const isUnderWay = document.querySelector(stages.map(of => `[data-signup][data-stage="${of}"]`).join());
    if (isUnderWay && !document.hidden && (live === 'off' || !stream)) refresh();
  }, FOLLOW);

  /* ---------- The server ---------- */

  const isLogin = answer => answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === '/login');

  // Asks again while the network or the server fails, until `until`: the same question has the same answer.
  async function post(path, body, until) {
    for (let wait = 500; ; wait = Math.min(2 * wait, 3000)) {
      try {
        const headers = { 'Content-Type': 'application/json' }, signal = AbortSignal.timeout(ONE_TRY);
        const answer = await fetch(path, { method: 'POST', headers, body, cache: 'no-store', signal });
        if (isLogin(answer)) location.assign('/login');
        if (answer.status < 500) return answer;
      } catch { /* the network: once more */ }
      if (performance.now() + wait > until) return null;
      await pause(wait);
    }
  }

  const json = answer => answer.json().catch(() => ({}));

  async function newNonce(until) {
    // The page's tenant is only compared: when the session moved in another tab, no account goes astray.
    const { tenant } = document.documentElement.dataset;
    const answer = await post(`${base}/nonce`, JSON.stringify({ tenant }), until);
    if ([404, 409, 410].includes(answer?.status)) location.reload(); // the page says what holds now
    return answer?.ok ? (await json(answer)).nonce : null;
  }

  // The login's id when the server took it; else the page says why not.
  async function taken(attempt, answer) {
    if (!answer) return void sayOf(attempt, 'unreachable');
    const { signup, message } = await json(answer);
    if (answer.status === 202) {
      sayOf(attempt, 'sent');
      setTimeout(() => { if (attempt === current && !open.has(attempt)) say(); }, SAID);
      refresh();
      return signup;
    }
    sayOf(attempt, message ? 'refused' : 'failed', message);
  }

  /* ---------- Meta's SDK ---------- */

  let isReady = false, isLoading = false, wantedAt = -Infinity;
  let pressed = button; // or the link of an account that is to be connected again

  window.fbAsyncInit = () => {
    window.FB.init({ appId, autoLogAppEvents: false, xfbml: false, version: graphVersion });
    isReady = true;
    isLoading = false;
    if (performance.now() - wantedAt < ACTIVATION) begin();
    else say();
  };

  function load() {
    if (isReady || isLoading) return;
    isLoading = true;
    const script = document.createElement('script');
    script.addEventListener('error', () => {
      isLoading = false;
      script.remove();
      say('unloaded'); // the next click tries again
    });
    Object.assign(script, { src: sdkUrl, async: true, defer: true, crossOrigin: 'anonymous' });
    document.head.append(script);
  }

  /* ---------- One attempt ---------- */

  let current = null;
  const open = new Set(); // attempts whose window has not answered yet

  function begin() {
    clearTimeout(current?.timer);
    // With two windows open nobody can tell whose a message is: then each code speaks for itself.
    const isAlone = open.size === 0;
    for (const other of open) other.isAlone = false;
    const until = performance.now() + CODE_LIVES;
    // The situation that was chosen says which flow; without one the person says it here.
    const isCoexistence = document.getElementById('coexistence')?.checked;
    const featureType = pressed.dataset.featureType ?? (isCoexistence ? 'whatsapp_business_app_onboarding' : '');
    const attempt = {
      begunAt: performance.now(),
      nonce: newNonce(until),
      isAlone,
      situation: pressed.dataset.situation ?? (featureType ? 'app-keep' : null),
      again: pressed.dataset.again ?? null, // the server takes no other account
      message: null, // the popup's own text, as it came
      isAnswered: false,
      isOutcomeSent: false,
      isLost: false, // the window is gone without a word
      window: null,
      signup: null,
      timer: 0,
      look: 0,
    };
    current = attempt;
    open.add(attempt);
    say('waiting');
    // In the same turn as the click, or the browser blocks the popup. The SDK takes no async function.
    attempt.window = windowOf(() => window.FB.login(answer => { answered(attempt, answer); }, {
      config_id: configId,
      response_type: 'code',
      override_default_response_type: true,
      extras: {
        setup: {},
        featureType,
        sessionInfoVersion: '3',
      },
    }));
    follow(attempt);
  }

  // The SDK keeps the window to itself; null where it did not open one in this turn.
  function windowOf(opening) {
    const openWindow = window.open;
    let opened = null;
    window.open = (...how) => (opened = openWindow.apply(window, how));
    try {
      opening();
    } finally {
      window.open = openWindow;
    }
    return opened;
  }

  // Callback and message may both be lost: then only the window, which is gone, says that it is over.
  // A code that comes later is taken all the same.
  function follow(attempt) {
    if (!attempt.window) return;
    attempt.look = setInterval(() => {
      if (attempt.isAnswered || attempt.isOutcomeSent) return clearInterval(attempt.look);
      if (!attempt.window.closed) return;
      clearInterval(attempt.look);
      setTimeout(() => {
        if (attempt.isAnswered || attempt.isOutcomeSent) return;
        attempt.isLost = !attempt.message;
        if (attempt === current) sendOutcome(attempt);
        else open.delete(attempt);
      }, CLOSED_GRACE);
    }, LOOK);
  }

  const fresh = ({ begunAt, nonce }) => performance.now() - begunAt < NONCE_LIVES ? nonce : null;

  async function answered(attempt, answer) {
    if (attempt.isAnswered) return;
    attempt.isAnswered = true;
    open.delete(attempt);
    clearTimeout(attempt.timer);
    const code = answer?.authResponse?.code;
    if (code) return sendCode(attempt, code); // of whichever window: a code is worth a login
    if (attempt !== current || attempt.isOutcomeSent) return;
    if (!attempt.message && performance.now() - attempt.begunAt < BLOCKED) return say('blocked');
    await pause(MESSAGE_GRACE);
    if (attempt === current) sendOutcome(attempt);
  }

  async function sendCode(attempt, code) {
    const until = performance.now() + CODE_LIVES;
    sayOf(attempt, 'sending');
    // An outcome that was sent has used up the nonce.
    const nonce = (!attempt.isOutcomeSent && await fresh(attempt)) || await newNonce(until);
    if (!nonce) return sayOf(attempt, 'unreachable');
    const message = attempt.isAlone ? attempt.message : null;
    const { situation, again } = attempt;
    let body = JSON.stringify({ nonce, code, message, situation, again });
    code = null;
    const answer = await post(`${base}/code`, body, until);
    body = null;
    attempt.signup = await taken(attempt, answer);
    if (!message && attempt.isAlone && attempt.message) tellLate(attempt);
  }

  async function sendOutcome(attempt) {
    const until = performance.now() + CODE_LIVES;
    attempt.isOutcomeSent = true;
    open.delete(attempt);
    sayOf(attempt, 'sending');
    const nonce = await fresh(attempt) || await newNonce(until);
    if (!nonce) return sayOf(attempt, 'unreachable');
    const { message, situation, again, isLost } = attempt;
    const body = JSON.stringify({ nonce, message, situation, again, lost: isLost });
    await taken(attempt, await post(`${base}/outcome`, body, until));
  }

  // The code was first; its login waits a moment for this.
  async function tellLate({ signup, message }) {
    if (!signup) return;
    await post(`${base}/outcome`, JSON.stringify({ signup, message }), performance.now() + ONE_TRY);
    refresh();
  }

  /* ---------- The popup's message ---------- */

  // Any window may post to this one. Taken is only what a whole, exact origin of Meta's says in the form of Meta's;
  // and even that is a hint, which the server proves with the token.
  function embeddedSignup({ origin, source, data }) {
    if (!origins.has(origin) || source === window) return null;
    if (typeof data !== 'string' || new TextEncoder().encode(data).length > LONGEST_MESSAGE) return null;
    try {
      const said = JSON.parse(data);
      return said?.type === 'WA_EMBEDDED_SIGNUP' ? said : null;
    } catch {
      return null; // the SDK's own messages are no JSON
    }
  }

  addEventListener('message', event => {
    const said = embeddedSignup(event), attempt = current;
    if (!said || !attempt?.isAlone || attempt.message) return;
    attempt.message = event.data;
    if (attempt.signup) tellLate(attempt);
    else if (!attempt.isAnswered && String(said.event).startsWith('FINISH')) {
      attempt.timer = setTimeout(() => { if (attempt === current && !attempt.isAnswered) sendOutcome(attempt); }, CALLBACK_GRACE);
    }
  });

  // A window that is left alone would lose its code without a word.
  addEventListener('beforeunload', event => { if (open.has(current)) event.preventDefault(); });

  function press(which) {
    if (open.has(current) && performance.now() - current.begunAt < TWICE) return; // a double click
    pressed = which;
    if (isReady) return begin();
    wantedAt = performance.now();
    say('loading');
    load();
  }

  button.addEventListener('click', () => press(button));
  // The list of accounts comes anew while the page is open.
  document.addEventListener('click', event => {
    const link = event.target.closest('a[data-again]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    press(link);
  });
  load();
})();
