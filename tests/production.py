"""What a production of our own answers: run as a program in its environment, it prints every answer's headers as JSON.

python -c "import django; django.setup(); from tests.production import main; main()"
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

from claims.domain.workflow import Role
from tests.crawl import Answer, crawl, kept
from tests.world import World, make_world


def everything(world: World) -> Iterator[Answer]:
    yield from crawl(world, "anonymous", "owner", Role.VERIFIER.value, each=4)
    yield from mishaps(world)
    yield from static_files()


def mishaps(world: World) -> Iterator[Answer]:
    """Yield one answer of every other kind: moved, found, refused, too large, too often, broken."""
    browser, strict = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
    number = {"nomor": world.claims[-1].number}
    yield kept("moved", "http", browser.get("/tracking/"))
    yield kept("moved by a stranger's host", "http", browser.get("/tracking/", headers={"host": "attacker.example"}))
    yield kept("wrong host", "/tracking/", browser.get("/tracking/", secure=True, headers={"host": "attacker.example"}))
    yield kept("found", "/tracking/", browser.post("/tracking/", number, secure=True))
    yield kept("no token", "/tracking/", strict.post("/tracking/", number, secure=True))
    yield kept("wrong method", "/bantuan/", browser.delete("/bantuan/", secure=True))
    yield kept("slash", "/bantuan", browser.get("/bantuan", secure=True))
    yield kept("too large", "/tracking/", browser.post("/tracking/", {"nomor": "1" * 2_000_000}, secure=True))
    yield [kept("too often", "/tracking/", browser.post("/tracking/", number, secure=True)) for _ in range(12)][-1]
    settings.ROOT_URLCONF = "tests.test_logs"
    yield kept("broken", "/rusak/", browser.post("/rusak/", secure=True))


def static_files() -> Iterator[Answer]:
    """Yield the files that pages name, as they stand in the folder that is served."""
    browser = Client()
    for path in sorted(Path(settings.STATIC_ROOT).rglob("*.*")):
        if path.suffix in (".css", ".js", ".svg", ".png", ".ico", ".woff2"):
            address = f"/static/{path.relative_to(settings.STATIC_ROOT)}"
            yield kept("static", address, browser.get(address, secure=True))


def main() -> None:
    """Set a portal up, ask it everything, and print who asked what and got which status, headers and cookies."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    answers = everything(make_world())
    json.dump([[a.who, a.address, a.status, a.headers, a.cookies] for a in answers], sys.stdout)
