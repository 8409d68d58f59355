"""Addresses that carry a choice: random ids and codes of reasons, never the number of a card or a person."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse


def facts_url(membership_id: UUID, reason: str) -> str:
    """Return the page that asks for the facts of REASON on one card."""
    return f"{reverse('claims:facts')}?{urlencode({'kartu': membership_id, 'sebab': reason})}"


def change_reason_url(number: str) -> str:
    """Return the page that gives a draft another card or reason."""
    return f"{reverse('claims:start')}?{urlencode({'ubah': number})}"
