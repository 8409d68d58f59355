"""A participant asks to have data corrected; the office answers within 3 × 24 hours, and both see the clock."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from claims.domain.data_requests import ANSWER_WITHIN
from claims.domain.workflow import Role
from claims.models import DataRequest, Office, OfficerIdentity
from claims.services import access_notes, auditing, notifying
from claims.services.escalating import heads_of
from claims.services.officers import PEOPLE_FINDERS, Desk, shown_name
from claims.services.workflow import promises_kept
from participants.models import Participant

READ = "permintaan_data"
"""How the access log calls it."""
AT_ONCE = 200


class RequestRefused(Exception):
    """Nothing was written; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def ask(participant_id: UUID, field: str, wish: str, office: Office, *, now: datetime) -> DataRequest:
    """Keep what the participant wants corrected, for OFFICE to answer; one of the same kind that is open stays. Raises RequestRefused."""
    person = Participant.objects.select_for_update().get(pk=participant_id)
    if DataRequest.objects.filter(participant=person, field=field, answered_at=None).exists():
        raise RequestRefused(gettext("Permintaan yang sama masih menunggu jawaban. Lihat di halaman Data saya."))
    request = DataRequest(participant=person, office=office, field=field, wish=wish.strip(), asked_at=now, due_at=now + ANSWER_WITHIN)
    request.save(force_insert=True)
    for head in heads_of(office).exclude(email=""):
        notifying.plan_for_officer("data_asked", head, office, cause=str(request.pk), now=now, name=shown_name(head), due=request.due_at)
    auditing.record("data_asked", now=now, role=Role.PARTICIPANT, office=office, person_id=person.pk, what=field)
    return request


def of_person(participant_id: UUID) -> list[DataRequest]:
    """Return the person's requests, newest first."""
    return list(DataRequest.objects.filter(participant=participant_id).select_related("office").order_by("-asked_at"))


def within_reach(desk: Desk) -> QuerySet[DataRequest]:
    """Return the requests at the offices within reach, for those who serve people and those who oversee."""
    if not (desk.may_read_claims and (desk.oversees or desk.finds_people)):
        return DataRequest.objects.none()
    return DataRequest.objects.filter(office__in=desk.offices)


def open_for(request: DataRequest, desk: Desk, *, now: datetime) -> None:
    """Write down that the officer reads what the participant asks for."""
    access_notes.note("field", [READ], now=now, person=request.participant, office=request.office, user=desk.user)


def why_not_answer(request: DataRequest, desk: Desk) -> str:
    """Say why this officer cannot answer; empty for Loket and Kepala of the request's own office, as long as it is open."""
    if request.answered_at:
        return "Permintaan ini sudah dijawab."
    if desk.office is None or desk.office.pk != request.office_id or not desk.roles & PEOPLE_FINDERS:
        return "Hanya Loket atau Kepala Kantor dari kantor ini yang menjawab."
    if OfficerIdentity.objects.filter(user=desk.user, nik_index=request.participant.nik_index).exists():
        return "Ini data Anda sendiri. Petugas lain yang harus menjawab."
    return ""


@transaction.atomic
def answer(request: DataRequest, outcome: str, text: str, *, desk: Desk, now: datetime) -> None:
    """Answer once, in words that the participant reads. Raises RequestRefused."""
    kept = DataRequest.objects.select_for_update(of=("self",)).select_related("participant", "office").get(pk=request.pk)
    if obstacle := why_not_answer(kept, desk):
        raise RequestRefused(obstacle)
    kept.outcome, kept.answer, kept.answered_at, kept.answered_by = outcome, text.strip(), now, desk.user
    with promises_kept():
        kept.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    notifying.plan_data_answered(kept.participant, now, cause=str(kept.pk))
    role = next((role.value for role in Role if role in desk.roles & PEOPLE_FINDERS), "")
    auditing.record(
        "data_answered",
        now=now,
        user=desk.user,
        role=role,
        office=kept.office,
        person_id=kept.participant_id,
        what=f"{kept.field} {outcome}",
    )
