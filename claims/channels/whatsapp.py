"""WhatsApp through the Cloud API of the account that WHATSAPP_URL names, and the signature of its reports.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages (POST /{phone number id}/messages)
https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates, …/support/error-codes
https://developers.facebook.com/docs/graph-api/webhooks/getting-started (X-Hub-Signature-256)

Whoever has not written to us within 24 hours may be sent a template only. Two are registered with WhatsApp, and what
they say is in docs/channels.md: one of the kind "authentication" for codes, and one of the kind "utility" whose second
place takes the message in one line, so that what was sent is what the outbox keeps.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from claims.channels.failures import DeliveryFailed
from claims.channels.http import post_json
from claims.channels.letters import Letter
from claims.channels.locally import keep_letter, print_letter
from claims.channels.providers import CLOUD, CONSOLE, FILE, Provider, read_provider

TEMPLATE, CODE_TEMPLATE = "jht_kabar", "jht_kode"
LONGEST_PLACE, LONGEST_TEXT = 1024, 4096
ENDING = 420
"""Letters that are never left out: what to do, the claim's number, the check code, and that all is free."""
PASSING = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016})
"""Too many at once, or their fault: it may pass."""
ACCOUNT = frozenset({0, 3, 10, 190, 368, 131005, 131031, 131037, 131042, 131045, 132000, 132001, 132007, 132015, 132016, 133010})
"""Our token, our bill or our template is wrong, not the message: somebody must mend it, then it goes out."""


def send(letter: Letter) -> str:
    """Hand one message to WhatsApp; return what it calls the message; raise DeliveryFailed."""
    provider = read_provider(settings.WHATSAPP_URL)
    if provider.kind == CONSOLE:
        return print_letter("whatsapp", letter)
    if provider.kind == FILE:
        return keep_letter(provider.base, "whatsapp", letter)
    if provider.kind != CLOUD:
        raise DeliveryFailed("no account is set up", permanent=True)
    return _send(letter, provider)


def signature(body: bytes, provider: Provider) -> str:
    """Return what X-Hub-Signature-256 must be for a report BODY."""
    return "sha256=" + hmac.new(provider.options["secret"].encode(), body, hashlib.sha256).hexdigest()


def _send(letter: Letter, provider: Provider) -> str:
    document = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.recipient.removeprefix("+"),
        "biz_opaque_callback_data": letter.id,
        **_content(letter, provider.options),
    }
    headers = {"Authorization": f"Bearer {provider.password}"}
    status, told = post_json(f"{provider.base}/{provider.user}/messages", document, key=letter.id, headers=headers)
    if status >= 400:
        raise _refusal(status, told)
    messages = told.get("messages") or [{}]
    return str(messages[0].get("id", ""))


def _content(letter: Letter, options: Mapping[str, str]) -> dict[str, Any]:
    if letter.code:
        button = {"type": "button", "sub_type": "url", "index": "0", "parameters": [_text(letter.code)]}
        return _template(options.get("code_template", CODE_TEMPLATE), letter, [_body(letter.code), button])
    if letter.answers:
        return {"type": "text", "text": {"preview_url": False, "body": _shortened(letter.body.strip(), LONGEST_TEXT)}}
    return _template(options.get("template", TEMPLATE), letter, [_body(settings.OPERATOR_NAME, one_line(letter.body))])


def _template(name: str, letter: Letter, components: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "template", "template": {"name": name, "language": {"code": letter.language}, "components": components}}


def _body(*texts: str) -> dict[str, Any]:
    return {"type": "body", "parameters": [_text(text) for text in texts]}


def _text(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


def one_line(body: str) -> str:
    """Return BODY as a place of a template takes it: no new line, at most 1,024 letters."""
    return _shortened(" ".join(body.split()), LONGEST_PLACE)


def _shortened(text: str, longest: int) -> str:
    """Return TEXT in LONGEST letters: what is too much is left out before its ending, between two words."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - ENDING - 2].rpartition(' ')[0]} … {text[-ENDING:].partition(' ')[2]}"


def _refusal(status: int, told: Mapping[str, Any]) -> DeliveryFailed:
    error = told.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if code in ACCOUNT:
        return DeliveryFailed(f"sign-in refused: {code}")
    known = code if isinstance(code, int) else ""
    return DeliveryFailed(f"whatsapp refused: {status} {known}".strip(), permanent=code not in PASSING)
