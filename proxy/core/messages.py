"""The head of a request, as both doors see it."""

from dataclasses import dataclass

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class RequestHead:
    """What is known of a request before its body.

    Shape:  `target` is the request-target exactly as received, never decoded; `host` is the value
            of the Host field (or the authority of an absolute-form target), as received;
            `headers` keep order, case and repetition.
    Source: RFC 9112 section 3, RFC 9110 section 7.2.
    """

    method: str
    target: bytes
    host: bytes
    headers: Headers = ()

    def values(self, name: bytes) -> tuple[bytes, ...]:
        """Values of every field line of that name (given in lower case), in order."""
        return tuple(value for field, value in self.headers if field.lower() == name)
