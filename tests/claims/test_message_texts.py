"""Messages in officers' words: what they may say, where they arrive, and the way back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.domain.message_words import CHANNELS, LANGUAGES, NOTICES, MessageWords, faults_of, first_text
from claims.domain.sms import sms_size
from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, MessageText, Notification
from claims.services import message_texts, queue_notices, rulebook
from claims.services.composing import as_shipped, in_own_words, render_everywhere, render_notice
from tests.builders import make_claim, make_office, make_ticket, make_visitor
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
OWN = "Uang klaim Anda sudah ditransfer bank. Periksa rekening Anda."


@pytest.fixture
def keeper():
    return seat(Role.CONFIGURATOR, office=make_office())[1]


def url(name, notice="paid", channel="email"):
    return reverse(f"admin:claims_messagetext_{name}", args=[notice, channel])


def save(client, notice="paid", channel="email", judul="Uang sudah ditransfer", isi=OWN, **more):
    return client.post(url("save", notice, channel), {"judul": judul, "isi": isi} | more)


def errors(response):
    return [sentence for sentences in response.context["form"].errors.values() for sentence in sentences]


def test_own_words_are_sent_from_now_on_inside_the_standing_sentences(keeper):
    claim = make_claim(ClaimStatus.PAID)

    assert save(keeper).status_code == 302
    message = render_notice("paid", claim, now=timezone.now(), check_code="AB12-CD34")

    assert message.subject == "Uang sudah ditransfer"
    assert message.body.splitlines()[2] == OWN
    assert "Kode cek pesan ini: AB12-CD34." in message.body
    assert "Layanan ini gratis. Petugas tidak pernah meminta kode masuk atau kata sandi." in message.body


def test_own_words_of_one_channel_leave_the_others_as_they_ship(keeper):
    claim = make_claim(ClaimStatus.PAID)
    before = render_everywhere("paid", claim, now=timezone.now())

    save(keeper, channel="sms", isi="uang sudah ditransfer bank.")
    after = render_everywhere("paid", claim, now=timezone.now())

    assert [before[channel] == after[channel] for channel in CHANNELS] == [True, False, True]
    assert after["sms"].body.partition(": ")[2].startswith("uang sudah ditransfer bank. Lacak:")


def test_every_place_of_every_message_is_filled(keeper):
    claim = make_claim(ClaimStatus.CORRECTION_REQUESTED, slots=("kk",))
    claim.documents.update(state="rejected")
    claim.documents.get().versions.update(verdict="rejected", reasons=["BURAM"])
    places = " ".join(f"{{{place}}}" for place in NOTICES["correction_requested"].places)

    save(keeper, "correction_requested", judul="Dokumen perlu diganti", isi=places)
    body = render_notice("correction_requested", claim, now=timezone.now()).body

    assert "1. Kartu Keluarga: Foto buram. Tulisan tidak terbaca." in body
    assert "{" not in body


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("notice", NOTICES)
def test_the_text_to_begin_from_is_one_that_may_be_sent(notice, channel):
    begun = [first_text(notice, language, channel) for language in LANGUAGES]

    assert [list(faults_of(notice, channel, *text)) for text in begun] == [[], []]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("notice", [notice for notice in NOTICES if notice.startswith("queue_")])
def test_a_message_about_a_number_says_in_own_words_what_the_shipped_one_says(notice, channel, language):
    told = message_texts.sample(notice, timezone.now())
    words = MessageWords(notice, channel, language, *first_text(notice, language, channel))

    own = in_own_words(words, told)
    shipped = as_shipped(notice, told, channel, language)

    facts = [str(told[name]) for name in ("ticket", "code", "slot", "check_code", "reason") if str(told[name]) in shipped.body]
    assert [fact for fact in facts if fact not in own.body] == []
    assert ("{" in own.body, sms_size(own.body).parts <= 2 or channel != "sms") == (False, True)


def test_own_words_about_a_number_are_sent_to_who_takes_one(keeper):
    save(keeper, "queue_near", channel="sms", isi="nomor {nomor_antrian} segera dipanggil di {kantor}.")
    ticket = make_ticket(visitor=make_visitor())

    queue_notices.near(ticket, 2, timezone.now())

    body = Notification.objects.get(kind="queue_near").body
    assert body.startswith(f"Tamu, nomor {ticket.label} segera dipanggil di {ticket.office.name}. Kode cek ")


def test_a_preview_about_a_number_speaks_of_no_claim(keeper):
    page = keeper.get(url("page", "queue_booked"))

    assert ("Nomor klaim" in page.context["sent"].body, "B-014" in page.context["sent"].body) == (False, True)
    assert page.context["form"].fields["isi"].help_text == "Paling panjang 2000 huruf. Salam dan kalimat tetap ditambahkan sendiri."


@pytest.mark.parametrize(
    ("isi", "sentence"),
    [
        ("NIK Anda {nik}.", "Pesan tidak boleh memuat NIK, jumlah uang, atau rekening. Hapus isian itu."),
        ("Dikirim ke {nomor_rekening}.", "Pesan tidak boleh memuat NIK, jumlah uang, atau rekening. Hapus isian itu."),
        ("Halo {kabar}.", "Isian {kabar} tidak dikenal untuk pesan ini. Pakai yang ada di daftar."),
        ("Halo {{ claim.account_number }}.", "Kurung kurawal hanya untuk isian dari daftar, misalnya {nama}."),
        ("Buka https://contoh.test/masuk.", "Pesan tidak boleh memuat tautan. Minta orang mengetik {situs} di peramban."),
        ("Buka s.id/klaim.", "Pesan tidak boleh memuat tautan. Minta orang mengetik {situs} di peramban."),
        ("Uang Anda 10.000.000.", "Pesan tidak boleh memuat jumlah uang atau nomor panjang. Untuk telepon kantor pakai {telepon}."),
        ("Uang Anda 10 juta.", "Pesan tidak boleh memuat jumlah uang atau nomor panjang. Untuk telepon kantor pakai {telepon}."),
        ("Rekening 1234567890.", "Pesan tidak boleh memuat jumlah uang atau nomor panjang. Untuk telepon kantor pakai {telepon}."),
        ("Anda menerima Rp38.640.215.", "Pesan tidak boleh memuat jumlah uang atau nomor panjang. Untuk telepon kantor pakai {telepon}."),
        ("NIK 3273 0112 0590 0001.", "Pesan tidak boleh memuat jumlah uang atau nomor panjang. Untuk telepon kantor pakai {telepon}."),
        ("", "Isi pesan masih kosong. Tulis isinya, atau kembalikan ke bawaan."),
    ],
)
def test_what_no_message_may_say_is_refused_and_nothing_typed_is_lost(keeper, isi, sentence):
    """Messages carry no NIK, amount, account or way to sign in."""
    response = save(keeper, isi=isi)

    assert (errors(response), MessageText.objects.count()) == ([sentence], 0)
    assert response.context["form"]["isi"].value() == isi


@pytest.mark.parametrize("isi", ["Kantor buka Senin sampai Jumat, 08.00-16.00.", "Kantor tutup 31-12-2026.", "Telepon 175, 24 jam."])
def test_a_day_and_hours_may_be_said(keeper, isi):
    save(keeper, isi=isi)

    assert MessageText.objects.get().body == isi


def test_a_message_that_needs_a_place_says_so(keeper):
    response = save(keeper, "correction_requested", isi="Ganti dokumen Anda.")

    assert errors(response) == ["Isi pesan harus memuat {daftar_dokumen}, {batas_perbaikan}."]


def test_an_sms_stays_short(keeper):
    assert errors(save(keeper, channel="sms", isi="a" * 201)) == ["Isi pesan 201 huruf. Untuk SMS paling panjang 200 huruf."]


def test_a_preview_sends_nothing_and_keeps_what_was_typed(keeper):
    response = save(keeper, lihat="1")

    assert (response.status_code, MessageText.objects.count()) == (200, 0)
    assert OWN in response.context["draft"].body
    assert response.context["form"]["isi"].value() == OWN


def test_the_shipped_text_comes_back_and_every_version_stays(keeper):
    claim = make_claim(ClaimStatus.PAID)
    now = timezone.now()
    shipped = render_notice("paid", claim, now=now)
    save(keeper)
    save(keeper, isi="Uang sudah ada di rekening Anda.")

    keeper.post(url("go_back"))

    assert render_notice("paid", claim, now=now) == shipped
    assert list(MessageText.objects.order_by("version").values_list("version", "shipped")) == [(1, False), (2, False), (3, True)]


def test_a_change_of_words_is_in_the_audit(keeper):
    save(keeper)

    entry = AuditEntry.objects.get(kind="configuration")
    assert (entry.object, entry.details["body"]) == ("messagetext paid email id v1", ["", OWN])


@pytest.mark.parametrize("notice", ["sign_in_code", "contact_code", "queue_code", "tidak_ada"])
def test_messages_with_codes_cannot_be_written(keeper, notice):
    """Whoever keeps texts cannot change what people are told about codes."""
    assert [keeper.get(url("page", notice)).status_code, save(keeper, notice).status_code] == [404, 404]


def test_others_read_and_do_not_write():
    _, client = seat(Role.VERIFIER, office=make_office())

    assert [client.get(url("page")).status_code, save(client).status_code, client.post(url("go_back")).status_code] == [200, 403, 403]
    assert MessageText.objects.count() == 0


def test_another_process_sends_the_new_words_when_it_looks_again(keeper):
    save(keeper)
    rulebook.put_back()

    rulebook.refresh_if_due()

    assert render_notice("paid", make_claim(ClaimStatus.PAID), now=timezone.now()).subject == "Uang sudah ditransfer"
