"""Take the pictures of the README and of the guides: ``python -m scripts.screenshots``."""

import io

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from scripts.screenshots.demo import fresh_demo
from scripts.screenshots.guide import PARTICIPANT_GUIDE, participant_guide
from scripts.screenshots.places import LARGEST, ROOT, path_of
from scripts.screenshots.seats import sit
from scripts.screenshots.tour import TOUR
from tests.browser.conftest import ARGUMENTS, CHROMIUM

COLOURS = 192


def keep(page: Page, name: str) -> None:
    """Write what PAGE shows; raise ValueError when it weighs too much for a repository."""
    page.wait_for_load_state("networkidle")
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1)
    seen.convert("RGB").save(path, lossless=True, quality=100, method=6)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} weighs {path.stat().st_size} bytes, more than {LARGEST}.")


def main() -> None:
    with fresh_demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        pages: dict[str, Page] = {}
        for who, name, way in TOUR:
            page = pages[who] = pages.get(who) or sit(browser, url, who)
            way(page)
            if name:
                keep(page, name)
                print(path_of(name).relative_to(ROOT))
    PARTICIPANT_GUIDE.write_text(participant_guide(), "utf-8")


if __name__ == "__main__":
    main()
