"""Key rotation: nothing is forgotten, nothing is lost, and afterwards the old key opens nothing that is stored."""

import os
import threading
from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections, models
from django.utils import timezone

from claims import storage
from claims.domain.heirs import OtherHeir, written
from claims.models import (
    AccountChange,
    Claim,
    ClaimEvent,
    ClaimHold,
    ContactProposal,
    DataRequest,
    DocumentPage,
    Escalation,
    FollowUp,
    Notification,
    OfficerIdentity,
    ResultFile,
    ResultRow,
    WarningNote,
)
from claims.services import rotating
from claims.services.intake import page_context, thumbnail_context
from jht_portal.lib import crypto
from jht_portal.lib.fields import Sealed, SealedTextField
from participants.models import CodeProof, ContactChange, Participant
from tests.builders import (
    make_claim,
    make_contact_proof,
    make_membership,
    make_nik,
    make_officer,
    make_participant,
    make_ticket,
    make_waiting_entry,
)
from tests.claims.payments import approved_claim, released

OLD, NEW = os.urandom(32), os.urandom(32)


@pytest.fixture
def old_key(settings, tmp_path):
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}/documents"
    settings.FIELD_KEYS = {1: OLD}


@pytest.fixture
def filled(old_key, db) -> dict:
    """Fill every table that holds sealed values, and the document store, under the old key."""
    fill()
    return everything()


def fill() -> None:
    for number in range(3):
        OfficerIdentity.objects.create(user=make_officer(), nik=make_nik(number))
        heirs = {"heir_name": "Ahli Waris", "other_heirs": written([OtherHeir("Ahli Waris Lain", "anak")])}
        claim = make_claim(slots=("kk", "ktp"), rejection_note="Tidak cocok", **heirs)
        event = ClaimEvent.objects.create(claim=claim, number=1, at=timezone.now(), note="Catatan petugas")
        Notification.objects.create(
            key=claim.number,
            event=event,
            recipient=claim.email,
            subject="Judul",
            body="Isi",
            next_try_at=timezone.now(),
            created_at=timezone.now(),
        )
        ContactChange.objects.create(participant=claim.participant, kind="email", source="officer", old_value="lama", at=timezone.now())
        ContactProposal.objects.create(
            participant=claim.participant, office=claim.office, email="baru", proposed_by=make_officer(), proposed_at=timezone.now()
        )
        AccountChange.objects.create(claim=claim, bank_code="002", account_number="0123456789", at=timezone.now())
        WarningNote.objects.create(
            claim=claim, code="berkas", finding=b"0" * 16, note="Satu keluarga", user=make_officer(), at=timezone.now()
        )
        make_ticket()
        make_waiting_entry()
        make_contact_proof()
        ending = {"code_hash": b"0" * 16, "code_ends_at": timezone.now(), "started_at": timezone.now()}
        CodeProof.objects.create(participant=claim.participant, purpose="email", kind="email", address="a@contoh.test", **ending)
        fill_payment(number, claim)
        now = timezone.now()
        cleared = {"cleared_at": now, "cleared_by": make_officer(), "reason": "Peserta sendiri yang mengajukan"}
        ClaimHold.objects.create(claim=claim, at=now, source="code", **cleared)
        DataRequest.objects.create(
            participant=claim.participant, office=claim.office, field="nama", wish="Ratna", asked_at=now, due_at=now + timedelta(days=3)
        )
        late = Escalation.objects.create(claim=claim, at=timezone.now(), reason="bayar", due_on=timezone.localdate())
        FollowUp.objects.create(escalation=late, user=make_officer(), at=timezone.now(), note="Ditelepon")
        for document in claim.documents.all():
            add_page(document)


def fill_payment(number: int, claim: Claim) -> None:
    """Send another claim of the same person to the bank, with an answer that an officer wrote something about."""
    order = released([approved_claim(claim.office, membership=make_membership(claim.participant))]).orders.get()
    by = {"uploaded_by": order.prepared_by, "uploaded_at": timezone.now()}
    file = ResultFile.objects.create(batch=order.batch, sha256=f"{number:064}", **by)
    said = {"succeeded": True, "bank_reference": "T", "booked_on": timezone.localdate(), "amount": 1}
    ResultRow.objects.create(file=file, line=2, key=order.key, order=order, resolution="Sudah ditanyakan", **said)


def add_page(document: models.Model) -> DocumentPage:
    page = DocumentPage(version=document.versions.get(), position=1, content_type="image/jpeg", size=9, original_name="kk ratna.jpg")
    page.original_size, page.original_sha256, page.sha256, page.created_at = 9, b"o", b"s", timezone.now()
    page.storage_key = storage.store(b"page %s" % page.pk.bytes, context=page_context(page.pk))
    page.thumbnail_key = storage.store(b"thumb %s" % page.pk.bytes, context=thumbnail_context(page.pk))
    page.save()
    return page


def sealed_columns() -> list[SealedTextField]:
    return [field for model in apps.get_models() for field in model._meta.local_fields if isinstance(field, SealedTextField)]


def everything() -> dict[str, object]:
    """Open every sealed value and every stored file."""
    values = {f.place(row.pk): getattr(row, f.name) for f in sealed_columns() for row in f.model.objects.all()}
    for page in DocumentPage.objects.all():
        values[page_context(page.pk)] = storage.read(page.storage_key, page_context(page.pk))
        values[thumbnail_context(page.pk)] = storage.read(page.thumbnail_key, thumbnail_context(page.pk))
    return values


def key_ids() -> set[int]:
    """Return the ids of the keys that sealed what is stored, files without a row too."""
    columns = [f.model.objects.exclude(**{f.name: None}).values_list(f.name, flat=True) for f in sealed_columns()]
    files = [path.read_bytes() for path in storage.chosen_store().root.rglob("*") if path.is_file()]
    return {value[0] for column in columns for value in column} | {content[0] for content in files}


def rotate() -> list[str]:
    written = StringIO()
    call_command("rotate_keys", stdout=written)
    return written.getvalue().splitlines()


def test_after_a_rotation_the_old_key_can_be_thrown_away(filled, settings):
    """G2"""
    assert (key_ids(), len({f.model for f in sealed_columns() if f.model.objects.exists()})) == ({1}, len(rotating.sealed_fields()))
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    rotate()
    settings.FIELD_KEYS = {7: NEW}

    assert (key_ids(), everything()) == ({7}, filled)


def test_a_rotation_counts_what_it_did_and_looks_again(filled, settings):
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    first, second = rotate(), rotate()

    assert (first.count("Once more, to be sure:"), second.count("Once more, to be sure:")) == (1, 0)
    assert ("participants.Participant: 3 sealed anew, 0 already right" in first, "files: 12 sealed anew, 0 already right" in first) == (
        True,
        True,
    )
    assert first[len(first) // 2 :] == second
    assert second[-2:] == [
        "files: 0 sealed anew, 12 already right",
        "Everything is sealed with key 7. Older keys may be removed from FIELD_KEYS.",
    ]


@pytest.mark.parametrize("writes", range(0, 40, 3))
def test_an_interrupted_rotation_loses_nothing_and_the_next_one_ends_it(filled, settings, monkeypatch, writes):
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    left = iter(range(writes))

    def seal_until_the_end(value: bytes, context: str) -> bytes:
        next(left)
        return sealed(value, context)

    sealed = crypto.seal
    monkeypatch.setattr(rotating, "BATCH", 2)
    with monkeypatch.context() as patch, pytest.raises((StopIteration, RuntimeError)):
        patch.setattr(crypto, "seal", seal_until_the_end)
        list(rotating.rotate())
    assert everything() == filled
    rotate()
    settings.FIELD_KEYS = {7: NEW}

    assert (key_ids(), everything()) == ({7}, filled)


def test_a_value_that_is_saved_during_the_rotation_wins(filled, settings, monkeypatch):
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    person = Participant.objects.order_by("pk").first()
    field = Participant._meta.get_field("name")
    beside = {field.place(person.pk): lambda: field.sealed("Nama Baru", person)}

    def reseal_while_somebody_writes(value: bytes, context: str) -> bytes:
        if write := beside.pop(context, None):
            Participant.objects.filter(pk=person.pk).update(name=write())
        return crypto.reseal(value, context)

    monkeypatch.setattr(rotating, "reseal", reseal_while_somebody_writes)
    rotate()
    settings.FIELD_KEYS = {7: NEW}

    assert everything() == filled | {field.place(person.pk): "Nama Baru"}


def test_a_row_that_is_deleted_during_the_rotation_is_no_fault(filled, settings, monkeypatch):
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    page = DocumentPage.objects.order_by("pk").last()

    def reseal_while_somebody_deletes(value: bytes, context: str) -> bytes:
        if context == DocumentPage._meta.get_field("original_name").place(page.pk):
            DocumentPage.objects.filter(pk=page.pk).delete()
        return crypto.reseal(value, context)

    monkeypatch.setattr(rotating, "reseal", reseal_while_somebody_deletes)

    assert rotate()[-1] == "Everything is sealed with key 7. Older keys may be removed from FIELD_KEYS."


def test_a_file_that_its_owner_removes_during_the_rotation_is_no_fault(filled, settings, monkeypatch):
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    monkeypatch.setattr(rotating, "_rotate_row", lambda *_: False)
    page = DocumentPage.objects.order_by("pk").first()
    read = storage.chosen_store().get

    def remove_first(key: str) -> bytes:
        if key == page.storage_key:
            DocumentPage.objects.filter(pk=page.pk).delete()
            storage.delete(key)
        return read(key)

    monkeypatch.setattr(storage.chosen_store(), "get", remove_first)

    assert rotate()[-2] == "files: 0 sealed anew, 10 already right"


def broken_places() -> list[str]:
    person, page = Participant.objects.order_by("pk").first(), DocumentPage.objects.order_by("pk").first()
    Participant.objects.filter(pk=person.pk).update(phone=Sealed(b"\1broken"))
    storage.delete(page.storage_key)
    return [Participant._meta.get_field("phone").place(person.pk), page_context(page.pk)]


def test_what_does_not_open_is_named_left_alone_and_hinders_nothing_else(filled, settings):
    """G3, G6"""
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    places = broken_places()
    with pytest.raises(CommandError) as refused:
        rotate()

    assert str(refused.value).splitlines() == ["These do not open. Keep every key, and restore them from a backup:", *places]
    assert bytes(Participant.objects.filter(phone=Sealed(b"\1broken")).values_list("phone", flat=True).get()) == b"\1broken"
    assert key_ids() == {1, 7}


def test_a_store_that_does_not_answer_stops_the_rotation_in_words(filled, settings, monkeypatch):
    settings.FIELD_KEYS = {1: OLD, 7: NEW}

    def refuse(*_: object) -> None:
        raise storage.StorageUnavailable("No space left on device")

    monkeypatch.setattr(storage.chosen_store(), "put", refuse)
    with pytest.raises(CommandError) as refused:
        rotate()

    assert str(refused.value) == "The document store does not answer (No space left on device). Run this again; nothing is lost."
    assert everything() == filled


def test_a_file_that_a_killed_rotation_left_half_written_is_written_by_the_next_but_one(filled, settings):
    """F1"""
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    half = storage.chosen_store().path_of(DocumentPage.objects.first().storage_key).with_suffix(".part")
    half.write_bytes(b"\7half")
    with pytest.raises(CommandError):
        rotate()
    rotate()
    settings.FIELD_KEYS = {7: NEW}

    assert (half.exists(), everything()) == (False, filled)


def test_an_instance_read_before_the_rotation_is_saved_under_the_newest_key(filled, settings):
    person = Participant.objects.first()
    settings.FIELD_KEYS = {1: OLD, 7: NEW}
    rotate()
    person.save(update_fields=["name", "phone"])

    assert key_ids() == {7}


@pytest.mark.django_db(transaction=True)
def test_people_who_write_while_keys_are_rotated_lose_nothing(old_key, settings):
    """Four writers count in a sealed column until three rotations are through; every number must have been kept."""
    people: list[UUID] = [make_participant(address="0").pk for _ in range(12)]
    done, counted = threading.Event(), [0] * 4

    def count(writer: int) -> None:
        while not done.is_set():
            for pk in people[writer::4]:
                person = Participant.objects.get(pk=pk)
                person.address = str(int(person.address) + 1)
                person.save()
                counted[writer] += 1
        connections.close_all()

    writers = [threading.Thread(target=count, args=[n]) for n in range(4)]
    for writer in writers:
        writer.start()
    for newest in (2, 3, 4):
        settings.FIELD_KEYS = settings.FIELD_KEYS | {newest: os.urandom(32)}
        list(rotating.rotate())
    done.set()
    for writer in writers:
        writer.join()
    list(rotating.rotate())
    settings.FIELD_KEYS = {4: settings.FIELD_KEYS[4]}

    assert sum(int(person.address) for person in Participant.objects.all()) == sum(counted)
