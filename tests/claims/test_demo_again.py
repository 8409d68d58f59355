"""The demo, loaded more than once: it never goes stale, and never undoes what a visitor did."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from claims import storage
from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, Document, DocumentPage, DocumentVersion, Notification, Office, Officer
from claims.services import demo, expiring
from claims.services.intake import page_context
from participants.models import LedgerEntry, Membership, Participant
from tests.claims.demo_facts import CLAIMS, TODAY, claim_of, leave_pictures_out

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def document_folder(settings, tmp_path):
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}"


@pytest.fixture
def no_pictures(monkeypatch):
    """Leave the papers out, where a test looks at something else."""
    leave_pictures_out(monkeypatch)


def snapshot():
    rows = (Participant, Membership, LedgerEntry, Claim, DocumentPage, Notification, Office, Officer)
    return [sorted(map(str, model.objects.values_list("pk", flat=True))) for model in rows]


def take_over(claim, step, **columns):
    """Let a person act on the claim."""
    Claim.objects.filter(pk=claim.pk).update(**columns)
    claim.refresh_from_db()
    return claim.events.create(
        number=99, at=datetime.now(UTC), step=step, old_status=claim.status, new_status=claim.status, role=Role.VERIFIER
    )


def test_every_paper_is_a_clean_picture_that_opens(settings):
    demo.load(TODAY)
    pages = DocumentPage.objects.filter(content_type="image/jpeg")
    forms = DocumentPage.objects.exclude(content_type="image/jpeg").values_list("version__document__slot", "page_count")
    pictures = [Image.open(io.BytesIO(storage.read(page.storage_key, page_context(page.pk)))) for page in pages]

    assert {(picture.format, bool(picture.getexif())) for picture in pictures} == {("JPEG", False)}
    assert min(picture.width for picture in pictures) >= 400
    assert set(forms) == {("formulir", 2)}
    assert len(pictures) + len(forms) == Document.objects.exclude(state="empty").count() == 40


def test_loading_again_changes_nothing(no_pictures):
    demo.load(TODAY)
    before = snapshot()
    demo.load(TODAY)

    assert snapshot() == before


def test_an_untouched_claim_is_told_anew_on_a_later_day(no_pictures):
    demo.load(TODAY)
    later = TODAY + timedelta(days=30)
    demo.load(later)

    assert {claim.membership.kpj: (claim.reason, claim.status) for claim in Claim.objects.all()} == CLAIMS
    assert min(claim.submitted_at.date() for claim in Claim.objects.all()) > later - timedelta(days=25)
    assert claim_of("16574650052").membership.ledger.filter(kind="penarikan").count() == 1


def test_a_claim_that_time_alone_moved_is_told_anew(no_pictures):
    demo.load(TODAY)
    expiring.release_idle(datetime.now(UTC) + timedelta(days=14))
    released = claim_of("16574650029").status
    demo.load(date(2026, 11, 28))

    assert (released, claim_of("16574650029").status) == (ClaimStatus.SUBMITTED, ClaimStatus.IN_REVIEW)


def test_a_claim_that_a_person_took_further_is_left_alone(no_pictures):
    demo.load(TODAY)
    claim = claim_of("16574650029")
    take_over(claim, Step.RELEASE)
    demo.load(TODAY + timedelta(days=30))

    assert claim_of("16574650029").pk == claim.pk


def test_a_verdict_or_an_upload_of_a_visitor_is_left_alone(no_pictures):
    demo.load(TODAY)
    siti, agus = claim_of("16574650029"), claim_of("16574650045")
    DocumentVersion.objects.filter(document__claim=siti, document__slot="kk").update(judged_at=datetime.now(UTC))
    DocumentVersion.objects.create(document=agus.documents.get(slot="kk"), number=2, created_at=datetime.now(UTC))
    demo.load(TODAY + timedelta(days=30))

    assert (claim_of("16574650029").pk, claim_of("16574650045").pk) == (siti.pk, agus.pk)


def test_the_demo_refuses_to_load_where_it_is_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("demo")

    assert Participant.objects.count() == 0


def test_a_message_waits_in_the_outbox_page_before_the_worker_has_sent_it(client, no_pictures):
    demo.load(TODAY)
    client.post("/masuk/", {"kpj": "16574650011", "nik": "3174051508690001"})
    page = client.get("/kotak-keluar/")
    newest = page.context["letters"][0]

    assert (newest["message"].recipient, newest["message"].state) == ("budi.santoso@contoh.test", "queued")
    assert client.post("/masuk/kode/", {"kode": newest["code"]}).status_code == 303


def test_the_outbox_page_never_shows_what_was_written_for_nobody(client):
    client.post("/masuk/", {"kpj": "29999999999", "nik": "3174051508690001"})

    assert client.get("/kotak-keluar/").context["letters"] == []


def test_the_outbox_page_does_not_exist_where_the_demo_is_off(client, settings):
    settings.DEMO = False

    assert client.get("/kotak-keluar/").status_code == 404
