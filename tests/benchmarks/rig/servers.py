"""One gunicorn worker to measure, and the load of a few browsers on it.

The worker stays on the first processor and whoever asks on the second, where there are two.
"""

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
BROWSERS = 8
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Visit:
    """What one visit of a server showed: answers a second, and processor milliseconds for each."""

    rate: float
    processor: float


@dataclass(frozen=True)
class Server:
    """A running server: PORT to ask, PID of its master."""

    port: int
    pid: int

    def ask(self, request: bytes) -> bytes:
        """Send REQUEST over a connection of its own; return the whole answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def visit(self, requests: Iterator[bytes], status: int, seconds: float) -> Visit:
        """Let BROWSERS ask again and again for SECONDS; every answer must have STATUS."""
        began, before = time.perf_counter(), self._processor_seconds()
        answers = sum(1 for _ in self._answers(requests, b"HTTP/1.1 %d " % status, began + seconds))
        elapsed, used = time.perf_counter() - began, self._processor_seconds() - before
        return Visit(rate=answers / elapsed, processor=1000 * used / answers)

    def _answers(self, requests: Iterator[bytes], start: bytes, until: float) -> Iterator[bytes]:
        """Keep BROWSERS connections busy, one request each; yield the answers as they come."""
        with selectors.DefaultSelector() as waiting:
            for _ in range(BROWSERS):
                self._open(waiting, next(requests))
            while waiting.get_map():
                for answer in list(complete(waiting)):
                    if not answer.startswith(start):
                        raise RuntimeError(f"expected {start!r}, got {answer[:60]!r}")
                    yield answer
                    if time.perf_counter() < until:
                        self._open(waiting, next(requests))

    def _open(self, waiting: selectors.BaseSelector, request: bytes) -> None:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(request)
        waiting.register(connection, selectors.EVENT_READ, bytearray())

    def _processor_seconds(self) -> float:
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return sum(_ticks(pid) for pid in workers) / TICKS


def complete(waiting: selectors.BaseSelector) -> Iterator[bytes]:
    """Read what has come; yield the answers that have come to their end."""
    for key, _ in waiting.select():
        if piece := key.fileobj.recv(65536):
            key.data.extend(piece)
        else:
            waiting.unregister(key.fileobj)
            key.fileobj.close()
            yield bytes(key.data)


def _ticks(pid: str) -> int:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def stay_on(processor: int) -> None:
    """Bind this process to one processor, where there are several."""
    if processor < (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {processor})


def wait_for(port: int, child: subprocess.Popen) -> None:
    """Wait until somebody listens at PORT."""
    until = time.monotonic() + PATIENCE_SECONDS
    while child.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"nobody listens at port {port}")


@contextmanager
def serving(application: str, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """Serve APPLICATION with one sync worker and nothing of our own gunicorn.conf.py, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--log-level", "warning"]
    place = ["--pythonpath", str(PROJECT), "--no-control-socket", application]
    with subprocess.Popen([*command, *place], cwd=folder, env=environment, preexec_fn=lambda: stay_on(0)) as child:
        try:
            wait_for(port, child)
            yield Server(port, child.pid)
        finally:
            child.terminate()
