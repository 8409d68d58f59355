"""Does the installation work? Each part is tried for real and answers in words: how it stands, and what to do.

What waits for another machine is tried beside the request for a few seconds and then given up, so that no page hangs.
Keys and passwords are never told.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, Queue

from django.utils import timezone

from claims.services import configuration_machines as machines
from claims.services import configuration_settings as known
from claims.services.configuration_outcome import Outcome, broken

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Check:
    """One part: its name, what is tried, and how. SECONDS: tried beside the request and given up after so many."""

    label: str
    tries: str
    run: Callable[[datetime], Outcome]
    seconds: int = 0

    @property
    def is_quick(self) -> bool:
        """Whether it asks nobody but settings and database, so that any page may ask it."""
        return not self.seconds


CHECKS: Mapping[str, Check] = {
    "surat": Check("Surat", "Menyambung ke server surat, tanpa mengirim.", machines.mail, machines.MAIL_SECONDS + 2),
    "penyimpanan": Check("Penyimpanan dokumen", "Menulis, membaca, membandingkan, menghapus.", machines.store, machines.STORE_SECONDS),
    "pembersih": Check(
        "Pembersih dokumen", "Membangun ulang satu gambar, menolak satu berkas rusak.", machines.scanner, machines.CLEANING_SECONDS
    ),
    "tembolok": Check("Tembolok", "Menyimpan satu kata, lalu membacanya.", machines.shared_cache, machines.CACHE_SECONDS),
    "basis-data": Check("Basis data", "Satu pertanyaan, dan migrasi yang menunggu.", known.database),
    "jam": Check("Jam", "Jam mesin, jam basis data, jam kantor.", known.clocks),
    "pekerja": Check("Pekerja latar", "Tanda hidup dan pesan yang menunggu.", known.worker),
    "saluran": Check("Saluran pesan", "Saluran yang dijeda.", known.channels),
    "hari-libur": Check("Hari libur", "Tahun ini dan tahun depan.", known.days_off),
    "aturan": Check("Aturan", "Apakah proses ini memakai aturan hari ini.", known.rules),
    "alamat": Check("Alamat portal", "HTTPS dan nama mesin.", known.address),
    "langkah-kedua": Check("Langkah kedua", "Cara petugas masuk.", known.second_step),
    "kunci": Check("Kunci", "Ada atau tidak, tanpa ditampilkan.", known.keys),
    "ruang": Check("Ruang", "Sisa ruang di tempat data.", known.disk),
}
NOBODY_ANSWERED = "Tidak ada jawaban dalam {} detik."


def try_out(codes: Iterable[str], now: datetime) -> dict[str, Outcome]:
    """Try parts by their codes; those that wait for others run side by side, none longer than its seconds."""
    wanted = [code for code in CHECKS if code in set(codes)]
    started = {code: _start(CHECKS[code], now) for code in wanted if not CHECKS[code].is_quick}
    quick = {code: _safely(CHECKS[code].run, now) for code in wanted if CHECKS[code].is_quick}
    slow = {code: _answer(queue, CHECKS[code].seconds) for code, queue in started.items()}
    return {code: (quick | slow)[code] for code in wanted}


def quick_codes() -> list[str]:
    """Return the codes of the parts that any page may ask."""
    return [code for code, check in CHECKS.items() if check.is_quick]


def beside(run: Callable[[], Outcome], seconds: int) -> Outcome:
    """Run something that waits for another machine, and give it up after so many seconds."""
    return _answer(_start(Check("", "", lambda now: run(), seconds), timezone.now()), seconds)


def _start(check: Check, now: datetime) -> "Queue[Outcome]":
    answered: Queue[Outcome] = Queue()
    threading.Thread(target=lambda: answered.put(_safely(check.run, now)), daemon=True).start()
    return answered


def _answer(queue: "Queue[Outcome]", seconds: int) -> Outcome:
    try:
        return queue.get(timeout=seconds)
    except Empty:
        return broken(NOBODY_ANSWERED.format(seconds), "Periksa jaringan dan mesin yang dituju, lalu uji lagi.")


def _safely(run: Callable[[datetime], Outcome], now: datetime) -> Outcome:
    """Return what RUN says; what nobody expected is a fault of that part, not of the page."""
    try:
        return run(now)
    except Exception as error:
        logger.exception("a check of the configuration failed")
        return broken(f"Uji ini sendiri gagal ({type(error).__name__}).", "Baca catatan (log) portal pada jam ini.")
