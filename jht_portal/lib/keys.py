"""The secrets of an installation that was given none: made once, kept beside its data."""

import base64
import json
import os
import secrets
from pathlib import Path


def local_secrets(folder: Path) -> dict[str, str]:
    """Return the generated secrets of FOLDER, made on the first call (readable by the owner only).

    Keys: ``secret_key`` (Django), ``field_keys`` (encryption, ``id:base64``), ``index_key``
    (blind index). For one machine; a production server is given its keys by environment.
    """
    path = folder / "secrets.json"
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "index_key": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    draft = path.with_suffix(f".{os.getpid()}")
    with open(draft, "w", opener=for_owner_only) as file:
        json.dump(made, file)
        file.flush()
        os.fsync(file.fileno())  # Nothing may be sealed with keys that a power cut could take away.
    try:
        os.link(draft, path)  # Atomic: of two processes starting at once, the first one's keys stand.
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return json.loads(path.read_text())


def for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
