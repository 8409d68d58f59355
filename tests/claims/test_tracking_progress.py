"""What the page of one claim says, for every state that a claim can have."""

from datetime import date

import pytest

from claims.domain.workflow import ClaimStatus as S
from claims.domain.workflow import Role
from claims.labels import CLOCK_RESUMED, CLOCK_WAITING, NOTHING_ASKED, STATUS_WORDING
from claims.services.tracking import load_progress, load_stages
from tests.builders import make_claim, make_membership, make_office
from tests.claims.past import APPROVE, PASTS, PROPOSE, SUBMIT, TAKE, TRANSFER, make_tracked_claim, take_steps, wib

pytestmark = pytest.mark.django_db

FRIDAY = wib(20, 10, 5)


def progress(status: S, *, now=FRIDAY, **facts):
    return load_progress(make_tracked_claim(status, **facts), now)


@pytest.mark.parametrize(
    ("status", "stage", "states", "clock", "button"),
    [
        (S.SUBMITTED, "agenda", "now next next next next", "waiting", ""),
        (S.IN_REVIEW, "penetapan", "done now next next next", "waiting", ""),
        (S.CORRECTION_REQUESTED, "penetapan", "done now next next next", "paused", "Ganti dokumen"),
        (S.CORRECTED, "penetapan", "done now next next next", "waiting", ""),
        (S.AWAITING_APPROVAL, "persetujuan", "done done now next next", "running", ""),
        (S.APPROVED, "pembayaran", "done done done now next", "running", ""),
        (S.PAYING, "pembayaran", "done done done now next", "running", ""),
        (S.PAYMENT_FAILED, "pembayaran", "done done done now next", "paused", "Perbaiki rekening"),
        (S.PAID, "selesai", "done done done done paid", "met", ""),
        (S.REJECTED, "selesai", "done done done skipped end", None, "Baca alasannya"),
        (S.CANCELLED, "selesai", "done skipped skipped skipped end", None, ""),
        (S.EXPIRED, "selesai", "done done skipped skipped end", None, ""),
    ],
)
def test_progress_of_every_state(status, stage, states, clock, button):
    shown = progress(status)

    assert (shown.stage, " ".join(line.state for line in shown.stages)) == (stage, states)
    assert (shown.clock and shown.clock.state, shown.button) == (clock, button)
    assert (shown.tag, shown.headline, len(shown.history)) == (*STATUS_WORDING[status][:2], len(PASTS[status][0]))


def test_every_state_that_was_sent_has_a_past_in_these_tests():
    assert set(PASTS) == set(S) - {S.DRAFT}


def test_the_current_stage_says_when_it_is_the_participants_turn():
    assert [(line.tag, line.tag_kind) for line in progress(S.PAYMENT_FAILED).stages if line.state == "now"] == [("Menunggu Anda", "act")]


def test_a_correction_names_its_last_day():
    assert progress(S.CORRECTION_REQUESTED).advice == "Kirim gantinya paling lambat 4 Desember 2026."


def test_a_paid_claim_names_the_moment_of_the_transfer():
    assert progress(S.PAID).advice == "Ditransfer Jumat, 20 November 2026, 14.20 WIB."


def test_nothing_to_do_is_said():
    assert progress(S.IN_REVIEW).todo == NOTHING_ASKED


def test_what_we_do_names_the_office_and_since_when():
    shown = progress(S.IN_REVIEW)

    assert (shown.doing, shown.since) == (
        "Petugas Kantor Cabang Bandung Timur memeriksa apakah dokumen lengkap dan benar. Sesudah itu, petugas lain memberi persetujuan.",
        wib(18, 8, 32),
    )


def test_history_is_told_newest_first():
    shown = progress(S.CORRECTED)

    assert [(line.at, line.text) for line in shown.history] == [
        (wib(21), "Perbaikan Anda kami terima."),
        (wib(20), "Petugas meminta dokumen pengganti. Pesan sudah dikirim kepada Anda."),
        (wib(18, 8, 32), "Petugas mulai memeriksa dokumen Anda."),
        (wib(17), "Klaim Anda kami terima. Tanda terima sudah dikirim kepada Anda."),
    ]


@pytest.mark.parametrize(
    ("steps", "newest"),
    [
        ((SUBMIT, TAKE, ("release", wib(20), Role.VERIFIER)), "Petugas mengembalikan klaim Anda ke antrean pemeriksaan."),
        (
            (SUBMIT, TAKE, ("release", wib(20), Role.SYSTEM)),
            "Klaim Anda kembali ke antrean pemeriksaan, supaya petugas lain bisa mengambilnya.",
        ),
        ((SUBMIT, ("cancel", wib(18), Role.PARTICIPANT)), "Anda membatalkan klaim ini."),
        ((SUBMIT, ("cancel", wib(18), Role.HEAD)), "Kepala kantor membatalkan klaim ini. Alasannya dapat dibaca setelah masuk."),
        (
            (SUBMIT, TAKE, ("request_correction", wib(19)), ("correct", wib(20)), ("take", wib(21))),
            "Petugas mulai memeriksa perbaikan Anda.",
        ),
        (
            (SUBMIT, TAKE, PROPOSE, APPROVE, TRANSFER, ("fail_payment", wib(21)), ("correct", wib(22))),
            "Rekening baru Anda kami terima.",
        ),
    ],
)
def test_history_heeds_who_took_the_step_and_from_where(steps, newest):
    claim = take_steps(make_claim(S.SUBMITTED), *steps)

    assert load_progress(claim, FRIDAY).history[0].text == newest


def test_the_clock_counts_five_dated_days_from_the_day_after_arrival():
    clock = progress(S.AWAITING_APPROVAL).clock

    assert [(day.date.day, day.state) for day in clock.days] == [(18, "past"), (19, "past"), (20, "today"), (23, "coming"), (24, "last")]
    assert (clock.due, clock.sentence) == (date(2026, 11, 24), "Hari ini hari kerja ke-3 dari 5.")


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (wib(17, 23), "Hari kerja pertama: Rabu, 18 November 2026."),
        (wib(18, 0, 1), "Hari ini hari kerja ke-1 dari 5."),
        (wib(21), "Sudah 3 dari 5 hari kerja."),
        (wib(24, 23, 59), "Hari ini hari kerja ke-5 dari 5."),
    ],
)
def test_the_clock_says_which_working_day_it_is(now, sentence):
    assert progress(S.AWAITING_APPROVAL, now=now).clock.sentence == sentence


def test_the_clock_is_late_from_the_day_after_the_last():
    clock = progress(S.APPROVED, now=wib(25, 0, 0)).clock

    assert (clock.state, clock.due, clock.days) == ("late", date(2026, 11, 24), ())


def test_a_claim_paid_too_late_says_so():
    clock = progress(S.PAID, due_on=date(2026, 11, 19)).clock

    assert (clock.state, clock.due, clock.sentence) == ("late", date(2026, 11, 19), "Uang ditransfer Jumat, 20 November 2026.")


def test_days_that_waited_for_the_participant_do_not_count():
    clock = progress(S.PAYING, now=wib(25), clock_pauses=[["2026-11-18", "2026-11-23"]]).clock

    assert [day.date.day for day in clock.days] == [18, 24, 25, 26, 27]


def test_before_completeness_one_sentence_says_what_starts_the_clock():
    assert progress(S.IN_REVIEW).clock.sentence == CLOCK_WAITING


def test_a_proposal_to_reject_shows_no_date_of_payment():
    """What officers propose is not public before it is decided."""
    clock = progress(S.AWAITING_APPROVAL, proposal="tolak").clock

    assert (clock.state, clock.due, clock.days) == ("waiting", None, ())


def test_a_clock_that_runs_again_after_a_refused_transfer_shows_no_boxes_yet():
    clock = progress(S.CORRECTED, complete_at=wib(17), clock_pauses=[["2026-11-19", "2026-11-20"]]).clock

    assert (clock.state, clock.sentence, clock.days) == ("resumed", CLOCK_RESUMED, ())


@pytest.mark.parametrize(("zone", "number"), [("Asia/Jakarta", 2), ("Asia/Makassar", 3), ("Asia/Jayapura", 3)])
def test_the_clock_turns_at_the_offices_own_midnight(zone, number):
    office = make_office(timezone=zone)

    assert progress(S.APPROVED, office=office, now=wib(19, 23, 30)).clock.day_number == number


def test_a_claim_that_moved_back_says_why():
    claim = take_steps(make_claim(S.IN_REVIEW), SUBMIT, TAKE, PROPOSE, ("challenge", wib(20)))

    here = load_progress(claim, FRIDAY).here

    assert (here.code, here.at, here.reason) == ("penetapan", wib(20), "Kembali ke tahap ini, perlu pemeriksaan ulang.")


def test_stages_of_many_claims_cost_one_query(django_assert_num_queries):
    claims = [make_tracked_claim(S.IN_REVIEW), make_tracked_claim(S.PAID)]

    with django_assert_num_queries(1):
        stages = load_stages(claims)

    assert [(line.code, line.at) for line in stages.values()] == [("penetapan", wib(18, 8, 32)), ("selesai", wib(20, 14, 20))]


def test_the_kpj_is_masked():
    assert progress(S.PAID, membership=make_membership(kpj="16574650029")).kpj == "1XXX XXXX 029"
