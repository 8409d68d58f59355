"""Access marks for pages of a signed-in participant."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from jht_portal.lib.access import guarded
from jht_portal.lib.sessions import signed_in_id


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """Set ``request.participant_id``, or send the visitor to sign in and back here."""
    request.participant_id = signed_in_id(request)
    if request.participant_id:
        return None
    return redirect(f"{reverse('claims:sign_in')}?{urlencode({'next': request.path})}")


participant_required = guarded("participant", _ask_to_sign_in)
