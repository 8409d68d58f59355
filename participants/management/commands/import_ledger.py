"""manage.py import_ledger FILE.csv"""

from participants.management.importer import ImportCommand
from participants.services.importing import import_ledger


class Command(ImportCommand):
    help = "Load contributions, returns and withdrawals from a CSV file."
    load = staticmethod(import_ledger)
    noun = "mutasi"
