"""A participant who is signed in already, without the way there."""

from django.conf import settings
from playwright.sync_api import Page

from participants.models import Participant
from tests.builders import signed_in_client


def carry_session(page: Page, person: Participant) -> None:
    """Let PERSON be signed in already where PAGE is open."""
    key = signed_in_client(person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": page.evaluate("location.origin")}])
