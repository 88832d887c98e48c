"""The model's complaints in the words of the file."""

import pytest

from tests.fakes.routing_texts import BACKENDS, a_lot_text, mistakes_in

LOT = a_lot_text("housing", "/h", extra="sprint: 8\nbridged: false\nneeds: []")
GOOD = BACKENDS + LOT


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version: 1", "version: 2", '1:10 version: "2" is more than 1'),
        ("version: 1", "version: 0", '1:10 version: "0" is less than 1'),
        ("version: 1", "version: true",
         '1:10 version: "True" is not what belongs here; write a whole number'),
        ("version: 1\n", "", '1:1 version: "version" is missing'),
        ("version: 1", "version: 1\ngate: advisory",
         '2:1 gate: "gate" is no key here; did you mean "gates"?'),
        ("version: 1", "version: 1\ngates: enforce",
         '2:8 gates: "enforce" is not \'enforced\' or \'advisory\'; did you mean "enforced"?'),
        ("kind: symfony4", "kind: symfony3",
         ('8:20 backends.vitrine.kind: "symfony3" is not \'symfony1\' or \'symfony4\'; '
         'did you mean "symfony4"?')),
        ("url: http://127.0.0.1:8002", "url: https://x/y",
         ('8:35 backends.vitrine.url: "https://x/y" cannot stand here; '
         "write http://host:port, without path")),
        ("hosts: [vitrine.localhost]", "hosts: vitrine.localhost",
         ('8:65 backends.vitrine.hosts: "vitrine.localhost" is not what belongs here; '
         "write a list: [one, two]")),
        ("hosts: [vitrine.localhost]", "hosts: []",
         "8:58 backends.vitrine.hosts: a list is empty; write one at least"),
        ("{ index.php: frontend,", "{ index: frontend,",
         ('7:20 backends.gestion.controllers.index: "index" cannot stand here; '
         "write a file name, as in index.php")),
        ("  housing:", "  Housing:",
         '10:3 lots.Housing: "Housing" cannot stand here; use small letters, digits and underscores'),
        ("    stage: legacy\n", "", '10:3 lots.housing.stage: "stage" is missing'),
        ("stage: legacy", "stages: legacy",
         '12:5 lots.housing.stages: "stages" is no key here; did you mean "stage"?'),
        ("stage: legacy", "stage: 50", ('12:12 lots.housing.stage: "50" is not what belongs here; '
         "write text, in quotes if it looks like something else")),
        ("sprint: 8", "sprint: 8.5", ('13:13 lots.housing.sprint: "8.5" is not what belongs here; '
         "write a whole number")),
        ("sprint: 8", "sprint: -1", '13:13 lots.housing.sprint: "-1" is less than 0'),
        ("bridged: false", "bridged: yes", ('14:14 lots.housing.bridged: "yes" is not what belongs '
         "here; write true or false")),
        ("needs: []", "needs: {a: b}", ("15:5 lots.housing.needs: a mapping is not what belongs here; "
         "write a list: [one, two]")),
        ("title: housing", "title:", ("11:5 lots.housing.title: nothing is not what belongs here; "
         "write text, in quotes if it looks like something else")),
        ("- /h", "- [/h]", ("18:11 lots.housing.routes.gestion[0]: a list is not what belongs here; "
         "write text, in quotes if it looks like something else")),
        ("title: housing", f"title: [{'x' * 80}]", ("11:5 lots.housing.title: a list is not what "
         "belongs here; write text, in quotes if it looks like something else")),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_with_place_and_advice(old: str, new: str, expected: str) -> None:
    text = GOOD.replace(old, new, 1)

    assert expected in mistakes_in(text=text)


def test_a_long_value_is_shortened() -> None:
    (mistake,) = mistakes_in(text=GOOD.replace("kind: symfony4", f"kind: {'x' * 100}"))

    assert mistake.startswith(f"8:20 backends.vitrine.kind: \"{'x' * 60}…\" is not 'symfony1'")


def test_a_list_is_no_routing_file() -> None:
    assert mistakes_in(text="- a") == [
        "1:1: a list is not what belongs here; write a mapping: key: value"
    ]


@pytest.mark.parametrize(
    ("stage", "why"),
    [
        ("canary 101%", "101% is outside 0 to 100"),
        ("canary -1%", "'canary -1%' is not a stage"),
        ("canary NaN%", "'canary NaN%' is not a stage"),
        ("canary", "canary needs a percentage"),
        ('"50%"', "'50%' is not a stage"),
        ("Python", "'Python' is not a stage"),
    ],
)
def test_a_share_is_from_0_to_100(stage: str, why: str) -> None:
    (mistake,) = mistakes_in(text=GOOD.replace("stage: legacy", f"stage: {stage}"))

    assert mistake.startswith(f"12:12 lots.housing.stage: {why}")
    assert 'did you mean "canary"' not in mistake


def test_mistakes_of_all_kinds_are_told_in_the_order_of_the_file() -> None:
    text = (
        GOOD.replace("stage: legacy", "stage: &s pyhton")
        .replace("needs: []", "needs: [zzz]")
        .replace("- /h", "- GETT /h\n        - /h/:id<integer>\n        - h")
    )

    assert [mistake.partition(": ")[0] for mistake in mistakes_in(text=text)] == [
        "12:12 lots.housing.stage",
        "12:12 lots.housing.stage",
        "15:13 lots.housing.needs[0]",
        "18:11 lots.housing.routes.gestion[0]",
        "19:11 lots.housing.routes.gestion[1]",
        "20:11 lots.housing.routes.gestion[2]",
    ]
