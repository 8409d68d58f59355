"""Answers and questions that Django has no name for."""

from django.http import HttpRequest, HttpResponseRedirect, QueryDict


class SeeOther(HttpResponseRedirect):
    """303: what was posted is done, look here (a reload does not post again)."""

    status_code = 303


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: the fields that were sent, be there none at all; None for a mere look."""
    return request.POST if request.method == "POST" else None
