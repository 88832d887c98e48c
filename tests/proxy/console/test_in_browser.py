"""Every page in a real Chromium: no accessibility fault, no refused style, the keyboard suffices."""

import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from proxy.parity.code_version import code_version
from proxy.parity.differences import Difference, Part
from proxy.parity.exemplars.records import exemplar_id
from proxy.parity.ledger import Settled
from proxy.parity.observations import Observation, record
from proxy.parity.rules_file import parity_folder
from tests.fakes.console import PASSWORD, House
from tests.fakes.inventories import keep_an_inventory
from tests.fakes.kept_pages import keep_pages, list_of, photograph
from tests.fakes.lived_in import lived_house

pytestmark = pytest.mark.browser

_KEPT = "/-/parite/reference_lists/pages/"
SIDE_BY_SIDE, LINES = (
    _KEPT + exemplar_id("reference_lists", route, "adviser", "GET /communes")
    for route in ("GET /communes", "GET /communes.csv")
)
PAGES = (
    "/-/?depuis=2026-09-01", "/-/lots", "/-/lots/public_agenda", "/-/lots/events",
    "/-/lots/public_agenda/plan?etape=python",
    "/-/routes?adresse=/evenements/7/edit&hote=gestion.localhost",
    "/-/routes?adresse=//x&hote=gestion.localhost", "/-/journal", "/-/demandes", "/-/sante",
    "/-/inventaire", "/-/parite", "/-/parite/reference_lists", SIDE_BY_SIDE, LINES, "/-/copies", "/-/incidents/", "/-/incidents/new/", "/-/incidents/edit/?id=2", "/-/comptes/",
    "/-/comptes/new/", "/-/comptes/edit/?id=viewer", "/-/arret", "/-/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    found = lived_house(tmp_path_factory.mktemp("console"), contradiction=True)
    keep_an_inventory(found.settings.state_dir, 1)
    keep_an_inventory(found.settings.state_dir, 23)
    keep_a_difference(found)
    yield found
    found.close()


def keep_a_difference(house: House) -> None:
    """Something of parity to show, of both kinds."""
    seen = Difference(Part.TABLE, "td.code", "09001", "9001", at="row 3")
    spoken = Difference(Part.TEXT, "label", "Ville", "Commune", is_accessibility=True)
    one = Observation(
        "GET /communes.:sf_format", "/communes", "crawl", house.sources.at, Settled((seen, spoken))
    )
    version = code_version(parity_folder(house.settings), "reference_lists")
    record(house.sources.state, "reference_lists", version, [one])
    pages = list_of(52, "Lens Arras Douai Béthune"), list_of(53, "Lens Arras Béthune", "CODE")
    photograph(house, keep_pages(house, "reference_lists", *pages))
    tables = "code;ville\n" + "1;Lens\n" * 20, "code;ville\n" + "1;Lens\n" * 19 + "2;Lens\n"
    keep_pages(house, "reference_lists", *tables, "text/csv", "GET /communes.csv")


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    found = browser.new_context(base_url=address, locale="fr-FR")
    page = found.new_page()
    page.goto("/-/connexion")
    page.fill("#champ-nom", "lead")
    page.fill("#champ-mot_de_passe", PASSWORD)
    page.click("main button")
    assert page.url == f"{address}/-/"
    yield found
    found.close()


def faults_of(page: Page) -> list[str]:
    """What axe says, by rule and element; best practices included."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:90]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_and_breaks_no_policy(context: BrowserContext, path: str) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    answer = page.goto(path)
    assert answer is not None
    faults = faults_of(page)
    page.close()

    assert answer.status < 500
    assert "style-src 'self' 'nonce-" in answer.headers["content-security-policy"]
    assert faults == []
    assert [text for text in said if "404" not in text] == []


def test_the_door_has_no_fault_either(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/-/connexion")
    page.fill("#champ-nom", "lead")
    page.fill("#champ-mot_de_passe", "wrong password")
    page.click("main button")

    assert page.get_by_role("alert").is_visible()
    assert faults_of(page) == []
    page.close()


def test_a_small_screen_shows_everything_without_scrolling_sideways(
    browser: Browser, context: BrowserContext, address: str
) -> None:
    cookies = [{**cookie} for cookie in context.cookies()]
    small = browser.new_context(base_url=address, viewport={"width": 320, "height": 640})
    small.add_cookies(cookies)  # type: ignore[arg-type]
    page = small.new_page()
    for path in ("/-/", "/-/lots/events", "/-/routes", "/-/sante", SIDE_BY_SIDE):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    small.close()


def test_the_keyboard_alone_plans_a_flip(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/-/lots/housing")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Voir le plan":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan?*")

    assert outline == "solid"
    assert page.locator("h1").inner_text().startswith("Logements et visites")
    page.close()


def test_the_keyboard_alone_walks_from_difference_to_difference(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(SIDE_BY_SIDE)
    page.locator(".jumps a").first.focus()
    page.keyboard.press("Enter")
    there = page.evaluate("document.querySelector(':target').id")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    focused = page.evaluate("document.activeElement.id")
    page.keyboard.press("Enter")

    assert there == focused == "php-1"
    assert page.evaluate("document.querySelector(':target').id") == "python-1"
    page.close()


def test_no_script_is_needed(browser: Browser, context: BrowserContext, address: str) -> None:
    plain = browser.new_context(base_url=address, java_script_enabled=False)
    plain.add_cookies([{**cookie} for cookie in context.cookies()])  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto("/-/copies")
    page.fill("#champ-note", "comité")
    page.click("main button")

    assert "Où en est la migration – copie du" in page.locator("h1").inner_text()
    plain.close()


def test_the_page_of_the_lead_prints_on_one_sheet(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto("/-/")
    printed = page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.close()

    assert printed.count(b"/Type /Page\n") == 1


#: The pages shown in docs/how-to/steer-with-the-console.md; FIGUIER_SCREENS=docs/console and
#: -m soak take them anew.
SCREENS = {
    "synthese": "/-/", "lots": "/-/lots", "lot": "/-/lots/public_agenda",
    "plan": "/-/lots/public_agenda/plan?etape=python",
    "routes": "/-/routes?adresse=/evenements/7/edit&hote=gestion.localhost",
    "journal": "/-/journal", "demandes": "/-/demandes", "incidents": "/-/incidents/",
    "parite": SIDE_BY_SIDE, "sante": "/-/sante", "copies": "/-/copies", "comptes": "/-/comptes/", "arret": "/-/arret",
}  # fmt: skip


@pytest.mark.soak
def test_every_page_has_its_screen_in_the_docs(context: BrowserContext, tmp_path: Path) -> None:
    folder = Path(os.environ.get("FIGUIER_SCREENS") or tmp_path)
    page = context.new_page()
    page.set_viewport_size({"width": 1180, "height": 700})
    for name, path in SCREENS.items():
        page.goto(path)
        with Image.open(io.BytesIO(page.screenshot(full_page=True))) as shot:
            top = shot.convert("RGB").crop((0, 0, 1180, min(shot.height, 1500)))
            small = top.resize((860, round(top.height * 860 / 1180)))
            small.quantize(128, method=Image.Quantize.FASTOCTREE).save(
                folder / f"{name}.png", optimize=True
            )
    page.close()

    docs = Path(__file__).resolve().parents[3] / "docs/console"
    assert {file.stem for file in docs.glob("*.png")} == set(SCREENS)
