"""What a thief, a log, a dump or a careless print gets of a sealed column: nothing; and what was tampered with is noticed."""

import copy
import json
import pickle
import uuid
from datetime import date

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.forms import modelform_factory
from django.test.utils import isolate_apps

from claims.models import Claim, Document
from jht_portal.lib.crypto import SealBroken, blind_index
from jht_portal.lib.fields import BlindIndexField, Sealed, SealedDateField, SealedTextField
from participants.models import Membership, Participant
from tests.builders import make_claim, make_participant

pytestmark = pytest.mark.django_db
CANARY = "Ratna Kenari Wulandari"


def raw(instance: models.Model, column: str) -> bytes:
    """Return what the database holds, past the field."""
    table, pk = instance._meta.db_table, instance._meta.pk.get_db_prep_value(instance.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def write_raw(instance: models.Model, column: str, value: bytes) -> None:
    table, pk = instance._meta.db_table, instance._meta.pk.get_db_prep_value(instance.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def stored(person: Participant) -> Participant:
    return Participant.objects.get(pk=person.pk)


def name_of(person: Participant) -> str:
    return person.name


# --- Changed, cut and exchanged bytes


@pytest.mark.parametrize(
    "change", [lambda b: b[:-1], lambda b: b"", lambda b: bytes([b[0] ^ 2]) + b[1:], lambda b: b[:-1] + bytes([b[-1] ^ 1])]
)
def test_changed_bytes_are_noticed_when_they_are_read(change):
    """G3"""
    person = make_participant(name=CANARY)
    write_raw(person, "name", change(raw(person, "name")))
    with pytest.raises(SealBroken):
        name_of(stored(person))


def test_values_exchanged_between_rows_are_noticed():
    """G3"""
    people = make_participant(), make_participant()
    values = [raw(person, "name") for person in people]
    for person, value in zip(people, reversed(values), strict=True):
        write_raw(person, "name", value)
    for person in people:
        with pytest.raises(SealBroken):
            name_of(stored(person))


def test_values_exchanged_between_columns_or_tables_are_noticed():
    """G3"""
    claim = make_claim()
    write_raw(claim, "phone", raw(claim, "email"))
    write_raw(claim, "account_name", raw(claim.participant, "name"))
    found = Claim.objects.get(pk=claim.pk)
    for name in ("phone", "account_name"):
        with pytest.raises(SealBroken):
            getattr(found, name)


def test_a_broken_value_does_not_hinder_reading_the_others():
    person = make_participant(name=CANARY)
    write_raw(person, "phone", b"\1broken")

    assert stored(person).name == CANARY


# --- Nothing shows it


def shows(something: object) -> bool:
    return CANARY in f"{something!r} {something!s} {something}"


def test_no_picture_of_an_instance_shows_a_sealed_value():
    person = stored(make_participant(name=CANARY))
    fresh = Participant(name=CANARY)
    queryset = Participant.objects.filter(pk=person.pk)
    seen = [person.name, fresh.name]

    assert seen == [CANARY, CANARY]
    for each in (person, vars(person), fresh, vars(fresh), queryset, list(queryset.values()), queryset.values_list("name").get()):
        assert not shows(each)


def test_values_give_sealed_bytes_that_show_nothing_of_themselves():
    make_participant(name=CANARY)
    value = Participant.objects.values_list("name", flat=True).get()

    assert (type(value), repr(value), str(value), f"{value}") == (Sealed, *["<tersegel>"] * 3)


def test_a_pickled_instance_holds_no_plain_value_and_opens_afterwards():
    person = stored(make_participant(name=CANARY, nik="3174051508690001"))
    for each in (person, Participant(name=CANARY, nik="3174051508690001"), copy.deepcopy(person), copy.copy(person)):
        data = pickle.dumps(each) if each.name == CANARY else b""

        assert (CANARY.encode() in data, b"3174051508690001" in data, pickle.loads(data).name) == (False, False, CANARY)


def test_an_error_of_the_database_shows_no_sealed_value():
    person = make_participant(name=CANARY, nik="3174051508690001")
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        Participant.objects.create(nik=person.nik, name=CANARY, birth_date=date(1990, 5, 12), address=CANARY, sex=None)

    assert not shows(refused.value)
    assert "3174051508690001" not in str(refused.value)


def test_the_log_of_queries_shows_no_sealed_value(caplog, settings):
    settings.DEBUG = True
    with caplog.at_level("DEBUG", logger="django.db.backends"):
        person = make_participant(name=CANARY, nik="3174051508690001")
        Participant.objects.filter(nik_index=blind_index(person.nik, "nik")).get().save()

    assert "participants_participant" in caplog.text
    assert CANARY not in caplog.text
    assert "3174051508690001" not in caplog.text


# --- Dumps, forms, definitions


@pytest.mark.parametrize("format_", ["json", "xml", "python", "jsonl"])
def test_a_dump_holds_sealed_values_only_and_loads_again(format_):
    claim = make_claim(account_name=CANARY, slots=("kk",))
    person = claim.participant
    Participant.objects.filter(pk=person.pk).update(sex="P")
    rows = [*Participant.objects.all(), *Membership.objects.all(), *claim.documents.all()]
    dump = serializers.serialize(format_, rows)
    numbers = (person.nik, person.name, person.birth_date.isoformat(), claim.membership.kpj, repr(person.birth_date))
    assert [n for n in numbers if n in str(dump)] == []

    Document.objects.filter(claim=claim).update(state="empty")
    Participant.objects.filter(pk=person.pk).update(nik=Sealed(b"gone"), birth_date=Sealed(b"gone"), nik_index=b"gone")
    for row in serializers.deserialize(format_, dump):
        row.save()
    again = Participant.objects.get(nik_index=blind_index(person.nik, "nik"))

    assert (again.nik, again.name, again.birth_date) == (person.nik, person.name, person.birth_date)


def test_a_plain_value_in_a_fixture_is_refused():
    row = {"model": "participants.participant", "pk": str(uuid.uuid4()), "fields": {"name": CANARY, "birth_date": None, "nik": None}}
    with pytest.raises(FieldError), transaction.atomic():
        for each in serializers.deserialize("json", json.dumps([row])):
            each.save()


def test_what_looks_like_a_dump_is_a_text_when_somebody_typed_it():
    form = modelform_factory(Participant, fields=["name", "address"])(
        {"name": "tersegel:AAAA", "address": "tersegel:?"}, instance=make_participant()
    )

    assert form.is_valid()
    assert (stored(form.save()).name, stored(form.instance).address) == ("tersegel:AAAA", "tersegel:?")


def test_a_model_form_reads_judges_and_writes_sealed_values():
    person = make_participant(name="Lama", birth_date=date(1969, 8, 15))
    form_class = modelform_factory(Participant, fields=["name", "birth_date", "phone"])
    unchanged = form_class({"name": "Lama", "birth_date": "15-08-1969", "phone": person.phone}, instance=person)
    wrong = form_class({"name": "", "birth_date": "kemarin", "phone": ""}, instance=stored(person))
    right = form_class({"name": CANARY, "birth_date": "1970-01-02", "phone": "+62811"}, instance=stored(person))

    assert (unchanged.changed_data, sorted(wrong.errors), right.is_valid()) == ([], ["birth_date", "name"], True)
    right.save()
    again = stored(person)
    assert (again.name, again.birth_date, again.phone_index) == (CANARY, date(1970, 1, 2), blind_index("+62811", "phone"))


def test_full_clean_asks_for_what_may_not_be_empty():
    with pytest.raises(ValidationError) as refused:
        Participant(nik="", name="Ratna", sex="P").full_clean()

    assert sorted(refused.value.error_dict) == ["birth_date", "nik"]


def test_every_sealed_field_of_the_project_is_well_placed():
    fields = [f for model in apps.get_models() for f in model._meta.fields if isinstance(f, SealedTextField | BlindIndexField)]

    assert [error for field in fields for error in field.check()] == []
    assert len(fields) > 25


@isolate_apps("participants")
def test_a_sealed_field_that_cannot_work_is_refused_at_the_start():
    numbered = {"text": SealedTextField()}
    late = {
        "text": SealedTextField(unique=True),
        "id": models.UUIDField(primary_key=True, default=uuid.uuid4),
        "text_index": BlindIndexField(source="word", purpose="word"),
    }
    made = [type(name, (models.Model,), {"__module__": "participants.models"} | fields) for name, fields in (("A", numbered), ("B", late))]
    found = [error.id for model in made for field in model._meta.fields for error in field.check()]

    assert found == ["jht_portal.E101", "jht_portal.E101", "jht_portal.E102", "jht_portal.E103"]


def test_a_field_can_be_written_down_in_a_migration_and_made_again():
    for field in (SealedTextField("nama", blank=True), SealedDateField("lahir"), BlindIndexField(source="a", purpose="b", unique=True)):
        _, _, args, kwargs = field.deconstruct()
        again = type(field)(*args, **kwargs)

        assert again.deconstruct()[2:] == field.deconstruct()[2:]
