"""Where an upload lands: a temporary file, and never more bytes than a page may send."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MAX_BODY = 40 * 1024 * 1024
"""Bytes of one request: six photos of 6 MB and the form around them."""


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes files to disk as they come and gives up, with a 413, once the request is too long."""

    def handle_raw_input(self, input_data: Any, META: dict, content_length: int, boundary: bytes, encoding: str | None = None) -> None:
        """Refuse by the announced length before a byte is read."""
        self.received = 0
        if content_length > MAX_BODY:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > MAX_BODY:
            raise RequestDataTooBig
        return super().receive_data_chunk(raw_data, start)
