"""Bytes of documents: to the owner and to officers of the claim's office, logged first, sealed off from everything else."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import storage
from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog
from claims.services.claim_file import access_lines
from jht_portal.lib.officer_sessions import IDLE_SECONDS, SEEN
from tests.builders import make_claim, make_membership, make_office, signed_in_client
from tests.claims.desk import JPEG, PDF, make_page, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return make_claim(ClaimStatus.SUBMITTED)


def address(page):
    return reverse("claims:page_file", args=[page.pk])


def log():
    return [(e.kind, e.object, e.user, e.by_participant) for e in AccessLog.objects.order_by("at")]


def test_officer_of_the_office_reads_and_it_is_logged(claim):
    page = make_page(claim, "ktp")
    officer, client = seat(Role.VERIFIER, office=claim.office)

    answer = client.get(address(page))

    assert (answer.status_code, answer.content, log()) == (200, JPEG, [("document", "ktp v1 p1", officer, None)])


def test_owner_reads_and_it_is_logged(claim):
    page = make_page(claim, "kk")

    answer = signed_in_client(claim.participant).get(address(page))

    assert (answer.content, log()) == (JPEG, [("document", "kk v1 p1", None, claim.participant)])


@pytest.mark.parametrize(("content", "content_type", "suffix"), [(JPEG, "image/jpeg", "jpg"), (PDF, "application/pdf", "pdf")])
def test_file_is_sealed_off(claim, content, content_type, suffix):
    """C12: fixed type, nosniff, a name of our own, no store, nothing may run, nobody may frame it."""
    page = make_page(claim, "ktp", content=content, content_type=content_type)
    client = seat(Role.VERIFIER, office=claim.office)[1]

    answer = client.get(address(page))

    names = ("Content-Type", "X-Content-Type-Options", "Content-Disposition", "Cache-Control", "Content-Security-Policy", "X-Frame-Options")
    assert [answer.headers[name] for name in names] == [
        content_type,
        "nosniff",
        f'inline; filename="{claim.number}-ktp-1-1.{suffix}"',
        "no-store",
        "default-src 'none'; frame-ancestors 'none'; sandbox",
        "DENY",
    ]


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.HEAD, Role.AUDITOR])
def test_officer_of_another_office_finds_nothing(claim, role):
    """B1, B2: the same answer as for a page that does not exist."""
    page = make_page(claim, "ktp")
    client = seat(role, office=make_office())[1]

    assert (client.get(address(page)).status_code, AccessLog.objects.count()) == (404, 0)


@pytest.mark.parametrize("role", [None, Role.CONFIGURATOR])
def test_officer_without_claims_to_read_finds_nothing(claim, role):
    page = make_page(claim, "ktp")
    client = seat(*([role] if role else []), office=claim.office)[1]

    assert (client.get(address(page)).status_code, AccessLog.objects.count()) == (404, 0)


def test_other_participants_and_strangers_find_nothing(claim, client):
    """B1: neither learns that the page exists."""
    page = make_page(claim, "ktp")
    stranger = signed_in_client(make_membership().participant)

    assert [who.get(address(page)).status_code for who in (stranger, client)] == [404, 404]
    assert stranger.get(reverse("claims:page_file", args=[uuid.uuid4()])).status_code == 404
    assert AccessLog.objects.count() == 0


def test_officer_does_not_see_what_was_not_sent(claim):
    """A repair that the participant has not sent yet is the participant's own."""
    page = make_page(claim, "ktp")
    page.version.sent_at = None
    page.version.save()
    client = seat(Role.VERIFIER, office=claim.office)[1]

    assert client.get(address(page)).status_code == 404


def test_page_is_only_read_never_written(claim):
    page = make_page(claim, "ktp")
    client = seat(Role.VERIFIER, office=claim.office)[1]

    assert client.post(address(page)).status_code == 405


def test_log_line_stands_before_the_bytes_are_opened(claim, monkeypatch):
    """A store that fails does not hide who tried to read."""
    page = make_page(claim, "ktp")
    officer, client = seat(Role.VERIFIER, office=claim.office)
    monkeypatch.setattr(storage, "read", lambda *_: (_ for _ in ()).throw(storage.DocumentMissing("gone")))
    client.raise_request_exception = False

    client.get(address(page))

    assert log() == [("document", "ktp v1 p1", officer, None)]


def test_idle_officer_reads_nothing(claim):
    """B7: half an hour without a page, and the next file is not served."""
    page = make_page(claim, "ktp")
    client = seat(Role.VERIFIER, office=claim.office)[1]
    session = client.session
    session[SEEN] = int(timezone.now().timestamp()) - IDLE_SECONDS - 1
    session.save()

    assert (client.get(address(page)).status_code, AccessLog.objects.count()) == (404, 0)


def test_readings_are_told_in_words(claim):
    page = make_page(claim, "ktp")
    officer, client = seat(Role.VERIFIER, office=claim.office)
    client.get(address(page))
    signed_in_client(claim.participant).get(address(page))

    assert [(line.who, line.what) for line in access_lines(claim)] == [
        ("Peserta", "membuka KTP, versi 1, halaman 1"),
        (officer.username, "membuka KTP, versi 1, halaman 1"),
    ]
