"""What each application's routes claim."""

from proxy.core.patterns import parse_pattern
from proxy.routing_file.territories import shared_shapes, territories
from tests.fakes.routes import GESTION, VITRINE, a_lot

BACKENDS = {"gestion": GESTION, "vitrine": VITRINE}


def test_each_application_is_a_territory_of_its_own() -> None:
    lots = (
        a_lot("a", "/x.:sf_format", modules=("m",)),
        a_lot("b", "/y", application="backend"),
        a_lot("c", "/z", backend=VITRINE),
    )
    found = territories(BACKENDS, lots)

    assert [(each.backend.name, each.application, len(each.claims)) for each in found] == [
        ("gestion", "frontend", 4),
        ("gestion", "backend", 1),
        ("vitrine", "app", 1),
    ]


def test_an_example_is_an_address_to_try() -> None:
    frontend, backend = territories(
        BACKENDS, (a_lot("a", "/x"), a_lot("b", "/y", application="backend"))
    )
    (shape,) = parse_pattern("/x/:id<int>")

    assert frontend.example(shape, "POST") == "POST http://gestion.localhost/x/123"
    assert backend.example(shape) == "http://gestion.localhost/backend.php/x/123"


def test_words_of_examples_are_nobodys() -> None:
    (territory,) = territories(BACKENDS, (a_lot("a", "/exemple", "/123"),))

    assert (territory.words().name, territory.words().number) == ("exemple-x", "1234")


def test_shapes_of_several_routes_are_shared() -> None:
    (territory,) = territories(BACKENDS, (a_lot("a", "/x", "GET /x.:sf_format", "/y"),))
    (claims,) = shared_shapes(territory)

    assert [claim.route.pattern for claim in claims] == ["/x", "/x.:sf_format"]
