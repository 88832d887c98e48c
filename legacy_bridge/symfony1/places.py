"""Where something is said in a project's files, and what was not understood there."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A line of a file of the project, counted from 1, printed as editors read it."""

    file: str
    line: int = 1

    def __str__(self) -> str:
        """As in apps/frontend/config/routing.yml:12."""
        return f"{self.file}:{self.line}"


class NotUnderstood(ValueError):
    """Something that we do not read, with its place; nothing is guessed in its stead."""

    def __init__(self, spot: Spot, text: str) -> None:
        """Keep place and reason apart, for those who collect them."""
        super().__init__(f"{spot}: {text}")
        self.spot = spot
        self.text = text


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Something that is left out of what was read, or read with a reserve, and why.

    Shape: `is_left_out` when what is read lacks it: nobody may conclude that it is not there.
    """

    spot: Spot
    text: str
    is_left_out: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        """As in apps/frontend/config/routing.yml:12: the class is not in the project."""
        return f"{self.spot}: {self.text}"


def doubt_of(error: NotUnderstood) -> Doubt:
    """The same, to be listed instead of raised: what it names is left out."""
    return Doubt(error.spot, error.text, is_left_out=True)
