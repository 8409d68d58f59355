"""The batches' pages: who may press what, guessed addresses, two tabs, and what the pages say."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from claims.admin.batch_access import FASTER
from claims.domain.workflow import ClaimStatus, Role
from claims.models import BatchState, Claim, ClaimHold, OrderState, PaymentBatch, ResultFile
from claims.services import bank_files, bank_results, paying
from claims.services.guards import HELD
from claims.services.officers import desk_of
from tests.builders import make_office
from tests.claims.desk import desk_url, seat
from tests.claims.payments import approved_claim, drawn_up, proposed, released
from tests.claims.test_payment_results import answer, failed, paid, row

pytestmark = pytest.mark.django_db
S = ClaimStatus


@pytest.fixture
def office():
    return make_office()


def url(name, *args):
    return reverse(f"admin:claims_paymentbatch_{name}", args=args)


def text_of(response):
    return " ".join(response.content.decode().split())


def press(client, name, batch, **said):
    return client.post(url(name, batch.pk), {"versi": PaymentBatch.objects.get(pk=batch.pk).version, **said}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def upload(client, batch, content, name="hasil.csv"):
    return client.post(url("take_in", batch.pk), {"berkas": SimpleUploadedFile(name, content)}, follow=True)


# --- Drawing up


def test_page_shows_what_can_be_paid_and_what_cannot_with_the_reason(office):
    client = seat(Role.PAYER, office=office)[1]
    good = approved_claim(office, gross_amount=12_500_000, tax_amount=500_000)
    bad = approved_claim(office, account_name="")

    page = client.get(url("draw"))

    assert [line.claim for line in page.context["ready"]] == [good]
    assert [(line.claim, line.hindrances) for line in page.context["stuck"]] == [(bad, ["Bank atau nama pemilik rekening belum terisi."])]
    assert "Rp12.000.000" in text_of(page)
    assert good.account_number not in text_of(page)


def test_a_held_claim_is_not_offered(office):
    client, claim = seat(Role.PAYER, office=office)[1], approved_claim(office)
    ClaimHold.objects.create(claim=claim, at=timezone.now(), source="code")

    page = client.get(url("draw"))

    assert (page.context["ready"], [line.hindrances for line in page.context["stuck"]]) == ([], [[HELD]])


def test_a_batch_proposed_in_another_tab_meanwhile_is_told(office, monkeypatch):
    client, claim = seat(Role.PAYER, office=office)[1], approved_claim(office)
    opened = paying.open_batch

    def with_another_tab(*args, **facts):
        batch = opened(*args, **facts)
        PaymentBatch.objects.filter(pk=batch.pk).update(state=BatchState.PROPOSED)
        return batch

    monkeypatch.setattr(paying, "open_batch", with_another_tab)

    answer = client.post(url("enter"), {"klaim": f"{claim.pk}:{claim.version}"}, follow=True)

    assert (told(answer), claim.orders.count()) == ([FASTER], 0)


def test_page_sifts_by_bank_and_deadline(office):
    client, today = seat(Role.PAYER, office=office)[1], timezone.localdate()
    here = approved_claim(office, bank_code="008", due_on=today)
    approved_claim(office, bank_code="002", due_on=today)
    approved_claim(office, bank_code="008", due_on=today + timedelta(days=9))

    page = client.get(url("draw"), {"bank": "008", "batas": "hari_ini"})

    assert [line.claim for line in page.context["ready"]] == [here]


def test_chosen_claims_go_in_as_they_were_seen(office):
    client = seat(Role.PAYER, office=office)[1]
    seen, stale, other = (approved_claim(office) for _ in range(3))

    page = client.post(url("enter"), {"klaim": [f"{seen.pk}:{seen.version}", f"{stale.pk}:{stale.version + 1}", "karangan"]}, follow=True)

    assert [order.claim for order in PaymentBatch.objects.get().orders.all()] == [seen]
    assert told(page)[1] == f"1 klaim tidak ikut ({stale.number}): Klaim ini berubah sejak Anda melihatnya."
    assert other.orders.count() == 0


def test_all_that_the_filter_shows_goes_in_at_once(office):
    client = seat(Role.PAYER, office=office)[1]
    claims = [approved_claim(office, bank_code=bank) for bank in ("002", "008", "002")]

    client.post(url("enter"), {"semua": "ya", "bank": "002"})

    assert set(PaymentBatch.objects.get().orders.values_list("claim", flat=True)) == {claims[0].pk, claims[2].pk}


def test_desk_of_a_claim_leads_into_the_batch(office):
    client = seat(Role.PAYER, office=office)[1]
    claim = approved_claim(office)
    button = text_of(client.get(desk_url(claim.pk)))

    client.post(url("enter"), {"klaim": f"{claim.pk}:{claim.version}"})

    batch = PaymentBatch.objects.get()
    assert "Masukkan ke daftar bayar" in button
    assert f"Daftar bayar {batch.reference}" in text_of(client.get(desk_url(claim.pk)))


def test_nothing_chosen_takes_nothing_out(office):
    builder, client = seat(Role.PAYER, office=office)
    batch = drawn_up([approved_claim(office)], by=builder)

    page = press(client, "take_out", batch)

    assert (told(page), batch.orders.get().state) == (["Belum ada klaim yang dipilih."], OrderState.WAITING)


# --- Roles and offices


PAGES = ("change", "sheet", "release")
PRESSES = ("take_out", "name_banks", "propose", "give_back", "dissolve", "release", "take_in")


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.APPROVER, Role.COUNTER, Role.CONFIGURATOR])
def test_who_handles_no_money_sees_no_batches(office, role):
    batch, client = proposed([approved_claim(office)]), seat(role, office=office)[1]

    answers = [client.get(url(page, batch.pk)).status_code for page in PAGES]
    answers += [client.post(url(name, batch.pk)).status_code for name in PRESSES]

    assert set(answers) == {404}
    assert [client.get(url("changelist")).status_code, client.get(url("draw")).status_code] == [403, 403]


def test_guessed_address_of_another_office_leads_nowhere(office):
    """B1"""
    batch = released([approved_claim(office)])
    file = bank_results.take_in(batch, answer(paid(batch.orders.get())), desk_of(batch.created_by), now=timezone.now())
    client = seat(Role.PAYER, Role.HEAD, office=make_office())[1]

    answers = [client.get(url(page, batch.pk)).status_code for page in PAGES]
    answers += [client.post(url(name, batch.pk)).status_code for name in PRESSES]
    answers += [client.post(url("file", batch.pk, "csv")).status_code, client.get(url("result", batch.pk, file.pk)).status_code]
    answers += [client.post(url(name, batch.pk, file.pk)).status_code for name in ("record", "discard")]

    assert set(answers) == {404}
    assert list(client.get(url("changelist")).context["cl"].result_list) == []


def test_auditor_sees_and_changes_nothing(office):
    batch, client = released([approved_claim(office)]), seat(Role.AUDITOR, office=office)[1]
    before = PaymentBatch.objects.values().get(), batch.orders.values().get()

    seen = [client.get(url(page, batch.pk)).status_code for page in ("change", "sheet")]
    for name in PRESSES:
        client.post(url(name, batch.pk))
    page = client.post(url("file", batch.pk, "csv"), follow=True)

    assert seen == [200, 200]
    assert told(page)[-1] == "Hanya Petugas Bayar dan Kepala Kantor dari kantor ini yang boleh."
    assert (PaymentBatch.objects.values().get(), batch.orders.values().get()) == before


@pytest.mark.parametrize("name", PRESSES[:-2])
def test_a_press_needs_a_press(office, name):
    """Looking at the address of a button changes nothing."""
    client, batch = seat(Role.PAYER, office=office)[1], proposed([approved_claim(office)])

    page = client.get(url(name, batch.pk))

    assert (page.status_code, page["Location"]) == (302, url("change", batch.pk))
    assert PaymentBatch.objects.get().state == BatchState.PROPOSED


# --- Four eyes through the pages


def test_builder_has_no_button_to_release_and_a_direct_post_meets_the_rule(office):
    """B5"""
    builder, client = seat(Role.PAYER, Role.HEAD, office=office)
    batch = proposed([approved_claim(office)], by=builder)

    page = press(client, "release", batch)

    assert "Periksa dan rilis" not in text_of(client.get(url("change", batch.pk)))
    assert told(page) == ["Anda menyusun daftar ini. Orang lain yang harus merilis."]
    assert set(Claim.objects.values_list("status", flat=True)) == {S.APPROVED}


def test_two_tabs_release_what_was_looked_at_or_nothing(office):
    """B5: the batch grew between looking and pressing."""
    builder, first = seat(Role.PAYER, office=office)
    batch = proposed([approved_claim(office)], by=builder)
    head = seat(Role.HEAD, office=office)[1]
    looked_at = head.get(url("release", batch.pk)).context["batch"].version
    press(first, "give_back", batch)
    claim = approved_claim(office)
    first.post(url("enter"), {"klaim": f"{claim.pk}:{claim.version}"})
    press(first, "propose", batch)

    page = head.post(url("release", batch.pk), {"versi": looked_at}, follow=True)

    assert told(page) == ["Daftar ini sudah berubah sejak Anda membukanya. Yang tampil di sini keadaan terbaru."]
    assert set(Claim.objects.values_list("status", flat=True)) == {S.APPROVED}


def test_page_of_the_release_shows_the_sums_to_the_second_person(office):
    batch = proposed([approved_claim(office, gross_amount=8_000_000, tax_amount=100_000, bank_code=bank) for bank in ("002", "008")])
    head = seat(Role.HEAD, office=office)[1]

    page = head.get(url("release", batch.pk))
    done = press(head, "release", batch)

    assert (page.context["totals"].net, page.context["faults"]) == (15_800_000, [])
    assert "Rilis Rp15.800.000" in text_of(page)
    assert told(done) == ["Daftar dirilis: 2 klaim sedang ditransfer. Ambil berkas bank di bawah."]
    assert set(Claim.objects.values_list("status", flat=True)) == {S.PAYING}


def test_release_asks_who_sits_here(office, settings):
    """Releasing money is a weighty act: a sign-in of long ago is not enough."""
    settings.FRESH_SIGN_IN_SECONDS = -1
    batch, head = proposed([approved_claim(office)]), seat(Role.HEAD, office=office)[1]

    page = press(head, "release", batch)

    assert "bukti" in page.context["form"].fields
    assert PaymentBatch.objects.get().state == BatchState.PROPOSED


@pytest.mark.parametrize("version", ["x", "-1", "9" * 30])
def test_odd_version_changes_nothing(office, version):
    builder, client = seat(Role.PAYER, office=office)
    batch = drawn_up([approved_claim(office)], by=builder)

    page = client.post(url("propose", batch.pk), {"versi": version}, follow=True)

    assert (page.status_code, PaymentBatch.objects.get().state) == (200, BatchState.OPEN)


# --- Files


def test_file_is_handed_out_as_it_is_and_never_cached(office):
    payer, client = seat(Role.PAYER, office=office)
    batch = released([approved_claim(office)])

    taken = client.post(url("file", batch.pk, "csv"))

    assert taken.content == bank_files.take(batch, "csv", desk_of(payer), now=timezone.now()).content
    assert taken["Content-Disposition"] == f'attachment; filename="bayar-{batch.reference}.csv"'
    assert "no-store" in taken["Cache-Control"]
    assert client.post(url("file", batch.pk, "pdf")).status_code == 404


def test_no_page_shows_an_account(office):
    """Accounts are open in the file for the bank and nowhere else."""
    client, claim = seat(Role.PAYER, office=office)[1], approved_claim(office)
    batch = released([claim])

    pages = [client.get(url(page, batch.pk)) for page in ("change", "sheet")]

    assert [claim.account_number in text_of(page) or claim.account_name in text_of(page) for page in pages] == [False, False]


def test_results_are_looked_at_then_recorded(office):
    client = seat(Role.PAYER, office=office)[1]
    batch = released([approved_claim(office) for _ in range(3)])
    one, two, three = batch.orders.order_by("key")

    page = upload(client, batch, answer(paid(one), failed(two), paid(three, jumlah=1)))
    shown = {each.label: each.count for each in page.context["counted"]}
    done = client.post(url("record", batch.pk, page.context["file"].pk), follow=True)

    assert shown == {"Akan dicatat dibayar": 1, "Akan dicatat gagal": 1, "Perlu ditinjau": 1}
    assert told(done) == ["Tercatat: 1 dibayar, 1 gagal transfer."]
    assert list(batch.orders.order_by("key").values_list("state", flat=True)) == [OrderState.PAID, OrderState.FAILED, OrderState.PAYING]
    review = client.get(url("change", batch.pk)).context["review"]
    assert [(line.row.key, line.words) for line in review] == [(three.key, "Jumlahnya berbeda dari yang diperintahkan. Tanyakan ke bank.")]


def test_head_looks_at_results_and_leaves_them_to_a_payer(office):
    client, batch = seat(Role.HEAD, office=office)[1], released([approved_claim(office)])
    page = upload(client, batch, answer(paid(batch.orders.get())))

    pressed = client.post(url("record", batch.pk, page.context["file"].pk), follow=True)

    assert "Petugas Bayar yang mencatatnya." in text_of(page)
    assert ("Catat hasil ini" in text_of(page), "Buang berkas ini" in text_of(page)) == (False, True)
    assert (told(pressed), batch.orders.get().state) == (["Hanya Petugas Bayar yang mencatat hasil bank."], OrderState.PAYING)


def test_a_row_put_aside_leaves_the_page_when_it_is_settled(office):
    client = seat(Role.PAYER, office=office)[1]
    batch = released([approved_claim(office)])
    page = upload(client, batch, answer(row(batch.orders.get(), kunci="X-1", hasil="berhasil", referensi_bank="T")))
    client.post(url("record", batch.pk, page.context["file"].pk), follow=True)
    left = page.context["file"].rows.get()

    silent = client.post(url("resolve", batch.pk, left.pk), {"catatan": ""}, follow=True)
    client.post(url("resolve", batch.pk, left.pk), {"catatan": "Uang sudah kembali."})

    assert told(silent) == ["Tulis bagaimana baris ini diselesaikan."]
    assert client.get(url("change", batch.pk)).context["review"] == []


def test_same_file_again_leads_to_what_was_made_of_it(office):
    client = seat(Role.PAYER, office=office)[1]
    batch = released([approved_claim(office)])
    content = answer(paid(batch.orders.get()))
    first = upload(client, batch, content)

    again = upload(client, batch, content)

    assert told(again)[0].endswith("Tidak ada yang dicatat dua kali.")
    assert (again.context["file"], ResultFile.objects.count()) == (first.context["file"], 1)


def test_a_file_that_cannot_be_read_is_told_line_by_line(office):
    client = seat(Role.PAYER, office=office)[1]
    batch = released([approved_claim(office)])

    page = upload(client, batch, answer(paid(batch.orders.get(), "=1+1")))

    assert page.context["faults"] == ["Baris 2: referensi_bank berisi tanda yang tidak dipakai, atau terlalu panjang."]
    assert "Tidak ada yang dicatat." in text_of(page)
    assert ResultFile.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "Berkas ini kosong."), (b"x" * (2 * 1024 * 1024 + 1), "Berkas lebih besar dari 2 MB. Bagi menjadi beberapa berkas.")],
)
def test_size_is_judged_before_the_file_is_opened(office, content, sentence):
    client = seat(Role.PAYER, office=office)[1]

    assert told(upload(client, released([approved_claim(office)]), content)) == [sentence]


def test_missing_file_is_told(office):
    client, batch = seat(Role.PAYER, office=office)[1], released([approved_claim(office)])

    assert told(client.post(url("take_in", batch.pk), {}, follow=True)) == ["Belum ada berkas yang dipilih."]


def test_sheet_shows_the_sums_and_the_fingerprint_of_the_file(office):
    payer, client = seat(Role.PAYER, office=office)
    batch = released([approved_claim(office) for _ in range(2)])
    content = client.post(url("file", batch.pk, "csv")).content.decode()

    page = client.get(url("sheet", batch.pk))

    total = list(csv.DictReader(io.StringIO(content)))[-1]
    assert total["keterangan"] in text_of(page)
    assert page.context["totals"].net == int(total["jumlah"])


def test_costs_of_the_pages_do_not_grow_with_the_batch(office, django_assert_max_num_queries):
    """P2"""
    client = seat(Role.PAYER, office=office)[1]
    batch = released([approved_claim(office) for _ in range(12)])
    [approved_claim(office) for _ in range(12)]

    for page in (url("changelist"), url("draw"), url("change", batch.pk), url("sheet", batch.pk)):
        with django_assert_max_num_queries(18):  # Of which the sheet spends five on the audit.
            assert client.get(page).status_code == 200
