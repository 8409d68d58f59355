"""A signed-in person with the own cards: the one that was chosen, what stands on them, what waits to be done."""

from dataclasses import dataclass
from uuid import UUID

from claims.domain.workflow import WAITING_FOR_PARTICIPANT, ClaimStatus
from claims.models import Claim
from claims.services.estimating import unbooked_payments
from participants.domain.identifiers import mask_kpj
from participants.models import Membership, Participant
from participants.services.statements import withdrawals_of


class CardNotFound(Exception):
    """No card of this person has that key, be it that another one's has."""


@dataclass(frozen=True)
class Holder:
    """A person with every KPJ, newest first; CHOSEN is one of them, None for all together."""

    person: Participant
    cards: list[Membership]
    chosen: Membership | None = None

    @property
    def shown(self) -> list[Membership]:
        """The cards that a page is about."""
        return [self.chosen] if self.chosen else self.cards

    @property
    def home(self) -> str:
        """The masked number into which the chosen card was merged, where its money counts; empty where it stands by itself."""
        home = self.home_of(self.chosen) if self.chosen else None
        return mask_kpj(home.kpj) if home else ""

    def home_of(self, card: Membership) -> Membership | None:
        """Return the card into which CARD was merged."""
        return next((other for other in self.cards if other.pk == card.merged_into_id), None)


def find_holder(participant_id: UUID, card_key: str = "") -> Holder:
    """Return the person with the card of CARD_KEY chosen (empty: none); raise CardNotFound where it is not theirs. One query."""
    cards = Membership.objects.filter(participant=participant_id).select_related("participant", "employer")
    owned = list(cards.order_by("-started_on", "pk"))
    chosen = next((card for card in owned if str(card.pk) == card_key), None)
    if card_key and chosen is None:
        raise CardNotFound
    return Holder(owned[0].participant if owned else Participant.objects.get(pk=participant_id), owned, chosen)


def paid_but_unbooked(holder: Holder) -> list[Claim]:
    """Return the person's claims that were paid while the ledger does not show it yet, on the cards that are shown."""
    paid = list(Claim.objects.filter(participant=holder.person, status=ClaimStatus.PAID).order_by("closed_at"))
    shown = {card.pk for card in holder.shown}
    return [claim for claim in unbooked_payments(paid, withdrawals_of(holder.person.pk)) if claim.membership_id in shown] if paid else []


def waiting_claims(participant_id: UUID) -> list[Claim]:
    """Return the claims that wait for the person, then the drafts; the one that was changed last stands first among equals."""
    asked = Claim.objects.filter(participant=participant_id, status__in=[*WAITING_FOR_PARTICIPANT, ClaimStatus.DRAFT])
    return sorted(asked.order_by("-updated_at"), key=lambda claim: claim.status == ClaimStatus.DRAFT)
