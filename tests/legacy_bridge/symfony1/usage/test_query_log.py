"""Statements that ran, counted by what they use."""

from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.usage.mentions import Dictionary
from legacy_bridge.symfony1.usage.query_log import uses_in_log

NAMES = Dictionary.of(Schema({}), {"salle": ["id", "nom", "note"], "lieu": ["id", "nom"]})

GENERAL = """\
/usr/sbin/mariadbd, Version: 10.11.6-MariaDB
Time\t\t    Id Command\tArgument
241123 10:00:00\t    7 Connect\tgestion@localhost on gestion using Socket
\t\t    7 Query\tSELECT note
FROM salle
WHERE id = 4
\t\t    7 Query\tSELECT note
FROM salle
WHERE id = 5
241123 10:00:01\t    8 Query\tUPDATE salle SET note = 'it''s; SELECT nom FROM lieu' WHERE id = 1
\t\t    8 Quit\t
"""


def told(text: str) -> set[tuple[str, str, str, int]]:
    return {
        (f"{one.use.table}.{one.use.column}", str(one.use.how), one.side, one.count)
        for one in uses_in_log(text.splitlines(keepends=True), NAMES)
    }


def test_statements_of_several_lines_are_counted_by_shape() -> None:
    found = told(GENERAL)

    assert ("salle.note", "reads", "php", 2) in found
    assert ("salle.note", "writes", "php", 1) in found
    assert ("salle.id", "reads", "php", 3) in found
    assert not any(place.startswith("lieu") for place, *_ in found)


def test_a_tag_says_the_side_the_lot_and_the_route() -> None:
    (table, column) = uses_in_log(
        ["SELECT nom FROM lieu /* side='python', lot='places', route='/lieux' */\n"], NAMES
    )

    assert {one.use.column for one in (table, column)} == {"", "nom"}
    assert (column.side, column.lot, column.route) == ("python", "places", "/lieux")


def test_what_is_no_statement_counts_nothing() -> None:
    assert told("hello\nSELECTed nothing\n\n") == set()
