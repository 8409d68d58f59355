"""Banks that a participant can be paid through, and the account lengths that they usually have (domain.md section 4)."""

from dataclasses import dataclass

from participants.domain.sentences import sentence


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank; ``code`` is the clearing code where a source gives one, else our own short name."""

    code: str
    name: str
    usual_length: int | None = None


OTHER_BANK = "lainnya"
_BANKS = (
    Bank("002", "BRI", 15),
    Bank("008", "Mandiri", 13),
    Bank("009", "BNI", 10),
    Bank("014", "BCA", 10),
    Bank("200", "BTN", 16),
    Bank("bsi", "BSI", 10),
    Bank("cimb-niaga", "CIMB Niaga", 13),
    Bank("danamon", "Danamon", 10),
    Bank("bukopin", "Bukopin", 10),
    Bank("ocbc", "OCBC", 12),
    Bank("muamalat", "Muamalat", 10),
    Bank("permata", "Permata"),
    Bank("panin", "Panin"),
    Bank("maybank", "Maybank Indonesia"),
    Bank("mega", "Mega"),
    Bank("bjb", "bjb"),
    Bank("bank-dki", "Bank DKI"),
    Bank("bank-jateng", "Bank Jateng"),
    Bank("bank-jatim", "Bank Jatim"),
    Bank("bank-sumut", "Bank Sumut"),
    Bank("bank-nagari", "Bank Nagari"),
    Bank("bpd-bali", "BPD Bali"),
    Bank(OTHER_BANK, "Bank lain"),
)
_BY_CODE = {bank.code: bank for bank in _BANKS}
BANK_HELP = "Tidak ada di daftar? Pilih Bank lain; namanya kami baca di buku rekening."
BANKS: tuple[tuple[str, str], ...] = tuple((bank.code, bank.name) for bank in _BANKS)


def bank_name(code: str) -> str:
    """Return a bank's name; raise KeyError for a code that is not ours."""
    return _BY_CODE[code].name


def account_length_warning(bank_code: str, number: str) -> str | None:
    """Return a warning when an account has another length than usual, else None.

    It never blocks: the table has one source, and pages disagree about BRI (domain.md section 4).
    """
    bank = _BY_CODE.get(bank_code)
    if bank is None or bank.usual_length in (None, len(number)):
        return None
    return sentence(
        "Rekening {bank} biasanya {usual} angka, yang ini {count}. Periksa di buku rekening.",
        bank=bank.name,
        usual=bank.usual_length,
        count=len(number),
    )
