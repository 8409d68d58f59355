"""A claim that ended without money is filed again with the papers that nobody refused."""

from datetime import date

import pytest
from django.urls import reverse

from claims import storage
from claims.domain.workflow import ClaimStatus
from claims.models import Claim, DocumentPage
from claims.services.intake import page_context
from claims.views.documents import AWAY_WORDS
from tests.builders import make_claim, make_membership, make_participant, signed_in_client
from tests.claims.desk import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def document_folder(settings, tmp_path):
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}"


def ended(status: ClaimStatus = ClaimStatus.EXPIRED, **facts) -> Claim:
    """Store a claim of somebody who left work long ago: KTP accepted, KK refused, the form there, the rest without files."""
    membership = make_membership(ended_on=date(2026, 6, 30))
    claim = make_claim(status, membership=membership, event_on=date(2026, 6, 30), **facts)
    for slot, verdict in (("ktp", "accepted"), ("kk", "rejected"), ("formulir", "accepted"), ("foto", "")):
        make_page(claim, slot)
        claim.documents.get(slot=slot).versions.update(verdict=verdict, sent_at=claim.submitted_at)
    return claim


def repeat(claim: Claim):
    return signed_in_client(claim.participant).post(reverse("claims:repeat", args=[claim.number]))


def contents(claim: Claim) -> dict[str, list[tuple[str, bytes]]]:
    pages = DocumentPage.objects.filter(version__document__claim=claim).select_related("version__document")
    found: dict[str, list[tuple[str, bytes]]] = {}
    for page in pages:
        found.setdefault(page.version.document.slot, []).append(
            (page.version.source, storage.read(page.storage_key, page_context(page.pk)))
        )
    return found


@pytest.mark.parametrize("status", [ClaimStatus.EXPIRED, ClaimStatus.CANCELLED, ClaimStatus.REJECTED])
def test_papers_that_nobody_refused_are_there_again(status):
    old = ended(status)
    before = contents(old)
    answer = repeat(old)
    draft = Claim.objects.get(status=ClaimStatus.DRAFT)

    assert answer["Location"] == reverse("claims:data", args=[draft.number])
    assert contents(draft) == {slot: [("earlier", content) for _, content in before[slot]] for slot in ("ktp", "foto")}
    assert contents(old) == before
    assert {d.slot: d.state for d in draft.documents.filter(slot__in=["ktp", "kk", "formulir", "foto"])} == {
        "ktp": "uploaded",
        "kk": "empty",
        "formulir": "empty",
        "foto": "uploaded",
    }


def test_the_page_names_what_is_kept_before_anything_begins():
    old = ended()
    page = signed_in_client(old.participant).get(reverse("claims:repeat", args=[old.number]))

    assert page.context["kept"] == ["KTP", "Foto diri"]
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("status", [ClaimStatus.IN_REVIEW, ClaimStatus.PAID, ClaimStatus.DRAFT])
def test_a_claim_that_runs_or_was_paid_is_not_repeated(status):
    claim = make_claim(status)

    assert repeat(claim).status_code == 404
    assert Claim.objects.count() == 1


def test_nobody_repeats_the_claim_of_another():
    claim = ended()
    answer = signed_in_client(make_participant()).post(reverse("claims:repeat", args=[claim.number]))

    assert (answer.status_code, Claim.objects.count()) == (404, 1)


def test_pressing_twice_makes_one_draft_with_one_set_of_papers():
    old = ended()
    repeat(old)
    repeat(old)
    draft = Claim.objects.get(status=ClaimStatus.DRAFT)

    assert {slot: len(pages) for slot, pages in contents(draft).items()} == {"ktp": 1, "foto": 1}


def test_a_card_that_is_active_again_is_told_and_nothing_begins():
    old = ended()
    type(old.membership).objects.filter(pk=old.membership_id).update(ended_on=None)
    answer = repeat(old)

    assert (answer.status_code, answer.context["verdict"].outcome) == (200, "belum_bisa")
    assert Claim.objects.count() == 1


def test_a_running_claim_on_the_card_is_told():
    old = ended()
    running = make_claim(ClaimStatus.SUBMITTED, membership=old.membership)

    assert repeat(old).context["open_claim"] == running


def test_a_new_paper_replaces_the_old_one():
    old = ended()
    repeat(old)
    draft = Claim.objects.get(status=ClaimStatus.DRAFT)
    client = signed_in_client(old.participant)
    page = DocumentPage.objects.get(version__document__claim=draft, version__document__slot="ktp")
    client.post(reverse("claims:slot_remove", args=[draft.number, "ktp", page.pk]))

    assert draft.documents.get(slot="ktp").state == "empty"
    assert len(contents(old)["ktp"]) == 1


def test_a_paper_that_is_lost_is_asked_for_anew_and_keeps_nothing_else_back():
    old = ended()
    page = DocumentPage.objects.get(version__document__claim=old, version__document__slot="ktp")
    storage.delete(page.storage_key)
    answer = repeat(old)
    draft = Claim.objects.get(status=ClaimStatus.DRAFT)

    assert answer["Location"] == reverse("claims:data", args=[draft.number])
    assert {slot: draft.documents.get(slot=slot).state for slot in ("ktp", "foto")} == {"ktp": "empty", "foto": "uploaded"}


def test_a_store_that_rests_is_said_and_a_second_press_goes_on(monkeypatch):
    old = ended()
    with monkeypatch.context() as resting:
        resting.setattr(storage, "read", raising(storage.StorageUnavailable("away")))
        answer = repeat(old)

    assert (answer.status_code, [str(m) for m in answer.context["messages"]]) == (200, [str(AWAY_WORDS)])
    assert repeat(old).status_code == 303
    assert set(contents(Claim.objects.get(status=ClaimStatus.DRAFT))) == {"ktp", "foto"}


def raising(fault: Exception):
    def read(*args: object) -> bytes:
        raise fault

    return read
