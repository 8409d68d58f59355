"""E-mail through the server that EMAIL_URL names."""

from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from claims.channels.failures import DeliveryFailed
from claims.channels.letters import Letter

REMINDERS = frozenset({"correction_reminder", "draft_expiring", "queue_reminder"})
"""What a person may do without. News of one's own claim is owed by law: no button in a mail program ends it (docs/channels.md)."""
CHOICE = "/jht/kontak/"


def send(letter: Letter) -> str:
    """Hand one message, text first and the same as HTML, to the mail server; return its Message-ID; raise DeliveryFailed.

    The Message-ID is the same for every try, so that a message that was accepted just before the line broke is seen once.
    """
    message_id = f"<{letter.id}@{urlsplit(settings.PUBLIC_URL).hostname}>"
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    if letter.kind in REMINDERS:
        headers["List-Unsubscribe"] = f"<{settings.PUBLIC_URL}{CHOICE}>"
    try:
        message = EmailMultiAlternatives(letter.subject, letter.body, to=[letter.recipient], headers=headers)
        if letter.html:
            message.attach_alternative(letter.html, "text/html")
        message.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise DeliveryFailed(f"recipient refused: {codes}", permanent=min(codes) >= 500) from error
    except SMTPAuthenticationError as error:  # Our password is wrong, not the message.
        raise DeliveryFailed(f"sign-in refused: {error.smtp_code}") from error
    except SMTPSenderRefused as error:  # Our own address.
        raise DeliveryFailed(f"sender refused: {error.smtp_code}") from error
    except SMTPResponseException as error:
        of_the_message = isinstance(error, SMTPDataError)  # Else the server greets nobody.
        raise DeliveryFailed(f"server refused: {error.smtp_code}", permanent=of_the_message and error.smtp_code >= 500) from error
    except ValueError:  # Its text holds the address.
        raise DeliveryFailed("not an address or a subject", permanent=True) from None
    except (SMTPException, OSError) as error:
        raise DeliveryFailed(type(error).__name__) from error
    return message_id
