import json


def test_every_route_has_its_line(figuier) -> None:
    lines = figuier("routes").stdout.splitlines()

    assert lines[0].split() == [
        "LOT", "STAGE", "BACKEND", "APPLICATION", "METHODS", "PATTERN", "PLACE",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[1:]] == [
        "lists", "lists", "events", "events", "old_pages",
    ]  # fmt: skip
    assert lines[2].split() == [
        "lists", "legacy", "gestion", "frontend", "DELETE,PATCH,POST,PUT",
        "/communes/batch/action", "routing.yaml:16:11",
    ]  # fmt: skip


def test_one_lot_can_be_asked_for(figuier) -> None:
    lines = figuier("routes", "--lot", "events").stdout.splitlines()

    assert {line.split()[0] for line in lines[1:]} == {"events"}


def test_implied_addresses_are_shown_when_asked_for(figuier) -> None:
    text = figuier("routes", "--lot", "lists", "--aliases").stdout

    assert "/commune/:action/*rest (implied)" in text


def test_an_unknown_lot_is_refused(figuier) -> None:
    result = figuier("routes", "--lot", "event")

    assert result.exit_code == 2
    assert 'did you mean "events"?' in result.stderr


def test_routes_for_programs_have_a_stable_shape(figuier) -> None:
    found = json.loads(figuier("routes", "--lot", "old_pages", "--json").stdout)

    assert found | {"table": ""} == {
        "version": 1, "command": "routes", "table": "",
        "routes": [
            {
                "lot": "old_pages", "stage": "retired", "python_share": 100, "backend": "gestion",
                "application": "frontend", "methods": None, "pattern": "/anciennes",
                "is_alias": False, "to": None, "place": "routing.yaml:26:17",
            }
        ],
    }  # fmt: skip
