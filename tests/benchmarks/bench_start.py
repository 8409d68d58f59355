"""P10: from nothing to the first page: on an empty disk with the demo, and again with everything there.

The second is told beside a bare Django (rig/floor.py), in turns.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.rig.servers import PATIENCE_SECONDS, PROJECT, Server, free_port

ROUNDS = 5
MUST_EMPTY, GOAL_EMPTY = 30, 10
MUST_AGAIN, GOAL_AGAIN = 2, 1
PAGE = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


def seconds_to_page(command: list[str], page: str, environment: dict[str, str]) -> float:
    """Start a server, return after how many seconds PAGE was there, and end the server."""
    port = free_port()
    request, began = PAGE % page.encode(), time.perf_counter()
    with subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL) as child:
        try:
            while time.perf_counter() - began < PATIENCE_SECONDS:
                if answers(Server(port, child.pid), request):
                    return time.perf_counter() - began
        finally:
            child.terminate()
    raise RuntimeError(f"{page} did not come")


def answers(server: Server, request: bytes) -> bool:
    try:
        return server.ask(request).startswith(b"HTTP/1.1 200 ")
    except OSError:
        time.sleep(0.005)
        return False


def run(*command: str, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, *command], cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)


def main() -> bool:
    """Print the figures; return whether they are within the must."""
    with tempfile.TemporaryDirectory() as name:
        environment = os.environ | {"DATA_DIR": name, "DEMO": "True", "LOG_LEVEL": "WARNING"}
        floor_environment = environment | {"DATABASE_URL": f"sqlite:///{name}/floor.sqlite3"}
        gunicorn = [sys.executable, "-m", "gunicorn"]
        portal, floor = [*gunicorn, "jht_portal.wsgi"], [*gunicorn, "tests.benchmarks.rig.floor:application"]
        began = time.perf_counter()
        run("manage.py", "collectstatic", "--noinput", "--verbosity", "0", environment=environment)
        run("-m", "scripts.prepare", environment=environment)
        prepared = time.perf_counter() - began
        empty = prepared + seconds_to_page(portal, "/tracking/", environment)
        addresses = Path(name) / "addresses"
        run("-m", "tests.benchmarks.rig.floor", "1", str(addresses), environment=floor_environment)
        rounds = [
            (seconds_to_page(portal, "/tracking/", environment), seconds_to_page(floor, addresses.read_text(), floor_environment))
            for _ in range(ROUNDS)
        ]
    again = statistics.median(ours for ours, _ in rounds)
    beside = statistics.median(ours / bare for ours, bare in rounds)
    print(f"P10 first start on an empty disk, with the demo {empty:6.1f} s   must {MUST_EMPTY}, goal {GOAL_EMPTY}")
    print(f"P10 start to the first page, median of {ROUNDS}       {again:7.2f} s  must {MUST_AGAIN}, goal {GOAL_AGAIN}")
    print(f"    beside the floor                              {beside:5.1f} times")
    return empty <= MUST_EMPTY and again <= MUST_AGAIN


if __name__ == "__main__":
    sys.exit(not main())
