"""A site of a few pages, with one form, whose answers a test may spoil: either side of a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from werkzeug.wrappers import Request, Response

from proxy.core.stages import parse_stage
from proxy.core.table import Backend, BackendKind, Lot, Place, Route, RoutingTable

GET = frozenset({"GET", "HEAD"})
POST = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PLACE = Place("routing.yaml", 1, 1)
PATTERNS = (
    ("/towns", GET), ("/towns", POST), ("/towns/new", GET), ("/towns/:id<int>/edit", GET),
    ("/towns/:id<int>/copy", GET),
)  # fmt: skip


def table() -> RoutingTable:
    """One lot at one backend."""
    routes = tuple(
        Route("gestion", "frontend", pattern, methods, "towns", PLACE)
        for pattern, methods in PATTERNS
    )
    lot = Lot("towns", "Communes", parse_stage("legacy"), PLACE, routes=routes)
    controllers = {"index.php": "frontend"}
    backend = Backend(
        "gestion", BackendKind.SYMFONY1, "http://127.0.0.1:1", ("g.localhost",), controllers
    )
    return RoutingTable({"gestion": backend}, (lot,))


@dataclass
class SmallSite:
    """Towns in a list. Shape: `spoil` changes a page; `asked` is every request line."""

    spoil: Callable[[str], str] = lambda text: text
    towns: dict[int, str] = field(default_factory=lambda: {1: "Étang", 2: "Montclar"})
    asked: list[str] = field(default_factory=list)
    moments: int = 0

    def __call__(self, environ: Mapping[str, object], start_response: object) -> object:
        return Request.application(self._answer)(environ, start_response)  # type: ignore[arg-type]

    def _answer(self, request: Request) -> Response:
        self.asked.append(f"{request.method} {request.full_path.rstrip('?')}")
        if request.path == "/login":
            return self._sign_in(request)
        if request.method == "POST":
            return self._create(request)
        name = request.cookies.get("symfony", "nobody")
        match request.path:
            case "/towns":
                rows = "".join(
                    f'<tr><td><a href="/towns/{n}/edit">{t}</a></td></tr>'
                    for n, t in self.towns.items()
                )
                text = f'<h1>{name}</h1><table>{rows}</table><a href="/towns?page=2">2</a><a href="/towns/1/copy">c</a>'
            case "/towns/new" | "/towns/1/edit" | "/towns/2/edit":
                text = (
                    '<form action="/towns" method="post"><input name="town[name]">'
                    '<input type="hidden" name="_csrf_token" value="0123456789abcdef0123456789abcdef"></form>'
                )
            case "/towns/1/copy":
                text = "copied"
            case _:
                return Response(self.spoil("<p>Rien</p>"), 404, mimetype="text/html")
        self.moments += 1
        text += f'<p class="moment">produite en {self.moments} ms</p>'
        return Response(
            self.spoil(f"<html lang=fr><body>{text}</body></html>"), mimetype="text/html"
        )

    def _create(self, request: Request) -> Response:
        if not request.form.get("town[name]") or len(request.form["town[name]"]) > 255:
            return Response(self.spoil("<p>obligatoire</p>"), 200, mimetype="text/html")
        return Response("", 302, {"Location": "/towns"})

    def _sign_in(self, request: Request) -> Response:
        if request.method == "GET":
            return Response(
                '<form action="/login" method="post"><input name="user"><input type="password" name="word"></form>',
                mimetype="text/html",
            )
        if request.form["word"] != "right":
            return Response(
                '<form><input type="password" name="word"></form>', 200, mimetype="text/html"
            )
        answer = Response("", 302, {"Location": "/"})
        answer.set_cookie("symfony", request.form["user"])
        return answer
