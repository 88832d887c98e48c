"""A session that was looked at, for people and for JSON."""

import pytest

from legacy_bridge.checks.verify import SeenSession
from proxy.wiring.seen_sessions import as_plain


@pytest.mark.parametrize(
    "seen, agrees",
    [
        (SeenSession(is_stored=True, php="x", python="x"), True),
        (SeenSession(is_stored=False, php="x", python="x", is_signed_in=True), True),
        (SeenSession(is_stored=False, php="x", python="x"), False),
        (SeenSession(is_stored=True, php="x", python="y"), False),
        (SeenSession(is_stored=True, php="x", python="x", fault="damaged"), False),
    ],
    ids=["the same", "by a remember key alone", "no session", "not the same", "unreadable"],
)
def test_the_sides_agree_about_somebody_or_nobody(seen: SeenSession, *, agrees: bool) -> None:
    assert as_plain(seen, shows_values=False)["agree"] is agrees
