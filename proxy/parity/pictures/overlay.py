"""One picture laid over the other: what is alike pale, what differs red, and how much of it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from proxy.errors import ParityRunImpossible
from proxy.parity.pictures.tab import Box, Picture

#: What a channel may differ by and still be the same to an eye. Units: of 255.
_UNSEEN = 24
_RED, _GREY, _WHITE = (208, 0, 27), (226, 226, 232), (255, 255, 255)
#: How much of a picture's own ink is left where both are alike. Units: of 255.
_PALE = 90


@dataclass(frozen=True, slots=True)
class Overlay:
    """The picture as PNG, and the share of its pixels that differ, from 0 to 1."""

    png: bytes
    share: float


def pillow(name: str) -> ModuleType:
    """A module of Pillow.

    Errors: ParityRunImpossible, where it is not installed.
    """
    try:
        # An extra that a site may do without: nothing else of the product paints.
        return import_module(f"PIL.{name}")
    except ImportError as fault:
        raise ParityRunImpossible(
            "pictures need Pillow, which is not installed here: pip install 'figuier[screens]',"
            f" or leave --screenshots out ({fault})"
        ) from None


def overlay_of(control: Picture, candidate: Picture) -> Overlay:
    """The candidate's picture over the control's.

    Shape: a part that only one of them has differs; what is hidden on either is grey, and counts
           neither as alike nor as differing.
    """
    image, chops, draw = pillow("Image"), pillow("ImageChops"), pillow("ImageDraw")
    one, other = (image.open(io.BytesIO(each.png)).convert("RGB") for each in (control, candidate))
    size = (max(one.width, other.width), max(one.height, other.height))
    whole = [_on_canvas(image, each, size) for each in (one, other)]
    channels = chops.difference(*whole).split()
    loudest = chops.lighter(chops.lighter(channels[0], channels[1]), channels[2])
    differs = loudest.point(lambda value: 255 if value > _UNSEEN else 0)
    pen = draw.Draw(differs)
    for each in (one, other):
        if each.height < size[1]:
            pen.rectangle((0, each.height, size[0], size[1]), fill=255)
    hidden = image.new("L", size, 0)
    _fill(draw.Draw(hidden), [*control.hidden, *candidate.hidden])
    differs.paste(0, mask=hidden)
    pale = image.blend(image.new("RGB", size, _WHITE), whole[0], _PALE / 255)
    pale.paste(_GREY, mask=hidden)
    pale.paste(_RED, mask=differs)
    seen = size[0] * size[1] - hidden.histogram()[255]
    file = io.BytesIO()
    pale.save(file, "PNG", optimize=True)
    return Overlay(file.getvalue(), differs.histogram()[255] / seen if seen else 0.0)


def _on_canvas(image: ModuleType, picture: Any, size: tuple[int, int]) -> Any:
    canvas = image.new("RGB", size, _WHITE)
    canvas.paste(picture, (0, 0))
    return canvas


def _fill(pen: Any, boxes: Sequence[Box]) -> None:
    for box in boxes:
        pen.rectangle(box, fill=255)
