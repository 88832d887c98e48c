"""What differs of two pictures is red, what is hidden counts for nothing."""

import io

import pytest
from PIL import Image

from proxy.parity.pictures.overlay import overlay_of
from proxy.parity.pictures.tab import Box, Picture


def painted(*boxes: Box, height: int = 50, hidden: tuple[Box, ...] = (), ink: int = 0) -> Picture:
    image = Image.new("RGB", (100, height), (255, 255, 255))
    for box in boxes:
        image.paste((ink, ink, ink), box)
    file = io.BytesIO()
    image.save(file, "PNG")
    return Picture(file.getvalue(), hidden)


SQUARE = (10, 10, 20, 20)


@pytest.mark.parametrize(
    "one, other, share",
    [
        (painted(SQUARE), painted(SQUARE), 0.0),
        (painted(), painted(SQUARE), 100 / 5000),
        (painted(), painted(SQUARE, ink=250), 0.0),
        (painted(), painted(SQUARE, hidden=((10, 10, 19, 19),)), 0.0),
        (painted(height=40), painted(height=50), 1000 / 5000),
        (painted(hidden=((0, 0, 100, 50),)), painted(SQUARE), 0.0),
    ],
    ids=["alike", "a square", "nearly white", "hidden", "one goes on", "all hidden"],
)
def test_the_share_of_pixels_that_differ(one: Picture, other: Picture, share: float) -> None:
    assert overlay_of(one, other).share == pytest.approx(share)


def test_what_differs_is_red_and_what_is_hidden_grey() -> None:
    over = overlay_of(painted(hidden=((50, 0, 60, 10),)), painted(SQUARE))
    with Image.open(io.BytesIO(over.png)) as image:
        assert image.getpixel((15, 15)) == (208, 0, 27)
        assert image.getpixel((55, 5)) == (226, 226, 232)
        assert image.getpixel((90, 40)) == (255, 255, 255)
