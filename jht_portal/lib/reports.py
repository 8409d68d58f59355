"""Reports of a fault tell a developer where it happened, not whom it happened to, with DEBUG too."""

from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import pprint
from django.utils.datastructures import MultiValueDict
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from jht_portal.lib.logs import strike_out


class Shown(str):
    """A text that stands in a report as it is, without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


class DiscreetFilter(SafeExceptionReporterFilter):
    """Hides every value that was posted, and the numbers and addresses in variables."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        return {} if request is None else self.get_cleansed_multivaluedict(request, request.POST)

    def get_cleansed_multivaluedict(self, request: HttpRequest | None, multivaluedict: MultiValueDict) -> dict[str, str]:
        return dict.fromkeys(multivaluedict, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> list[tuple[str, Shown]]:
        variables = super().get_traceback_frame_variables(request, tb_frame)
        return [(name, Shown(strike_out(pprint(value)))) for name, value in variables]


class DiscreetReporter(ExceptionReporter):
    """Hides the numbers and addresses that an error repeats in its message."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        return data | {"exception_value": strike_out(data.get("exception_value", ""))}
