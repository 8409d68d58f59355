"""Every kind of answer of a production, weighed as a public observatory weighs a site, and stricter."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.test_settings import PRODUCTION

ROOT = Path(__file__).resolve().parent.parent
YEAR = 365 * 86400
PROGRAM = "import django; django.setup(); from tests.production import main; main()"


class Answer(NamedTuple):
    who: str
    address: str
    status: int
    headers: dict[str, str]
    cookies: list[str]

    def __str__(self) -> str:
        return f"{self.who} {self.address} {self.status}"

    @property
    def policy(self) -> dict[str, list[str]]:
        """The content policy, words by directive."""
        parts = [part.split() for part in self.headers.get("Content-Security-Policy", "").split(";") if part.strip()]
        return {name: words for name, *words in parts}


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> list[Answer]:
    """Set up a production in a process of its own, and ask it everything."""
    folder = tmp_path_factory.mktemp("production")
    own = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "jht_portal.settings",
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
        "DOCUMENT_STORAGE_URL": f"file://{folder}/documents",
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=PRODUCTION | own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return [Answer(*answer) for answer in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def secure(answers) -> list[Answer]:
    return [answer for answer in answers if answer.address != "http"]


def words(cookie: str) -> set[str]:
    return set(re.split(r";\s*", cookie))


def is_over(cookie: str) -> bool:
    """Tell whether this takes a cookie away."""
    return "Max-Age=0" in words(cookie)


def weaknesses(answer: Answer) -> dict[str, int]:
    """Return what an observatory takes off a hundred points (Mozilla's HTTP Observatory, its table of modifiers)."""
    policy, headers = answer.policy, answer.headers
    scripts = policy.get("script-src", policy.get("default-src", ["'unsafe-inline'"]))
    max_age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", "max-age=0"))
    found = {
        "no content policy": 25 * (not policy),
        "inline scripts": 20 * ("'unsafe-inline'" in scripts or "*" in scripts),
        "eval": 10 * ("'unsafe-eval'" in scripts),
        "may be framed": 20 * (policy.get("frame-ancestors") not in (["'none'"], ["'self'"])),
        "type is guessed": 5 * (headers.get("X-Content-Type-Options") != "nosniff"),
        "short transport security": 20 * (int(max_age[1]) < YEAR),
        "read by other sites": 50 * ("Access-Control-Allow-Origin" in headers),
        "loose cookies": 40 * any(not {"Secure", "HttpOnly"} <= words(cookie) for cookie in answer.cookies if not is_over(cookie)),
    }
    return {name: points for name, points in found.items() if points}


def merits(answer: Answer) -> dict[str, int]:
    """Return what it adds, where nothing much was taken off."""
    found = {
        "policy begins with nothing": 10 * (answer.policy.get("default-src") == ["'none'"]),
        "framing refused by policy": 5 * ("frame-ancestors" in answer.policy),
        "referrer kept at home": 5 * (answer.headers.get("Referrer-Policy") in ("no-referrer", "same-origin", "strict-origin")),
        "kept to this origin": 10 * (answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin"),
        "cookies of this site": 5 * (bool(answer.cookies) and all("SameSite=" in cookie for cookie in answer.cookies)),
    }
    return {name: points for name, points in found.items() if points}


def score(answer: Answer) -> int:
    base = 100 - sum(weaknesses(answer).values())
    return base + sum(merits(answer).values()) if base >= 90 else base


def test_the_crawl_met_every_kind_of_answer(answers):
    """The control: without it, an empty list would be a perfect one."""
    met = {answer.status for answer in answers}
    kinds = {answer.headers.get("Content-Type", "").partition(";")[0] for answer in answers}

    assert {200, 301, 302, 303, 400, 403, 404, 405, 413, 429, 500} <= met
    assert {"text/html", "application/pdf", "image/jpeg", "text/css", "text/javascript", "image/svg+xml"} <= kinds
    assert len(answers) > 800


def test_every_answer_scores_at_least_115(secure):
    """D7"""
    assert {f"{answer}: {score(answer)} {weaknesses(answer)}" for answer in secure if score(answer) < 115} == set()


def test_a_weaker_answer_would_be_noticed():
    """D7, the control: Django's own headers alone stay far below."""
    plain = Answer("", "", 200, {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}, [])
    inline = {"Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'"}
    strong = Answer("", "", 200, {"Strict-Transport-Security": f"max-age={YEAR}", "X-Content-Type-Options": "nosniff"} | inline, [])

    assert (score(plain), score(strong)) == (15, 80)


def test_no_policy_allows_inline_code_eval_or_another_site(answers):
    """D7"""
    allowed = {"'none'", "'self'", "data:", "blob:"}
    words = {(name, word) for answer in answers for name, given in answer.policy.items() if name != "sandbox" for word in given}

    assert {each for each in words if each[1] not in allowed} == set()
    assert {name for name, word in words if word in ("data:", "blob:")} == {"img-src"}


def test_nothing_may_be_framed(answers):
    """D7: even a PDF stands beside the typed data as a picture."""
    framed = {answer.address for answer in answers if answer.policy.get("frame-ancestors") != ["'none'"]}

    assert framed == set()


def test_a_document_can_run_nothing(answers):
    """C12, D7"""
    files = [a for a in answers if a.address.startswith("/berkas/") and a.status == 200]

    assert {(a.headers["Content-Security-Policy"], a.headers["X-Content-Type-Options"]) for a in files} == {
        ("default-src 'none'; frame-ancestors 'none'; sandbox", "nosniff")
    }


def test_browsers_stay_on_https_for_years(secure):
    """D7: two years with every subdomain, as the preload list asks."""
    assert {a.headers["Strict-Transport-Security"] for a in secure} == {f"max-age={2 * YEAR}; includeSubDomains; preload"}


def test_http_leads_to_https_and_gives_nothing_else(answers):
    """D6, D7"""
    moved = {a.who: (a.status, a.headers.get("Location"), a.cookies) for a in answers if a.address == "http"}

    assert moved == {"moved": (301, "https://testserver/tracking/", []), "moved by a stranger's host": (400, None, [])}


def test_cookies_are_kept_to_this_host_and_out_of_reach_of_scripts(answers):
    """B7"""
    cookies = {cookie for answer in answers for cookie in answer.cookies if not is_over(cookie)}
    names = {cookie.partition("=")[0] for cookie in cookies}

    assert {"__Host-sesi", "__Host-csrf"} <= names <= {"__Host-sesi", "__Host-csrf", "messages"}
    assert [c for c in cookies if not words(c) >= {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} or "Domain" in c] == []


def test_pages_are_kept_by_nobody_and_static_files_for_good(answers):
    """A6"""
    static = [a for a in answers if a.who == "static"]
    hashed = [a for a in static if re.search(r"\.[0-9a-f]{12}\.", a.address)]
    kept = {str(a) for a in answers if "no-store" not in a.headers["Cache-Control"] and a.who != "static"}

    assert kept == set()
    assert (len(hashed) > 10, {a.headers["Cache-Control"] for a in hashed}) == (True, {"max-age=315360000, public, immutable"})


def test_pages_ask_for_the_camera_at_most(secure):
    pages = [a for a in secure if a.headers.get("Content-Type", "").startswith("text/html")]

    assert {a.headers["Permissions-Policy"] for a in pages} == {
        "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    }


def test_no_answer_tells_what_software_it_comes_from(answers):
    assert {name for answer in answers for name in answer.headers} & {"Server", "X-Powered-By", "X-Generator", "X-AspNet-Version"} == set()
