import pytest

from modules.kernel.lot import Lot


def test_a_lot_belongs_to_gestion_unless_it_says_otherwise() -> None:
    assert Lot("a", "A", "x:y").site == "gestion"


def test_a_manifest_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Lot("a", "A", "x:y").name = "b"  # type: ignore[misc]
