from collections.abc import Mapping
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from modules.kernel.admin.fields import (
    Checkbox,
    Choice,
    Email,
    Field,
    Integer,
    LongText,
    Number,
    Reference,
    Text,
)
from modules.kernel.admin.messages import Message, said
from modules.kernel.admin.posted import Posted
from modules.kernel.admin.refusals import ValueRefused
from modules.kernel.admin.widgets import Shape
from modules.kernel.columns import members_of
from tests.fakes.gardens import Garden, neighbours

TEXT = Text(attribute=Garden.name, label="Nom", max_length=5)
OWED = Text(attribute=Garden.name, label="Nom", required=True)
CODE = Text(
    attribute=Garden.name, label="Code", pattern=r"^\d{2}$", invalid=Message("Deux chiffres.")
)
NUMBER = Number(attribute=Garden.area, label="Surface", minimum=-5, maximum=10)
WHOLE = Integer(attribute=Garden.trees, label="Arbres")
EMAIL = Email(attribute=Garden.name, label="Courriel")
CHOICE = Choice(attribute=Garden.kind, label="Genre", choices=members_of(Garden.kind))
BOX = Checkbox(attribute=Garden.is_open, label="Ouvert")
NEXT = Reference(attribute=Garden.neighbour_id, label="Voisin", choices=neighbours, add_empty=True)


REQUIRED = "Champ requis."
INVALID = "Valeur invalide."


@pytest.mark.parametrize(
    "field, posted, value",
    [
        pytest.param(TEXT, "abc", "abc", id="text"),
        pytest.param(TEXT, " a ", " a ", id="text is not trimmed"),
        pytest.param(TEXT, "éèàùç", "éèàùç", id="length counts characters"),
        pytest.param(TEXT, "", "", id="empty text is not NULL"),
        pytest.param(TEXT, None, "", id="missing text is empty"),
        pytest.param(TEXT, {}, "", id="empty parts are nothing"),
        pytest.param(CODE, "42", "42", id="pattern"),
        pytest.param(CODE, "42\n", "42\n", id="a dollar accepts a final newline, as in PHP"),
        pytest.param(NUMBER, "4.50", Decimal("4.50"), id="decimals"),
        pytest.param(NUMBER, " 1e1 ", Decimal(10), id="an exponent, spaces"),
        pytest.param(NUMBER, ".5", Decimal("0.5"), id="no digit before the point"),
        pytest.param(NUMBER, "-5", Decimal(-5), id="the bound itself"),
        pytest.param(NUMBER, "", None, id="no number is NULL"),
        pytest.param(WHOLE, "0", 0, id="zero"),
        pytest.param(WHOLE, "-12", -12, id="negative"),
        pytest.param(WHOLE, "9223372036854775807", 2**63 - 1, id="the largest"),
        pytest.param(EMAIL, "a.b+c@d-e.example", "a.b+c@d-e.example", id="address"),
        pytest.param(EMAIL, "", "", id="no address"),
        pytest.param(CHOICE, "verger", "verger", id="choice"),
        pytest.param(CHOICE, "", None, id="no choice"),
        pytest.param(BOX, "on", True, id="ticked"),
        pytest.param(BOX, "1", True, id="one"),
        pytest.param(BOX, "off", False, id="off"),
        pytest.param(BOX, None, False, id="not sent"),
        pytest.param(NEXT, "1", 1, id="a row"),
        pytest.param(NEXT, "001", 1, id="leading zeros"),
        pytest.param(NEXT, "", None, id="no row"),
    ],
)
def test_what_is_accepted_is_stored_so(
    field: Field, posted: Posted | None, value: object, session: Session
) -> None:
    found = field.clean(posted, session)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "field, posted, words",
    [
        pytest.param(OWED, "", REQUIRED, id="owed"),
        pytest.param(OWED, None, REQUIRED, id="owed and missing"),
        pytest.param(TEXT, {"x": "y"}, INVALID, id="parts for a text"),
        pytest.param(TEXT, "abcdef", "« abcdef » est trop long (5 caractères au plus).", id="long"),
        pytest.param(CODE, "4a", "Deux chiffres.", id="pattern, with its own words"),
        pytest.param(CODE, "٤٢", "Deux chiffres.", id="digits of another script"),
        pytest.param(NUMBER, "4,5", "« 4,5 » n'est pas un nombre.", id="decimal comma"),
        pytest.param(NUMBER, "abc", "« abc » n'est pas un nombre.", id="letters"),
        pytest.param(NUMBER, ".", "« . » n'est pas un nombre.", id="a point alone"),
        pytest.param(
            NUMBER,
            "1e99999999999999999999",
            "« 1e99999999999999999999 » n'est pas un nombre.",
            id="no number a computer holds",
        ),
        pytest.param(NUMBER, "nan", "« nan » n'est pas un nombre.", id="not a number"),
        pytest.param(NUMBER, "10.1", "« 10.1 » doit être au plus 10.", id="above"),
        pytest.param(NUMBER, "-6", "« -6 » doit être au moins -5.", id="below"),
        pytest.param(WHOLE, "007", "« 007 » n'est pas un nombre entier.", id="leading zeros"),
        pytest.param(WHOLE, "1.0", "« 1.0 » n'est pas un nombre entier.", id="a point"),
        pytest.param(WHOLE, "-0", "« -0 » n'est pas un nombre entier.", id="minus zero"),
        pytest.param(
            WHOLE,
            "9223372036854775808",
            "« 9223372036854775808 » n'est pas un nombre entier.",
            id="beyond 64 bits",
        ),
        pytest.param(EMAIL, "a@b", INVALID, id="no dot"),
        pytest.param(EMAIL, "a b@c.example", INVALID, id="a space"),
        pytest.param(EMAIL, "a" * 250 + "@b.example", INVALID, id="too long an address"),
        pytest.param(CHOICE, "jungle", INVALID, id="no such choice"),
        pytest.param(BOX, "peut-être", INVALID, id="neither yes nor no"),
        pytest.param(NEXT, "999", INVALID, id="no such row"),
        pytest.param(NEXT, "1 OR 1=1", INVALID, id="no number"),
        pytest.param(NEXT, {"0": "1"}, INVALID, id="rows in a list"),
    ],
)
def test_what_is_refused_is_said_in_french(
    field: Field, posted: Posted | None, words: str, session: Session
) -> None:
    with pytest.raises(ValueRefused) as refusal:
        field.clean(posted, session)

    assert said(refusal.value.message, "fr") == words


def test_a_field_is_called_by_its_column() -> None:
    assert (TEXT.name, NEXT.name) == ("nom", "voisin_id")


@pytest.mark.parametrize(
    "field, value, shown",
    [
        pytest.param(TEXT, None, None, id="NULL"),
        pytest.param(TEXT, "a", "a", id="text"),
        pytest.param(NUMBER, Decimal("42.100000"), "42.100000", id="decimals as stored"),
        pytest.param(BOX, True, "on", id="ticked"),
        pytest.param(BOX, False, None, id="not ticked"),
        pytest.param(BOX, None, None, id="unknown"),
    ],
)
def test_a_stored_value_is_shown_so(field: Field, value: object, shown: str | None) -> None:
    assert field.shown(value) == shown


@pytest.mark.parametrize(
    "field, posted, shape, drawn",
    [
        pytest.param(TEXT, None, Shape.TEXT, {"value": None}, id="no value attribute"),
        pytest.param(TEXT, "", Shape.TEXT, {"value": ""}, id="an empty one"),
        pytest.param(TEXT, {"x": "y"}, Shape.TEXT, {"value": None}, id="parts are not shown"),
        pytest.param(
            LongText(attribute=Garden.notes, label=""),
            None,
            Shape.LONG_TEXT,
            {"value": ""},
            id="area",
        ),
        pytest.param(BOX, "", Shape.CHECKBOX, {"is_checked": True}, id="sent, so ticked"),
        pytest.param(BOX, None, Shape.CHECKBOX, {"is_checked": False}, id="not sent"),
    ],
)
def test_a_field_is_drawn_so(
    field: Field, posted: Posted | None, shape: Shape, drawn: Mapping[str, object], session: Session
) -> None:
    widget = field.widget("garden[x]", posted, session)

    assert widget.shape == shape
    assert {name: getattr(widget, name) for name in drawn} == drawn


def test_a_select_marks_what_is_stored_and_offers_nothing_where_it_may(session: Session) -> None:
    options = NEXT.widget("garden[voisin_id]", "1", session).options

    assert [(o.value, o.text, o.is_selected) for o in options] == [
        ("", "", False),
        ("2", "Allée", False),
        ("3", "Butte & <Co>", False),
        ("1", "Clos", True),
        ("4", "Douve", False),
    ]
    assert [o.is_selected for o in NEXT.widget("x", None, session).options] == [True] + [False] * 4
    assert [o.value for o in CHOICE.widget("x", "", session).options] == ["potager", "verger"]


def test_a_field_of_no_kind_accepts_nothing(session: Session) -> None:
    with pytest.raises(NotImplementedError):
        Field(attribute=Garden.name, label="").clean("x", session)
