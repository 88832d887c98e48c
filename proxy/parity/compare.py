"""Whether two answers are the same, by status, headers, cookies and body."""

from dataclasses import dataclass, field

from proxy.parity.answers import Answer, BodyKind
from proxy.parity.data import (
    csv_differences,
    file_differences,
    json_differences,
    text_differences,
)
from proxy.parity.differences import Difference, Part, difference
from proxy.parity.heads import head_differences
from proxy.parity.masks import Mask
from proxy.parity.pages import page_differences
from proxy.parity.pdf import PdfUnreadable, pdf_text


@dataclass(frozen=True, slots=True)
class Terms:
    """By which rules two answers are the same.

    Shape: `headers` are declared beside those that always count; `origin` is the site's own.
    """

    masks: tuple[Mask, ...] = ()
    headers: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found: nothing, for answers that are the same."""

    differences: tuple[Difference, ...] = field(default=())

    @property
    def is_match(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def compared(control: Answer, candidate: Answer, terms: Terms | None = None) -> Comparison:
    """The candidate's answer beside the control's.

    Shape: a body of another kind is one difference, whatever it holds.
    """
    terms = terms or Terms()
    found = head_differences(control, candidate, terms.headers, terms.origin)
    if control.body != candidate.body:
        found += body_differences(control, candidate, terms)
    left = (each for each in found if not any(mask.covers(each) for mask in terms.masks))
    return Comparison(tuple(left))


def body_differences(control: Answer, candidate: Answer, terms: Terms) -> list[Difference]:
    """Differences of two bodies that are not the same bytes."""
    kind = control.kind
    if kind is not candidate.kind:
        one, other = (f"{each.kind}, {len(each.body)} bytes" for each in (control, candidate))
        return [difference(Part.FILE, "body", one, other)]
    match kind:
        case BodyKind.HTML:
            return page_differences(control.text, candidate.text, terms.masks, terms.origin)
        case BodyKind.JSON:
            return json_differences(control.text, candidate.text, terms.masks)
        case BodyKind.CSV:
            return csv_differences(control.text, candidate.text, terms.masks)
        case BodyKind.TEXT:
            return text_differences(control.text, candidate.text, terms.masks)
        case BodyKind.PDF:
            return _pdf_differences(control.body, candidate.body, terms.masks)
        case BodyKind.FILE:
            return file_differences(control.body, candidate.body)
        case BodyKind.NOTHING:
            return []


def _pdf_differences(control: bytes, candidate: bytes, masks: tuple[Mask, ...]) -> list[Difference]:
    """Differences of what two PDFs show; of their bytes, when the words cannot be read."""
    try:
        return text_differences(pdf_text(control), pdf_text(candidate), masks, "pdf")
    except PdfUnreadable:
        return file_differences(control, candidate)
