"""manage.py demo"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.services import demo


class Command(BaseCommand):
    help = "Load the demo people, officers and claims; safe to repeat. Refuses where DEMO is off."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo.load(timezone.localdate())
        except demo.DemoIsOff as refusal:
            raise CommandError(
                "DEMO is off. The demo's people and known passwords belong on this machine only: set DEMO=True."
            ) from refusal
