"""What a field says of a value it does not take."""

from modules.kernel.admin.messages import Message

REQUIRED = Message("Required.")
INVALID = Message("Invalid.")


class ValueRefused(ValueError):
    """A value the field does not take; `message` is what the visitor reads."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message
