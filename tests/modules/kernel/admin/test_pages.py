import pytest

from modules.kernel.admin.filters import NumberFilter, TextFilter
from modules.kernel.admin.pages import Attribute, Column, css_type_of
from tests.fakes.gardens import GARDENS, Garden


@pytest.mark.parametrize(
    "attribute, word",
    [
        pytest.param(Garden.name, "text", id="text"),
        pytest.param(Garden.trees, "text", id="a number is text"),
        pytest.param(Garden.kind, "enum", id="enum"),
        pytest.param(Garden.is_open, "boolean", id="boolean"),
        pytest.param(Garden.created_at, "date", id="date"),
        pytest.param(Garden.neighbour_id, "foreignkey", id="foreign key"),
        pytest.param(Garden.neighbour, "text", id="relation"),
    ],
)
def test_a_column_has_the_generators_word_for_its_kind(attribute: Attribute, word: str) -> None:
    assert css_type_of(attribute) == word
    assert Column(attribute=attribute, label="").css_type == word


def test_a_column_of_the_table_can_be_sorted_and_a_relation_cannot() -> None:
    assert Column(attribute=Garden.name, label="").is_sortable
    assert not Column(attribute=Garden.neighbour, label="").is_sortable
    assert Column(attribute=Garden.neighbour, label="").name == "Voisin"


def test_names_are_made_of_the_table_and_classes_of_the_model() -> None:
    assert (GARDENS.form_name, GARDENS.filter_name) == ("garden", "garden_filters")
    assert (GARDENS.form_class, GARDENS.filter_class) == ("GardenForm", "GardenFormFilter")


def test_every_column_but_the_key_has_a_filter_shown_or_not() -> None:
    kinds = {one.name: type(one) for one in GARDENS.all_filters}

    assert set(kinds) == {column.name for column in Garden.__table__.columns} - {"id"}
    assert kinds["surface"] is NumberFilter
    assert kinds["slug"] is TextFilter


def test_the_forms_fields_come_in_the_order_of_their_fieldsets() -> None:
    assert [one.name for one in GARDENS.fields] == [
        "nom", "genre", "slug", "notes", "surface", "arbres", "ouvert", "voisin_id",
    ]  # fmt: skip
