"""Sending that reaches nobody: to this process's screen, or into a folder. The default where no provider is set up."""

from pathlib import Path

from claims.channels.letters import Letter
from participants.domain.identifiers import mask_phone


def print_letter(channel: str, letter: Letter) -> str:
    """Print LETTER with its address masked."""
    print(f"--- {channel} {letter.id}\nTo: {mask_phone(letter.recipient)}\n\n{letter.body.strip()}\n---", flush=True)
    return ""


def keep_letter(folder: str, channel: str, letter: Letter) -> str:
    """Write LETTER to a file of its own in FOLDER: a second try writes the same file."""
    path = Path(folder) / f"{letter.id}.{channel}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"To: {letter.recipient}\n\n{letter.body}", encoding="utf-8")
    return ""
