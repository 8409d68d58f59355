"""Pages travel compressed; files do not."""

import pytest
from django.http import FileResponse, HttpResponse

from jht_portal.lib.compression import PageCompressionMiddleware

PAGE = b"<p>Dokumen Anda sedang diperiksa.</p>" * 50


@pytest.mark.parametrize(
    ("make_response", "encoding"),
    [
        (lambda: HttpResponse(PAGE), "gzip"),
        (lambda: HttpResponse(PAGE, content_type="application/pdf"), None),
        (lambda: FileResponse([PAGE], content_type="image/jpeg"), None),
        (lambda: HttpResponse(b"pendek"), None),
    ],
)
def test_only_pages_are_compressed(rf, make_response, encoding):
    answer = PageCompressionMiddleware(lambda request: make_response())(rf.get("/", HTTP_ACCEPT_ENCODING="gzip"))

    assert answer.get("Content-Encoding") == encoding
