"""What a channel raises when a message did not go out."""


class DeliveryFailed(Exception):
    """The message was not accepted. PERMANENT: trying again cannot help. The text names no address and no person."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
