"""Two pages photographed in a real Chromium: what differs, what is hidden, what never leaves."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from proxy.parity.answers import Answer
from proxy.parity.lab.asking import Asked
from proxy.parity.masks import Mask
from proxy.parity.pictures.camera import Camera, camera, hidden_by, unhidden_by
from proxy.parity.pictures.chromium import ChromiumFailed
from proxy.parity.pictures.gallery import about, picture
from tests.conftest import CHROMIUM, without

pytestmark = pytest.mark.browser

HOST = "gestion.localhost:8000"
PAGE = """<!doctype html><title>t</title><link rel=stylesheet href=/a.css>
<img src=http://elsewhere.example/x.png><script>fetch('/delete'); new Image().src='//out.example/';
location.hash = 'x'; alert(1)</script><body><p id=when>12:30:{second}</p><p>Fait {second}-{word}</p>
<div class=box style="background:{colour}"></div><p style="height:{height}px">end"""


class Assets:
    """A site with one stylesheet, which remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def ask(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        css = b"body{margin:0} .box{width:200px;height:100px} p{margin:0;font:16px/20px monospace}"
        return Answer(200, (("Content-Type", "text/css"),), css)


def page(**said: object) -> Answer:
    known = {"second": "01", "word": "a", "colour": "#fff", "height": 20} | said
    return Answer(200, (("Content-Type", "text/html"),), PAGE.format(**known).encode())


def test_two_pages_are_photographed_and_laid_over_each_other(tmp_path: Path) -> None:
    if not Path(CHROMIUM).exists():
        without("Chromium is not installed (Debian package chromium)")
    assets = Assets()
    masks = (Mask("A clock.", selector="#when"), Mask("A count.", field="x"))
    pages = (page(), page(second="59", colour="#000", word="a"))
    words = (*masks, Mask("Seconds.", text=re.compile(r"\d\d-a")))
    with camera(tmp_path) as taking:
        ids = [number * 32 for number in "abc"]
        assert taking.take(ids[0], f"http://{HOST}/p?q=1", (page(), page()), assets, ())
        assert taking.take(ids[1], f"http://{HOST}/p", pages, assets, words)
        assert taking.take(ids[2], f"http://{HOST}/p", (page(height=9000), page()), assets, ())
        assert (taking.taken, taking.differing, taking.fault) == (3, 2, "")

    alike, other, long = (about(tmp_path, each, 0) for each in ids)
    assert alike is not None
    assert other is not None
    assert long is not None
    assert alike.share == 0
    # What is hidden counts in neither number: the first line of the page is.
    assert other.share == pytest.approx(20000 / (1200 * (900 - 21)), rel=0.01)
    assert (other.unhidden, other.hidden >= 4) == (("A count.",), True)
    assert (alike.is_cut, long.is_cut) == (False, True)
    assert {asked.target for asked in assets.asked} == {"/a.css"}
    assert all(asked.headers == () and asked.method == "GET" for asked in assets.asked)
    shot = picture(tmp_path, ids[1], "python", 0)
    assert shot is not None
    with Image.open(io.BytesIO(shot)) as image:
        assert image.convert("RGB").getpixel((100, 90)) == (0, 0, 0)


def test_masks_of_pages_are_masks_of_pictures_where_they_can_be() -> None:
    masks = (
        Mask("r", selector="#a"), Mask("r", selector="input", attribute="value"),
        Mask("r", selector="link", attribute="href"), Mask("r", unordered="ul"),
        Mask("fields", field="td.*"),
    )  # fmt: skip

    assert list(hidden_by(masks, "").selectors) == ["#a", "input", "ul"]
    assert unhidden_by(masks) == ("fields",)


def test_a_camera_whose_chromium_is_gone_says_so_once(tmp_path: Path) -> None:
    class Gone:
        def ask(self, *_: object, **__: object) -> dict[str, object]:
            return {}

        def send(self, *_: object, **__: object) -> int:
            return 0

        def listen(self, *_: object) -> None:
            message = "Chromium ended"
            raise ChromiumFailed(message)

    taking = Camera(tmp_path, Gone())  # type: ignore[arg-type]

    assert not taking.take("a" * 32, f"http://{HOST}/", (page(), page()), Assets(), ())
    assert taking.fault == "Chromium ended"
    assert not taking.take("b" * 32, f"http://{HOST}/", (page(), page()), Assets(), ())
    assert list(tmp_path.iterdir()) == []
