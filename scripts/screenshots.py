#!/usr/bin/env python3
"""Take the pictures of the README from a running demo: ``scripts/screenshots.py http://127.0.0.1:8000``."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs/images"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 844}
DEMO_PASSWORD = "demo-jht-2026"  # noqa: S105


def tracking(page: Page) -> None:
    """What anyone sees who knows Siti's number."""
    page.goto("/tracking/")
    page.get_by_label("KPJ").fill("16574650029")
    page.get_by_role("button", name="Lacak Klaim Saya").click()
    page.locator("[data-claim]").first.wait_for()


def desk(page: Page) -> None:
    """What an officer sees who has taken Siti's claim."""
    page.goto("/petugas/login/")
    page.locator("[name=username]").fill("verifikator")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("form [type=submit]").last.click()
    page.goto("/petugas/claims/claim/")
    page.locator("#result_list a, main table a").first.click()


def main(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name, go, screen in (("tracking", tracking, PHONE), ("desk", desk, DESK)):
            page = browser.new_page(base_url=url, viewport=screen, locale="id-ID")
            go(page)
            page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1])
