"""The hours of the night in which nobody's telephone rings because of us (product.md section 5: 21–07 local)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From BEGIN o'clock to END o'clock, on the clock of the place; the same hour twice means never."""

    begin: int
    end: int

    def until(self, local: datetime) -> datetime | None:
        """Return when the night that LOCAL lies in is over; None by day."""
        if not self._holds(local.hour):
            return None
        morning = local.replace(hour=self.end, minute=0, second=0, microsecond=0)
        return morning if morning > local else morning + timedelta(days=1)

    def _holds(self, hour: int) -> bool:
        if self.begin <= self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end


def parse_quiet_hours(text: str) -> QuietHours:
    """Read ``21-7``; raise ValueError otherwise."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text)
    if not found or not all(int(hour) < 24 for hour in found.groups()):
        raise ValueError(text)
    return QuietHours(int(found[1]), int(found[2]))
