"""The work queue: one office, oldest legal deadline first, masked, found by exact numbers, taken one by one."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim
from claims.services import work_queue
from claims.services.officers import desk_of
from tests.builders import make_claim, make_membership, make_office, make_officer, make_participant
from tests.claims.desk import desk_url, held_claim, seat

pytestmark = pytest.mark.django_db
S = ClaimStatus
QUEUE = "/petugas/claims/claim/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def verifier(office):
    return seat(Role.VERIFIER, office=office)


def listed(client, query=""):
    return [row.claim for row in client.get(f"{QUEUE}{query}").context["rows"]]


def test_queue_shows_the_own_office_oldest_deadline_first(office, verifier):
    later = make_claim(S.SUBMITTED, office=office, queue_on=date(2026, 12, 3))
    sooner = make_claim(S.AWAITING_APPROVAL, office=office, queue_on=date(2026, 12, 1))
    make_claim(S.SUBMITTED, office=make_office())
    make_claim(S.PAID, office=office)
    make_claim(S.DRAFT)

    assert listed(verifier[1]) == [sooner, later]


@pytest.mark.parametrize("role", [Role.COUNTER, Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD, Role.AUDITOR])
def test_every_officer_sees_the_own_office_only(office, role):
    """B1: Kepala and Auditor too."""
    own, foreign = make_claim(S.SUBMITTED, office=office), make_claim(S.SUBMITTED)
    client = seat(role, office=office)[1]

    assert listed(client) == [own]
    assert (client.get(desk_url(own.pk)).status_code, client.get(desk_url(foreign.pk)).status_code) == (200, 404)


def test_finished_claim_is_never_late(office, verifier):
    """A claim paid in time keeps its day on file, and is not called late for ever after."""
    make_claim(S.PAID, office=office, due_on=timezone.localdate() - timedelta(days=9))
    client = verifier[1]

    assert listed(client, "?antrean=selesai&batas=lewat") == []
    assert "Lewat" not in client.get(f"{QUEUE}?antrean=selesai").content.decode().split("result_list")[1].split("</table>")[0]


def test_queue_is_masked(office, verifier):
    """A4: neither name nor KPJ nor NIK stands in the list."""
    membership = make_membership(make_participant(name="Siti Aminah"), kpj="16574650029")
    make_claim(S.SUBMITTED, office=office, membership=membership)

    page = verifier[1].get(QUEUE)
    row = page.context["rows"][0]

    assert (row.kpj, row.name) == ("1XXX XXXX 029", "S*** A***")
    assert [text for text in ("Aminah", "16574650029", membership.participant.nik) if text in page.content.decode()] == []


@pytest.mark.parametrize("count", [1, 30])
def test_queue_asks_few_questions_whatever_its_length(office, verifier, count, django_assert_max_num_queries):
    """P2: at most eight, the same with one claim and with thirty."""
    for _ in range(count):
        make_claim(S.SUBMITTED, office=office, slots=())
    verifier[1].get(QUEUE)

    with django_assert_max_num_queries(6):
        assert len(listed(verifier[1])) == count


def test_filters_narrow_the_queue(office, verifier):
    officer, client = verifier
    today = timezone.localdate()
    late = make_claim(S.SUBMITTED, office=office, due_on=today - timedelta(days=1), reason="PHK")
    mine = held_claim(officer, office, due_on=today)
    colleague = held_claim(make_officer(Role.VERIFIER, office=office), office, due_on=today + timedelta(days=2))
    asked = make_claim(S.CORRECTION_REQUESTED, office=office, due_on=None)
    paid = make_claim(S.PAID, office=office)

    found = {
        query: set(listed(client, query))
        for query in (
            "?batas=lewat", "?batas=hari_ini", "?batas=dekat", "?batas=diam", "?pemegang=saya", "?pemegang=rekan", "?pemegang=tidak_ada",
            "?sebab=PHK", "?status=in_review", "?antrean=peserta", "?antrean=selesai", "?antrean=semua", "?antrean=karangan",
        )
    }  # fmt: skip
    assert found == {
        "?batas=lewat": {late},
        "?batas=hari_ini": {mine},
        "?batas=dekat": {mine, colleague},
        "?batas=diam": {asked},
        "?pemegang=saya": {mine},
        "?pemegang=rekan": {colleague},
        "?pemegang=tidak_ada": {late, asked},
        "?sebab=PHK": {late},
        "?status=in_review": {mine, colleague},
        "?antrean=peserta": {asked},
        "?antrean=selesai": {paid},
        "?antrean=semua": {late, mine, colleague, asked, paid},
        "?antrean=karangan": {late, mine, colleague, asked},
    }


@pytest.mark.parametrize("how", ["number", "kpj", "nik", "spelled"])
def test_one_claim_is_found_by_its_exact_number(office, verifier, how):
    """The number is posted and never stands in an address."""
    claim = make_claim(S.SUBMITTED, office=office)
    typed = {
        "number": claim.number,
        "kpj": claim.membership.kpj,
        "nik": claim.participant.nik,
        "spelled": claim.number.lower().replace("-", " "),
    }[how]

    answer = verifier[1].post(f"{QUEUE}cari/", {"nomor": typed})

    assert (answer.status_code, answer["Location"]) == (302, desk_url(claim.pk))


def test_several_claims_of_one_person_are_listed_without_the_number_in_the_address(office, verifier):
    person = make_participant()
    claims = {make_claim(S.SUBMITTED, office=office, membership=make_membership(person)) for _ in range(2)}
    closed = make_claim(S.REJECTED, office=office, membership=make_membership(person))

    answer = verifier[1].post(f"{QUEUE}cari/", {"nomor": person.nik})

    assert person.nik not in answer["Location"]
    assert {row.claim for row in verifier[1].get(answer["Location"]).context["rows"]} == claims | {closed}


@pytest.mark.parametrize("typed", ["16574650029", "JHT-26-0000-0000", "bukan nomor", ""])
def test_number_without_a_claim_here_is_told_in_words_and_stays_in_the_box(office, verifier, typed):
    """B1: a claim of another office is not found either."""
    make_claim(S.SUBMITTED, membership=make_membership(kpj="16574650029"))
    here = make_claim(S.SUBMITTED, office=office)

    answer = verifier[1].post(f"{QUEUE}cari/", {"nomor": typed})

    assert (answer.context["typed"], bool(answer.context["search_error"])) == (typed, True)
    assert [row.claim for row in answer.context["rows"]] == [here]


def test_take_next_takes_the_nearest_deadline_that_nobody_holds(office, verifier):
    officer, client = verifier
    held = make_claim(S.CORRECTED, office=office, holder=make_officer(Role.VERIFIER, office=office), queue_on=date(2026, 12, 1))
    second = make_claim(S.SUBMITTED, office=office, queue_on=date(2026, 12, 3))
    first = make_claim(S.SUBMITTED, office=office, queue_on=date(2026, 12, 2))

    answer = client.post(f"{QUEUE}berikutnya/")

    assert answer["Location"] == desk_url(first.pk)
    assert list(Claim.objects.filter(holder=officer)) == [first]
    assert [c.status for c in (held, second)] == [S.CORRECTED, S.SUBMITTED]


def test_take_next_gives_the_own_corrected_claims_first(office, verifier):
    officer, _ = verifier
    make_claim(S.SUBMITTED, office=office, queue_on=date(2026, 12, 1))
    own = make_claim(S.CORRECTED, office=office, holder=officer, queue_on=date(2026, 12, 9))

    assert work_queue.take_next(desk_of(officer), now=timezone.now()) == own


def test_take_next_says_kindly_that_nothing_waits(verifier):
    answer = verifier[1].post(f"{QUEUE}berikutnya/", follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "Tidak ada klaim yang menunggu. Semua sudah dipegang rekan Anda atau selesai."
    ]


@pytest.mark.parametrize("role", [Role.COUNTER, Role.APPROVER, Role.PAYER, Role.HEAD, Role.AUDITOR, Role.CONFIGURATOR])
def test_only_verifiers_take(office, role):
    claim = make_claim(S.SUBMITTED, office=office)
    client = seat(role, office=office)[1]

    assert (client.post(f"{QUEUE}berikutnya/").status_code, Claim.objects.get(pk=claim.pk).status) == (403, S.SUBMITTED)


@pytest.mark.parametrize("name", ["claims_claim_take_next", "claims_claim_search"])
def test_looking_at_an_address_of_an_act_does_nothing(verifier, name):
    """D5: GET changes nothing, and leads back to the queue: signing in again may end here."""
    answer = verifier[1].get(reverse(f"admin:{name}"))

    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
