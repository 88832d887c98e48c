"""Takes the pictures of a run: both sides of a page, one over the other, kept under its id."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from proxy.errors import ParityRunImpossible
from proxy.parity.answers import Answer
from proxy.parity.lab.asking import Asked, Side
from proxy.parity.masks import Mask
from proxy.parity.pictures.chromium import Chromium, ChromiumFailed, chromium_program
from proxy.parity.pictures.gallery import About, hang
from proxy.parity.pictures.overlay import overlay_of, pillow
from proxy.parity.pictures.tab import Hidden, Tab

#: Attributes whose value is painted.
_SEEN = frozenset({"", "value", "src", "style", "class", "placeholder", "alt"})
_SHORTEST = 3


@contextmanager
def camera(gallery: Path) -> Iterator["Camera"]:
    """A camera with a Chromium of its own, which is gone afterwards.

    Errors: ParityRunImpossible, without Chromium or Pillow.
    """
    pillow("Image")
    found = Camera(gallery, Chromium(chromium_program()))
    try:
        yield found
    finally:
        found.close()


class Camera:
    """Who takes pictures. Shape: `fault` says why it takes no more."""

    def __init__(self, gallery: Path, chromium: Chromium) -> None:
        self._gallery = gallery
        self._chromium = chromium
        self._tab = Tab(chromium)
        self._parts: dict[str, Answer | None] = {}
        self.taken = self.differing = 0
        self.fault = ""

    def take(
        self, own_id: str, url: str, answers: tuple[Answer, Answer], assets: Side,
        masks: tuple[Mask, ...],
    ) -> bool:  # fmt: skip
        """Keep both answers' pictures; gives whether that was done.

        Shape: stylesheets and images of either page come from `assets`.
        """
        if self.fault:
            return False

        def part(address: str) -> Answer | None:
            return self._part(urlsplit(url).netloc, address, assets)

        try:
            one, other = (
                self._tab.picture(url, each, part, hidden_by(masks, each.text)) for each in answers
            )
        except ChromiumFailed as failed:
            self.fault = str(failed)
            return False
        over = overlay_of(one, other)
        known = About(
            over.share, len(one.hidden) + len(other.hidden), unhidden_by(masks),
            one.is_cut or other.is_cut,
        )  # fmt: skip
        hang(self._gallery, own_id, (one.png, other.png, over.png), known)
        self.taken += 1
        self.differing += over.share > 0
        return True

    def close(self) -> None:
        """End Chromium."""
        self._chromium.close()

    def _part(self, host: str, address: str, assets: Side) -> Answer | None:
        """A stylesheet, image, font or script of the site itself, asked once a run, as nobody."""
        where = urlsplit(address)
        if where.netloc != host:
            return None
        if address not in self._parts:
            target = where.path + (f"?{where.query}" if where.query else "")
            try:
                self._parts[address] = assets.ask(Asked("GET", target or "/", host))
            except ParityRunImpossible:
                self._parts[address] = None
        return self._parts[address]


def hidden_by(masks: Sequence[Mask], source: str) -> Hidden:
    """What the masks take out of a picture of this page."""
    selectors = [
        mask.selector or mask.unordered
        for mask in masks
        if mask.unordered or (mask.selector and mask.attribute in _SEEN)
    ]
    words = {
        found[0] for mask in masks if mask.text is not None for found in mask.text.finditer(source)
    }
    return Hidden(selectors, sorted(word for word in words if len(word) >= _SHORTEST))


def unhidden_by(masks: Sequence[Mask]) -> tuple[str, ...]:
    """The reasons of masks that name a difference, and no place of a picture."""
    return tuple(mask.reason for mask in masks if mask.field)
