"""What the portal sent, for a newcomer without a mail server; DEMO only."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.services import notifying
from jht_portal.lib.access import guarded

CODE = re.compile(r"\b\d{3} \d{3}\b")


def _demo_exists(request: HttpRequest) -> None:
    if not settings.DEMO:
        raise Http404


demo_only = guarded("demo", _demo_exists)


@demo_only
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the newest messages in full, sent or not."""
    letters = [{"message": message, "code": _code(message.body)} for message in notifying.latest()]
    return render(request, "claims/outbox/list.html", {"letters": letters})


def _code(body: str) -> str:
    found = CODE.search(body)
    return found.group() if found else ""
