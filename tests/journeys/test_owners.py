"""Whose page is it? Real nginx and the applications' own routers judge generated spellings."""

import json
import random
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from demo.stack.folders import make_state
from demo.stack.settings import CHECKOUT
from demo.stack.stack import LegacyStack
from proxy.core.decision import Decision, Refusal, Side, decide
from proxy.core.messages import RequestHead
from proxy.core.stages import parse_stage
from proxy.core.table import RoutingTable
from proxy.routing_file.reader import read_table
from tests.conftest import stack_settings, state_folder

pytestmark = [pytest.mark.stack, pytest.mark.php]

FEW, MANY = 1_500, 50_000

#: What gestion's own router makes of the request, for each method that a POST may become.
GESTION = """<?php
require '{checkout}/demo/gestion/lib/engine/autoload.php';
use Gestion\\Config\\Application; use Gestion\\Http\\Request; use Gestion\\Routing\\Router;
$router = new Router((new Application('{application}', 'prod'))->file('routing'), '');
$path = Request::fromGlobals()->pathInfo();
$modules = [];
foreach (['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as $method) {{
    $found = $router->parse($path, $method)['module'] ?? '';
    $module = preg_replace('/[^a-z0-9_]+/i', '', (string) $found);
    $folders = glob('{checkout}/demo/gestion/{{apps/{application},plugins/*}}/modules/*', GLOB_BRACE);
    $modules[$method] = in_array($module, array_map('basename', $folders), true) ? $module : '';
}}
header('Content-Type: application/json');
echo json_encode(['application' => '{application}', 'found' => $modules]);
"""

#: What Symfony's own matcher makes of it, with the vitrine's routes.
VITRINE = """<?php
require '/usr/share/php/Symfony/Component/HttpFoundation/autoload.php';
require '/usr/share/php/Symfony/Component/Routing/autoload.php';
require '/usr/share/php/Symfony/Component/Config/autoload.php';
require '/usr/share/php/Symfony/Component/Yaml/autoload.php';
use Symfony\\Component\\Config\\FileLocator; use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\Routing\\Loader\\YamlFileLoader; use Symfony\\Component\\Routing\\Matcher\\UrlMatcher;
use Symfony\\Component\\Routing\\RequestContext;
$routes = (new YamlFileLoader(new FileLocator('{checkout}/demo/vitrine/config')))->load('routes.yaml');
$request = Request::createFromGlobals();
$names = [];
foreach (['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as $method) {{
    $context = (new RequestContext())->fromRequest($request)->setMethod($method);
    try {{
        $names[$method] = (new UrlMatcher($routes, $context))->match($request->getPathInfo())['_route'];
    }} catch (Exception $none) {{
        $names[$method] = '';
    }}
}}
header('Content-Type: application/json');
echo json_encode(['application' => 'app', 'found' => $names]);
"""

#: Route names of the vitrine, by the lot that takes them.
VITRINE_LOTS = {
    "territory_pages": ("home", "territory", "territory_place", "service", "legal", "sitemap", "robots"),
    "public_agenda": ("agenda", "agenda_month", "agenda_event", "agenda_register"),
    "requests": ("contact", "contact_thanks"),
}  # fmt: skip


class Judge:
    """Nginx and PHP as the demo runs them, with pages that tell whose the address is."""

    def __init__(self, legacy: LegacyStack, table: RoutingTable) -> None:
        self.legacy = legacy
        self.sockets: dict[str, socket.socket] = {}
        self.lots = {
            "gestion": {module: lot.name for lot in table.lots for module in lot.symfony_modules},
            "vitrine": {name: lot for lot, names in VITRINE_LOTS.items() for name in names},
        }

    def owners(self, backend: str, method: str, target: bytes) -> set[str]:
        """The lots whose pages PHP may run for this request; empty when it is nobody's."""
        status, body = self.ask(backend, target)
        if status != 200 or not body.startswith(b"{"):
            return set()
        found = json.loads(body)["found"]
        methods = ("POST", "PUT", "DELETE") if method == "POST" else (method,)
        names = {found[each] for each in methods}
        return {self.lots[backend][name] for name in names if name in self.lots[backend]}

    def ask(self, backend: str, target: bytes) -> tuple[int, bytes]:
        if backend not in self.sockets:
            port = self.legacy.settings.port_of(backend)
            self.sockets[backend] = socket.create_connection(("127.0.0.1", port), timeout=20)
        connection = self.sockets[backend]
        host = f"{backend}.localhost".encode()
        connection.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                break
            head += piece
        fields, _, body = head.partition(b"\r\n\r\n")
        status = int(fields[9:12])
        lines = dict(line.lower().split(b": ", 1) for line in fields.split(b"\r\n")[1:])
        if lines.get(b"transfer-encoding") == b"chunked":
            while not body.endswith(b"0\r\n\r\n"):
                body += connection.recv(65536)
            body = body.partition(b"\r\n")[2].rpartition(b"\r\n0\r\n\r\n")[0]
        else:
            while len(body) < int(lines.get(b"content-length", b"0")):
                body += connection.recv(65536)
        if lines.get(b"connection") == b"close":
            self.sockets.pop(backend).close()
        return status, body


@pytest.fixture(scope="module")
def table() -> RoutingTable:
    """The project's table, every lot at python."""
    read = read_table(CHECKOUT / "routing.yaml")
    lots = tuple(replace(lot, stage=parse_stage("python")) for lot in read.lots)
    return replace(read, lots=lots)


@pytest.fixture(scope="module")
def judge(table: RoutingTable) -> Iterator[Judge]:
    folder = state_folder()
    for web, pages in (
        ("gestion", {"index.php": (GESTION, "frontend"), "backend.php": (GESTION, "backend")}),
        ("vitrine", {"index.php": (VITRINE, "app")}),
    ):
        (folder / web).mkdir()
        for name, (text, application) in pages.items():
            page = text.format(checkout=CHECKOUT, application=application)
            (folder / web / name).write_text(page)
        (folder / web / "favicon.ico").write_text("icon")
    settings = replace(
        stack_settings(folder / "var"),
        gestion_root=folder / "gestion",
        vitrine_root=folder / "vitrine",
    )
    legacy = LegacyStack(settings)
    try:
        make_state(settings)
        for service in (legacy.php, legacy.nginx):
            service.start()
            service.wait_ready()
        judge = Judge(legacy, table)
        yield judge
        for connection in judge.sockets.values():
            connection.close()
    finally:
        legacy.nginx.stop()
        legacy.php.stop()
        shutil.rmtree(folder, ignore_errors=True)


SEEDS = {
    "gestion": [
        "/", "/communes", "/communes.csv", "/communes/new", "/communes/3/edit", "/communes/3",
        "/communes/filter/action", "/communes/batch/action", "/communes/3/ListXxx", "/communes/x",
        "/commune", "/commune/edit/id/3", "/commune/index", "/evenements/3/inscriptions",
        "/evenements/3/emargement.pdf", "/evenements/3.ics", "/inscriptions.csv", "/demandes/3/affecter",
        "/entreprises/fusion", "/entreprise_contact/3/edit", "/arrivants/3/conjoint", "/logements",
        "/visites/planning", "/conjoints/3/cv", "/conjoint/cv/id/3", "/statistiques", "/rgpd/purger",
        "/statistiques/2026.csv", "/exports", "/rgpd", "/sf_guard_user/3/edit", "/sfGuardUser/index",
        "/login", "/logout", "/forgot_password/abc", "/backend.php/login", "/backend.php/journal",
        "/backend.php", "/index.php/communes", "/index.php", "/langue/fr", "/api/communes.json",
        "/outils/lent", "/accueil", "/nonsuch/page", "/favicon.ico", "/frontend_dev.php/communes",
    ],
    "vitrine": [
        "/", "/territoire", "/territoire/mairie-de-x", "/services/emploi", "/mentions-legales",
        "/sitemap.xml", "/robots.txt", "/agenda", "/agenda/2026/11", "/agenda/soiree",
        "/agenda/soiree/inscription", "/contact", "/contact/merci", "/espace", "/langue/en",
        "/index.php/agenda", "/nonsuch", "/favicon.ico",
    ],
}  # fmt: skip


def spelled(path: str, chance: random.Random) -> bytes:
    """Another spelling of a path, or nearly."""
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        path = chance.choice(MUTATIONS)(path, chance)
    return path.encode()


def somewhere(path: str, chance: random.Random, piece: str, *, before: str = "/") -> str:
    places = [index for index, character in enumerate(path) if character == before]
    index = chance.choice(places) if places else 0
    return path[:index] + piece + path[index + len(before) :]


def escaped(path: str, chance: random.Random) -> str:
    index = chance.randrange(1, len(path)) if len(path) > 1 else 0
    code = f"%{ord(path[index]):02{chance.choice('xX')}}"
    return path[:index] + (code if path[index] != "%" else "%25") + path[index + 1 :]


MUTATIONS = (
    lambda path, chance: somewhere(path, chance, "//"),
    lambda path, chance: somewhere(path, chance, "/./"),
    lambda path, chance: somewhere(path, chance, "/x/../"),
    lambda path, chance: somewhere(path, chance, "/%2e%2E/"),
    lambda path, chance: somewhere(path, chance, "%2F"),
    lambda path, chance: somewhere(path, chance, "/x%2f..%2f"),
    lambda path, chance: somewhere(path, chance, "%252F"),
    lambda path, chance: somewhere(path, chance, "/..;/"),
    escaped,
    escaped,
    lambda path, chance: escaped(escaped(path, chance), chance),
    lambda path, _: path + "/",
    lambda path, _: path + "%3Fx=/y",
    lambda path, _: path + "?page=2&sf_method=put",
    lambda path, _: path + ";x=1",
    lambda path, _: path + "%0A",
    lambda path, _: path + "%20",
    lambda path, _: path + "%5C",
    lambda path, _: path + ".html",
    lambda path, _: path + "/k/v",
    lambda path, _: path + "%00",
    lambda path, _: "/index.php" + path,
    lambda path, _: "/index%2ephp" + path,
    lambda path, _: "/backend.php" + path,
    lambda path, _: "/x/../index.php" + path,
    lambda path, _: path + "/../../index.php",
    lambda path, _: "/other.php" + path,
    lambda path, _: path.upper(),
    lambda path, _: path.replace("commune", "com-mune"),
    lambda path, _: path.replace("commune", "%2563ommune"),
    lambda path, _: path.replace("3", "%2533"),
    lambda path, _: path.replace("3", "٣"),
    lambda path, _: path.replace("/", "/-", 1),
    lambda path, _: path.replace("e", "é", 1),
    lambda path, chance: somewhere(path, chance, "/é"),
    lambda path, chance: somewhere(path, chance, "/+"),
    lambda path, chance: somewhere(path, chance, "/%252E"),
    lambda path, chance: somewhere(path, chance, "/%FF"),
    lambda path, _: path.replace("e", "e%C3%A9", 1),
    lambda path, chance: path[: chance.randrange(len(path))] or "/",
)


def disagreement(
    judge: Judge, table: RoutingTable, backend: str, method: str, target: bytes
) -> str:
    """What is wrong with the table's verdict in PHP's eyes; nothing when all is well."""
    verdict = decide(table, RequestHead(method, target, f"{backend}.localhost".encode()))
    if isinstance(verdict, Refusal):
        if verdict.location is None:
            return ""
        # Symfony 4 finds no page behind //x, where nginx merges: nobody loses by the redirect.
        if judge.owners(backend, method, target) - {verdict.lot.name if verdict.lot else ""}:
            return f"redirects a page of {judge.owners(backend, method, target)}"
        again = decide(
            table, RequestHead(method, verdict.location, f"{backend}.localhost".encode())
        )
        same = (
            isinstance(again, Decision) and again.side is Side.PYTHON and again.lot == verdict.lot
        )
        return "" if same else f"redirects to {verdict.location!r}: {again}"
    owners = judge.owners(backend, method, target)
    if verdict.side is Side.LEGACY and owners:
        return f"leaves to legacy a page of {owners}"
    if verdict.side is Side.PYTHON and verdict.lot and owners - {verdict.lot.name}:
        return f"gives {verdict.lot.name} a page of {owners}"
    return ""


@pytest.mark.parametrize(
    "count",
    [pytest.param(FEW, id="few"), pytest.param(MANY, id="soak", marks=pytest.mark.soak)],
)
@pytest.mark.parametrize("backend", ["gestion", "vitrine"])
def test_proxy_and_php_never_disagree_about_the_owner(
    judge: Judge, table: RoutingTable, backend: str, count: int
) -> None:
    chance = random.Random(count)
    faults = []
    for _ in range(count // 2):
        target = spelled(chance.choice(SEEDS[backend]), chance)
        method = chance.choice(("GET", "GET", "HEAD", "POST"))
        fault = disagreement(judge, table, backend, method, target)
        if fault:
            faults.append(f"{method} {target!r} {fault}")

    assert faults == []


@pytest.mark.parametrize("backend", ["gestion", "vitrine"])
def test_plain_spellings_of_what_moved_are_served(
    judge: Judge, table: RoutingTable, backend: str
) -> None:
    """Refusing is no answer to an ordinary address: what PHP owns plainly, Python is asked for."""
    for path in SEEDS[backend]:
        owners = judge.owners(backend, "GET", path.encode())
        verdict = decide(table, RequestHead("GET", path.encode(), f"{backend}.localhost".encode()))
        if owners and not path.startswith("/index.php"):
            assert isinstance(verdict, Decision), path
            assert verdict.lot is not None
            assert {verdict.lot.name} == owners


def test_the_judge_judges(judge: Judge) -> None:
    assert judge.owners("gestion", "GET", b"/communes") == {"reference_lists"}
    assert judge.owners("gestion", "POST", b"/communes/3") == {"reference_lists"}
    assert judge.owners("gestion", "GET", b"//com-mune%3Fx") == {"reference_lists"}
    assert judge.owners("gestion", "GET", b"/backend.php/login") == {"accounts"}
    assert judge.owners("gestion", "GET", b"/nonsuch") == set()
    assert judge.owners("vitrine", "GET", b"/agenda%2Fx") == {"public_agenda"}
    assert judge.owners("vitrine", "POST", b"/agenda") == set()
