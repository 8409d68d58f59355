"""Looking a participant up at the counter by a whole number from a card: masked, written down, and only so many an hour."""

from datetime import datetime

from claims.services import access_notes
from claims.services.auditing import PERSON_FOUND
from claims.services.officers import Desk
from jht_portal.lib.crypto import blind_index
from participants.domain.identifiers import Kpj, Nik
from participants.models import Participant


def find_person(number: Kpj | Nik, desk: Desk, *, now: datetime) -> Participant | None:
    """Return the participant with that KPJ or NIK, written down as looked up by the officer; None for nobody."""
    if isinstance(number, Kpj):
        found = Participant.objects.filter(memberships__kpj_index=blind_index(number.value, "kpj")).first()
    else:
        found = Participant.objects.filter(nik_index=blind_index(number.value, "nik")).first()
    if found:
        access_notes.note("field", [PERSON_FOUND], now=now, person=found, office=desk.office, user=desk.user)
    return found
