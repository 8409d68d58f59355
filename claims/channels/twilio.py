"""SMS through Twilio's Messages resource, and the signature of its reports.

https://www.twilio.com/docs/messaging/api/message-resource (POST /2010-04-01/Accounts/{sid}/Messages.json)
https://www.twilio.com/docs/usage/security (X-Twilio-Signature: HMAC-SHA1 over the address and the sorted fields)
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from claims.channels.failures import DeliveryFailed
from claims.channels.http import basic, post_form
from claims.channels.letters import Letter
from claims.channels.providers import Provider

STATES: Mapping[str, str] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
}
"""What a report says, in our words; the steps before say nothing new."""

PASSING = frozenset({14107, 20429, 21611})
"""Too many at once."""
ACCOUNT = frozenset({21212, 21408, 21603, 21606, 21659, 21660, 21701, 21703, 21705})
"""Our sender or what our account may do is wrong, not the message: somebody must mend it, then it goes out."""


def send(letter: Letter, provider: Provider, *, report_to: str) -> str:
    """Hand LETTER over; return its SID. Raises DeliveryFailed."""
    sender = provider.options["from"]
    fields = {
        "To": letter.recipient,
        "MessagingServiceSid" if sender.startswith("MG") else "From": sender,
        "Body": letter.body.strip(),
        "StatusCallback": f"{report_to}?pesan={letter.id}",
    }
    url = f"{provider.base}/2010-04-01/Accounts/{provider.user}/Messages.json"
    status, told = post_form(url, fields, key=letter.id, headers=basic(provider.user, provider.password))
    if status >= 400:
        raise _refusal(status, told.get("code"))
    return str(told.get("sid", ""))


def _refusal(status: int, code: object) -> DeliveryFailed:
    code = code if isinstance(code, int) else 0
    if code in ACCOUNT:
        return DeliveryFailed(f"sign-in refused: {code}")
    return DeliveryFailed(f"gateway refused: {status} {code or ''}".strip(), permanent=code not in PASSING)


def signature(url: str, fields: Mapping[str, str], provider: Provider) -> str:
    """Return what X-Twilio-Signature must be for a report of FIELDS to the full address URL."""
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(provider.password.encode(), signed.encode(), hashlib.sha1).digest()).decode()
