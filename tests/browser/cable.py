"""A cable between a browser and the portal, which can be cut in the middle of a request or before its answer."""

import math
import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 65_536


class Cable:
    """Carries every byte to and from the portal at HOME; ``url`` is its other end."""

    def __init__(self, home: str) -> None:
        self.portal = urlsplit(home).hostname, urlsplit(home).port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        self.mend()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self, *, after: float = math.inf, answers: bool = True) -> None:
        """Break once AFTER more bytes have left the browser; without ANSWERS nothing comes back any more."""
        self.left, self.answers = after, answers

    def mend(self) -> None:
        self.cut()

    def close(self) -> None:
        self.listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self.listener.accept()
                portal = socket.create_connection(self.portal)
                threading.Thread(target=self._carry_out, args=(browser, portal), daemon=True).start()
                threading.Thread(target=self._carry_back, args=(portal, browser), daemon=True).start()

    def _carry_out(self, browser: socket.socket, portal: socket.socket) -> None:
        with suppress(OSError), browser, portal:
            while data := browser.recv(CHUNK):
                self.left -= len(data)
                if self.left < 0:
                    break
                portal.sendall(data)
            for end in (browser, portal):
                end.shutdown(socket.SHUT_RDWR)

    def _carry_back(self, portal: socket.socket, browser: socket.socket) -> None:
        with suppress(OSError), browser, portal:
            while (data := portal.recv(CHUNK)) and self.answers:
                browser.sendall(data)
            for end in (browser, portal):
                end.shutdown(socket.SHUT_RDWR)
