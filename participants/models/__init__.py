"""People, memberships and money."""

from participants.models.contact import ChannelChoice, ContactChange
from participants.models.ledger import LedgerEntry
from participants.models.membership import Membership
from participants.models.one_time_code import OneTimeCode, SignIn, SignInAttempt
from participants.models.participant import Employer, Participant
from participants.models.proof import CodeProof
from participants.models.throttle import ThrottleCounter

__all__ = [
    "ChannelChoice",
    "CodeProof",
    "ContactChange",
    "Employer",
    "LedgerEntry",
    "Membership",
    "OneTimeCode",
    "Participant",
    "SignIn",
    "SignInAttempt",
    "ThrottleCounter",
]
