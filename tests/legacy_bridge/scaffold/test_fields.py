"""Form fields say what their columns ask for, or the README says that they do not."""

import re
from pathlib import Path

import pytest

from legacy_bridge.scaffold.draft import LotDraft, Wanted, draft_lot
from legacy_bridge.scaffold.lot_files import left_to_a_person, lot_files
from legacy_bridge.scaffold.names import Naming
from legacy_bridge.scaffold.source import read_lot

SCHEMA = """
Bed:
  columns:
    code: { type: string(9), %s }
"""
GENERATOR = (
    "generator: { class: sfDoctrineGenerator, param: { model_class: Bed, route_prefix: bed } }"
)
FORM = """<?php
class BedForm extends BaseBedForm
{
  public function configure()
  {
    $this->setValidator('code', new sfValidatorString(array('max_length' => 5)));
  }
}
"""


def drafted(folder: Path, column: str, form: str = "") -> LotDraft:
    files = {
        "config/doctrine/schema.yml": column if column.startswith("Bed") else SCHEMA % column,
        "apps/shed/modules/bed/config/generator.yml": GENERATOR,
    }
    if form:
        files["lib/form/BedForm.class.php"] = form
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    source = read_lot(folder, ["bed"], ["shed"])
    return draft_lot(Wanted("beds", "Beds"), source, Naming({}), None)


def form_of(lot: LotDraft) -> str:
    return lot_files(lot)["modules/beds/forms/beds.py"]


@pytest.mark.parametrize(
    "column, expected",
    [
        pytest.param("regexp: '/^[a-z]+$/'", 'Text(attribute=Bed.code, label="Code", max_length=9, pattern=r"^[a-z]+$")', id="a pattern"),
        pytest.param("regexp: '#^x#i'", 'pattern=r"(?i)^x"', id="a pattern with a flag"),
        pytest.param("notblank: false", 'Text(attribute=Bed.code, label="Code", max_length=9)', id="a check that is off"),
    ],
)  # fmt: skip
def test_a_pattern_of_a_column_is_the_fields(column: str, expected: str, tmp_path: Path) -> None:
    lot = drafted(tmp_path, column)

    assert expected in form_of(lot)
    assert [one for one in left_to_a_person(lot) if "of its column" in one.text] == []


@pytest.mark.parametrize(
    "column, said",
    [
        pytest.param("minlength: 3", "Bed.code: minlength of its column is not translated", id="a shortest length"),
        pytest.param("regexp: '/^x/U'", "Bed.code: regexp of its column is not translated", id="a flag that has no like"),
        pytest.param("range: [1, 9]", "Bed.code: range of its column is not translated", id="a range"),
        pytest.param("notblank: true", "Bed.code: notblank of its column is not translated", id="not blank"),
    ],
)  # fmt: skip
def test_a_check_of_a_column_that_is_not_translated_is_said(
    column: str, said: str, tmp_path: Path
) -> None:
    lot = drafted(tmp_path, column)

    assert f"config/doctrine/schema.yml:4: {said}" in map(str, left_to_a_person(lot))
    assert 'Text(attribute=Bed.code, label="Code", max_length=9)' in form_of(lot)


def test_a_forms_own_validator_wins_over_the_column(tmp_path: Path) -> None:
    lot = drafted(tmp_path, "minlength: 3, regexp: '/x/'", FORM)

    assert 'Text(attribute=Bed.code, label="Code", required=True, max_length=5)' in form_of(lot)
    assert [one for one in left_to_a_person(lot) if "of its column" in one.text] == []


@pytest.mark.parametrize(
    "kind, reason, is_filtered",
    [
        pytest.param("time", "a time of day, sent as hour and minute", True, id="time"),
        pytest.param("set", "several values of a set", True, id="set"),
        pytest.param("gzip", "what PHP has compressed", False, id="gzip"),
        pytest.param("blob", "bytes, no text", False, id="blob"),
    ],
)
def test_a_column_that_no_field_shows_is_left_to_a_person(
    kind: str, reason: str, is_filtered: bool, tmp_path: Path
) -> None:
    lot = drafted(tmp_path, f"Bed:\n  columns:\n    title: string(9)\n    code: {kind}\n")
    said = [one.text for one in left_to_a_person(lot)]
    form = form_of(lot)

    assert f"code in the form: {reason}; the kit has no field for it" in said
    assert "(attribute=Bed.code, label" not in form.partition("FILTERS")[0]
    assert ("Filter(attribute=Bed.code" in form) is is_filtered
    assert (f"code in the filter: {reason}; the kit has no field for it" in said) is not is_filtered


def test_a_compressed_column_is_said_of_the_model(tmp_path: Path) -> None:
    lot = drafted(tmp_path, "Bed:\n  columns:\n    code: gzip\n")

    text = "Bed.code holds what PHP has compressed: Python reads it as it is stored"
    assert f"config/doctrine/schema.yml:3: {text}" in map(str, left_to_a_person(lot))


ALBUM = """
Bed:
  actAs: { Timestampable: ~, Sluggable: { fields: [title], builder: [Own, slug] } }
  columns: { code: string(9), title: string(9), hour: time }
  relations: { Plants: { class: Plant, refClass: BedPlant, local: bed_id, foreign: plant_id } }
Plant: { columns: { name: string(9) } }
BedPlant: { columns: { bed_id: { type: integer, primary: true }, plant_id: { type: integer, primary: true } } }
"""
CLASS = "<?php class BedForm extends BaseBedForm { public function configure() { %s } }"
LIST = "several Plant through BedPlant; the kit has no field for it"


@pytest.mark.parametrize(
    "body, fields, said",
    [
        pytest.param(
            "", ["code", "title"],
            {"hour in the form: a time of day, sent as hour and minute; the kit has no field for it",
             "created_at in the form: PHP shows it; the kit leaves it to Timestampable",
             "updated_at in the form: PHP shows it; the kit leaves it to Timestampable",
             "slug in the form: PHP shows it; the kit leaves it to Sluggable",
             f"plants_list in the form: {LIST}"}, id="all that the base class makes",
        ),
        pytest.param("$this->useFields(array('title', 'code'));", ["title", "code"], set(), id="those it uses, in its order"),
        pytest.param("$this->useFields(['plants_list']);", [], {f"plants_list in the form: {LIST}"}, id="several rows alone"),
        pytest.param(
            """unset($this["code"], $this->widgetSchema['hour'], $this['created_at'], $this['updated_at'],
            $this['slug'], $this['plants_list'], $this->validatorSchema['hour']);""", ["title"], set(), id="taken away, however spelt",
        ),
        pytest.param(
            "$this->useFields(array('code', 'title')); unset($this->validatorSchema['code']);", ["code", "title"],
            {"unset($this->validatorSchema['code']);"}, id="a validator alone",
        ),
        pytest.param(
            "$this->useFields(array('code')); unset($this[$x], $this['title']);", ["code"], {"unset($this[$x], $this['title']);"},
            id="a name that is computed",
        ),
    ],
)  # fmt: skip
def test_the_form_has_the_fields_of_phps_or_says_which_it_has_not(
    body: str, fields: list[str], said: set[str], tmp_path: Path
) -> None:
    lot = drafted(tmp_path, ALBUM.lstrip(), CLASS % body)
    shown, _, filters = form_of(lot).partition("FILTERS")
    texts = {one.text for one in left_to_a_person(lot)}

    assert re.findall(r"attribute=Bed\.(\w+)", shown) == fields
    assert {one for one in texts if "in the form" in one or one.startswith("unset")} == said
    assert f"plants_list in the filter: {LIST}" in texts
    assert "plants" not in filters


def test_what_makes_a_slug_otherwise_is_said(tmp_path: Path) -> None:
    said = [one.text for one in left_to_a_person(drafted(tmp_path, ALBUM.lstrip()))]

    assert "the slug of Bed: builder is not translated" in said


def test_a_column_that_php_calls_otherwise_is_said(tmp_path: Path) -> None:
    lot = drafted(tmp_path, "Bed:\n  columns:\n    wide: { name: w as wide, type: integer }\n")

    assert "attribute=Bed.w," in form_of(lot)
    said = "Bed.w is called wide in PHP: its fields and generator.yml have that name"
    assert said in [one.text for one in left_to_a_person(lot)]
