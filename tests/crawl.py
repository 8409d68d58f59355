"""Every address of the portal, made from the URLconf, asked by everyone who could ask.

A parameter that is not known here is an error, so no new page can be forgotten.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim, IssuedCode
from tests.builders import signed_in_client
from tests.claims.pdf_text import pdf_text
from tests.world import World

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
WRITTEN_AS_REGEX = {r"^(?P<app_label>claims|auth|participants)/$": "claims/", r"(?P<url>.*)$": "tidak-ada"}
"""Two addresses of Django's admin."""
STEPS = ("take", "release", "request_correction", "propose_payment", "propose_rejection", "approve", "challenge", "cancel")


@dataclass(frozen=True)
class Answer:
    """What WHO got for ADDRESS."""

    who: str
    address: str
    status: int
    headers: dict[str, str]
    cookies: list[str]
    content: bytes

    @property
    def text(self) -> str:
        """The words that a reader gets, of a page with its markup."""
        is_pdf = self.headers.get("Content-Type") == "application/pdf" and self.status == 200
        return pdf_text(self.content) if is_pdf else self.content.decode("utf-8", "replace")

    def __str__(self) -> str:
        return f"{self.who} {self.address} {self.status}"


# --- Addresses


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Yield every route as the URLconf writes it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = str(pattern.pattern)
        route = prefix + WRITTEN_AS_REGEX.get(route, route)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def addresses(world: World, each: int | None = None) -> list[str]:
    """Return every address once, with all that WORLD has to put into it, or the first EACH of a route."""
    known = samples(world)
    return sorted({"/" + filled for route in routes() for filled in itertools.islice(_filled(route, known), each)})


def samples(world: World) -> dict[str, list[str]]:
    """Return what may stand for a parameter, found by ``name``, ``kind:name``, or ``name beside other``."""
    by_status = {claim.status: claim for claim in world.claims}
    asked = [by_status[ClaimStatus.CORRECTION_REQUESTED], by_status[ClaimStatus.DRAFT]]
    pages = [str(page.pk) for claim in asked for page in claim.documents.get(slot="kk").versions.get().pages.all()]
    return {
        "number": [claim.number for claim in world.claims],
        "number beside slot": [claim.number for claim in asked],
        "token": tokens(world),
        "code": codes(),
        "slug:code": ["RESIGN", "usia-56", "tidak-ada"],
        "slot": ["kk", "tidak-ada"],
        "page_id": pages,
        "claim_id": [str(claim.pk) for claim in world.claims],
        "claim_id beside slot": [str(by_status[ClaimStatus.IN_REVIEW].pk)],
        "claim_id beside step": [str(by_status[status].pk) for status in (ClaimStatus.IN_REVIEW, ClaimStatus.AWAITING_APPROVAL)],
        "step": list(STEPS),
        "person_id": [str(world.person.pk)],
        "object_id": [str(world.office.pk)],
        "id": [str(world.officers[Role.VERIFIER].pk)],
    }


def _filled(route: str, known: dict[str, list[str]]) -> Iterator[str]:
    parameters = [match.group("kind", "name") for match in PARAMETER.finditer(route)]
    names = [name for _, name in parameters]
    for values in itertools.product(*(_values(kind, name, names, known) for kind, name in parameters)):
        left = iter(values)
        yield PARAMETER.sub(lambda _, left=left: next(left), route)


def _values(kind: str | None, name: str, names: list[str], known: dict[str, list[str]]) -> list[str]:
    keys = [*(f"{name} beside {other}" for other in names), f"{kind}:{name}", name]
    return next(known[key] for key in keys if key in known)


def tokens(world: World) -> list[str]:
    """Return tokens of result pages as the tracking form gives them: of a person, a card, each claim; and a false one."""
    numbers = [world.person.nik, world.claims[-1].membership.kpj, *(claim.number for claim in world.claims if claim.submitted_at)]
    found = [Client(REMOTE_ADDR=f"10.1.0.{n}").post("/tracking/", {"nomor": each}, secure=True) for n, each in enumerate(numbers)]
    return ["palsu", *(answer.headers["Location"].split("/")[3] for answer in found)]


def codes() -> list[str]:
    """Return a check code for a sheet of each state, and a false one."""
    for claim in Claim.objects.exclude(submitted_at=None):
        facts = {"kind": "status", "claim": claim, "status": claim.status, "issued_at": claim.submitted_at}
        IssuedCode.objects.get_or_create(code=f"{claim.number[-4:]}-{claim.number[-4:]}", defaults=facts)
    return ["0000-0000", *IssuedCode.objects.values_list("code", flat=True)]


# --- Who asks


def visitors(world: World) -> dict[str, Client]:
    """Return a browser for everyone who could ask."""
    people = {"anonymous": Client(), "owner": signed_in_client(world.person), "stranger": signed_in_client(world.other)}
    browsers = people | {role.value: _officer(user) for role, user in world.officers.items()}
    for browser in browsers.values():
        browser.raise_request_exception = False  # A page that fails is an answer too.
    return browsers


def _officer(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def crawl(world: World, *who: str, each: int | None = None) -> Iterator[Answer]:
    """Yield what each of WHO gets at every address, over HTTPS, every time from another network."""
    everywhere, browsers = addresses(world, each), visitors(world)
    for number, (name, address) in enumerate(itertools.product(who, everywhere)):
        network = f"10.{2 + number // 250}.{number % 250}.1"
        yield kept(name, address, browsers[name].get(address, secure=True, REMOTE_ADDR=network))


def kept(who: str, address: str, answer: HttpResponse) -> Answer:
    content = answer.getvalue() if answer.streaming else answer.content
    cookies = [each.OutputString() for each in answer.cookies.values()]
    return Answer(who, address, answer.status_code, dict(answer.headers), cookies, content)
