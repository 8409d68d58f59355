"""What templates write: figures, dates, times, icons, tags and links."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import override_settings

from jht_portal.lib.icons import ICONS

MOMENT = datetime(2026, 11, 17, 2, 14, tzinfo=UTC)
DAY = date(2026, 11, 24)


def written(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(38_640_215, "Rp38.640.215"), (0, "Rp0"), (999, "Rp999"), (-1_500, "−Rp1.500"), (None, "")],
)
def test_rupiah_has_dots_and_no_space(amount, expected):
    assert written("{{ amount|rupiah }}", amount=amount) == expected


@pytest.mark.parametrize(
    ("byte_count", "expected"),
    [
        (0, "0 byte"),
        (1023, "1023 byte"),
        (1024, "1 KB"),
        (34_000, "34 KB"),
        (8_808_038, "8,4 MB"),
        (6 * 1024 * 1024, "6 MB"),
        (6 * 1024 * 1024 + 1, "6,1 MB"),
        (None, ""),
    ],
)
def test_a_size_above_a_limit_never_reads_like_the_limit(byte_count, expected):
    assert written("{{ size|ukuran }}", size=byte_count) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("tanggal", "Selasa, 24 November 2026"), ("tanggal_ringkas", "24 November 2026"), ("tanggal_pendek", "Sel 24"), ("hari", "Sel")],
)
def test_a_date_is_written_in_indonesian(name, expected):
    assert written("{{ day|" + name + " }}", day=DAY) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("", "Selasa, 17 November 2026, 09.14 WIB"),
        ("Asia/Jakarta", "Selasa, 17 November 2026, 09.14 WIB"),
        ("Asia/Pontianak", "Selasa, 17 November 2026, 09.14 WIB"),
        ("Asia/Makassar", "Selasa, 17 November 2026, 10.14 WITA"),
        ("Asia/Jayapura", "Selasa, 17 November 2026, 11.14 WIT"),
    ],
)
def test_a_moment_is_told_in_the_time_of_the_office(zone, expected):
    assert written("{{ moment|waktu:zone }}", moment=MOMENT, zone=zone) == expected


def test_a_late_evening_in_the_east_is_already_the_next_day():
    late = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)

    assert written("{{ late|tanggal:'Asia/Jayapura' }}", late=late) == "Rabu, 18 November 2026"
    assert written("{{ late|tanggal:'Asia/Jakarta' }}", late=late) == "Selasa, 17 November 2026"
    assert written("{{ late|pukul:'Asia/Jayapura' }}", late=late) == "01.30 WIT"
    assert written("{{ late|iso:'Asia/Jayapura' }}", late=late) == "2026-11-18T01:30:00+09:00"


def test_a_missing_date_leaves_nothing_behind():
    assert written("{{ never|tanggal }}{{ never|waktu:'Asia/Jakarta' }}{{ never|pukul }}", never=None) == ""


def drawn(name: str) -> str:
    return f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>'


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_drawn_in_place_and_hidden_from_readers(name):
    assert written("{% icon name %}", name=name) == drawn(name)


def test_a_tag_has_an_icon_and_escapes_its_word():
    assert written('{% tag "act" word %}', word="<b>Buram</b>") == (
        f'<span class="tag tag-act">{drawn("alert")}&lt;b&gt;Buram&lt;/b&gt;</span>'
    )
    assert written('{% tag "" "Tidak punya" "edit" %}') == f'<span class="tag">{drawn("edit")}Tidak punya</span>'


def test_a_notice_frames_its_content_under_a_heading():
    framed = written('{% notice "info" heading level=3 html_id="gratis" %}<p>Isi</p>{% endnotice %}', heading="Gratis & mudah")

    assert framed == (f'<div class="alert alert-info" id="gratis">{drawn("info")}<div><h3>Gratis &amp; mudah</h3><p>Isi</p></div></div>')


@pytest.mark.parametrize(
    ("tags", "kind"), [("success", "success"), ("error", "warning"), ("urgent warning", "warning"), ("info", "info"), ("", "info")]
)
def test_a_message_is_shown_as_a_notice_of_its_kind(tags, kind):
    assert written("{{ tags|message_kind }}", tags=tags) == kind


@override_settings(ROOT_URLCONF="tests.look_pages")
@pytest.mark.parametrize(
    ("open_page", "expected"),
    [("claims:help", '<a href="/bantuan/" aria-current="page">Bantuan</a>'), ("claims:track", '<a href="/bantuan/">Bantuan</a>')],
)
def test_a_menu_link_marks_the_page_that_is_open(open_page, expected):
    request = SimpleNamespace(resolver_match=SimpleNamespace(view_name=open_page))

    assert written('{% nav_link "claims:help" "Bantuan" %}', request=request) == expected


@override_settings(ROOT_URLCONF="tests.look_pages")
def test_a_menu_link_needs_no_request():
    assert written('{% nav_link "claims:help" "Bantuan" %}') == '<a href="/bantuan/">Bantuan</a>'


def test_telephone_number_is_dialled_in_one_press():
    assert written("{{ n|telepon }}", n="(022) 555-0175") == '<a class="dial" href="tel:0225550175">(022) 555-0175</a>'


@pytest.mark.parametrize("whole", ["3 Desember 2026", "09.14 WITA", "apa-apa", "JHT-26-EQC3-ESYZ"])
def test_what_belongs_together_stays_on_one_line(whole):
    assert written("{{ text|utuh }}", text=f"Lihat {whole}.") == f'Lihat <span class="nb">{whole}</span>.'
