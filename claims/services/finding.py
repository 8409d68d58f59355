"""A person's own claims: the lookup is also the permission check."""

from uuid import UUID

from claims.domain.numbers import parse_claim_number
from claims.models import Claim, Document
from participants.domain.identifiers import IdentifierError


class ClaimNotFound(Exception):
    """No such claim, or another person's: one answer for both."""


def own_claim(number: str, participant_id: UUID) -> Claim:
    """Return the participant's claim with that number, however it is spelled; raise ClaimNotFound."""
    claims = Claim.objects.select_related("participant", "membership__employer", "office")
    claim = claims.filter(number=_written(number), participant=participant_id).first()
    if claim is None:
        raise ClaimNotFound
    return claim


def own_document(number: str, slot: str, participant_id: UUID) -> Document:
    """Return one document of the participant's claim with the claim itself, in one query; raise ClaimNotFound."""
    documents = Document.objects.select_related("claim__participant", "claim__membership__employer", "claim__office")
    document = documents.filter(slot=slot, claim__number=_written(number), claim__participant=participant_id).first()
    if document is None:
        raise ClaimNotFound
    return document


def _written(number: str) -> str:
    try:
        return parse_claim_number(number)
    except IdentifierError as error:
        raise ClaimNotFound from error
