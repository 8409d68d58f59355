"""What people do in a browser, in their own words: participants and officers of the demo. Knows pages, and nothing behind them."""

import io
import re
from pathlib import Path

import pikepdf
import pillow_heif
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

OFFICER_PASSWORD = "demo-jht-2026"  # noqa: S105
DESK = {"width": 1280, "height": 720}


def photo(format: str, size: tuple[int, int] = (1200, 900), **options: object) -> bytes:
    """Return a grainy picture, as a camera makes it."""
    file = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(file, format, **options)
    return file.getvalue()


def files(folder: Path) -> dict[str, Path]:
    """Write one file of every kind that phones make, for each slot."""
    pillow_heif.register_heif_opener()
    letter, page = pikepdf.new(), io.BytesIO()
    letter.add_blank_page(page_size=(595, 842))
    letter.save(page)
    contents = {
        "ktp": ("ktp.jpg", photo("JPEG")),
        "kk": ("kk.png", photo("PNG")),
        "surat_keterangan": ("surat.pdf", page.getvalue()),
        "buku_rekening": ("rekening.heic", photo("HEIF", (320, 240), quality=50)),
        "formulir": ("formulir.jpg", photo("JPEG")),
        "foto": ("foto.webp", photo("WEBP", (600, 800))),
        "npwp": ("npwp.jpeg", photo("JPEG")),
    }
    for name, content in contents.values():
        (folder / name).write_bytes(content)
    return {slot: folder / name for slot, (name, _) in contents.items()}


def press(page: Page, name: str) -> None:
    """Press the button or link with that name in the page's content."""
    page.locator("main").get_by_role("button", name=name).or_(page.locator("main").get_by_role("link", name=name)).first.click()


def speak(page: Page, language: str) -> None:
    """Choose the language that the browser goes on in; a new one speaks Indonesian."""
    page.goto("/")
    if language == "en":
        page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def fits(page: Page) -> bool:
    """Tell whether nothing stands out of the page on the right, once it is whole."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def newest_code(page: Page) -> str:
    """Read the newest one-time code where the demo shows what it sends."""
    page.goto("/kotak-keluar/")
    return re.search(r"\b\d{3} ?\d{3}\b", page.locator("main").inner_text())[0]


def sign_in(page: Page, kpj: str, nik: str) -> None:
    """Sign in as a participant of the demo."""
    page.goto("/masuk/")
    page.locator("[name=kpj]").fill(kpj)
    page.locator("[name=nik]").fill(nik)
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=kode]").wait_for()
    inbox = page.context.new_page()
    code = newest_code(inbox)
    inbox.close()
    page.locator("[name=kode]").fill(code)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/jht/$"))


def upload(page: Page, slot: str, file: Path) -> None:
    """Fill one slot of the list that is open, and come back to the list."""
    page.locator(f"[data-slot={slot}] a").first.click()
    page.locator("[name=berkas]").set_input_files(file)
    press(page, "Unggah foto ini")
    page.locator("[data-page]").first.wait_for()
    press(page, "Semua dokumen")


def at_desk(context: BrowserContext, username: str, password: str = OFFICER_PASSWORD) -> Page:
    """Sign an officer of the demo in."""
    page = context.new_page()
    page.set_viewport_size(DESK)
    page.goto("/petugas/login/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile("/petugas/$"))
    return page


def open_claim(page: Page, number: str) -> None:
    """Find a claim by its number and open its desk."""
    page.goto("/petugas/claims/claim/")
    page.get_by_label(re.compile("^Nomor klaim, KPJ")).fill(number)
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("heading", name=re.compile(number)).wait_for()


def take_step(page: Page, step: str, **fields: str) -> None:
    """Press a step's button at the desk, fill its page in and confirm."""
    page.locator(".claimbar").get_by_role("link", name=re.compile(f"^{step}")).or_(
        page.locator(".claimbar").get_by_role("button", name=re.compile(f"^{step}"))
    ).first.click()
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if field.first.get_attribute("type") in ("checkbox", "radio"):
            page.locator(f"[name={name}][value={value}]").check()
        else:
            field.fill(value)
    if page.url.endswith("/change/"):
        return
    page.locator("form button[type=submit].btn-primary").click()
    page.wait_for_url(re.compile("/change/"))


def judge_all(page: Page, verdicts: dict[str, str] | None = None) -> None:
    """Judge every document that is undecided: accepted, or refused with the code that VERDICTS gives for its tab."""
    refused = verdicts or {}
    tabs = page.locator(".film a:not(.film__end)")
    for index in range(tabs.count()):
        tab = tabs.nth(index)
        name = tab.inner_text().split("\n")[0].split(",")[0].strip()
        tab.click()
        for box in page.locator("[name=cocok]:not([disabled])").all():
            box.check()
        if page.locator("#p1").count():
            page.locator("#p2" if name in refused else "#p1").check()
            if name in refused:
                page.locator(f"[name=alasan][value={refused[name]}]").check()
            page.get_by_role("button", name=re.compile("^Simpan")).click()


def draw_up(page: Page, number: str) -> str:
    """Put an approved claim into the officer's batch, hand the batch on, and return its address."""
    open_claim(page, number)
    page.get_by_role("button", name="Masukkan ke daftar bayar").click()
    page.get_by_role("button", name="Ajukan untuk dirilis").click()
    page.get_by_text("Menunggu rilis").first.wait_for()
    return page.url


def release_payment(page: Page, batch: str) -> None:
    """Look at the sums of a batch that a colleague drew up, and release it."""
    page.goto(batch)
    page.get_by_role("link", name="Periksa dan rilis").click()
    page.get_by_role("button", name=re.compile("^Rilis Rp")).click()
    page.get_by_text("Daftar dirilis").wait_for()
