"""Sample pictures of documents, for everybody: they show nobody's data."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from claims.services.samples import picture_bytes
from jht_portal.lib.access import public

FOR_EVER = "public, max-age=31536000, immutable"
"""Another picture has another number."""


@public
@require_safe
def sample_picture(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Serve one picture that the cleaner rebuilt."""
    content = picture_bytes(picture_id)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": FOR_EVER, "Content-Disposition": "inline"})
