// The photo of a profile in the browser: choosing it, cutting it by mouse, touch or keyboard, sending it.
// The file goes to the server as it is, with the square that was chosen; without this file the server takes the middle.
// The picture is drawn on a canvas from its bytes, so no address of it is ever made.

const byId = id => document.getElementById(id);
const form = byId('photo-form');
const LONGEST = 5 * 1024 * 1024, PIXELS = 16_000_000, LEAST = 192; // as the server has them, whose word counts
const RING = 0.86; // part of the area that the circle is wide

/* ---------- The cut ---------- */

let picture; // decoded
let cut; // left, top and side in its pixels
let ending; // told what became of the dialog

const { lang } = document.documentElement;
const percent = share => share.toLocaleString(lang, { style: 'percent' });
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
const shorter = () => Math.min(picture.width, picture.height);

function put(left, top, side) {
  side = clamp(side, Math.min(LEAST, shorter()), shorter());
  cut = { left: clamp(left, 0, picture.width - side), top: clamp(top, 0, picture.height - side), side };
  draw();
}

// Around the middle of what is seen.
function zoomTo(zoom) {
  const side = clamp(shorter() / zoom, Math.min(LEAST, shorter()), shorter()), off = (cut.side - side) / 2;
  put(cut.left + off, cut.top + off, side);
}

function draw() {
  const canvas = byId('crop-canvas'), width = Math.round(canvas.clientWidth * devicePixelRatio);
  if (canvas.width !== width) canvas.width = canvas.height = width;
  const scale = width * RING / cut.side, edge = width * (1 - RING) / 2;
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, width, width);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, edge - cut.left * scale, edge - cut.top * scale, picture.width * scale, picture.height * scale);
  const zoom = shorter() / cut.side, slider = byId('crop-zoom');
  if (document.activeElement !== slider || Math.abs(zoom * 100 - slider.value) >= 5) slider.value = Math.round(zoom * 100);
  byId('crop-percent').textContent = percent(Number(zoom.toFixed(2)));
  slider.setAttribute('aria-valuetext', percent(Number(zoom.toFixed(2))));
}

// Said after a key, not while a hand drags.
function say() {
  const line = byId('crop-place');
  line.textContent = line.dataset.place
    .replace('{left}', percent(Number((cut.left / picture.width).toFixed(2))))
    .replace('{top}', percent(Number((cut.top / picture.height).toFixed(2))));
}

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function startKeys(area) {
  area.addEventListener('keydown', event => {
    const way = KEYS[event.key], step = cut.side * (event.shiftKey ? 0.1 : 0.02);
    const zoom = { '+': 1.05, '=': 1.05, '-': 1 / 1.05 }[event.key];
    if (!way && !zoom || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // The photo follows the key, as it follows the hand.
    if (way) put(cut.left - way[0] * step, cut.top - way[1] * step, cut.side);
    else zoomTo(shorter() / cut.side * zoom);
    say();
  });
}

function startPointers(area) {
  const held = new Map();
  const spread = () => {
    const [a, b] = [...held.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  const place = ({ clientX: x, clientY: y }) => ({ x, y });
  area.addEventListener('pointerdown', event => {
    area.setPointerCapture(event.pointerId);
    held.set(event.pointerId, place(event));
  });
  area.addEventListener('pointermove', event => {
    const was = held.get(event.pointerId), is = place(event);
    if (!was) return;
    const before = held.size === 2 && spread();
    held.set(event.pointerId, is);
    if (before) return zoomTo(shorter() / cut.side * spread() / before);
    const scale = cut.side / (area.clientWidth * RING);
    put(cut.left - (is.x - was.x) * scale, cut.top - (is.y - was.y) * scale, cut.side);
  });
  for (const name of ['pointerup', 'pointercancel']) area.addEventListener(name, event => held.delete(event.pointerId));
}

// The square that a person chose; none when they left.
function askForCut(decoded) {
  picture = decoded;
  const dialog = byId('crop'), zoom = byId('crop-zoom');
  zoom.max = Math.max(100, Math.min(300, Math.floor(100 * shorter() / LEAST)));
  zoom.value = 100;
  byId('crop-place').textContent = '';
  dialog.showModal();
  byId('crop-area').focus();
  const side = shorter();
  put((picture.width - side) / 2, (picture.height - side) / 2, side);
  return new Promise(resolve => { ending = resolve; });
}

function end(square) {
  ending?.(square);
  ending = undefined;
  byId('crop').close();
}

function startDialog() {
  const dialog = byId('crop'), area = byId('crop-area');
  startKeys(area);
  startPointers(area);
  byId('crop-zoom').addEventListener('input', ({ target }) => zoomTo(target.value / 100));
  byId('crop-use').addEventListener('click', () => end(cut));
  for (const id of ['crop-close', 'crop-cancel']) byId(id).addEventListener('click', () => end());
  dialog.addEventListener('close', () => end()); // by Escape
  addEventListener('resize', () => { if (dialog.open) draw(); });
}

/* ---------- The file ---------- */

// A PNG says its size in its first bytes: one that claims too much is not even decoded here.
async function isTooMuch(file) {
  const head = new DataView(await file.slice(0, 24).arrayBuffer());
  const isPng = head.byteLength === 24 && head.getUint32(0) === 0x89504e47;
  return isPng && head.getUint32(16) * head.getUint32(20) > PIXELS;
}

// What can't be shown here goes to the server uncut, which says what is wrong with it.
async function decoded(file) {
  if (await isTooMuch(file)) return undefined;
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  const isFit = bitmap && bitmap.width * bitmap.height <= PIXELS && Math.min(bitmap.width, bitmap.height) >= LEAST;
  if (!isFit) bitmap?.close();
  return isFit ? bitmap : undefined;
}

function fault(sentence) {
  const drawn = byId('photo-unfit').content.cloneNode(true);
  drawn.querySelector('b').textContent = sentence;
  byId('photo-fault').replaceChildren(drawn);
}

function busy(isBusy) {
  const button = byId('photo-change'), { sending, choose } = button.dataset;
  button.setAttribute('aria-disabled', String(isBusy));
  button.lastElementChild.textContent = isBusy ? sending : choose;
}

// What the answer's page says of the photo; the rest of this page stays, with all that was typed.
async function send(file, square) {
  const body = new FormData(form);
  body.set('photo', file);
  body.set('seen', byId('photo').dataset.seen);
  for (const [name, value] of Object.entries(square ?? {})) body.set(name, String(Math.round(value)));
  busy(true);
  try {
    const answer = await fetch(form.action, { method: 'POST', body });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const parts = ['photo-fault', 'photo-said', 'photo', 'preview-who'].map(id => page.getElementById(id));
    if (parts.includes(null)) return location.reload(); // no page of a profile: the session ended, or the role
    for (const part of parts) take(part);
  } catch {
    fault(form.dataset.unsent);
  } finally {
    busy(false);
  }
}

// The regions that speak stay in place: what is put into them is read out.
function take(part) {
  const here = byId(part.id);
  for (const { name, value } of part.attributes) here.setAttribute(name, value);
  here.replaceChildren(...part.childNodes);
}

async function choose(file) {
  byId('photo-fault').replaceChildren();
  if (file.size > LONGEST) return fault(form.dataset.tooLong);
  const bitmap = await decoded(file);
  if (!bitmap) return send(file);
  const square = await askForCut(bitmap);
  bitmap.close();
  if (square) await send(file, square);
}

if (byId('photo-file')) {
  const input = byId('photo-file'), button = byId('photo-change');
  byId('photo-plain').hidden = true;
  button.hidden = false;
  button.addEventListener('click', () => { if (button.getAttribute('aria-disabled') !== 'true') input.click(); });
  input.addEventListener('change', async () => {
    const [file] = input.files;
    input.value = ''; // the same file can be chosen again
    if (file) await choose(file);
  });
  startDialog();
}
