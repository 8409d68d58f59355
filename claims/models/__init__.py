"""Everything that happens to a claim."""

from claims.models.access_log import AccessLog
from claims.models.claim import Claim
from claims.models.document import Document, DocumentPage, DocumentVersion, SlotState
from claims.models.event import ClaimEvent
from claims.models.holiday import Holiday
from claims.models.issued_code import IssuedCode
from claims.models.notification import Heartbeat, Notification
from claims.models.office import Office, Officer
from claims.models.payment import PaymentBatch

__all__ = [
    "AccessLog",
    "Claim",
    "ClaimEvent",
    "Document",
    "DocumentPage",
    "DocumentVersion",
    "Heartbeat",
    "Holiday",
    "IssuedCode",
    "Notification",
    "Office",
    "Officer",
    "PaymentBatch",
    "SlotState",
]
