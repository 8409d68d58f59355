"""The data of a claim beside a document: what to compare, what differs. Marks are advice, never a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from claims.domain.papers import Slot
from claims.models import Claim
from claims.services.ticks import consent_ticks, is_tick
from jht_portal.lib.formats import short_date
from participants.domain.banks import account_length_warning, bank_name
from participants.domain.identifiers import (
    IdentifierError,
    Nik,
    mask_account,
    mask_kpj,
    mask_nik,
    nik_mismatches,
    parse_nik,
)

PERSON = ("nama", "nik", "tanggal_lahir")
ACCOUNT = ("bank", "rekening", "atas_nama")
HEIR_ID = ("ahli_waris", "nik_ahli_waris")
RELATIONS = dict(Claim.RELATIONS)
WORK = ("kpj", "pemberi_kerja", "masa_kerja", "tanggal_kejadian")
ROWS_OF_SLOT: Mapping[str, tuple[str, ...]] = {
    Slot.KARTU_PESERTA: ("kpj", "nama"),
    Slot.KTP: PERSON,
    Slot.KK: (*PERSON, "nomor_kk"),
    Slot.SURAT_KETERANGAN: ("nama", *WORK),
    Slot.BUKU_REKENING: ACCOUNT,
    Slot.FORMULIR: ("nama", "nik", *ACCOUNT),
    Slot.FOTO: ("nama", "tanggal_lahir"),
    Slot.NPWP: ("nama", "npwp"),
    Slot.SURAT_AHLI_WARIS: ("nama", *HEIR_ID),
    Slot.PENDUKUNG_AHLI_WARIS: ("nama", *HEIR_ID),
    Slot.STANDING_INSTRUCTION: ("nama", *ACCOUNT),
    Slot.PERSETUJUAN_AHLI_WARIS: ("nama", *HEIR_ID),
}


@dataclass(frozen=True)
class DataRow:
    """One line to compare: VALUE is masked where REVEALS names what may be asked for; WARNING says what differs."""

    code: str
    label: str
    value: str
    beside: str = ""
    warning: str = ""
    reveals: str = ""

    @property
    def ticked(self) -> bool:
        """Tell whether the verifier must tick this line."""
        return is_tick(self.code)


def rows_for(claim: Claim, slot: str, revealed: Mapping[str, str], *, today: date, with_all_ticks: bool = False) -> list[DataRow]:
    """Return the lines to compare with a document; REVEALED holds what was opened for this one page view.

    WITH_ALL_TICKS adds what no document of the claim shows, so that every tick can be made somewhere.
    """
    codes = HEIR_ID if slot == Slot.KTP and claim.heir_name else ROWS_OF_SLOT.get(slot, PERSON)
    if with_all_ticks:
        codes = (*codes, *(code for code in (*PERSON, *ACCOUNT) if code not in codes))
    rows = [ROWS[code](claim, today) for code in codes]
    rows += _other_heirs(claim) if slot == Slot.PERSETUJUAN_AHLI_WARIS else []
    return [_opened(row, revealed) for row in rows if row.value]


def differing_rows(claim: Claim, today: date) -> list[DataRow]:
    """Return the lines of person and account that something speaks against."""
    rows = [ROWS[code](claim, today) for code in (*PERSON, *ACCOUNT)]
    return [row for row in rows if row.warning]


def _opened(row: DataRow, revealed: Mapping[str, str]) -> DataRow:
    if row.reveals not in revealed:
        return row
    return DataRow(row.code, row.label, _grouped(revealed[row.reveals]), row.beside, row.warning)


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4)) if text.isdigit() else text


def _name(claim: Claim, today: date) -> DataRow:
    return DataRow("nama", "Nama", claim.participant.name)


def _nik(claim: Claim, today: date) -> DataRow:
    return DataRow("nik", "NIK", mask_nik(claim.participant.nik), warning=" ".join(_mismatches(claim, today)), reveals="nik")


def _mismatches(claim: Claim, today: date) -> list[str]:
    nik = _parsed(claim.participant.nik)
    return nik_mismatches(nik, claim.participant.birth_date, claim.participant.sex, today) if nik else []


def _parsed(text: str) -> Nik | None:
    try:
        return parse_nik(text)
    except IdentifierError:
        return None


def _birth_date(claim: Claim, today: date) -> DataRow:
    nik = _parsed(claim.participant.nik)
    in_nik = nik.birth_date(today) if nik else None
    beside = f"NIK: {short_date(in_nik)}" if in_nik and in_nik != claim.participant.birth_date else ""
    return DataRow("tanggal_lahir", "Tanggal lahir", short_date(claim.participant.birth_date), beside)


def _account_name(claim: Claim, today: date) -> DataRow:
    owner = claim.heir_name or claim.participant.name
    differs = claim.account_name and not same_name(claim.account_name, owner)
    return DataRow(
        "atas_nama", "Atas nama", claim.account_name, warning=f"Nama penerima: {owner}. Nama rekening berbeda." if differs else ""
    )


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are written alike, whatever the case, spaces and full stops."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _account(claim: Claim, today: date) -> DataRow:
    warning = account_length_warning(claim.bank_code, claim.account_number) or ""
    masked = mask_account(claim.account_number) if claim.account_number else ""
    return DataRow("rekening", "Nomor", masked, warning=warning, reveals="rekening")


def _bank(claim: Claim, today: date) -> DataRow:
    return DataRow("bank", "Bank", bank_label(claim.bank_code))


def bank_label(code: str) -> str:
    """Return a bank's name, or the code as it stands for one that is not in the list any more."""
    try:
        return bank_name(code)
    except KeyError:
        return code


def _kpj(claim: Claim, today: date) -> DataRow:
    return DataRow("kpj", "KPJ", mask_kpj(claim.membership.kpj), reveals="kpj")


def _employer(claim: Claim, today: date) -> DataRow:
    employer = claim.membership.employer
    return DataRow("pemberi_kerja", "Pemberi kerja", employer.name if employer else "")


def _stretch(claim: Claim, today: date) -> DataRow:
    membership = claim.membership
    end = short_date(membership.ended_on) if membership.ended_on else "masih aktif"
    warning = "" if membership.ended_on else "Kepesertaan masih aktif."
    return DataRow("masa_kerja", "Kepesertaan", f"{short_date(membership.started_on)} – {end}", warning=warning)


def _event(claim: Claim, today: date) -> DataRow:
    return DataRow("tanggal_kejadian", "Tanggal kejadian", short_date(claim.event_on) if claim.event_on else "")


def _family_card(claim: Claim, today: date) -> DataRow:
    number = claim.participant.family_card_number
    return DataRow("nomor_kk", "Nomor KK", mask_nik(number) if number else "", reveals="nomor_kk")


def _tax_number(claim: Claim, today: date) -> DataRow:
    number, name = (claim.tax_number, "npwp") if claim.tax_number else (claim.participant.tax_number, "npwp_terdaftar")
    return DataRow("npwp", "NPWP", mask_account(number) if number else "", reveals=name)


def _heir(claim: Claim, today: date) -> DataRow:
    return DataRow("ahli_waris", "Ahli waris", claim.heir_name, claim.get_heir_relation_display())


def _heir_nik(claim: Claim, today: date) -> DataRow:
    return DataRow("nik_ahli_waris", "NIK ahli waris", mask_nik(claim.heir_nik) if claim.heir_nik else "", reveals="nik_ahli_waris")


def _other_heirs(claim: Claim) -> list[DataRow]:
    """Return a line for everybody whose signature the letter of consent must bear."""
    heirs = enumerate(zip(consent_ticks(claim), claim.co_heirs, strict=True), 1)
    return [DataRow(tick, f"Tanda tangan {number}", heir.name, RELATIONS.get(heir.relation, "")) for number, (tick, heir) in heirs]


ROWS: Mapping[str, Callable[[Claim, date], DataRow]] = {
    "nama": _name,
    "nik": _nik,
    "tanggal_lahir": _birth_date,
    "bank": _bank,
    "rekening": _account,
    "atas_nama": _account_name,
    "kpj": _kpj,
    "pemberi_kerja": _employer,
    "masa_kerja": _stretch,
    "tanggal_kejadian": _event,
    "nomor_kk": _family_card,
    "npwp": _tax_number,
    "ahli_waris": _heir,
    "nik_ahli_waris": _heir_nik,
}
