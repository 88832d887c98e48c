"""models.py is Python that runs, whatever the legacy project calls its classes and columns."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from legacy_bridge.scaffold.draft import LotDraft, Wanted, draft_lot
from legacy_bridge.scaffold.lot_files import lot_files
from legacy_bridge.scaffold.names import Naming
from legacy_bridge.scaffold.source import read_lot

ROOT = Path(__file__).resolve().parents[3]
GENERATOR = "generator: {{ class: sfDoctrineGenerator, param: {{ model_class: {model}, route_prefix: x }} }}\n"

TREE = """
Category:
  columns: { name: string(40), parent_id: integer }
  relations: { Parent: { class: Category, local: parent_id } }
"""
TWO_TREES = """
Node:
  columns: { key: { type: string(9), primary: true }, a: string(9), b: string(9) }
  relations:
    Above: { class: Node, local: a, foreign: key }
    Beside: { class: Node, local: b, foreign: key }
"""
CIRCLE = """
Club:
  columns: { name: string(9), chair_id: integer }
  relations: { Chair: { class: Person, local: chair_id } }
Person:
  columns: { name: string(9), club_id: integer }
  relations: { Club: { local: club_id } }
"""
BY_CODE = """
Parcel:
  columns: { name: string(9), place_code: string(3) }
  relations: { Place: { local: place_code, foreign: code } }
Place:
  columns: { name: string(9), code: { type: string(3), unique: true } }
"""
TYPES = """
Slot:
  actAs: { Sluggable: { fields: [name, text] }, I18n: { fields: [title] } }
  columns:
    date: date
    time: time
    datetime: timestamp
    text: string(9)
    int: integer
    str: string(3)
    bool: boolean
    bytes: blob
    property: string(9)
    mapped_column: string(9)
    dict: string(9)
    relationship: string(9)
    name: string(9)
    title: string(9)
    attribute_keyed_dict: string(9)
    translations: string(9)
    slug_source: string(9)
    slug_from: string(9)
    time_value: string(9)
    StoredDate: date
    Date: date
    place_id: integer
  relations: { Time: { class: Place, local: place_id } }
Place: { columns: { name: string(9) } }
"""
CLASSES = """
Text: { columns: { text: string(9), date_id: integer }, relations: { Date: { local: date_id } } }
Date: { columns: { day: date, base_id: integer }, relations: { Base: { local: base_id } } }
Base: { columns: { name: string(9) } }
Message: { columns: { name: { type: string(9), regexp: "/x/" }, action_id: integer }, relations: { Action: { local: action_id } } }
Action: { columns: { name: string(9) } }
Column: { columns: { name: string(9) } }
"""

SHARED = """
Vehicle:
  actAs: [Sluggable]
  columns: { label: string(40), kind: integer(1), __mark: string(3) }
Lorry: { inheritance: { extends: Vehicle, type: column_aggregation, keyField: kind, keyValue: 2 }, columns: { load: integer } }
Driver:
  columns: { label: string(40), lorry_id: integer, vehicle_id: integer }
  relations: { Lorry: { local: lorry_id }, Vehicle: { local: vehicle_id } }
"""


def drafted(folder: Path, schema: str, names: dict[str, str] | None = None) -> LotDraft:
    """Every class of a schema but those named Place, as one lot."""
    models = [one.partition(":")[0] for one in schema.splitlines() if one[:1].isalpha()]
    files = {"config/doctrine/schema.yml": schema}
    for model in models:
        files[f"apps/shed/modules/{model.lower()}/config/generator.yml"] = GENERATOR.format(
            model=model
        )
    put(folder, files)
    modules = [model.lower() for model in models if model != "Place"]
    source = read_lot(folder, modules, ["shed"])
    return draft_lot(Wanted("odd", "Odd"), source, Naming(names or {}), None)


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, code: str) -> str:
    """What Python prints of a lot in that folder, its mappers configured."""
    head = (
        f"import modules; modules.__path__.append({str(folder / 'modules')!r});"
        "from sqlalchemy.orm import configure_mappers; import modules.odd.views;"
        "import modules.odd.models as m; configure_mappers();"
    )
    command = [sys.executable, "-c", head + code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def lint(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "ruff", *words, "--config", str(ROOT / "pyproject.toml")]
    quiet = ["--ignore", "INP001,S101"] if words[0] == "check" else []
    done = subprocess.run(
        [*command, *quiet, "--no-cache", str(folder)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    "schema, code, printed",
    [
        pytest.param(TREE, "print(m.Category.parent.property.direction.name)", "MANYTOONE", id="a tree"),
        pytest.param(TWO_TREES, "print(m.Node.above.property.direction.name, m.Node.beside.property.direction.name)", "MANYTOONE MANYTOONE", id="two trees by a key of its own"),
        pytest.param(BY_CODE, "print(m.Parcel.place.property.direction.name, m.Place.code.key)", "MANYTOONE code", id="by a column that is no key"),
        pytest.param(CIRCLE, "print(m.Club.chair.property.direction.name, m.Person.club.property.direction.name)", "MANYTOONE MANYTOONE", id="a circle"),
    ],
)  # fmt: skip
def test_rows_point_to_rows_whatever_their_table(
    schema: str, code: str, printed: str, tmp_path: Path
) -> None:
    folder = put(tmp_path / "out", lot_files(drafted(tmp_path / "project", schema)))

    assert run(folder, code) == printed
    assert (lint(folder, "check"), lint(folder, "format", "--diff")) == ("", "")


def test_a_relation_to_a_column_that_is_not_there_is_said(tmp_path: Path) -> None:
    lot = drafted(tmp_path / "project", TWO_TREES.replace("local: b, foreign: key", "local: b"))
    folder = put(tmp_path / "out", lot_files(lot))

    assert "Node.Beside: Node has no column id; a plain column" in [one.text for one in lot.left]
    assert run(folder, "print(m.Node.b.type, hasattr(m.Node, 'beside'))") == "VARCHAR(9) False"


def test_a_column_named_after_a_type_keeps_its_name_in_the_table(tmp_path: Path) -> None:
    lot = drafted(tmp_path / "project", TYPES)
    folder = put(tmp_path / "out", lot_files(lot))
    models = (folder / "modules/odd/models.py").read_text()

    assert 'time_value_column: Mapped[time | None] = mapped_column("time", Time)' in models
    assert 'int_value: Mapped[int | None] = mapped_column("int", ' in models
    assert "text: Mapped[str | None] = mapped_column(String(9))" in models
    found = run(folder, "print(*sorted(c.name for c in m.Slot.__table__.columns))").split()
    assert found == sorted(lot.models["Slot"].columns)
    assert run(folder, "print(m.Slot.time_value_column.type, m.Slot.translations.key)") == (
        "TIME translations"
    )
    assert (lint(folder, "check"), lint(folder, "format", "--diff")) == ("", "")


def test_a_class_named_after_a_word_of_the_kit_hides_nothing(tmp_path: Path) -> None:
    folder = put(tmp_path / "out", lot_files(drafted(tmp_path / "project", CLASSES)))

    names = "print(m.TextRow.__tablename__, m.DateRow.__tablename__, m.BaseRow.__tablename__)"
    assert run(folder, names) == "text date base"
    assert (lint(folder, "check"), lint(folder, "format", "--diff")) == ("", "")


@pytest.mark.parametrize("name", ["class", "str", "String", "time"])
def test_a_name_that_a_person_chose_hides_nothing_either(name: str, tmp_path: Path) -> None:
    lot = drafted(tmp_path / "project", TREE, {"name": name})
    folder = put(tmp_path / "out", lot_files(lot))

    assert run(folder, "print(m.Category.__table__.c.name.type)") == "VARCHAR(40)"


@pytest.mark.soak
@pytest.mark.parametrize("schema", [TREE, TWO_TREES, CIRCLE, BY_CODE, TYPES, CLASSES])
def test_odd_names_pass_the_strict_type_checker(schema: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "modules/kernel", tmp_path / "modules/kernel")
    shutil.copy(ROOT / "modules/__init__.py", tmp_path / "modules")
    put(tmp_path, lot_files(drafted(tmp_path / "project", schema)))
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")]
    done = subprocess.run(
        [*command, "-p", "modules.odd"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_rows_of_a_part_of_a_table_are_told_from_the_others(tmp_path: Path) -> None:
    files = lot_files(drafted(tmp_path / "in", SHARED.replace("Vehicle:\n  act", "Place:\n  act").replace("extends: Vehicle", "extends: Place").partition("Driver:")[0]))  # fmt: skip
    put(tmp_path / "out", files)
    code = (
        "from modules.odd.queries import rows_of_lorry as f; p = modules.odd.views.PAGES[0];"
        "r = m.Lorry(label='Ten tons', kind=m.Lorry.__table__.c.kind.info['fresh']);"
        "print(f(None, None), p.scope is f, r.kind, r.slug_source, m.Lorry.mark.key)"
    )

    assert run(tmp_path / "out", code) == "place.kind = :kind_1 True 2 Ten tons mark"
    assert [lint(tmp_path / "out", "check"), lint(tmp_path / "out", "format", "--diff")] == ["", ""]


def test_two_classes_of_one_table_are_one_in_a_lot(tmp_path: Path) -> None:
    lot = drafted(tmp_path / "in", SHARED)
    files = put(tmp_path / "out", lot_files(lot))
    said = [one.text for one in lot.left if "shares" in one.text]

    assert said == ["Lorry shares the table vehicle with Vehicle: the pages of lorry are not generated; a lot of their own may have them"]  # fmt: skip
    assert run(files, "print(m.Driver.lorry.property.mapper.class_.__name__, m.Driver.vehicle.property.mapper.class_.__name__)") == "Vehicle Vehicle"  # fmt: skip
    assert lint(files, "check") == ""
