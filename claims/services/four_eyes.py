"""Who may not act on a claim: whoever played another part in it, and whoever it is about (product.md section 4)."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.domain.workflow import Part, steps_of_other_parts
from claims.models import Claim, ClaimEvent, Document, DocumentVersion, OfficerIdentity, OrderState, PaymentOrder


def played_another_part(claim: Claim, user: AbstractBaseUser, part: Part) -> bool:
    """Tell whether USER may not play PART, having played one of the other two in any round of CLAIM."""
    return barred(Claim.objects.filter(pk=claim.pk), user, part).exists()


def barred(claims: QuerySet[Claim], user: AbstractBaseUser, part: Part) -> QuerySet[Claim]:
    """Keep those of CLAIMS in which USER may not play PART.

    Every verdict on a document counts as verifying, also when another officer made the proposal; drawing up a batch counts as paying.
    """
    of_claim = {"claim": OuterRef("pk")}
    played = Exists(ClaimEvent.objects.filter(**of_claim, actor=user, step__in=steps_of_other_parts(part)))
    if part is not Part.VERIFYING:
        judged = DocumentVersion.objects.filter(document__claim=OuterRef("pk"), judged_by=user)
        played |= Exists(judged) | Exists(Document.objects.filter(**of_claim, decided_by=user))
    if part is not Part.PAYING:
        played |= Exists(PaymentOrder.objects.filter(**of_claim, prepared_by=user).exclude(state=OrderState.DROPPED))
    return claims.filter(played)


def is_own_claim(claim: Claim, user: AbstractBaseUser) -> bool:
    """Tell whether USER is the participant or the heir of CLAIM, as far as the account's citizen number is known."""
    return own_claims(Claim.objects.filter(pk=claim.pk), user).exists()


def own_claims(claims: QuerySet[Claim], user: AbstractBaseUser) -> QuerySet[Claim]:
    """Keep those of CLAIMS of which USER is the participant or the heir."""
    mine = OfficerIdentity.objects.filter(user=user).values("nik_index")
    return claims.filter(Q(participant__nik_index__in=mine) | Q(heir_nik_index__in=mine))
