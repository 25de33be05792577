// Farol in the browser. Every page is whole without this file; it adds liveness and comfort, never content.
// The server words everything: this file brings no text of its own, so there is nothing here to translate.

const root = document.documentElement;
const byId = id => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/* ---------- Time ---------- */

// The server's clock, carried on by a monotonic one: the browser's own may be wrong by hours, and in a
// demonstration the server's is turned.
let clock = null;
function setClock(doc, readAt) {
  const now = Number(doc.documentElement.dataset.now);
  if (now) clock = { now, readAt };
}
const serverNow = () => clock.now + performance.now() - clock.readAt;

const DAY = 86_400_000;
// The page brings the templates, because only so do server and browser word an age alike.
function ago(ms) {
  const s = Math.max(0, Math.floor(ms / 1000)), d = root.dataset;
  if (s < 60) return d.agoS?.replace('{n}', s);
  if (s < 3600) return d.agoMin?.replace('{n}', Math.floor(s / 60));
  if (s < 86_400) return d.agoH?.replace('{n}', Math.floor(s / 3600));
  const days = Math.floor(s / 86_400);
  if (days === 1) return d.agoD1;
  return days <= 30 ? d.agoD?.replace('{n}', days) : undefined; // older: the date that the server wrote
}

function tick() {
  if (!clock) return;
  const now = serverNow();
  for (const time of all('time[data-ago][datetime]')) {
    const age = now - Date.parse(time.dateTime);
    if (Number.isNaN(age)) continue;
    const words = ago(age);
    if (words && time.textContent !== words) time.textContent = words;
    grow(time.closest('.src[data-old-after]'), age);
  }
}

// A reading grows old on the screen as well, also when nothing arrives any more.
function grow(src, age) {
  if (!src || age <= Number(src.dataset.oldAfter)) return;
  if (!src.hasAttribute('data-old')) src.dataset.old = '';
  const label = src.querySelector('.src__old');
  if (label?.hidden) label.hidden = false;
  if (age > DAY && !src.hasAttribute('data-greyed')) src.dataset.greyed = '';
}

/* ---------- Taking over a newer page ---------- */

// Existing elements are changed in place rather than replaced: so focus, an open popover, a selection, the
// scroll position and running transitions stay where they are without having to be restored.

const isField = el => el.matches('input:not([type="hidden"]), textarea, select, option');
const expander = id => id && document.querySelector(`[data-act="expand"][aria-controls="${CSS.escape(id)}"]`);

// What the person opened, typed or pointed at belongs to the person; the server's word doesn't touch it.
function isOurs(el, name) {
  switch (name) {
    case 'style': return true; // set by place(); the server sends none, the policy forbids it
    case 'aria-expanded': return el.matches('[data-act], [data-pop], [popovertarget]');
    case 'hidden': return !!expander(el.id);
    case 'open': return el.matches('details, dialog');
    case 'aria-busy': return el.matches('button');
    case 'value': case 'checked': case 'selected': return isField(el);
    default: return false;
  }
}

function morphAttributes(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !isOurs(from, name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !isOurs(from, name)) from.setAttribute(name, value);
  }
}

function morph(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.isEqualNode(to)) return;
  morphAttributes(from, to);
  if (from.localName !== 'textarea') morphChildren(from, to);
  if (from.localName === 'tr') from.classList.toggle('open', !!from.querySelector('[data-act="expand"][aria-expanded="true"]'));
}

const isSameKind = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || '') === (b.id || '');

// The node, from `at` on, that `node` is the newer form of. Only what the newer page dropped may lie between.
function findKnown(at, node, wanted, isShrinking) {
  for (let n = at; n; n = n.nextSibling) {
    if (isSameKind(n, node)) return n;
    if (n.id && wanted.has(n.id)) return null;
    if (!node.id && !isShrinking) return null; // more likely that `node` was added than that `n` was dropped
  }
  return null;
}

function dropBetween(at, end) {
  while (at !== end) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function morphChildren(from, to) {
  const wanted = new Set([...to.children].map(el => el.id).filter(Boolean));
  // What is gone goes first: then whatever remains is usually in order and needn't be moved.
  for (const el of [...from.children]) if (el.id && !wanted.has(el.id)) el.remove();
  const isShrinking = from.children.length > to.children.length;
  let at = from.firstChild;
  for (const node of [...to.childNodes]) {
    let known = findKnown(at, node, wanted, isShrinking);
    if (known) dropBetween(at, known);
    else if (node.id) known = moved(from, node, at);
    if (known) {
      at = known.nextSibling;
      morph(known, node);
    } else {
      from.insertBefore(node, at);
    }
  }
  dropBetween(at, null);
}

// Another order: what is known moves, with its focus and popovers where `moveBefore` exists.
function moved(from, node, at) {
  const known = [...from.children].find(el => isSameKind(el, node));
  if (!known) return null;
  if (from.moveBefore) from.moveBefore(known, at);
  else from.insertBefore(known, at);
  return known;
}

function takeOver(doc, readAt) {
  // The session works in another tenant by now: menu and forms of this page are the old one's.
  if (doc.documentElement.dataset.tenant !== root.dataset.tenant) return location.reload();
  const focused = document.activeElement;
  setClock(doc, readAt);
  const live = '[data-live][id], [data-live-list][id]';
  for (const el of all(live)) {
    if (!el.isConnected || el.parentElement.closest(live)) continue; // a larger one covers it
    const newer = doc.getElementById(el.id);
    if (newer) morph(el, newer);
  }
  if (doc.title) document.title = doc.title;
  tick(); // before the paint, or every age would jump back to the server's wording for a moment
  keepFocus(focused);
  keepPopover();
}

function keepFocus(focused) {
  if (document.activeElement === focused || !focused?.id) return;
  isRestoring = true;
  byId(focused.id)?.focus({ preventScroll: true });
  isRestoring = false;
}

/* ---------- Liveness ---------- */

const STEP = 1000; // not more than one question a second, however much happens
let lastAsked = -Infinity, timer = 0, asking = null, isMore = false;

function ask() {
  if (asking) isMore = true;
  else if (!timer) {
    const wait = lastAsked + STEP - performance.now();
    if (wait <= 0) refresh();
    else timer = setTimeout(refresh, wait);
  }
}

// News may overtake a question that a mere re-reading has just asked; a row of news keeps to the step.
let lastNews = -Infinity;

function askForNews() {
  if (performance.now() - lastNews < STEP) return ask();
  lastNews = performance.now();
  refresh();
}

function askAgainIn(ms) {
  clearTimeout(timer);
  timer = setTimeout(refresh, ms);
}

const isLogin = answer => answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === '/login');

async function refresh() {
  clearTimeout(timer);
  timer = 0;
  asking?.abort(); // a newer question (a search) makes the older answer worthless
  const mine = asking = new AbortController(), asked = location.href;
  lastAsked = performance.now();
  isMore = false;
  let isFailed = false;
  try {
    const answer = await fetch(asked, { headers: { 'X-Farol-Fragment': 'live' }, cache: 'no-store', signal: mine.signal });
    if (isLogin(answer)) return location.assign('/login');
    const readAt = performance.now();
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    const doc = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (location.href === asked && asking === mine) takeOver(doc, readAt);
  } catch {
    isFailed = asking === mine;
  }
  if (asking !== mine) return;
  asking = null;
  if (awaited === 'part') arrived();
  if (isFailed && !document.hidden) askAgainIn(5000);
  else if (isMore) ask();
}

let stream = null, reopening = 0, failures = 0, offTimer = 0;

function openStream() {
  clearTimeout(reopening);
  if (!root.dataset.stream || document.hidden) return;
  stream?.close();
  const mine = stream = new EventSource(root.dataset.stream);
  mine.onopen = () => {
    failures = 0;
    showLive(true);
    ask(); // what happened while nobody listened isn't told again
  };
  mine.onmessage = askForNews; // which nodes changed doesn't matter: the page is asked as a whole
  mine.addEventListener('again', ask); // the same was heard again: only times move
  mine.onerror = () => {
    showLive(false);
    if (mine.readyState !== EventSource.CLOSED) return; // the browser reconnects by itself
    // Refused for good: the session may be over (then the question leads to /login) or the server restarts.
    ask();
    reopening = setTimeout(openStream, Math.min(30_000, 1000 * 2 ** failures++));
  };
}

function closeStream() {
  clearTimeout(reopening);
  clearTimeout(offTimer);
  offTimer = 0;
  stream?.close();
  stream = null;
}

// A reconnection of a second isn't worth a word; the status region speaks only when the state really changes.
function showLive(isOn) {
  if (isOn) {
    clearTimeout(offTimer);
    offTimer = 0;
    wordLive('on');
  } else if (!offTimer && root.dataset.live !== 'off') {
    const since = clock && new Date(serverNow()).toISOString();
    offTimer = setTimeout(() => wordLive('off', since), 1500);
  }
}

function wordLive(state, since) {
  if (root.dataset.live === state) return;
  const isBack = root.dataset.live === 'off';
  root.dataset.live = state;
  for (const el of all('.live')) {
    const words = el.dataset[`${state}Text`], label = el.querySelector('.live__text');
    if (words && label && label.textContent !== words) label.textContent = words;
    showSince(el, since);
  }
  for (const bar of all('.offbar')) {
    bar.querySelector('span').textContent = state === 'off' ? lostWords(bar, since) : '';
    if (isBack && bar.dataset.back) toast(bar.dataset.back);
  }
  tick();
}

// Beside the words and outside of any status region: the age changes each second and must not be announced.
function showSince(el, since) {
  el.querySelector('.live__since')?.remove();
  if (!since) return;
  const time = document.createElement('time'), part = document.createElement('span');
  time.dataset.ago = '';
  time.dateTime = since;
  part.className = 'live__since';
  part.append(' ', time);
  el.append(part);
}

function lostWords(bar, since) {
  const { text = '', textSince = '' } = bar.dataset;
  if (!since) return text;
  const timeZone = root.dataset.timeZone; // without one: the reader's
  const time = new Intl.DateTimeFormat(root.lang, { timeStyle: 'medium', timeZone }).format(new Date(since));
  return `${text} ${textSince.replace('{time}', time)}`.trim();
}

function startLiveness() {
  // Another script of the page knows of news; that it is heard, it sees from the event.
  document.addEventListener('farol:ask', event => {
    event.preventDefault();
    ask();
  });
  if (!root.dataset.stream) return;
  openStream();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) closeStream();
    else {
      openStream();
      ask(); // at once, not only when the stream stands
    }
  });
  addEventListener('pagehide', closeStream); // an open stream would keep the page out of the back-forward cache
  addEventListener('pageshow', event => { if (event.persisted) openStream(); });
  addEventListener('online', openStream);
  addEventListener('offline', () => showLive(false));
}

/* ---------- Waiting ---------- */

const PATIENCE = 300; // below this nobody waits, and a flash of "loading" would be noise
let patience = 0, awaited = '';

// `what`: "page" while another page is awaited, "part" while this one stays.
function waitFor(what) {
  if (awaited === 'page') return; // nothing that comes for this page ends the wait for another
  clearTimeout(patience);
  awaited = what;
  patience = setTimeout(() => {
    root.dataset.loading = what;
    const loading = byId('loading');
    if (loading) loading.textContent = loading.dataset.text;
  }, PATIENCE);
}

function arrived() {
  clearTimeout(patience);
  awaited = '';
  delete root.dataset.loading;
  byId('loading')?.replaceChildren();
}

function startWaiting() {
  // Where the browser doesn't tell of navigations, its own sign of waiting has to do.
  window.navigation?.addEventListener('navigate', event => {
    if (event.hashChange || event.downloadRequest !== null || event.navigationType === 'replace') return;
    const { pathname } = new URL(event.destination.url);
    if (/\.(csv|json)$/.test(pathname)) return; // a file: the page stays
    waitFor(event.formData ? 'part' : 'page'); // what was typed stays in sight
  });
  window.navigation?.addEventListener('navigateerror', arrived); // stopped
  addEventListener('pageshow', arrived); // back from the cache
}

/* ---------- Popovers and menus ---------- */

let shown = null; // the one open detail: { pop, button, at }
let leaving = 0, isRestoring = false, wasShown = false, isPressed = false;

const isOpen = pop => pop.matches(':popover-open');
const buttonOf = pop => document.querySelector(`[data-pop="${CSS.escape(pop.id)}"]`);

const GAP = 6;

function place(pop, button) {
  const edge = 8, gap = GAP, r = button.getBoundingClientRect();
  const { clientWidth: vw, clientHeight: vh } = root, { offsetWidth: w, offsetHeight: h } = pop;
  let y = r.bottom + gap;
  let x = r.left;
  if (y + h > vh - edge) {
    if (r.top - gap - h >= edge) y = r.top - gap - h;
    else x = beside(r, w + gap, edge, vw); // over its own button it would hide where the focus is
  }
  pop.style.left = `${Math.max(edge, Math.min(x, vw - w - edge))}px`;
  pop.style.top = `${Math.max(edge, Math.min(y, vh - h - edge))}px`;
}

function beside(r, width, edge, vw) {
  if (r.right + width <= vw - edge) return r.right + GAP;
  return r.left - width >= edge ? r.left - width : r.left;
}

function showDetail(button) {
  clearTimeout(leaving);
  const pop = byId(button.dataset.pop);
  if (!pop?.showPopover) return;
  if (!isOpen(pop)) {
    if (shown) hideDetail();
    pop.showPopover();
    shown = { pop, button, at: performance.now() };
  } else if (shown && shown.button !== button) { // several values may share an explanation
    shown.button.setAttribute('aria-expanded', 'false');
    shown.button = button;
  }
  button.setAttribute('aria-expanded', 'true');
  place(pop, button);
}

function hideDetail() {
  clearTimeout(leaving);
  if (shown && isOpen(shown.pop)) shown.pop.hidePopover(); // `beforetoggle` does the rest
}

const isInside = node => !!shown && node instanceof Node && (shown.pop.contains(node) || shown.button.contains(node));
const detailButton = event => event.target instanceof Element ? event.target.closest('[data-pop]') : null;

function startDetails() {
  document.addEventListener('pointerover', event => {
    if (event.pointerType !== 'mouse') return; // a finger "enters" at each tap; taps are clicks
    if (isInside(event.target)) clearTimeout(leaving);
    const button = detailButton(event);
    if (button && !button.contains(event.relatedTarget)) showDetail(button);
  });
  document.addEventListener('pointerout', event => {
    if (event.pointerType !== 'mouse' || !isInside(event.target) || isInside(event.relatedTarget)) return;
    clearTimeout(leaving);
    leaving = setTimeout(hideDetail, 160); // long enough to cross the gap to the popover
  });
  // A tap sends press, focus and click. Only the click decides, by what was open before the press.
  document.addEventListener('pointerdown', event => {
    isPressed = true;
    const button = detailButton(event);
    wasShown = !!button && isInside(button);
    if (shown && !isInside(event.target)) hideDetail();
  }, true);
  for (const end of ['pointerup', 'pointercancel']) {
    document.addEventListener(end, () => setTimeout(() => { isPressed = false; }), true);
  }
  document.addEventListener('focusin', event => {
    const button = detailButton(event);
    if (button && !isPressed && !isRestoring && button.matches(':focus-visible')) showDetail(button);
  });
  document.addEventListener('focusout', event => {
    if (!isInside(event.target) || isInside(event.relatedTarget) || isPressed || !document.hasFocus()) return;
    if (!shown.pop.matches(':hover') && !shown.button.matches(':hover')) hideDetail();
  });
  document.addEventListener('click', clickDetail);
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && shown) hideDetail(); // focus never left the button
  });
  addEventListener('scroll', keepPopover, { passive: true, capture: true });
  addEventListener('resize', keepPopover);
}

function clickDetail(event) {
  const button = detailButton(event);
  if (!button) return;
  event.preventDefault(); // with `popovertarget`, which serves where no script runs, it would open once more
  const isKey = event.detail === 0, isMouse = event.pointerType === 'mouse';
  // By keyboard the focus may have opened it an instant ago, as part of the same act of a screen reader.
  const isToClose = isKey ? isInside(button) && performance.now() - shown.at > 400 : wasShown && !isMouse;
  if (isToClose) hideDetail();
  else showDetail(button);
}

// Follows its button when the page below moves or changes.
function keepPopover(event) {
  // A resize comes from the window, which is no node.
  if (!shown || (event?.target instanceof Node && shown.pop.contains(event.target))) return;
  if (!shown.button.isConnected) shown.button = buttonOf(shown.pop); // gone, or another one of the same
  if (!shown.pop.isConnected || !shown.button) return void (shown = null);
  place(shown.pop, shown.button);
}

let invoker = null; // several buttons may open the same menu

function startMenus() {
  document.addEventListener('click', event => {
    invoker = event.target.closest?.('[popovertarget]:not([data-pop])') ?? invoker;
  }, true);
  // Whatever closes a popover (Esc, a click elsewhere, another one), its button must not keep saying "expanded".
  document.addEventListener('beforetoggle', event => {
    const { id } = event.target, isOpening = event.newState === 'open';
    if (!id) return;
    for (const button of all(`[data-pop="${CSS.escape(id)}"], [popovertarget="${CSS.escape(id)}"]`)) {
      // Of several buttons only the one that opened it says so; showDetail() does.
      if (!isOpening || !button.dataset.pop) button.setAttribute('aria-expanded', String(isOpening));
    }
    if (!isOpening && shown?.pop === event.target) shown = null;
  }, true);
  document.addEventListener('toggle', event => {
    if (event.newState !== 'open' || !event.target.matches('[popover]') || shown?.pop === event.target) return;
    const target = invoker?.getAttribute('popovertarget');
    if (target === event.target.id) place(event.target, invoker);
  }, true);
}

/* ---------- Acts ---------- */

function expand(button) {
  const part = byId(button.getAttribute('aria-controls')), isOpening = button.getAttribute('aria-expanded') !== 'true';
  if (!part) return;
  button.setAttribute('aria-expanded', String(isOpening));
  part.hidden = !isOpening;
  button.closest('tr')?.classList.toggle('open', isOpening);
}

function toggleTheme() {
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
  try { localStorage.setItem('farol-theme', root.dataset.theme); } catch { /* holds for this page only */ }
}

const isDrawerOpen = () => document.body.dataset.nav === 'open';

function drawer(isOpening) {
  document.body.dataset.nav = isOpening ? 'open' : '';
  const main = document.querySelector('.main'), button = document.querySelector('.menu-btn');
  if (main) main.inert = isOpening; // behind the drawer nothing may be reached
  button?.setAttribute('aria-expanded', String(isOpening));
  (isOpening ? document.querySelector('.nav__close') : button)?.focus();
}

function trapFocus(event) {
  const nav = document.querySelector('.nav');
  const stops = all('a[href], button, input, select', nav).filter(el => el.checkVisibility() && !el.disabled);
  const edge = event.shiftKey ? stops.at(0) : stops.at(-1), other = event.shiftKey ? stops.at(-1) : stops.at(0);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  other.focus();
}

// A link that is to be sent on stands in a field, so that it can be copied by hand too.
async function copy(button) {
  const field = byId(button.dataset.copies);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    toast(button.dataset.done);
  } catch {
    toast(button.dataset.failed);
  }
}

const acts = {
  expand,
  copy,
  print: () => print(),
  theme: toggleTheme,
  nav: () => drawer(!isDrawerOpen()),
  live: openStream, // "reconnect now"
};

function startActs() {
  document.addEventListener('click', event => {
    const button = event.target.closest?.('[data-act]');
    if (button && Object.hasOwn(acts, button.dataset.act)) acts[button.dataset.act](button);
  });
  document.addEventListener('keydown', event => {
    if (!isDrawerOpen() || document.querySelector(':popover-open')) return;
    if (event.key === 'Escape') drawer(false);
    if (event.key === 'Tab') trapFocus(event);
  });
  matchMedia('(width >= 64rem)').addEventListener('change', () => { if (isDrawerOpen()) drawer(false); });
  addEventListener('storage', event => { // the choice holds in the other tabs too
    if (event.key === 'farol-theme' && event.newValue) root.dataset.theme = event.newValue;
  });
}

/* ---------- Forms ---------- */

function toast(text) {
  const box = byId('toasts'), shape = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  shape.setAttribute('class', 'shape');
  shape.setAttribute('viewBox', '0 0 12 12');
  shape.setAttribute('aria-hidden', 'true');
  const circle = document.createElementNS(shape.namespaceURI, 'circle');
  for (const [name, value] of Object.entries({ cx: 6, cy: 6, r: 5.2 })) circle.setAttribute(name, value);
  shape.append(circle);
  const line = document.createElement('div'), words = document.createElement('p');
  line.className = 'toast';
  line.dataset.tone = 'ok';
  words.textContent = text;
  line.append(shape, words);
  box.append(line);
  setTimeout(() => line.remove(), 5000);
}

async function postQuietly(form, submitter) {
  const method = 'POST', body = new URLSearchParams(new FormData(form, submitter));
  submitter?.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action, { method, body });
    if (isLogin(answer)) return location.assign('/login');
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    toast(form.dataset.toast);
    ask();
  } catch {
    form.submit(); // the server's own page explains what is wrong better than a toast could
  } finally {
    submitter?.removeAttribute('aria-busy');
  }
}

let typing = 0;

function search(form) {
  clearTimeout(typing);
  const url = new URL(form.action), query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  url.search = query;
  if (url.href === location.href) return;
  waitFor('part');
  history.replaceState(history.state, '', url); // first the address: the question is always for where we are
  refresh();
}

function startForms() {
  if (!byId('toasts')) { // a status region must stand before its words, or nobody announces them
    const box = document.createElement('div');
    box.id = 'toasts';
    box.className = 'toasts';
    box.setAttribute('role', 'status');
    document.body.append(box);
  }
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.matches('[data-quiet]')) {
      event.preventDefault();
      if (event.submitter?.getAttribute('aria-busy') !== 'true') postQuietly(form, event.submitter);
    } else if (form.matches('[data-filter-form]')) {
      event.preventDefault();
      search(form);
    }
  });
  document.addEventListener('input', event => {
    const form = event.target.closest?.('[data-filter-form]');
    if (!form) return;
    clearTimeout(typing);
    typing = setTimeout(search, 300, form);
  });
}

// The answer to a form begins where it says what came of it: at the field that was refused, or at the words.
// Regions that stand on a page from its beginning are read out by nobody.
function startAtAnswer() {
  if (document.activeElement !== document.body) return;
  const told = document.querySelector('main [aria-invalid="true"]')
    ?? document.querySelector('main .alert:is([role="status"], [role="alert"])');
  if (!told?.checkVisibility()) return;
  if (!told.matches('input, select, textarea')) told.tabIndex = -1;
  told.focus();
}

const navigation = performance.getEntriesByType('navigation')[0];
setClock(document, navigation?.responseStart || performance.now());
startDetails();
startMenus();
startActs();
startForms();
startWaiting();
// Whoever comes to a part of a page loses the focus once more when that part is scrolled to.
if (location.hash) addEventListener('load', () => requestAnimationFrame(startAtAnswer));
else startAtAnswer();
tick();
setInterval(() => { if (!document.hidden) tick(); }, 1000);
startLiveness();
