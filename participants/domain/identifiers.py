"""Numbers that name people: read as people type them, judged precisely, masked wherever they are shown.

Facts and formats: domain.md section 4. A number that is refused says what was found and what was expected, in
Indonesian, without repeating the number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from unicodedata import category, decimal, normalize

from participants.domain.sentences import sentence

KPJ_LENGTH = 11
NIK_LENGTH = 16
WOMAN_DAY_OFFSET = 40
_SEPARATOR_CATEGORIES = {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}
_SEPARATORS = "._·•−'"


class IdentifierError(ValueError):
    """A number that cannot be what it should be. ``code`` is for programs, ``message`` (Indonesian) for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True, repr=False)
class Kpj:
    """A membership number (nomor peserta): 11 digits, leading zeros kept. Shows itself masked; read ``value`` on purpose."""

    value: str

    def __repr__(self) -> str:
        return f"Kpj({mask_kpj(self.value)})"


@dataclass(frozen=True, slots=True, repr=False)
class Nik:
    """A citizen number: 16 digits that hold region, birth day (women +40), month, year and a serial.

    Shows itself masked; read ``value`` on purpose.
    """

    value: str

    def __repr__(self) -> str:
        return f"Nik({mask_nik(self.value)})"

    @property
    def sex(self) -> str:
        """``P`` where the birth day is raised by 40, else ``L``."""
        return "P" if int(self.value[6:8]) > WOMAN_DAY_OFFSET else "L"

    def birth_date(self, today: date) -> date:
        """Return the birth date in the latest century in which it is not after ``today``.

        Two digits of a year cannot tell 5 from 105; the younger is taken, so someone over a hundred comes out too young.
        """
        return next(born for born in self._possible_birth_dates(today) if born <= today)

    def _possible_birth_dates(self, today: date) -> Iterator[date]:
        century = today.year // 100 * 100
        for start in range(century, century - 500, -100):
            year = start + int(self.value[10:12])
            if _is_date(year, self._birth_month, self._birth_day):
                yield date(year, self._birth_month, self._birth_day)

    @property
    def _birth_day(self) -> int:
        day = int(self.value[6:8])
        return day - WOMAN_DAY_OFFSET if day > WOMAN_DAY_OFFSET else day

    @property
    def _birth_month(self) -> int:
        return int(self.value[8:10])


def normalise_number(text: str) -> str:
    """Drop spaces, dots and dashes of every kind and write digits of any script as 0-9; other characters stay."""
    kept = (char for char in normalize("NFKC", text) if category(char) not in _SEPARATOR_CATEGORIES and char not in _SEPARATORS)
    return "".join(str(decimal(char, char)) for char in kept)


def parse_kpj(text: str) -> Kpj:
    """Read a KPJ as typed; raise IdentifierError unless it has 11 digits (leading zeros stay)."""
    number = normalise_number(text)
    if len(number) == NIK_LENGTH and _is_digits(number):
        raise IdentifierError("length", sentence("Ada 16 angka: itu NIK. KPJ punya 11."))
    return Kpj(_digits(number, name="KPJ", length=KPJ_LENGTH))


def parse_nik(text: str) -> Nik:
    """Read a NIK as typed; raise IdentifierError unless it has 16 digits, a birth date that can exist and a serial.

    The region is never judged: new provinces and abolished districts stand on valid cards.
    """
    number = normalise_number(text)
    if len(number) == KPJ_LENGTH and _is_digits(number):
        raise IdentifierError("length", sentence("Ada 11 angka: itu KPJ. NIK punya 16."))
    _check_nik(_digits(number, name="NIK", length=NIK_LENGTH))
    return Nik(number)


def parse_kpj_or_nik(text: str) -> Kpj | Nik:
    """Read either number, told apart by length; raise IdentifierError naming both lengths for any other."""
    number = normalise_number(text)
    if not number:
        raise IdentifierError("empty", sentence("Nomor belum diisi. Tulis KPJ (11 angka) atau NIK (16 angka)."))
    if not _is_digits(number):
        raise IdentifierError("not_digits", sentence("Ada huruf atau tanda lain. KPJ dan NIK hanya berisi angka."))
    if len(number) not in (KPJ_LENGTH, NIK_LENGTH):
        raise IdentifierError("length", sentence("Ada {count} angka. KPJ punya 11, NIK punya 16.", count=len(number)))
    return parse_kpj(number) if len(number) == KPJ_LENGTH else parse_nik(number)


def parse_family_card_number(text: str) -> str:
    """Return the 16 digits of a family card (nomor KK); raise IdentifierError for anything else."""
    return _digits(normalise_number(text), name="Nomor KK", length=16)


def parse_npwp(text: str) -> str:
    """Return a tax number as typed, 15 digits (old form) or 16 (in use since 1 July 2024); raise IdentifierError otherwise."""
    number = normalise_number(text)
    if _is_digits(number) and len(number) not in (15, 16):
        raise IdentifierError("length", sentence("Ada {count} angka. NPWP punya 16, yang lama 15.", count=len(number)))
    return _digits(number, name="NPWP", length=len(number) or 16)


def parse_phone(text: str) -> str:
    """Return a mobile number as ``+628…``; 08, 62, +62 and a bare 8 are one; raise IdentifierError otherwise.

    Written with 08 in front, an Indonesian mobile number has 10 to 13 digits.
    """
    number = re.sub(r"[()+]", "", normalise_number(text))
    if not number:
        raise IdentifierError("empty", sentence("Nomor HP belum diisi. Contoh: 0812 3456 7890."))
    if not _is_digits(number):
        raise IdentifierError("not_digits", sentence("Ada huruf atau tanda lain. Nomor HP hanya berisi angka."))
    subscriber = re.sub(r"^(?:62)?0?", "", number)
    if not subscriber.startswith("8"):
        raise IdentifierError("not_mobile", sentence("Nomor HP mulai dengan 08 atau +62 8. Tulis nomor HP, bukan telepon rumah."))
    if not 9 <= len(subscriber) <= 12:
        raise IdentifierError(
            "length", sentence("Ada {count} angka bila ditulis dengan 08. Nomor HP punya 10 sampai 13.", count=len(subscriber) + 1)
        )
    return f"+62{subscriber}"


def parse_account_number(text: str) -> str:
    """Return a bank account's digits; raise IdentifierError unless there are 5 to 20. Usual lengths only warn (banks.py)."""
    number = normalise_number(text)
    if _is_digits(number) and not 5 <= len(number) <= 20:
        raise IdentifierError("length", sentence("Ada {count} angka. Nomor rekening biasanya 10 sampai 16.", count=len(number)))
    return _digits(number, name="Nomor rekening", length=len(number) or 10)


def nik_mismatches(nik: Nik, birth_date: date, sex: str, today: date) -> list[str]:
    """Return warnings where birth date or sex (L or P) differ from the NIK. They never block: official data has exceptions."""
    warnings = []
    if nik.birth_date(today) != birth_date:
        warnings.append(sentence("Tanggal lahir berbeda dari angka di NIK. Periksa keduanya di KTP."))
    if nik.sex != sex:
        warnings.append(sentence("Jenis kelamin berbeda dari angka di NIK. Periksa keduanya di KTP."))
    return warnings


def mask_kpj(kpj: str) -> str:
    """Mask a KPJ as ``1XXX XXXX 029``.

    The first digit and the last three: four digits are the most that any public page may show (safety row A4), and the
    last three tell one person's cards apart.
    """
    return _grouped(f"{kpj[:1]}{'X' * (len(kpj) - 4)}{kpj[-3:]}")


def mask_nik(nik: str) -> str:
    """Mask a NIK as ``3273 XXXX XXXX XXXX``: the region stays, birth date and serial, which complete a guess, do not."""
    return _grouped(nik[:4] + "X" * (len(nik) - 4))


def mask_phone(phone: str) -> str:
    """Mask a mobile number as ``08XX XXXX XX90``; two digits stay, so that the last four can serve as a question."""
    local = f"0{phone.removeprefix('+62')}"
    return _grouped(f"{local[:2]}{'X' * (len(local) - 4)}{local[-2:]}")


def mask_email(email: str) -> str:
    """Mask an e-mail address as ``s***@contoh.id``; the length of the name is not told."""
    name, _, host = email.partition("@")
    return f"{name[:1]}***@{host}"


def mask_account(number: str) -> str:
    """Mask a bank account as ``XXXX XX34 56``: the last four digits stay, only two of a number shorter than eight."""
    shown = 4 if len(number) >= 8 else 2
    return _grouped("X" * (len(number) - shown) + number[-shown:])


def written_phone(phone: str) -> str:
    """Write a mobile number as people do: ``0812 3456 7890``; an empty one stays empty."""
    return _grouped(f"0{phone.removeprefix('+62')}") if phone else ""


def mask_name(name: str) -> str:
    """Mask a name as ``S*** A***``: the first letter of each part, never its length."""
    return " ".join(f"{part[0]}***" for part in name.split())


def _digits(number: str, *, name: str, length: int) -> str:
    if not number:
        raise IdentifierError("empty", sentence("{name} belum diisi.", name=name))
    if not _is_digits(number):
        raise IdentifierError("not_digits", sentence("Ada huruf atau tanda lain. {name} hanya berisi angka.", name=name))
    if len(number) != length:
        raise IdentifierError("length", sentence("Ada {count} angka. {name} punya {length}.", count=len(number), name=name, length=length))
    return number


def _is_digits(number: str) -> bool:
    return number.isascii() and number.isdigit()


def _check_nik(number: str) -> None:
    raw_day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    day = raw_day - WOMAN_DAY_OFFSET if raw_day > WOMAN_DAY_OFFSET else raw_day
    if not 1 <= day <= 31:
        raise IdentifierError("day", sentence("Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01–31, perempuan 41–71. Periksa di KTP."))
    if not 1 <= month <= 12:
        raise IdentifierError("month", sentence("Angka ke-9 dan ke-10 NIK adalah bulan lahir: 01–12. Periksa di KTP."))
    if not (_is_date(1900 + year, month, day) or _is_date(2000 + year, month, day)):
        raise IdentifierError("date", sentence("Tanggal lahir di NIK tidak ada di kalender. Periksa angka ke-7 sampai ke-12 di KTP."))
    if number.endswith("0000"):
        raise IdentifierError("serial", sentence("Empat angka terakhir NIK mulai dari 0001. Periksa di KTP."))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
