"""Two answers kept beside each other in a console's state database, and pictures of them."""

import io
from datetime import date

from PIL import Image, ImageDraw

from proxy.parity.answers import Answer
from proxy.parity.code_version import code_version
from proxy.parity.compare import Terms, compared
from proxy.parity.exemplars.making import exemplar_of
from proxy.parity.exemplars.records import Shown, exemplar_id
from proxy.parity.ledger import settled
from proxy.parity.observations import Observation, record
from proxy.parity.pictures.gallery import About, gallery_of, hang
from proxy.parity.pictures.overlay import overlay_of
from proxy.parity.pictures.tab import Picture
from proxy.parity.rules_file import parity_folder
from tests.fakes.console import House

HTML = "text/html; charset=utf-8"


def _row(code: int, name: str) -> str:
    return f'<tr><td class="code">0900{code}</td><td>{name}</td><td><a href="/communes/{code}/edit">Modifier</a></td></tr>'


def list_of(total: int, towns: str, label: str = "Code INSEE") -> str:
    """A page of the back office, as either side would make it."""
    rows = "".join(_row(code, name) for code, name in enumerate(towns.split()))
    return (
        '<!doctype html><html lang="fr"><title>Communes</title><script>alert(1)</script>'
        '<body><h1>Communes</h1><form method="post" action="/communes/batch/action">'
        '<input type="hidden" name="t" value="1"><table><thead><tr><th>Code</th><th>Ville</th>'
        f"<th>Actions</th></tr></thead><tbody>{rows}</tbody></table><p>{total} résultats</p>"
        f'<label for="code">{label}</label> <input id="code" name="code" value="09">'
        '<select name="batch"><option value="">Choisir</option><option selected>Supprimer</option>'
        '</select><input type="checkbox" checked> <button onclick="x()">ok</button></form></html>'
    )


def keep_pages(
    house: House, lot: str, one: str | bytes, other: str | bytes, kind: str = HTML,
    route: str = "GET /communes",
) -> str:  # fmt: skip
    """Keeps two answers; gives the address of their page."""
    answers = [
        Answer(200, (("Content-Type", kind),), body if isinstance(body, bytes) else body.encode())
        for body in (one, other)
    ]
    outcome = settled(compared(*answers, Terms()).differences, route, (), date(2026, 11, 23))
    made = exemplar_of(*answers, outcome, Terms())
    shown = Shown("adviser", "GET /communes", made, has_pictures=True)
    seen = Observation(route, "/communes", "crawl", house.sources.at, outcome, shown)
    version = code_version(parity_folder(house.settings), lot)
    record(house.sources.state, lot, version, [seen])
    return f"/-/parite/{lot}/pages/{exemplar_id(lot, route, 'adviser', 'GET /communes')}"


def photograph(house: House, address: str, **known: object) -> tuple[bytes, bytes, bytes]:
    """Hangs three pictures of the page at that address."""
    one, other = (Picture(_painted(words)) for words in ("52 résultats", "53 résultats"))
    over = overlay_of(one, other)
    told = About(**({"share": over.share, "hidden": 2} | known))  # type: ignore[arg-type]
    pictures = one.png, other.png, over.png
    hang(gallery_of(house.settings.state_dir), address.rsplit("/", 1)[1], pictures, told)
    return pictures


def _painted(words: str) -> bytes:
    image = Image.new("RGB", (400, 200), (255, 255, 255))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 400, 30), fill=(31, 58, 95))
    for line, text in enumerate(("Communes", "Lens", "Arras", words)):
        pen.text((20, 50 + 30 * line), text, fill=(20, 20, 20))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
