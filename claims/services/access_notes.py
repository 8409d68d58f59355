"""The door for whatever opens personal data: a line in the access log, and an entry of the audit that vouches for it.

The access log is what participants and heads of office look at; the audit keeps anybody from mending it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from claims.domain.workflow import Role
from claims.models import AccessLog, Claim, Office
from claims.services import auditing
from participants.models import Participant


@transaction.atomic
def note(
    kind: str,
    objects: Sequence[str],
    *,
    now: datetime,
    claim: Claim | None = None,
    person: Participant | None = None,
    office: Office | None = None,
    details: dict[str, Any] | None = None,
    **reader: Any,
) -> None:
    """Note that OBJECTS, in codes, are read now: of a claim, of a person at OFFICE, or of many claims at once (an export).

    KIND is one of AccessLog.KINDS; READER is ``user=`` an officer or ``by_participant_id=``. Call it before the data is
    opened, outside other transactions: the end of the chain is locked for as long as the caller's transaction lasts.
    """
    person_id = claim.participant_id if claim else person and person.pk
    readings = [AccessLog(at=now, kind=kind, claim=claim, participant_id=person_id, object=each, **reader) for each in objects]
    AccessLog.objects.bulk_create(readings)
    office_id = claim.office_id if claim else office and office.pk
    role = "" if "user" in reader else Role.PARTICIPANT.value
    auditing.record_readings(readings, office_id=office_id, role=role, details=details)
