"""The language that a participant chose: for messages, and for pages in a browser that chose none itself."""

from uuid import UUID

from participants.models import Participant


def keep_language(participant_id: UUID, language: str) -> None:
    """Write the choice of a signed-in participant."""
    Participant.objects.filter(pk=participant_id).update(language=language)


def language_of(participant_id: UUID) -> str:
    """Return the language that the participant chose; nothing where there is no choice yet."""
    return Participant.objects.values_list("language", flat=True).get(pk=participant_id) or ""
