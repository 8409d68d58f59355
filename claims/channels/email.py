"""E-mail through the server that EMAIL_URL names."""

from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage

from claims.channels.failures import DeliveryFailed


def send(*, recipient: str, subject: str, body: str, message_id: str) -> None:
    """Hand one text message to the mail server; raise DeliveryFailed.

    MESSAGE_ID is the same for every try, so that a message that was accepted just before the line broke is seen once.
    """
    host = urlsplit(settings.PUBLIC_URL).hostname
    headers = {"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, body, to=[recipient], headers=headers).send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise DeliveryFailed(f"recipient refused: {codes}", permanent=min(codes) >= 500) from error
    except SMTPAuthenticationError as error:  # Our password is wrong, not the message.
        raise DeliveryFailed(f"sign-in refused: {error.smtp_code}") from error
    except SMTPResponseException as error:
        raise DeliveryFailed(f"server refused: {error.smtp_code}", permanent=error.smtp_code >= 500) from error
    except (BadHeaderError, UnicodeError) as error:
        raise DeliveryFailed("not an address or a subject", permanent=True) from error
    except (SMTPException, OSError) as error:
        raise DeliveryFailed(type(error).__name__) from error
