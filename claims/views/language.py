"""The switch in the frame of every public page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jht_portal.lib import languages
from jht_portal.lib.access import public
from jht_portal.lib.http import SeeOther
from jht_portal.lib.next_page import own_path
from jht_portal.lib.sessions import signed_in_id
from participants.services.language import keep_language


@public
def choose(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from now on, and go back to the page where it was chosen; an unknown one changes nothing."""
    response = SeeOther(own_path(request.POST.get("next", ""), reverse("claims:home")))
    language = request.POST.get("bahasa", "")  # Who only looks at the address sends nothing.
    if language in dict(settings.LANGUAGES):
        languages.remember(response, language)
        if participant_id := signed_in_id(request):
            keep_language(participant_id, language)
    return response
