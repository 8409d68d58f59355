"""manage.py index_names"""

from typing import Any

from django.core.management.base import BaseCommand

from claims.services.name_index import index_all


class Command(BaseCommand):
    help = "Write the index of names anew, beside the running portal. Needed after a new INDEX_KEY only."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index_all()} claims indexed.")
