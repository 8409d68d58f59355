"""Parts of the installation that another machine or process provides: mail, documents, the cleaner, the cache.

Each is tried for real. Passwords and addresses of people are never told.
"""

import errno
import smtplib
import tempfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from time import perf_counter

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from PIL import Image

from claims import storage
from claims.cleaning import CleanerBroken, FileRefused, clean_file
from claims.services.configuration_outcome import Outcome, broken, care, ok, since
from jht_portal.lib.formats import clock_time

MAIL_SECONDS = 6
STORE_SECONDS = 8
CLEANING_SECONDS = 15
CACHE_SECONDS = 4


def mail(now: datetime) -> Outcome:
    """Connect to the mail server and sign in; nothing is sent."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return care(
            "Surat tidak dikirim, hanya ditulis di mesin ini.",
            "Isi EMAIL_URL dengan server surat, misalnya smtp+tls://pengguna:sandi@server:587.",
        )
    server = get_connection(timeout=MAIL_SECONDS)
    try:
        server.open()
        server.connection.noop()
    except (smtplib.SMTPException, OSError) as error:
        return broken(_mail_fault(error), "Periksa EMAIL_URL: nama server, port, pengguna, dan kata sandi.")
    finally:
        server.close()
    return ok(f"Server surat {settings.EMAIL_HOST} menerima sambungan.")


def _mail_fault(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Server surat menolak nama pengguna atau kata sandi."
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "Server surat menolak alamat penerima."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Server surat menolak dengan kode {error.smtp_code}."
    if isinstance(error, (TimeoutError, smtplib.SMTPServerDisconnected)):
        return "Server surat tidak menjawab."
    return f"Server surat {settings.EMAIL_HOST} tidak bisa dihubungi."


def send_test_mail(address: str, now: datetime) -> Outcome:
    """Send one message to the officer's own ADDRESS."""
    if not address:
        return care("Akun Anda belum punya alamat e-mail.", "Minta rekan mengisinya di daftar pengguna.")
    body = f"Surat uji dari {settings.OPERATOR_NAME}, {clock_time(now)}. Surat ini tidak perlu dijawab.\n"
    try:
        EmailMessage("Surat uji Portal JHT", body, to=[address], connection=get_connection(timeout=MAIL_SECONDS)).send()
    except (smtplib.SMTPException, OSError) as error:
        return broken(f"Surat uji tidak terkirim. {_mail_fault(error)}", "Periksa EMAIL_URL dan DEFAULT_FROM_EMAIL.")
    return ok("Surat uji diserahkan ke server surat. Periksa kotak masuk Anda.")


def store(now: datetime) -> Outcome:
    """Write a probe, read it, compare it, delete it."""
    began = perf_counter()
    try:
        storage.health()
    except storage.StorageUnavailable as error:
        return broken(f"Penyimpanan dokumen tidak berfungsi: {_store_fault(error)}.", "Periksa DOCUMENT_STORAGE_URL dan izin foldernya.")
    return ok(f"Berkas uji ditulis, dibaca, dibandingkan, dan dihapus dalam {since(began)}.")


STORE_FAULTS: Mapping[int, str] = {
    errno.EACCES: "tidak boleh ditulis",
    errno.EPERM: "tidak boleh ditulis",
    errno.EROFS: "hanya bisa dibaca",
    errno.ENOSPC: "penuh",
    errno.EDQUOT: "penuh",
    errno.ENOTDIR: "bukan folder",
    errno.EEXIST: "bukan folder",
}


def _store_fault(error: storage.StorageUnavailable) -> str:
    cause = error.__cause__
    return STORE_FAULTS.get(getattr(cause, "errno", 0) or 0, "tidak menjawab atau isinya berubah")


def scanner(now: datetime) -> Outcome:
    """Have the cleaner rebuild a good picture and refuse a broken one."""
    try:
        good, bad = _cleans(_picture()), _cleans(b"\xff\xd8\xff\xe0" + b"bukan gambar " * 100)
    except CleanerBroken:
        return broken("Pembersih dokumen tidak berjalan.", "Periksa memori mesin dan pasang ulang paket Python.")
    if not good:
        return broken("Pembersih menolak gambar yang baik.", "Pasang ulang paket Pillow, lalu uji lagi.")
    if bad:
        return broken("Pembersih menerima berkas yang rusak.", "Hentikan unggahan, lalu pasang ulang paket Pillow.")
    return ok("Gambar baik dibangun ulang, berkas rusak ditolak. Antivirus tidak dipasang: setiap berkas dibangun ulang sebelum disimpan.")


def _cleans(content: bytes) -> bool:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            clean_file(Path(file.name), declared_name="uji.jpg")
        except FileRefused:
            return False
    return True


def _picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (320, 240), (250, 249, 246)).save(drawn, "JPEG")
    return drawn.getvalue()


def shared_cache(now: datetime) -> Outcome:
    """Keep a word and read it back."""
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        return care("Tembolok hanya milik satu proses.", "Untuk beberapa proses atau mesin, isi CACHE_URL dengan alamat redis://.")
    key, word = f"uji-{token_hex(4)}", token_hex(8)
    try:
        cache.set(key, word, 30)
        found = cache.get(key)
        cache.delete(key)
    except Exception:  # Each driver has its own errors.
        return broken("Tembolok bersama tidak menjawab.", "Periksa CACHE_URL dan server Redis.")
    return (
        ok("Tembolok bersama menyimpan dan mengembalikan.") if found == word else broken("Tembolok lupa.", "Periksa memori server Redis.")
    )
