#!/usr/bin/env python3
"""Serve web pages and do the background work, as one: when either ends, everything ends.

Ctrl-C or SIGTERM ends it; a second one does not wait for running requests.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "web": [sys.executable, "-m", "gunicorn", "jht_portal.wsgi"],
    "worker": [sys.executable, "manage.py", "work"],
}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_SECONDS = 15
POLL_SECONDS = 0.1
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux
libc = ctypes.CDLL(None) if sys.platform == "linux" else None

asked: list[float] = []
"""When someone asked for the end."""


def ask_to_stop(number: int, frame: object) -> None:
    asked.append(time.monotonic())


def asked_again() -> bool:
    """Tell whether someone has lost patience; the same wish told twice, by make and by the terminal, is one."""
    return bool(asked) and asked[-1] - asked[0] > 0.5


def follow_parent_into_death() -> None:
    """Even a killed parent leaves no child behind."""
    if libc:
        libc.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def start(command: list[str]) -> subprocess.Popen:
    """Start COMMAND in a process group of its own, so that Ctrl-C reaches only us and the end is orderly."""
    return subprocess.Popen(command, cwd=ROOT, process_group=0, preexec_fn=follow_parent_into_death)


def wait_for_an_end(children: dict[str, subprocess.Popen]) -> str | None:
    """Wait until someone asks for the end, or one of CHILDREN comes to its own; return what is to be said of that."""
    while not asked:
        for name, child in children.items():
            if (code := child.poll()) is not None:
                return f"{name} ended with exit code {code}: everything stops."
        time.sleep(POLL_SECONDS)
    return None


def end(children: list[subprocess.Popen]) -> None:
    """Ask all to end; kill what is still there when patience, or that of whoever asks again, is over."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        child.terminate()
    while not asked_again() and time.monotonic() < deadline and any(child.poll() is None for child in children):
        time.sleep(POLL_SECONDS)
    for child in children:
        child.kill()
        child.wait()


def port_is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def main() -> str | None:
    port = int(os.environ.get("PORT") or 8000)
    if port_is_taken(port):
        return f"Port {port} is in use. Stop what uses it, or choose another: PORT={port + 1} make run"
    for number in SIGNALS:
        signal.signal(number, ask_to_stop)
    children = {name: start(command) for name, command in PARTS.items()}
    try:
        return wait_for_an_end(children)
    finally:
        end(list(children.values()))


if __name__ == "__main__":
    sys.exit(main())
