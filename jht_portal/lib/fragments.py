"""Parts of pages that a script asks for again and again."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string


def fragment(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """Answer with a part of a page, or with 304 to a browser that has it already."""
    content = render_to_string(template, context, request)
    etag = f'"{sha256(content.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    return HttpResponse(content, headers={"ETag": etag})
