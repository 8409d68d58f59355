"""App configuration."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """People, memberships and money."""

    name = "participants"
    verbose_name = "Peserta"
