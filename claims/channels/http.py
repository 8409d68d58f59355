"""One request to a provider: short, never redirected, and clear about whether it may have been done.

What went wrong before the request was out is sure not to have happened; a lost answer may mean that the message went
out. No address and no text of a message appears in what is raised.
"""

import base64
import json
from collections.abc import Mapping
from http.client import HTTPException
from time import monotonic
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from claims.channels.failures import DeliveryFailed

TIMEOUT_SECONDS = 10
LARGEST_ANSWER = 64 * 1024
BUSY = frozenset({408, 425, 429, 503})
"""The provider asks to come again; nothing was done."""
REFUSED_ACCOUNT = frozenset({401, 403, 407})


class Answer(NamedTuple):
    """What a provider said: an HTTP status, and the JSON object of the body (empty where there was none)."""

    status: int
    told: dict[str, Any]


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """A redirected message would carry the account's secret to another host."""


_opener = build_opener(_NoRedirect)


def post_form(url: str, fields: Mapping[str, str], *, key: str, headers: Mapping[str, str]) -> Answer:
    """Post FIELDS as a form; KEY is the same for every try. Raises DeliveryFailed unless an answer below 500 came whole."""
    return _post(url, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"} | headers, key)


def post_json(url: str, document: Mapping[str, Any], *, key: str, headers: Mapping[str, str]) -> Answer:
    """Post DOCUMENT as JSON, like ``post_form``."""
    return _post(url, json.dumps(document).encode(), {"Content-Type": "application/json"} | headers, key)


def basic(user: str, password: str) -> dict[str, str]:
    """Return the header that signs in with a name and a password."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def _post(url: str, body: bytes, headers: Mapping[str, str], key: str) -> Answer:
    headers = {"Accept": "application/json", "Idempotency-Key": key, **headers}
    request = Request(url, data=body, headers=headers, method="POST")  # noqa: S310 (read_provider makes http or https only)
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            return Answer(response.status, _read(response))
    except HTTPError as error:
        return _answer_of(error)
    except URLError as error:
        raise DeliveryFailed(type(error.reason).__name__) from None
    except (HTTPException, OSError, ValueError) as error:
        raise DeliveryFailed(f"no answer: {type(error).__name__}", unsure=True) from None


def _answer_of(error: HTTPError) -> Answer:
    """Return the answer with an error's status; raise where it says nothing about the message itself."""
    with error:
        if error.code in BUSY:
            raise DeliveryFailed(f"busy: {error.code}")
        if error.code in REFUSED_ACCOUNT:  # Our account is wrong, not the message.
            raise DeliveryFailed(f"sign-in refused: {error.code}")
        if error.code >= 500:
            raise DeliveryFailed(f"server failed: {error.code}", unsure=True)
        if error.code < 400:
            raise DeliveryFailed(f"answered {error.code}")
        try:
            return Answer(error.code, _read(error))
        except (HTTPException, OSError, ValueError):
            return Answer(error.code, {})


def _read(response: Any) -> dict[str, Any]:
    """Return the object of an answer; one that comes in drops is no answer, or a lease would end meanwhile."""
    ends, body = monotonic() + TIMEOUT_SECONDS, b""
    while len(body) < LARGEST_ANSWER and (some := response.read1(LARGEST_ANSWER)):
        body += some
        if monotonic() > ends:
            raise TimeoutError
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("not an object")
    return told
