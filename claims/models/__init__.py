"""Everything that happens to a claim."""

from claims.models.access_log import AccessLog
from claims.models.audit import AuditChain, AuditEntry, OfficerIdentity
from claims.models.call import Call
from claims.models.channel_state import ChannelState
from claims.models.claim import Claim
from claims.models.contact import ContactProposal
from claims.models.data_request import DataRequest
from claims.models.document import Document, DocumentPage, DocumentVersion, SlotState
from claims.models.escalation import Escalation, FollowUp
from claims.models.event import ClaimEvent
from claims.models.figures import OfficeDay, OfficeMonth
from claims.models.heard_from import HeardFrom
from claims.models.hold import ClaimHold
from claims.models.holiday import Holiday
from claims.models.issued_code import IssuedCode
from claims.models.name_key import NameKey
from claims.models.notification import Heartbeat, Notification
from claims.models.office import Office, Officer
from claims.models.officer_sign_in import AuthenticatorApp, OfficerNotice, OfficerSignIn
from claims.models.payment import (
    AT_BANK,
    BankFile,
    BatchState,
    OrderState,
    PaymentBatch,
    PaymentOrder,
    ResultFile,
    ResultRow,
    RowState,
)
from claims.models.queue_desk import CounterShift, KioskDevice, KioskPress
from claims.models.queue_office import Closure, Counter, OfficeService, OpeningHours, SlotQuota
from claims.models.queue_places import LaneDay, SlotDay, SlotMove
from claims.models.queue_waiting import WaitingEntry, WaitingLine
from claims.models.reference import (
    CodedReasonRule,
    LimitRule,
    MessageText,
    PaperRule,
    ReasonRule,
    RequirementRule,
    RulesStamp,
    SamplePicture,
)
from claims.models.saved_view import SavedView
from claims.models.ticket import ContactProof, MovedTicket, Ticket, TicketEvent
from claims.models.visit import Visit
from claims.models.warning import AccountChange, WarningNote

__all__ = [
    "AT_BANK",
    "AccessLog",
    "AccountChange",
    "AuditChain",
    "AuditEntry",
    "AuthenticatorApp",
    "BankFile",
    "BatchState",
    "Call",
    "ChannelState",
    "Claim",
    "ClaimEvent",
    "Closure",
    "ClaimHold",
    "CodedReasonRule",
    "ContactProof",
    "ContactProposal",
    "Counter",
    "CounterShift",
    "DataRequest",
    "Document",
    "DocumentPage",
    "DocumentVersion",
    "Escalation",
    "FollowUp",
    "Heartbeat",
    "HeardFrom",
    "Holiday",
    "IssuedCode",
    "KioskDevice",
    "KioskPress",
    "LaneDay",
    "LimitRule",
    "MessageText",
    "MovedTicket",
    "NameKey",
    "Notification",
    "Office",
    "OfficeDay",
    "OfficeMonth",
    "OfficeService",
    "Officer",
    "OfficerIdentity",
    "OfficerNotice",
    "OfficerSignIn",
    "OpeningHours",
    "OrderState",
    "PaperRule",
    "PaymentBatch",
    "PaymentOrder",
    "ReasonRule",
    "RequirementRule",
    "ResultFile",
    "ResultRow",
    "RowState",
    "RulesStamp",
    "SamplePicture",
    "SavedView",
    "SlotDay",
    "SlotMove",
    "SlotQuota",
    "SlotState",
    "Ticket",
    "TicketEvent",
    "Visit",
    "WaitingEntry",
    "WaitingLine",
    "WarningNote",
]
