"""The messages of an office: masked, in words, and the one way back into the outbox."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, Notification
from claims.services import resending, sending
from tests.builders import make_claim, make_office
from tests.claims.desk import all_at_once, seat

pytestmark = pytest.mark.django_db
LIST = "/petugas/claims/notification/"
ALL = f"{LIST}kirim-ulang/"


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def one(message) -> str:
    return f"{LIST}{message.pk}/kirim-ulang/"


def make_message(office=None, state: str = "failed", **facts) -> Notification:
    now, number = timezone.now(), Notification.objects.count()
    claim = make_claim(ClaimStatus.APPROVED, office=office, slots=()) if office else None
    facts = {"kind": "approved", "recipient": f"budi{number}@contoh.test", "attempts": 12, "last_error": "ConnectionRefusedError"} | facts
    return Notification.objects.create(
        key=f"k{number}", claim=claim, office=office, state=state, body="x", **{"next_try_at": now, "created_at": now} | facts
    )


@pytest.fixture
def office():
    return make_office()


def states(*messages) -> list[str]:
    return [Notification.objects.get(pk=message.pk).state for message in messages]


def test_list_masks_the_address_and_says_why_in_words(office):
    make_message(office, last_error="recipient refused: [550]")
    words = text_of(seat(Role.HEAD, office=office)[1].get(LIST))

    assert "Disetujui" in words
    assert "b***@contoh.test" in words
    assert "Server email menolak alamat ini. Periksa alamatnya bersama peserta." in words
    assert "budi0@" not in words


def test_a_refused_account_of_a_gateway_is_not_said_to_be_that_of_the_mail_server(office):
    make_message(office, channel="sms", recipient="+6281234567890", last_error="sign-in refused: 401")
    words = text_of(seat(Role.HEAD, office=office)[1].get(LIST))

    assert "Penyedia menolak akun portal, bukan pesannya. Beri tahu admin portal." in words
    assert "Server email" not in words


@pytest.mark.parametrize(("state", "shown"), [("failed", 1), ("queued", 2), ("sent", 3), ("karangan", 1)])
def test_list_shows_one_state_at_a_time(office, state, shown):
    for each, count in {"failed": 1, "queued": 1, "sending": 1, "sent": 2, "delivered": 1, "void": 4}.items():
        for _ in range(count):
            make_message(office, each)
    page = seat(Role.AUDITOR, office=office)[1].get(LIST, {"keadaan": state})

    assert len(html.fromstring(page.content.decode()).xpath("//table[@id='result_list']/tbody/tr")) == shown


@pytest.mark.parametrize("count", [1, 9])
def test_the_list_asks_as_little_whatever_its_length(office, count, django_assert_max_num_queries):
    """P2"""
    for _ in range(count):
        make_message(office)
    browser = seat(Role.HEAD, office=office)[1]
    browser.get(LIST)
    with django_assert_max_num_queries(8):
        browser.get(LIST)


def test_messages_of_another_office_do_not_exist(office):
    """B: a guessed address tells nothing and moves nothing."""
    foreign = make_message(make_office())
    browser = seat(Role.HEAD, office=office)[1]

    assert "Tidak ada pesan" in text_of(browser.get(LIST))
    assert browser.post(one(foreign)).status_code == 302
    assert states(foreign) == ["failed"]


def test_a_press_puts_one_message_back_and_it_is_sent(office, mailoutbox):
    message, other = make_message(office), make_message(office)
    officer, browser = seat(Role.COUNTER, office=office)
    shown = browser.get(one(message))
    answer = browser.post(one(message), {"dilihat": timezone.now().isoformat()}, follow=True)
    now = timezone.now()
    sending.send_next(now)

    assert "Kirim ulang 1 pesan?" in text_of(shown)
    assert "1 pesan masuk antrean kirim lagi." in text_of(answer)
    assert (states(message, other), len(mailoutbox)) == (["sent", "failed"], 1)
    entry = AuditEntry.objects.get(kind="resend")
    assert (entry.user_id, entry.role, entry.object, entry.details) == (officer.pk, "Loket", f"message {message.pk}", {"approved": 1})


def test_a_press_for_all_leaves_what_failed_since_the_page_was_seen(office):
    first, second = make_message(office), make_message(office)
    seen = timezone.now()
    later = make_message(office, created_at=seen + timedelta(seconds=1))
    seat(Role.HEAD, office=office)[1].post(ALL, {"dilihat": seen.isoformat()})

    assert states(first, second, later) == ["queued", "queued", "failed"]


def test_after_an_outage_everything_goes_back_in_one_press_and_one_line_of_the_audit(office, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(resending, "AT_ONCE", 2)
    failed = [make_message(office, kind=kind) for kind in ("approved", "paid", "paid", "paid", "paid")]
    browser = seat(Role.HEAD, office=office)[1]
    browser.get(LIST)
    with django_assert_max_num_queries(25):
        browser.post(ALL)

    assert states(*failed) == ["queued"] * 5
    entry = AuditEntry.objects.get(kind="resend")
    assert (entry.object, entry.details) == ("5 messages", {"approved": 1, "paid": 4})


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_sends(office):
    message = make_message(office)
    browsers = [seat(Role.HEAD, office=office)[1] for _ in range(2)]
    all_at_once([lambda browser=browser: browser.post(one(message)) for browser in browsers])

    assert (states(message), AuditEntry.objects.filter(kind="resend").count()) == (["queued"], 1)


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "delivered", "void"])
def test_only_a_failed_message_goes_back(office, state):
    message = make_message(office, state)
    answer = seat(Role.HEAD, office=office)[1].post(one(message), follow=True)

    assert "Tidak ada pesan gagal yang bisa dikirim ulang." in text_of(answer)
    assert states(message) == [state]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.APPROVER, Role.PAYER])
def test_whoever_only_looks_cannot_send(office, role):
    message = make_message(office)
    browser = seat(role, office=office)[1]

    assert "Kirim ulang" not in text_of(browser.get(LIST))
    assert [browser.get(one(message)).status_code, browser.post(ALL).status_code] == [403, 403]
    assert states(message) == ["failed"]


def test_configuration_sees_what_belongs_to_no_office_and_no_code_goes_out_again(office):
    code, notice, claim_s = make_message(kind="sign_in_code"), make_message(kind="draft_expiring"), make_message(office)
    browser = seat(Role.CONFIGURATOR, office=office)[1]
    words = text_of(browser.get(LIST))
    browser.post(ALL)

    assert ("Kode masuk" in words, "Disetujui" in words) == (True, False)
    assert states(code, notice, claim_s) == ["failed", "queued", "failed"]


@pytest.mark.parametrize("said", ["", "kemarin", "2026-13-45", "2026-11-24T10:00"])
def test_a_forged_moment_changes_nothing_but_the_moment(office, said):
    message = make_message(office)

    assert seat(Role.HEAD, office=office)[1].post(ALL, {"dilihat": said}).status_code == 302
    assert states(message) == ["queued"]
