"""A real Chromium, which fails a test on any console error, blocked resource or foreign request.

Pages are 360×740, a cheap phone. ``live_server`` answers from threads of this process, on the same
database file (or PostgreSQL) that the test writes to; tests here commit for real.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's own thread.

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWER = ("chrome-extension:", "chrome:")
"""Where Chromium keeps its own PDF viewer."""
CUT = "net::ERR_INTERNET_DISCONNECTED"
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (Debian: apt-get install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | {"executable_path": str(CHROMIUM), "args": ARGUMENTS}


@pytest.fixture
def browser_context_args(browser_context_args: dict, live_server) -> dict:
    here = {"viewport": PHONE, "locale": "id-ID", "timezone_id": "Asia/Jakarta", "base_url": live_server.url}
    return browser_context_args | here


class Watch:
    """Notes what a browser complains of: console errors, page errors, requests to anywhere but HOME."""

    def __init__(self, home: str, expected_statuses: set[int]) -> None:
        self.home = home
        self.expected = {f"the server responded with a status of {status} " if status else CUT for status in expected_statuses}
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def follow(self, context: BrowserContext) -> None:
        self.contexts.append(context)
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.complaints.append(f"{error.page and error.page.url}: {error.error}"))
        context.on("request", self.on_request)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(expected in message.text for expected in self.expected):
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:", "blob:", *VIEWER)):
            self.complaints.append(f"request to {request.url}")


@pytest.fixture
def watch(request: pytest.FixtureRequest, live_server) -> Iterator[Watch]:
    """Fail the test on what any of its browsers complained of; ``@pytest.mark.answers(404)`` expects that status, 0 a cut line."""
    expected = {status for mark in request.node.iter_markers("answers") for status in mark.args}
    watch = Watch(live_server.url, expected)
    yield watch
    for context in watch.contexts:
        context.cookies()  # A question to the browser; what it said before is heard first.
    assert watch.complaints == []


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], watch: Watch) -> Callable[..., BrowserContext]:
    """Make one more browser (another person, another device); options are Playwright's.

    For another screen use ``page.set_viewport_size``, or ``@pytest.mark.browser_context_args(viewport=…)``.
    """

    def make(**options: object) -> BrowserContext:
        context = new_context(**options)
        watch.follow(context)
        return context

    return make


@pytest.fixture
def page_without_js(new_context: Callable[..., BrowserContext]) -> Page:
    """A browser that runs no script."""
    return new_context(java_script_enabled=False).new_page()


def settle(page: Page) -> None:
    """Wait until what was pressed has led somewhere and the page is whole."""
    expect(page.locator("form[aria-busy=true]")).to_have_count(0)
    page.wait_for_load_state()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing on the page as it now stands."""

    def check(page: Page) -> None:
        settle(page)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
