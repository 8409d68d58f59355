from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.domain.identifiers import (
    IdentifierError,
    Kpj,
    Nik,
    mask_account,
    mask_email,
    mask_kpj,
    mask_name,
    mask_nik,
    mask_phone,
    nik_mismatches,
    normalise_number,
    parse_account_number,
    parse_family_card_number,
    parse_kpj,
    parse_kpj_or_nik,
    parse_nik,
    parse_npwp,
    parse_phone,
)

TODAY = date(2026, 11, 22)
DEMO_NIKS = [
    ("3174051508690001", "L", date(1969, 8, 15)),
    ("3273015203920002", "P", date(1992, 3, 12)),
    ("3578102007850003", "L", date(1985, 7, 20)),
    ("5171014509880004", "P", date(1988, 9, 5)),
    ("1271022811790005", "L", date(1979, 11, 28)),
    ("3374066304900006", "P", date(1990, 4, 23)),
    ("6471031206750007", "L", date(1975, 6, 12)),
]


def refusal(parse, text):
    with pytest.raises(IdentifierError) as caught:
        parse(text)
    return caught.value.code, caught.value.message


@st.composite
def niks(draw):
    born = draw(st.dates(min_value=date(1927, 1, 1), max_value=TODAY))
    woman = draw(st.booleans())
    region = draw(st.integers(min_value=0, max_value=999_999))
    serial = draw(st.integers(min_value=1, max_value=9_999))
    return f"{region:06d}{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}", "P" if woman else "L", born


@given(st.lists(st.tuples(st.sampled_from("0123456789"), st.sampled_from(["", " ", ".", "-", "–", "\u00a0", "\u200b"]))))
def test_normalise_number_drops_separators_wherever_they_stand(typed):
    assert normalise_number("".join(digit + gap for digit, gap in typed)) == "".join(digit for digit, _ in typed)


@pytest.mark.parametrize(
    "text",
    [
        "16574650029",
        " 1657 4650 029 ",
        "1657-4650.029",
        "1657–4650—029",
        "1657−4650‑029",
        "1657\u00a04650\u200b029\ufeff",
        "１６５７４６５００２９",
        "١٦٥٧٤٦٥٠٠٢٩",
        "\t1657_4650·029\n",
    ],
)
def test_parse_kpj_reads_it_however_it_is_typed(text):
    assert parse_kpj(text) == Kpj("16574650029")


def test_parse_kpj_keeps_leading_zeros():
    assert parse_kpj("00000000001").value == "00000000001"


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "empty", "KPJ belum diisi."),
        (" - ", "empty", "KPJ belum diisi."),
        ("1657465002", "length", "Ada 10 angka. KPJ punya 11."),
        ("165746500299", "length", "Ada 12 angka. KPJ punya 11."),
        ("3273015203920002", "length", "Ada 16 angka: itu NIK. KPJ punya 11."),
        ("1657465002A", "not_digits", "Ada huruf atau tanda lain. KPJ hanya berisi angka."),
    ],
)
def test_parse_kpj_says_what_it_found(text, code, message):
    assert refusal(parse_kpj, text) == (code, message)


@pytest.mark.parametrize(("number", "sex", "born"), DEMO_NIKS)
def test_nik_tells_sex_and_birth_date(number, sex, born):
    nik = parse_nik(number)

    assert (nik.value, nik.sex, nik.birth_date(TODAY)) == (number, sex, born)


@given(niks())
def test_every_nik_of_a_person_up_to_99_reads_back(person):
    number, sex, born = person
    nik = parse_nik(number)

    assert (nik.sex, nik.birth_date(TODAY)) == (sex, born)


@pytest.mark.parametrize("region", ["650101", "910101", "920101", "930101", "940101", "950101", "960101", "760101", "999999", "000000"])
def test_parse_nik_never_judges_the_region(region):
    assert parse_nik(f"{region}1508690001").value == f"{region}1508690001"


@pytest.mark.parametrize(
    ("digits", "born"),
    [
        ("221126", date(2026, 11, 22)),
        ("231126", date(1926, 11, 23)),
        ("010100", date(2000, 1, 1)),
        ("290200", date(2000, 2, 29)),
        ("290204", date(2004, 2, 29)),
        ("290228", date(1928, 2, 29)),
        ("311299", date(1999, 12, 31)),
        ("710104", date(2004, 1, 31)),
    ],
)
def test_birth_date_takes_the_latest_century_that_is_not_in_the_future(digits, born):
    assert parse_nik(f"327301{digits}0001").birth_date(TODAY) == born


@pytest.mark.parametrize(
    ("number", "code", "message"),
    [
        ("", "empty", "NIK belum diisi."),
        ("16574650029", "length", "Ada 11 angka: itu KPJ. NIK punya 16."),
        ("327301520392000", "length", "Ada 15 angka. NIK punya 16."),
        ("32730152039200X2", "not_digits", "Ada huruf atau tanda lain. NIK hanya berisi angka."),
        ("3273010003920002", "day", "Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01–31, perempuan 41–71. Periksa di KTP."),
        ("3273013203920002", "day", "Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01–31, perempuan 41–71. Periksa di KTP."),
        ("3273014003920002", "day", "Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01–31, perempuan 41–71. Periksa di KTP."),
        ("3273017203920002", "day", "Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01–31, perempuan 41–71. Periksa di KTP."),
        ("3273015200920002", "month", "Angka ke-9 dan ke-10 NIK adalah bulan lahir: 01–12. Periksa di KTP."),
        ("3273015213920002", "month", "Angka ke-9 dan ke-10 NIK adalah bulan lahir: 01–12. Periksa di KTP."),
        ("3273013102920002", "date", "Tanggal lahir di NIK tidak ada di kalender. Periksa angka ke-7 sampai ke-12 di KTP."),
        ("3273012902930002", "date", "Tanggal lahir di NIK tidak ada di kalender. Periksa angka ke-7 sampai ke-12 di KTP."),
        ("3273015203920000", "serial", "Empat angka terakhir NIK mulai dari 0001. Periksa di KTP."),
    ],
)
def test_parse_nik_names_the_fault(number, code, message):
    assert refusal(parse_nik, number) == (code, message)


def test_parse_kpj_or_nik_tells_them_apart_by_length():
    assert parse_kpj_or_nik("1657 4650 029") == Kpj("16574650029")
    assert parse_kpj_or_nik("3273.0152.0392.0002") == Nik("3273015203920002")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("1657465002", "length", "Ada 10 angka. KPJ punya 11, NIK punya 16."),
        ("", "empty", "Nomor belum diisi. Tulis KPJ (11 angka) atau NIK (16 angka)."),
        ("siti@contoh.id", "not_digits", "Ada huruf atau tanda lain. KPJ dan NIK hanya berisi angka."),
    ],
)
def test_parse_kpj_or_nik_names_both_lengths(text, code, message):
    assert refusal(parse_kpj_or_nik, text) == (code, message)


@given(st.text(max_size=30))
def test_parse_kpj_or_nik_answers_every_text_with_a_number_or_a_sentence(text):
    try:
        number = parse_kpj_or_nik(text)
    except IdentifierError as error:
        assert error.message.endswith(".")
    else:
        assert number.value.isascii() and len(number.value) in (11, 16)


@pytest.mark.parametrize(
    "text", ["0812 3456 7890", "+62 812-3456-7890", "62 81234567890", "(0812) 3456.7890", "81234567890", "+62 (0)812 3456 7890"]
)
def test_parse_phone_takes_every_prefix_for_one_number(text):
    assert parse_phone(text) == "+6281234567890"


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "empty", "Nomor HP belum diisi. Contoh: 0812 3456 7890."),
        ("0812 3456 abc", "not_digits", "Ada huruf atau tanda lain. Nomor HP hanya berisi angka."),
        ("022 4203368", "not_mobile", "Nomor HP mulai dengan 08 atau +62 8. Tulis nomor HP, bukan telepon rumah."),
        ("081234567", "length", "Ada 9 angka bila ditulis dengan 08. Nomor HP punya 10 sampai 13."),
        ("08123456789012", "length", "Ada 14 angka bila ditulis dengan 08. Nomor HP punya 10 sampai 13."),
    ],
)
def test_parse_phone_says_what_it_found(text, code, message):
    assert refusal(parse_phone, text) == (code, message)


@pytest.mark.parametrize("digits", [10, 13])
def test_parse_phone_takes_10_to_13_digits(digits):
    typed = "08" + "1" * (digits - 2)

    assert parse_phone(typed) == "+62" + typed[1:]


def test_parse_npwp_takes_the_old_and_the_new_form():
    assert parse_npwp("09.254.294.3-407.000") == "092542943407000"
    assert parse_npwp("0092 5429 4340 7000") == "0092542943407000"


@pytest.mark.parametrize(
    ("parse", "text", "code", "message"),
    [
        (parse_npwp, "12345", "length", "Ada 5 angka. NPWP punya 16, yang lama 15."),
        (parse_npwp, "", "empty", "NPWP belum diisi."),
        (parse_npwp, "tidak ada", "not_digits", "Ada huruf atau tanda lain. NPWP hanya berisi angka."),
        (parse_family_card_number, "327301", "length", "Ada 6 angka. Nomor KK punya 16."),
        (parse_account_number, "1234", "length", "Ada 4 angka. Nomor rekening biasanya 10 sampai 16."),
        (parse_account_number, "", "empty", "Nomor rekening belum diisi."),
        (parse_account_number, "BCA", "not_digits", "Ada huruf atau tanda lain. Nomor rekening hanya berisi angka."),
    ],
)
def test_other_numbers_say_what_was_found(parse, text, code, message):
    assert refusal(parse, text) == (code, message)


def test_other_numbers_are_read_without_separators():
    assert parse_family_card_number("3273 0112 0110 0001") == "3273011201100001"
    assert parse_account_number("0123-4567-89") == "0123456789"


def test_nik_mismatches_warn_about_each_difference():
    nik = parse_nik("3273015203920002")

    assert nik_mismatches(nik, date(1992, 3, 12), "P", TODAY) == []
    assert nik_mismatches(nik, date(1992, 3, 13), "L", TODAY) == [
        "Tanggal lahir berbeda dari angka di NIK. Periksa keduanya di KTP.",
        "Jenis kelamin berbeda dari angka di NIK. Periksa keduanya di KTP.",
    ]


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_kpj, "16574650029", "1XXX XXXX 029"),
        (mask_nik, "3273015203920002", "3273 XXXX XXXX XXXX"),
        (mask_phone, "+6281234567890", "08XX XXXX XX90"),
        (mask_account, "1234567890", "XXXX XX78 90"),
        (mask_account, "12345678", "XXXX 5678"),
        (mask_account, "1234567", "XXXX X67"),
        (mask_email, "siti.aminah@contoh.id", "s***@contoh.id"),
        (mask_name, "Siti Aminah", "S*** A***"),
        (mask_name, "", ""),
    ],
)
def test_masks_show_little(mask, value, shown):
    """A4."""
    assert mask(value) == shown


@given(
    st.sampled_from([(mask_kpj, 11, 11), (mask_nik, 16, 16), (mask_account, 5, 20)]).flatmap(
        lambda row: st.tuples(st.just(row[0]), st.text("0123456789", min_size=row[1], max_size=row[2]))
    )
)
def test_no_mask_shows_more_than_four_digits(case):
    """A4."""
    mask, number = case

    assert sum(char.isdigit() for char in mask(number)) <= 4


def test_numbers_show_themselves_masked():
    """A5: what slips into a log or an error page is the mask."""
    assert f"{parse_kpj('16574650029')} {parse_nik('3273015203920002')!r}" == "Kpj(1XXX XXXX 029) Nik(3273 XXXX XXXX XXXX)"
