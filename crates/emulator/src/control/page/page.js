// The control page: asks /_control every two seconds and writes what it hears as text.
"use strict";
const words = JSON.parse(document.getElementById("words").textContent);
const byId = (id) => document.getElementById(id);
const language = document.documentElement.lang;
const SHOWN = 40;
let world = null, chosen = null;

const ask = async (path, method = "GET", body = undefined) => {
  const options = { method };
  if (body !== undefined) Object.assign(options, { body: typeof body === "string" ? body : JSON.stringify(body), headers: { "content-type": "application/json" } });
  const answer = await fetch("/_control/" + path, options);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error.message);
  return told;
};
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const complain = (error) => { byId("error").textContent = error.message; };
const say = (text) => { byId("error").textContent = ""; byId("done").textContent = text; };
// What somebody asked for: done, said, and shown at once.
const act = (label, path, body, method = "POST") => ask(path, method, body).then((told) => { say(words.did + " " + label); show(); return told; }).catch(complain);
const button = (label, press, className = "btn") => {
  const one = make("button", className, label);
  one.type = "button";
  one.onclick = press;
  return one;
};
// Rebuilt only when it differs, so that focus and selection stay.
const seen = new Map();
const fill = (id, state, build) => {
  const text = JSON.stringify(state);
  if (seen.get(id) === text) return;
  seen.set(id, text);
  const focused = document.activeElement?.closest?.("#" + id) ? document.activeElement.dataset.key : null;
  byId(id).replaceChildren(...build(state));
  if (focused) [...byId(id).querySelectorAll("[data-key]")].find((one) => one.dataset.key === focused)?.focus();
};

const TONES = { GREEN: "ok", YELLOW: "warn", RED: "bad", CONNECTED: "ok", FLAGGED: "warn", AVAILABLE: "ok", LIMITED: "warn", APPROVED: "ok", PENDING: "warn", UNKNOWN: "", UNVERIFIED: "warn" };
const toned = (label, value) => {
  const fact = make("span");
  fact.append(label + " ", make("span", "tone " + (TONES[value] ?? "bad"), value));
  return fact;
};
const entity = (kind, node, facts) => {
  const one = make("div", "entity " + kind);
  one.append(make("b", "", node.name), make("span", "id", node.id), toned(words.can_send, node.can_send_message), ...facts);
  return one;
};
const numberOf = (number) => {
  const row = make("label", "number"), radio = make("input"), facts = make("span", "facts"), name = make("span");
  Object.assign(radio, { type: "radio", name: "number", value: number.id, checked: number.id === chosen });
  radio.dataset.key = number.id;
  radio.onchange = () => { chosen = number.id; tellChosen(); };
  name.append(make("b", "", number.verified_name), " ", make("span", "id", number.display_phone_number));
  facts.append(toned(words.status, number.status), toned(words.quality, number.quality), toned(words.can_send, number.can_send_message));
  if (number.reasons.length) facts.append(make("span", "", number.reasons.join(", ")));
  row.append(radio, name, facts);
  return row;
};
const templatesOf = (waba) => {
  if (!waba.message_templates.length) return [];
  const all = make("details"), list = make("div", "facts");
  const summary = make("summary", "quiet", words.templates + " (" + waba.message_templates.length + ")");
  summary.dataset.key = "templates " + waba.id;
  list.append(...waba.message_templates.map((one) => toned(one.name + " (" + one.language + ")", one.status)));
  all.append(summary, list);
  return [all];
};
const worldOf = (businesses) => businesses.flatMap((business) => [
  entity("business", business, [make("span", "", words.limit + " " + business.whatsapp_business_manager_messaging_limit)]),
  ...business.wabas.flatMap((waba) => [
    entity("waba", waba, [make("span", "", words.rules + " " + waba.rules)]),
    ...waba.phone_numbers.map(numberOf),
    ...templatesOf(waba),
  ]),
]);

const chain = () => {
  for (const business of world.businesses) for (const waba of business.wabas) {
    const number = waba.phone_numbers.find((one) => one.id === chosen);
    if (number) return { business, waba, number };
  }
  return null;
};
const tellChosen = () => {
  const at = chain();
  byId("chosen").textContent = at ? at.number.verified_name + " · " + at.number.display_phone_number + " · " + at.waba.name : words.none_chosen;
};
const onChosen = (label, what) => button(label, () => {
  const at = chain();
  if (!at) return complain(new Error(words.none_chosen));
  const [path, body] = what(at);
  act(label, path, body);
});
const setUp = () => {
  const onNumber = (label, set) => onChosen(label, ({ number }) => ["numbers/" + number.id, set]);
  byId("qualities").append(...[["high", "GREEN"], ["medium", "YELLOW"], ["low", "RED"], ["unknown", "UNKNOWN"]].map(([word, quality]) => onNumber(words[word], { quality })));
  byId("statuses").append(...[["flag", "FLAGGED"], ["restrict", "RESTRICTED"], ["ban", "BANNED"], ["reconnect", "CONNECTED"]].map(([word, status]) => onNumber(words[word], { status })));
  byId("limits").append(...["TIER_250", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"].map((tier) => onChosen(tier, ({ business }) => ["businesses/" + business.id, { whatsapp_business_manager_messaging_limit: tier }])));
  const send = (can_send_message, extra = {}) => ({ can_send_message, ...extra });
  byId("entities").append(
    onChosen(words.block_waba, ({ waba }) => ["wabas/" + waba.id, send("BLOCKED", { errors: [{ error_code: 141006, error_description: "There is an error with the payment method. This will block business initiated conversations.", possible_solution: "There was an error with your payment method. Please add a new payment method to the account." }] })]),
    onChosen(words.limit_business, ({ business }) => ["businesses/" + business.id, send("LIMITED", { errors: [{ error_code: 141010, error_description: "The Business has not passed business verification.", possible_solution: "Visit business settings and start or resolve the business verification request." }] })]),
    onChosen(words.disable_waba, ({ waba }) => ["wabas/" + waba.id, { ban_state: "DISABLE" }]),
    onChosen(words.reinstate_waba, ({ waba }) => ["wabas/" + waba.id, { ban_state: "REINSTATE" }]),
    button(words.free_all, async () => {
      const at = chain();
      if (!at) return complain(new Error(words.none_chosen));
      try {
        await ask("wabas/" + at.waba.id, "POST", send("AVAILABLE"));
        await ask("businesses/" + at.business.id, "POST", send("AVAILABLE"));
        act(words.free_all, "numbers/" + at.number.id, send("AVAILABLE"));
      } catch (error) { complain(error); }
    }));
  byId("turns").append(...[["hour", 3600], ["day", 86400], ["week", 604800]].map(([word, advance_seconds]) => button(words[word], () => act(words[word], "clock", { advance_seconds }))));
  byId("reset").onclick = () => { if (confirm(words.reset_sure)) act(words.reset, "reset", {}); };
  byId("clear").onclick = () => act(words.clear, "webhooks", {}, "DELETE").then(() => byId("hooks").replaceChildren());
  byId("disarm").onclick = () => act(words.disarm, "faults", { fault: null });
};

const forms = () => {
  const given = (form) => Object.fromEntries(new FormData(form));
  const on = (id, what) => { byId(id).onsubmit = (event) => { event.preventDefault(); what(event.target); }; };
  const range = byId("arm").elements.share;
  range.oninput = () => { byId("arm").querySelector("output").textContent = range.value + " %"; };
  on("arm", async (form) => {
    const { fault, edge, share, calls, seconds } = given(form);
    const one = { fault, share: Number(share) / 100 };
    if (edge) one.edge = edge;
    if (calls) one.calls = Number(calls);
    if (seconds) one.seconds = Number(seconds);
    try {
      const { faults } = await ask("faults");
      act(words.arm, "faults", { faults: [...faults, one] });
    } catch (error) { complain(error); }
  });
  on("write", (form) => {
    const { wa_id, text } = given(form);
    if (!chain()) return complain(new Error(words.none_chosen));
    act(words.send, "users/" + encodeURIComponent(wa_id) + "/messages", { to: chosen, text });
  });
  on("order", (form) => act(words.set, "signup", given(form)));
  on("leave", (form) => act(words.post, "signed_requests", given(form)).then((left) => { if (left) say(words.answered + " " + (left.http_status ?? words.nothing) + " " + left.body); }));
  on("import", async (form) => act(words.put, "state", await form.elements.file.files[0].text(), "PUT"));
};

const faultsOf = (faults) => faults.map((one, nth) => {
  const item = make("li"), about = make("span", "about");
  const told = [one.edge, Math.round(one.share * 100) + " %", one.calls === null ? null : words.calls + ": " + one.calls, words.seconds + ": " + one.seconds];
  about.append(make("b", "", one.fault), told.filter(Boolean).join(" · "));
  const away = button(words.remove, () => act(words.remove, "faults", { faults: faults.filter((_, other) => other !== nth) }), "btn small");
  away.setAttribute("aria-label", words.remove + " " + one.fault);
  item.append(about, away);
  return item;
});
// A scenario that has no title in the page's language has the one that control tells, in English.
const titleOf = (one) => words["scenario_titles"][one.name] || one.title;
const scenariosOf = (list) => list.map((one) => {
  const item = make("li"), about = make("span", "about"), title = make("span", "quiet", titleOf(one)), buttons = make("span", "row");
  about.append(make("b", "", one.name), title);
  const path = "scenarios/" + encodeURIComponent(one.name);
  const live = button(words.play, () => act(one.name, path, {}), "btn small");
  live.setAttribute("aria-label", words.play + " " + one.name);
  buttons.append(live);
  if (one.ends_after_s !== null) {
    const through = button(words.play_through, () => act(one.name, path, { at_once: true }), "btn small");
    through.setAttribute("aria-label", words.play_through + " " + one.name);
    buttons.append(through);
  }
  item.append(about, buttons);
  return item;
});

const pretty = (text) => { try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; } };
const gist = (hook) => {
  try {
    const value = JSON.parse(hook.body).entry[0].changes[0].value;
    const status = value.statuses?.[0], message = value.messages?.[0];
    if (status) return "status=" + status.status + (value.statuses.length > 1 ? " ×" + value.statuses.length : "");
    if (message) return "type=" + message.type + (message.text ? " “" + message.text.body.slice(0, 80) + "”" : "");
    return ["event", "decision", "new_quality_score", "max_daily_conversations_per_business"].filter((key) => value[key] !== undefined).map((key) => key + "=" + value[key]).join(" ");
  } catch { return ""; }
};
const entry = (key, at, name, about, outcome, isGood, inside) => {
  const item = make("li"), details = make("details"), summary = make("summary"), text = make("span");
  item.dataset.entry = key;
  const when = new Date(at * 1000), time = make("time", "", when.toLocaleTimeString(language));
  time.dateTime = when.toISOString();
  text.append(make("em", "", name), " " + about);
  summary.append(time, text, make("span", isGood ? "good" : "poor", outcome));
  details.append(summary);
  details.ontoggle = () => { if (details.open && details.childElementCount === 1) details.append(...inside()); };
  item.append(details);
  return item;
};
// New entries come on top; those that are there stay as they are, open or not.
const log = (id, entries) => {
  const list = byId(id), known = new Set([...list.children].map((item) => item.dataset.entry));
  for (const [key, build] of entries) if (!known.has(key)) list.prepend(build());
  while (list.childElementCount > SHOWN) list.lastElementChild.remove();
};
const hookEntry = (hook) => [hook.id + " " + hook.attempt, () => entry(hook.id + " " + hook.attempt, hook.sent_at, hook.field, gist(hook), hook.lost ? words.lost : (hook.http_status ?? words.nothing) + " · " + hook.took_ms + " ms", hook.http_status === 200, () => {
  const row = make("div", "row"), again = button(words.redeliver, () => act(words.redeliver + " " + hook.id, "webhooks/" + hook.id + "/redeliver", {}), "btn small");
  row.append(again, make("span", "", [hook.id, hook.lost ? words.lost : words.attempt + " " + hook.attempt, hook.to].join(" · ")));
  return [make("pre", "", pretty(hook.body)), row];
})];
const callEntry = (call) => {
  const key = call.at + " " + call.nth;
  const outcome = call.status + " · " + call.took_ms + " ms" + (call.fault ? " · " + call.fault : "");
  return [key, () => entry(key, call.at, call.method, call.path, outcome, call.status < 400 && !call.fault, () => [make("pre", "", JSON.stringify(call.sent, null, 2)), make("pre", "", call.answer === null ? words.not_shown : pretty(call.answer))])];
};

const show = async () => {
  try {
    const [told, hooks, calls, faults] = await Promise.all([ask("world"), ask("webhooks?limit=" + SHOWN), ask("calls?limit=" + SHOWN), ask("faults")]);
    world = told;
    if (!chain()) chosen = world.businesses[0]?.wabas[0]?.phone_numbers[0]?.id ?? null;
    byId("now").textContent = new Date(world.now * 1000).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
    fill("world", world.businesses, worldOf);
    fill("armed", faults.faults, faultsOf);
    tellChosen();
    log("hooks", hooks.data.map(hookEntry));
    log("calls", calls.data.map(callEntry));
  } catch (error) { complain(error); }
};
const start = async () => {
  setUp();
  forms();
  try {
    const described = await ask("openapi.json"), { data } = await ask("scenarios");
    const { schema } = described.paths["/_control/faults"].post.requestBody.content["application/json"];
    byId("arm").elements.fault.append(...schema.anyOf[0].properties.fault.enum.filter(Boolean).map((name) => new Option(name, name)));
    fill("scenarios", data, scenariosOf);
  } catch (error) { complain(error); }
  await show();
  setInterval(() => { if (!document.hidden) show(); }, 2000);
};
start();
