"""manage.py import_participants FILE.csv"""

from participants.management.importer import ImportCommand
from participants.services.importing import import_participants


class Command(ImportCommand):
    help = "Load people and memberships from a CSV file (columns: docs, README)."
    load = staticmethod(import_participants)
    noun = "kepesertaan"
