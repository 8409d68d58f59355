"""How sent claims are found by the beginnings of names: see ``claims.domain.name_search`` for what is kept and why."""

from django.db import models

from claims.models.claim import Claim


class NameKey(models.Model):
    """One keyed hash of a beginning, for one sent claim. Two claims of an office with one beginning share a key."""

    pk = models.CompositePrimaryKey("key", "claim_id")
    key = models.BigIntegerField()
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="name_keys")

    def __str__(self) -> str:
        return str(self.claim_id)
