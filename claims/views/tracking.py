"""Track a claim: the box, the result, and the way to paper."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.domain.workflow import WAITING_FOR_PARTICIPANT, ClaimStatus, Stage
from claims.forms.tracking import TrackingForm
from claims.labels import STAGE_LABELS, STATUS_WORDING
from claims.models import Claim
from claims.services.lookup import claims_behind, count_lookup, count_miss, find_claims
from claims.services.passes import Found, Pass, PassClosed, read_pass, write_pass
from claims.services.tracking import STATUS_ICONS, StageLine, load_progress, load_stages
from jht_portal.errors import too_many
from jht_portal.lib.access import public
from jht_portal.lib.formats import short_date
from jht_portal.lib.http import SeeOther
from jht_portal.lib.throttle import client_address
from participants.domain.identifiers import mask_kpj

DOORS = (
    {"view": "claims:start", "icon": "doc", "name": _("Ajukan Klaim"), "line": _("Isi data dan unggah dokumen, boleh dicicil.")},
    {"view": "claims:places", "icon": "clock", "name": _("Nomor Antrian"), "line": _("Pilih kantor, hari, dan jam. Gratis.")},
    {"view": "claims:eligibility", "icon": "check", "name": _("Cek syarat saya"), "line": _("Bisa klaim sekarang atau belum?")},
    {"view": "claims:hub", "icon": "wallet", "name": _("Jaminan Hari Tua"), "line": _("Saldo, rincian, dan klaim Anda.")},
)
COUNT_WORDS = ("", _("satu"), _("dua"), _("tiga"), _("empat"), _("lima"), _("enam"), _("tujuh"), _("delapan"), _("sembilan"), _("sepuluh"))


@public
def home(request: HttpRequest) -> HttpResponse:
    """The tracking box itself, then the other doors."""
    doors = [door | {"url": reverse(door["view"])} for door in DOORS]
    return render(request, "claims/tracking/home.html", {"form": TrackingForm(css="track"), "doors": doors})


@public
def track(request: HttpRequest) -> HttpResponse:
    """One box: a hit leads to a page of its own, every kind of miss gets one and the same answer."""
    form = TrackingForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "claims/tracking/form.html", {"form": form})
    number, now = form.cleaned_data["nomor"], timezone.now()
    allowance = count_lookup(number, client_address(request))
    if not allowance.allowed:
        return too_many(request, allowance.retry_after)
    found = find_claims(number, now=now)
    if found is not None:
        return SeeOther(reverse("claims:result", args=[write_pass(found)]))
    count_miss(number)
    return render(request, "claims/tracking/none.html", {"form": form})


@public
def result(request: HttpRequest, token: str) -> HttpResponse:
    """One claim in full, or the list where there are several."""
    now = timezone.now()
    try:
        opened = read_pass(token, now)
    except PassClosed:
        return closed(request)
    claims = claims_behind(opened)
    if not claims:
        return closed(request)
    if len(claims) > 1:
        return render(request, "claims/tracking/list.html", _list_context(claims, opened))
    return render(request, "claims/tracking/result.html", _result_context(claims[0], opened, token, now))


def closed(request: HttpRequest) -> HttpResponse:
    """Say that the page has closed itself, and offer the box."""
    return render(request, "claims/tracking/closed.html", {"form": TrackingForm()}, status=404)


def _result_context(claim: Claim, opened: Pass, token: str, now: datetime) -> dict[str, object]:
    progress = load_progress(claim, now)
    sign_in = _sign_in_url(claim)
    return {
        "progress": progress,
        "facts": [(_("Nomor klaim"), progress.number), ("KPJ", progress.kpj)],
        "status": {"kind": "" if progress.tone == "now" else progress.tone, "tag": progress.tag, "icon": progress.icon},
        "todo": {"text": progress.todo, "button": progress.button, "url": progress.button and sign_in, "icon": "key"},
        "sign_in_url": sign_in,
        "merged_into": progress.kpj if _is_merged(claim, opened) else "",
        "closes_at": opened.closes_at,
        "links": [
            {"url": reverse("claims:result_print", args=[token]), "icon": "print", "text": _("Cetak halaman ini")},
            {"url": reverse("claims:result_pdf", args=[token]), "icon": "down", "text": _("Unduh PDF")},
            {"url": f"{reverse('claims:help')}#adukan", "icon": "help", "text": _("Tanya atau adukan")},
        ],
    }


def _list_context(claims: list[Claim], opened: Pass) -> dict[str, object]:
    stages = load_stages(claims)
    waiting = sum(claim.status in WAITING_FOR_PARTICIPANT for claim in claims)
    merged = [claim for claim in claims if _is_merged(claim, opened)]
    return {
        "rows": [_row(claim, stages[claim], opened) for claim in claims],
        "count": len(claims),
        "count_word": _in_words(len(claims)),
        "waiting": waiting,
        "waiting_word": _in_words(waiting).capitalize(),
        "merged_into": mask_kpj(merged[0].membership.kpj) if merged else "",
        "closes_at": opened.closes_at,
    }


def _row(claim: Claim, stage: StageLine, opened: Pass) -> dict[str, str]:
    wording = STATUS_WORDING[ClaimStatus(claim.status)]
    since = short_date(stage.at or claim.submitted_at, claim.office.timezone)
    facts = {"stage": STAGE_LABELS[claim.stage], "since": since, "office": claim.office.name}
    over = claim.stage == Stage.SELESAI
    return {
        "number": claim.number,
        "state": claim.status,
        "stage": stage.code,
        "name": f"KPJ {mask_kpj(claim.membership.kpj)}",
        "note": (gettext("%(stage)s, %(since)s. %(office)s.") if over else gettext("%(stage)s, sejak %(since)s. %(office)s.")) % facts,
        "url": reverse("claims:result", args=[write_pass(opened.for_claim(claim.pk))]),
        "tag_kind": wording.tone,
        "tag": wording.tag,
        "icon": STATUS_ICONS.get(ClaimStatus(claim.status), ""),
    }


def _is_merged(claim: Claim, opened: Pass) -> bool:
    return opened.kind == Found.CARDS and claim.membership_id != opened.ids[0]


def _sign_in_url(claim: Claim) -> str:
    return f"{reverse('claims:sign_in')}?{urlencode({'next': reverse('claims:claim', args=[claim.number])})}"


def _in_words(count: int) -> str:
    return str(COUNT_WORDS[count]) if count < len(COUNT_WORDS) else str(count)
