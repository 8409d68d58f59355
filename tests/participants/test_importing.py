"""The two imports, as an operator runs them."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from participants.models import Employer, LedgerEntry, Membership, Participant
from participants.services import importing
from tests.builders import make_membership, make_participant

pytestmark = pytest.mark.django_db
PEOPLE_HEADER = (
    "nik,nama,tanggal_lahir,jenis_kelamin,nama_ibu,telepon,email,alamat,kpj,segmen,npp,pemberi_kerja,mulai,berhenti,sebab_berhenti"
)
LEDGER_HEADER = "kpj,tanggal,jenis,jumlah,keterangan"
SITI = {
    "nik": "3273015203920002",
    "nama": "Siti Aminah",
    "tanggal_lahir": "1992-03-12",
    "jenis_kelamin": "P",
    "nama_ibu": "Nurhayati",
    "telepon": "0812 0000 0029",
    "email": "siti@contoh.test",
    "alamat": "Jalan Cikutra 8, Bandung",
    "kpj": "16574650029",
    "segmen": "PU",
    "npp": "BD000202",
    "pemberi_kerja": "PT Benang Contoh",
    "mulai": "2018-02-01",
    "berhenti": "",
    "sebab_berhenti": "",
}


@pytest.fixture
def load(tmp_path):
    """Run an import on lines of text; return (summary, complaints)."""

    def run(command, *lines, encoding="utf-8", end="\n"):
        path = tmp_path / "masuk.csv"
        path.write_bytes(end.join(lines).encode(encoding))
        out, complaints = StringIO(), StringIO()
        call_command(command, str(path), stdout=out, stderr=complaints)
        return out.getvalue().strip(), complaints.getvalue().splitlines()

    return run


def person(**changes):
    values = SITI | changes
    return ",".join(f'"{values[column]}"' for column in PEOPLE_HEADER.split(","))


@pytest.fixture
def load_people(load):
    return lambda *rows, **how: load("import_participants", PEOPLE_HEADER, *rows, **how)


@pytest.fixture
def load_ledger(load):
    return lambda *rows, **how: load("import_ledger", LEDGER_HEADER, *rows, **how)


def said(new=0, changed=0, same=0, refused=0, noun="kepesertaan"):
    return f"{new} {noun} baru, {changed} diperbarui, {same} sudah ada, {refused} baris ditolak."


# --- People


def test_a_row_makes_a_person_a_membership_and_an_employer(load_people):
    summary, complaints = load_people(person())
    siti, membership = Participant.objects.get(), Membership.objects.get()

    assert (summary, complaints) == (said(new=1), [])
    assert (siti.nik, siti.name, siti.birth_date, siti.sex, siti.mother_name, siti.phone, siti.email, siti.address) == (
        "3273015203920002",
        "Siti Aminah",
        date(1992, 3, 12),
        "P",
        "Nurhayati",
        "+6281200000029",
        "siti@contoh.test",
        "Jalan Cikutra 8, Bandung",
    )
    assert (membership.participant, membership.kpj, membership.segment, membership.started_on, membership.ended_on) == (
        siti,
        "16574650029",
        "PU",
        date(2018, 2, 1),
        None,
    )
    assert membership.employer == Employer.objects.get(npp="BD000202", name="PT Benang Contoh")


def test_what_is_imported_is_found_by_its_numbers(load_people, client):
    load_people(person())
    client.post("/masuk/", {"kpj": SITI["kpj"], "nik": SITI["nik"]})

    assert Participant.objects.get().sign_in_attempts.count() == 1


def test_loading_a_file_twice_changes_nothing(load_people):
    rows = [person(), person(kpj="16574650037", npp="BD000203", pemberi_kerja="CV Roti Contoh", berhenti="2020-12-31")]
    first, second = load_people(*rows), load_people(*rows)

    assert (first, second) == ((said(new=2), []), (said(same=2), []))
    assert (Participant.objects.count(), Membership.objects.count(), Employer.objects.count()) == (1, 2, 2)


def test_an_active_membership_ends_when_a_later_file_says_so(load_people):
    load_people(person())
    summary, _ = load_people(person(berhenti="2026-08-31", sebab_berhenti="mengundurkan_diri"))
    membership = Membership.objects.get()

    assert summary == said(changed=1)
    assert (membership.ended_on, membership.end_reason, membership.kpj) == (date(2026, 8, 31), "mengundurkan_diri", "16574650029")


def test_a_person_who_married_gets_the_new_name_and_empty_cells_say_nothing(load_people):
    load_people(person())
    load_people(person(nama="Siti Aminah Putri", nama_ibu="", alamat=""))
    siti = Participant.objects.get()

    assert (siti.name, siti.mother_name, siti.address) == ("Siti Aminah Putri", "Nurhayati", "Jalan Cikutra 8, Bandung")


def test_a_file_never_replaces_a_contact_but_fills_an_empty_one(load_people):
    load_people(person(telepon=""))
    load_people(person(email="lain@contoh.test", telepon="081200000099"))
    siti = Participant.objects.get()

    assert (siti.email, siti.phone) == ("siti@contoh.test", "+6281200000099")


def test_one_person_may_have_several_memberships_in_one_file(load_people):
    load_people(person(), person(kpj="16574650037"), person(nik="1271022811790005", nama="Joko", jenis_kelamin="L", kpj="16574650060"))

    assert sorted(each.memberships.count() for each in Participant.objects.all()) == [1, 2]


def test_the_last_of_two_rows_about_one_membership_counts(load_people):
    summary, _ = load_people(person(), person(berhenti="2026-08-31"))

    assert (summary, Membership.objects.get().ended_on) == (said(new=1, same=1), date(2026, 8, 31))


@pytest.mark.parametrize("same_file", [True, False])
def test_a_kpj_of_somebody_else_is_refused(load_people, same_file):
    other = person(nik="1271022811790005", nama="Joko", jenis_kelamin="L")
    if same_file:
        _, complaints = load_people(person(), other)
    else:
        load_people(person())
        _, complaints = load_people(person(), other)

    assert complaints == ["Baris 3: kpj: nomor ini milik peserta lain."]
    assert (Participant.objects.count(), Membership.objects.get().participant.name) == (1, "Siti Aminah")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"nik": "327301520392000"}, "nik: Ada 15 angka. NIK punya 16."),
        ({"nik": "3273013213920002"}, "nik: Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01–31, perempuan 41–71. Periksa di KTP."),
        ({"nama": " "}, "nama: belum diisi."),
        ({"tanggal_lahir": "12-03-1992"}, "tanggal_lahir: tulis tanggal sebagai TTTT-BB-HH, contoh 2026-11-22."),
        ({"tanggal_lahir": "1992-02-30"}, "tanggal_lahir: tanggal ini tidak ada di kalender."),
        ({"jenis_kelamin": "W"}, "jenis_kelamin: tulis salah satu dari L, P."),
        ({"telepon": "022555017"}, "telepon: Nomor HP mulai dengan 08 atau +62 8. Tulis nomor HP, bukan telepon rumah."),
        ({"email": "siti(at)contoh"}, "email: ini bukan alamat email."),
        ({"email": "a@contoh.test,b@contoh.test"}, "email: ini bukan alamat email."),
        ({"kpj": "1657465002"}, "kpj: Ada 10 angka. KPJ punya 11."),
        ({"segmen": "pu"}, "segmen: tulis salah satu dari PU, BPU, PMI."),
        ({"npp": ""}, "npp: segmen PU perlu NPP pemberi kerja."),
        ({"pemberi_kerja": ""}, "pemberi_kerja: NPP tanpa nama pemberi kerja."),
        ({"berhenti": "2018-01-31"}, "berhenti: lebih awal dari mulai."),
        ({"nama": "x" * 201}, "nama: lebih dari 200 huruf."),
        ({"alamat": "Jalan\x00Contoh"}, "alamat: ada tanda yang tidak terbaca."),
        ({"kpj": "1", "segmen": "?"}, "kpj: Ada 1 angka. KPJ punya 11. segmen: tulis salah satu dari PU, BPU, PMI."),
    ],
)
def test_a_bad_row_is_told_by_line_and_reason_and_the_good_ones_are_loaded(load_people, changes, complaint):
    good = person(nik="1271022811790005", nama="Joko", kpj="16574650060")
    summary, complaints = load_people(person(**changes), good)

    assert (summary, complaints) == (said(new=1, refused=1), [f"Baris 2: {complaint}"])
    assert Participant.objects.get().name == "Joko"


def test_the_self_employed_need_no_employer(load_people):
    load_people(person(segmen="BPU", npp="", pemberi_kerja=""))

    assert (Membership.objects.get().segment, Membership.objects.get().employer) == ("BPU", None)


def test_a_row_with_too_few_cells_is_told(load_people):
    _, complaints = load_people("3273015203920002,Siti")

    assert complaints == ["Baris 2: ada 2 kolom, seharusnya 15."]


def test_lines_are_counted_as_an_editor_counts_them(load_people):
    """A quoted line break, an empty line and Windows line ends."""
    first = person(alamat="Jalan Cikutra 8,\r\nBandung")
    _, complaints = load_people(first, "", person(kpj="5"), end="\r\n")

    assert complaints == ["Baris 2: alamat: ada tanda yang tidak terbaca.", "Baris 5: kpj: Ada 1 angka. KPJ punya 11."]


def test_no_complaint_repeats_a_number_of_a_person(load_people):
    """A5."""
    _, complaints = load_people(person(telepon="99999999999", kpj="165746500290"), person(nik="32730152039200029"))

    assert [line for line in complaints if any(number in line for number in ("99999999999", "16574650029", "3273015203920"))] == []
    assert len(complaints) == 2


def test_a_file_from_a_spreadsheet_with_a_byte_order_mark_is_read(load):
    summary, complaints = load("import_participants", PEOPLE_HEADER, person(), encoding="utf-8-sig")

    assert (summary, complaints) == (said(new=1), [])


def test_many_batches_give_the_same_as_one(load_people, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [person(kpj=f"1657465{number:04d}", npp=f"N{number}") for number in range(7)]

    assert load_people(*rows)[0] == said(new=7)
    assert load_people(*rows)[0] == said(same=7)
    assert (Participant.objects.count(), Membership.objects.count()) == (1, 7)


def test_a_query_a_row_is_never_asked(load_people, django_assert_max_num_queries):
    rows = [person(kpj=f"1657465{number:04d}") for number in range(60)]
    with django_assert_max_num_queries(25):
        load_people(*rows)


# --- Files that cannot be read as a whole


@pytest.mark.parametrize(
    ("lines", "encoding", "told"),
    [
        ([], "utf-8", "Berkas kosong. Baris pertama harus berisi nama kolom."),
        (["nik;nama"], "utf-8", f"Nama kolom tidak cocok. Baris pertama harus: {PEOPLE_HEADER}"),
        ([LEDGER_HEADER], "utf-8", f"Nama kolom tidak cocok. Baris pertama harus: {PEOPLE_HEADER}"),
        ([PEOPLE_HEADER, person(), person(nama="Sítí")], "latin-1", "Baris 3 bukan UTF-8. Simpan ulang berkas sebagai CSV UTF-8."),
        ([PEOPLE_HEADER, person()], "utf-16", "Baris 1 bukan UTF-8. Simpan ulang berkas sebagai CSV UTF-8."),
    ],
)
def test_a_file_that_is_not_ours_is_refused_before_anything_is_loaded(load, lines, encoding, told):
    with pytest.raises(CommandError) as refusal:
        load("import_participants", *lines, encoding=encoding)

    assert (str(refusal.value), refusal.value.returncode) == (told, 1)
    assert Participant.objects.count() == 0


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="Berkas tidak bisa dibaca: No such file or directory."):
        call_command("import_ledger", str(tmp_path / "tidak-ada.csv"))


def test_a_quote_that_never_ends_is_told(load_people):
    swallowed = '"' + "x" * 140_000
    with pytest.raises(CommandError, match="Berkas rusak sesudah baris 2; periksa tanda kutip."):
        load_people(person(), swallowed)


# --- Money


@pytest.fixture
def membership():
    return make_membership(make_participant(), kpj="16574650029")


def bookings():
    return sorted(LedgerEntry.objects.values_list("booked_on", "kind", "amount", "description"))


def test_bookings_are_loaded_and_a_withdrawal_is_kept_negative(load_ledger, membership):
    summary, complaints = load_ledger(
        "16574650029,2026-01-05,iuran_pemberi_kerja,185000,Iuran 01-2026",
        "1657 4650 029,2026-02-01,penarikan,50000,Klaim",
        "16574650029,2026-02-02,penarikan,-1000,Klaim",
    )

    assert (summary, complaints) == (said(new=3, noun="mutasi"), [])
    assert bookings() == [
        (date(2026, 1, 5), "iuran_pemberi_kerja", 185_000, "Iuran 01-2026"),
        (date(2026, 2, 1), "penarikan", -50_000, "Klaim"),
        (date(2026, 2, 2), "penarikan", -1_000, "Klaim"),
    ]
    assert membership.ledger.balance() == 134_000


def test_equal_rows_of_one_file_all_count_and_a_second_run_adds_none(load_ledger, membership):
    row = "16574650029,2026-01-05,iuran_mandiri,20000,"
    first, second = load_ledger(row, row), load_ledger(row, row)
    third, _ = load_ledger(row, row, row)

    assert (first[0], second[0], third) == (said(new=2, noun="mutasi"), said(same=2, noun="mutasi"), said(new=1, same=2, noun="mutasi"))
    assert membership.ledger.balance() == 60_000


def test_equal_rows_in_different_batches_all_count(load_ledger, membership, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = ["16574650029,2026-01-05,iuran_mandiri,20000,"] * 5

    assert (load_ledger(*rows)[0], load_ledger(*rows)[0]) == (said(new=5, noun="mutasi"), said(same=5, noun="mutasi"))


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("16574650030,2026-01-05,iuran_pekerja,1000,", "kpj: nomor ini belum ada. Muat berkas peserta lebih dulu."),
        ("1657465002,2026-01-05,iuran_pekerja,1000,", "kpj: Ada 10 angka. KPJ punya 11."),
        ("16574650029,2026-13-05,iuran_pekerja,1000,", "tanggal: tanggal ini tidak ada di kalender."),
        (
            "16574650029,2026-01-05,bunga,1000,",
            "jenis: tulis salah satu dari iuran_pemberi_kerja, iuran_pekerja, iuran_mandiri, hasil_pengembangan, penarikan.",
        ),
        ("16574650029,2026-01-05,iuran_pekerja,1.000,", "jumlah: tulis rupiah bulat lebih dari nol, tanpa titik dan koma."),
        ("16574650029,2026-01-05,iuran_pekerja,0,", "jumlah: tulis rupiah bulat lebih dari nol, tanpa titik dan koma."),
        ("16574650029,2026-01-05,iuran_pekerja,-5,", "jumlah: hanya penarikan yang boleh bertanda minus."),
        ("16574650029,2026-01-05,iuran_pekerja,9999999999999999,", "jumlah: tulis rupiah bulat lebih dari nol, tanpa titik dan koma."),
        ("16574650029,2026-01-05,iuran_pekerja,1000", "ada 4 kolom, seharusnya 5."),
    ],
)
def test_a_bad_booking_is_told_by_line_and_reason(load_ledger, membership, row, complaint):
    summary, complaints = load_ledger("16574650029,2026-01-05,iuran_mandiri,20000,", row)

    assert (summary, complaints) == (said(new=1, refused=1, noun="mutasi"), [f"Baris 3: {complaint}"])


def test_a_refused_booking_counts_when_its_membership_came_later(load_ledger, load_people):
    row = "16574650029,2026-01-05,iuran_mandiri,20000,"
    before = load_ledger(row)[0]
    load_people(person())

    assert (before, load_ledger(row)[0]) == (said(refused=1, noun="mutasi"), said(new=1, noun="mutasi"))
