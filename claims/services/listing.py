"""The question that an officer puts to the work list: read from an address, put into words, turned into claims.

Every filter is closed: a value that is not offered changes nothing, and the officer is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from claims.domain.reasons import reason_labels
from claims.domain.workflow import CLOSED, OPEN, WAITING_FOR_PARTICIPANT, ClaimStatus, Role
from claims.labels import STATUS_WORDING
from claims.models import Claim, Office
from claims.services.deadlines import local_date
from claims.services.finding_for_officers import Find, FindClosed, found_by, read_find
from claims.services.officers import Desk
from claims.services.work_queue import WORK_OF

GROUPS: dict[str, tuple[str, frozenset[ClaimStatus]]] = {
    "berjalan": ("Yang berjalan", OPEN),
    "pemeriksaan": ("Menunggu pemeriksaan", frozenset(WORK_OF[Role.VERIFIER])),
    "perbaikan_masuk": ("Perbaikan masuk", frozenset({ClaimStatus.CORRECTED})),
    "persetujuan": ("Menunggu persetujuan", frozenset(WORK_OF[Role.APPROVER])),
    "pembayaran": ("Pembayaran", frozenset(WORK_OF[Role.PAYER])),
    "peserta": ("Menunggu peserta", WAITING_FOR_PARTICIPANT),
    "selesai": ("Sudah selesai", CLOSED),
    "semua": ("Semua", OPEN | CLOSED),
}
RUNNING, EVERYTHING = "berjalan", "semua"
ENDLESS_GROUPS = ("selesai", EVERYTHING)
"""Groups that only grow: their oldest claims are nobody's next work."""
SOON_DAYS = 2
AGES = {"5": "Lebih dari 5 hari", "10": "Lebih dari 10 hari", "20": "Lebih dari 20 hari"}
"""Calendar days since the claim was sent."""
IN_LINE, NEWEST = "antre", "baru"
OPEN_STATUSES = sorted(OPEN)


@dataclass(frozen=True)
class Question:
    """Which claims, in which order; empty means any. The values are those of the addresses."""

    office: str = ""
    group: str = RUNNING
    status: str = ""
    reason: str = ""
    holder: str = ""
    due: str = ""
    age: str = ""
    order: str = ""
    find: Find | None = None

    @property
    def in_order(self) -> str:
        """Return the order asked for; a group that only grows is always read from its newest claim."""
        return NEWEST if self.group in ENDLESS_GROUPS else self.order or IN_LINE


@dataclass(frozen=True)
class Moment:
    """When, and for whom, a question is answered; TODAY is that of the own office."""

    desk: Desk
    now: datetime

    @property
    def today(self) -> date:
        return local_date(self.desk.office, self.now)


@dataclass(frozen=True)
class Filter:
    """One choice about the list: its name in an address, its label, its codes with their words, and what a code keeps."""

    parameter: str
    label: str
    options: Callable[[Desk], dict[str, str]]
    keeps: Callable[[str, Moment], Q] = lambda code, moment: Q()


def _offices(desk: Desk) -> dict[str, str]:
    """Return the offices within reach; without a choice the list shows the own one."""
    return {office.code: office.name for office in desk.others} | {EVERYTHING: "Semua kantor"} if desk.others else {}


def _due(code: str, moment: Moment) -> Q:
    """Keep running claims by their legal day; a finished one is never late."""
    today = moment.today
    days = {
        "lewat": Q(due_on__lt=today),
        "hari_ini": Q(due_on=today),
        "besok": Q(due_on=today + timedelta(days=1)),
        "dekat": Q(due_on__range=(today, today + timedelta(days=SOON_DAYS))),
        "diam": Q(due_on=None),
    }
    return days[code] & Q(status__in=OPEN_STATUSES)


def _holders(desk: Desk) -> dict[str, str]:
    """Return whose claims may be asked for; an overseer may name a colleague."""
    return {"saya": "Saya", "rekan": "Rekan", "tidak_ada": "Belum ada"} | desk.colleagues


def _held(code: str, moment: Moment) -> Q:
    mine, nobody = Q(holder=moment.desk.user.pk), Q(holder=None)
    told = {"saya": mine, "rekan": ~nobody & ~mine, "tidak_ada": nobody}
    return told[code] if code in told else Q(holder=int(code))


def _fixed(options: Mapping[str, str]) -> Callable[[Desk], dict[str, str]]:
    return lambda _: dict(options)


FILTERS: dict[str, Filter] = {
    "office": Filter("kantor", "Kantor", _offices),
    "group": Filter(
        "antrean",
        "Antrean",
        _fixed({code: label for code, (label, _) in GROUPS.items()}),
        lambda code, _: Q(status__in=sorted(GROUPS[code][1])),
    ),
    "status": Filter(
        "status",
        "Status",
        _fixed({status.value: wording.officer for status, wording in STATUS_WORDING.items() if status != ClaimStatus.DRAFT}),
        lambda code, _: Q(status=code),
    ),
    "reason": Filter("sebab", "Sebab", lambda _: reason_labels(), lambda code, _: Q(reason=code)),
    "holder": Filter("pemegang", "Pemegang", _holders, _held),
    "due": Filter(
        "batas",
        "Batas",
        _fixed(
            {
                "lewat": "Sudah lewat",
                "hari_ini": "Hari ini",
                "besok": "Besok",
                "dekat": f"Sampai {SOON_DAYS} hari lagi",
                "diam": "Tidak dihitung",
            }
        ),
        _due,
    ),
    "age": Filter(
        "umur", "Umur sejak dikirim", _fixed(AGES), lambda code, moment: Q(submitted_at__lt=moment.now - timedelta(days=int(code)))
    ),
    "order": Filter("urut", "Urutan", _fixed({IN_LINE: "Urutan antrean", NEWEST: "Terbaru dulu"})),
}
FIND = "cari"
PAGING = ("sesudah", "sebelum")
STRANGE = "Saringan {} tidak dikenal, jadi tidak dipakai."
FIND_OVER = "Hasil pencarian sudah berakhir. Cari lagi di atas."


def of_a_list(said: Mapping[str, str]) -> dict[str, str]:
    """Return what of the fields of a form leads to a list."""
    known = {each.parameter for each in FILTERS.values()} | {FIND}
    return {name: value for name, value in said.items() if name in known}


@dataclass(frozen=True)
class Asked:
    """A question as an address put it, and what of it was not understood, in sentences."""

    question: Question
    notes: list[str] = field(default_factory=list)


def asked(said: Mapping[str, str], desk: Desk, now: datetime) -> Asked:
    """Read a question from the parameters of an address; what is not offered is left out and told."""
    chosen, notes = {}, []
    own = {("kantor", office.code) for office in desk.offices[:1]} | (set() if desk.others else {("kantor", EVERYTHING)})
    for name, each in FILTERS.items():
        code = said.get(each.parameter, "")
        if code in each.options(desk):
            chosen[name] = code
        elif code and (each.parameter, code) not in own:
            notes.append(STRANGE.format(f"“{each.label}”"))
    if set(said) - {each.parameter for each in FILTERS.values()} - {FIND, *PAGING}:
        notes.append(STRANGE.format("di alamat ini"))
    find = _find(said.get(FIND, ""), desk, now, notes)
    return Asked(_agreeing(Question(**chosen, find=find)), notes)


def _find(token: str, desk: Desk, now: datetime, notes: list[str]) -> Find | None:
    if not token:
        return None
    try:
        return read_find(token, desk.user, now)
    except FindClosed:
        notes.append(FIND_OVER)
        return None


def _agreeing(question: Question) -> Question:
    """Let one status win over a group that does not hold it, where together they would find nothing; name no idle order."""
    if question.status and question.status not in GROUPS[question.group][1]:
        question = replace(question, group=EVERYTHING)
    return replace(question, order="") if question.group in ENDLESS_GROUPS else question


def codes(question: Question) -> dict[str, str]:
    """Return the question as the parameters of an address, the usual left out and what was searched for too."""
    usual = Question()
    return {each.parameter: code for name, each in FILTERS.items() if (code := getattr(question, name)) != getattr(usual, name)}


def parameters(question: Question) -> dict[str, str]:
    """Return everything that leads to the same list again."""
    return codes(question) | ({FIND: question.find.token} if question.find else {})


def matching(question: Question, desk: Desk, now: datetime) -> QuerySet[Claim]:
    """Return the sent claims that the question asks for, in no order."""
    moment, offices = Moment(desk, now), offices_asked(question, desk)
    claims = Claim.objects.sent().of_offices(offices)
    for name, each in FILTERS.items():
        if code := getattr(question, name):
            claims = claims.filter(each.keeps(code, moment))
    return found_by(question.find, offices, claims) if question.find else claims


def offices_asked(question: Question, desk: Desk) -> list[Office]:
    """Return the offices that the question is about: the own one, another within reach, or all of them."""
    wanted = question.office or (desk.office.code if desk.office else "")
    return [office for office in desk.offices if wanted in (office.code, EVERYTHING)]
