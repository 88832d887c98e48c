"""Filters, sort and page of the admin lists."""

import pytest

from legacy_bridge.symfony1.admin_lists import AdminLists
from tests.fakes.sessions import php_draft


@pytest.mark.parametrize(
    "name, key, kept",
    [
        ("php/20-admin-list.sess", "arrivant.sort", {0: "nom", 1: "asc"}),
        ("php/21-admin-sort-page.sess", "arrivant.page", "2"),
        ("php/22-admin-filters.sess", "arrivant.page", 1),
        ("php/23-admin-filters-reset.sess", "arrivant.filters", {}),
        ("php/01-anonymous.sess", "arrivant.page", None),
    ],
)
def test_recorded_states_are_read(
    captured: dict[str, bytes], name: str, key: str, kept: object
) -> None:
    found = AdminLists(php_draft(captured[name])).kept(key)

    assert found == kept
    assert type(found) is type(kept)


def test_filters_are_read_field_by_field(captured: dict[str, bytes]) -> None:
    filters = AdminLists(php_draft(captured["php/22-admin-filters.sess"])).kept("arrivant.filters")

    assert isinstance(filters, dict)
    assert len(filters) == 18
    assert filters["nom"] == {"text": "Di"}
    assert filters["date_arrivee"] == {"from": "2021-02-01", "to": None}


def test_what_is_kept_is_what_php_would_keep(captured: dict[str, bytes]) -> None:
    lists = AdminLists(php_draft(captured["php/20-admin-list.sess"]))
    lists.keep("arrivant.sort", ["prenom", "desc"])
    lists.keep("arrivant.page", "2")

    before = captured["php/20-admin-list.sess"]
    assert lists.draft.rewritten(before) == captured["php/21-admin-sort-page.sess"]
