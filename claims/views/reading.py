"""The bytes of a document page, to whom they belong or whose work they are."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims import storage
from claims.access import participant_required
from claims.cleaning import CleanerBroken, FileRefused
from claims.services import reading
from claims.services.officers import desk_of
from jht_portal.errors import unavailable
from jht_portal.lib.access import guarded
from jht_portal.lib.officer_sessions import end_if_over
from jht_portal.lib.sessions import counter_stay, signed_in_id

logger = logging.getLogger(__name__)

FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def _ask_nobody(request: HttpRequest) -> None:
    """Leave the question who may read to the service; an officer who went away is logged out first."""
    end_if_over(request)


page_reader = guarded("page_reader", _ask_nobody)


@require_safe
@page_reader
def page_file(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Serve one page to its owner or to an officer of the claim's office; nobody else learns that it exists."""
    return _answer(lambda: _opened(request, page_id))


@require_safe
@page_reader
def page_sheet(request: HttpRequest, page_id: UUID, sheet: int) -> HttpResponse:
    """Serve one page of a PDF as a picture to an officer within whose reach the claim is."""
    try:
        return _answer(lambda: reading.draw_sheet_as_officer(page_id, sheet, desk_of(request.user), now=timezone.now()))
    except FileRefused as refused:
        logger.warning("stored PDF not drawn: %s", refused.code)
        return HttpResponse(status=422)


@require_safe
@participant_required
def page_thumbnail(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Serve the small picture of a page to its owner."""
    return _answer(lambda: reading.read_thumbnail(page_id, request.participant_id, now=timezone.now(), officer=_officer(request)))


def _officer(request: HttpRequest) -> AbstractBaseUser | None:
    """Return the officer who files with the participant at the counter: it is the officer who looks."""
    return request.user if counter_stay(request) else None


def _answer(opened: Callable[[], reading.PageFile]) -> HttpResponse:
    """Serve what OPENED returns; a store that rests is a pause in words, never a fault page."""
    try:
        return _sealed_off(opened())
    except reading.NotReadable as error:
        raise Http404 from error
    except (storage.StorageUnavailable, storage.DocumentMissing, storage.SealBroken, CleanerBroken) as fault:
        logger.error("stored page not readable: %s", type(fault).__name__)
        return unavailable()


def _opened(request: HttpRequest, page_id: UUID) -> reading.PageFile:
    now, participant_id = timezone.now(), signed_in_id(request)
    if participant_id:
        try:
            return reading.read_page_as_participant(page_id, participant_id, now=now, officer=_officer(request))
        except reading.NotReadable:  # One browser may hold both a participant and an officer.
            pass
    return reading.read_page_as_officer(page_id, desk_of(request.user), now=now)


def _sealed_off(file: reading.PageFile) -> HttpResponse:
    """Answer with headers that let a browser show the bytes and nothing else."""
    response = HttpResponse(file.content, content_type=file.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response
