"""A demo that begins anew in a folder of its own and goes with it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection

from scripts.screenshots.places import ROOT

SHOWN_ADDRESS = "http://jht.contoh.test"
"""What messages in the pictures call the portal."""
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz/")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def wait_for(server: subprocess.Popen, port: int) -> None:
    """Wait until SERVER answers; raise RuntimeError when it ended or lets wait too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not answers(port):
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError("The demo does not answer.")
        time.sleep(0.2)


@contextmanager
def fresh_demo() -> Iterator[str]:
    """Serve a demo from a folder that goes with it, and return its address."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="jht-gambar-") as folder:
        own = {"DATA_DIR": f"{folder}/var", "DEMO": "True", "DEBUG": "False", "PORT": str(port), "PUBLIC_URL": SHOWN_ADDRESS}
        own |= {"EMAIL_URL": "memorymail://", "LOG_LEVEL": "ERROR", "WEB_CONCURRENCY": "1"}
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | own
        for command in (["-m", "scripts.prepare"], ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"]):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
        server = subprocess.Popen([sys.executable, "scripts/serve.py"], cwd=ROOT, env=environment)
        try:
            wait_for(server, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()
