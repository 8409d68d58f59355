"""The inside of the cleaning process: tie its hands, open the file, answer once.

The file is standard input, without a name. The answer is one line of JSON and then the bytes it announces.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from claims.cleaning.limits import CHILD_CPU_SECONDS, CHILD_MEMORY, CHILD_OPEN_FILES
from claims.cleaning.refusals import FileRefused


class Cleaned(NamedTuple):
    """What one module made of one file. WIDTH and HEIGHT are pixels (0 for a PDF); HINT is advice, or empty."""

    content: bytes
    width: int = 0
    height: int = 0
    page_count: int = 1
    thumbnail: bytes = b""
    hint: str = ""


def answer(clean: Callable[[BinaryIO], Cleaned]) -> None:
    """Run CLEAN on standard input under limits and write what came of it to standard output."""
    output = sys.stdout.buffer
    tie_hands()
    try:
        cleaned = clean(sys.stdin.buffer)
    except FileRefused as refused:
        output.write(headline(refused=refused.code, facts=refused.facts))
    except (MemoryError, RecursionError):
        output.write(headline(refused="too_heavy", facts={}))
    except Exception as error:  # Decoders raise a zoo on broken bytes; the class is all that may be told of a private file.
        output.write(headline(refused="damaged", facts={}, cause=type(error).__name__))
    else:
        output.write(announce(cleaned))
        output.write(cleaned.content)
        output.write(cleaned.thumbnail)


def tie_hands() -> None:
    """Limit memory, processor time and open files, forbid to write any file, and stand back behind the web workers."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (CHILD_OPEN_FILES, CHILD_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def announce(cleaned: Cleaned) -> bytes:
    """Return the line before the bytes of CLEANED."""
    return headline(
        width=cleaned.width,
        height=cleaned.height,
        page_count=cleaned.page_count,
        hint=cleaned.hint,
        content=len(cleaned.content),
        thumbnail=len(cleaned.thumbnail),
    )


def headline(**facts: object) -> bytes:
    return json.dumps(facts).encode() + b"\n"
