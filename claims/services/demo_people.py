"""The demo's people, employers, offices and officers: all synthetic (product.md section 6)."""

from dataclasses import dataclass
from datetime import date

from claims.domain.workflow import Role


@dataclass(frozen=True, kw_only=True)
class DemoMembership:
    """One KPJ with the wage (whole rupiah a month) at its start; it ended ENDED_DAYS_AGO, or has not."""

    kpj: str
    npp: str
    employer: str
    started_on: date
    wage: int
    ended_on: date | None = None
    ended_days_ago: int | None = None
    end_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """A person of the contract's table. The birth date stands in the NIK."""

    nik: str
    name: str
    birth_date: date
    sex: str
    mother: str
    phone: str
    address: str
    memberships: tuple[DemoMembership, ...]

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@contoh.test"


BUDI = DemoPerson(
    nik="3174051508690001",
    name="Budi Santoso",
    birth_date=date(1969, 8, 15),
    sex="L",
    mother="Sri Wahyuni",
    phone="+6281200000011",
    address="Jalan Melati Contoh 12, Kebayoran, Jakarta Selatan",
    memberships=(
        DemoMembership(
            kpj="16574650011",
            npp="JK000101",
            employer="PT Roda Niaga Contoh",
            started_on=date(2002, 3, 1),
            wage=1_850_000,
            ended_on=date(2025, 8, 31),
            end_reason="pensiun",
        ),
    ),
)
SITI = DemoPerson(
    nik="3273015203920002",
    name="Siti Aminah",
    birth_date=date(1992, 3, 12),
    sex="P",
    mother="Nurhayati",
    phone="+6281200000029",
    address="Jalan Cikutra Contoh 8, Bandung",
    memberships=(
        DemoMembership(
            kpj="16574650029",
            npp="BD000202",
            employer="PT Benang Priangan Contoh",
            started_on=date(2018, 2, 1),
            wage=3_900_000,
            ended_days_ago=75,
            end_reason="mengundurkan_diri",
        ),
        DemoMembership(
            kpj="16574650037",
            npp="BD000203",
            employer="CV Roti Parahyangan Contoh",
            started_on=date(2014, 5, 1),
            wage=2_200_000,
            ended_on=date(2017, 12, 31),
            end_reason="mengundurkan_diri",
        ),
    ),
)
AGUS = DemoPerson(
    nik="3578102007850003",
    name="Agus Wijaya",
    birth_date=date(1985, 7, 20),
    sex="L",
    mother="Endang Lestari",
    phone="+6281200000045",
    address="Jalan Kenjeran Contoh 45, Surabaya",
    memberships=(
        DemoMembership(
            kpj="16574650045",
            npp="SB000304",
            employer="PT Baja Rungkut Contoh",
            started_on=date(2011, 9, 1),
            wage=2_400_000,
            ended_days_ago=60,
            end_reason="phk",
        ),
    ),
)
DEWI = DemoPerson(
    nik="5171014509880004",
    name="Dewi Lestari",
    birth_date=date(1988, 9, 5),
    sex="P",
    mother="Ketut Suryani",
    phone="+6281200000052",
    address="Jalan Sanur Contoh 3, Denpasar",
    memberships=(
        DemoMembership(
            kpj="16574650052",
            npp="DP000405",
            employer="PT Wisata Segara Contoh",
            started_on=date(2016, 1, 1),
            wage=3_100_000,
            ended_days_ago=95,
            end_reason="mengundurkan_diri",
        ),
    ),
)
JOKO = DemoPerson(
    nik="1271022811790005",
    name="Joko Prasetyo",
    birth_date=date(1979, 11, 28),
    sex="L",
    mother="Sulastri",
    phone="+6281200000060",
    address="Jalan Merbabu Contoh 21, Medan",
    memberships=(
        DemoMembership(
            kpj="16574650060",
            npp="MD000506",
            employer="PT Sawit Deli Contoh",
            started_on=date(2006, 4, 1),
            wage=2_100_000,
        ),
    ),
)
RINA = DemoPerson(
    nik="3374066304900006",
    name="Rina Marlina",
    birth_date=date(1990, 4, 23),
    sex="P",
    mother="Suparmi",
    phone="+6281200000078",
    address="Jalan Pandanaran Contoh 17, Semarang",
    memberships=(
        DemoMembership(
            kpj="16574650078",
            npp="SM000607",
            employer="PT Jamu Semarang Contoh",
            started_on=date(2019, 6, 1),
            wage=3_300_000,
        ),
    ),
)
HENDRA = DemoPerson(
    nik="6471031206750007",
    name="Hendra Gunawan",
    birth_date=date(1975, 6, 12),
    sex="L",
    mother="Rukmini",
    phone="+6281200000086",
    address="Jalan Mulawarman Contoh 5, Balikpapan",
    memberships=(
        DemoMembership(
            kpj="16574650086",
            npp="BP000708",
            employer="PT Kayu Mahakam Contoh",
            started_on=date(2008, 8, 1),
            wage=2_700_000,
            ended_days_ago=40,
            end_reason="meninggal_dunia",
        ),
    ),
)
PEOPLE = (BUDI, SITI, AGUS, DEWI, JOKO, RINA, HENDRA)

HOME_OFFICE = "bandung-timur"
"""Where the demo officers work and the demo claims lie, so that one desk shows them all."""
OFFICES = (
    (HOME_OFFICE, "Kantor Cabang Bandung Timur", "Jawa Barat", "Jalan Ahmad Yani Contoh 100, Bandung", "(022) 555-0175", "Asia/Jakarta"),
    ("jakarta-selatan", "Kantor Cabang Jakarta Selatan", "DKI Jakarta", "Jalan Fatmawati Contoh 20", "(021) 555-0110", "Asia/Jakarta"),
    ("surabaya-utara", "Kantor Cabang Surabaya Utara", "Jawa Timur", "Jalan Perak Contoh 7, Surabaya", "(031) 555-0131", "Asia/Jakarta"),
    ("semarang-barat", "Kantor Cabang Semarang Barat", "Jawa Tengah", "Jalan Siliwangi Contoh 9", "(024) 555-0124", "Asia/Jakarta"),
    ("medan-kota", "Kantor Cabang Medan Kota", "Sumatera Utara", "Jalan Pemuda Contoh 14, Medan", "(061) 555-0161", "Asia/Jakarta"),
    ("denpasar", "Kantor Cabang Denpasar", "Bali", "Jalan Hayam Wuruk Contoh 30, Denpasar", "(0361) 555-0136", "Asia/Makassar"),
    ("makassar", "Kantor Cabang Makassar", "Sulawesi Selatan", "Jalan Urip Contoh 11, Makassar", "(0411) 555-0141", "Asia/Makassar"),
    ("balikpapan", "Kantor Cabang Balikpapan", "Kalimantan Timur", "Jalan Sudirman Contoh 2", "(0542) 555-0154", "Asia/Makassar"),
    ("jayapura", "Kantor Cabang Jayapura", "Papua", "Jalan Percetakan Contoh 6, Jayapura", "(0967) 555-0196", "Asia/Jayapura"),
    ("bandung-barat", "Kantor Cabang Bandung Barat", "Jawa Barat", "Jalan Sudirman Contoh 40, Bandung", "(022) 555-0140", "Asia/Jakarta"),
    ("cimahi", "Kantor Cabang Cimahi", "Jawa Barat", "Jalan Amir Machmud Contoh 7, Cimahi", "(022) 555-0107", "Asia/Jakarta"),
    ("bogor", "Kantor Cabang Bogor", "Jawa Barat", "Jalan Pajajaran Contoh 55, Bogor", "(0251) 555-0155", "Asia/Jakarta"),
    ("jakarta-pusat", "Kantor Cabang Jakarta Pusat", "DKI Jakarta", "Jalan Salemba Contoh 3", "(021) 555-0103", "Asia/Jakarta"),
    ("serang", "Kantor Cabang Serang", "Banten", "Jalan Veteran Contoh 18, Serang", "(0254) 555-0118", "Asia/Jakarta"),
    ("sleman", "Kantor Cabang Sleman", "DI Yogyakarta", "Jalan Magelang Contoh 25, Sleman", "(0274) 555-0125", "Asia/Jakarta"),
    ("manado", "Kantor Cabang Manado", "Sulawesi Utara", "Jalan Sam Ratulangi Contoh 12, Manado", "(0431) 555-0112", "Asia/Makassar"),
    ("ambon", "Kantor Cabang Ambon", "Maluku", "Jalan Pattimura Contoh 4, Ambon", "(0911) 555-0104", "Asia/Jayapura"),
)

SHARED_WORD = "demo-jht-2026"
"""What opens the demo's desk for everybody; the README prints it, and ``demo.load`` refuses where DEMO is off."""
OFFICERS = (
    ("loket", "Wulan Anggraini", Role.COUNTER),
    ("verifikator", "Lukman Harahap", Role.VERIFIER),
    ("verifikator2", "Nadia Safitri", Role.VERIFIER),
    ("penyetuju", "Ratna Kusuma", Role.APPROVER),
    ("bayar", "Bayu Firmansyah", Role.PAYER),
    ("kepala", "Kartika Halim", Role.HEAD),
    ("auditor", "Arif Budiman", Role.AUDITOR),
    ("konfigurasi", "Fajar Ramadhan", Role.CONFIGURATOR),
)
