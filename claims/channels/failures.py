"""What a channel raises when a message did not go out."""


class DeliveryFailed(Exception):
    """The message was not accepted. The text names no address and no person.

    PERMANENT: trying again cannot help. UNSURE: it may have been accepted, the answer was lost.
    """

    def __init__(self, reason: str, *, permanent: bool = False, unsure: bool = False) -> None:
        super().__init__(reason)
        self.permanent, self.unsure = permanent, unsure
