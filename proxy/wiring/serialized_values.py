"""PHP's serialized columns in the words of the lots."""

from legacy_bridge.php.errors import PhpFormatError
from legacy_bridge.php.reading import decode
from legacy_bridge.php.values import PhpArray, PhpValue, php_bytes, php_key
from legacy_bridge.php.writing import encode
from modules.kernel.ports import Kept
from proxy.wiring.visits import plain


class BridgedValues:
    """Reads and writes them with the bridge."""

    def read(self, stored: str | None) -> Kept:
        """The value of a stored text; None for none, and for an empty one.

        Errors: ValueError, for a text that PHP could not read either.
        """
        if not stored:
            return None
        try:
            return plain(decode(php_bytes(stored)))
        except PhpFormatError as error:
            raise ValueError(f"no serialized value: {error}") from error

    def written(self, value: Kept, before: str | None = None) -> str:
        """The text to store; the very text that was stored when it has this value already."""
        try:
            if before and self.read(before) == value:
                return before
        except ValueError:
            pass  # what nobody can read is replaced
        return encode(_php(value)).decode("utf-8", "surrogateescape")


def _php(value: Kept) -> PhpValue:
    """The value as PHP's: lists are arrays numbered from 0."""
    if isinstance(value, list):
        return {at: _php(one) for at, one in enumerate(value)}
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    array: PhpArray = {php_key(key): _php(one) for key, one in value.items()}
    return array
