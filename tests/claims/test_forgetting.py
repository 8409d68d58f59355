"""A draft that ends unsent takes with it what was typed and uploaded."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import storage
from claims.domain.workflow import ClaimStatus, Step
from claims.models import Claim, Document, DocumentPage
from claims.services.forgetting import STATED, TYPED, sweep_drafts
from claims.services.workflow import SYSTEM, advance
from tests.builders import make_claim, signed_in_client
from tests.claims.test_documents import make_draft, photo, post_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Claim:
    draft = make_draft()
    Claim.objects.filter(pk=draft.pk).update(heir_relation="anak", housing="tunai", event_on=date(2026, 10, 1))
    return draft


def kept(draft: Claim) -> set[str]:
    """Return the columns of DRAFT that still hold something private."""
    draft.refresh_from_db()
    return {column for column in (*TYPED, *STATED, "phone_index", "account_index") if getattr(draft, column)}


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
