"""Where providers report what became of messages: open to the world, believed with their signature only.

A report changes nothing but the state of one message, so its pages carry no token of ours; without a provider that is
set up, or with a signature that does not fit, they answer 403 and do nothing.
"""

import hmac
import json
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from claims.channels import twilio, vonage, whatsapp
from claims.channels.providers import CLOUD, TWILIO, VONAGE, read_provider
from claims.services import reading_reports, receipts
from claims.services.reading_reports import Inbound
from jht_portal.lib.access import public
from participants.domain.channels import WHATSAPP

LARGEST = 64 * 1024
LARGEST_OF_WHATSAPP = 3 * 1024 * 1024
"""After an outage it tells of many messages at once."""
UNREADABLE = (ValueError, RecursionError)
LONGEST_CHALLENGE = 100


@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def whatsapp_reports(request: HttpRequest) -> HttpResponse:
    """Prove to WhatsApp that this address is ours (GET), or take in what it tells (POST)."""
    provider = read_provider(settings.WHATSAPP_URL)
    if provider.kind != CLOUD:
        return refused()
    if request.method == "GET":
        return _challenge(request.GET, provider.options["verify"])
    if _is_large(request, LARGEST_OF_WHATSAPP):
        return HttpResponse(status=413)
    body = request.read()  # Unlike request.body, which is bound to the length of a form.
    if not _same(request.headers.get("X-Hub-Signature-256", ""), whatsapp.signature(body, provider)):
        return refused()
    try:
        document = json.loads(body)
    except UNREADABLE:
        return HttpResponse(status=400)
    return _taken_in(reading_reports.of_whatsapp(document, timezone.now()))


@csrf_exempt
@public
@require_POST
def sms_reports(request: HttpRequest) -> HttpResponse:
    """Take in what the gateway of SMS_URL tells."""
    provider, now = read_provider(settings.SMS_URL), timezone.now()
    if provider.kind not in (TWILIO, VONAGE):
        return refused()
    if _is_large(request, LARGEST):
        return HttpResponse(status=413)
    fields = _fields(request)
    if provider.kind == TWILIO:
        address = f"{settings.PUBLIC_URL}{request.get_full_path()}"
        if not _same(request.headers.get("X-Twilio-Signature", ""), twilio.signature(address, fields, provider)):
            return refused()
        return _taken_in(reading_reports.of_twilio(fields, request.GET.get("pesan", ""), now))
    if not _same(fields.get("sig", "").lower(), vonage.signature(fields, provider)):
        return refused()
    return _taken_in(reading_reports.of_vonage(fields, now))


def refused() -> HttpResponse:
    return HttpResponse("refused", status=403, content_type="text/plain")


def _challenge(asked: QueryDict, token: str) -> HttpResponse:
    challenge = asked.get("hub.challenge", "")
    known = asked.get("hub.mode") == "subscribe" and _same(asked.get("hub.verify_token", ""), token)
    if not (known and challenge.isascii() and challenge.isalnum() and len(challenge) <= LONGEST_CHALLENGE):
        return refused()
    return HttpResponse(challenge, content_type="text/plain")


def _taken_in(told: Iterable[receipts.Report | Inbound]) -> HttpResponse:
    """Note everything; a report that we know nothing of is taken in too, or it would come again for days."""
    now = timezone.now()
    for each in told:
        if isinstance(each, Inbound):
            receipts.heard_from(WHATSAPP, each.phone, each.text, each.at, now)
        else:
            receipts.note(each, now)
    return HttpResponse("ok", content_type="text/plain")


def _is_large(request: HttpRequest, largest: int) -> bool:
    return int(request.META.get("CONTENT_LENGTH") or 0) > largest


def _fields(request: HttpRequest) -> Mapping[str, str]:
    """Return the fields of a form, or of a flat JSON object, as text."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        document = json.loads(request.body)
    except UNREADABLE:
        return {}
    return {_text(name): _text(value) for name, value in document.items()} if isinstance(document, dict) else {}


def _text(value: object) -> str:
    """Return VALUE as text that can be signed: JSON may hold halves of signs."""
    return str(value).encode(errors="replace").decode()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
