"""Parts of the installation that settings and database tell about at once, so that any page may ask."""

import shutil
from datetime import UTC, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from claims.domain.shelves import day_of_rules
from claims.models import Heartbeat, Notification, Office
from claims.services import channel_states
from claims.services.configuration_outcome import Outcome, broken, care, ok, since
from claims.services.days_off import coming_years
from jht_portal.lib.formats import clock_time, short_date

LATE = timedelta(minutes=2)
BEARABLE_SECONDS, WRONG_SECONDS = 2, 30
LITTLE_ROOM, NO_ROOM = 2 * 1024**3, 200 * 1024**2


def database(now: datetime) -> Outcome:
    """Ask the database something, and whether a migration waits."""
    began = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took, version = since(began), ".".join(str(part) for part in connection.get_database_version())
    name = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}.get(connection.vendor, connection.vendor)
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return broken(f"{len(waiting)} migrasi basis data belum dijalankan.", "Jalankan manage.py migrate, lalu mulai ulang portal.")
    if connection.vendor == "sqlite" and settings.PRODUCTION:
        return care(f"{name} {version}, menjawab dalam {took}. Cocok untuk satu mesin.", "Untuk beberapa mesin, isi DATABASE_URL.")
    return ok(f"{name} {version}, menjawab dalam {took}. Semua migrasi sudah dijalankan.")


DATABASE_CLOCK = {"postgresql": "SELECT clock_timestamp()", "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"}
"""Asks for the moment itself, not for the beginning of the transaction."""


def clocks(now: datetime) -> Outcome:
    """Compare this machine's clock with the database's, and tell the time at the offices."""
    apart = abs((timezone.now() - _database_time()).total_seconds())
    zones = sorted(set(Office.objects.values_list("timezone", flat=True)), key=lambda zone: now.astimezone(ZoneInfo(zone)).utcoffset())
    times = ", ".join(clock_time(now, zone) for zone in zones) or clock_time(now)
    if apart > BEARABLE_SECONDS:
        judge = broken if apart > WRONG_SECONDS else care
        return judge(f"Jam mesin ini dan jam basis data berbeda {apart:.0f} detik.", "Nyalakan penyelarasan jam (NTP) di semua mesin.")
    return ok(f"Jam mesin dan basis data sama. Di kantor sekarang {times}.")


def _database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(DATABASE_CLOCK[connection.vendor])
        told = cursor.fetchone()[0]
    return datetime.fromisoformat(told).replace(tzinfo=UTC) if isinstance(told, str) else told


def days_off(now: datetime) -> Outcome:
    """Look whether this year and the next have their days off."""
    years = coming_years(timezone.localdate(now))
    missing = [year for year in years if not year.is_complete]
    sentence = " ".join(year.sentence for year in missing or years)
    if not missing:
        return ok(sentence)
    return care(sentence, "Lengkapi di daftar hari libur. Tanpa itu batas 5 hari kerja bisa salah.")


def worker(now: datetime) -> Outcome:
    """Look when the worker gave its last sign of life, and how many messages wait."""
    beat = Heartbeat.objects.filter(name__startswith="worker:").aggregate(at=Max("at"))["at"]
    waiting = Notification.objects.due(now).count()
    if beat is None:
        return broken("Pekerja latar belum pernah berjalan. Pesan dan batas waktu tidak diproses.", "Jalankan manage.py work.")
    seconds = max(0, int((now - beat).total_seconds()))
    if now - beat > LATE:
        return broken(
            f"Pekerja latar diam sejak {seconds // 60} menit. {waiting} pesan menunggu.", "Jalankan manage.py work, atau mulai ulang."
        )
    return ok(f"Pekerja latar berjalan, tanda hidup {seconds} detik lalu. {waiting} pesan menunggu.")


def address(now: datetime) -> Outcome:
    """Look at the address under which people reach the portal."""
    if not settings.PUBLIC_URL.startswith("https://"):
        return care(f"Alamat portal {settings.PUBLIC_URL} tanpa HTTPS.", "Untuk umum, isi PUBLIC_URL berawalan https://.")
    if "*" in settings.ALLOWED_HOSTS:
        return broken("ALLOWED_HOSTS menerima nama apa saja.", "Tulis hanya nama mesin dari PUBLIC_URL.")
    return ok(f"Alamat portal {settings.PUBLIC_URL} memakai HTTPS.")


def channels(now: datetime) -> Outcome:
    """Look whether a channel of messages is paused."""
    if paused := channel_states.paused():
        names = ", ".join(dict(Notification.CHANNELS)[code] for code in paused)
        return care(f"Saluran dijeda: {names}. Pesannya menunggu.", "Lanjutkan begitu penyedianya pulih.")
    return ok("Semua saluran yang dipasang mengirim.")


def second_step(now: datetime) -> Outcome:
    """Look whether officers need a second step to sign in."""
    if settings.SECOND_FACTOR_REQUIRED:
        return ok("Petugas masuk dengan langkah kedua: passkey atau kode aplikasi.")
    return care("Petugas bisa masuk hanya dengan kata sandi.", "Di luar demo, langkah kedua selalu diminta. Matikan DEMO dan DEBUG.")


def keys(now: datetime) -> Outcome:
    """Look whether the keys were chosen; none of them is ever shown."""
    if settings.GENERATED_KEYS:
        names = ", ".join(settings.GENERATED_KEYS)
        return care(f"Kunci {names} dibuat sendiri di {settings.DATA_DIR.name}/.", "Untuk umum, isi ketiganya dan simpan salinannya.")
    return ok(f"Kunci sudah dipilih: {len(settings.FIELD_KEYS)} kunci data, satu kunci indeks. Kunci tidak pernah ditampilkan.")


def disk(now: datetime) -> Outcome:
    """Look how much room is left where the data lie."""
    room = shutil.disk_usage(settings.DATA_DIR)
    share = 100 * room.free // room.total
    sentence = f"Ruang kosong {_gigabytes(room.free)} ({share} persen)."
    if room.free < NO_ROOM:
        return broken(sentence, "Kosongkan ruang sekarang: unggahan dan basis data segera gagal.")
    if room.free < LITTLE_ROOM or share < 5:
        return care(sentence, "Tambah ruang atau hapus cadangan lama.")
    return ok(sentence)


def _gigabytes(room: int) -> str:
    return f"{room / 1024**3:.1f} GB".replace(".", ",")


def rules(now: datetime) -> Outcome:
    """Look whether this process goes by the rules of today."""
    day = day_of_rules()
    if day == timezone.localdate(now):
        return ok(f"Proses ini memakai aturan {short_date(day)}.")
    return care("Proses ini belum membaca tabel aturan.", "Muat ulang halaman ini. Bila tetap begini, periksa basis data.")
