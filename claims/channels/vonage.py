"""SMS through Vonage's SMS API, and the signature of its delivery receipts.

https://developer.vonage.com/en/api/sms (POST /sms/json; errors come with status 200, one a part)
https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts
https://developer.vonage.com/en/getting-started/concepts/signing-messages (sig: SHA-256 HMAC over the sorted fields)
"""

import hashlib
import hmac
from collections.abc import Mapping

from claims.channels.failures import DeliveryFailed
from claims.channels.http import post_form
from claims.channels.letters import Letter
from claims.channels.providers import Provider
from claims.domain.sms import sms_size

STATES: Mapping[str, str] = {
    "accepted": "sent",
    "buffered": "sent",
    "delivered": "delivered",
    "expired": "failed",
    "failed": "failed",
    "rejected": "failed",
    "deleted": "failed",
}
OK = "0"
PASSING = frozenset({"1", "5", "8", "9", "10"})
"""Throttled, their fault, account barred, nothing left to pay with, too many binds: it may pass."""
ACCOUNT = frozenset({"4", "11", "14", "15", "23", "29", "32"})
"""Our secret, our sender's name or what our account may do is wrong, not the message: somebody must mend it, then it goes out."""


def send(letter: Letter, provider: Provider, *, report_to: str) -> str:
    """Hand LETTER over; return the id of its first part. Raises DeliveryFailed."""
    body = letter.body.strip()
    fields = {
        "api_key": provider.user,
        "api_secret": provider.password,
        "from": provider.options["from"],
        "to": letter.recipient.removeprefix("+"),
        "text": body,
        "type": "text" if sms_size(body).alphabet == "GSM-7" else "unicode",
        "client-ref": letter.id,
        "callback": report_to,
    }
    status, told = post_form(f"{provider.base}/sms/json", fields, key=letter.id, headers={})
    if status >= 400:
        raise DeliveryFailed(f"gateway refused: {status}", permanent=True)
    return _first_part(told)


def _first_part(told: Mapping[str, object]) -> str:
    """Return the id of the first part; raise where no part was taken. Once one was, the message counts as handed over."""
    parts = [part for part in told.get("messages") or [] if isinstance(part, dict)]
    if not parts:
        raise DeliveryFailed("no answer: no parts", unsure=True)
    taken = next((part for part in parts if part.get("status") == OK), None)
    if taken:
        return str(taken.get("message-id", ""))
    code = str(parts[0].get("status", ""))[:4]
    if code in ACCOUNT:
        raise DeliveryFailed(f"sign-in refused: {code}")
    raise DeliveryFailed(f"gateway refused: {code}", permanent=code not in PASSING)


def signature(fields: Mapping[str, str], provider: Provider) -> str:
    """Return what ``sig`` must be for a receipt of FIELDS, in lower case."""
    signed = "".join(f"&{name}={fields[name].translate(_MARKS)}" for name in sorted(fields) if name != "sig")
    return hmac.new(provider.options["signature"].encode(), signed.encode(), hashlib.sha256).hexdigest()


_MARKS = str.maketrans("&=", "__")
