"""The end of an officer's session that nobody uses: half an hour without a page, and the desk is closed."""

import time

from django.contrib.auth import logout
from django.http import HttpRequest

IDLE_SECONDS = 30 * 60
SEEN = "petugas_terlihat"
TOUCH_SECONDS = 60


def end_if_idle(request: HttpRequest) -> None:
    """Log the officer out if the last page is too long ago; else remember this one."""
    if not request.user.is_authenticated:
        return
    now = int(time.time())
    seen = request.session.get(SEEN, now)
    if now - seen > IDLE_SECONDS:
        logout(request)
    elif SEEN not in request.session or now - seen > TOUCH_SECONDS:
        request.session[SEEN] = now
