"""The page "Jejak audit", the commands for the 72 hours (G8), and that an auditor changes nothing (B4, B5)."""

import ast
import csv
import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.core.management import CommandError, call_command
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter, PathConverter, SlugConverter, StringConverter, UUIDConverter
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from claims.admin import audit as page_module
from claims.audit_labels import GROUPS, WORDS
from claims.domain.numbers import new_claim_number
from claims.domain.workflow import OFFICER_ROLES, ClaimStatus, Role, Step
from claims.models import AuditEntry, Claim
from claims.services import auditing, reading
from claims.services.access_notes import note
from claims.services.audit_words import words_of
from claims.services.guards import StepFacts
from claims.services.officers import desk_of
from claims.services.workflow import advance
from tests.builders import make_claim, make_office, make_officer, make_participant, officer_actor
from tests.claims.desk import seat
from tests.claims.test_audit_tampering import unguarded

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PAGE = "/petugas/claims/auditentry/"
SINCE = f"{NOW - timedelta(days=2):%Y-%m-%d}"
__all__ = ["unguarded"]


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def rina(office):
    """A verifier with a name."""
    officer = make_officer(Role.VERIFIER, office=office, username="rina")
    officer.first_name, officer.last_name = "Rina", "Verifikator"
    officer.save()
    return officer


@pytest.fixture
def claim(office, rina):
    """A claim that the verifier took, read and let go."""
    claim = make_claim(ClaimStatus.SUBMITTED, office=office)
    advance(claim, Step.TAKE, actor=officer_actor(rina), now=NOW - timedelta(minutes=9))
    reading.reveal(claim, ["nik"], desk_of(rina), now=NOW - timedelta(minutes=8))
    note("document", ["kk v1 p1"], now=NOW - timedelta(minutes=7), claim=claim, user=rina)
    advance(claim, Step.RELEASE, actor=officer_actor(rina), facts=StepFacts(note="Istirahat."), now=NOW - timedelta(minutes=6))
    return claim


def whats(answer):
    return [line.what for line in answer.context["found"].lines]


# --- Who may look, and at what


@pytest.mark.parametrize("role", OFFICER_ROLES)
def test_auditors_and_heads_look_and_nobody_else(office, claim, role):
    client = seat(role, office=office)[1]

    answers = [
        client.get(PAGE).status_code,
        client.post(f"{PAGE}cari/", {"nomor": claim.number}).status_code,
        client.post(f"{PAGE}periksa/").status_code,
    ]

    assert answers == ([200, 302, 302] if role in (Role.AUDITOR, Role.HEAD) else [403] * 3)


def test_the_list_tells_what_was_done_newest_first(office, claim):
    client = seat(Role.HEAD, office=office)[1]

    lines = client.get(PAGE).context["found"].lines

    assert [(line.who, line.what, line.claim) for line in lines] == [
        ("Rina Verifikator", what, claim.number)
        for what in ("Lepas", "Membuka dokumen: KK, versi 1, halaman 1", "Menampilkan data: NIK", "Ambil")
    ]


def test_each_office_keeps_to_itself(claim):
    """B1: a claim of another office is not there, by its number or by its address."""
    client = seat(Role.AUDITOR, office=make_office())[1]

    answers = client.get(PAGE), client.post(f"{PAGE}cari/", {"nomor": claim.number}), client.get(PAGE, {"kantor": claim.office_id})

    assert (whats(answers[0]), answers[1].context["search_error"]) == ([], page_module.NOT_HERE)
    assert (answers[2].context["found"], "kantor" in answers[2].context["form"].errors) == (None, True)
    assert client.get(PAGE, {"klaim": str(claim.pk)}).status_code == 404


def test_the_portals_own_entries_are_for_auditors(office):
    auditing.record("import", now=NOW, what="ledger")
    auditor, head = (seat(role, office=office)[1] for role in (Role.AUDITOR, Role.HEAD))

    assert (whats(auditor.get(PAGE, {"kantor": "portal"})), head.get(PAGE, {"kantor": "portal"}).context["found"]) == (
        ["Mengimpor: ledger"], None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"jenis": "langkah"}, ["Lepas", "Ambil"]),
        ({"jenis": "baca"}, ["Membuka dokumen: KK, versi 1, halaman 1", "Menampilkan data: NIK"]),
        ({"jenis": "atur"}, []),
        ({"sampai": "2020-01-01", "dari": ""}, []),
        ({"dari": SINCE, "jenis": "langkah"}, ["Lepas", "Ambil"]),
    ],
)
def test_the_list_is_sifted(office, claim, asked, found):
    assert whats(seat(Role.AUDITOR, office=office)[1].get(PAGE, asked)) == found


def test_one_officer_is_asked_for(office, claim, rina):
    client = seat(Role.AUDITOR, office=office)[1]
    other = make_officer(Role.VERIFIER, office=office)

    assert [len(whats(client.get(PAGE, {"petugas": user.pk}))) for user in (rina, other)] == [4, 0]


def test_a_claims_number_leads_to_its_entries_and_to_its_person(office, claim, rina):
    client = seat(Role.AUDITOR, office=office)[1]
    make_claim(ClaimStatus.SUBMITTED, office=office)
    reading.reveal_person(claim.participant, ["alamat"], desk_of(rina), now=NOW)
    reading.reveal_person(make_participant(), ["npwp_terdaftar"], desk_of(rina), now=NOW)

    answer = client.post(f"{PAGE}cari/", {"nomor": claim.number.lower()}, follow=True)

    assert (len(whats(answer)), whats(answer)[0]) == (5, "Menampilkan data: alamat")
    assert claim.number not in answer.redirect_chain[0][0]


def test_a_number_that_is_none_stays_in_the_box(office):
    answer = seat(Role.AUDITOR, office=office)[1].post(f"{PAGE}cari/", {"nomor": "JHT-26-AAAA-AAAA"})

    assert 'value="JHT-26-AAAA-AAAA"' in answer.content.decode()
    assert answer.context["search_error"] == "Nomor klaim ini salah satu hurufnya keliru atau tertukar. Periksa lagi."


def test_a_long_list_goes_on_where_the_page_ended(office, claim, rina):
    client = seat(Role.AUDITOR, office=office)[1]
    for number in range(60):
        note("field", [f"x{number}"], now=NOW, claim=claim, user=rina)

    first = client.get(PAGE)
    second = client.get(first.context["next"])

    seen = [line.entry.pk for page in (first, second) for line in page.context["found"].lines]
    assert (len(whats(first)), len(whats(second)), len(set(seen)), second.context["next"]) == (50, 14, 64, "")


def test_a_page_of_the_list_costs_ten_queries_at_most(office, claim, django_assert_max_num_queries):
    client = seat(Role.AUDITOR, office=office)[1]
    client.get(PAGE)

    with django_assert_max_num_queries(10):
        client.get(PAGE)


@pytest.mark.parametrize(
    "asked", [{"dari": "besok"}, {"petugas": "x"}, {"jenis": "x"}, {"kantor": "9" * 30}, {"sesudah": "x" * 9}, {"sesudah": "9" * 40}]
)
def test_an_address_that_makes_no_sense_is_no_fault(office, claim, asked):
    assert seat(Role.AUDITOR, office=office)[1].get(PAGE, asked).status_code == 200


def test_a_period_that_ends_before_it_begins_is_told_beside_its_end(office):
    answer = seat(Role.AUDITOR, office=office)[1].get(PAGE, {"dari": "2026-08-02", "sampai": "2026-08-01"})

    assert "Tanggal akhir sebelum tanggal awal. Tukar keduanya." in answer.content.decode()


# --- The button


def test_the_button_says_that_all_is_whole(office, claim):
    answer = seat(Role.HEAD, office=office)[1].post(f"{PAGE}periksa/", follow=True)

    assert "Utuh: 4 entri terbaru di 2 rangkaian cocok dengan segelnya." in answer.content.decode()


def test_the_button_names_what_was_touched(unguarded, office, claim, caplog):
    AuditEntry.objects.filter(object="kk v1 p1").update(object="ktp v1 p1")

    answer = seat(Role.HEAD, office=office)[1].post(f"{PAGE}periksa/", follow=True)

    assert f"Jejak audit TIDAK utuh: {office.name}, pembacaan nomor 2." in answer.content.decode()
    assert [record.levelname for record in caplog.records if "audit is not whole" in record.getMessage()] == ["ERROR"]


# --- An auditor changes nothing


ANY = {UUIDConverter: UUID(int=7), IntConverter: 1, SlugConverter: "x", StringConverter: "x", PathConverter: "1"}
"""What stands for a part of an address that has no row here."""
OWN = {"logout", "login", "password_change", "enrol", "enrol_app"}
"""What everybody does with the own account."""


def presses(site):
    """Yield every address of the desk."""

    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern) and pattern.name and isinstance(pattern.pattern, RoutePattern):
                yield pattern
            elif not isinstance(pattern, URLPattern):
                yield from walk(pattern.url_patterns)

    return walk(site.get_urls())


def everything():
    """Return every row of every table that an officer could change, but the audit itself and the own session."""
    apart = {"AuditEntry", "AuditChain", "Session", "Visit", "AccessLog", "LogEntry"}
    models = [model for model in apps.get_models() if model._meta.managed and model.__name__ not in apart and not model._meta.proxy]
    return {model._meta.label: sorted(map(repr, model.objects.values_list())) for model in models}


def test_an_auditor_may_post_to_every_address_and_nothing_changes(office, claim, rina):
    """B4, B5: every press of the desk, with what its button would send."""
    auditor, client = seat(Role.AUDITOR, office=office)
    held = make_claim(ClaimStatus.AWAITING_APPROVAL, office=office, verifier=rina, proposal="bayar")
    known = {"claim_id": held.pk, "slot": "ktp", "step": "approve", "person_id": held.participant_id, "object_id": office.pk, "id": rina.pk}
    said = {"versi": held.version, "putusan": "terima", "cocok": "nik", "catatan": "Uji.", "yakin": "on", "post": "yes", "name": "Palsu"}
    before, statuses = everything(), {}
    for pattern in presses(site):
        names = pattern.pattern.converters
        if pattern.name in OWN:
            continue
        statuses[pattern.name] = client.post(
            reverse(f"admin:{pattern.name}", kwargs={name: known.get(name, ANY[type(kind)]) for name, kind in names.items()}), said
        ).status_code

    assert {name: status for name, status in statuses.items() if status not in (200, 302, 403, 404, 405)} == {}
    assert everything() == before
    assert len(statuses) > 40


# --- Words


def test_every_kind_that_is_written_has_words():
    """A kind without words would stand on the page as its code."""
    assert {kind for kind in kinds_written() if kind not in WORDS} == set()
    assert len(WORDS) == sum(len(group.words) for group in GROUPS.values())


def kinds_written():
    """Return the first argument, where it is written out, of every call whose name says that it writes into the audit."""
    root = Path(auditing.__file__).resolve().parents[1]
    for tree in (ast.parse(path.read_text()) for path in root.rglob("*.py")):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in ("record", "audit", "_record") and call.args and isinstance(call.args[0], ast.Constant):
                yield call.args[0].value


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (AuditEntry(kind="step", object="approve"), "Setujui"),
        (AuditEntry(kind="open", object="meja"), "Membuka meja klaim"),
        (AuditEntry(kind="read", object="kk v2 p1 l3"), "Membuka dokumen: KK, versi 2, halaman 1, lembar 3"),
        (AuditEntry(kind="read", object="kk v2 p1 kecil"), "Membuka dokumen: KK, versi 2, halaman 1 kecil"),
        (
            AuditEntry(kind="verdict", object="kk", details={"verdict": "rejected", "reasons": ["BURAM"]}),
            "Putusan dokumen: KK ditolak (Foto buram)",
        ),
        (AuditEntry(kind="search", object="name", details={"hits": 3}), "Mencari peserta: menurut nama, 3 klaim ditemukan"),
        (AuditEntry(kind="search", object="cari"), "Mencari peserta: menurut NIK atau KPJ"),
        (AuditEntry(kind="ticks", details={"old": [], "new": ["nik", "nama"]}), "Data dicocokkan: NIK, nama"),
        (AuditEntry(kind="ticks", details={"old": ["nik"], "new": []}), "Data dicocokkan: semua centang dilepas"),
        (AuditEntry(kind="sign_in", object="kata_sandi"), "Masuk: kata sandi saja"),
        (
            AuditEntry(kind="configuration", object="office 3", details={"is_open": [True, False]}),
            "Mengubah pengaturan: kantor 3; menerima klaim: ya → tidak",
        ),
        (
            AuditEntry(kind="account", object="user 5", details={"groups": [["Verifikator"], ["Penyetuju"]], "nik": None}),
            "Mengubah akun petugas: pengguna 5; grup: Verifikator → Penyetuju; nik diubah",
        ),
        (
            AuditEntry(kind="configuration", object="holiday 2026-12-25", details={"act": "removed"}),
            "Mengubah pengaturan: hari libur 2026-12-25 (dihapus)",
        ),
        (
            AuditEntry(kind="export", object="klaim csv, 9 baris", details={"rows": 9, "filters": {"a": 1}}),
            "Mengekspor: klaim csv, 9 baris",
        ),
        (
            AuditEntry(kind="result_file", object="261111-1", details={"rows": 3, "sha256": "ff"}),
            "Mengunggah berkas hasil bank: 261111-1, baris 3",
        ),
        (
            AuditEntry(
                kind="contact_proposed",
                object="person 7cbe56f2-4420-4cdf-92b0-a0287ae64b43",
                details={"kinds": ["email"], "reason": "NOMOR_GANTI", "checks": ["wajah"]},
            ),
            "Mengusulkan kontak baru: email, Nomor HP sudah ganti, peserta 7cbe56f2",
        ),
        (AuditEntry(kind="something_new", object="x", details={"a": "b"}), "something_new: x, a b"),
    ],
)
def test_an_entry_is_told_in_words(entry, words):
    assert words_of(entry) == words


# --- G8: within 72 hours


def command(name, *arguments, **options):
    said = io.StringIO()
    call_command(name, *arguments, "--since", SINCE, stdout=said, **options)
    return said.getvalue()


def test_who_opened_a_claim_is_one_command(office, claim, rina):
    """G8: the readings of the person apart from the claim and the exports of the office are there too."""
    other = make_claim(ClaimStatus.SUBMITTED, office=office)
    reading.reveal(other, ["nik"], desk_of(rina), now=NOW)
    reading.reveal_person(claim.participant, ["alamat"], desk_of(rina), now=NOW)
    note("export", ["klaim csv, 9 baris"], now=NOW + timedelta(seconds=1), office=office, user=rina)

    rows = list(csv.DictReader(io.StringIO(command("audit_claim", claim.number, csv=True).removeprefix("\ufeff"))))

    assert [(row["Siapa"], row["Sebagai"], row["Apa"]) for row in rows] == [
        ("Rina Verifikator", "Verifikator", "Ambil"),
        ("Rina Verifikator", "", "Menampilkan data: NIK"),
        ("Rina Verifikator", "", "Membuka dokumen: KK, versi 1, halaman 1"),
        ("Rina Verifikator", "Verifikator", "Lepas"),
        ("Rina Verifikator", "", "Menampilkan data: alamat"),
        ("Rina Verifikator", "", "Mengekspor: klaim csv, 9 baris"),
    ]


def test_whose_data_an_officer_saw_is_one_command(office, claim, rina):
    """G8"""
    person = make_participant(name="Ratna Sari")
    reading.reveal_person(person, ["alamat"], desk_of(rina), now=NOW)
    note("export", ["klaim csv, 9 baris"], now=NOW, office=office, user=rina)
    lines = command("audit_officer", "rina").splitlines()

    assert lines[0].split() == ["Klaim", "Peserta", "Pertama", "Terakhir", "Kali", "Langkah"]
    assert [line.split()[0] for line in lines[2:]] == [claim.number, "R***", "Mengekspor:"]
    assert lines[2].split()[-2:] == ["4", "2"]
    assert person.name not in "".join(lines)


def test_everything_an_officer_did_is_one_command(claim):
    rows = command("audit_officer", "rina", each=True).splitlines()[2:]

    assert [claim.number in row for row in rows] == [True] * 4


def test_what_was_before_the_day_is_left_out(claim):
    later = io.StringIO()
    call_command("audit_claim", claim.number, "--since", f"{NOW + timedelta(days=2):%Y-%m-%d}", stdout=later)

    assert len(later.getvalue().splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "argument", "said"),
    [
        ("audit_claim", new_claim_number(26, b"12345"), "Tidak ada klaim dengan nomor ini."),
        ("audit_claim", "123", "Nomor klaim mulai dengan JHT. Contoh bentuknya: JHT-26-XXXX-XXXX."),
        ("audit_officer", "tidak-ada", "Tidak ada petugas dengan nama pengguna ini."),
    ],
)
def test_a_command_says_what_it_does_not_find(name, argument, said):
    with pytest.raises(CommandError) as error:
        command(name, argument)

    assert str(error.value) == said


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="is not a date like 2026-08-01"):
        call_command("audit_officer", "rina", "--since", "kemarin")


def test_no_claim_is_read_by_its_looks(office, claim):
    """G7: the table holds codes alone: no name, number, contact or account of the person."""
    claim.refresh_from_db()
    person = claim.participant
    private = [
        person.nik,
        person.name,
        person.phone,
        person.email,
        person.address,
        claim.account_number,
        claim.membership.kpj,
        "Istirahat.",
    ]
    stored = str(list(AuditEntry.objects.values_list()))

    assert [text for text in private if text in stored] == []
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("asked", [{"dari": "0001-01-01"}, {"sampai": "9999-12-31"}])
def test_day_without_a_midnight_is_told_beside_the_field(office, asked):
    answer = seat(Role.AUDITOR, office=office)[1].get(PAGE, asked)

    assert list(answer.context["form"].errors) == list(asked)
