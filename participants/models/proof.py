"""A code on its way to an address, which shows that somebody reads what is sent there."""

import uuid

from django.db import models

from jht_portal.lib.fields import SealedTextField
from participants.domain.proofs import PURPOSES
from participants.models.contact import ContactChange
from participants.models.participant import Participant


class CodeProof(models.Model):
    """One code sent to ADDRESS for one PURPOSE. Only its keyed hash is kept; a day later the row is forgotten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="code_proofs")
    purpose = models.CharField(max_length=10, choices=PURPOSES)
    kind = models.CharField(max_length=5, choices=ContactChange.KINDS)
    address = SealedTextField()
    code_hash = models.BinaryField(max_length=16)
    code_ends_at = models.DateTimeField()
    started_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    """Codes typed so far, right or wrong; a code that is sent again shares the allowance."""
    proved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="code_proof_by_age")]
        constraints = [
            models.CheckConstraint(name="code_proof_has_purpose", condition=models.Q(purpose__in=[code for code, _ in PURPOSES]))
        ]

    def __str__(self) -> str:
        return f"Bukti {str(self.pk)[:8]}"
