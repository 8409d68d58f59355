"""Registered contacts: what stood before is kept, sealed, whoever replaced it."""

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from jht_portal.lib.crypto import blind_index
from participants.domain.import_rows import PARTICIPANT_COLUMNS
from participants.models import ContactChange, Participant
from participants.services.contacts import change_contact
from participants.services.importing import import_participants
from tests.builders import make_participant

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ROW = (
    "{},Siti Aminah,1992-03-12,P,Nurhayati,0812 0000 0029,siti@contoh.test,Cikutra 8 Bandung,165746500{},PU,BD000202,PT Benang,2018-02-01,,"
)


def kept():
    return [(change.kind, change.source, change.old_value) for change in ContactChange.objects.order_by("kind")]


def test_replaced_contacts_are_kept_as_they_were():
    person = make_participant(email="lama@contoh.test", phone="+6281200000001")

    changed = change_contact(person.pk, {"email": "baru@contoh.test", "phone": "+6281200000002"}, source="officer", now=NOW)

    assert changed.before == {"email": "lama@contoh.test", "phone": "+6281200000001"}
    assert kept() == [("email", "officer", "lama@contoh.test"), ("phone", "officer", "+6281200000001")]
    assert bytes(Participant.objects.get().phone_index) == blind_index("+6281200000002", "phone")


def test_contact_that_stands_already_leaves_no_trace():
    person = make_participant(email="lama@contoh.test")

    changed = change_contact(person.pk, {"email": "lama@contoh.test", "phone": ""}, source="officer", now=NOW)

    assert (changed.before, kept()) == ({}, [])


def test_old_contact_is_sealed_in_the_database():
    """G1"""
    person = make_participant(email="lama@contoh.test")
    change_contact(person.pk, {"email": "baru@contoh.test"}, source="participant", now=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT old_value FROM participants_contactchange")
        assert b"lama@contoh.test" not in bytes(cursor.fetchone()[0])


def test_import_that_fills_an_empty_contact_leaves_a_trace_and_new_people_do_not(tmp_path):
    person = make_participant(nik="3273015203920002", email="", phone="")
    file = tmp_path / "peserta.csv"
    file.write_text("\n".join([",".join(PARTICIPANT_COLUMNS), ROW.format("3273015203920002", 29), ROW.format("3273015203920003", 37)]))

    import_participants(file, report=lambda line, reason: pytest.fail(f"{line}: {reason}"))

    assert (Participant.objects.count(), Participant.objects.get(pk=person.pk).email) == (2, "siti@contoh.test")
    assert kept() == [("email", "import", ""), ("phone", "import", "")]


def test_addresses_that_stand_already_are_indexed_by_the_migration():
    person = make_participant(address="Jl. Merdeka No. 7, Bandung")
    Participant.objects.update(address_index=None)
    migration = import_module("participants.migrations.0002_contact_changes")

    migration.index_addresses(apps, SimpleNamespace(connection=connection))

    assert bytes(Participant.objects.get(pk=person.pk).address_index) == blind_index("jalan merdeka 7 bandung", "address")
