"""Every fault of a file at once: none hides another, and none brings a second one along."""

import pytest

from tests.fakes.routing_texts import BACKENDS, a_lot_text, mistakes_in

GOOD = BACKENDS + (
    a_lot_text("agenda", "GET /agenda", backend="vitrine", extra="needs: [events]\nsprint: 3")
    + a_lot_text("events", "/events", "/x/:y", extra="symfony_modules: [event]")
    + a_lot_text("media", "/media", "/backend.php/media", extra="catch_all: false")
)


def wheres(text: str) -> list[str]:
    return [each.partition(" ")[2].partition(":")[0] for each in mistakes_in(text=text)]


def test_all_kinds_of_faults_are_told_at_once() -> None:
    text = (
        GOOD.replace("version: 1", "version: 1\ngates: advisori")
        .replace("stage: legacy", "stage: pyton", 1)
        .replace("stage: legacy", "stage: canary 150%", 1)
        .replace("needs: [events]", "needs: [evnts]")
        .replace("sprint: 3", "sprnt: 3")
        .replace("- GET /agenda\n", "- GET agenda\n        - GTE /b\n        - /-/x\n")
        .replace("- /events", "- /c/:id<foo>\n        - /c/*rest/x")
        .replace("gestion:\n        - /media", "gestio:\n        - /media")
    )

    assert mistakes_in(text=text) == [
        "2:8 gates: \"advisori\" is not 'enforced' or 'advisory'; did you mean \"advisory\"?",
        (
            "13:12 lots.agenda.stage: 'pyton' is not a stage; expected one of: legacy, shadow, "
            'canary N%, python, retired; did you mean "python"?'
        ),
        '14:13 lots.agenda.needs[0]: "evnts" is no lot; did you mean "events"?',
        '15:5 lots.agenda.sprnt: "sprnt" is no key here; did you mean "sprint"?',
        (
            "18:11 lots.agenda.routes.vitrine[0]: 'GET agenda' is no route; "
            "write [METHOD ]/pattern, as in POST /communes"
        ),
        (
            "19:11 lots.agenda.routes.vitrine[1]: GTE is no method; "
            'one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS; did you mean "GET"?'
        ),
        "20:11 lots.agenda.routes.vitrine: /-/ is ours; no lot may claim it",
        "23:12 lots.events.stage: 150% is outside 0 to 100",
        "27:11 lots.events.routes.gestion[0]: :id<foo>: write :name, :name<int> or :name.ext",
        (
            "28:11 lots.events.routes.gestion[1]: *rest: a literal is written decoded, "
            "without : * < > ? # % or spaces; a *rest stands at the end"
        ),
        '35:7 lots.media.routes.gestio: "gestio" is no backend; did you mean "gestion"?',
    ]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("    controllers:", "    controlers:", "backends.gestion.controlers"),
        ("    kind: symfony1", "    kind: symfony9", "backends.gestion.kind"),
        ("    hosts: [gestion.localhost]", "    hosts: gestion.localhost", "backends.gestion.hosts"),
        ("hosts: [vitrine.localhost]", "hosts: [1, vitrine.localhost]", "backends.vitrine.hosts[0]"),
        ("index.php: frontend", "index.php: 1", "backends.gestion.controllers.index.php"),
        ("  vitrine: { kind: symfony4, url: http://127.0.0.1:8002, hosts: [vitrine.localhost] }",
         "  vitrine: symfony4", "backends.vitrine"),
        ("needs: [events]", "needs: events", "lots.agenda.needs"),
        ("needs: [events]", "needs: [1]", "lots.agenda.needs[0]"),
        ("needs: [events]", "needs: [*e]", "lots.agenda.needs[0]"),
        ("  events:", "  Events:", "lots.Events"),
        ("title: events", "title: ''", "lots.events.title"),
        ("title: events", "title: *e", "lots.events.title"),
        ("title: events", "titel: events", "lots.events.titel"),
        ("    stage: legacy\n    needs", "    needs", "lots.agenda.stage"),
        ("stage: legacy", "stage: *e", "lots.agenda.stage"),
        ("symfony_modules: [event]", "symfony_modules: [e-vent]", "lots.events.symfony_modules[0]"),
        ("symfony_modules: [event]", "symfony_modules: event", "lots.events.symfony_modules"),
        ("    routes:\n      gestion:\n        - /events\n        - /x/:y\n",
         "    routes: [/events, /x/:y]\n", "lots.events.routes"),
        ("    routes:\n      gestion:\n        - /events\n        - /x/:y\n", "", "lots.events.routes"),
        ("      gestion:\n        - /events\n        - /x/:y\n", "      gestion: /events\n",
         "lots.events.routes.gestion"),
        ("- /events", "- [/events]", "lots.events.routes.gestion[0]"),
        ("- /media", "- *media", "lots.media.routes.gestion[0]"),
        ("catch_all: false", "catch_all: yes", "lots.media.catch_all"),
    ],
)  # fmt: skip
def test_one_fault_is_told_once_and_does_not_hide_the_last_one(
    old: str, new: str, where: str
) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    head, _, tail = text.rpartition("stage: legacy")

    is_last = where.startswith("lots.media")
    in_order = ["lots.media.stage", where] if is_last else [where, "lots.media.stage"]

    assert wheres(text) == [where]
    assert wheres(f"{head}stage: pyton{tail}") == in_order


def test_a_fault_of_all_backends_hides_none_of_the_lots() -> None:
    text = GOOD.replace("backends:", "backend:").replace("stage: legacy", "stage: pyton")

    assert wheres(text) == ["backend", "lots.agenda.stage", "lots.events.stage", "lots.media.stage"]


def test_no_backend_at_all_is_one_fault() -> None:
    lots = GOOD.partition("lots:\n")[2]

    assert wheres(f"version: 1\nlots:\n{lots}") == ["backends"]


def test_what_stands_below_a_misspelt_key_is_looked_at_too() -> None:
    text = GOOD.replace("controllers: { index.php", "controlers: { index")

    assert wheres(text) == ["backends.gestion.controlers", "backends.gestion.controllers.index"]


def test_a_crossing_is_not_asked_for_while_its_route_may_be_the_faulty_one() -> None:
    crossing = a_lot_text("a", "/a/:x") + a_lot_text("b", "/:y/b")

    assert wheres(BACKENDS + crossing) == ["lots.b.routes.gestion"]
    assert wheres(BACKENDS + crossing + "        - GTE /a/b\n") == ["lots.b.routes.gestion[1]"]
