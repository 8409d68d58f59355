"""A draft that ends unsent takes with it what was typed and uploaded; a queue number of long ago, who came with it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import storage
from claims.domain.heirs import OtherHeir, written
from claims.domain.retention import VISITORS_KEPT
from claims.domain.ticket_life import ACTIVE, TicketState
from claims.domain.workflow import ClaimStatus, Step
from claims.models import Claim, Document, DocumentPage, Notification, Ticket, WaitingEntry
from claims.services import queue_notices
from claims.services.forgetting import STATED, TYPED, WHO, forget_visitors, sweep_drafts
from claims.services.queue_report import report_of
from claims.services.workflow import SYSTEM, advance
from jht_portal.lib.fields import SealedTextField
from tests.builders import make_claim, make_participant, make_ticket, make_visitor, make_waiting_entry, signed_in_client
from tests.claims.test_documents import make_draft, photo, post_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Claim:
    draft = make_draft()
    draft.other_heirs = written([OtherHeir("Rizky", "anak")])
    draft.save(update_fields=["other_heirs"])
    Claim.objects.filter(pk=draft.pk).update(heir_relation="anak", housing="tunai", event_on=date(2026, 10, 1))
    return draft


def kept(draft: Claim) -> set[str]:
    """Return the columns of DRAFT that still hold something private."""
    draft.refresh_from_db()
    sealed = (field.name for field in Claim._meta.local_fields if isinstance(field, SealedTextField))
    return {column for column in (*TYPED, *STATED, *sealed, "phone_index", "account_index") if getattr(draft, column)}


def test_deleting_a_draft_leaves_nothing_of_it(draft, django_capture_on_commit_callbacks):
    """The privacy page promises it (UU 27/2022)."""
    client = signed_in_client(draft.participant)
    post_file(client, draft, "kk", photo())
    page = DocumentPage.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("claims:cancel", args=[draft.number]), {"yakin": "on", "versi": draft.version}, follow=True)

    assert (kept(draft), Document.objects.count()) == (set(), 0)
    with pytest.raises(storage.DocumentMissing):
        storage.read(page.storage_key, "")
    assert "Draf dihapus dengan semua isian dan fotonya." in answer.content.decode()
    assert answer.context["cards"][0]["claims"] == []


def test_a_draft_that_expired_is_forgotten_by_the_worker(draft):
    Claim.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - timedelta(days=15))
    draft.refresh_from_db()
    advance(draft, Step.EXPIRE, actor=SYSTEM, now=timezone.now())

    done = [sweep_drafts(timezone.now()), sweep_drafts(timezone.now())]

    assert (done, kept(draft), Document.objects.count()) == ([1, 0], set(), 0)


@pytest.mark.parametrize("status", [ClaimStatus.DRAFT, ClaimStatus.CANCELLED, ClaimStatus.EXPIRED, ClaimStatus.REJECTED])
def test_a_claim_that_was_sent_and_a_draft_that_lives_are_left_alone(status):
    claim = make_claim(status)

    assert (sweep_drafts(timezone.now()), claim.documents.count()) == (0, 7)


def test_draft_is_deleted_in_its_own_words(draft):
    page = signed_in_client(draft.participant).get(reverse("claims:cancel", args=[draft.number])).content.decode()

    assert ("Hapus draf ini?" in page, "Urutan Anda di antrean hilang" in page) == (True, False)


@pytest.mark.parametrize("name", ["documents", "review"])
def test_way_to_delete_a_draft_stands_on_its_pages(draft, name):
    page = signed_in_client(draft.participant).get(reverse(f"claims:{name}", args=[draft.number])).content.decode()

    assert f'<a href="{reverse("claims:cancel", args=[draft.number])}">Hapus draf ini</a>' in page


# --- Queue numbers of long ago

NOW = timezone.now()
LONG_AGO = NOW - VISITORS_KEPT - timedelta(days=2)


def who(visitor: Ticket | WaitingEntry) -> list[object]:
    """Return what a row still tells of the person who came."""
    visitor.refresh_from_db()
    return [value for column in (*WHO, "phone_index") if (value := getattr(visitor, column))]


@pytest.mark.parametrize("state", [state for state in TicketState if state not in ACTIVE])
def test_a_number_of_long_ago_forgets_who_came_and_stays_in_the_report(state):
    person = make_participant()
    ticket = make_ticket(state=state, day=LONG_AGO.date(), now=LONG_AGO, visitor=make_visitor(person))
    before = report_of(ticket.office, ticket.day, ticket.day).total

    done = [forget_visitors(NOW), forget_visitors(NOW)]

    assert (done, who(ticket), ticket.participant) == ([1, 0], [], person)
    assert (report_of(ticket.office, ticket.day, ticket.day).total, ticket.events.count()) == (before, 1)


def test_a_number_within_its_time_and_one_that_is_open_are_left_alone():
    young = make_ticket(state=TicketState.SERVED, day=(NOW - VISITORS_KEPT).date(), now=NOW - VISITORS_KEPT)
    still_open = make_ticket(state=TicketState.BOOKED, day=LONG_AGO.date(), now=LONG_AGO)

    assert forget_visitors(NOW) == 0
    assert (young.name in who(young), still_open.name in who(still_open)) == (True, True)


def test_a_wait_of_long_ago_forgets_who_waited():
    entry = make_waiting_entry(day=LONG_AGO.date())
    WaitingEntry.objects.filter(pk=entry.pk).update(state="over", joined_at=LONG_AGO - timedelta(days=1))

    assert (forget_visitors(NOW), who(entry)) == (1, [])


def test_what_was_told_about_a_number_goes_too_and_no_other_message():
    ticket = make_ticket(visitor=make_visitor(phone="+6281255550101"))
    make_claim(ClaimStatus.SUBMITTED)
    queue_notices.near(ticket, 2, NOW)
    young = Notification.objects.get(kind="queue_near")
    others = set(Notification.objects.exclude(pk=young.pk))

    assert (forget_visitors(NOW), Notification.objects.filter(pk=young.pk).exists()) == (0, True)
    Notification.objects.update(created_at=LONG_AGO)

    assert (forget_visitors(NOW), set(Notification.objects.all())) == (1, others)


def test_the_page_of_a_forgotten_number_names_nobody(client):
    ticket = make_ticket(state=TicketState.SERVED, day=LONG_AGO.date(), now=LONG_AGO)
    forget_visitors(NOW)

    page = client.get(reverse("claims:ticket", args=[ticket.code]))

    assert (page.status_code, page.context["name"]) == (200, "")
