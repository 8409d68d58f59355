"""The claim desk: who holds it, one document beside the data, verdicts, masked fields, who read what."""

import re
from datetime import date

import pytest
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog, Claim, DocumentPage, DocumentVersion, SlotState
from tests.builders import make_claim, make_document, make_membership, make_office, make_officer, make_participant
from tests.claims.desk import desk_url, held_claim, judge_url, make_page, seat, seated

pytestmark = pytest.mark.django_db
S = ClaimStatus


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def desk(office):
    """A verifier, the browser and a claim in hand."""
    officer, client = seat(Role.VERIFIER, office=office)
    return officer, client, held_claim(officer, office, data_ticks=[])


def offered(page):
    return {str(offer.step): offer.obstacles for offer, _ in page.context["offers"]}


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_holder_sees_documents_data_and_steps(desk):
    _, client, claim = desk

    page = client.get(desk_url(claim.pk))

    assert [frame.name for frame in page.context["film"]] == ["Kartu", "KTP", "KK", "Surat kerja", "Rekening", "Formulir", "Foto"]
    assert (page.context["frame"].slot, page.context["judging"], page.context["decided"]) == ("kartu_peserta", True, 0)
    assert offered(page) == {
        "release": [],
        "request_correction": ["Belum ada dokumen yang ditolak dengan alasan.", "Putuskan dulu semua dokumen."],
        "propose_payment": [
            "Ada dokumen wajib yang belum diterima.",
            "Belum dicocokkan: nama, NIK, tanggal lahir, rekening.",
        ],
        "propose_rejection": [],
    }
    assert "Anda memegang klaim ini." in text_of(page)


def test_colleague_sees_the_claim_and_decides_nothing(desk, office):
    officer, _, claim = desk
    client = seat(Role.VERIFIER, office=office)[1]

    page = client.get(desk_url(claim.pk))

    assert (page.context["judging"], offered(page)) == (False, {"take_over": []})
    assert f"{officer.username} memegang klaim ini." in text_of(page)


def test_desk_tells_who_else_has_the_claim_open(desk, office):
    officer, client, claim = desk
    colleague = make_officer(Role.APPROVER, office=office)
    seated(colleague).get(desk_url(claim.pk))

    page = client.get(desk_url(claim.pk))

    assert [presence.name for presence in page.context["company"].others] == [colleague.username]
    assert list(AccessLog.objects.values_list("object", "user")) == [("meja", colleague.pk), ("meja", officer.pk)]


def test_desk_asks_few_questions(desk, django_assert_max_num_queries):
    """P2: an officer's page of one claim, with seven documents and a second version."""
    _, client, claim = desk
    for document in claim.documents.all():
        DocumentVersion.objects.create(document=document, number=2, created_at=timezone.now(), sent_at=timezone.now())
        make_page(claim, document.slot)
    client.get(desk_url(claim.pk))

    with django_assert_max_num_queries(14):
        client.get(desk_url(claim.pk, dokumen="kk"))


def test_accepting_goes_to_the_next_undecided_document(desk):
    _, client, claim = desk
    claim.documents.filter(slot="kk").update(state=SlotState.ACCEPTED)

    answer = client.post(judge_url(claim, "ktp"), {"versi": claim.version, "putusan": "terima", "cocok": ["nama", "nik"]})

    assert answer["Location"] == desk_url(claim.pk, dokumen="surat_keterangan")
    claim.refresh_from_db()
    assert (claim.documents.get(slot="ktp").state, claim.data_ticks) == (SlotState.ACCEPTED, ["nama", "nik"])


def test_ticks_are_kept_without_a_verdict(desk):
    _, client, claim = desk

    client.post(judge_url(claim, "buku_rekening"), {"versi": claim.version, "cocok": ["rekening"]})

    claim.refresh_from_db()
    assert (claim.documents.get(slot="buku_rekening").state, claim.data_ticks) == (SlotState.UPLOADED, ["rekening"])


def test_rejecting_keeps_reasons_and_shows_the_words_for_the_participant(desk):
    _, client, claim = desk
    said = {"versi": claim.version, "putusan": "tolak", "alasan": ["TERPOTONG", "LAINNYA"], "catatan": "Nomor tertutup jari."}

    client.post(judge_url(claim, "buku_rekening"), said)

    version = DocumentVersion.objects.get(document__claim=claim, document__slot="buku_rekening")
    assert (version.verdict, version.reasons, version.note) == ("rejected", ["TERPOTONG", "LAINNYA"], "Nomor tertutup jari.")
    page = client.get(desk_url(claim.pk, dokumen="buku_rekening"))
    assert page.context["says"] == (
        "Foto terpotong. Sebagian dokumen tidak masuk foto. Foto ulang satu halaman utuh dengan keempat sudutnya. "
        "Hal lain. Baca penjelasan petugas, lalu unggah lagi. Nomor tertutup jari."
    )


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"putusan": "tolak"}, "Pilih paling sedikit satu alasan."),
        ({"putusan": "tolak", "alasan": ["LAINNYA"]}, "Hal lain perlu penjelasan. Tulis satu kalimat untuk peserta."),
    ],
)
def test_incomplete_verdict_is_told_and_nothing_typed_is_lost(desk, said, error):
    _, client, claim = desk

    page = client.post(judge_url(claim, "kk"), {"versi": claim.version, "cocok": ["nama"]} | said)

    assert error in text_of(page)
    assert (page.context["form"]["putusan"].value(), page.context["ticked"]) == ("tolak", ["nama"])
    assert claim.documents.get(slot="kk").state == SlotState.UPLOADED


@pytest.mark.parametrize(
    "said", [{"putusan": "mungkin"}, {"putusan": "tolak", "alasan": ["KARANGAN"]}, {"cocok": ["rekening"]}, {"versi": "x"}]
)
def test_forged_choice_is_refused(desk, said):
    """B4: what the form does not offer cannot be sent through it."""
    _, client, claim = desk

    answer = client.post(judge_url(claim, "foto"), {"versi": claim.version} | said)

    claim.refresh_from_db()
    assert (answer.status_code, claim.documents.get(slot="foto").state, claim.data_ticks) == (200, SlotState.UPLOADED, [])


def test_missing_paper_is_waived_or_insisted_on_with_words(desk):
    _, client, claim = desk
    claim.documents.filter(slot__in=("kk", "foto")).update(state=SlotState.UNAVAILABLE, unavailable_reason="hilang")

    page = client.post(judge_url(claim, "kk"), {"versi": claim.version, "putusan": "tidak_perlu"})
    assert "Tulis alasannya." in text_of(page)
    client.post(judge_url(claim, "kk"), {"versi": claim.version, "putusan": "tidak_perlu", "catatan": "Data ada di Dukcapil."})
    client.post(judge_url(claim, "foto"), {"versi": claim.version, "putusan": "tetap_perlu", "catatan": "Wajib ada."})

    decided = claim.documents.filter(slot__in=("kk", "foto")).order_by("slot")
    assert [(d.slot, d.state, d.decision_note) for d in decided] == [
        ("foto", SlotState.INSISTED, "Wajib ada."),
        ("kk", SlotState.WAIVED, "Data ada di Dukcapil."),
    ]


def test_lost_claim_is_told_kindly(desk, office):
    """E1: released and taken by a colleague while the page was open."""
    _, client, claim = desk
    Claim.objects.filter(pk=claim.pk).update(holder=make_officer(Role.VERIFIER, office=office), version=claim.version + 2)

    said = {"versi": claim.version, "putusan": "tolak", "alasan": "BURAM", "catatan": "Foto ulang di tempat terang."}
    answer = client.post(judge_url(claim, "ktp"), said, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "Rekan Anda lebih cepat: klaim ini sudah berubah. Yang tampil di sini keadaan terbaru.",
        "Tulisan Anda tadi belum tersimpan: “Foto ulang di tempat terang.”",
    ]
    assert claim.documents.get(slot="ktp").state == SlotState.UPLOADED


@pytest.mark.parametrize("address", ["buka/", "dokumen/ktp/"])
def test_signing_in_again_after_a_press_leads_to_the_desk(desk, address):
    """D5: GET changes nothing; the desk stands there instead of an empty page."""
    _, client, claim = desk
    answer = client.get(desk_url(claim.pk).replace("change/", address))

    assert (answer.status_code, answer["Location"]) == (302, desk_url(claim.pk))


def test_own_claim_that_waits_is_not_called_a_colleagues(desk):
    _, client, claim = desk
    Claim.objects.filter(pk=claim.pk).update(status=ClaimStatus.CORRECTION_REQUESTED)

    body = client.get(desk_url(claim.pk)).content.decode()

    assert ("Klaim ini tetap di meja Anda." in body, "Anda hanya melihat" in body) == (True, False)


def test_masked_field_is_opened_once_and_logged_and_what_was_typed_stays(desk):
    officer, client, claim = desk
    typed = {"versi": claim.version, "putusan": "tolak", "alasan": ["NIK_BEDA"], "catatan": "Angka ke-5.", "buka": "nik"}
    nik = claim.participant.nik
    grouped = " ".join(nik[place : place + 4] for place in range(0, 16, 4))

    closed = client.get(desk_url(claim.pk, dokumen="ktp"))
    opened = client.post(f"{desk_url(claim.pk)[:-7]}buka/?dokumen=ktp", typed)

    assert (grouped in text_of(closed), grouped in text_of(opened)) == (False, True)
    assert [opened.context["form"][name].value() for name in ("putusan", "alasan", "catatan")] == ["tolak", ["NIK_BEDA"], "Angka ke-5."]
    assert list(AccessLog.objects.filter(kind="field").values_list("object", "user", "claim").order_by("pk")) == [
        ("meja", officer.pk, claim.pk),
        ("nik", officer.pk, claim.pk),
    ]
    assert grouped not in text_of(client.get(desk_url(claim.pk, dokumen="ktp")))


def test_unknown_field_opens_nothing(desk):
    _, client, claim = desk

    client.post(f"{desk_url(claim.pk)[:-7]}buka/", {"buka": "password"})

    assert list(AccessLog.objects.values_list("object", flat=True)) == ["meja"]


def test_private_data_never_stands_open_by_itself(desk):
    """A4: none of the sealed contact data is on any panel unasked."""
    _, client, claim = desk
    person = claim.participant
    secrets = [person.nik, person.mother_name, claim.phone, claim.phone[3:], claim.email, claim.account_number, person.address]

    shown = "".join(text_of(client.get(desk_url(claim.pk, lihat=panel))) for panel in ("dokumen", "klaim", "riwayat", "akses"))

    assert [secret for secret in secrets if secret in shown] == []


def test_mismatches_are_marked_and_left_unticked(office):
    officer, client = seat(Role.VERIFIER, office=office)
    person = make_participant(name="Siti Aminah", birth_date=date(1992, 3, 12), nik="3273011203900001", sex="L")
    claim = held_claim(officer, office, membership=make_membership(person), account_name="SITI  AMINA", data_ticks=[])

    ktp = {row.code: (row.warning, row.beside) for row in client.get(desk_url(claim.pk, dokumen="ktp")).context["rows"]}
    account = {row.code: row.warning for row in client.get(desk_url(claim.pk, dokumen="buku_rekening")).context["rows"]}

    assert ktp == {
        "nama": ("", ""),
        "nik": ("Tanggal lahir berbeda dari angka di NIK. Periksa keduanya di KTP.", ""),
        "tanggal_lahir": ("", "NIK: 12 Maret 1990"),
    }
    assert account == {"bank": "", "rekening": "", "atas_nama": "Nama penerima: Siti Aminah. Nama rekening berbeda."}


def test_name_written_otherwise_but_alike_is_no_mismatch(office):
    officer, client = seat(Role.VERIFIER, office=office)
    person = make_participant(name="H. Budi Santoso")
    claim = held_claim(officer, office, membership=make_membership(person), account_name="h budi  santoso")

    rows = client.get(desk_url(claim.pk, dokumen="buku_rekening")).context["rows"]

    assert [row.warning for row in rows if row.code == "atas_nama"] == [""]


def test_every_tick_can_be_made_under_the_short_list_of_papers(office):
    """Under Permenaker 4/2022 no bank book is handed in; the account is compared with the first document."""
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office, slots=("kartu_peserta", "ktp"), policy="permenaker_4_2022", reason="USIA_56")

    rows = client.get(desk_url(claim.pk, dokumen="kartu_peserta")).context["rows"]

    assert [row.code for row in rows if row.ticked] == ["nama", "nik", "tanggal_lahir", "rekening"]


def test_heir_is_compared_with_the_heirs_own_card(office):
    officer, client = seat(Role.VERIFIER, office=office)
    heir = {"heir_name": "Rina Gunawan", "heir_nik": "3273015203920002", "heir_relation": "janda_duda"}
    claim = held_claim(officer, office, reason="MENINGGAL", account_name="Rina Gunawan", **heir)

    rows = client.get(desk_url(claim.pk, dokumen="ktp")).context["rows"]

    assert [(row.code, row.value, row.beside) for row in rows] == [
        ("ahli_waris", "Rina Gunawan", "Istri atau suami"),
        ("nik_ahli_waris", "3273 XXXX XXXX XXXX", ""),
    ]


def shown_versions(page):
    return [pane.version.number for pane in page.context["viewer"].panes if pane.shown]


def test_older_version_stands_beside_the_newest(desk):
    _, client, claim = desk
    document = claim.documents.get(slot="ktp")
    second = DocumentVersion.objects.create(document=document, number=2, created_at=timezone.now(), sent_at=timezone.now())
    document.versions.filter(number=1).update(verdict="rejected", reasons=["BURAM"])

    newest = client.get(desk_url(claim.pk, dokumen="ktp"))
    pair = client.get(desk_url(claim.pk, dokumen="ktp", versi="1"))

    assert (shown_versions(newest), shown_versions(pair), pair.context["version"]) == ([2], [1, 2], second)
    assert "Ditolak Foto buram." in re.sub(r"<[^>]*>| (?= )", "", text_of(pair))


def test_page_of_a_document_is_opened_turned_and_enlarged_without_a_script(desk):
    _, client, claim = desk
    for _ in range(3):
        make_page(claim, "kk")

    viewer = client.get(desk_url(claim.pk, dokumen="kk", halaman="2", putar="3", besar="1")).context["viewer"]

    assert (viewer.page, viewer.pages, viewer.panes[-1].turns, viewer.position.size) == (2, 3, 3, 1)
    address = desk_url(claim.pk, dokumen="kk")
    assert {name: link.removeprefix(address) for name, link in viewer.links.items() if link.startswith(address)} == {
        "previous_page": "&putar=3&besar=1",
        "next_page": "&halaman=3&putar=3&besar=1",
        "smaller": "&halaman=2&putar=3",
        "larger": "&halaman=2&putar=3&besar=2",
        "fit": "&halaman=2&putar=3",
        "turn": "&halaman=2&besar=1",
        "keys": "&lihat=tombol&halaman=2&putar=3&besar=1",
    }


def test_every_page_of_a_pdf_is_a_picture_of_its_own(desk):
    _, client, claim = desk
    page = make_page(claim, "kk", content_type="application/pdf")
    DocumentPage.objects.filter(pk=page.pk).update(page_count=3)

    shown = client.get(desk_url(claim.pk, dokumen="kk", halaman="2"))

    assert [sheet.number for sheet in shown.context["viewer"].panes[-1].sheets] == [1, 2, 3]
    assert f'src="/berkas/{page.pk}/lembar/2/"' in shown.content.decode()


@pytest.mark.parametrize("query", [{"halaman": "0"}, {"halaman": "99"}, {"halaman": "-1"}, {"putar": "4"}, {"besar": "9"}, {"versi": "²"}])
def test_odd_position_shows_the_page_as_usual(desk, query):
    _, client, claim = desk
    make_page(claim, "kk")

    viewer = client.get(desk_url(claim.pk, dokumen="kk", **query)).context["viewer"]

    assert (viewer.page, viewer.panes[-1].turns, viewer.position.size, viewer.pair) == (1, 0, 0, False)


def test_what_was_chosen_is_saved_on_the_way_to_another_document(desk):
    _, client, claim = desk

    answer = client.post(judge_url(claim, "ktp"), {"versi": claim.version, "putusan": "terima", "ke": "foto", "lihat": "klaim"})

    assert answer["Location"] == desk_url(claim.pk, dokumen="foto") + "&lihat=klaim"
    assert claim.documents.get(slot="ktp").state == SlotState.ACCEPTED


@pytest.mark.parametrize("odd", [{"ke": "https://calo.example"}, {"lihat": "//calo.example"}])
def test_forged_way_onward_leads_to_the_next_document(desk, odd):
    """D6: no address of somebody else's."""
    _, client, claim = desk

    answer = client.post(judge_url(claim, "ktp"), {"versi": claim.version, "putusan": "terima"} | odd)

    assert answer["Location"] == desk_url(claim.pk, dokumen="kk")


def test_keys_are_listed_without_a_script(desk):
    _, client, claim = desk

    page = client.get(desk_url(claim.pk, lihat="tombol"))

    assert (page.context["panel"], "Perbesar, perkecil" in text_of(page)) == ("tombol", True)


def test_each_reason_has_a_key_of_its_own(desk):
    _, client, claim = desk

    reasons = client.get(desk_url(claim.pk, dokumen="surat_keterangan")).context["reasons"]

    assert "".join(key for _, key in reasons) == "123456789QWE"


def test_version_on_its_way_is_not_shown(office):
    """What the participant is still preparing reaches the desk when it is sent."""
    client = seat(Role.VERIFIER, office=office)[1]
    claim = make_claim(S.CORRECTION_REQUESTED, office=office)
    document = claim.documents.get(slot="ktp")
    DocumentVersion.objects.create(document=document, number=2, created_at=timezone.now())

    assert client.get(desk_url(claim.pk, dokumen="ktp")).context["version"].number == 1


@pytest.mark.parametrize("query", [{"dokumen": "karangan"}, {"lihat": "karangan"}, {"versi": "99"}, {"versi": "x"}, {"dokumen": "\x00"}])
def test_odd_address_shows_the_desk_all_the_same(desk, query):
    _, client, claim = desk

    page = client.get(desk_url(claim.pk, **query), follow=True)

    assert (page.status_code, page.context["claim"]) == (200, claim)


def test_optional_paper_that_was_not_sent_does_not_stand_in_the_film(desk):
    _, client, claim = desk
    document = make_document(claim, "npwp", position=8, state=SlotState.EMPTY)
    document.required = False
    document.save()

    assert len(client.get(desk_url(claim.pk)).context["film"]) == 7


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_overseers_see_who_read_what(desk, office, role):
    officer, client, claim = desk
    client.get(desk_url(claim.pk))
    overseer, their_client = seat(role, office=office)

    lines = their_client.get(desk_url(claim.pk, lihat="akses")).context["accesses"]

    assert [(line.who, line.what) for line in lines] == [
        (overseer.username, "membuka meja klaim"),
        (officer.username, "membuka meja klaim"),
    ]


def test_verifier_does_not_see_what_colleagues_read(desk):
    _, client, claim = desk

    page = client.get(desk_url(claim.pk, lihat="akses"))

    assert (page.context["panel"], "akses" in page.context["panels"]) == ("dokumen", False)


def test_approver_sees_what_the_verifier_saw_with_amount_and_differences(office):
    verifier = make_officer(Role.VERIFIER, office=office)
    claim = make_claim(S.AWAITING_APPROVAL, office=office, verifier=verifier, proposal="bayar", account_name="Orang Lain")
    claim.documents.update(state=SlotState.ACCEPTED)
    client = seat(Role.APPROVER, office=office)[1]

    page = client.get(desk_url(claim.pk))

    facts = dict(page.context["facts"])
    assert (page.context["panel"], offered(page)) == ("klaim", {"challenge": [], "approve": []})
    assert [facts[label] for label in ("Jumlah kotor", "Pajak (PPh 21)", "Ditransfer", "Usul", "Diperiksa")] == [
        "Rp12.000.000", "Rp0", "Rp12.000.000", "Bayar", verifier.username,
    ]  # fmt: skip
    warned = [finding.text for finding in page.context["warnings"]]
    assert warned == [f"Nama penerima: {claim.participant.name}. Nama rekening berbeda."]
    assert page.context["decided"] == 7


def test_verifier_who_may_approve_sees_why_not_this_claim(office):
    """B5: the button is there, disabled, with its reason."""
    officer, client = seat(Role.VERIFIER, Role.APPROVER, office=office)
    claim = make_claim(S.AWAITING_APPROVAL, office=office, verifier=officer, proposal="bayar")
    DocumentVersion.objects.filter(document__claim=claim).update(judged_by=officer)

    page = client.get(desk_url(claim.pk))

    why = ["Anda ikut memeriksa atau membayar klaim ini. Petugas lain yang harus memutuskan."]
    assert offered(page) == {"challenge": why, "approve": why}
    assert why[0] in text_of(page)


def test_finished_claim_leads_to_the_next_one(desk, office):
    """Who has done a claim goes on from it by one press or by the key S; a claim in hand or still to take offers its own steps."""
    officer, client, claim = desk
    done = make_claim(office=office, status=S.AWAITING_APPROVAL, verifier=officer)
    approver = seat(Role.APPROVER, office=office)[1]

    assert 'data-key="s">Ambil berikutnya' in text_of(client.get(desk_url(done.pk)))
    assert "Ambil berikutnya" not in text_of(client.get(desk_url(claim.pk)))
    assert "Ambil berikutnya" not in text_of(client.get(desk_url(make_claim(office=office, status=S.SUBMITTED).pk)))
    assert '?antrean=persetujuan" data-key="s">Menunggu persetujuan' in text_of(approver.get(desk_url(claim.pk)))
