from datetime import date

import pytest

from claims.domain.documents import (
    POLICIES,
    SEVEN_SLOTS,
    UNAVAILABLE_LABELS,
    Circumstances,
    Housing,
    UnavailableReason,
    find_policy,
    required_slots,
)
from claims.domain.papers import PAPERS, PAPERS_BY_REASON, Slot
from claims.domain.reasons import REASONS

TODAY = date(2026, 11, 22)
PLAIN = Circumstances(needs_tax_number=False, housing=Housing.TUNAI)
CODES = [reason.code for reason in REASONS]
SEVEN = ["kartu_peserta", "ktp", "kk", "surat_keterangan", "buku_rekening", "formulir", "foto"]
ALL_CIRCUMSTANCES = [
    Circumstances(is_foreigner=foreigner, needs_tax_number=tax, housing=housing, shares_right=shared)
    for foreigner in (False, True)
    for tax in (None, False, True)
    for housing in (None, *Housing)
    for shared in (None, False, True)
]


def listed(policy, reason, circumstances=PLAIN):
    return [(str(row.slot), str(row.requirement)) for row in required_slots(policy, reason, circumstances, TODAY)]


def row_of(slot, policy, reason, circumstances=PLAIN):
    return next(row for row in required_slots(policy, reason, circumstances, TODAY) if row.slot == slot)


def test_seven_slots_are_the_public_list_in_its_order():
    assert list(SEVEN_SLOTS) == SEVEN


@pytest.mark.parametrize("code", CODES)
def test_seven_documents_stand_first_in_order_and_all_needed(code):
    assert listed("tujuh_dokumen", code)[:7] == [(slot, "wajib") for slot in SEVEN]


CARD_AND_ID = [("kartu_peserta", "wajib"), ("ktp", "wajib")]
PROOF = [*CARD_AND_ID, ("surat_keterangan", "wajib")]
SUPPORT = [*CARD_AND_ID, ("surat_keterangan", "pendukung")]


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("USIA_56", CARD_AND_ID),
        ("USIA_PKB", SUPPORT),
        ("PKWT", SUPPORT),
        ("BPU_BERHENTI", SUPPORT),
        ("RESIGN", PROOF),
        ("PHK", PROOF),
        ("TINGGALKAN_RI", PROOF),
        ("CACAT_TOTAL_TETAP", PROOF),
        (
            "MENINGGAL",
            [
                *CARD_AND_ID,
                ("kk", "wajib"),
                ("surat_keterangan", "wajib"),
                ("surat_ahli_waris", "wajib"),
                ("pendukung_ahli_waris", "bersyarat"),
            ],
        ),
        ("SEBAGIAN_10", CARD_AND_ID),
        ("SEBAGIAN_30", PROOF),
    ],
)
def test_rule_in_force_asks_only_for_its_own_papers(code, rows):
    assert listed("permenaker_4_2022", code) == rows


@pytest.mark.parametrize("policy", [policy.code for policy in POLICIES])
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("needs_tax_number", "level"),
    [(True, [("npwp", "wajib")]), (None, [("npwp", "bersyarat")]), (False, [])],
)
def test_tax_number_follows_the_circumstances(policy, code, needs_tax_number, level):
    rows = listed(policy, code, Circumstances(needs_tax_number=needs_tax_number, housing=Housing.TUNAI))

    assert [row for row in rows if row[0] == "npwp"] == level


@pytest.mark.parametrize("policy", [policy.code for policy in POLICIES])
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("circumstances", ALL_CIRCUMSTANCES)
def test_every_list_is_complete_ordered_and_in_words(policy, code, circumstances):
    rows = required_slots(policy, code, circumstances, TODAY)
    slots = [row.slot for row in rows]

    assert slots == [slot for slot in Slot if slot in slots]
    assert {Slot.KARTU_PESERTA, Slot.KTP} <= {row.slot for row in rows if row.is_required}
    assert [row for row in rows if not (row.label and row.what_counts and row.article and row.hint.endswith("."))] == []


def test_foreigner_shows_a_passport_in_the_slot_of_the_card():
    assert row_of("ktp", "tujuh_dokumen", "RESIGN").label == "KTP"
    assert row_of("ktp", "tujuh_dokumen", "RESIGN", Circumstances(is_foreigner=True)).label == "Paspor"
    assert row_of("ktp", "tujuh_dokumen", "TINGGALKAN_RI").label == "Paspor"
    assert row_of("ktp", "tujuh_dokumen", "MENINGGAL", Circumstances(is_foreigner=True)).label == "Paspor ahli waris"


def test_proof_of_dismissal_is_any_one_of_five():
    assert len(row_of("surat_keterangan", "permenaker_4_2022", "PHK").what_counts) == 5


@pytest.mark.parametrize(
    ("housing", "label", "instruction"),
    [
        (Housing.TUNAI, "Surat jual beli rumah", []),
        (Housing.KREDIT, "Surat kredit rumah", ["wajib"]),
        (None, "Surat rumah", ["bersyarat"]),
    ],
)
def test_housing_papers_differ_by_cash_and_credit(housing, label, instruction):
    rows = required_slots("permenaker_4_2022", "SEBAGIAN_30", Circumstances(housing=housing), TODAY)

    assert next(row.label for row in rows if row.slot == "surat_keterangan") == label
    assert [str(row.requirement) for row in rows if row.slot == "standing_instruction"] == instruction


@pytest.mark.parametrize(("policy", "found"), [("tujuh_dokumen", [["bersyarat"], [], ["wajib"]]), ("permenaker_4_2022", [[], [], []])])
def test_letter_of_consent_follows_whether_the_right_is_shared(policy, found):
    rows = [required_slots(policy, "MENINGGAL", Circumstances(shares_right=shared), TODAY) for shared in (None, False, True)]

    assert [[str(row.requirement) for row in each if row.slot == "persetujuan_ahli_waris"] for each in rows] == found
    assert {row.article for each in rows for row in each if row.slot == "persetujuan_ahli_waris"} <= {
        "Syarat kantor bila ahli waris lebih dari satu"
    }


def test_letter_of_consent_is_not_asked_of_claims_from_before_it():
    before = required_slots("tujuh_dokumen", "MENINGGAL", Circumstances(shares_right=True), date(2026, 10, 31))

    assert [row.slot for row in before if row.slot == "persetujuan_ahli_waris"] == []


def test_slot_that_only_the_office_asks_for_says_so():
    articles = {str(row.slot): row.article for row in required_slots("tujuh_dokumen", "RESIGN", PLAIN, TODAY)}

    assert articles == {
        "kartu_peserta": "Permenaker 4/2022 Pasal 8 dan 9",
        "ktp": "Permenaker 4/2022 Pasal 8 dan 9",
        "kk": "Daftar tujuh dokumen, syarat kantor",
        "surat_keterangan": "Permenaker 4/2022 Pasal 8 dan 9",
        "buku_rekening": "Daftar tujuh dokumen, syarat kantor",
        "formulir": "Daftar tujuh dokumen, syarat kantor",
        "foto": "Daftar tujuh dokumen, syarat kantor",
    }


def test_every_policy_has_a_row_for_every_reason():
    assert {policy.code: sorted(policy.rows) for policy in POLICIES} == {
        "tujuh_dokumen": sorted(CODES),
        "permenaker_4_2022": sorted(CODES),
    }


def test_every_slot_has_a_paper_and_every_special_paper_a_reason():
    assert set(PAPERS) == set(Slot)
    assert {reason.partition("/")[0] for reason, _ in PAPERS_BY_REASON} <= set(CODES)


@pytest.mark.parametrize(("policy", "on"), [("delapan_dokumen", TODAY), ("tujuh_dokumen", date(2022, 4, 25))])
def test_policy_that_is_not_in_force_is_refused(policy, on):
    with pytest.raises(KeyError):
        find_policy(policy, on)


def test_every_excuse_for_a_missing_paper_has_words():
    assert set(UNAVAILABLE_LABELS) == set(UnavailableReason)
