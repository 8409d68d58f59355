"""Uji konfigurasi: each part tried for real, also where it is broken, and never a page that hangs."""

import socket
import stat
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.urls import reverse
from django.utils import timezone

from claims import storage
from claims.domain.workflow import OFFICER_ROLES, Role
from claims.models import Heartbeat, Holiday
from claims.services import configuration_checks as checks
from claims.services import configuration_machines as machines
from claims.services.configuration_care import concerns
from tests.builders import make_office, make_officer
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
PAGE = "admin:configuration"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def outcome(code):
    found = checks.try_out([code], timezone.now())[code]
    return found.state.value, found.sentence


@pytest.fixture
def keeper():
    return seat(Role.CONFIGURATOR, office=make_office())


def press(client, code):
    return client.post(reverse("admin:configuration_try", args=[code]))


def line(response, code):
    return next(line for line in response.context["lines"] if line["code"] == code)


async def refuse(handler, server, session, envelope, address, rcpt_options):
    return "550 no such person"


Refusing = type("Refusing", (Sink,), {"handle_RCPT": refuse, "__doc__": "A server that takes nobody's message."})


@pytest.fixture
def mail_server(settings) -> Iterator[Controller]:
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
    yield server
    server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- Mail


def test_a_mail_server_that_answers_is_good(mail_server):
    assert outcome("surat") == ("ok", "Server surat 127.0.0.1 menerima sambungan.")


def test_a_mail_server_that_refuses_the_connection_is_told_in_words(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", free_port()

    assert outcome("surat") == ("broken", "Server surat 127.0.0.1 tidak bisa dihubungi.")


def test_a_mail_server_that_never_speaks_does_not_hang_the_page(settings, monkeypatch):
    monkeypatch.setattr(machines, "MAIL_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", mute.getsockname()[1]

        assert outcome("surat") == ("broken", "Server surat tidak menjawab.")


def test_mail_that_goes_nowhere_is_said_to(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert outcome("surat") == ("care", "Surat tidak dikirim, hanya ditulis di mesin ini.")


def test_a_test_message_goes_to_the_officers_own_address_only(keeper, mailoutbox):
    officer, client = keeper
    officer.email = "fajar@example.test"
    officer.save()

    response = client.post(reverse("admin:configuration_mail"), {"to": "orang.lain@example.test"})

    assert [message.to for message in mailoutbox] == [["fajar@example.test"]]
    assert line(response, "surat")["sentence"] == "Surat uji diserahkan ke server surat. Periksa kotak masuk Anda."


def test_without_an_address_no_test_message_is_sent(keeper, mailoutbox):
    response = keeper[1].post(reverse("admin:configuration_mail"))

    assert (line(response, "surat")["sentence"], mailoutbox) == ("Akun Anda belum punya alamat e-mail.", [])


def test_a_test_message_that_is_refused_is_told_with_its_code(keeper, settings):
    officer, client = keeper
    officer.email = "fajar@example.test"
    officer.save()
    server = Controller(Refusing(), hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
    try:
        response = client.post(reverse("admin:configuration_mail"))
    finally:
        server.stop()

    assert line(response, "surat")["sentence"] == "Surat uji tidak terkirim. Server surat menolak alamat penerima."


# --- Documents


def test_a_store_that_keeps_what_it_takes_is_good():
    assert outcome("penyimpanan")[0] == "ok"


def test_a_store_in_the_place_of_a_file_is_told_in_words(settings, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}/berkas"

    assert outcome("penyimpanan") == ("broken", "Penyimpanan dokumen tidak berfungsi: bukan folder.")


def test_a_store_that_cannot_be_written_is_told_in_words(settings, tmp_path, monkeypatch):
    def read_only(path, flags):
        raise PermissionError(13, "Permission denied")

    folder = tmp_path / "dokumen"
    folder.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    settings.DOCUMENT_STORAGE_URL = f"file://{folder}"
    monkeypatch.setattr(storage, "private", read_only)  # Whoever runs tests as root may write everywhere.

    assert outcome("penyimpanan") == ("broken", "Penyimpanan dokumen tidak berfungsi: tidak boleh ditulis.")


def test_the_cleaner_is_tried_with_a_good_and_a_bad_file():
    assert outcome("pembersih")[0] == "ok"


def test_a_cleaner_that_takes_anything_is_found_out(monkeypatch):
    monkeypatch.setattr(machines, "clean_file", lambda path, declared_name: None)

    assert outcome("pembersih") == ("broken", "Pembersih menerima berkas yang rusak.")


# --- What waits for nobody


def test_something_that_never_answers_is_given_up(monkeypatch):
    never = threading.Event()
    slow = checks.Check("Lambat", "Menunggu.", lambda now: never.wait(), 0.1)
    monkeypatch.setattr(checks, "CHECKS", {"lambat": slow})

    assert outcome("lambat")[0] == "broken"
    never.set()


def test_a_check_that_fails_itself_is_a_line_and_no_fault_of_the_page(monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", {"rusak": checks.Check("Rusak", "", lambda now: 1 // 0)})

    assert outcome("rusak") == ("broken", "Uji ini sendiri gagal (ZeroDivisionError).")


def test_a_worker_is_good_late_or_missing():
    missing = outcome("pekerja")[0]
    Heartbeat.objects.create(name="worker:uji", at=timezone.now())
    fresh = outcome("pekerja")[0]
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=7))

    assert (missing, fresh) == ("broken", "ok")
    assert outcome("pekerja") == ("broken", "Pekerja latar diam sejak 7 menit. 0 pesan menunggu.")


def test_a_clock_that_is_wrong_is_noticed():
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        wrong = outcome("jam")

    assert (wrong[0], outcome("jam")[0]) == ("broken", "ok")


def test_missing_days_off_are_told_by_year():
    with time_machine.travel("2027-12-01T12:00:00+07:00"):
        state, sentence = outcome("hari-libur")

    assert (state, sentence) == (
        "care",
        "Tahun 2027 baru memuat hari bertanggal tetap. Tambahkan libur lain dan cuti bersama dari SKB 3 Menteri. "
        "Tahun 2028 belum punya hari libur. Salin hari tetap, lalu tambahkan dari SKB 3 Menteri.",
    )


def test_keys_are_counted_and_never_shown(keeper, settings):
    settings.GENERATED_KEYS = []

    page = keeper[1].get(reverse(PAGE)).content.decode()

    assert "Kunci sudah dipilih: 1 kunci data, satu kunci indeks." in page
    assert settings.SECRET_KEY not in page


# --- The page


def test_every_part_is_tried_on_one_press(keeper):
    response = press(keeper[1], "semua")

    assert [line["state"].value for line in response.context["lines"] if line["state"] == "untried"] == []


def test_looking_asks_no_other_machine(keeper, monkeypatch):
    monkeypatch.setattr(checks, "_start", None)

    response = keeper[1].get(reverse(PAGE))

    assert [line["code"] for line in response.context["lines"] if line["state"] == "untried"] == [
        "surat",
        "penyimpanan",
        "pembersih",
        "tembolok",
    ]


@pytest.mark.parametrize("role", sorted(OFFICER_ROLES))
def test_admin_konfigurasi_presses_the_head_looks_and_nobody_else_comes_in(role, mailoutbox):
    _, client = seat(role, office=make_office())
    looks = 200 if role in (Role.CONFIGURATOR, Role.HEAD) else 403
    presses = 200 if role == Role.CONFIGURATOR else 403

    answers = [client.get(reverse(PAGE)), press(client, "kunci"), client.post(reverse("admin:configuration_mail"))]

    assert [answer.status_code for answer in answers] == [looks, presses, presses]


def test_a_part_that_does_not_exist_is_not_found(keeper):
    assert press(keeper[1], "tidak-ada").status_code == 404


def test_visiting_the_address_of_a_press_leads_to_the_page(keeper):
    assert keeper[1].get(reverse("admin:configuration_try", args=["surat"])).headers["Location"] == reverse(PAGE)


def test_the_dashboard_of_admin_konfigurasi_says_what_needs_care(keeper):
    Heartbeat.objects.create(name="worker:uji", at=timezone.now())
    Holiday.objects.filter(day__year=timezone.localdate().year + 1).delete()
    make_officer(Role.VERIFIER)
    make_officer()

    page = keeper[1].get(reverse("admin:index")).content.decode()
    told = [concern.sentence for concern in concerns(timezone.now()) if concern.title == "Petugas"]

    assert told == ["1 akun petugas belum punya peran.", "1 petugas belum ditempatkan di kantor."]
    assert [sentence in page for sentence in told] == [True, True]
    assert "belum punya hari libur" in page


def test_check_that_fails_itself_is_told_and_logged(monkeypatch, caplog):
    """The page says to read the log."""
    failing = checks.Check("Jam", "", lambda now: 1 / 0)
    monkeypatch.setattr(checks, "CHECKS", {"jam": failing})

    assert outcome("jam") == ("broken", "Uji ini sendiri gagal (ZeroDivisionError).")
    assert [record.getMessage() for record in caplog.records] == ["a check of the configuration failed"]
