"""Canaries in every private field, every page asked by everyone: nobody sees what is not theirs, and nothing keeps it."""

import io
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.html import strip_tags

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Notification
from claims.services.guards import Actor
from claims.services.workflow import advance
from jht_portal.lib.logs import LineFormatter
from tests.crawl import Answer, crawl
from tests.world import AMOUNT, World, canaries, make_world, officers_names

MASKED_ON_DESK = (
    "nik",
    "kpj",
    "heir_nik",
    "family_card_number",
    "tax_number",
    "account_number",
    "phone",
    "email",
    "mother_name",
    "address",
)
MESSAGES_MAY_SAY = re.compile(r"\w+\.(name|account_name|recipient)\.|claims_documentversion\.note\.")
"""A name greets; what an officer writes beside a refused document is for its owner, and a reminder repeats it."""


class Crawled(NamedTuple):
    """The answers to everyone who asked, what was planted, and what the log said meanwhile."""

    answers: list[Answer]
    of_person: dict[str, str]
    of_other: dict[str, str]
    officers: list[str]
    log: str

    def of(self, *who: str) -> list[Answer]:
        return [answer for answer in self.answers if answer.who in who]


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Collect every line that would be written, down to the least important."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(LineFormatter())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture(scope="module")
def crawled(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Crawled]:
    """Ask everything once for all tests of this module."""
    place = f"file://{tmp_path_factory.mktemp('documents')}"
    with django_db_blocker.unblock(), override_settings(DOCUMENT_STORAGE_URL=place, DEMO=False), transaction.atomic():
        world = make_world()
        with logged() as log:
            answers = list(crawl(world, "anonymous", "owner", "stranger", Role.VERIFIER.value, Role.HEAD.value))
        yield Crawled(answers, canaries(world.person), canaries(world.other), officers_names(), log.getvalue())
        transaction.set_rollback(True)


def squeezed(text: str) -> str:
    """Return TEXT in small letters without what people and templates put between digits."""
    return re.sub(r"[\s.\-–•·]|&nbsp;|&#160;", "", text).lower()


def leaks(answers: Iterable[Answer], private: Iterable[str]) -> list[str]:
    """Return which answers hold which of the PRIVATE spellings, in words, addresses or headers."""
    texts = [(answer, squeezed(f"{answer.text} {answer.headers} {answer.cookies}")) for answer in answers]
    return [f"{answer}: {spelling}" for spelling in private for answer, text in texts if spelling in text]


def columns(planted: dict[str, str], *names: str) -> list[str]:
    """Return the spellings of some columns, by name."""
    return [spelling for place, spelling in planted.items() if place.split(".")[1] in names]


# --- Pages


def test_everyone_was_let_in_where_they_belong(crawled):
    """The control: pages with data were really reached, and show their owner what is the owner's, amounts too."""
    reached = {who: sum(a.status == 200 for a in crawled.of(who)) for who in ("anonymous", "owner", "stranger", "Verifikator")}
    own, amounts = (leaks(crawled.of("owner"), private) for private in (crawled.of_person.values(), [str(AMOUNT)]))

    assert (reached["anonymous"] > 60, reached["owner"] > 150, reached["stranger"] > 60, reached["Verifikator"] > 80) == (True,) * 4
    assert (len(own) > 50, len(amounts) > 0) == (True, True)


def test_nobody_without_a_sign_in_sees_anything_private(crawled):
    """A4"""
    assert leaks(crawled.of("anonymous"), [*crawled.of_person.values(), *crawled.of_other.values(), *crawled.officers]) == []


def test_nobody_without_a_sign_in_sees_an_amount(crawled):
    """A4"""
    assert leaks(crawled.of("anonymous", "stranger"), [str(AMOUNT)]) == []


def test_a_participant_sees_nothing_of_another_and_no_officers_name(crawled):
    """A4, B1"""
    assert leaks(crawled.of("stranger"), [*crawled.of_person.values(), *crawled.officers]) == []
    assert leaks(crawled.of("owner"), [*crawled.of_other.values(), *crawled.officers]) == []


def test_masks_show_four_digits_at_most(crawled):
    """A4"""
    numbers = columns(crawled.of_person, "nik", "kpj", "account_number", "phone")
    pieces = {number[at : at + 6] for number in numbers for at in range(len(number) - 5)}
    shown = [(answer, re.findall(r"\d{6,}", re.sub(r"[ .•]", "", strip_tags(answer.text)))) for answer in crawled.of("anonymous")]

    assert [(str(answer), run) for answer, runs in shown for run in runs if any(piece in run for piece in pieces)] == []


def test_an_officer_sees_numbers_and_contacts_masked_until_asking_for_them(crawled):
    """A4, B1"""
    masked = columns(crawled.of_person | crawled.of_other, *MASKED_ON_DESK)
    pages = [answer for answer in crawled.of("Verifikator", "Kepala Kantor") if answer.address.startswith("/petugas/")]

    assert leaks(pages, masked) == []


def test_no_page_failed(crawled):
    assert [str(answer) for answer in crawled.answers if answer.status >= 500] == []


def test_no_browser_or_proxy_may_keep_an_answer(crawled):
    """A6"""
    assert [str(answer) for answer in crawled.answers if "no-store" not in answer.headers.get("Cache-Control", "")] == []


def test_no_address_holds_a_number_of_a_person(crawled):
    """A5: what stands in an address stands in histories, in referrers and in the logs of proxies."""
    links = re.compile(r"""(?:href|src|action)="([^"]*)""")
    private = [each for each in columns(crawled.of_person | crawled.of_other, *MASKED_ON_DESK) if "@" not in each]
    found = {(str(a), link) for a in crawled.answers for link in [*links.findall(a.text), a.headers.get("Location", "")]}

    assert [each for each in found if any(spelling in squeezed(each[1]) for spelling in private)] == []


def test_the_log_of_it_all_names_nobody(crawled):
    """A5"""
    log = squeezed(crawled.log)

    assert [s for s in [*crawled.of_person.values(), *crawled.of_other.values(), *crawled.officers] if s in log] == []
    assert "WARNING django.request Not Found: /tracking/hasil/[token]/" in crawled.log


# --- Journeys, and what they leave behind


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}/documents"
    return make_world()


def track(browser: Client, number: str) -> list[str]:
    """Type NUMBER into the tracking box and walk on as far as it goes; return the statuses."""
    answer = browser.post("/tracking/", {"nomor": number})
    if answer.status_code != 303:
        return [answer.status_code]
    page = answer.headers["Location"]
    return [answer.status_code, *(browser.get(page + rest).status_code for rest in ("", "cetak/", "status.pdf"))]


def sign_in(browser: Client, world: World) -> list[int]:
    """Sign in with a wrong code first; return the statuses."""
    numbers = {"kpj": world.claims[0].membership.kpj, "nik": world.person.nik}
    asked = browser.post("/masuk/", numbers)
    code = re.search(r"\d{3} \d{3}", Notification.objects.filter(kind="sign_in_code").latest("created_at").body).group()
    answers = [asked, browser.post("/masuk/kode/", {"kode": "000000"}), browser.post("/masuk/kode/", {"kode": code})]
    return [answer.status_code for answer in answers] + [browser.get("/jht/klaim/").status_code]


def left_behind(browser: Client) -> str:
    """Return what sessions, cookies and the cache hold after a journey."""
    return squeezed(f"{dict(browser.session)} {browser.cookies.output()} {cache._cache}")


def test_journeys_leave_no_number_in_log_session_cookie_or_cache(world, caplog):
    """A5"""
    private, browser = list(canaries().values()), Client()
    with logged() as log, caplog.at_level("DEBUG"):
        found = [track(browser, number) for number in (world.person.nik, world.claims[2].membership.kpj, world.claims[2].number)]
        missed = [track(browser, number) for number in ("3174051508690001", world.person.nik[:-1], "nomor saya")]
        let_in = sign_in(browser, world)
    said = squeezed(log.getvalue() + "".join(record.getMessage() for record in caplog.records))

    assert (found, missed, let_in) == ([[303, 200, 303, 303], *[[303, 200, 200, 200]] * 2], [[200]] * 3, [303, 200, 303, 200])
    assert [spelling for spelling in private if spelling in said + left_behind(browser)] == []


def test_mail_carries_a_name_at_most(world, mailoutbox):
    """A5"""
    private = [spelling for place, spelling in canaries().items() if not MESSAGES_MAY_SAY.match(place)]
    sign_in(Client(), world)
    for claim in world.claims:
        if claim.status in (ClaimStatus.SUBMITTED, ClaimStatus.CORRECTED):
            advance(claim, Step.CANCEL, actor=Actor(frozenset({Role.PARTICIPANT})), now=timezone.now())
    call_command("work", once=True)
    contacts = {address for message in mailoutbox for address in message.to}
    sent = squeezed("".join(re.sub("|".join(map(re.escape, contacts)), "", message.message().as_string()) for message in mailoutbox))

    assert len(mailoutbox) >= 5
    assert [spelling for spelling in [*private, str(AMOUNT)] if spelling in sent] == []
