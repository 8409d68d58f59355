"""Every address of the portal, made from the URLconf, asked by everyone who could ask.

A parameter that is not known here is an error, so no new page can be forgotten.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import (
    Claim,
    ClaimHold,
    ContactProposal,
    Counter,
    DataRequest,
    Escalation,
    IssuedCode,
    KioskDevice,
    Notification,
    OfficeService,
    PaymentBatch,
    ResultFile,
    ResultRow,
    SavedView,
    SlotDay,
    Ticket,
    WaitingEntry,
)
from tests.builders import signed_in_client
from tests.claims.pdf_text import pdf_text
from tests.claims.second_step import make_app, vouch
from tests.world import World, planted

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
    return sorted({"/" + address for route in routes() for address in itertools.islice(filled(route, known), each)})


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
        "sheet": ["1", "99"],
        "service_id": [str(OfficeService.objects.earliest("pk").pk)],
        "place_id": [str(SlotDay.objects.earliest("pk").pk)],
        "ticket_code": [*Ticket.objects.values_list("code", flat=True), "0000-0000-0000"],
        "wait_code": list(WaitingEntry.objects.values_list("code", flat=True)),
        "year": ["2024", "1999"],
        "claim_id": [str(claim.pk) for claim in world.claims],
        "claim_id beside slot": [str(by_status[ClaimStatus.IN_REVIEW].pk)],
        "claim_id beside step": [str(by_status[status].pk) for status in (ClaimStatus.IN_REVIEW, ClaimStatus.AWAITING_APPROVAL)],
        "step": list(STEPS),
        "kind": ["kode", "passkey"],
        "device_id": ["1"],
        "act": ["langkah-kedua", "buka-kunci"],
        "picture_id": [str(UUID(int=7))],
        "notice": ["paid", "sign_in_code"],
        "channel": ["email", "sms"],
        "which": ["benar", "tidak-ada"],
        "person_id": [str(world.person.pk)],
        "message_id": [str(Notification.objects.earliest("created_at").pk)],
        "call_id": [str(call_of(by_status[ClaimStatus.APPROVED]).pk)],
        "escalation_id": [str(escalation_of(by_status[ClaimStatus.APPROVED]).pk)],
        "proof_id": [str(UUID(int=8))],
        "request_id": [str(DataRequest.objects.get().pk)],
        "hold_id": [str(ClaimHold.objects.get().pk)],
        "proposal_id": [str(ContactProposal.objects.get(participant=world.person).pk)],
        "view_id": [view_of(world)],
        "batch_id": [str(PaymentBatch.objects.get().pk)],
        "file_id": [str(ResultFile.objects.get().pk)],
        "row_id": [str(ResultRow.objects.get().pk)],
        "kind beside batch_id": ["csv"],
        "office_code": [world.office.code, "tidak-ada"],
        "counter_id": [str(Counter.objects.filter(office=world.office).first().pk)],
        "ticket_id": [str(Ticket.objects.filter(office=world.office).first().pk)],
        "kiosk_id": [str(KioskDevice.objects.get(office=world.office).pk)],
        "queue_act": ["layani", "teruskan"],
        "object_id": [str(world.office.pk)],
        "id": [str(world.officers[Role.VERIFIER].pk)],
    }


def call_of(claim: Claim) -> Notification:
    """Return a message about CLAIM that an officer has to tell by telephone."""
    now = timezone.now()
    facts = {"claim": claim, "participant": claim.participant, "office": claim.office, "channel": "telephone", "state": "queued"}
    facts |= {"kind": "approved", "recipient": "x", "body": "x", "next_try_at": now, "created_at": now}
    call, is_new = Notification.objects.get_or_create(key=f"call {claim.pk}", defaults=facts)
    if is_new:
        planted(call)
        call.recipient = claim.participant.phone
        call.save()
    return call


def escalation_of(claim: Claim) -> Escalation:
    """Return a late claim as the head of the office was told of it, with something done about it."""
    facts = {"at": claim.submitted_at, "reason": "bayar", "due_on": claim.submitted_at.date(), "told_at": claim.submitted_at}
    return Escalation.objects.get_or_create(claim=claim, settled_at=None, defaults=facts)[0]


def view_of(world: World) -> str:
    """Return the id of a view that a verifier keeps of the work list."""
    facts = {"question": {"batas": "lewat"}, "created_at": timezone.now()}
    return str(SavedView.objects.get_or_create(owner=world.officers[Role.VERIFIER], name="Lewat", defaults=facts)[0].pk)


def filled(route: str, known: dict[str, list[str]]) -> Iterator[str]:
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
    vouch(browser, make_app(user))
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
