"""An answer of either side, and what kind of body it has."""

from dataclasses import dataclass, field
from email.message import Message
from enum import StrEnum


class BodyKind(StrEnum):
    """How a body is compared."""

    NOTHING = "nothing"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    PDF = "pdf"
    TEXT = "text"
    FILE = "file"


_BY_TYPE = {
    "text/html": BodyKind.HTML,
    "application/xhtml+xml": BodyKind.HTML,
    "text/csv": BodyKind.CSV,
    "application/csv": BodyKind.CSV,
    "application/pdf": BodyKind.PDF,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one side said.

    Shape: `headers` keep order, case and repetition; `body` is whole and not compressed.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """The first value under that name (in lower case)."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def values(self, name: str) -> tuple[str, ...]:
        """All values under that name (in lower case)."""
        return tuple(value for key, value in self.headers if key.lower() == name)

    @property
    def media_type(self) -> str:
        """The type without its parameters, in lower case; empty when none is declared."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset declared for the body; utf-8 when none is."""
        message = Message()
        message["Content-Type"] = self.header("content-type") or ""
        said = message.get_param("charset")
        return said.lower() if isinstance(said, str) and said else "utf-8"

    @property
    def kind(self) -> BodyKind:
        """How its body is to be compared."""
        media = self.media_type
        if not self.body.strip():
            return BodyKind.NOTHING
        if media in _BY_TYPE:
            return _BY_TYPE[media]
        if media == "application/json" or media.endswith("+json"):
            return BodyKind.JSON
        if media.startswith("text/") or media.endswith(("+xml", "/xml", "/javascript")):
            return BodyKind.TEXT
        return BodyKind.FILE

    @property
    def text(self) -> str:
        """The body as text; bytes that are none stay visible."""
        try:
            return self.body.decode(self.charset, "backslashreplace")
        except (LookupError, UnicodeError):
            return self.body.decode("utf-8", "backslashreplace")
