"""The desk as one page: what a look at it shows to this officer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest

from django.contrib import admin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from claims.admin.desk_viewer import Viewer, position_in
from claims.domain.return_reasons import ReturnReason, return_reasons_for
from claims.domain.workflow import CLOCK_RUNS, Role, Step
from claims.forms.verifying import JudgeForm, MissingForm
from claims.labels import STATUS_WORDING
from claims.models import Claim, DocumentVersion
from claims.models.document import ASKED_AGAIN
from claims.officer_site import desk_at
from claims.services import claim_file, comparing, counter, paying, reading, warnings
from claims.services.deadlines import holidays, local_date
from claims.services.deciding import challenge_of
from claims.services.desk import (
    Frame,
    Offer,
    chosen_frame,
    decided_count,
    film_of,
    label_of,
    may_judge,
    offers,
    pages_of,
    words_for_participant,
)
from claims.services.officers import Desk
from claims.services.queue_rows import reason_label
from claims.services.resending import line_of, messages_about
from claims.services.tax_notice import confirmed_notice
from claims.services.ticks import TICKS
from claims.services.tracking import clock_card

PANELS = {"dokumen": "Dokumen", "klaim": "Klaim", "riwayat": "Riwayat"}
OVERSEERS_PANELS = PANELS | {"akses": "Akses"}
KEYS_PANEL = "tombol"
REASON_KEYS = "123456789QWE"
QUIET_STEPS = (
    *(Step.TAKE_OVER, Step.RELEASE, Step.CANCEL, Step.PROPOSE_REJECTION),
    *(Step.REQUEST_CORRECTION, Step.CHALLENGE, Step.FAIL_PAYMENT),
)
MAIN_STEPS = (
    *(Step.PROPOSE_PAYMENT, Step.CORRECT, Step.REJECT, Step.APPROVE),
    *(Step.START_PAYMENT, Step.CONFIRM_PAYMENT, Step.TAKE, Step.REOPEN),
)
FORWARD = (Step.REQUEST_CORRECTION, *MAIN_STEPS)
"""Steps that the key S leads to: those that bring a claim on."""
BUTTONS = (*QUIET_STEPS, *MAIN_STEPS)
"""The buttons from left to right: the main one stands last."""
HINTS = {"blurred": "tampak buram", "dark": "tampak gelap"}
SAID = {"accepted": "terima", "rejected": "tolak"}
SAID_OF_MISSING = {"waived": "tidak_perlu", "insisted": "tetap_perlu"}


@dataclass
class Look:
    """One look at a claim: who looks, at which document, with what typed in and what revealed."""

    request: HttpRequest
    claim: Claim
    desk: Desk
    now: datetime
    film: list[Frame]
    frame: Frame | None
    form: Form | None = None
    revealed: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return local_date(self.claim.office, self.now)

    @property
    def judging(self) -> bool:
        """Tell whether this officer decides on documents now."""
        return may_judge(self.claim, self.desk)

    @property
    def panels(self) -> dict[str, str]:
        return OVERSEERS_PANELS if self.desk.oversees else PANELS

    @property
    def viewer(self) -> Viewer:
        """The left side, as the address lays it."""
        panel = self.panel if "lihat" in self.request.GET else ""
        slot = self.frame.slot if self.frame else ""
        return Viewer(self.claim, self.film, self.frame, position_in(self.request.GET, slot, panel))

    @property
    def panel(self) -> str:
        """The part asked for; who decides on a proposal or pays looks at the claim first."""
        usual = "klaim" if self.claim.status in CLOCK_RUNS else "dokumen"
        wanted = self.request.GET.get("lihat", usual)
        return wanted if wanted in self.panels or wanted == KEYS_PANEL else usual

    @property
    def rows(self) -> list[comparing.DataRow]:
        """The data beside the document; what no document shows stands with the first one."""
        if self.frame is None:
            return []
        rest = self.frame is self.film[0] and not covers_all_ticks(self.film)
        return comparing.rows_for(self.claim, self.frame.slot, self.revealed, today=self.today, with_all_ticks=rest)

    @property
    def ticks(self) -> list[str]:
        """The ticks that can be made beside this document."""
        return [row.code for row in self.rows if row.ticked]

    @property
    def ticked(self) -> list[str]:
        """The ticks to show: as typed while a form is open, else as kept."""
        return self.form.data.getlist("cocok") if self.form and self.form.is_bound else self.claim.data_ticks

    @property
    def warnings(self) -> list[warnings.Finding]:
        """What to look into before a step, with what officers found out."""
        return warnings.findings(self.claim, self.desk, self.now)

    @property
    def version(self) -> DocumentVersion | None:
        """The version that is judged: the newest."""
        return self.frame.latest if self.frame else None


def look(request: HttpRequest, claim: Claim, slot: str) -> Look:
    """Look at CLAIM, open at a document."""
    film = film_of(claim)
    return Look(request, claim, desk_at(request), timezone.now(), film, chosen_frame(film, slot))


def desk_url(claim: Claim, slot: str) -> str:
    """Return the address of the desk, open at a document."""
    return f"{reverse('admin:claims_claim_change', args=[claim.pk])}?dokumen={slot}"


def covers_all_ticks(film: list[Frame]) -> bool:
    """Tell whether every tick stands beside some document of the film."""
    shown = {code for frame in film for code in comparing.ROWS_OF_SLOT.get(frame.slot, comparing.PERSON)}
    return set(TICKS) <= shown


def form_for(seen: Look, data: QueryDict | None = None) -> Form:
    """Return the form for the document, filled with what was decided or with DATA."""
    frame, start = seen.frame, {"versi": seen.claim.version}
    if frame.missing:
        start |= {"putusan": SAID_OF_MISSING.get(frame.document.state), "catatan": frame.document.decision_note or ""}
        return MissingForm(data, ticks=seen.ticks, initial=start)
    if frame.latest:
        start |= {"putusan": SAID.get(frame.latest.verdict), "alasan": frame.latest.reasons, "catatan": frame.latest.note}
    return JudgeForm(data, reasons=return_reasons_for(frame.slot), ticks=seen.ticks, initial=start)


def render(seen: Look, status: int = 200) -> HttpResponse:
    """Render the desk; that it was opened is logged."""
    company = reading.open_desk(seen.claim, seen.desk, now=seen.now)
    if seen.judging and seen.frame and seen.form is None:
        seen.form = form_for(seen)
    context = admin.site.each_context(seen.request) | head(seen) | {"company": company} | body(seen)
    return TemplateResponse(seen.request, "admin/claims/desk.html", context, status=status)


def head(seen: Look) -> dict:
    """Return what the upper part needs: the claim, its clock, its steps."""
    claim = seen.claim
    offered = [(offer, button_label(offer, seen)) for offer in offers(claim, seen.desk, seen.now)]
    offered.sort(key=lambda button: BUTTONS.index(button[0].step))
    forward, label = next((button for button in reversed(offered) if button[0].ready and button[0].step in FORWARD), (None, ""))
    return {
        "title": f"Klaim {claim.number}",
        "claim": claim,
        "zone": claim.office.timezone,
        "reason": reason_label(claim.reason),
        "status": STATUS_WORDING[claim.status],
        "clock": clock_card(claim, holidays(), seen.today),
        "decided": decided_count(seen.film),
        "offers": offered,
        "pay_door": paying.door(claim, seen.desk),
        "blocked": [(offer, label) for offer, label in offered if not offer.ready],
        "challenge": challenge_of(claim),
        "next_step": forward.step if forward else None,
        "next_label": label,
        "may_take": Role.VERIFIER in seen.desk.roles,
        "may_approve": Role.APPROVER in seen.desk.roles,
        "acts": seen.desk.acts_on(claim),
        "main_steps": MAIN_STEPS,
    }


def button_label(offer: Offer, seen: Look) -> str:
    """Return the words on a step's button; for a correction with the number of papers that it asks for."""
    asked = sum(frame.document.state in ASKED_AGAIN for frame in seen.film)
    label = label_of(offer.step, seen.desk)
    return f"{label} ({asked})" if offer.step is Step.REQUEST_CORRECTION and asked else label


def body(seen: Look) -> dict:
    """Return what the lower part needs: the documents at the left, one panel at the right."""
    version, viewer = seen.version, seen.viewer
    refused = version is not None and version.verdict == "rejected"
    return {
        "film": seen.film,
        "frame": seen.frame,
        "version": version,
        "pages": pages_of(version),
        "hints": [HINTS[page.hint] for page in pages_of(version) if page.hint in HINTS],
        "viewer": viewer,
        "panels": [(code, label, viewer.link(panel=code)) for code, label in seen.panels.items()],
        "next_panel": panel_after(seen),
        "panel": seen.panel,
        "judging": seen.judging,
        "form": seen.form,
        "revealed": seen.revealed,
        **PANEL_CONTEXT[seen.panel](seen),
        "says": words_for_participant(version.reasons, version.note) if refused else "",
    }


def panel_after(seen: Look) -> str:
    """Return the panel that follows the open one, going round."""
    codes = list(seen.panels)
    return codes[(codes.index(seen.panel) + 1) % len(codes)] if seen.panel in codes else codes[0]


def with_keys(reasons: Sequence[ReturnReason]) -> list[tuple[ReturnReason, str]]:
    """Return reasons with the key that chooses each; those beyond the last key have none."""
    return list(zip_longest(reasons, REASON_KEYS[: len(reasons)], fillvalue=""))


def document_panel(seen: Look) -> dict:
    return {
        "warnings": seen.warnings,
        "rows": seen.rows,
        "ticked": seen.ticked,
        "reasons": with_keys(return_reasons_for(seen.frame.slot)) if seen.frame else [],
        "takes_in": counter.takes_in(seen.claim, seen.frame, seen.desk),
    }


def claim_panel(seen: Look) -> dict:
    return {
        "warnings": seen.warnings,
        "facts": claim_file.facts(seen.claim),
        "private": claim_file.private_rows(seen.claim, seen.revealed),
        "tax_notice": confirmed_notice(seen.claim),
    }


def history_panel(seen: Look) -> dict:
    return {"history": claim_file.history(seen.claim), "lines": [line_of(message, seen.desk) for message in messages_about(seen.claim)]}


def access_panel(seen: Look) -> dict:
    return {"accesses": claim_file.access_lines(seen.claim)}


PANEL_CONTEXT = {
    "dokumen": document_panel,
    "klaim": claim_panel,
    "riwayat": history_panel,
    "akses": access_panel,
    KEYS_PANEL: lambda _: {},
}
