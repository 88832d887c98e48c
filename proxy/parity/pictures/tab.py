"""A page of ours painted in a tab of Chromium, everything it asks for answered by us."""

import base64
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from proxy.parity.answers import Answer
from proxy.parity.pictures.chromium import Chromium, ChromiumFailed

#: A browser's window on a desk, and how far down a page is looked at. Units: CSS pixels.
WIDTH, HEIGHT, LOWEST = 1200, 900, 8000

_LOAD_S = 15.0
#: What a page is made of; what a script asks for is not part of its look, and might write.
_PARTS = frozenset({"Stylesheet", "Image", "Font", "Script", "Media"})
#: What ends with one answer: the body that we give is whole, and sets nothing.
_LEFT_OUT = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection",
     "location", "refresh", "strict-transport-security"}
)  # fmt: skip

#: Nothing moves, no caret blinks.
_STILL = """(() => { const sheet = new CSSStyleSheet();
sheet.replaceSync('*, *::before, *::after { caret-color: transparent !important;'
  + ' animation: none !important; transition: none !important; }');
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; })()"""

#: Where elements and words stand, in CSS pixels from the page's top left corner.
_FOUND = """((selectors, words) => { const boxes = [];
const add = (box) => { if (box.width && box.height)
  boxes.push([box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY]); };
for (const selector of selectors) try { document.querySelectorAll(selector).forEach(
  (element) => add(element.getBoundingClientRect())); } catch (_) {}
const walker = document.createTreeWalker(document.body || document, NodeFilter.SHOW_TEXT);
for (let node; words.length && (node = walker.nextNode());) for (const word of words) {
  for (let at = node.data.indexOf(word); at >= 0; at = node.data.indexOf(word, at + word.length)) {
    const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + word.length);
    for (const box of range.getClientRects()) add(box); } }
return boxes; })"""

#: Left, top, right, bottom.
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not to be looked at: elements by selector, words as they are."""

    selectors: Sequence[str] = ()
    words: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG. Shape: `hidden` are the boxes of what is not to be looked at."""

    png: bytes
    hidden: Sequence[Box] = ()
    is_cut: bool = False


class Tab:
    """The tab of one Chromium."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        chromium.ask("Page.enable")
        chromium.ask("Fetch.enable", patterns=[{"urlPattern": "*"}])
        chromium.ask("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT,
                     deviceScaleFactor=1, mobile=False)  # fmt: skip

    def picture(
        self, url: str, page: Answer, part: Callable[[str], Answer | None], hidden: Hidden
    ) -> Picture:
        """The whole page, from its top to its end or to 8000 pixels below it.

        Shape: `part` gives a stylesheet, image, font or script by its address; None: there is none.
        Errors: ChromiumFailed.
        """
        visit = _Visit(self._chromium, url, page, part)
        visit.load()
        self._ask(visit, "Runtime.evaluate", expression=_STILL)
        boxes = self._boxes(visit, hidden)
        size = self._ask(visit, "Page.getLayoutMetrics")["cssContentSize"]
        height = max(1, min(LOWEST, round(size["height"])))
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": height, "scale": 1}
        shot = self._ask(
            visit, "Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip
        )
        return Picture(base64.b64decode(shot["data"]), boxes, size["height"] > LOWEST)

    def _boxes(self, visit: "_Visit", hidden: Hidden) -> Sequence[Box]:
        if not hidden.selectors and not hidden.words:
            return ()
        said = f"{_FOUND}({json.dumps(hidden.selectors)}, {json.dumps(hidden.words)})"
        found = self._ask(visit, "Runtime.evaluate", expression=said, returnByValue=True)
        boxes = found.get("result", {}).get("value") or []
        return [(int(a), int(b), int(c) + 1, int(d) + 1) for a, b, c, d in boxes]

    def _ask(self, visit: "_Visit", method: str, **params: object) -> dict[str, Any]:
        return self._chromium.ask(method, visit.heard, **params)


class _Visit:
    """One page being loaded: who asks for what is answered, everything else is refused."""

    def __init__(
        self, chromium: Chromium, url: str, page: Answer, part: Callable[[str], Answer | None]
    ) -> None:
        self._chromium, self._url, self._page, self._part = chromium, url, page, part
        self._is_given = self._is_loaded = False

    def load(self) -> None:
        """Go there, and wait until all of it is painted."""
        self._chromium.ask("Page.navigate", self.heard, url=self._url)
        until = time.monotonic() + _LOAD_S
        while not self._is_loaded:
            self._chromium.listen(self.heard, until)

    def heard(self, name: str, said: dict[str, Any]) -> None:
        """Answer what the page asks for."""
        match name:
            case "Fetch.requestPaused":
                self._answer(said["requestId"], said["request"], said.get("resourceType", ""))
            case "Page.loadEventFired":
                self._is_loaded = self._is_given
            case "Page.javascriptDialogOpening":
                self._chromium.send("Page.handleJavaScriptDialog", accept=False)
            case "Inspector.targetCrashed":
                raise ChromiumFailed("the page crashed Chromium")

    def _answer(self, number: str, request: dict[str, Any], kind: str) -> None:
        found: Answer | None = None
        if kind == "Document" and not self._is_given:
            self._is_given, found = True, self._page
        elif kind in _PARTS and request["method"] == "GET":
            found = self._part(request["url"])
        if found is None:
            self._chromium.send(
                "Fetch.failRequest", requestId=number, errorReason="BlockedByClient"
            )
            return
        headers = [
            {"name": name, "value": value}
            for name, value in found.headers
            if name.lower() not in _LEFT_OUT
        ]
        # A redirect would lead the tab elsewhere; its body is what there is to see.
        status = found.status if found.status >= 400 else 200
        self._chromium.send(
            "Fetch.fulfillRequest", requestId=number, responseCode=status,
            responseHeaders=headers, body=base64.b64encode(found.body).decode("ascii"),
        )  # fmt: skip
