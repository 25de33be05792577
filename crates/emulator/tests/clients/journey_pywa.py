"""A journey of pywa, a public client, with the emulator in Meta's place.

EMULATOR_URL is where the emulator listens; its world is the built-in one. Everything that is not
pywa's is asked of /_control, where a developer asks it too. Exits 0 when all went as it should.
"""
import json
import os
import socket
import threading
import time
import urllib.request

import httpx
from pywa import WhatsApp, filters, types
from pywa.errors import ExpiredAccessToken, ReEngagementMessage, WhatsAppError
from pywa.types.templates import (
    BodyText, Buttons, FooterText, HeaderText, ParamFormat, QuickReplyButton, Template,
    TemplateCategory, TemplateLanguage, TemplateStatus,
)

EMULATOR = os.environ["EMULATOR_URL"]
WABA = "102290129340398"
NUMBER = "106540352242922"
UNREGISTERED = "107719460358814"
CUSTOMER = "5511955550301"
STRANGER = "5511955559999"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


def control(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{EMULATOR}/_control/{path}", data)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


class ToEmulator(httpx.HTTPTransport):
    """Every host of Meta's is the emulator: this is all that a client has to change."""

    def handle_request(self, request):
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=httpx.URL(EMULATOR).port)
        return super().handle_request(request)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def until(what, holds):
    for _ in range(400):
        if holds():
            return
        time.sleep(0.025)
    raise AssertionError(f"it never came: {what}")


world = control("world")
app, token = world["app"], world["tokens"]["system_user"]
client = WhatsApp(
    phone_id=NUMBER, token=token, waba_id=WABA, session=httpx.Client(transport=ToEmulator()),
    app_id=int(app["id"]), app_secret=app["secret"], verify_token="say-it", validate_updates=True,
)
heard, statuses = [], []


@client.on_message
def message(_, one):
    heard.append(one)


@client.on_callback_button
def button(_, one):
    heard.append(one)


@client.on_message_status
def status(_, one):
    statuses.append(one)


@client.on_template_status_update
def template_status(_, one):
    heard.append(one)


# Its own webhook server, and the handshake; every signature is checked by pywa.
port = free_port()
threading.Thread(target=lambda: client.run(port=port, log_level="error"), daemon=True).start()


def listens():
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


until("pywa's server", listens)
app_token = client.get_app_access_token(int(app["id"]), app["secret"])
assert client.set_app_callback_url(
    int(app["id"]), app_token, f"http://127.0.0.1:{port}/", "say-it",
    ("messages", "message_template_status_update"),
)
client.api.send_raw_request("POST", f"/{WABA}/subscribed_apps")
forged = httpx.post(
    f"http://127.0.0.1:{port}/", content=b'{"object":"whatsapp_business_account","entry":[]}',
    headers={"x-hub-signature-256": "sha256=" + "0" * 64},
)
assert forged.status_code == 403, forged.status_code

# Account, numbers, profile.
account = client.get_business_account()
assert account.name == "Casa Ipê Brasil", account
numbers = list(client.get_business_phone_numbers())
assert NUMBER in [number.id for number in numbers]
assert client.get_business_phone_number().verified_name == "Cobrança"
assert client.update_business_profile(about="Boletos por pywa", email="novo@casaipe.example")
profile = client.get_business_profile()
assert (profile.about, profile.email) == ("Boletos por pywa", "novo@casaipe.example")

# Templates: made, reviewed, listed, read, sent.
made = client.create_template(Template(
    name="pedido_pywa", category=TemplateCategory.UTILITY, language=TemplateLanguage.PORTUGUESE_BR,
    parameter_format=ParamFormat.NAMED,
    components=[
        HeaderText("Pedido"), BodyText("Oi {{nome}}, o pedido {{numero}} saiu.", nome="Ana", numero="7"),
        FooterText(text="Casa Ipê"), Buttons(buttons=[QuickReplyButton(text="Obrigado")]),
    ],
))
assert made.status == TemplateStatus.PENDING
control("clock", {"advance_seconds": 30})
until("the review", lambda: [one for one in heard if getattr(one, "template_id", None) == made.id
                             and one.new_status == TemplateStatus.APPROVED])
listed = client.get_templates(statuses=[TemplateStatus.APPROVED])
assert "pedido_pywa" in [one.name for one in listed] and listed.total_count >= 1
assert client.get_template(made.id).status == TemplateStatus.APPROVED
sent = client.send_template(
    STRANGER, "pedido_pywa", TemplateLanguage.PORTUGUESE_BR,
    [BodyText.params(nome="Bia", numero="8")],
)


def has(wamid, wanted):
    return any(one.id == wamid and one.status == wanted for one in statuses)


for wanted in (types.MessageStatusType.SENT, types.MessageStatusType.DELIVERED, types.MessageStatusType.READ):
    until(f"{wanted} of the template", lambda: has(sent.id, wanted))

# Archived and brought back, which is on another host of Meta's.
assert made.id in client.archive_templates([made.id]).archived
assert made.id in client.unarchive_templates([made.id]).unarchived

# Outside the window a text is accepted, and fails by webhook.
late = client.send_message(STRANGER, "tarde")
until("the failure", lambda: has(late.id, types.MessageStatusType.FAILED))
failed = next(one for one in statuses if one.id == late.id and one.error)
assert isinstance(failed.error, ReEngagementMessage), failed.error

# A customer writes: text, picture, answer to a button.
control(f"users/{CUSTOMER}/messages", {"to": NUMBER, "text": "Olá, é a Marina 🌳"})
until("the customer's text", lambda: [one for one in heard if getattr(one, "text", None) == "Olá, é a Marina 🌳"])
first = next(one for one in heard if getattr(one, "text", None))
assert first.mark_as_read() and first.indicate_typing()
answer = first.reply("Oi!", quote=True)
until("the answer's reading", lambda: has(answer.id, types.MessageStatusType.READ))
asked = client.send_message(CUSTOMER, "Posso?", buttons=[types.Button("Sim", "yes"), types.Button("Não", "no")])
control(f"users/{CUSTOMER}/messages", {
    "to": NUMBER, "type": "interactive", "context": {"message_id": asked.id},
    "interactive": {"type": "button_reply", "button_reply": {"id": "yes", "title": "Sim"}},
})
until("the button", lambda: [one for one in heard if getattr(one, "data", None) == "yes"])
control(f"users/{CUSTOMER}/messages", {"to": NUMBER, "type": "image", "image": {"caption": "foto"}})
until("the picture", lambda: [one for one in heard if getattr(one, "image", None)])
picture = next(one for one in heard if getattr(one, "image", None))
assert picture.image.get_bytes().startswith(b"\x89PNG")

# Pictures, a list, a place and a card the other way.
medium = client.upload_media(PNG, "image/png", filename="ponto.png")
shown = client.send_image(CUSTOMER, medium, caption="um ponto")
until("the picture's reading", lambda: has(shown.id, types.MessageStatusType.READ))
assert client.get_media_bytes(client.get_media_url(medium.id).url) == PNG
assert client.delete_media(medium.id)
client.send_location(CUSTOMER, latitude=-23.5, longitude=-46.6, name="Loja")
client.send_reaction(CUSTOMER, "👍", first.id)
client.send_message(CUSTOMER, "Escolha", buttons=types.SectionList(
    "Ver", [types.Section("Lojas", [types.SectionRow("São Paulo", "sp")])],
))

# Meta's errors are pywa's exceptions.
def refused(kind, call):
    try:
        call()
    except WhatsAppError as error:
        is_it = error.code == kind if isinstance(kind, int) else isinstance(error, kind)
        assert is_it, repr(error)
        assert error.fbtrace_id
        return error
    raise AssertionError(f"{kind} did not come")


refused(133010, lambda: client.send_message(CUSTOMER, "x", sender=UNREGISTERED))
refused(132001, lambda: client.send_template(STRANGER, "nao_ha", TemplateLanguage.PORTUGUESE_BR, []))
refused(100, lambda: client.get_template("1"))
control("tokens/system_user", {"expires_in": -1})
refused(ExpiredAccessToken, lambda: client.get_business_account())
print("pywa: all went as it should")
os._exit(0)
