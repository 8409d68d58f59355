"""Two tabs, two devices, a double press: exactly one claim and one receipt, on every database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Notification
from tests.builders import make_claim, make_membership, make_office, make_participant, signed_in_client

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(act: Callable[[], object], times: int) -> list:
    """Do ACT in TIMES threads that leave the line together."""
    barrier = Barrier(times)

    def run(_: int) -> object:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def complete_draft():
    office = make_office()
    claim = make_claim("draft", office=office, declared_at=None, reason="RESIGN", event_on=date(2026, 6, 30))
    Claim.objects.filter(pk=claim.pk).update(updated_at=timezone.now())
    return claim


@pytest.mark.parametrize("times", [2, 5, 20])
def test_pressing_send_many_times_at_once_makes_one_claim(times):
    """Safety E3: one receipt for everybody, one event, one message a contact."""
    claim = complete_draft()
    address = reverse("claims:review", args=[claim.number])
    mark = signed_in_client(claim.participant).get(address).context["mark"]

    answers = all_at_once(lambda: signed_in_client(claim.participant).post(address, {"versi": mark, "pernyataan": "on"}), times)

    claim.refresh_from_db()
    receipt = reverse("claims:receipt", args=[claim.number])
    ends = {follow(claim, answer["Location"]) for answer in answers}
    assert ({answer.status_code for answer in answers} <= {302, 303}, ends) == (True, {receipt})
    assert (claim.status, claim.version, claim.events.count()) == ("submitted", 1, 1)
    keys = list(Notification.objects.filter(claim=claim).values_list("key", flat=True))
    assert len(keys) == len(set(keys))


def follow(claim, address):
    """Return where ADDRESS leads in the end."""
    if address == reverse("claims:receipt", args=[claim.number]):
        return address
    return signed_in_client(claim.participant).get(address)["Location"]


def test_beginning_in_two_tabs_at_once_makes_one_draft():
    """Safety E4."""
    person = make_participant(birth_date=date(1969, 8, 15))
    card = make_membership(person)
    fields = {"kpj": str(card.pk), "sebab": "USIA_56"}

    answers = all_at_once(lambda: signed_in_client(person).post(reverse("claims:start"), fields), 8)

    claim = Claim.objects.get()
    assert {answer["Location"] for answer in answers} == {reverse("claims:data", args=[claim.number])}
    assert list(claim.documents.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


def test_two_partial_claims_sent_at_once_leave_one():
    """One partial claim a lifetime over all KPJ (PP 46/2015 art 22(6))."""
    person = make_participant()
    now = timezone.now()
    facts = {"reason": "SEBAGIAN_10", "tax_warning_read_at": now, "tax_warning": {}, "declared_at": None, "event_on": None}
    cards = [make_membership(person, started_on=date(2001, 1, 1)) for _ in range(2)]
    drafts = [make_claim("draft", membership=card, office=make_office(), **facts) for card in cards]
    work = [(reverse("claims:review", args=[draft.number]), signed_in_client(person)) for draft in drafts]
    marks = [client.get(address).context["mark"] for address, client in work]
    lines = iter([(address, mark) for (address, _), mark in zip(work, marks, strict=True)])

    def send():
        address, mark = next(lines)
        return signed_in_client(person).post(address, {"versi": mark, "pernyataan": "on"})

    answers = all_at_once(send, 2)

    assert sorted(answer.status_code for answer in answers) == [200, 303]
    assert sorted(Claim.objects.values_list("status", flat=True)) == ["draft", "submitted"]
