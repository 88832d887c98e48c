"""What must move together."""

from proxy.inventory.clusters import clusters
from proxy.inventory.entries import Sharing
from tests.fakes.inventories import entry

GET, POST = frozenset({"GET", "HEAD"}), frozenset({"POST"})


def test_a_form_and_what_it_posts_to_are_a_cluster() -> None:
    found = clusters(
        [
            entry("/a/new", action="new", methods=GET, lots=("one",)),
            entry("/a", action="create", methods=POST, lots=("two",)),
            entry("/b", module="other", action="create"),
        ],
        [],
    )

    assert [(c.modules, c.why, c.lots, c.is_split) for c in found] == [
        (("m",), "the form of new is posted to create", ("one", "two"), True)
    ]


def test_a_pattern_that_is_shown_and_posted_to_is_one() -> None:
    found = clusters(
        [entry("/a", action="show", methods=GET), entry("/a", action="send", methods=POST)], []
    )

    assert [(c.why, c.is_split) for c in found] == [("/a is shown and posted to", False)]


def test_pages_that_share_session_state_are_one() -> None:
    sharing = Sharing("gestion", "frontend", ("m", "n"), "they share x", ("a.php:3",))

    found = clusters([entry("/a", lots=("one",)), entry("/b", module="n")], [sharing])

    assert [(c.modules, c.patterns, c.lots, c.sources) for c in found] == [
        (("m", "n"), ("/a", "/b"), (None, "one"), ("a.php:3",))
    ]
