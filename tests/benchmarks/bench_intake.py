"""From the first byte of an upload to the sealed file: P6 (a photo of 12 megapixels), P7 (receiving), P8 (bombs).

Processor time is that of this process and its children together; memory is the peak of the process that opens the file.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIRequest
from PIL import Image, ImageChops, ImageDraw

from claims import storage
from claims.cleaning import CleanFile, clean_file
from jht_portal.lib.uploads import MAX_BODY
from tests.claims.test_cleaning_bombs import PDFS, PICTURES
from tests.claims.weigh import weigh

ROUNDS = 9
MIB = 1 << 20
BOUNDARY = "batas" * 8
RECEIVE_ONLY = "receive-only"


class Figure(NamedTuple):
    """One measured value beside what it must reach and what it aims at; smaller is better."""

    name: str
    value: float
    must: float
    goal: float
    unit: str

    def tell(self) -> bool:
        print(f"{self.name:44} {self.value:8.2f} {self.unit:4} must {self.must:g}, goal {self.goal:g}")
        return self.value <= self.must


def write_photo(path: Path) -> None:
    """Write a page of print as a phone of 12 megapixels takes it: uneven light, grain, about 4 MB."""
    light = Image.effect_noise((1000, 750), 40).resize((4000, 3000), Image.Resampling.BICUBIC)
    paper = ImageChops.add(
        light.point(lambda value: value // 3 + 120), Image.effect_noise((4000, 3000), 18).point(lambda value: value // 4)
    )
    page = paper.convert("RGB")
    draw = ImageDraw.Draw(page)
    for top in range(100, 2900, 60):
        draw.text((150, top), "Surat keterangan bekerja dan alamat peserta " * 4, fill=(30, 30, 40), font_size=34)
    page.save(path, "JPEG", quality=89, exif=Image.Exif())


def write_upload(path: Path, content: bytes) -> None:
    """Write CONTENT as a browser sends it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="berkas"; filename="foto.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    path.write_bytes(head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode())


def request_for(body: Path) -> WSGIRequest:
    """Return the request that carries BODY, read from the disk as a server reads from its socket."""
    environ = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": body.stat().st_size}
    setup_testing_defaults(environ)
    return WSGIRequest(environ | {"wsgi.input": body.open("rb")})


def processor_ms() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return 1000 * sum(one.ru_utime + one.ru_stime for one in used)


def take_in(body: Path) -> tuple[CleanFile, list[float]]:
    """Receive, clean and store BODY; return the clean file and the processor milliseconds after each of these."""
    moments = [processor_ms()]
    upload = request_for(body).FILES["berkas"]
    moments.append(processor_ms())
    clean = clean_file(Path(upload.temporary_file_path()), declared_name=upload.name)
    moments.append(processor_ms())
    for content in (clean.content, clean.thumbnail):
        storage.store(content, context="benchmark")
    moments.append(processor_ms())
    upload.close()
    return clean, [after - before for before, after in zip(moments, moments[1:], strict=False)]


def photo_figures(folder: Path) -> list[Figure]:
    """P6, and the receiving part of P7."""
    photo, body = folder / "foto.jpg", folder / "kiriman"
    write_photo(photo)
    write_upload(body, photo.read_bytes())
    rounds = [take_in(body) for _ in range(ROUNDS)]
    receiving, cleaning, storing = (statistics.median(steps) for steps in zip(*(steps for _, steps in rounds), strict=True))
    clean = rounds[0][0]
    print(f"12 MP, {clean.original_size / 1e6:.1f} MB: receive {receiving:.0f} + clean {cleaning:.0f} + seal and store {storing:.0f} ms")
    return [
        Figure("P6 photo, processor", receiving + cleaning + storing, 350, 220, "ms"),
        Figure("P6 photo, peak of the child", weigh(photo).mebibytes, 200, 120, "MiB"),
        Figure("P6 photo, stored part of the original", clean.size / clean.original_size, 0.35, 0.35, ""),
        Figure("P7 receive, processor", receiving, 27, 17.6, "ms"),
    ]


def receive_growth(body: Path) -> float:
    """Return by how many MiB a fresh process grows when it receives BODY."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_intake", RECEIVE_ONLY, str(body)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def receive_only(body: Path) -> float:
    small = body.with_name("kecil")
    write_upload(small, bytes(1000))
    list(request_for(small).FILES)
    Path("/proc/self/clear_refs").write_text("5")  # From here the kernel counts the peak anew.
    before = peak_mebibytes()
    list(request_for(body).FILES)
    return peak_mebibytes() - before


def peak_mebibytes() -> float:
    status = Path("/proc/self/status").read_text().split()
    return int(status[status.index("VmHWM:") + 1]) / 1024


def memory_figures(folder: Path) -> list[Figure]:
    """P7: the memory of the one who receives does not follow the body."""
    body = folder / "besar"
    write_upload(body, os.urandom(MAX_BODY - MIB))
    return [Figure(f"P7 receive {MAX_BODY // MIB - 1} MB, growth of the process", receive_growth(body), 8, 5, "MiB")]


def bomb_figures(folder: Path) -> list[Figure]:
    """P8: the worst of every bomb of the tests."""
    costs = []
    for make, _ in (PICTURES | PDFS).values():
        path = folder / "bom"
        path.write_bytes(make())
        costs.append(weigh(path))
    pictures = costs[: len(PICTURES)]
    return [
        Figure("P8 worst bomb, processor", max(cost.seconds for cost in costs), 1, 1, "s"),
        Figure("P8 worst bomb, peak", max(cost.mebibytes for cost in costs), 150, 150, "MiB"),
        Figure("P8 median picture bomb, processor", 1000 * statistics.median(cost.seconds for cost in pictures), 1000, 50, "ms"),
        Figure("P8 worst picture bomb, peak", max(cost.mebibytes for cost in pictures), 150, 40, "MiB"),
    ]


def main() -> bool:
    """Print the figures; return whether all of them are within the must."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = [*photo_figures(folder), *memory_figures(folder), *bomb_figures(folder)]
    missed = [figure.name for figure in figures if not figure.tell()]
    return not missed


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    if RECEIVE_ONLY in sys.argv:
        print(receive_only(Path(sys.argv[-1])))
    else:
        sys.exit(not main())
