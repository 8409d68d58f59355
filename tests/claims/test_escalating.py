"""Late claims reach the head of the office by themselves; the participant reads so only once it has happened."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from lxml import html

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, Claim, Escalation, FollowUp, Holiday, Notification, Officer
from claims.services import escalating
from claims.services.tracking import load_progress
from tests.builders import make_claim, make_office, make_officer, make_participant
from tests.claims.desk import all_at_once, seat
from tests.claims.past import make_tracked_claim, wib

pytestmark = pytest.mark.django_db
S = ClaimStatus
MORNING = wib(25, 8)  # A Wednesday; claims of the 17th had until the 24th.
LIST = "/petugas/claims/escalation/"


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def head(office):
    return head_of(office)


def head_of(office, email: str = "kepala@kantor.test") -> User:
    officer = make_officer(Role.HEAD, office=office)
    User.objects.filter(pk=officer.pk).update(email=email)
    return officer


def make_late(office, status=S.APPROVED, due=date(2026, 11, 24), **facts):
    facts = {"complete_at": wib(17), "proposal": "bayar"} | facts if status in (S.APPROVED, S.AWAITING_APPROVAL, S.PAYING) else facts
    return make_claim(status, office=office, due_on=due, slots=(), **facts)


def settle_by(claim, **columns) -> None:
    Claim.objects.filter(pk=claim.pk).update(**columns)


def test_a_claim_past_its_day_is_recorded_once_with_what_is_late(office, head):
    paid_late, unchecked = make_late(office), make_late(office, S.SUBMITTED)
    make_late(office, due=date(2026, 11, 25))
    make_late(office, S.CORRECTION_REQUESTED, due=None)
    make_late(office, S.PAID)

    assert [escalating.escalate(MORNING + timedelta(minutes=10 * n)) for n in range(3)] == [2, 0, 0]
    assert list(Escalation.objects.order_by("reason").values_list("claim", "reason", "due_on", "at", "told_at", "settled_at")) == [
        (paid_late.pk, "bayar", date(2026, 11, 24), MORNING, MORNING, None),
        (unchecked.pk, "periksa", date(2026, 11, 24), MORNING, MORNING, None),
    ]


def test_what_is_late_is_what_the_work_list_calls_late(office, head):
    today = timezone.localdate()
    for status, days in ((S.APPROVED, -1), (S.IN_REVIEW, -3), (S.CORRECTED, 0), (S.PAYING, 1), (S.PAID, -5)):
        make_late(office, status, due=today + timedelta(days=days))
    escalating.escalate(timezone.now())
    listed = seat(Role.HEAD, office=office)[1].get("/petugas/claims/claim/", {"batas": "lewat"})

    assert len(html.fromstring(listed.content.decode()).xpath("//table[@id='result_list']/tbody/tr")) == Escalation.objects.count() == 2


def test_after_a_downtime_everything_late_is_recorded_at_once(office, head):
    claims = [make_late(office, due=date(2026, 11, day)) for day in (10, 17, 20)]

    assert escalating.escalate(MORNING) == len(claims)
    assert {row.due_on.day for row in Escalation.objects.all()} == {10, 17, 20}


def test_a_day_ends_at_midnight_of_the_office():
    """00.30 in Jayapura is still the day before in Jakarta."""
    jayapura, jakarta = make_office(timezone="Asia/Jayapura"), make_office()
    claims = [make_late(office) for office in (jayapura, jakarta)]

    escalating.escalate(wib(24, 22, 30))

    assert [Escalation.objects.filter(claim=claim).exists() for claim in claims] == [True, False]


@pytest.mark.parametrize("columns", [{"status": S.PAYMENT_FAILED, "due_on": None}, {"due_on": date(2026, 12, 1)}, {"status": S.REJECTED}])
def test_an_escalation_is_settled_by_itself_and_begins_anew_when_late_again(office, head, columns):
    claim = make_late(office)
    escalating.escalate(MORNING)
    settle_by(claim, **columns)
    escalating.escalate(MORNING + timedelta(hours=1))
    settle_by(claim, status=S.APPROVED, due_on=date(2026, 11, 24))
    escalating.escalate(MORNING + timedelta(hours=2))

    assert list(claim.escalations.order_by("at").values_list("at", "settled_at")) == [
        (MORNING, MORNING + timedelta(hours=1)),
        (MORNING + timedelta(hours=2), None),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_records(office, head):
    make_late(office)
    all_at_once([lambda: escalating.escalate(MORNING)] * 2)

    assert (Escalation.objects.count(), Notification.objects.filter(kind="late_digest").count()) == (1, 1)


# --- The head is told


def test_the_head_gets_one_mail_a_working_day_without_any_person(office, head):
    claim = make_late(office, membership=None)
    make_late(office, S.SUBMITTED, due=date(2026, 11, 20))
    for moment in (wib(25, 6, 59), wib(25, 7), wib(25, 8), wib(26, 7), wib(28, 9)):
        escalating.escalate(moment)
    mails = Notification.objects.order_by("created_at")

    assert [(mail.kind, mail.recipient, mail.created_at, mail.office_id, mail.claim_id) for mail in mails] == [
        ("late_digest", "kepala@kantor.test", wib(25, 7), office.pk, None),
        ("late_digest", "kepala@kantor.test", wib(26, 7), office.pk, None),
    ]
    assert mails[0].subject == f"2 klaim lewat batas di {office.name}"
    assert (
        "lewat batas 5 hari kerja, 1 di antaranya tinggal dibayar. Batas yang paling lama lewat: Jumat, 20 November 2026." in mails[0].body
    )
    assert [word for word in (claim.number, claim.participant.name, claim.membership.kpj) if word in mails[0].body] == []


def test_no_mail_goes_out_on_a_holiday_or_without_an_address(office):
    head_of(office, email="")
    make_late(office)
    escalating.escalate(MORNING)
    Holiday.objects.create(day=date(2026, 11, 26), name="Libur uji", kind="nasional")
    head_of(office)
    escalating.escalate(wib(26))

    assert (Notification.objects.count(), Escalation.objects.get().told_at) == (0, MORNING)


def test_an_office_without_a_head_tells_nobody_until_it_has_one(office):
    claim = make_late(office)
    escalating.escalate(MORNING)
    before = Escalation.objects.get().told_at
    elsewhere = head_of(make_office())
    Officer.objects.get(user=elsewhere).other_offices.add(office)
    escalating.escalate(MORNING + timedelta(minutes=10))

    assert (before, escalating.head_told_at(claim)) == (None, MORNING + timedelta(minutes=10))


def test_the_dashboard_of_the_head_leads_to_what_can_be_done(office):
    browser = seat(Role.HEAD, office=office)[1]
    today = timezone.localdate()
    claim, waiting = make_late(office, due=today - timedelta(days=2)), make_late(office, S.SUBMITTED, due=today - timedelta(days=1))
    escalating.escalate(timezone.now())
    page = html.fromstring(browser.get("/petugas/").content.decode())
    first = page.xpath("//section[.//h2[@id='h-dulu']]//tbody/tr")

    assert [row.xpath("./th")[0].text_content() for row in first] == [claim.number, waiting.number]
    assert first[0].xpath(".//a[contains(., 'tindak lanjut')]/@href") == [f"{LIST}{claim.escalations.get().pk}/tindak-lanjut/"]
    assert first[1].xpath(".//a[contains(., 'Serahkan')]/@href") == [f"/petugas/claims/claim/{waiting.pk}/langkah/take/"]


# --- What the head does about it


def test_what_the_head_writes_is_kept_and_audited(office):
    officer, browser = seat(Role.HEAD, office=office)
    claim = make_late(office)
    escalating.escalate(MORNING)
    address = f"{LIST}{claim.escalations.get().pk}/tindak-lanjut/"
    for note in ("Dibagikan ke tim sore.", "Selesai besok pagi."):
        answer = browser.post(address, {"catatan": note}, follow=True)

    assert "Tindak lanjut tersimpan." in text_of(answer)
    assert [(row.user, row.note) for row in FollowUp.objects.order_by("at")] == [
        (officer, "Dibagikan ke tim sore."),
        (officer, "Selesai besok pagi."),
    ]
    assert "Selesai besok pagi." in text_of(browser.get(LIST))
    entry = AuditEntry.objects.filter(kind="follow_up").latest("at")
    assert (entry.user_id, entry.claim_id, entry.role) == (officer.pk, claim.pk, "Kepala Kantor")


@pytest.mark.parametrize("count", [1, 9])
def test_the_list_of_late_claims_asks_as_little_whatever_its_length(office, head, count, django_assert_max_num_queries):
    """P2"""
    for _ in range(count):
        make_late(office)
    escalating.escalate(MORNING)
    browser = seat(Role.AUDITOR, office=office)[1]
    browser.get(LIST)
    with django_assert_max_num_queries(8):
        browser.get(LIST)


def test_an_empty_follow_up_is_asked_for_beside_the_field(office):
    browser = seat(Role.HEAD, office=office)[1]
    claim = make_late(office)
    escalating.escalate(MORNING)
    page = html.fromstring(browser.post(f"{LIST}{claim.escalations.get().pk}/tindak-lanjut/", {"catatan": " "}).content.decode())

    assert page.xpath("//p[@id='id_catatan_error']")[0].text == "Tulis apa yang sudah diatur."
    assert page.xpath("//textarea/@aria-describedby") == ["id_catatan_helptext id_catatan_error"]


@pytest.mark.parametrize(
    ("role", "list_status", "page_status"), [(Role.AUDITOR, 200, 403), (Role.VERIFIER, 403, 404), (Role.PAYER, 403, 404)]
)
def test_only_the_head_writes_and_only_overseers_read(office, role, list_status, page_status):
    claim, browser = make_late(office), seat(role, office=office)[1]
    escalating.escalate(MORNING)
    address = f"{LIST}{claim.escalations.get().pk}/tindak-lanjut/"

    assert (browser.get(LIST).status_code, browser.get(address).status_code) == (list_status, page_status)
    assert (browser.post(address, {"catatan": "x"}).status_code, FollowUp.objects.count()) == (page_status, 0)


def test_a_head_of_another_office_reads_but_does_not_write(office):
    claim, far = make_late(office), make_office()
    escalating.escalate(MORNING)
    address = f"{LIST}{claim.escalations.get().pk}/tindak-lanjut/"
    officer, browser = seat(Role.HEAD, office=far)
    unseen = browser.get(address).status_code
    Officer.objects.get(user=officer).other_offices.add(office)

    assert (unseen, browser.get(address).status_code) == (404, 403)
    assert claim.number in text_of(browser.get(LIST))


# --- What the participant reads


def test_the_public_page_says_so_only_after_it_has_happened(office, head):
    claim = make_tracked_claim(S.APPROVED, office=office, due_on=date(2026, 11, 24))
    before = load_progress(claim, MORNING).clock
    escalating.escalate(MORNING)
    after = load_progress(claim, MORNING + timedelta(hours=1)).clock

    assert (before.state, before.told) == ("late", "")
    assert (after.state, after.told) == ("late", "Kepala kantor sudah diberi tahu pada Rabu, 25 November 2026, 08.14 WIB.")


def test_a_check_that_takes_too_long_is_told_too(office, head):
    claim = make_tracked_claim(S.IN_REVIEW, office=office, due_on=date(2026, 11, 24))
    escalating.escalate(MORNING)
    clock = load_progress(claim, MORNING).clock

    assert (clock.state, clock.told) == (
        "waiting",
        "Pemeriksaan sudah lebih lama dari 5 hari kerja. Kami minta maaf. "
        "Kepala kantor sudah diberi tahu pada Rabu, 25 November 2026, 08.14 WIB.",
    )


@pytest.mark.parametrize(("due", "queries"), [(date(2026, 11, 24), 3), (date(2026, 11, 30), 2)])
def test_only_a_claim_past_its_day_costs_one_query_more(office, head, due, queries, django_assert_num_queries):
    """P2"""
    claim = make_tracked_claim(S.IN_REVIEW, office=office, due_on=due)
    escalating.escalate(MORNING)
    with django_assert_num_queries(queries):
        load_progress(claim, MORNING)


def test_a_page_with_a_late_claim_names_nobody(client, office, head):
    """A4: who was told is an office, not a person."""
    claim = make_tracked_claim(S.APPROVED, office=office, complete_at=wib(2), due_on=date(2026, 11, 9), participant=make_participant())
    escalating.escalate(timezone.now())
    page = text_of(client.post("/tracking/", {"nomor": claim.number}, follow=True))

    assert "Kami terlambat" in page
    assert "Kepala kantor sudah diberi tahu pada" in page
    assert head.username not in page
