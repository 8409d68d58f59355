"""What every channel is given to send."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One message to one address. ID is the same for every try: a provider that knows it sends the message once."""

    id: str
    kind: str
    recipient: str
    subject: str
    body: str
    language: str = "id"
    code: str = ""
    """The one-time code that it carries, where it carries one."""
    html: str = ""
    """The same words as a page, of an e-mail."""
    answers: bool = False
    """Whether the person wrote to us within a day (WhatsApp)."""

    def __repr__(self) -> str:
        return f"Letter({self.id})"
