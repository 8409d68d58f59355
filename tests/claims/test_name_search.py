"""Finding claims by how a name begins: who finds whom, what is kept, how the index stays true."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from claims.domain.name_search import beginnings
from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, Claim, NameKey
from claims.services import finding_for_officers, name_index
from claims.services.finding_for_officers import Find, FindClosed, read_find, search, write_find
from claims.services.name_index import index_changed, index_claims, key_of
from claims.services.officers import desk_of
from tests.builders import make_claim, make_membership, make_office, make_officer, make_participant, signed_in_client
from tests.claims.desk import seat
from tests.claims.test_filing import ready_draft, send

pytestmark = pytest.mark.django_db
S = ClaimStatus
LIST = "/petugas/claims/claim/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def verifier(office):
    return seat(Role.VERIFIER, office=office)


def named_claim(name, office, **facts):
    """Return an indexed claim of somebody with that name."""
    claim = make_claim(
        facts.pop("status", S.SUBMITTED), office=office, slots=(), membership=make_membership(make_participant(name=name)), **facts
    )
    index_claims([claim])
    return claim


def found(client, typed):
    """Return the claims listed for what was typed, and the answer to the search."""
    answer = client.post(f"{LIST}cari/", {"nomor": typed})
    return {row.claim for row in (client.get(answer["Location"]) if answer.status_code == 302 else answer).context["rows"]}, answer


@pytest.mark.parametrize("typed", ["siti", "SIT", "aminah", "ami siti", "  Siti   Amin  ", "siti aminah"])
def test_name_is_found_by_the_beginnings_of_its_words(office, verifier, typed):
    wanted = {named_claim("Siti Aminah", office), named_claim("Aminah Siti Rahayu", office, status=S.PAID)}
    named_claim("Budi Santoso", office)
    named_claim("Siti Rahayu" if "ami" in typed.lower() else "Dewi Lestari", office)

    assert found(verifier[1], typed)[0] == wanted


def test_heir_is_found_too(office, verifier):
    claim = named_claim("Hendra Gunawan", office, reason="MENINGGAL", heir_name="Wulan Sari", heir_nik="6471035206800001")

    assert (found(verifier[1], "wulan")[0], found(verifier[1], "gunawan")[0]) == ({claim}, {claim})


def test_nobody_is_found_at_an_office_out_of_reach(office, verifier):
    """B1: the same sentence as for a name that nobody has."""
    named_claim("Siti Aminah", make_office())
    here = named_claim("Budi Santoso", office)

    (listed, there), (_, nowhere) = found(verifier[1], "siti"), found(verifier[1], "zulkifli")

    assert (listed, there.status_code, there.context["search_error"]) == ({here}, 200, nowhere.context["search_error"])


def test_offices_within_reach_are_searched_together(office):
    head, client = seat(Role.HEAD, office=office)
    near = make_office()
    head.officer.other_offices.add(near)
    claims = {named_claim("Siti Aminah", office), named_claim("Siti Aminah", near)}

    assert found(client, "siti aminah")[0] == claims


def test_what_was_typed_stands_sealed_in_the_address_and_in_clear_on_the_page(office, verifier):
    """A5."""
    named_claim("Siti Aminah", office)

    address = found(verifier[1], "siti ami")[1]["Location"]
    page = verifier[1].get(address)

    assert ("siti" in address.lower(), [(chip.label, chip.value) for chip in page.context["chips"]]) == (
        False, [("Antrean", "Semua"), ("Dicari", "siti ami")],
    )  # fmt: skip


def test_search_and_filters_go_together(office, verifier):
    """The filter bar keeps what was searched for; so do pages and taken-off filters."""
    paid, waiting = named_claim("Siti Aminah", office, status=S.PAID), named_claim("Siti Rahayu", office)
    page = verifier[1].get(found(verifier[1], "siti")[1]["Location"])
    token = page.context["find"].token

    narrowed = verifier[1].get(f"{LIST}?cari={token}&antrean=selesai")

    assert ([row.claim for row in narrowed.context["rows"]], {row.claim for row in page.context["rows"]}) == ([paid], {paid, waiting})
    assert token in page.content.decode().split('class="sift"')[1].split("</form>")[0]


def test_what_was_searched_for_opens_for_one_officer_and_half_an_hour(office):
    one, other, now = make_officer(Role.VERIFIER, office=office), make_officer(Role.VERIFIER, office=office), timezone.now()
    find = write_find(Find("nama", "siti"), one, now)

    assert read_find(find.token, one, now + timedelta(minutes=29)) == find
    for token, user, moment in (
        (find.token, one, now + timedelta(minutes=31)),
        (find.token, other, now),
        (f"{find.token}A", one, now),
        ("é", one, now),
    ):
        with pytest.raises(FindClosed):
            read_find(token, user, moment)


def test_search_that_is_over_is_told(office, verifier):
    claim = named_claim("Siti Aminah", office)

    page = verifier[1].get(f"{LIST}?cari=palsu")

    assert (page.context["notes"], [row.claim for row in page.context["rows"]]) == (
        ["Hasil pencarian sudah berakhir. Cari lagi di atas."], [claim],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("si", "Ketik paling sedikit 3 huruf awal dari satu kata nama."),
        ("", "Ketik nomor klaim, KPJ, NIK, atau awal nama."),
        ("zulkifli", "Tidak ada klaim dengan nama itu di kantor yang boleh Anda lihat."),
        ("'; DROP", "Tidak ada klaim dengan nama itu di kantor yang boleh Anda lihat."),
    ],
)
def test_search_that_finds_nothing_says_why_and_keeps_what_was_typed(verifier, typed, sentence):
    answer = verifier[1].post(f"{LIST}cari/", {"nomor": typed})

    assert (answer.context["search_error"], answer.context["typed"]) == (sentence, typed)


def test_search_for_people_is_counted_and_written_down(office, verifier, monkeypatch):
    """G8: how many words and hits, never the name."""
    monkeypatch.setattr(finding_for_officers, "NAMES_A_MINUTE", 2)
    officer, client = verifier
    named_claim("Siti Aminah", office)
    answers = [found(client, "siti")[1] for _ in range(3)]

    entries = list(AuditEntry.objects.filter(kind="search").values_list("user_id", "object", "details"))
    assert entries == [(officer.pk, "name", {"words": 1, "hits": 1, "offices": 1})] * 2
    assert answers[2].context["search_error"] == "Pencarian nama dibatasi. Coba lagi beberapa saat lagi."


def test_number_that_is_found_is_not_counted_as_a_search_for_people(office, verifier):
    claim = named_claim("Siti Aminah", office)
    search(claim.number, desk_of(verifier[0]), now=timezone.now())

    assert not AuditEntry.objects.filter(kind="search").exists()


# --- The index


def test_same_name_has_other_keys_at_another_office(office):
    """G1: counting names at one office tells nothing of another."""
    one, other = (set(named_claim("Siti Aminah", each).name_keys.values_list("key", flat=True)) for each in (office, make_office()))

    assert (len(one), one & other) == (6, set())


def test_key_hangs_on_the_secret(office, settings):
    """G1: without INDEX_KEY nobody finds which key a name has."""
    before = key_of("siti", office.pk)
    settings.INDEX_KEY = bytes(32)

    assert key_of("siti", office.pk) != before


def test_worker_finds_whose_name_is_new(office, verifier):
    claim = named_claim("Siti Aminah", office)
    index_changed(timezone.now())
    person = claim.participant
    person.name = "Siti Rahayu"
    person.save()

    index_changed(timezone.now())

    assert (found(verifier[1], "rahayu")[0], found(verifier[1], "aminah")[1].status_code) == ({claim}, 200)


def test_worker_indexes_what_was_there_before_the_index(office, verifier):
    claim = make_claim(S.SUBMITTED, office=office, membership=make_membership(make_participant(name="Siti Aminah")))
    make_claim(S.DRAFT)

    first = index_changed(timezone.now())
    again = index_changed(timezone.now() + timedelta(hours=1)), index_changed(timezone.now() + timedelta(hours=2))

    assert (first, again, found(verifier[1], "siti")[0]) == (1, (1, 0), {claim})


def test_index_is_written_anew_after_a_new_key(office, verifier, settings, monkeypatch):
    monkeypatch.setattr(name_index, "BATCH", 2)
    claims = {named_claim("Siti Aminah", office) for _ in range(5)}
    settings.INDEX_KEY = bytes(32)
    call_command("index_names", verbosity=0)

    assert found(verifier[1], "siti")[0] == claims
    assert NameKey.objects.count() == 5 * 6


def test_claim_is_found_from_the_moment_it_is_sent():
    """And not before: a draft is nobody's business."""
    person = make_participant(name="Budi Santoso", birth_date=date(1966, 1, 1))
    make_membership(person, ended_on=None, end_reason="")
    phone = signed_in_client(person)
    draft = ready_draft(phone, person)
    before = draft.name_keys.count()

    send(phone, draft)

    sent = Claim.objects.get(pk=draft.pk)
    assert (before, sent.status, set(sent.name_keys.values_list("key", flat=True))) == (
        0, S.SUBMITTED, {key_of(each, sent.office_id) for each in beginnings("Budi Santoso")},
    )  # fmt: skip


def test_name_that_too_many_have_asks_for_more_letters(office, verifier, monkeypatch):
    """Nobody looks through a thousand masked names; the audit keeps that it was tried."""
    monkeypatch.setattr(finding_for_officers, "MOST_HITS", 2)
    for name in ("Siti Aminah", "Siti Rahayu", "Siti Wulandari"):
        named_claim(name, office)

    sentence = found(verifier[1], "siti")[1].context["search_error"]

    assert sentence == "Lebih dari 1.000 klaim cocok. Ketik lebih banyak huruf, atau satu kata lagi dari namanya."
    assert (len(found(verifier[1], "siti rah")[0]), AuditEntry.objects.filter(kind="search").count()) == (1, 2)
