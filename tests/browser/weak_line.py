"""A phone on a weak line: what it costs, in presses, bytes and seconds, to get something done.

Nothing here looks at a clock: seconds are worked out from what was counted, so that a slow machine fails no test.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult

from PIL import Image
from playwright.sync_api import CDPSession, Page

from tests.claims.samples import encoded, page_of_text


@dataclass(frozen=True)
class Line:
    """Bytes a second down and up, and what one question and its answer wait for each other."""

    down: int
    up: int
    latency_ms: int

    @property
    def conditions(self) -> dict:
        """The line in the words of Chromium."""
        return {"offline": False, "latency": self.latency_ms, "downloadThroughput": self.down, "uploadThroughput": self.up}

    def seconds(self, requests: int, received: int, sent: int) -> float:
        """Return how long REQUESTS take one after another, with the three round trips that open a connection (DNS, TCP, TLS)."""
        return (requests + 3) * self.latency_ms / 1000 + received / self.down + sent / self.up


EDGE = Line(down=50_000, up=20_000, latency_ms=300)
"""The second generation, far from the mast."""
BAD_3G = Line(down=200_000, up=100_000, latency_ms=300)
"""What the portal's pages are made for at the latest: 1.6 Mbps down, half of it up."""

PRESS, LETTER, PHOTO, READ = 1.5, 0.33, 8, 5
"""Seconds that a person needs: to find and press something, to type one letter (36 words a minute), to take a photo, to read a message."""


def hold_back(page: Page, line: Line) -> CDPSession:
    """Let Chromium give PAGE no more than LINE, until the session that is returned ends."""
    session = page.context.new_cdp_session(page)
    session.send("Network.emulateNetworkConditions", line.conditions)
    return session


@cache
def _sheet_on_camera() -> bytes:
    width, height = 3000, 4000
    grain = Image.effect_noise((width, height), 12)
    return encoded(Image.blend(page_of_text(width, height, size=60), grain, 0.15).convert("RGB"), "jpeg", quality=88)


def camera_photo(path: Path) -> Path:
    """Write what a phone of twelve megapixels makes of a sheet of print: 2.3 MB."""
    path.write_bytes(_sheet_on_camera())
    return path


@dataclass
class Trip:
    """What a person does on PAGE, and what its line carries meanwhile; what the browser still has costs nothing."""

    page: Page
    line: Line
    presses: int = 0
    typed: int = 0
    photos: int = 0
    pages: int = 0
    requests: int = 0
    received: int = 0
    sent: int = 0

    def __post_init__(self) -> None:
        session = self._session = self.page.context.new_cdp_session(self.page)
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.requestWillBeSentExtraInfo", self._on_headers)
        session.on("Network.loadingFinished", lambda event: self._count(event["encodedDataLength"]))
        session.send("Network.enable")

    def _on_request(self, event: dict) -> None:
        if "redirectResponse" in event:
            self._count(event["redirectResponse"]["encodedDataLength"])
        elif event["type"] in ("Document", "XHR"):
            self.pages += 1

    def _on_headers(self, event: dict) -> None:
        headers = {name.lower(): value for name, value in event["headers"].items()}
        self.sent += sum(len(name) + len(value) + 4 for name, value in headers.items()) + int(headers.get("content-length", 0))

    def _count(self, size: float) -> None:
        self.requests += size > 0
        self.received += int(size)

    # --- What a person does

    def go(self, address: SplitResult) -> None:
        """Type an address; the name of the host is the test's own."""
        self.typed += len(address.netloc + address.path)
        self.presses += 1
        self.page.goto(address.path or "/")

    def press(self, name: str, *, within: str = "main") -> None:
        """Press the first button or link with that whole name."""
        self.presses += 1
        whole = re.compile(f"^{re.escape(name)}$")
        place = self.page.locator(within)
        buttons = place.get_by_role("button", name=whole), place.get_by_role("link", name=whole), place.locator("summary", has_text=whole)
        buttons[0].or_(buttons[1]).or_(buttons[2]).first.click()

    def type(self, label: str, words: str) -> None:
        """Press a field and fill it in."""
        self.presses += 1
        self.typed += len(words)
        self.page.get_by_label(label).fill(words)

    def take_photo(self, file: Path) -> None:
        """Press the field and come back from the camera with FILE. The browser knows that its line is slow (until the next page)."""
        unhindered = {"downloadThroughput": -1, "uploadThroughput": -1}
        self._session.send("Network.emulateNetworkConditions", self.line.conditions | unhindered)
        self.presses += 1
        self.photos += 1
        self.page.locator("[name=berkas]").set_input_files(file)

    # --- What it came to

    @property
    def seconds(self) -> float:
        """How long the whole took: the person's part and that of the line."""
        self.page.wait_for_load_state()
        self.page.context.cookies()  # A question to the browser: what it told before is counted first.
        person = self.presses * PRESS + self.typed * LETTER + self.photos * PHOTO + READ
        return person + self.line.seconds(self.requests, self.received, self.sent)
