"""The look in a real browser: axe, narrow screens, large text, keyboard, paper."""

from io import BytesIO

import pikepdf
import pytest
from django.conf import settings as django_settings
from django.urls import clear_url_caches
from playwright.sync_api import Page

PAGES = ["/", "/kit/", "/form/", "/hasil/0/", "/hasil/1/", "/hasil/2/", "/hasil/3/", "/hasil/4/", "/lembar/", "/tidak-ada/", "/galat/500/"]

pytestmark = [pytest.mark.urls("tests.look_pages"), pytest.mark.answers(404, 500)]


@pytest.fixture(autouse=True)
def _sample_templates(settings) -> None:
    engine = django_settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], django_settings.BASE_DIR / "tests" / "templates"]}]
    clear_url_caches()


def runs_over(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def ring(page: Page) -> tuple[str, str]:
    """Read outline and halo of what has the focus."""
    return tuple(page.evaluate("(style => [style.outlineStyle, style.boxShadow])(getComputedStyle(document.activeElement))"))


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(page, axe, width):
    page.set_viewport_size({"width": width, "height": 740})
    for address in PAGES:
        page.goto(address)
        axe(page)


def test_axe_finds_nothing_in_a_form_with_errors(page, axe):
    page.goto("/form/")
    page.get_by_role("button", name="Kirim contoh").click()

    axe(page)
    assert page.title() == "Galat: Contoh isian | Portal JHT"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (360, 2), (1280, 1)])
def test_no_page_scrolls_sideways(page, width, zoom):
    page.set_viewport_size({"width": width, "height": 740})
    wide = []
    for address in PAGES:
        page.goto(address)
        page.evaluate("size => document.documentElement.style.fontSize = size", f"{zoom}00%")
        if runs_over(page):
            wide.append(address)

    assert wide == []


def test_the_desk_fits_its_screen(page, axe):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto("/meja/")

    axe(page)
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [1280, 720]
    assert page.get_by_role("button", name="Simpan, dokumen berikutnya").is_visible()


@pytest.mark.parametrize(
    ("address", "control"),
    [("/form/", "#id_telepon"), ("/form/", "#id_bank"), ("/form/", "#id_sebab_0"), ("/form/", "#id_berkas"), ("/", ".door")],
)
def test_the_focus_is_a_dark_ring_on_a_turmeric_halo(page, address, control):
    page.goto(address)
    page.locator(control).first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    assert ring(page) == ("solid", "rgb(255, 196, 61) 0px 0px 0px 7px")


def test_the_phone_menu_opens_by_keyboard_alone(page):
    page.goto("/hasil/0/")
    for _ in ("skip", "brand", "language", "menu"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("[document.activeElement.textContent, document.activeElement.offsetHeight >= 44]") == ["Lacak Klaim", True]


@pytest.mark.parametrize("address", ["/lembar/", "/hasil/0/", "/hasil/1/"])
def test_a_claim_prints_on_one_sheet_of_a4(page, address):
    page.goto(address)

    sheets = pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))).pages

    assert [[round(float(edge)) for edge in sheet.mediabox] for sheet in sheets] == [[0, 0, 595, 842]]


PRESSABLE = "button, summary, .btn, .door, .slot, .links a, .foot a, .back, .form-control, .form-select, .form-check"


def test_everything_a_participant_presses_is_large_enough(page):
    small = []
    for address in ("/", "/kit/", "/form/", "/hasil/0/"):
        page.goto(address)
        shown = page.locator(PRESSABLE).locator("visible=true")
        small += shown.evaluate_all("all => all.filter(e => e.offsetHeight < 44).map(e => e.outerHTML)")

    assert small == []
