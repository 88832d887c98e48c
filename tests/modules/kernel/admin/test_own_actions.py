import pytest

from modules.kernel.admin.addresses import Asked
from modules.kernel.admin.links import Links
from modules.kernel.admin.own_actions import LinkAction, OwnRoute
from tests.fakes.gardens import GARDENS

ROUTE = OwnRoute(
    pattern=r"/(?P<id>\d+)\.(?P<sf_format>ics)", action="calendar", methods=frozenset({"GET"}),
    parameters={"kind": "file"},
)  # fmt: skip


@pytest.mark.parametrize(
    "method, rest, is_asked",
    [
        ("GET", "/3.ics", True),
        ("HEAD", "/3.ics", True),
        ("POST", "/3.ics", False),
        ("GET", "/3.pdf", False),
        ("GET", "/x/3.ics", False),
    ],
)
def test_an_own_route_is_asked_by_its_methods_and_pattern(
    method: str, rest: str, is_asked: bool
) -> None:
    expected = Asked("calendar", {"kind": "file", "id": "3", "sf_format": "ics"})

    assert ROUTE.asked(method, rest) == (expected if is_asked else None)


def test_a_route_without_methods_takes_any() -> None:
    assert OwnRoute(pattern="/x", action="x").asked("DELETE", "/x") == Asked("x")


def test_links_lead_where_they_say() -> None:
    links = Links(GARDENS)

    assert links.row_action(3, LinkAction(name="a", path="/{id}/map")) == "/jardins/3/map"
    assert links.own(LinkAction(name="a", path="/merge")) == "/jardins/merge"
