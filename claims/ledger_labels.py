"""The words of a ledger and of a membership, for the person they are about."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEDGER_LABELS: dict[str, str | Promise] = {
    "iuran_pemberi_kerja": _("Iuran pemberi kerja"),
    "iuran_pekerja": _("Iuran Anda"),
    "iuran_mandiri": _("Iuran mandiri"),
    "hasil_pengembangan": _("Hasil pengembangan"),
    "penarikan": _("Penarikan"),
}
SHORT_LEDGER_LABELS: dict[str, str | Promise] = LEDGER_LABELS | {
    "iuran_pemberi_kerja": _("Pemberi kerja"),
    "hasil_pengembangan": _("Hasil"),
}
"""For the heads of a narrow table."""
SEGMENT_LABELS: dict[str, str | Promise] = {
    "PU": _("Penerima Upah"),
    "BPU": _("Bukan Penerima Upah"),
    "PMI": _("Pekerja Migran Indonesia"),
}
