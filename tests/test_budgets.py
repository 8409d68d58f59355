"""What a page may cost, in queries and in bytes: figures that are the same on every machine (P2 and P3 of docs/performance.md)."""

import gzip
import os
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import brotli
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim
from claims.services.passes import Found, new_pass, write_pass
from participants.models import LedgerEntry
from tests.builders import SEVEN, make_claim, make_membership, make_office, make_participant, signed_in_client
from tests.claims.desk import desk_url, held_claim, make_page, seat
from tests.claims.past import PASTS, make_tracked_claim
from tests.claims.test_documents import photo

pytestmark = pytest.mark.django_db

KB = 1024
FILES = {1: (SEVEN[:1], 1), 7: (SEVEN, 1), 70: (SEVEN, 10)}
"""How many files a claim has: its documents, and the pages of each."""
FRAME_OF_A_TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
STYLES, MARK = "css/portal.css", "img/merek.svg"


def questions(ask: Callable[[], HttpResponse], status: int = 200) -> int:
    """Return how many queries a request costs, without what only frames a transaction."""
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == status
    return sum(not query["sql"].startswith(FRAME_OF_A_TRANSACTION) for query in captured)


def with_files(count: int, make: Callable[..., Claim]) -> Claim:
    """Return a claim with COUNT files."""
    slots, pages = FILES[count]
    claim = make(slots=slots)
    for slot in slots * pages:
        make_page(claim, slot)
    return claim


def result_of(kind: Found, key: UUID) -> str:
    """Return the address of the result for what was found."""
    return reverse("claims:result", args=[write_pass(new_pass(kind, key, now=timezone.now()))])


@pytest.fixture
def draft_of():
    """A draft with so many files and its owner's browser."""

    def make(files: int) -> tuple[Claim, Client]:
        claim = with_files(files, partial(make_claim, ClaimStatus.DRAFT, office=make_office()))
        return claim, signed_in_client(claim.participant)

    return make


@pytest.fixture
def desk_of():
    """A claim with so many files in the hands of an officer, and the officer's browser, which has been there before."""

    def make(files: int) -> tuple[Claim, Client]:
        office = make_office()
        officer, browser = seat(Role.VERIFIER, office=office)
        claim = with_files(files, partial(held_claim, officer, office))
        browser.get(desk_url(claim.pk))
        return claim, browser

    return make


# --- P2: queries


@pytest.mark.parametrize("page", ["/", "/tracking/", "/bantuan/", "/syarat/"])
def test_a_page_without_a_person_asks_nothing(client, page):
    """P2"""
    assert questions(partial(client.get, page)) == 0


def test_a_lookup_counts_and_finds_with_one_query_each(client):
    """P2; safety A1 and A3: a miss costs one more, the count of misses, whatever kind of miss it is."""
    claim, without_claim = make_claim(ClaimStatus.APPROVED), make_membership()
    numbers = {claim.number: 303, claim.membership.kpj: 303, claim.participant.nik: 303}
    misses = dict.fromkeys((without_claim.kpj, without_claim.participant.nik, "99999999999", "3273011205909999"), 200)

    asked = [questions(partial(client.post, "/tracking/", {"nomor": number}), status) for number, status in (numbers | misses).items()]

    assert asked == [2, 2, 2, 3, 3, 3, 3]


@pytest.mark.parametrize("files", FILES)
def test_a_result_costs_three_queries_and_its_print_four(client, files):
    """P2"""
    claim = with_files(files, partial(make_claim, ClaimStatus.APPROVED, office=make_office()))
    address = result_of(Found.CLAIM, claim.pk)
    client.get(f"{address}cetak/")  # The first print of a day also writes its code.

    assert [questions(partial(client.get, page)) for page in (address, f"{address}cetak/")] == [3, 4]


@pytest.mark.parametrize("files", FILES)
def test_a_step_of_the_wizard_costs_at_most_five_queries(draft_of, files):
    """P2"""
    claim, phone = draft_of(files)
    pages = {name: reverse(f"claims:{name}", args=[claim.number]) for name in ("data", "documents", "office", "review")}
    pages["slot"] = reverse("claims:slot", args=[claim.number, SEVEN[0]])

    asked = {name: questions(partial(phone.get, page)) for name, page in pages.items()}

    assert asked == {"data": 5, "documents": 5, "office": 3, "review": 5, "slot": 5}


@pytest.mark.parametrize("files", FILES)
def test_an_upload_costs_eight_queries(draft_of, files):
    """P2: session, document with its claim, lock, version, pages, delete what is replaced, insert, state."""
    claim, phone = draft_of(files)
    slot = reverse("claims:slot", args=[claim.number, SEVEN[0]])
    photos = [SimpleUploadedFile("a.jpg", photo(80, 60)), SimpleUploadedFile("b.jpg", photo(60, 80))]

    assert questions(partial(phone.post, slot, {"berkas": photos}), 303) == 8


@pytest.mark.parametrize("files", FILES)
def test_the_desk_costs_fourteen_queries_and_its_history_one_more(desk_of, files):
    """P2; the history has the messages of the claim below it."""
    claim, browser = desk_of(files)

    panels = {panel: questions(partial(browser.get, desk_url(claim.pk, lihat=panel))) for panel in ("dokumen", "klaim", "riwayat")}

    assert panels == {"dokumen": 14, "klaim": 14, "riwayat": 15}


@pytest.mark.parametrize("files", FILES)
def test_the_work_queue_costs_six_queries(desk_of, files):
    """P2"""
    browser = desk_of(files)[1]

    assert questions(partial(browser.get, "/petugas/claims/claim/")) == 6


# --- P3: bytes over the wire


def on_the_wire(client: Client, page: str) -> int:
    """Return the bytes of the body of PAGE as a browser receives it."""
    answer = client.get(page, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip")
    return len(answer.content)


def static_file(name: str) -> bytes:
    return (Path(settings.BASE_DIR) / "static" / name).read_bytes()


def assets(html: str) -> dict[str, list[str]]:
    """Return what a browser fetches for HTML, by kind."""
    return {
        "styles": re.findall(r'<link rel="stylesheet" href="([^"]+)"', html),
        "icons": re.findall(r'<link rel="icon" href="([^"]+)"', html),
        "others": re.findall(r'<(?:script|img|iframe|source|object|embed|audio|video)\b[^>]*|<link rel="(?!stylesheet|icon)[^>]*', html),
    }


def several_claims() -> str:
    """Return the result page of a person with six claims."""
    person = make_claim(ClaimStatus.PAID).participant
    for _ in range(5):
        make_claim(ClaimStatus.PAID, membership=make_membership(person))
    return result_of(Found.PERSON, person.pk)


def test_every_tracking_page_is_at_most_five_kilobytes_of_html(client):
    """P3"""
    results = {str(status): result_of(Found.CLAIM, make_tracked_claim(status).pk) for status in PASTS}
    pages = {"home": "/", "box": "/tracking/", "list": several_claims()} | results

    weights = {name: on_the_wire(client, page) for name, page in pages.items()}

    assert {name: weight for name, weight in weights.items() if weight > 5 * KB} == {}


def test_a_first_visit_is_three_requests_and_no_script(client):
    """P3: the page, its styles and the mark in the browser's tab, all from here."""
    pages = ("/tracking/", result_of(Found.CLAIM, make_tracked_claim(ClaimStatus.APPROVED).pk))

    found = [assets(client.get(page).content.decode()) for page in pages]

    assert found == [{"styles": [f"/static/{STYLES}"], "icons": [f"/static/{MARK}"], "others": []}] * 2


@pytest.mark.parametrize("squeezed", [partial(gzip.compress, compresslevel=9), brotli.compress])
def test_styles_are_at_most_twelve_kilobytes(squeezed):
    """P3"""
    assert len(squeezed(static_file(STYLES))) <= 12 * KB


def test_a_first_visit_is_at_most_twenty_kilobytes_and_shows_within_the_first_flight(client):
    """P3: HTML and styles together fit the fourteen kilobytes that a server may send before it hears back."""
    page = on_the_wire(client, result_of(Found.CLAIM, make_tracked_claim(ClaimStatus.APPROVED).pk))
    styles, mark = (len(gzip.compress(static_file(name), 9)) for name in (STYLES, MARK))

    assert page + styles <= 14 * KB
    assert page + styles + mark <= 20 * KB


def test_the_length_of_a_page_tells_no_secret(client):
    """P3: the token is written differently each time and the length varies, so compression may stay on (BREACH)."""
    pages = [client.get("/tracking/", headers={"Accept-Encoding": "gzip"}).content for _ in range(12)]
    tokens = {re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', gzip.decompress(page))[1] for page in pages}

    assert (len(tokens), len({len(page) for page in pages}) > 1) == (12, True)


def test_figures_are_taken_of_claims_that_show_a_clock(client):
    """The page that is weighed is the one with the most on it."""
    claim = make_claim(ClaimStatus.APPROVED, complete_at=timezone.now(), proposal="bayar")

    assert "Paling lambat dibayar" in client.get(result_of(Found.CLAIM, claim.pk)).content.decode()


# --- The own savings


@pytest.fixture
def thirty_years():
    """A person with a ledger of thirty years on two cards, and their browser."""
    person = make_participant()
    cards = [make_membership(person), make_membership(person)]
    months = [date(year, month, 1) for year in range(1996, 2026) for month in range(1, 13)]
    kinds = ("iuran_pemberi_kerja", "iuran_pekerja", "hasil_pengembangan")
    LedgerEntry.objects.bulk_create(
        LedgerEntry(membership=cards[day.year % 2], booked_on=day, kind=kind, amount=285_123, row_key=os.urandom(16))
        for day in months
        for kind in kinds
    )
    return signed_in_client(person)


def test_pages_about_the_own_savings_ask_few_questions_however_long_the_ledger(thirty_years):
    """P2"""
    thirty_years.get("/jht/rincian/2024/cetak/")  # The first print of a day also writes its code.
    pages = ("/jht/", "/jht/saldo/", "/jht/rincian/", "/jht/rincian/?tahun=2024", "/jht/rincian/2024/cetak/")

    assert {page: questions(partial(thirty_years.get, page)) for page in pages} == {
        "/jht/": 3,
        "/jht/saldo/": 5,
        "/jht/rincian/": 3,
        "/jht/rincian/?tahun=2024": 3,
        "/jht/rincian/2024/cetak/": 4,
    }


def test_ledger_of_thirty_years_is_a_light_page(thirty_years):
    """P3: at most what a tracking page may weigh, gzipped."""
    pages = ("/jht/", "/jht/saldo/", "/jht/rincian/", "/jht/rincian/?tahun=2024")

    assert {page: weight for page in pages if (weight := on_the_wire(thirty_years, page)) > 6 * KB} == {}
