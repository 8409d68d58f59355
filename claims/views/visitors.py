"""Who stands behind a browser on the pages of booking: a signed-in participant, or somebody who proved a phone."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from claims.models import Ticket, WaitingEntry
from claims.services.addressing import registered, ways_to
from claims.services.contact_proofs import proved_visitor
from claims.services.ticket_issuing import VisitorFacts
from jht_portal.lib import sessions, throttle
from jht_portal.lib.throttle import Allowance, Budget
from participants.models import Participant
from participants.services.channels import order_of

PROOF, OPENED = "antrian_bukti", "antrian_kode"
"""In the session: the proof of a phone, and the codes whose owner this browser is."""
MOST_OPENED = 20
MINUTE, HOUR = 60, 3600


def visitor_of(request: HttpRequest, now: datetime) -> VisitorFacts | None:
    """Return who takes a number here; None while nobody said so and proved it."""
    if participant_id := sessions.signed_in_id(request):
        participant = Participant.objects.get(pk=participant_id)
        ways = ways_to(registered(participant), order_of(participant.pk))
        return VisitorFacts(participant, participant.name, participant.phone, participant.email, ways[0].channel if ways else "")
    proof = request.session.get(PROOF)
    return proved_visitor(UUID(proof), now) if proof else None


def remember(request: HttpRequest, code: str) -> None:
    """Keep in the session that this browser may change the number of CODE."""
    request.session[OPENED] = [*request.session.get(OPENED, []), code][-MOST_OPENED:]


def owns(request: HttpRequest, holder: Ticket | WaitingEntry) -> bool:
    """Tell whether this browser may change a number: it took it, proved the phone, or its participant is signed in."""
    signed_in = sessions.signed_in_id(request)
    is_theirs = signed_in is not None and holder.participant_id == signed_in
    return is_theirs or holder.code in request.session.get(OPENED, [])


def count_miss(request: HttpRequest) -> Allowance:
    """Count one code that is nobody's: whoever guesses is stopped long before 60 bits give way."""
    return _count(request, "queue_miss", 20, HOUR)


def guesses_left(request: HttpRequest) -> Allowance:
    """Look whether this address may still ask for codes."""
    return throttle.hit_all([Budget("queue_miss", throttle.client_address(request), 20, HOUR, cost=0)])


def count_booking(request: HttpRequest) -> Allowance:
    """Count one number taken from this address."""
    return _count(request, "queue_booking", 20, HOUR)


def count_phone_try(request: HttpRequest, code: str) -> Allowance:
    """Count one phone typed to open the number of CODE."""
    address = throttle.client_address(request)
    return throttle.hit_all([Budget("queue_phone", code, 5, HOUR), Budget("queue_phone_address", address, 20, HOUR)])


def _count(request: HttpRequest, name: str, limit: int, seconds: int) -> Allowance:
    return throttle.hit_all([Budget(name, throttle.client_address(request), limit, seconds)])
