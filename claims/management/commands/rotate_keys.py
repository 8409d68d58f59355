"""manage.py rotate_keys"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.services.rotating import Tally, rotate
from claims.storage import StorageUnavailable
from jht_portal.lib.crypto import newest_key_id


class Command(BaseCommand):
    help = "Seal all personal data and documents with the newest key of FIELD_KEYS, beside the running portal. May be interrupted."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            faults = self.rotate_until_nothing_is_left()
        except StorageUnavailable as error:
            raise CommandError(f"The document store does not answer ({error}). Run this again; nothing is lost.") from error
        if faults:
            raise CommandError("\n".join(["These do not open. Keep every key, and restore them from a backup:", *faults]))
        self.stdout.write(f"Everything is sealed with key {newest_key_id()}. Older keys may be removed from FIELD_KEYS.")

    def rotate_until_nothing_is_left(self) -> list[str]:
        """Go round until a whole round finds nothing old: a process with older settings may have written meanwhile."""
        tallies = self.go_round()
        while any(tally.resealed for tally in tallies):
            self.stdout.write("Once more, to be sure:")
            tallies = self.go_round()
        return [fault for tally in tallies for fault in tally.faults]

    def go_round(self) -> list[Tally]:
        return [self.told(tally) for tally in rotate()]

    def told(self, tally: Tally) -> Tally:
        self.stdout.write(f"{tally.kind}: {tally.resealed} sealed anew, {tally.kept} already right")
        return tally
