from pathlib import Path

import pytest

from legacy_bridge.symfony1.form_classes import form_class, naming_columns
from legacy_bridge.symfony1.php_source import PhpSource, Unread
from tests.fakes.nurseries import FORM

ROOT = Path(__file__).resolve().parents[3]


def form_of(body: str):
    return form_class(PhpSource.of(f"<?php class F extends B {{ function configure() {{\n{body}\n}} }}", "F.php"))  # fmt: skip


def test_validators_widgets_labels_and_removed_fields_are_read() -> None:
    form = form_class(PhpSource.of(FORM, "F.php"))

    assert form.validators["nom"].class_name == "sfValidatorRegex"
    assert form.validators["nom"].positional == (
        {"pattern": "/^[A-Z]/"},
        {"invalid": "A capital first."},
    )
    assert form.validators["surface"].positional[0]["max"] == 900
    assert form.validators["cree"].positional == ()
    assert form.widgets["owner_id"].class_name == "gardenWidgetPicker"
    assert form.labels == {"surface": "Square metres"}
    assert form.removed == {"created_at", "lieu"}
    assert [one.spot.line for one in form.doubts] == [13, 14, 17]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("foreach ($a as $b) { $this->setValidator($b, new V()); }", id="a loop"),
        pytest.param("$this->setValidator($name, new V());", id="a name that is no literal"),
        pytest.param("$this->setValidator('a', $validator);", id="a validator made elsewhere"),
        pytest.param("$this->widgetSchema->setLabels($labels);", id="labels made elsewhere"),
        pytest.param("$this->useFields($fields);", id="fields made elsewhere"),
        pytest.param("$this->embedRelation('X');", id="another form inside"),
    ],
)
def test_a_statement_that_is_not_understood_is_said(body: str) -> None:
    form = form_of(body)

    assert [str(one) for one in form.doubts] == [f"F.php:2: {body}"]


def test_helps_and_kept_fields_are_read() -> None:
    form = form_of(
        "$this->widgetSchema->setHelp('a', 'Help!');\n$this->useFields(array('a', 'b'));"
    )

    assert (form.helps, form.kept, form.doubts) == ({"a": "Help!"}, ["a", "b"], [])


def test_an_argument_that_is_no_literal_makes_a_piece_unread() -> None:
    form = form_of("$this->setValidator('a', new V(1, array('x' => $y), max: 3));")

    assert not form.validators["a"].is_read
    assert form.validators["a"].positional[1] == {"x": Unread("$y")}
    assert form.validators["a"].named == {"max": 3}


@pytest.mark.parametrize(
    "body, columns",
    [
        pytest.param("return $this->nom;", ("nom",), id="a property"),
        pytest.param("return (string) $this->getRaisonSociale();", ("raison_sociale",), id="a getter"),
        pytest.param("return $this->prenom . ' ' . $this->nom;", ("prenom", "nom"), id="joined"),
        pytest.param("return trim(sprintf('%s %s', $this->_get('a'), $this->b));", ("a", "b"), id="printed"),
        pytest.param("return $this->nom . ' chez ' . $this->lieu;", None, id="with words"),
        pytest.param("$x = 1; return $this->nom;", None, id="in two steps"),
        pytest.param("return 'x';", None, id="no column"),
    ],
)  # fmt: skip
def test_the_columns_of_a_name_are_read_when_it_is_plain(body: str, columns: object) -> None:
    source = PhpSource.of(f"<?php class A {{ function __toString() {{ {body} }} }}", "A.php")

    assert naming_columns(source) == columns


def test_a_class_without_a_name_of_its_own_says_nothing() -> None:
    assert naming_columns(PhpSource.of("<?php class A {}", "A.php")) is None


@pytest.mark.parametrize(
    "path", sorted((ROOT / "demo/gestion").rglob("*Form.class.php")), ids=lambda one: one.name
)
def test_the_demos_forms_are_read(path: Path) -> None:
    source = PhpSource.read(path, path.name)
    form = form_class(source)

    assert all(one.spot.line <= source.text.count("\n") for one in form.doubts)
