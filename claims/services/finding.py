"""A person's own claims: the lookup is also the permission check."""

from uuid import UUID

from claims.domain.numbers import parse_claim_number
from claims.models import Claim
from participants.domain.identifiers import IdentifierError


class ClaimNotFound(Exception):
    """No such claim, or another person's: one answer for both."""


def own_claim(number: str, participant_id: UUID) -> Claim:
    """Return the participant's claim with that number, however it is spelled; raise ClaimNotFound."""
    try:
        written = parse_claim_number(number)
    except IdentifierError as error:
        raise ClaimNotFound from error
    claims = Claim.objects.select_related("participant", "membership__employer", "office")
    claim = claims.filter(number=written, participant=participant_id).first()
    if claim is None:
        raise ClaimNotFound
    return claim
