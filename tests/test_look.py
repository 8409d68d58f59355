"""The frame, the forms, the error pages and the styles, through the pages of look_pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from django.conf import settings as django_settings
from django.template.loader import get_template
from django.test import Client
from lxml import html

from jht_portal import errors
from jht_portal.lib import formats

ROOT = Path(__file__).parent.parent
SHEETS = ROOT / "static" / "css"

pytestmark = pytest.mark.urls("tests.look_pages")


@pytest.fixture(autouse=True)
def _sample_templates(settings) -> None:
    engine = django_settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], ROOT / "tests" / "templates"]}]


@pytest.fixture
def browser_like(db) -> Client:
    return Client(raise_request_exception=False)


def page(client: Client, address: str, data: dict | None = None) -> html.HtmlElement:
    response = client.get(address) if data is None else client.post(address, data)
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# --- The frame


def test_the_frame_says_who_runs_the_portal_and_that_it_is_not_the_agency(client, db):
    foot = page(client, "/").xpath("//footer//p")

    assert [words(line) for line in foot] == [
        "Portal JHT dijalankan oleh Kantor Layanan Priangan. Ini bukan situs resmi BPJS Ketenagakerjaan. "
        "Semua nama dan nomor di situs contoh ini rekaan.",
        "Senin sampai Jumat, 08.00–15.00 WIB. Telepon (022) 555-0175.",
    ]


def test_an_installation_with_real_people_does_not_call_them_invented(client, db, settings):
    settings.DEMO = False

    assert words(page(client, "/").xpath("//footer//p")[0]) == (
        "Portal JHT dijalankan oleh Kantor Layanan Priangan. Ini bukan situs resmi BPJS Ketenagakerjaan."
    )


def test_the_menu_is_the_same_across_and_on_phones(client, db):
    across, on_phones = ([words(link) for link in nav] for nav in page(client, "/").xpath("//header//nav"))

    assert across == on_phones == ["Lacak Klaim", "Ajukan Klaim", "Nomor Antrian", "Cek Syarat", "Jaminan Hari Tua", "Bantuan", "Masuk"]


def test_who_has_signed_in_finds_the_own_place_and_the_way_out(client, db):
    menu = page(client, "/masuk-sudah/").xpath("//header//nav")[0]

    assert [words(item) for item in menu] == [
        "Lacak Klaim",
        "Ajukan Klaim",
        "Nomor Antrian",
        "Cek Syarat",
        "Jaminan Hari Tua",
        "Bantuan",
        "Keluar",
    ]
    assert [(form.get("method"), form.get("action")) for form in menu.xpath(".//form")] == [("post", "/keluar/")]


def test_the_first_thing_to_reach_by_keyboard_leads_to_the_content(client, db):
    first = page(client, "/").xpath("//a | //button | //input | //summary")[0]

    assert (words(first), first.get("href")) == ("Langsung ke isi", "#isi")


def test_no_page_carries_a_style_or_a_script_of_its_own(client, db):
    for address in ("/", "/kit/", "/form/", "/hasil/0/", "/lembar/"):
        tree = page(client, address)

        assert tree.xpath("//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]") == []


# --- The stages, which are a public contract


@pytest.mark.parametrize(
    ("number", "current"),
    [(0, "penetapan"), (1, "pembayaran"), (2, "selesai"), (3, "selesai")],
)
def test_the_stages_name_themselves_and_one_of_them_is_the_current(client, db, number, current):
    stages = page(client, f"/hasil/{number}/").xpath("//ol/*[@data-stage]")

    assert [stage.get("data-stage") for stage in stages] == ["agenda", "penetapan", "persetujuan", "pembayaran", "selesai"]
    assert [stage.get("data-stage") for stage in stages if stage.get("aria-current") == "step"] == [current]


def test_the_clock_counts_five_days_and_says_in_words_which_is_which(client, db):
    days = page(client, "/hasil/0/").xpath("//*[@class='clock__days']/li")

    assert [words(day) for day in days] == ["Lewat: Rab 18", "Lewat: Kam 19", "Jum 20 hari ini", "Sen 23", "Sel 24 batas waktu"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_clock_that_does_not_run_shows_no_boxes(client, db, number):
    assert page(client, f"/hasil/{number}/").xpath("//*[@class='clock__days']") == []


def test_every_row_of_the_task_list_names_its_slot_and_state(client, db):
    rows = page(client, "/kit/").xpath("//*[@data-slot]")

    assert [(row.get("data-slot"), row.get("data-slot-state")) for row in rows] == [
        ("kartu_peserta", "uploaded"),
        ("kk", "uploaded"),
        ("surat_keterangan", "unavailable"),
        ("foto", "empty"),
    ]


# --- The forms


def test_a_field_is_heard_as_label_hint_error_control(client, db):
    group = page(client, "/form/", {}).get_element_by_id("div_id_telepon")

    assert [child.tag for child in group] == ["label", "div", "div", "input"]
    assert [child.get("id") for child in group[1:]] == ["id_telepon_helptext", "id_telepon_error", "id_telepon"]
    assert group[-1].get("aria-describedby") == "id_telepon_helptext id_telepon_error"
    assert group.get("class") == "mb-3 is-wrong"


def test_every_line_of_the_summary_leads_to_a_control_on_the_page(client, db):
    tree = page(client, "/form/", {})
    summary = tree.xpath("//*[@role='alert']")

    targets = [link.get("href")[1:] for link in summary[0].xpath(".//a")]

    assert targets == ["id_telepon", "id_sebab_0", "id_bank", "id_alasan", "id_berkas", "id_benar"]
    assert [tree.get_element_by_id(target).tag for target in targets] == ["input", "input", "select", "textarea", "input", "input"]
    assert (summary[0].get("tabindex"), "autofocus" in summary[0].attrib) == ("-1", True)


def test_what_describes_a_control_stands_on_the_page(client, db):
    tree = page(client, "/form/", {})

    described = [word for ids in tree.xpath("//@aria-describedby") for word in ids.split()]

    assert len(described) == 8
    assert [tree.get_element_by_id(word).get("id") for word in described] == described


def test_only_the_optional_field_says_so(client, db):
    optional = [words(mark.getparent()) for mark in page(client, "/form/").xpath("//*[@class='optional']")]

    assert optional == ["Surel (tidak wajib)", "Kabar lewat (tidak wajib)"]


def test_what_was_typed_stays_when_the_form_comes_back(client, db):
    tree = page(client, "/form/", {"telepon": "0812 3456 7890", "surel": "bukan surel", "sebab": "B", "alasan": "Pindah kota"})

    assert tree.get_element_by_id("id_telepon").value == "0812 3456 7890"
    assert tree.get_element_by_id("id_surel").value == "bukan surel"
    assert tree.get_element_by_id("id_sebab_1").checked is True
    assert tree.get_element_by_id("id_alasan").value.strip() == "Pindah kota"


@pytest.mark.parametrize(
    ("data", "title"),
    [(None, "Contoh isian | Portal JHT"), ({}, "Galat: Contoh isian | Portal JHT")],
)
def test_the_title_tells_that_something_is_wrong(client, db, data, title):
    assert page(client, "/form/", data).findtext(".//title") == title


# --- The error pages


@pytest.mark.parametrize(
    ("status", "heading", "ways"),
    [
        (400, "Kami tidak bisa membaca permintaan itu.", ["/tracking/", "/bantuan/"]),
        (403, "Halaman ini tidak terbuka untuk Anda.", ["/masuk/", "/tracking/"]),
        (413, "Berkas itu terlalu besar.", ["/tracking/", "/bantuan/"]),
        (429, "Terlalu banyak percobaan dalam waktu singkat.", ["/bantuan/"]),
        (500, "Ada kesalahan di pihak kami.", ["/tracking/", "/bantuan/"]),
        (503, "Portal sedang berhenti sebentar.", ["/tracking/", "/bantuan/"]),
    ],
)
def test_an_error_page_says_what_happened_and_shows_a_way_on(browser_like, status, heading, ways):
    response = browser_like.get(f"/galat/{status}/")
    tree = html.fromstring(response.content.decode())

    assert response.status_code == status
    assert [words(found) for found in tree.xpath("//h1")] == [heading]
    assert [link.get("href") for link in tree.xpath("//main//*[@class='actions']//a")] == ways


def test_an_unknown_address_answers_404_with_a_way_on(client, db):
    response = client.get("/tidak-ada/")

    assert response.status_code == 404
    assert words(html.fromstring(response.content.decode()).xpath("//h1")[0]) == "Kami tidak menemukan halaman itu."


def test_an_officer_is_led_back_to_the_desk(client, db):
    response = client.get("/petugas/tidak-ada/")
    ways = html.fromstring(response.content.decode()).xpath("//main//*[@class='actions']//a")

    assert [(words(way), way.get("href")) for way in ways] == [("Kembali ke meja petugas", "/petugas/")]


def test_a_form_without_its_token_says_that_nothing_was_lost(db):
    response = Client(enforce_csrf_checks=True).post("/form/", {"telepon": "0812"})
    tree = html.fromstring(response.content.decode())

    assert response.status_code == 403
    assert words(tree.xpath("//h1")[0]) == "Isian itu belum terkirim."
    assert words(tree.xpath("//*[@class='lead']")[0]) == "Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi."


def test_a_throttled_visitor_is_told_how_long_to_wait(client, db):
    response = client.get("/galat/429/")

    assert response["Retry-After"] == "131"
    assert words(html.fromstring(response.content.decode()).xpath("//*[@class='lead']")[0]) == "Tunggu 3 menit, lalu coba lagi."


def test_a_database_that_does_not_answer_is_a_pause_and_not_a_fault(browser_like):
    response = browser_like.get("/galat/503/")

    assert (response.status_code, response["Retry-After"]) == (503, "120")


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(1, "1 detik"), (59, "59 detik"), (60, "1 menit"), (61, "2 menit"), (5400, "90 menit"), (5401, "2 jam"), (86_400, "24 jam")],
)
def test_a_time_to_wait_is_rounded_up(seconds, expected):
    assert formats.waiting_time(seconds) == expected


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_a_page_for_our_own_fault_asks_nothing_of_anyone(name):
    """No context, no request and, without the db mark, no database."""
    tree = html.fromstring(get_template(name).render())

    assert len(tree.xpath("//h1")) == 1


def test_our_fault_is_admitted_even_where_the_template_fails(monkeypatch, rf):
    def broken(*args: object) -> str:
        raise OSError("templates are gone")

    monkeypatch.setattr(errors, "render_to_string", broken)

    response = errors.server_error(rf.get("/"))

    assert (response.status_code, response.content.decode()) == (500, errors.LAST_RESORT)


# --- The styles


def rules(sheet: str) -> Iterator[str]:
    yield from re.findall(r"url\(([^)]*)\)", (SHEETS / sheet).read_text())


@pytest.mark.parametrize(("sheet", "most"), [("portal.css", 12_288), ("petugas.css", 12_288)])
def test_a_sheet_stays_light_over_the_wire(sheet, most):
    assert len(brotli.compress((SHEETS / sheet).read_bytes())) <= most


@pytest.mark.parametrize("sheet", ["portal.css", "petugas.css"])
def test_a_sheet_asks_only_for_drawings_that_we_have(sheet):
    asked = [address.strip("'\"") for address in rules(sheet)]

    assert [address for address in asked if not address.startswith("data:") and not (SHEETS / address).is_file()] == []


@pytest.mark.parametrize("sheet", ["portal.css", "petugas.css"])
def test_the_purge_keeps_the_focus_ring(sheet):
    assert re.findall(r"(?:^|\})\s*(:focus-visible)\{outline:3px solid", (SHEETS / sheet).read_text()) == [":focus-visible"]


def test_participants_do_not_pay_for_the_desk():
    assert [name for name in (".claimbar", ".verdict", "#user-tools", ".tiles") if name in (SHEETS / "portal.css").read_text()] == []
