"""May this person claim for this reason, and if not, from which day? Rules and edge cases: domain.md 1.2.

Every check looks at one condition and returns an Obstacle, or None when nothing stands in the way. The verdict is the
worst of them. What the portal does not know never refuses anybody: an officer looks at it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from claims.domain.reasons import ANY_SEGMENT, SELF_EMPLOYED, Reason, find_reason, last_known
from participants.domain.dates import add_years, long_date
from participants.domain.sentences import passage, sentence

BISA = "bisa"
BELUM_BISA = "belum_bisa"
PERLU_TELAAH = "perlu_telaah"

PENSION_AGE = 56
PARTIAL_CLAIM_YEARS = 10
REVIEWED_FIRST = sentence("Anda bisa mengirim klaim, dan petugas menelaahnya lebih dulu.")
A_MONTH = sentence("Masa tunggunya satu bulan.")
FOR_WHOM = ("pekerja yang punya pemberi kerja", "Bukan Penerima Upah (BPU)")
"""Of a reason: for those with an employer, for those without."""


class Weight(IntEnum):
    """How heavily an obstacle counts: one for an officer to look at, or one that refuses."""

    REVIEW = 1
    REFUSE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a membership and its owner; None means not known.

    ``first_membership_on`` is the earliest start over all of the person's KPJ and ``earlier_partial_claim`` is over all
    of them too; ``pension_age`` is in years, from the work agreement; ``balance`` is whole rupiah. Employer arrears are
    not a fact here: they never block a claim.
    """

    birth_date: date | None = None
    segment: str = "PU"
    started_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    other_active_memberships: bool = False
    first_membership_on: date | None = None
    event_date: date | None = None
    is_foreigner: bool | None = None
    earlier_partial_claim: bool = False
    pension_age: int | None = None
    is_heir: bool = False
    balance: int | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One condition that does not hold, in words, and the day from which it will; None when waiting does not help."""

    code: str
    weight: Weight
    sentence: str
    from_date: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: ``bisa``, ``belum_bisa`` or ``perlu_telaah``, in Indonesian sentences, with the article behind it.

    ``from_date`` is the first day on which the claim can be filed, None when it can be now or when waiting alone will
    not do.
    """

    outcome: str
    explanation: str
    article: str
    from_date: date | None = None
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def may_file(self) -> bool:
        """Whether a claim may be sent now, be it to a plain check or to an officer's review."""
        return self.outcome != BELUM_BISA


Check = Callable[[Reason, Facts, date], Obstacle | None]


def check_eligibility(reason_code: str, facts: Facts, today: date) -> Verdict:
    """Judge one reason on one day; raise KeyError when no such reason is in force. Article: the reason's own."""
    reason = find_reason(reason_code, today)
    found = (check(reason, facts, today) for check in (*GENERAL_CHECKS, *OWN_CHECKS.get(reason.code, ())))
    obstacles = tuple(obstacle for obstacle in found if obstacle)
    weight = max((obstacle.weight for obstacle in obstacles), default=None)
    counting = tuple(obstacle for obstacle in obstacles if obstacle.weight == weight)
    if weight is None:
        return Verdict(BISA, sentence("Syarat “{reason}” sudah terpenuhi.", reason=reason.label), reason.article)
    if weight is Weight.REVIEW:
        words = passage((REVIEWED_FIRST, *(o.sentence for o in counting)))
        return Verdict(PERLU_TELAAH, words, reason.article, None, obstacles)
    return _refusal(reason, counting, obstacles)


def no_longer_in_force(reason_code: str) -> Verdict:
    """Refuse a reason that an office has ended, with the article that it had last; raise KeyError for one that never was."""
    words = sentence("Sebab klaim ini tidak berlaku lagi. Pilih sebab lain yang sesuai.")
    return Verdict(BELUM_BISA, words, last_known(reason_code).article)


def _refusal(reason: Reason, refusing: tuple[Obstacle, ...], obstacles: tuple[Obstacle, ...]) -> Verdict:
    dates = [obstacle.from_date for obstacle in refusing]
    from_date = max(day for day in dates if day) if all(dates) else None
    sentences = [obstacle.sentence for obstacle in refusing]
    if from_date:
        sentences.append(sentence("Klaim bisa diajukan mulai {day}.", day=long_date(from_date)))
    return Verdict(BELUM_BISA, passage(sentences), reason.article, from_date, obstacles)


def reaches_56_on(birth_date: date) -> date:
    """Return the first day of a claim at 56: the 56th birthday plus a day (Permenaker 4/2022 art 6(1)b).

    Someone born on 29 February has the birthday on 28 February where the year has no 29th.
    """
    return add_years(birth_date, PENSION_AGE) + timedelta(days=1)


def segment_fits(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """Only the segments of the reason may use it (Permenaker 4/2022 art 6(2): contracts for employees, business for BPU)."""
    if facts.segment in reason.segments or facts.segment not in ANY_SEGMENT:
        return None
    owner = FOR_WHOM[reason.segments == SELF_EMPLOYED]
    return Obstacle("segment", Weight.REFUSE, sentence("Sebab ini untuk {owner}. Pilih sebab lain yang sesuai.", owner=owner))


def membership_has_ended(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """The card must be inactive where the reason says that work has ended (Permenaker 4/2022 arts 6(2), 8, 9).

    A partial claim does not ask for it either way. Employer arrears do not matter: BPJS collects them from the employer.
    """
    if not reason.needs_inactive_membership or (facts.ended_on and facts.ended_on <= today):
        return None
    if facts.ended_on:
        words = sentence("Kepesertaan Anda tercatat aktif sampai {day}.", day=long_date(facts.ended_on))
        return Obstacle("still_active", Weight.REFUSE, words, facts.ended_on)
    return Obstacle("still_active", Weight.REFUSE, _STILL_ACTIVE[facts.segment == "BPU"])


_STILL_ACTIVE = (
    sentence(
        "Kepesertaan Anda masih tercatat aktif. Minta bagian personalia melaporkan bahwa Anda sudah berhenti, "
        "lalu periksa lagi di sini. Tunggakan iuran perusahaan tidak menghalangi klaim Anda."
    ),
    sentence("Kepesertaan Anda masih tercatat aktif. Laporkan berhenti usaha ke kantor, lalu periksa lagi di sini."),
)


def works_nowhere_else(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """Who works again is active again, and the claim fails (Permenaker 4/2022 arts 6(2), 8, 9)."""
    if not (reason.needs_inactive_membership and facts.other_active_memberships):
        return None
    words = sentence("Anda masih tercatat aktif di kartu (KPJ) lain. Sebab ini untuk yang tidak bekerja lagi di mana pun.")
    return Obstacle("active_elsewhere", Weight.REFUSE, words)


def waiting_is_over(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """The event has happened and its waiting time has passed: a calendar month plus a day for arts 8-9 and PHK."""
    if reason.event_date_label is None:
        return None
    if facts.event_date is None:
        return Obstacle("event_date_unknown", Weight.REVIEW, sentence("{what} belum diisi.", what=reason.event_date_label))
    from_date = reason.waiting.over_on(facts.event_date)
    if today >= from_date:
        return None
    happened = sentence("{what} adalah {day}.", what=reason.event_date_label, day=long_date(facts.event_date, weekday=False))
    words = passage((happened, A_MONTH)) if reason.waiting.months else happened
    return Obstacle("waiting", Weight.REFUSE, words, from_date)


def balance_is_left(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """A card without money is for an officer to look at: it may have been merged or paid (PP 46/2015 art 22)."""
    if facts.balance is None or facts.balance > 0:
        return None
    return Obstacle("no_balance", Weight.REVIEW, sentence("Saldo kartu ini tercatat Rp0. Mungkin sudah digabung ke kartu lain."))


def is_old_enough(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """The day after the 56th birthday has come (Permenaker 4/2022 art 6(1)b); working on is allowed."""
    if facts.birth_date is None:
        return _BIRTH_DATE_UNKNOWN
    from_date = reaches_56_on(facts.birth_date)
    if today >= from_date:
        return None
    words = sentence("Anda genap 56 tahun pada {day}.", day=long_date(from_date - timedelta(days=1)))
    return Obstacle("too_young", Weight.REFUSE, words, from_date)


def has_reached_agreed_age(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """The pension age of the work agreement, company rule or PKB has come (Permenaker 4/2022 art 6(1)a)."""
    if facts.birth_date is None:
        return _BIRTH_DATE_UNKNOWN
    if facts.pension_age is None:
        return Obstacle("pension_age_unknown", Weight.REVIEW, sentence("Usia pensiun di perjanjian kerja atau PKB belum kami ketahui."))
    from_date = add_years(facts.birth_date, facts.pension_age)
    if today >= from_date:
        return None
    words = sentence("Usia pensiun perusahaan Anda {age} tahun.", age=facts.pension_age)
    return Obstacle("too_young", Weight.REFUSE, words, from_date)


def leaves_as_foreigner(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """A foreigner who leaves for good may claim (Permenaker 4/2022 arts 5(2)c and 12); a citizen is looked at."""
    if facts.is_foreigner:
        return None
    words = sentence("Aturan menyebut sebab ini untuk warga negara asing. Untuk WNI, siapkan bukti pindah kewarganegaraan.")
    return Obstacle("citizen", Weight.REVIEW, words)


def disabled_before_pension_age(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """The doctor's finding lies before 56 (art 7 of Permenaker 2/2022, kept in 4/2022); from then on age itself entitles."""
    if facts.birth_date is None:
        return _BIRTH_DATE_UNKNOWN
    if facts.event_date is None or facts.event_date < add_years(facts.birth_date, PENSION_AGE):
        return None
    words = sentence("Surat dokter terbit sesudah usia 56. Sebab “Usia Pensiun 56 Tahun” tidak memerlukan surat dokter.")
    return Obstacle("past_pension_age", Weight.REVIEW, words)


def is_claimed_by_heir(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """After a death the heirs claim (PP 46/2015 art 22; ministerial rule on the order of heirs)."""
    if facts.is_heir:
        return None
    return Obstacle("not_heir", Weight.REFUSE, sentence("Klaim ini diajukan ahli waris. Masuk sebagai ahli waris peserta yang meninggal."))


def is_member_for_ten_years(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """At least ten years have passed since the first membership over all KPJ (PP 46/2015 art 22(4)-(5))."""
    if facts.first_membership_on is None:
        return Obstacle("membership_start_unknown", Weight.REVIEW, sentence("Tanggal mulai kepesertaan Anda belum kami ketahui."))
    from_date = add_years(facts.first_membership_on, PARTIAL_CLAIM_YEARS)
    if today >= from_date:
        return None
    start = long_date(facts.first_membership_on, weekday=False)
    words = sentence("Anda peserta sejak {day}; klaim sebagian perlu 10 tahun.", day=start)
    return Obstacle("under_ten_years", Weight.REFUSE, words, from_date)


def takes_first_partial_claim(reason: Reason, facts: Facts, today: date) -> Obstacle | None:
    """A partial claim of either kind is allowed once in a lifetime over all KPJ (PP 46/2015 art 22(6))."""
    if not facts.earlier_partial_claim:
        return None
    words = sentence("Klaim sebagian hanya sekali seumur hidup, dan Anda sudah memakainya. Sisa saldo bisa diambil saat klaim penuh.")
    return Obstacle("partial_claim_used", Weight.REFUSE, words)


_BIRTH_DATE_UNKNOWN = Obstacle("birth_date_unknown", Weight.REVIEW, sentence("Tanggal lahir belum diisi."))
_PARTIAL_CHECKS = (is_member_for_ten_years, takes_first_partial_claim)

GENERAL_CHECKS: tuple[Check, ...] = (segment_fits, membership_has_ended, works_nowhere_else, waiting_is_over, balance_is_left)
OWN_CHECKS: Mapping[str, tuple[Check, ...]] = {
    "USIA_56": (is_old_enough,),
    "USIA_PKB": (has_reached_agreed_age,),
    "TINGGALKAN_RI": (leaves_as_foreigner,),
    "CACAT_TOTAL_TETAP": (disabled_before_pension_age,),
    "MENINGGAL": (is_claimed_by_heir,),
    "SEBAGIAN_10": _PARTIAL_CHECKS,
    "SEBAGIAN_30": _PARTIAL_CHECKS,
}
