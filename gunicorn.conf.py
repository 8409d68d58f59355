"""How gunicorn serves the portal; GUNICORN_CMD_ARGS overrides any of it.

There is no access log: addresses of result pages are keys. The portal keeps its own record of who read what.
"""

import os
import sys

from jht_portal.lib.logs import LineFormatter

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
preload_app = True
graceful_timeout = 10
accesslog = None
loglevel = "warning"
control_socket_disable = True


def when_ready(server: object) -> None:
    for handler in server.log.error_log.handlers:
        handler.setFormatter(LineFormatter())
    print(f"Portal JHT: http://{bind}/", file=sys.stderr, flush=True)
