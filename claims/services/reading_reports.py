"""Reports of providers in their own words, read into ours. Whatever they hold that we do not know is passed over."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from claims.channels import twilio, vonage
from claims.services.receipts import WHAT_IT_TELLS, Report
from participants.domain.channels import SMS, WHATSAPP


class Inbound(NamedTuple):
    """Something that a person wrote to us."""

    phone: str
    text: str
    at: datetime


def of_twilio(fields: Mapping[str, str], letter_id: str, now: datetime) -> Iterator[Report]:
    """Yield what a status callback tells."""
    if state := twilio.STATES.get(fields.get("MessageStatus", "")):
        yield Report(SMS, state, now, fields.get("MessageSid", ""), letter_id, _code(fields.get("ErrorCode")))


def of_vonage(fields: Mapping[str, str], now: datetime) -> Iterator[Report]:
    """Yield what a delivery receipt tells."""
    if state := vonage.STATES.get(fields.get("status", "")):
        yield Report(SMS, state, now, fields.get("messageId", ""), fields.get("client-ref", ""), _code(fields.get("err-code")))


def of_whatsapp(document: Any, now: datetime) -> Iterator[Report | Inbound]:
    """Yield every status and every message of a webhook's document."""
    for value in _values(document):
        for status in _objects(value.get("statuses")):
            if status.get("status") in WHAT_IT_TELLS:
                yield _whatsapp_report(status, now)
        for message in _objects(value.get("messages")):
            text = message.get("text")
            said = str(text.get("body", "")) if isinstance(text, dict) else ""
            yield Inbound(f"+{message.get('from', '')}", said, _moment(message.get("timestamp"), now))


def _whatsapp_report(status: Mapping[str, Any], now: datetime) -> Report:
    error = next(iter(_objects(status.get("errors"))), {})
    ours = str(status.get("biz_opaque_callback_data", ""))
    at = _moment(status.get("timestamp"), now)
    return Report(WHATSAPP, status["status"], at, str(status.get("id", "")), ours, _code(error.get("code")))


def _values(document: Any) -> Iterator[Mapping[str, Any]]:
    for entry in _objects(document.get("entry")) if isinstance(document, dict) else ():
        for change in _objects(entry.get("changes")):
            if isinstance(change.get("value"), dict):
                yield change["value"]


def _objects(found: Any) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _moment(seconds: Any, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now


def _code(code: Any) -> str:
    """Return a provider's number for a fault; whatever else stands there may hold an address."""
    return str(code) if str(code or "").isascii() and str(code or "").isalnum() else ""
