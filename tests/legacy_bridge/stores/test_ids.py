"""Session ids."""

import pytest

from legacy_bridge.stores.errors import SessionIdIllegal
from legacy_bridge.stores.ids import checked_id, is_legal_id, new_session_id


@pytest.mark.parametrize(
    "text",
    ["", "../../etc/passwd", "a/b", "a%00", "a\0", "a b", "é", "a\n", "a.b", "x" * 257, "x" * 4096],
)
def test_ses_18_an_illegal_id_is_refused(text: str) -> None:
    assert not is_legal_id(text)
    with pytest.raises(SessionIdIllegal):
        checked_id(text)


@pytest.mark.parametrize("text", ["a", "0123456789abcdef", "A,b-9", "sess_x".replace("_", "-")])
def test_a_legal_id_is_given_back(text: str) -> None:
    assert checked_id(text) == text


def test_new_ids_are_legal_and_never_the_same() -> None:
    made = {new_session_id() for _ in range(1_000)}

    assert len(made) == 1_000
    assert all(is_legal_id(each) and len(each) == 32 for each in made)
