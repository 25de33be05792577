// Perfil do WhatsApp in the browser: counters, the preview, what is unsaved, and what Meta changes meanwhile.
// Without this file the form is whole; the page brings every sentence, and this file only shows the one that holds.
// What somebody typed is never overwritten: another profile at Meta is told, and the server compares before it writes.

const byId = id => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const box = byId('profile'), now = byId('now');

/* ---------- Texts ---------- */

const PARTS = ['about', 'description', 'vertical', 'email', 'address', 'websites'];

// As the server makes them before it compares.
const tidy = text => text.replaceAll('\r\n', '\n').trim();
const tidied = texts => Object.fromEntries(PARTS.map(part => [part,
  part === 'websites' ? texts.websites.map(tidy).filter(Boolean) : tidy(texts[part])]));
const same = (a, b, part) => JSON.stringify(a[part]) === JSON.stringify(b[part]);
const differing = (a, b) => PARTS.filter(part => !same(a, b, part));

const controls = part => all(`[name="${part}"]`, box).filter(el => el.localName !== 'button');
const typed = () => tidied(Object.fromEntries(PARTS.map(part => [part,
  part === 'websites' ? controls(part).map(el => el.value) : controls(part)[0].value])));
const ofMeta = () => JSON.parse(now.dataset.texts);
const filled = () => all('[name]', box).filter(el => PARTS.includes(el.name) && el.localName !== 'button');

let held = now?.dataset.texts; // what Meta had when this page last looked
let seen = box && tidied(JSON.parse(byId('seen')?.value ?? held)); // what the person saw when they began

// The fields that differ from what the person saw; each link is a field.
function changed() {
  const one = typed();
  const isChanged = el => el.name === 'websites'
    ? !same(one, seen, 'websites') && tidy(el.value) !== (seen.websites[at(el)] ?? '')
    : !same(one, seen, el.name);
  return filled().filter(isChanged);
}
const at = link => controls('websites').indexOf(link);

/* ---------- Faults ---------- */

// The same rules as the server's, whose word is the one that counts; only what was changed is judged.
const isAddress = text => {
  const [name, host, more] = text.split('@');
  return !!name && !!host && more === undefined && !/\s/.test(text)
    && host.includes('.') && !host.includes('..') && !host.startsWith('.') && !host.endsWith('.');
};
const isLink = text => /^https?:\/\/[^\s/?#.:@]\S*$/i.test(text);
const isTaken = () => !('raw' in byId('vertical').selectedOptions[0].dataset);
const length = text => [...tidy(text)].length;

// The sentence of what is wrong with a field.
function fault(el) {
  const text = tidy(el.value), { limit, empty, long, other } = el.closest('.field').dataset;
  if (!text) return empty;
  if (limit && length(text) > Number(limit)) return long.replace('{n}', number(length(text)));
  const isGood = { email: isAddress, websites: isLink, vertical: isTaken }[el.name]?.(text) ?? true;
  return isGood ? undefined : other;
}

function showFault(el, sentence) {
  const line = byId(`${el.id}-error`);
  line.hidden = !sentence;
  line.lastElementChild.textContent = sentence ?? '';
  if (sentence) el.setAttribute('aria-invalid', 'true');
  else el.removeAttribute('aria-invalid');
}

/* ---------- What is shown ---------- */

const { lang } = document.documentElement;
const number = n => n.toLocaleString(lang);

function count(el) {
  const counter = byId(`${el.id}-count`);
  if (!counter) return;
  const n = length(el.value);
  counter.textContent = counter.dataset.count.replace('{n}', number(n));
  counter.toggleAttribute('data-over', n > Number(el.closest('.field').dataset.limit));
}

function word(raw) {
  const option = all('option', byId('vertical')).find(el => el.value === raw);
  return option ? option.textContent : raw;
}

function preview() {
  for (const line of all('[data-shows]')) {
    const el = byId(line.dataset.shows);
    const text = el.id === 'vertical' ? (el.value && word(el.value)) : tidy(el.value);
    if (line.textContent !== text) line.textContent = text;
    const frame = line.closest('.pl') ?? line.closest('.pcard');
    if (frame) frame.hidden = !text;
  }
}

function show() {
  filled().forEach(count);
  preview();
  const bar = byId('save');
  if (!bar) return;
  const fields = changed(), wrong = fields.filter(fault);
  bar.hidden = fields.length === 0;
  const [title, why] = bar.querySelector('[role="status"]').children;
  const { one, many, fix } = bar.dataset;
  const names = wrong.map(el => all('label', box).find(label => label.htmlFor === el.id).textContent);
  const list = new Intl.ListFormat(lang, { type: 'conjunction' }).format(names);
  // In the next frame, or a region that was hidden until now would not be read out.
  requestAnimationFrame(() => {
    put(title, fields.length === 1 ? one : many.replace('{n}', number(fields.length)));
    put(why, names.length ? fix.replace('{fields}', list) : '');
  });
}

const put = (el, text) => { if (el.textContent !== text) el.textContent = text; };

/* ---------- What Meta has ---------- */

function load(texts) {
  const links = controls('websites');
  if (texts.websites.length > links.length) return location.reload(); // a field more than the page has
  links.forEach((el, nth) => { el.value = texts.websites[nth] ?? ''; });
  for (const part of PARTS.filter(part => part !== 'websites')) {
    const [el] = controls(part);
    if (part === 'vertical' && !all('option', el).some(option => option.value === texts.vertical)) {
      const option = new Option(texts.vertical, texts.vertical); // not on Meta's list
      option.dataset.raw = '';
      el.add(option);
    }
    el.value = texts[part];
  }
  adopt(texts);
}

// From here on these are what the person saw.
function adopt(texts) {
  seen = tidied(texts);
  if (byId('seen')) byId('seen').value = JSON.stringify(texts);
  for (const el of filled()) showFault(el);
  for (const instead of all('.instead', box)) instead.remove();
  showMoved(false);
  show();
}

// The marks of what Meta told stand on the fields, which live outside of the parts that are swapped.
function mark() {
  for (const el of all('[data-part]', box)) {
    const told = all('data', now).find(data => data.dataset.of === el.dataset.part);
    const marks = told && { field: told.dataset.of, value: told.value, how: told.dataset.how, at: told.dataset.at };
    for (const name of ['field', 'value', 'how', 'at']) {
      if (!told) delete el.dataset[name];
      else if (el.dataset[name] !== marks[name]) el.dataset[name] = marks[name];
    }
  }
}

function heard() {
  const texts = ofMeta(), meta = tidied(texts), isTouched = changed().length > 0;
  mark();
  if (now.dataset.may !== box.dataset.may && !isTouched) return location.reload();
  if (now.dataset.texts === held) return; // read again, and the same
  held = now.dataset.texts;
  if (!isTouched) return load(texts);
  if (differing(meta, typed()).length > 0) return tell(meta);
  // What was typed is what Meta has by now, as after a save that Meta did not answer.
  adopt(texts);
  if (byId('told')) byId('told').hidden = true;
  byId('settled').hidden = false;
}

// Beside what was typed: which fields are other ones at Meta than when the person began.
function tell(meta) {
  const others = differing(meta, seen);
  for (const line of all('li[data-part]', byId('moved'))) {
    const { part } = line.dataset, quote = line.querySelector('q');
    line.hidden = !others.includes(part);
    const text = part === 'websites' ? meta.websites.join(', ') : part === 'vertical' ? meta.vertical && word(meta.vertical) : meta[part];
    put(quote, text || quote.dataset.empty);
  }
  showMoved(others.length > 0);
}

// Also in the bar, since who edits further down does not see the top of the page.
function showMoved(isMoved) {
  byId('moved').hidden = !isMoved;
  if (byId('moved-link')) byId('moved-link').hidden = !isMoved;
}

/* ---------- Acts ---------- */

const TWICE = 30_000; // a second click within is the same one: Meta is asked for as long at most
let isLeaving = false;

function startForm() {
  box.addEventListener('input', ({ target }) => {
    byId('settled').hidden = true;
    const line = byId(`${target.id}-error`);
    if (line && !line.hidden) showFault(target, fault(target)); // mended while one types; found only afterwards
    show();
  });
  box.addEventListener('change', ({ target }) => {
    if (byId(`${target.id}-error`)) showFault(target, changed().includes(target) ? fault(target) : undefined);
  });
  box.addEventListener('submit', event => {
    if (isLeaving) return event.preventDefault();
    const wrong = event.submitter?.name === 'take' ? [] : changed().filter(fault);
    for (const el of wrong) showFault(el, fault(el));
    wrong[0]?.focus();
    if (wrong.length) return event.preventDefault();
    isLeaving = true;
    const button = byId('save').querySelector('button'), text = button.textContent;
    // In the next turn: a button that is out of use by now would not be sent along.
    setTimeout(() => { button.disabled = true; put(button, button.dataset.saving); });
    setTimeout(() => { isLeaving = false; button.disabled = false; put(button, text); }, TWICE);
  });
  byId('discard').addEventListener('click', event => {
    event.preventDefault();
    if (byId('told')) byId('told').hidden = true;
    load(ofMeta());
    byId('about').focus();
  });
  addEventListener('beforeunload', event => {
    if (!isLeaving && changed().length) event.preventDefault();
  });
}

function startChoice() {
  const select = byId('number');
  let isByPointer = false; // by keyboard each arrow is a choice, and the button says which one is meant
  select?.addEventListener('pointerdown', () => { isByPointer = true; });
  select?.addEventListener('keydown', () => { isByPointer = false; });
  select?.addEventListener('change', () => { if (isByPointer) select.form.requestSubmit(); });
}

// A picture that can't be had leaves the drawing behind it.
function startPhotos() {
  for (const img of all('.ava img')) if (img.complete && !img.naturalWidth) img.remove();
  document.addEventListener('error', ({ target }) => { if (target.matches?.('.ava img')) target.remove(); }, true);
}

startChoice();
startPhotos();
if (box) {
  // The answer to a form stands at the form's address, which can't be asked again; the page's own can.
  if (location.pathname.startsWith('/profile/')) history.replaceState(history.state, '', box.dataset.address);
  byId('save')?.classList.add('savebar');
  if (byId('save')) startForm();
  if (byId('seen') && byId('told')) tell(tidied(ofMeta()));
  show();
  new MutationObserver(heard).observe(now, { attributes: true, childList: true, subtree: true });
}
