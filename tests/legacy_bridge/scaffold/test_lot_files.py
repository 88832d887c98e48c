"""The files of a lot that nobody has seen: they are Python that runs, and nothing is left unsaid."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from legacy_bridge.scaffold.draft import LotDraft, Wanted, draft_lot
from legacy_bridge.scaffold.lot_files import left_to_a_person, lot_files
from legacy_bridge.scaffold.names import Naming
from legacy_bridge.scaffold.source import NothingToScaffold, read_lot

ROOT = Path(__file__).resolve().parents[3]
GESTION = ROOT / "demo/gestion"
OTHERS = sorted((ROOT.parent / "shared").glob("*/**/generator.yml"))


def ruff(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "ruff", *words, "--config", str(ROOT / "pyproject.toml")]
    quiet = ["--ignore", "INP001,S101"] if words[0] == "check" else []
    run = subprocess.run(
        [*command, *quiet, "--no-cache", str(folder)], capture_output=True, text=True, check=False
    )
    return "" if run.returncode == 0 else run.stdout + run.stderr


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_odd_lot_is_written_by_the_house_rules(lot: LotDraft, tmp_path: Path) -> None:
    folder = put(tmp_path / "out", lot_files(lot))

    assert ruff(folder, "check") == ""
    assert ruff(folder, "format", "--diff") == ""


def test_the_models_have_types_keys_and_fresh_values(lot: LotDraft) -> None:
    models = lot_files(lot)["modules/gardens/models.py"]

    for line in (
        "class Gardener(SoftDeleted, Base):",
        "class Garden(Timestamped, Sluggable, Base):",
        '    slug_from = "slug_source"',
        '    status: Mapped[str] = mapped_column(\n        "statut", StoredEnum("ouvert", "clos"), info={"fresh": "ouvert"}\n    )',
        '    area: Mapped[Decimal | None] = mapped_column("surface", Numeric(8, 2))',
        '    wonder: Mapped[int | None] = mapped_column("zorglub", Integer)',
        "    ouverture: Mapped[time | None] = mapped_column(Time)",
        "    cree: Mapped[StoredDate] = mapped_column(Date)",
        '    owner_id: Mapped[int] = mapped_column(ForeignKey("gardener.id"))',
        '    owner: Mapped[Gardener | None] = relationship(foreign_keys=owner_id, info={"legacy": "Owner"})',
        "        return label_of((self.label,), self.id)",
    ):  # fmt: skip
        assert line in models, models


def test_the_forms_have_the_legacys_validators_and_labels(lot: LotDraft) -> None:
    forms = lot_files(lot)["modules/gardens/forms/gardens.py"]

    for line in (
        'pattern=r"^[A-Z]"',
        'invalid=Message("A capital first.")',
        'help="As painted on the gate"',
        'Number(attribute=Garden.area, label="Square metres", minimum=1, maximum=900)',
        'credentials=(("admin", "keeper"),)',
        'Day(attribute=Garden.cree, label="Cree", required=True)',
        'NumberFilter(attribute=Garden.area, label="Surface", whole=False)',
        'DateFilter(attribute=Garden.cree, label="Cree")',
    ):
        assert line in forms, forms
    assert "Garden.lieu" not in forms


def test_the_pages_have_the_generators_titles_columns_and_actions(lot: LotDraft) -> None:
    views = lot_files(lot)["modules/gardens/views/gardens.py"]

    for line in (
        'prefix="/gardens"',
        'action_credentials={"new": ("garden", "admin")}',
        'edit="Garden %%name%% of %%owner%% "',
        'default_sort=(Garden.name, "asc")',
        "page_size=5",
        "row_actions=(EDIT,)",
        "batch_actions=()",
        'Action(name="_new", label="Plant")',
        'Action(name="csv", label="As a file", is_export=True)',
    ):
        assert line in views, views


def test_everything_that_is_not_generated_is_said_with_its_place(lot: LotDraft) -> None:
    said = [str(one) for one in left_to_a_person(lot)]
    yml = "apps/shed/modules/garden/config/generator.yml"
    form = "lib/form/doctrine/GardenForm.class.php"

    expected = [
        "config/doctrine/schema.yml:3: Garden: behaviour Commentable is not known; columns it adds are left out",
        "config/doctrine/schema.yml:10: Garden.ouverture keeps its name: choose one with --name ouverture=…",
        f"{yml}:15: list.layout is not translated",
        f"{yml}:20: list.wibble is not read",
        f"{yml}:13: gate in the list: a partial",
        f"{yml}:13: weather in the list: a component",
        f"{yml}:13: tallest in the list: computed by PHP",
        f"{yml}:17: action water leads to PHP: executeListWater() or executeBatchWater()",
        f"{yml}:9: nom: colour is not translated",
        f"{form}:11: cree: its validator gardenValidatorSeason is not translated",
        f"{form}:12: owner_id: its widget gardenWidgetPicker is not translated",
        f"{form}:13: if ($this->isNew()) {{ unset($this['keeper_id']); }}",
        f"{form}:17: check() of the form is PHP; it is not translated",
        "apps/shed/config/routing.yml:6: route garden_map (/gardens/:id/map) leads to garden/map",
        "apps/shed/modules/garden/actions/actions.class.php:4: executeListWater() is PHP",
        "apps/shed/modules/garden/templates/_gate.php:1: a template; its page is not drawn by the kit",
    ]
    assert [one for one in expected if one not in said] == []
    assert any("horaires in the form: a serialized array" in one for one in said)
    assert any("map in the form: a partial" in one for one in said)
    assert any("nothing in the form: no column of the table" in one for one in said)
    assert any("mergePostValidator" in one for one in said)
    assert any("%%tallest%% in a title is no column" in one for one in said)
    readme = lot_files(lot)["modules/gardens/README.md"]
    assert readme.count("- [ ] ") == len(said)


def test_every_module_of_the_demo_is_written_by_the_house_rules(tmp_path: Path) -> None:
    """Every module of the demo becomes files that keep the house rules."""
    folder = generated(tmp_path)

    assert ruff(folder, "check") == ""
    assert ruff(folder, "format", "--diff") == ""


def test_a_schema_file_that_cannot_be_read_is_listed(project: Path) -> None:
    more = {
        "plugins/p/config/doctrine/schema.yml": "Shed:\n  columns: [",
        "plugins/q/config/doctrine/schema.yml": "Barn: { wibble: 1, relations: { Hay: ~ } }",
        "config/doctrine/more.yml": "Garden: { inheritance: { extends: Nothing } }",
        "config/databases.yml": "all:\n\tdoctrine: ~",
    }
    put(project, more)
    lot = draft_lot(Wanted("x", "X"), read_lot(project, ["garden"], ["shed"]), Naming(), None)
    said = [str(one) for one in left_to_a_person(lot)]

    assert any(one.startswith("plugins/p/config/doctrine/schema.yml:2: ") for one in said), said
    assert any(one.startswith("config/databases.yml:2: a tab") for one in said)
    assert any(one.endswith("Garden extends Nothing, which no schema defines") for one in said)
    assert not any("Barn" in one for one in said)


TREE = """
Page:
  actAs: { I18n: { fields: [title] }, Versionable: ~, NestedSet: ~ }
  columns: { key: { type: string(9), primary: true }, title: string(20), body: clob }
Tie:
  columns: { page_id: { type: string(9), primary: true }, rank: { type: integer, primary: true } }
"""
PLAIN = "generator: {{ class: sfDoctrineGenerator, param: {{ model_class: {model}, route_prefix: x }} }}\n"


def test_translations_versions_and_keys_of_several_columns(tmp_path: Path) -> None:
    files = {
        "config/doctrine/schema.yml": TREE,
        "apps/shed/modules/page/config/generator.yml": PLAIN.format(model="Page"),
        "apps/shed/modules/tie/config/generator.yml": PLAIN.format(model="Tie"),
    }
    source = read_lot(put(tmp_path / "project", files), ["page", "tie"], ["shed"])
    lot = draft_lot(Wanted("pages", "Pages"), source, Naming(), None)
    found = lot_files(lot)
    models = found["modules/pages/models.py"]
    folder = put(tmp_path / "out", found)

    assert 'id: Mapped[str] = mapped_column("key", String(9), primary_key=True)' in models
    assert "class Page(Versioned, Base):" in models
    assert 'translations: Mapped[dict[str, "PageTranslation"]] = relationship(' in models
    assert "class PageVersion(Base):" in models
    assert "level: Mapped[int | None] = mapped_column(SmallInteger)" in models
    assert "modules/pages/views/ties.py" not in found
    said = [one.text for one in left_to_a_person(lot)]
    assert "Tie has a key of several columns: the pages of tie are not generated" in said
    assert "behaviour NestedSet of Page is not generated; its columns are" in said
    assert (ruff(folder, "check"), ruff(folder, "format", "--diff")) == ("", "")


def generated(folder: Path) -> Path:
    """Every module of the demo as one lot, in a folder of its own."""
    modules = sorted(
        p.parents[1].name for p in GESTION.glob("apps/*/modules/*/config/generator.yml")
    )
    source = read_lot(GESTION, modules, ["frontend", "backend"])
    return put(folder, lot_files(draft_lot(Wanted("everything", "Tout"), source, Naming(), None)))


def test_generated_code_is_python_that_describes_pages(tmp_path: Path) -> None:
    code = (
        f"import modules; modules.__path__.append({str(generated(tmp_path) / 'modules')!r});"
        "import modules.everything.views as views; from sqlalchemy.orm import configure_mappers;"
        "configure_mappers(); print(sum(len(one.all_filters) for one in views.PAGES))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip

    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 200


@pytest.mark.soak
def test_generated_code_passes_the_strict_type_checker(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "modules/kernel", tmp_path / "modules/kernel")
    shutil.copy(ROOT / "modules/__init__.py", tmp_path / "modules")
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")]
    generated(tmp_path)
    run = subprocess.run([*command, "-p", "modules.everything"], cwd=tmp_path, capture_output=True, text=True, check=False)  # fmt: skip

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("generator", OTHERS or [None], ids=str)
def test_modules_of_other_people_become_files_or_a_reason(
    generator: Path | None, tmp_path: Path
) -> None:
    if generator is None:
        pytest.skip("no third-party projects beside this clone")
    module = generator.parents[1].name
    project = generator.parents[3] if generator.parents[3].name != "apps" else generator.parents[4]
    if project.name in {"backend", "frontend"}:
        project = project.parents[1]
    try:
        source = read_lot(project, [module], ["frontend", "backend"])
    except NothingToScaffold:
        return
    folder = put(tmp_path, lot_files(draft_lot(Wanted("other", "Autre"), source, Naming(), None)))

    assert ruff(folder, "check") == ""
    assert ruff(folder, "format", "--diff") == ""
