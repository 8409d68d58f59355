"""The portal as production serves it, with the limits of the lookup out of reach: they count all the same."""

from jht_portal.wsgi import application

# isort: split
from claims.services import lookup

for _limit in ("NUMBER_AN_HOUR", "MISSES_AN_HOUR"):
    setattr(lookup, _limit, 10**9)
lookup.limit = lambda kind: 10**9

__all__ = ["application"]
