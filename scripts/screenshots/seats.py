"""Who sits before the browser while a picture is taken."""

import re

from playwright.sync_api import Browser, BrowserContext, Page

from claims.services.demo_people import AGUS, BUDI, SITI
from tests.browser import people

PHONE = {"width": 390, "height": 844}
PARTICIPANTS = {"budi": BUDI, "agus": AGUS, "siti": SITI}


def options(address: str) -> dict[str, object]:
    return {"base_url": re.match(r"https?://[^/]+", address)[0], "locale": "id-ID", "timezone_id": "Asia/Jakarta", "viewport": PHONE}


def sit(browser: Browser, url: str, who: str) -> Page:
    context: BrowserContext = browser.new_context(**options(url))
    if who and who not in PARTICIPANTS:
        return people.at_desk(context, who)
    page = context.new_page()
    if who:
        people.sign_in(page, PARTICIPANTS[who].memberships[0].kpj, PARTICIPANTS[who].nik)
    return page
