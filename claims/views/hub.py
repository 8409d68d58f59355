"""Program Layanan, Jaminan Hari Tua: who is signed in, what waits to be done, and every page about the own savings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims.domain.reasons import find_reason
from claims.domain.workflow import ClaimStatus
from claims.labels import ASKED_BUTTON, OWN_ASKED
from claims.ledger_labels import SEGMENT_LABELS
from claims.models import Claim
from claims.services.holders import Holder, waiting_claims
from claims.services.requirements import rules_day
from claims.views.owners import own_cards_required
from jht_portal.lib.formats import short_date
from jht_portal.lib.wording import say
from participants.domain.identifiers import mask_kpj
from participants.models import Membership, Participant

MENU = (
    {"view": "claims:balance", "icon": "wallet", "text": _("Cek Saldo")},
    {"view": "claims:simulation", "icon": "calc", "text": _("Simulasi")},
    {"view": "claims:start", "icon": "doc", "text": _("Klaim JHT")},
    {"view": "claims:mine", "icon": "search", "text": _("Tracking Klaim")},
    {"view": "claims:statement", "icon": "list", "text": _("RSJHT (Rincian Saldo)")},
    {"view": "claims:cards", "icon": "card", "text": _("Kartu Digital")},
)
CARRY_THE_CARD = {"claims:balance", "claims:statement", "claims:start", "claims:cards"}
"""Pages that open with the card that was chosen here."""


@own_cards_required
@require_safe
def hub(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The person's own place: cards, what waits, and the six ways on."""
    waiting = waiting_claims(holder.person.pk)
    context = {
        "holder": holder,
        "cards": [card_line(card, holder) for card in holder.shown],
        "todos": [*(_todo(claim) for claim in waiting), *_contact_todo(holder.person)],
        "menu": [item | {"url": _address(item["view"], holder)} for item in MENU],
    }
    return render(request, "claims/savings/hub.html", context)


def card_line(card: Membership, holder: Holder) -> dict:
    """Say whose card it is and how it stands."""
    home = holder.home_of(card)
    return {
        "key": card.pk,
        "kpj": mask_kpj(card.kpj),
        "employer": card.employer.name if card.employer else "",
        "segment": str(SEGMENT_LABELS[card.segment]),
        "state": _state(card),
        "is_active": card.is_active(timezone.localdate()) and home is None,
        "home": mask_kpj(home.kpj) if home else "",
    }


def _state(card: Membership) -> str:
    if card.ended_on is None:
        return gettext("Aktif sejak %(day)s") % {"day": short_date(card.started_on)}
    if card.is_active(timezone.localdate()):
        return gettext("Aktif sampai %(day)s") % {"day": short_date(card.ended_on)}
    return gettext("Nonaktif sejak %(day)s") % {"day": short_date(card.ended_on)}


def _address(view: str, holder: Holder) -> str:
    carried = f"?{urlencode({'kartu': holder.chosen.pk})}" if holder.chosen and view in CARRY_THE_CARD else ""
    return reverse(view) + carried


def _todo(claim: Claim) -> dict:
    """Return what is asked of the person about CLAIM, with the button that does it."""
    name = say(find_reason(claim.reason, rules_day(claim)).label)
    if claim.status == ClaimStatus.DRAFT:
        text = gettext("Draf klaim %(reason)s belum dikirim. Isian Anda tersimpan.") % {"reason": name}
        return {"text": text, "button": gettext("Lanjutkan draf"), "url": reverse("claims:resume", args=[claim.number])}
    status = ClaimStatus(claim.status)
    return {
        "text": f"{gettext('Klaim %(reason)s.') % {'reason': name}} {OWN_ASKED[status]}",
        "button": ASKED_BUTTON[status],
        "url": reverse("claims:repair", args=[claim.number]),
    }


def _contact_todo(person: Participant) -> list[dict]:
    """Ask for a proof of the e-mail address, once there is one; codes to sign in go there."""
    if not person.email or person.email_confirmed_at:
        return []
    text = gettext("Email Anda belum dipastikan. Kode masuk dan kabar klaim dikirim ke sana.")
    return [{"text": text, "button": gettext("Pastikan email"), "url": reverse("claims:contact")}]
