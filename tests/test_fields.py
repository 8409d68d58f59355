"""Sealed columns: readable where they belong, by nobody and nowhere else."""

import uuid
from datetime import date, datetime

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Upper

from claims.models import Claim, Document
from jht_portal.lib.crypto import SealBroken, blind_index
from jht_portal.lib.fields import Sealed
from participants.models import Participant
from tests.builders import make_claim, make_document, make_participant

pytestmark = pytest.mark.django_db
CANARY = "Ratna Kenari Wulandari"


def stored(person: Participant) -> Participant:
    return Participant.objects.get(pk=person.pk)


def name_of(person: Participant) -> str:
    return person.name


# --- Reading and writing


@pytest.mark.parametrize("text", [CANARY, "", "Ö–日本\n\ttersegel:", "x" * 5000])
def test_a_sealed_text_comes_back_as_it_was_written(text):
    person = make_participant(address=text)

    assert (person.address, stored(person).address) == (text, text)


def test_a_sealed_date_comes_back_as_a_date():
    person = make_participant(birth_date=date(1969, 8, 15))

    assert (person.birth_date, stored(person).birth_date) == (date(1969, 8, 15), date(1969, 8, 15))


@pytest.mark.parametrize("wrong", ["1969-08-15", datetime(1969, 8, 15), 19690815])
def test_a_sealed_date_takes_nothing_but_a_date_and_does_not_repeat_it(wrong):
    with pytest.raises(TypeError) as refused:
        Participant(birth_date=wrong)

    assert str(refused.value) == f"birth_date: set a date, not a {type(wrong).__name__}."


def test_a_value_reads_alike_before_saving_and_after():
    person = make_participant(address=4071)

    assert (person.address, stored(person).address) == ("4071", "4071")


def test_a_nullable_sealed_text_keeps_null_apart_from_empty():
    claim = make_claim(slots=())
    empty, null = make_document(claim, "kk"), make_document(claim, "ktp")
    empty.decision_note = ""
    empty.save()

    assert [Document.objects.get(pk=each.pk).decision_note for each in (empty, null)] == ["", None]
    assert list(claim.documents.filter(decision_note__isnull=True)) == [null]
    assert list(claim.documents.filter(decision_note=None)) == [null]


def test_a_deferred_value_is_fetched_when_it_is_read(django_assert_num_queries):
    person = Participant.objects.defer("name").get(pk=make_participant(name=CANARY).pk)
    with django_assert_num_queries(1):
        assert (person.name, person.name, person.get_deferred_fields()) == (CANARY, CANARY, set())


def test_saving_what_only_loaded_leaves_the_rest_alone():
    person = Participant.objects.only("sex").get(pk=make_participant(name=CANARY, phone="+62811").pk)
    person.sex = "P"
    person.save()
    again = stored(person)

    assert (again.sex, again.name, again.phone_index) == ("P", CANARY, blind_index("+62811", "phone"))


def test_reading_a_deferred_source_does_not_hinder_saving_another_column():
    person = Participant.objects.only("sex").get(pk=make_participant(phone="+62811").pk)
    person.sex = "P" if person.phone == "+62811" else "L"
    person.save()

    assert (stored(person).sex, stored(person).phone) == ("P", "+62811")


def test_refresh_from_db_reads_anew():
    person = make_participant(name="Lama")
    other = stored(person)
    other.name = CANARY
    other.save()
    person.refresh_from_db()
    one = make_participant(name="Tetap")
    one.refresh_from_db(fields=["name"])

    assert (person.name, one.name) == (CANARY, "Tetap")


def test_saving_without_a_change_writes_the_very_same_bytes():
    person = stored(make_participant(name=CANARY))
    column, _ = Participant.objects.values_list("name", flat=True), person.name
    before = column.get()
    person.save()

    assert column.get() == before


def test_bulk_create_seals_every_row_to_itself():
    Participant.objects.bulk_create([Participant(nik=str(n), name=f"N{n}", birth_date=date(2000, 1, n)) for n in range(1, 21)])

    assert {p.name: (p.nik, p.birth_date.day) for p in Participant.objects.all()} == {f"N{n}": (str(n), n) for n in range(1, 21)}


def test_select_related_and_prefetch_open_the_values_of_both_tables():
    claim = make_claim(account_name=CANARY)
    Participant.objects.filter(pk=claim.participant_id).update(sex="P")
    found = Claim.objects.select_related("participant", "membership").prefetch_related("participant__memberships").get()

    assert (found.account_name, found.participant.name, [m.kpj for m in found.participant.memberships.all()]) == (
        CANARY,
        claim.participant.name,
        [found.membership.kpj],
    )


def test_get_or_create_and_update_or_create_go_by_the_index():
    index = blind_index("3273011205900001", "nik")
    facts = {"nik": "3273011205900001", "name": "Lama", "birth_date": date(1990, 5, 12)}
    first, made = Participant.objects.get_or_create(nik_index=index, defaults=facts)
    second, again = Participant.objects.get_or_create(nik_index=index, defaults=facts)
    third, _ = Participant.objects.update_or_create(nik_index=index, defaults={"phone": "+62811"})

    assert (made, again, second.pk, third.pk) == (True, False, first.pk, first.pk)
    assert (stored(first).phone, stored(first).phone_index) == ("+62811", blind_index("+62811", "phone"))


# --- A copy


def copied(person: Participant, pk: uuid.UUID | None) -> Participant:
    person.pk, person._state.adding, person.nik = pk, True, "3273011205900002"
    person.save()
    return stored(person)


@pytest.mark.parametrize("pk", [None, uuid.uuid4()])
@pytest.mark.parametrize("read_before", [True, False])
def test_a_copy_under_a_new_key_opens_as_well_as_the_original(pk, read_before):
    original = make_participant(name=CANARY, birth_date=date(1969, 8, 15))
    source = stored(original)
    if read_before:
        assert source.name == CANARY
    made = copied(source, pk)

    assert (made.name, made.birth_date, stored(original).name) == (CANARY, date(1969, 8, 15), CANARY)
    assert (made.pk != original.pk, made.nik) == (True, "3273011205900002")


def test_a_copy_can_be_read_before_it_is_saved():
    person = stored(make_participant(name=CANARY))
    person.pk = uuid.uuid4()

    assert person.name == CANARY


def test_an_id_given_as_text_in_another_spelling_seals_to_the_same_row():
    made = make_participant(id=str(uuid.uuid4()).upper().replace("-", ""), name=CANARY)

    assert stored(made).name == CANARY


def test_sealed_values_put_into_another_row_do_not_open_there():
    make_participant(name=CANARY)
    values = Participant.objects.values().get() | {"id": uuid.uuid4(), "nik": "3273011205900002"}
    with pytest.raises(SealBroken):
        name_of(Participant.objects.create(**values))


# --- What is refused


@pytest.mark.parametrize("lookup", ["nik", "nik__exact", "nik__in", "nik__startswith", "nik__gt", "nik__year", "nik__upper"])
@pytest.mark.parametrize("verb", ["filter", "exclude", "get"])
def test_a_sealed_column_cannot_be_searched_and_the_refusal_does_not_repeat_the_number(lookup, verb):
    with pytest.raises(FieldError) as refused:
        getattr(Participant.objects, verb)(**{lookup: "3174051508690001"})

    assert str(refused.value) == "nik is sealed: filter on its blind index."


def test_a_sealed_column_cannot_be_searched_across_a_relation():
    with pytest.raises(FieldError):
        Claim.objects.filter(participant__nik="3174051508690001")


def test_sealed_columncan_be_compared_for_a_careful_update():
    person = make_participant(name=CANARY)
    value = Participant.objects.values_list("name", flat=True).get()

    assert list(Participant.objects.filter(name=value)) == [person]
    assert not Participant.objects.filter(name=Sealed(b"\1" + bytes(40))).exists()


UPDATES = {
    "a plain value": lambda: Participant.objects.update(name=CANARY),
    "another column": lambda: Participant.objects.update(name=F("address")),
    "a function": lambda: Participant.objects.update(name=Upper("name")),
    "a value in an expression": lambda: Participant.objects.update(name=Value(CANARY)),
    "bulk_update": lambda: Participant.objects.bulk_update(Participant.objects.all(), ["name"]),
}


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_in_clear_is_refused_and_the_refusal_does_not_repeat_the_value(update):
    person = make_participant(name="Lama")
    with pytest.raises(FieldError) as refused, transaction.atomic():
        UPDATES[update]()

    assert (str(refused.value), stored(person).name) == ("name: a sealed value is written by save() or bulk_create() only.", "Lama")


def test_an_update_takes_a_value_sealed_for_its_row():
    person = make_participant(name="Lama")
    sealed = Participant._meta.get_field("name").sealed(CANARY, person)
    Participant.objects.filter(pk=person.pk).update(name=sealed)

    assert stored(person).name == CANARY


def test_an_upsert_by_another_column_is_refused_because_it_would_seal_to_a_key_that_is_not_kept():
    person = make_participant(name="Lama")
    twin = Participant(nik=person.nik, name=CANARY, birth_date=date(1990, 5, 12))
    with pytest.raises(FieldError), transaction.atomic():
        Participant.objects.bulk_create([twin], update_conflicts=True, unique_fields=["nik_index"], update_fields=["name"])

    assert stored(person).name == "Lama"


def test_an_upsert_by_primary_key_writes_values_that_open():
    person = stored(make_participant(name="Lama"))
    person.name = CANARY
    Participant.objects.bulk_create([person], update_conflicts=True, unique_fields=["pk"], update_fields=["name"])

    assert stored(person).name == CANARY


# --- The index beside it


def test_the_index_follows_the_source_at_every_save():
    person = make_participant(phone="+62811")
    person.phone = "+62812"
    person.save()
    second = stored(person).phone_index
    person.phone = ""
    person.save()

    assert (second, stored(person).phone_index) == (blind_index("+62812", "phone"), None)


def test_saving_the_source_without_its_index_is_refused_and_nothing_is_written():
    person = stored(make_participant(phone="+62811"))
    person.phone = "+62812"
    with pytest.raises(FieldError) as refused, transaction.atomic():
        person.save(update_fields=["phone"])

    assert str(refused.value) == "phone: write its blind index with it (name both in update_fields)."
    assert (stored(person).phone, stored(person).phone_index) == ("+62811", blind_index("+62811", "phone"))


def test_saving_source_and_index_by_name_writes_both():
    person = stored(make_participant(phone="+62811"))
    person.phone = "+62812"
    person.save(update_fields=["phone_index", "phone"])

    assert (stored(person).phone, stored(person).phone_index) == ("+62812", blind_index("+62812", "phone"))


def test_an_update_of_an_indexed_source_is_refused():
    person = make_participant(phone="+62811")
    with pytest.raises(FieldError), transaction.atomic():
        Participant.objects.filter(pk=person.pk).update(phone=Participant._meta.get_field("phone").sealed("+62812", person))


def test_an_unchanged_source_may_be_saved_by_name_alone():
    person = stored(make_participant(phone="+62811"))
    person.save(update_fields=["phone"])

    assert (person.phone, stored(person).phone_index) == ("+62811", blind_index("+62811", "phone"))


def test_the_index_keeps_one_number_to_one_row():
    person = make_participant()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_participant(nik=person.nik)
