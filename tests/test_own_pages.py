"""B1: every page of a signed-in participant, asked for with another person's numbers, is not found. Made from the URLconf."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse

from claims.domain.workflow import ClaimStatus
from claims.models import DocumentPage
from tests.builders import make_claim, make_participant, signed_in_client
from tests.claims.desk import make_page

pytestmark = pytest.mark.django_db
STATUSES = (ClaimStatus.DRAFT, ClaimStatus.CORRECTION_REQUESTED, ClaimStatus.PAYMENT_FAILED, ClaimStatus.PAID, ClaimStatus.EXPIRED)
"""Between them every page of a claim is alive for its owner."""


def patterns(resolver=None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield prefix + (each.name or ""), each
        elif each.namespace != "admin":
            yield from patterns(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)


OWN = {name: sorted(each.pattern.converters) for name, each in patterns() if getattr(each.callback, "access", "") == "participant"}
NOBODYS = {"year"}
"""Parts that name nothing of a person: such a page shows the reader's own."""
ADDRESSED = {name: parts for name, parts in OWN.items() if set(parts) - NOBODYS}


@pytest.fixture(params=STATUSES)
def theirs(request, settings, tmp_path) -> dict[str, object]:
    """What stands in the addresses of somebody else's pages, by the name of the part."""
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}"
    claim = make_claim(request.param, closed_at=None) if request.param == ClaimStatus.DRAFT else make_claim(request.param)
    page = make_page(claim, "ktp")
    return {"number": claim.number, "slot": "ktp", "page_id": page.pk}


def test_every_part_of_an_address_is_known_here(theirs):
    """A new kind of address has to say here what another person's looks like."""
    assert {part for parts in ADDRESSED.values() for part in parts} - theirs.keys() == set()


def test_pages_of_another_person_are_not_found(theirs):
    stranger = signed_in_client(make_participant())
    addresses = {name: reverse(name, kwargs={part: theirs[part] for part in parts}) for name, parts in ADDRESSED.items()}
    answers = {(name, method): getattr(stranger, method)(url) for name, url in addresses.items() for method in ("get", "post")}

    assert {pair: answer.status_code for pair, answer in answers.items() if answer.status_code not in (404, 405)} == {}
    assert len(addresses) > 20
    assert DocumentPage.objects.count() == 1


def test_the_same_pages_are_there_for_their_owner(theirs):
    """The addresses above are those of living pages: what is refused to a stranger is not simply broken."""
    page = DocumentPage.objects.select_related("version__document__claim__participant").get()
    owner = signed_in_client(page.version.document.claim.participant)
    answers = [owner.get(reverse(name, kwargs={part: theirs[part] for part in parts})) for name, parts in ADDRESSED.items()]

    assert sum(answer.status_code in (200, 302, 303) for answer in answers) > 8
    assert settings.SESSION_COOKIE_NAME in owner.cookies
