"""Officers at their desks: a signed-in browser, and claims with files to look at."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import storage
from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim, DocumentPage, Office
from claims.services.intake import page_context
from tests.builders import make_claim, make_officer

PDF = b"%PDF-1.7 a page of paper"
JPEG = b"\xff\xd8\xff\xe0 a photo"


def seat(*roles: Role, office: Office) -> tuple[User, Client]:
    """Return an officer of OFFICE and a browser in which the officer is signed in."""
    officer = make_officer(*roles, office=office)
    return officer, seated(officer)


def seated(officer: User) -> Client:
    """Return a browser in which OFFICER is signed in."""
    client = Client()
    client.force_login(officer)
    return client


def held_claim(officer: User, office: Office, **facts: object) -> Claim:
    """Return a claim that OFFICER is reviewing."""
    return make_claim(ClaimStatus.IN_REVIEW, office=office, holder=officer, **facts)


def make_page(claim: Claim, slot: str, *, content: bytes = JPEG, content_type: str = "image/jpeg") -> DocumentPage:
    """Store a file as the next page of the slot's newest version."""
    version = claim.documents.get(slot=slot).versions.order_by("-number").first()
    page = DocumentPage(
        version=version,
        position=version.pages.count() + 1,
        content_type=content_type,
        size=len(content),
        original_size=len(content),
        original_sha256=b"0" * 32,
        sha256=b"0" * 32,
        created_at=timezone.now(),
    )
    page.storage_key = storage.store(content, context=page_context(page.pk))
    page.save(force_insert=True)
    return page


def desk_url(claim_id: UUID, **query: str) -> str:
    """Return the address of a claim's desk."""
    return reverse("admin:claims_claim_change", args=[claim_id], query=query or None)


def step_url(claim: Claim, step: str) -> str:
    """Return the address of one step of a claim."""
    return reverse("admin:claims_claim_step", args=[claim.pk, step])


def judge_url(claim: Claim, slot: str) -> str:
    """Return where the verdict on a document goes."""
    return reverse("admin:claims_claim_judge", args=[claim.pk, slot])


def all_at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Do every act in a thread of its own, all leaving the line together; return what each gave, in order."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
