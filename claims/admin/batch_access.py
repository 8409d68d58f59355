"""Who may open a payment batch, and how a press on one is answered."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from claims.models import PaymentBatch
from claims.officer_site import desk_at
from claims.services.payment_batches import BatchChangedMeanwhile, BatchRefused

BATCH = "admin:claims_paymentbatch_change"
DRAW = "admin:claims_paymentbatch_draw"
NAMED = 5
"""Claims that one sentence names."""
FASTER = "Daftar ini sudah berubah sejak Anda membukanya. Yang tampil di sini keadaan terbaru."


def with_batch(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give VIEW a batch of the officer's own office instead of its id; answer 404 for any other."""

    @wraps(view)
    def inner(request: HttpRequest, batch_id: int, **kwargs: object) -> HttpResponse:
        desk = desk_at(request)
        batches = PaymentBatch.objects.filter(office=desk.office).select_related("office", "created_by", "released_by")
        batch = batches.filter(pk=batch_id).first() if desk.sees_batches else None
        if batch is None:
            raise Http404
        return view(request, batch, **kwargs)

    return inner


def answered(press: Callable[..., HttpResponse | None]) -> Callable[..., HttpResponse]:
    """Make a view of a press on a batch: what the page knew is compared, a refusal is told, and the batch is shown again."""

    @wraps(press)
    @with_batch
    def inner(request: HttpRequest, batch: PaymentBatch, **kwargs: object) -> HttpResponse:
        try:
            batch.version = int(request.POST.get("versi") or batch.version)
            answer = press(request, batch, **kwargs)
        except BatchRefused as refusal:
            answer = told(request, refusal.reasons)
        except (BatchChangedMeanwhile, ValueError):
            answer = told(request, [FASTER])
        return answer or redirect(BATCH, batch_id=batch.pk)

    return inner


def told(request: HttpRequest, sentences: list[str]) -> None:
    """Say what stood in the way."""
    for sentence in sentences:
        messages.warning(request, sentence)


def grouped(refused: Iterable[tuple[str, str]]) -> list[str]:
    """Say each reason once, with how many claims it holds back and the first of them."""
    claims: dict[str, list[str]] = {}
    for number, reason in refused:
        claims.setdefault(reason, []).append(number)
    return [f"{len(numbers)} klaim tidak ikut ({_named(numbers)}): {reason}" for reason, numbers in claims.items()]


def _named(numbers: list[str]) -> str:
    return ", ".join(numbers[:NAMED]) + (", …" if len(numbers) > NAMED else "")
