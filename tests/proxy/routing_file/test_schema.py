"""The published schema is the model's, and says what the reader says."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from proxy.routing_file.nodes import parse_nodes, plain
from proxy.routing_file.reader import parse_table
from proxy.routing_file.schema import PUBLISHED, schema_text
from tests.fakes.routing_texts import BACKENDS, a_lot_text

ROOT = Path(__file__).resolve().parents[3]


def document(text: str) -> Any:
    return plain(parse_nodes(text, "f")[0])


def test_the_published_schema_is_the_one_of_the_model() -> None:
    published = (ROOT / PUBLISHED).read_text(encoding="utf-8")

    assert published == schema_text(), (
        f"publish it again: python -m proxy.routing_file.schema > {PUBLISHED}"
    )


def test_the_projects_own_table_satisfies_it_and_names_it() -> None:
    text = (ROOT / "routing.yaml").read_text(encoding="utf-8")

    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(document(text))
    assert text.startswith(f"# yaml-language-server: $schema={PUBLISHED}\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1", "version: 2"),
        ("version: 1", "version: 1\nmore: 1"),
        ("kind: symfony4", "kind: symfony3"),
        ("  housing:", "  Housing:"),
        ("stage: legacy", "stage: pyhton"),
        ("stage: legacy", "stage: canary 101%"),
        ("stage: legacy", "stage: 5"),
        ("hosts: [vitrine.localhost]", "hosts: []"),
    ],
)
def test_an_editor_sees_what_the_reader_refuses(old: str, new: str) -> None:
    text = (BACKENDS + a_lot_text("housing", "/h")).replace(old, new, 1)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document(text), json.loads(schema_text()))


def test_every_key_has_its_line_in_the_reference() -> None:
    page = (ROOT / "docs/reference/routing-yaml.md").read_text(encoding="utf-8")
    prefixes = {
        "Document": "",
        "BackendEntry": "backends.NAME.",
        "LotEntry": "lots.NAME.",
        "ScheduleEntry": "lots.NAME.schedule.",
        "SprintsEntry": "sprints.",
    }
    schema = json.loads(schema_text())
    models = {"Document": schema, **schema["$defs"]}

    missing = [
        key
        for model, prefix in prefixes.items()
        for name in models[model]["properties"]
        if name not in {"backends", "lots", "schedule", "sprints"}
        for key in [f"{prefix}{name}"]
        if f"| `{key}" not in page
    ]

    assert missing == []
    assert set(prefixes) == set(models)


def test_the_example_of_the_reference_is_a_good_table() -> None:
    page = (ROOT / "docs/reference/routing-yaml.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]

    assert [str(lot.stage) for lot in parse_table(example.encode()).lots] == ["canary 10%"]
