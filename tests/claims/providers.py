"""Local servers that speak each provider's documented protocol, well or badly."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl


class Asked(NamedTuple):
    """One request that a provider got."""

    path: str
    headers: dict[str, str]
    fields: dict[str, Any]

    @property
    def key(self) -> str:
        return self.headers.get("Idempotency-Key", "")


Reply = tuple[int, dict[str, Any]]


class FakeProvider:
    """A provider on this machine: ANSWER gives status and JSON for a request; whoever asks again with one key is sent one message."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self.answer, self.asked, self.sent = answer, [], {}
        self.cut_after: int | None = None
        self.seconds_a_letter = 0.0
        self.hold, self.holding = threading.Event(), threading.Event()
        self.hold.set()
        self.lock = threading.Lock()

    def take(self, asked: Asked) -> Reply:
        """Write down a request and give its answer; a known key gets the answer of the first time."""
        with self.lock:
            self.asked.append(asked)
            if asked.key in self.sent:
                return self.sent[asked.key]
        status, told = self.answer(asked)
        with self.lock:
            if status < 300:
                self.sent.setdefault(asked.key, (status, told))
        return status, told


@contextmanager
def serving(answer: Callable[[Asked], Reply]) -> Iterator[tuple[FakeProvider, int]]:
    """Run a provider; yield it and its port."""
    provider = FakeProvider(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_json = self.headers["Content-Type"] == "application/json"
            fields = json.loads(body) if is_json else dict(parse_qsl(body.decode()))
            status, told = provider.take(Asked(self.path, dict(self.headers), fields))
            provider.holding.set()
            provider.hold.wait(60)
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            for letter in (content[place : place + 1] for place in range(len(content)) if provider.seconds_a_letter):
                self.wfile.write(letter)
                time.sleep(provider.seconds_a_letter)
            if not provider.seconds_a_letter:
                self.wfile.write(content[: provider.cut_after])

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider, server.server_address[1]
    finally:
        provider.hold.set()
        server.shutdown()
        server.server_close()


def twilio_takes(asked: Asked) -> Reply:
    return 201, {"sid": f"SM{asked.key.replace('-', '')}", "status": "queued", "error_code": None}


def vonage_takes(asked: Asked) -> Reply:
    return 200, {"message-count": "1", "messages": [{"to": asked.fields["to"], "message-id": f"V{asked.key[:8]}", "status": "0"}]}


def whatsapp_takes(asked: Asked) -> Reply:
    to = asked.fields["to"]
    return 200, {"messaging_product": "whatsapp", "contacts": [{"input": to, "wa_id": to}], "messages": [{"id": f"wamid.{asked.key}"}]}
