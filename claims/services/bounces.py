"""Mail that came back: what a mail server reports about a message of ours (RFC 3464), read into one report each."""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from claims.services.receipts import Report
from participants.domain.channels import EMAIL

ACTIONS = {"failed": "failed", "delivered": "delivered"}
"""What is only late will come, or come back."""
OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
STATUS = re.compile(r"\d\.\d{1,3}\.\d{1,3}")


def reports_of(content: bytes, now: datetime) -> Iterator[Report]:
    """Yield what the report CONTENT tells about a message of ours; nothing where it is no report, or of no message of ours."""
    message = message_from_bytes(content, policy=policy.default)
    letter = _letter_of(message) if message.get_content_type() == "multipart/report" else ""
    for told in _recipients(message) if letter else ():
        if state := ACTIONS.get(str(told.get("Action", "")).strip().lower()):
            status = STATUS.search(str(told.get("Status", "")))
            yield Report(EMAIL, state, now, letter_id=letter, reason=status.group() if status else "")


def _recipients(message: EmailMessage) -> Iterator[Message]:
    """Yield what is told of every recipient; of the message as a whole tells a block without an Action."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list):
            yield from part.get_payload()


def _letter_of(message: EmailMessage) -> str:
    """Return our number of the message that came back, off its own headers."""
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            found = OURS.search(message_from_bytes(part.get_payload(decode=True)).get("Message-ID", ""))
        elif part.get_content_type() == "message/rfc822":
            found = OURS.search(str(part.get_payload(0).get("Message-ID", "")))
        else:
            continue
        if found:
            return found[1]
    return ""
