"""Search at the desk: claims of one office by claim number, KPJ or NIK, exactly."""

from dataclasses import dataclass, field
from uuid import UUID

from claims.domain.numbers import ClaimNumber
from claims.models import Claim, Office
from jht_portal.lib.crypto import blind_index
from participants.domain.identifiers import Kpj, Nik


@dataclass(frozen=True)
class Found:
    """ONLY is the one claim that was found; with several, FILTER lists them without naming the number."""

    only: UUID | None = None
    filter: dict[str, str] = field(default_factory=dict)


def find_in_office(number: ClaimNumber | Kpj | Nik, office: Office) -> Found:
    """Return the claims of OFFICE with that number, sent ones only."""
    claims = Claim.objects.sent().of_office(office)
    if isinstance(number, Kpj):
        matching, by = claims.filter(membership__kpj_index=blind_index(number.value, "kpj")), "membership"
    elif isinstance(number, Nik):
        matching, by = claims.filter(participant__nik_index=blind_index(number.value, "nik")), "participant"
    else:
        matching, by = claims.filter(number=number), "participant"
    first = list(matching.only("pk", "membership", "participant")[:2])
    if len(first) == 1:
        return Found(only=first[0].pk)
    return Found(filter={f"{by}__id__exact": str(getattr(first[0], f"{by}_id")), "antrean": "semua"}) if first else Found()
