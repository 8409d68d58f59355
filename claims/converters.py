"""Path converters of public addresses."""


class ClaimNumberConverter:
    """A claim number as it is written; any spelling that can be read is accepted by the view's lookup."""

    regex = "[A-Za-z0-9-]{10,24}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
