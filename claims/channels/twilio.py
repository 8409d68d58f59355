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
        raise DeliveryFailed(f"gateway refused: {status} {_number(told.get('code'))}".strip(), permanent=True)
    return str(told.get("sid", ""))


def signature(url: str, fields: Mapping[str, str], provider: Provider) -> str:
    """Return what X-Twilio-Signature must be for a report of FIELDS to the full address URL."""
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(provider.password.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _number(code: object) -> str:
    return str(code) if isinstance(code, int) else ""
