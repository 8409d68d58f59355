"""What the contract says of the demo, and how a test finds its claims (product.md section 6)."""

from datetime import date

from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim, Document, DocumentVersion
from claims.services import demo_stories

TODAY = date(2026, 11, 22)  # A Sunday.
PEOPLE = {
    "3174051508690001": ("Budi Santoso", date(1969, 8, 15), "L", ["16574650011"]),
    "3273015203920002": ("Siti Aminah", date(1992, 3, 12), "P", ["16574650029", "16574650037"]),
    "3578102007850003": ("Agus Wijaya", date(1985, 7, 20), "L", ["16574650045"]),
    "5171014509880004": ("Dewi Lestari", date(1988, 9, 5), "P", ["16574650052"]),
    "1271022811790005": ("Joko Prasetyo", date(1979, 11, 28), "L", ["16574650060"]),
    "3374066304900006": ("Rina Marlina", date(1990, 4, 23), "P", ["16574650078"]),
    "6471031206750007": ("Hendra Gunawan", date(1975, 6, 12), "L", ["16574650086"]),
}
CLAIMS = {
    "16574650029": ("RESIGN", ClaimStatus.IN_REVIEW),
    "16574650045": ("PHK", ClaimStatus.CORRECTION_REQUESTED),
    "16574650052": ("RESIGN", ClaimStatus.PAID),
    "16574650060": ("SEBAGIAN_10", ClaimStatus.AWAITING_APPROVAL),
    "16574650086": ("MENINGGAL", ClaimStatus.SUBMITTED),
}
OFFICERS = {
    "loket": Role.COUNTER,
    "verifikator": Role.VERIFIER,
    "verifikator2": Role.VERIFIER,
    "penyetuju": Role.APPROVER,
    "bayar": Role.PAYER,
    "kepala": Role.HEAD,
    "auditor": Role.AUDITOR,
    "konfigurasi": Role.CONFIGURATOR,
}


def leave_pictures_out(patch):
    """Load the demo without drawing and cleaning its papers."""
    patch.setattr(demo_stories, "picture", lambda *args, **facts: b"")
    patch.setattr(demo_stories, "add_files", mark_filled)


def mark_filled(document, uploads, *, now):
    list(uploads)
    DocumentVersion.objects.create(document=document, number=1, created_at=now)
    Document.objects.filter(pk=document.pk).update(state="uploaded")


def claim_of(kpj):
    return next(claim for claim in Claim.objects.all() if claim.membership.kpj == kpj)
