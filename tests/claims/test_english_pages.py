"""Every page of participants, in every state, in both languages: no word of the other one."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from claims.domain.reasons import REASONS
from claims.domain.workflow import ClaimStatus
from jht_portal.lib.languages import NAME
from tests.builders import SEVEN, signed_in_client
from tests.crawl import addresses
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
INDONESIAN = re.compile(
    r"\b(?:yang|dan|di|ke|atau|anda|kami|ini|itu|untuk|dari|dengan|pada|tidak|belum|sudah|akan|bisa|dapat|harus|perlu|klaim|dokumen|berkas|kartu|"
    r"kantor|peserta|petugas|rekening|nomor|nama|tanggal|hari|kerja|bulan|tahun|jam|menit|surat|uang|saldo|pajak|masuk|keluar|kirim|simpan|"
    r"ubah|hapus|pilih|periksa|lihat|lanjut|kembali|semua|sebab|alasan|tahap|selesai|dibayar|ditolak|diterima|menunggu|januari|februari|maret|"
    r"mei|juni|juli|agustus|oktober|desember|senin|selasa|rabu|kamis|jumat|sabtu|minggu|bila|juga|lagi|sebelum|sesudah)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:the|and|or|your|we|this|that|for|from|with|not|is|are|was|will|can|must|claim|claims|document|documents|card|office|member|officer|"
    r"account|number|name|date|day|days|month|letter|money|balance|tax|sign|send|save|change|choose|check|back|all|reason|stage|done|paid|"
    r"rejected|waiting|january|february|march|may|june|july|august|october|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
OFFICIAL = re.compile(
    r"\((?:Agenda|Penetapan|Persetujuan|Pembayaran|Selesai|Permenaker|paklaring|kelurahan)\)"
    r"|Agenda, Penetapan, Persetujuan, Pembayaran and Selesai|standing instruction|Portal JHT|BPJS Ketenagakerjaan|Kantor Layanan Priangan",
    re.IGNORECASE,
)
"""Names that an office or a law has, whatever the language; the operator's own name."""
SKIPPED = re.compile(r"^/(?:petugas|healthz|readyz|metrics|berkas|contoh|kotak-keluar)/|\.pdf$|\.csv$|\.svg$|\.png$")
"""The desk, machines, files, and messages as they were sent."""
SPOKEN = ("alt", "aria-label", "title", "placeholder")


@pytest.fixture
def world() -> World:
    return make_world()


def words_of(content: bytes, language: str) -> str:
    """Return what a page says in its own LANGUAGE: text, and attributes that are read out; not what is marked as another's."""
    tree = html.fromstring(content.decode())
    papers = "//title" if tree.xpath("//main[@lang='id']") and language != "id" else "//nothing"
    for part in tree.xpath(f"{papers} | //script | //style | //*[@lang != '{language}' and not(self::html)]"):
        part.drop_tree()
    attributes = [value for name in SPOKEN for value in tree.xpath(f"//@{name}")]
    return OFFICIAL.sub("", " ".join([*tree.xpath("//text()"), *attributes, *tree.xpath("//meta[@name='description']/@content")]))


def strange(content: bytes, language: str, names: re.Pattern) -> list[str]:
    """Return words of the other language, each with its surroundings."""
    text = names.sub("", " ".join(words_of(content, language).split()))
    pattern = INDONESIAN if language == "en" else ENGLISH
    return [text[max(0, m.start() - 40) : m.end() + 40] for m in pattern.finditer(text)]


def names_in(world: World) -> re.Pattern:
    """Names of offices, employers and people stand as they are."""
    offices = {claim.office.name for claim in world.claims if claim.office} | {
        world.office.name,
        world.office.address,
        world.office.province,
    }
    employers = {claim.membership.employer.name for claim in world.claims if claim.membership.employer}
    return re.compile("|".join(sorted(map(re.escape, filter(None, offices | employers)), key=len, reverse=True)) + r"|Kenari \w+")


def browsers(world: World, language: str) -> list[Client]:
    visitors = [Client(), signed_in_client(world.person)]
    for visitor in visitors:
        visitor.cookies[NAME] = language
        visitor.raise_request_exception = False
    return visitors


def is_page(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content


def pages(world: World) -> list[str]:
    return [address for address in addresses(world) if not SKIPPED.search(address)]


@pytest.mark.parametrize("language", ["en", "id"])
def test_no_page_says_a_word_of_the_other_language(world, language):
    names, found = names_in(world), {}
    for number, visitor in enumerate(browsers(world, language)):
        for place, address in enumerate(pages(world)):
            answer = visitor.get(address, REMOTE_ADDR=f"10.{number}.{place // 250}.{place % 250}")
            if is_page(answer) and (said := strange(answer.content, language, names)):
                found[address] = said[:5]

    assert "\n".join(f"{address}: {said}" for address, said in found.items()) == ""


@pytest.mark.parametrize("language", ["en", "id"])
def test_no_complaint_of_a_form_says_a_word_of_the_other_language(world, language):
    """Every form that is posted empty answers with its complaints."""
    names, found = names_in(world), {}
    draft = next(claim for claim in world.claims if claim.status == ClaimStatus.DRAFT)
    failed = next(claim for claim in world.claims if claim.status == ClaimStatus.PAYMENT_FAILED)
    asked = [reverse(f"claims:{name}", args=[draft.number]) for name in ("data", "office", "review", "cancel")]
    asked += [reverse("claims:account", args=[failed.number]), reverse("claims:repair", args=[failed.number])]
    asked += [reverse("claims:slot", args=[draft.number, slot]) for slot in SEVEN]
    asked += [reverse("claims:slot_missing", args=[draft.number, SEVEN[0]])]
    asked += [reverse("claims:eligibility_reason", args=[reason.code]) for reason in REASONS]
    asked += [reverse(f"claims:{name}") for name in ("track", "check", "sign_in", "start")]
    for number, visitor in enumerate(browsers(world, language)):
        for place, address in enumerate(asked):
            answer = visitor.post(address, {}, REMOTE_ADDR=f"10.9.{number}.{place}")
            if is_page(answer) and (said := strange(answer.content, language, names)):
                found[address] = said[:5]

    assert "\n".join(f"{address}: {said}" for address, said in found.items()) == ""
