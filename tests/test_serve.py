"""One command serves web and worker; whatever ends it, ends both."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
SLEEPS = r"import os, time; os.write(1, b'up\n'); time.sleep(60)"
STUBBORN = r"import os, signal, time; signal.signal(15, signal.SIG_IGN); os.write(1, b'up\n'); time.sleep(60)"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve(free_port):
    """Start the supervisor over two stand-ins, each a piece of Python, and wait until both say 'up'."""
    started = []

    def start(web: str = SLEEPS, worker: str = SLEEPS, *, patience: int = 15, words: int = 2) -> subprocess.Popen:
        parts = {"web": [sys.executable, "-c", web], "worker": [sys.executable, "-c", worker]}
        code = f"import sys, serve; serve.PARTS = {parts!r}; serve.PATIENCE_SECONDS = {patience}; sys.exit(serve.main())"
        environment = os.environ | {"PORT": str(free_port), "PYTHONPATH": str(SCRIPTS)}
        process = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert [process.stdout.readline() for _ in range(words)] == ["up\n"] * words
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen) -> tuple[int, str]:
    """Return exit code and last words; the pipe closes only when the children are gone too."""
    _, errors = process.communicate(timeout=20)
    return process.returncode, errors.strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_without_complaint(serve, number):
    process = serve()
    process.send_signal(number)

    assert ended(process) == (0, "")


@pytest.mark.parametrize(("part", "code"), [("web", 3), ("worker", 0)])
def test_the_end_of_one_part_ends_all_and_is_told(serve, part, code):
    process = serve(**{part: f"raise SystemExit({code})"}, words=0)  # The other may be ended before it says a word.

    assert ended(process) == (1, f"{part} ended with exit code {code}: everything stops.")


def test_a_part_that_does_not_listen_is_killed(serve):
    process = serve(worker=STUBBORN, patience=1)
    process.terminate()

    assert ended(process) == (0, "")


def test_a_second_signal_does_not_wait(serve):
    process = serve(web=STUBBORN, worker=STUBBORN, patience=60)
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)
    process.send_signal(signal.SIGINT)

    assert ended(process) == (0, "")


def test_a_killed_supervisor_leaves_no_child(serve):
    process = serve()
    process.kill()

    assert ended(process) == (-signal.SIGKILL, "")


def test_a_taken_port_is_told_with_a_way_out(free_port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        done = subprocess.run(
            [sys.executable, SCRIPTS / "serve.py"], env=os.environ | {"PORT": str(free_port)}, capture_output=True, text=True
        )

    told = f"Port {free_port} is in use. Stop what uses it, or choose another: PORT={free_port + 1} make run\n"
    assert (done.returncode, done.stderr) == (1, told)
