"""What is wrong in a routing file, and where; a file with any mistake is refused whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from proxy import errors
from proxy.core.table import Place


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to correct, at one place of the file.

    Shape: `path` is dotted, as in lots.housing.stage; empty for the file itself.
    """

    place: Place
    path: str
    text: str

    def __str__(self) -> str:
        """As in: routing.yaml:47:9 lots.housing.stage: "pyhton" is not a stage."""
        where = f"{self.place} {self.path}" if self.path else str(self.place)
        return f"{where}: {self.text}"


class RoutingFileRefused(errors.RoutingFileRefused):
    """The routing file has mistakes, all of them listed, in the order of the file."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        """Sort them as a reader meets them; the same mistake is said once."""
        unique = {str(mistake): mistake for mistake in mistakes}.values()
        self.mistakes = tuple(
            sorted(unique, key=lambda m: (m.place.line, m.place.column, m.path, m.text))
        )
        super().__init__("\n".join(map(str, self.mistakes)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word, as the end of a sentence; nothing when none is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""
