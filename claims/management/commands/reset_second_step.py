"""Let an officer set up a new second step, where no Admin Konfigurasi can: the only one has lost every device, say."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.services import officer_sign_in


class Command(BaseCommand):
    """manage.py reset_second_step NAME"""

    help = "Take an officer's passkeys, apps and recovery codes away, end the sessions, tell the officer, and write it into the audit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: object, username: str, **options: object) -> None:
        user = User.objects.filter(username=username, is_staff=True).first()
        if user is None:
            raise CommandError(f"There is no officer {username!r}.")
        officer_sign_in.reset_second_step(user, by=None, now=timezone.now())
        self.stdout.write(f"{username} sets up a new second step at the next sign-in.")
