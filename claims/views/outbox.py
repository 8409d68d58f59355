"""What the portal sent, for a newcomer without a mail server; DEMO only."""

import re

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.domain.message_words import INDONESIAN
from claims.domain.sms import sms_size
from claims.models import Notification
from claims.services import notifying
from jht_portal.lib.access import guarded
from participants.domain.channels import SMS

LABELS = dict(Notification.CHANNELS)
SHOWN = 50
CODE = re.compile(r"\b\d{3} \d{3}\b")


def _demo_exists(request: HttpRequest) -> None:
    if not settings.DEMO:
        raise Http404


demo_only = guarded("demo", _demo_exists)


@demo_only
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show every message in full, sent or not, the newest first."""
    wanted = request.GET.get("saluran", "")
    channel = wanted if wanted in LABELS else ""
    page = Paginator(notifying.told(channel), SHOWN).get_page(request.GET.get("halaman"))
    letters = [_shown(message) for message in page]
    return render(request, "claims/outbox/list.html", {"letters": letters, "page": page, "channels": LABELS.items(), "channel": channel})


def _shown(message: Notification) -> dict[str, object]:
    """Return a message with its code, and as an SMS with its length."""
    size = sms_size(message.body) if message.channel == SMS else None
    return {"message": message, "code": _code(message.body), "size": size, "language": message.language or INDONESIAN}


def _code(body: str) -> str:
    found = CODE.search(body)
    return found.group() if found else ""
