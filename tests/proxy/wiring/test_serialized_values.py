import pytest

from proxy.wiring.serialized_values import BridgedValues

VALUES = BridgedValues()


@pytest.mark.parametrize(
    "stored, value",
    [
        pytest.param(None, None, id="nothing"),
        pytest.param("", None, id="an empty text"),
        pytest.param('a:2:{i:0;s:6:"santé";i:1;s:1:"b";}', ["santé", "b"], id="a list"),
        pytest.param('a:1:{s:3:"nom";a:1:{s:1:"x";b:1;}}', {"nom": {"x": True}}, id="nested"),
        pytest.param("i:3;", 3, id="a number"),
    ],
)
def test_a_stored_text_has_its_value(stored: str | None, value: object) -> None:
    assert VALUES.read(stored) == value


@pytest.mark.parametrize("stored", ["nope", "a:1:{", 's:99:"x";'])
def test_what_php_could_not_read_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match="no serialized value"):
        VALUES.read(stored)


def test_a_value_that_is_stored_already_keeps_its_very_text() -> None:
    odd = "d:0.10000000000000000555;"

    assert VALUES.written(0.1, odd) == odd
    assert VALUES.written(0.2, odd) == "d:0.2;"


def test_what_is_written_is_what_php_writes() -> None:
    assert VALUES.written(["santé", "b"]) == 'a:2:{i:0;s:6:"santé";i:1;s:1:"b";}'
    assert VALUES.written({"5": None, "a": False}) == 'a:2:{i:5;N;s:1:"a";b:0;}'
    assert VALUES.written("new", "nobody can read this") == 's:3:"new";'
