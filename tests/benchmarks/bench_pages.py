"""P3: what a first visit costs over the wire, as Chromium counts it from a server with production's settings.

Heads are counted with the bodies, and the mark in the browser's tab is one of the requests.
"""

import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.rig.servers import PROJECT, Server, serving

CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]}
KB = 1024
MUST = {"Document": 8 * KB, "Stylesheet": 18 * KB, "Script": 10 * KB}
GOAL = {"Document": 5 * KB, "Stylesheet": 12 * KB, "Script": 0}
MUST_ALL, GOAL_ALL = 36 * KB, 20 * KB
MUST_REQUESTS, GOAL_REQUESTS = 5, 3


@dataclass
class Visit:
    """Bytes by kind and the number of requests of one first visit."""

    bytes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    requests: int = 0

    def add(self, kind: str, size: int) -> None:
        self.bytes[kind] += size
        self.requests += 1

    def tell(self, name: str) -> bool:
        """Print the figures; return whether they are within the must."""
        total = sum(self.bytes.values())
        for kind, must in MUST.items():
            print(f"P3 {name:12} {kind:12} {self.bytes[kind] / KB:6.1f} KB  must {must // KB}, goal {GOAL[kind] // KB}")
        print(f"P3 {name:12} {'all':12} {total / KB:6.1f} KB  must {MUST_ALL // KB}, goal {GOAL_ALL // KB}")
        print(f"P3 {name:12} {'requests':12} {self.requests:6}     must {MUST_REQUESTS}, goal {GOAL_REQUESTS}")
        light = all(self.bytes[kind] <= must for kind, must in MUST.items())
        return light and total <= MUST_ALL and self.requests <= MUST_REQUESTS


def first_visit(browser: Browser, server: Server, path: str) -> Visit:
    """Open PATH with nothing kept from before; return what came."""
    visit, kinds = Visit(), {}
    page = browser.new_context().new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on("Network.loadingFinished", lambda event: visit.add(kinds[event["requestId"]], int(event["encodedDataLength"])))
    page.goto(f"http://127.0.0.1:{server.port}{path}", wait_until="networkidle")
    page.context.close()
    return visit


def main() -> bool:
    """Print the figures of the box and of a result; return whether they are within the must."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        environment = os.environ | {"DATA_DIR": name, "DEMO": "True", "LOG_LEVEL": "WARNING"}
        for command in (
            ["manage.py", "migrate"],
            ["manage.py", "collectstatic", "--noinput"],
            ["-m", "tests.benchmarks.rig.seed", "1", name],
        ):
            subprocess.run([sys.executable, *command], cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(**CHROMIUM)
        with serving("jht_portal.wsgi", Path(name), environment) as server:
            pages = {"box": "/tracking/", "result": (Path(name) / "results").read_text()}
            fine = [first_visit(browser, server, path).tell(title) for title, path in pages.items()]
        browser.close()
    return all(fine)


if __name__ == "__main__":
    sys.exit(not main())
