// A journey of Node alone (fetch, FormData, an HTTP server) with the emulator in Meta's place.
// EMULATOR_URL is where the emulator listens. Exits 0 when all went as it should.
import assert from "node:assert/strict";
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const emulator = process.env.EMULATOR_URL;
const waba = "102290129340398", number = "106540352242922", customer = "5511955550301";

const control = async (path, body) => {
  const answer = await fetch(`${emulator}/_control/${path}`,
    body && { method: "POST", body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
};
const { app, tokens } = await control("world");
const graph = async (method, path, body, token = tokens.system_user) => {
  const isForm = body instanceof FormData;
  const answer = await fetch(`${emulator}/v25.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(isForm ? {} : { "content-type": "application/json" }) },
    body: isForm ? body : body && JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};

// A webhook server that checks the signature over the raw bytes.
const heard = [];
const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (request.method === "GET") {
    const isRight = url.searchParams.get("hub.verify_token") === "say-it";
    return response.writeHead(isRight ? 200 : 403).end(url.searchParams.get("hub.challenge"));
  }
  const parts = [];
  for await (const part of request) parts.push(part);
  const raw = Buffer.concat(parts);
  const own = Buffer.from("sha256=" + createHmac("sha256", app.secret).update(raw).digest("hex"));
  const given = Buffer.from(request.headers["x-hub-signature-256"] ?? "");
  if (own.length !== given.length || !timingSafeEqual(own, given)) return response.writeHead(401).end();
  for (const entry of JSON.parse(raw).entry) for (const change of entry.changes) heard.push(change);
  response.writeHead(200).end();
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const until = async (what, find) => {
  for (let turn = 0; turn < 400; turn++) {
    const found = heard.find(find);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`it never came: ${what}`);
};

const callback = `http://127.0.0.1:${server.address().port}/`;
const subscribed = await graph("POST", `${app.id}/subscriptions`, {
  object: "whatsapp_business_account", callback_url: callback, verify_token: "say-it", fields: "messages",
}, `${app.id}|${app.secret}`);
assert.deepEqual(subscribed.body, { success: true });
assert.deepEqual((await graph("POST", `${waba}/subscribed_apps`)).body, { success: true });

await control(`users/${customer}/messages`, { to: number, text: "Olá 🌳" });
const asked = await until("the customer's text", ({ value }) => value.messages?.[0].text?.body === "Olá 🌳");
const form = new FormData();
form.set("messaging_product", "whatsapp");
form.set("file", new Blob(["%PDF-1.4"], { type: "application/pdf" }), "boleto.pdf");
const medium = (await graph("POST", `${number}/media`, form)).body.id;
const sent = await graph("POST", `${number}/messages`, {
  messaging_product: "whatsapp", to: customer, type: "document",
  document: { id: medium, filename: "boleto.pdf" }, context: { message_id: asked.value.messages[0].id },
});
assert.equal(sent.status, 200);
const wamid = sent.body.messages[0].id;
await until("the reading", ({ value }) => value.statuses?.some((one) => one.id === wamid && one.status === "read"));

const batch = await graph("POST", "", { batch: [
  { method: "GET", relative_url: `${number}?fields=verified_name` },
  { method: "GET", relative_url: "1" },
] });
assert.deepEqual(batch.body.map((part) => part.code), [200, 400]);
const unregistered = await graph("POST", "107719460358814/messages",
  { messaging_product: "whatsapp", to: customer, text: { body: "x" } });
assert.equal(unregistered.body.error.code, 133010);
server.close();
console.log("node: all went as it should");
