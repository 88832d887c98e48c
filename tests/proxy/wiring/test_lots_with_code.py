from modules.lots import LOTS
from proxy.wiring.lots_with_code import lots_with_code


def test_every_registered_lot_is_there_with_its_backend() -> None:
    found = lots_with_code()

    assert ("gestion", "reference_lists") in found
    assert {name for _, name in found} == {lot.name for lot in LOTS}
