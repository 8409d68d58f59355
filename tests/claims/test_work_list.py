"""The work list: what an officer can ask, how it pages, and that no index is missing."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim
from claims.services import list_pages
from claims.services.list_pages import Cut, page_of, place_of, read_place
from claims.services.listing import AGES, FILTERS, GROUPS, IN_LINE, NEWEST, Question, asked, matching, parameters
from claims.services.officers import Desk, desk_of
from claims.services.saved_views import READY_MADE
from tests.builders import make_claim, make_office
from tests.claims.desk import held_claim, seat

pytestmark = pytest.mark.django_db
S = ClaimStatus
LIST = "/petugas/claims/claim/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def verifier(office):
    return seat(Role.VERIFIER, office=office)


def shown(client, **query):
    return [row.claim for row in client.get(f"{LIST}?{urlencode(query)}").context["rows"]]


def notes(client, **query):
    return client.get(f"{LIST}?{urlencode(query)}").context["notes"]


# --- Questions


def test_new_filters_keep_what_they_say(office, verifier):
    today = timezone.localdate()
    corrected = make_claim(S.CORRECTED, office=office, due_on=today + timedelta(days=1))
    old = make_claim(S.SUBMITTED, office=office, now=timezone.now() - timedelta(days=11), due_on=today)
    client = verifier[1]

    found = [shown(client, **query) for query in ({"antrean": "perbaikan_masuk"}, {"batas": "besok"}, {"umur": "10"}, {"umur": "20"})]

    assert found == [[corrected], [corrected], [old], []]


def test_one_status_wins_over_a_group_that_does_not_hold_it(office, verifier):
    paid = make_claim(S.PAID, office=office)

    assert shown(verifier[1], status="paid") == shown(verifier[1], status="paid", antrean="pemeriksaan") == [paid]


@pytest.mark.parametrize("parameter", [each.parameter for each in FILTERS.values()])
def test_value_that_is_not_offered_changes_nothing_and_is_told(office, verifier, parameter):
    claim = make_claim(S.SUBMITTED, office=office)
    label = next(each.label for each in FILTERS.values() if each.parameter == parameter)

    assert shown(verifier[1], **{parameter: "' OR 1=1"}) == [claim]
    assert notes(verifier[1], **{parameter: "' OR 1=1"}) == [f"Saringan “{label}” tidak dikenal, jadi tidak dipakai."]


@pytest.mark.parametrize("query", ["participant__name=Aminah", "e=1", "o=3", "pk__in=1", "q=Aminah"])
def test_question_that_nobody_offers_is_told_and_leads_nowhere(office, verifier, query):
    """D3: no way into the database through an address."""
    claim = make_claim(S.SUBMITTED, office=office)

    answer = verifier[1].get(f"{LIST}?{query}")

    assert ([row.claim for row in answer.context["rows"]], answer.context["notes"]) == (
        [claim], ["Saringan di alamat ini tidak dikenal, jadi tidak dipakai."],
    )  # fmt: skip
    assert "Aminah" not in answer.content.decode()


@pytest.mark.parametrize("place", ["", "x", "1-2", "0-0-0", "99999999-1-" + "0" * 32, "739000-" + "9" * 30 + "-" + "0" * 32, "é-é-é"])
@pytest.mark.parametrize("way", ["sesudah", "sebelum"])
def test_place_that_is_none_leads_to_the_beginning_and_is_told(office, verifier, way, place):
    claim = make_claim(S.SUBMITTED, office=office)

    assert shown(verifier[1], **{way: place}) == [claim]
    assert notes(verifier[1], **{way: place}) == ["Halaman itu tidak dikenal. Yang tampil awal daftar."]


def test_overseer_asks_for_the_claims_of_one_colleague(office, verifier):
    claim = held_claim(verifier[0], office, slots=())
    held_claim(seat(Role.VERIFIER, office=office)[0], office, slots=())
    colleague = str(verifier[0].pk)

    assert shown(seat(Role.HEAD, office=office)[1], pemegang=colleague) == [claim]
    assert notes(seat(Role.HEAD, office=make_office())[1], pemegang=colleague) == ["Saringan “Pemegang” tidak dikenal, jadi tidak dipakai."]
    assert notes(verifier[1], pemegang=colleague) == ["Saringan “Pemegang” tidak dikenal, jadi tidak dipakai."]


def test_filters_in_use_are_taken_off_one_by_one(office, verifier):
    answer = verifier[1].get(f"{LIST}?batas=lewat&sebab=PHK")

    assert [(chip.label, chip.without) for chip in answer.context["chips"]] == [
        ("Sebab", f"{LIST}?batas=lewat"),
        ("Batas", f"{LIST}?sebab=PHK"),
    ]


def test_every_question_survives_its_own_address(office):
    """What a link or a saved view says is what was asked."""
    desk, now = Desk(seat(Role.HEAD, office=office)[0], frozenset({Role.HEAD}), office, (make_office(),)), timezone.now()
    questions = [Question(**{name: code}) for name, each in FILTERS.items() for code in each.options(desk)]
    agreeing = [question for question in questions if not question.status or question.status in GROUPS[question.group][1]]

    assert [asked(parameters(question), desk, now).question for question in agreeing] == agreeing
    assert [asked(query, desk, now).notes for _, _, query in READY_MADE] == [[]] * len(READY_MADE)


# --- Offices within reach


def test_list_shows_the_own_office_until_another_is_asked_for(office):
    near, far = make_office(), make_office()
    head, client = seat(Role.HEAD, office=office)
    head.officer.other_offices.add(near)
    own = make_claim(S.SUBMITTED, office=office, queue_on=date(2026, 12, 1))
    other = make_claim(S.SUBMITTED, office=near, queue_on=date(2026, 12, 2))
    make_claim(S.SUBMITTED, office=far)

    found = [shown(client, **query) for query in ({}, {"kantor": near.code}, {"kantor": "semua"}, {"kantor": far.code})]

    assert found == [[own], [other], [own, other], [own]]
    assert notes(client, kantor=far.code) == ["Saringan “Kantor” tidak dikenal, jadi tidak dipakai."]
    assert notes(client, kantor=office.code) == []


# --- Pages


def walked(question, desk, **facts):
    """Return the claims of every page on the way through the list, and of every page on the way back."""
    there, back = [page_of(question, desk, now=timezone.now(), **facts)], []
    while there[-1].after:
        there.append(page_of(question, desk, now=timezone.now(), cut=Cut(there[-1].after), **facts))
    back.append(there[-1])
    while back[-1].before:
        back.append(page_of(question, desk, now=timezone.now(), cut=Cut(back[-1].before, backwards=True), **facts))
    return [page.claims for page in there], [page.claims for page in reversed(back)]


@pytest.mark.parametrize(("order", "columns"), [(IN_LINE, ["queue_on", "submitted_at", "id"]), (NEWEST, ["-submitted_at", "-id"])])
def test_pages_hold_every_claim_once_there_and_back(office, verifier, order, columns):
    """Several claims share day and moment: the id decides."""
    now, days = timezone.now(), [date(2026, 12, 1), date(2026, 12, 2)]
    for number in range(23):
        make_claim(S.SUBMITTED, office=office, slots=(), queue_on=days[number % 2], now=now + timedelta(seconds=number % 3))

    there, back = walked(Question(order=order), desk_of(verifier[0]), size=5)

    assert [claim.pk for page in there for claim in page] == list(Claim.objects.order_by(*columns).values_list("pk", flat=True))
    assert ([len(page) for page in there], back) == ([5, 5, 5, 5, 3], there)


def test_what_only_grows_is_read_from_its_newest_claim(office, verifier):
    """Whatever order is asked for: the oldest finished claim is nobody's next work."""
    now = timezone.now()
    old, new = (make_claim(S.PAID, office=office, slots=(), now=now - timedelta(days=days)) for days in (30, 2))

    assert [shown(verifier[1], antrean="selesai", urut=order) for order in ("", "antre", "baru")] == [[new, old]] * 3


def test_way_on_and_back_stand_in_the_page(office, verifier):
    claims = [make_claim(S.SUBMITTED, office=office, slots=(), queue_on=date(2026, 12, 1) + timedelta(days=day)) for day in range(52)]
    client = verifier[1]

    first = client.get(f"{LIST}?antrean=pemeriksaan")
    second = client.get(first.context["next"])
    again = client.get(second.context["previous"])

    assert [[row.claim for row in answer.context["rows"]] for answer in (first, second, again)] == [claims[:50], claims[50:], claims[:50]]
    assert (first.context["previous"], second.context["next"], again.context["previous"]) == ("", "", "")


def test_place_names_nobody(office):
    """A4: days, a moment and the id of the claim, nothing of the person."""
    claim = make_claim(S.SUBMITTED, office=office)

    assert read_place(str(place_of(claim))) == place_of(claim)
    assert claim.number not in str(place_of(claim))


def test_long_list_is_not_counted_to_its_end(office, verifier, monkeypatch):
    monkeypatch.setattr(list_pages, "COUNTED_TO", 3)
    desk, counts = desk_of(verifier[0]), []
    for _ in range(5):
        make_claim(S.SUBMITTED, office=office, slots=())
        counts.append(page_of(Question(), desk, now=timezone.now(), size=2).count)

    assert counts == [1, 2, 3, None, None]


# --- Indexes


DEAR = {"postgresql": ("Seq Scan on claims_claim", "Sort"), "sqlite": ("SCAN claims_claim\n",)}
"""How each database says that it reads the whole table of claims, or sorts what an index could have given in order."""
LARGE = "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off"
"""Makes PostgreSQL plan for a small table as it would for a large one."""


def plan(claims):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LARGE)
    return f"{claims.explain()}\n"


def every_question():
    """Return each choice of every filter, in both orders."""
    options = {name: each.options(Desk(None)) for name, each in FILTERS.items() if name not in ("office", "order")}
    return [Question(**{name: code}, order=order) for name, codes in options.items() for code in codes for order in (IN_LINE, NEWEST)]


@pytest.mark.parametrize("others", [0, 2], ids=["one office", "several offices"])
def test_every_question_is_read_off_an_index(office, verifier, others):
    """P4, P5: first page, a later one and the count each have an index to read."""
    claim, now = make_claim(S.SUBMITTED, office=office), timezone.now()
    reach = tuple(make_office() for _ in range(others))
    desk = replace(desk_of(verifier[0]), others=reach)
    walks = [
        (question, part)
        for question in every_question()
        for part, claims in parts_of_a_page(replace(question, office="semua"), desk, place_of(claim), now).items()
        for dear in DEAR[connection.vendor]
        if dear in plan(claims)
    ]

    assert walks == []


def parts_of_a_page(question, desk, place, now):
    claims = matching(question, desk, now)
    return {
        "first": list_pages.in_order(claims, question)[:51],
        "later": list_pages.in_order(claims, question, Cut(place))[:51],
        "back": list_pages.in_order(claims, question, Cut(place, backwards=True))[:51],
    }


def test_every_line_of_a_page_is_read_in_one_query(office, verifier, django_assert_num_queries):
    for _ in range(3):
        held_claim(verifier[0], office, slots=())
    verifier[1].get(LIST)

    with django_assert_num_queries(6):
        assert len(shown(verifier[1])) == 3


def test_ages_are_calendar_days(office, verifier):
    now = timezone.now()
    claims = {days: make_claim(S.SUBMITTED, office=office, now=now - timedelta(days=days, minutes=1)) for days in (5, 10, 20)}

    assert {age: set(shown(verifier[1], umur=age)) for age in AGES} == {
        age: {claim for days, claim in claims.items() if days >= int(age)} for age in AGES
    }
