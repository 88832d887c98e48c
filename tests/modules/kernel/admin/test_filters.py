import pytest
from sqlalchemy import select
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Session

from modules.kernel.admin.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateFilter,
    Filter,
    NumberFilter,
    ReferenceFilter,
    TextFilter,
)
from modules.kernel.admin.posted import Posted
from modules.kernel.admin.refusals import ValueRefused
from modules.kernel.admin.widgets import Shape
from modules.kernel.columns import members_of
from modules.kernel.ports import Kept
from tests.fakes.gardens import Garden, neighbours

TEXT = TextFilter(attribute=Garden.notes, label="Notes")
NUMBER = NumberFilter(attribute=Garden.trees, label="Arbres")
DECIMAL = NumberFilter(attribute=Garden.area, label="Surface", whole=False)
CHOICE = ChoiceFilter(attribute=Garden.kind, label="Genre", choices=members_of(Garden.kind))
BOX = BooleanFilter(attribute=Garden.is_open, label="Ouvert")
NEXT = ReferenceFilter(attribute=Garden.neighbour_id, label="Voisin", choices=neighbours)
DATE = DateFilter(attribute=Garden.created_at, label="Depuis", with_empty=True)

DAY = {"day": "1", "month": "2", "year": "2026"}
LATER = {"day": "28", "month": "02", "year": "2026"}
RANGE = {"from": "2026-02-01 00:00:00", "to": "2026-02-28 23:59:59"}


@pytest.mark.parametrize(
    "filter_, posted, kept",
    [
        pytest.param(TEXT, {"text": "a"}, {"text": "a"}, id="text passes as it came"),
        pytest.param(TEXT, "odd", "odd", id="whatever it is"),
        pytest.param(TEXT, None, None, id="nothing too"),
        pytest.param(
            NUMBER, {"text": "7", "is_empty": "on"}, {"text": "7", "is_empty": "on"}, id="number"
        ),
        pytest.param(NUMBER, {"text": ""}, {"text": None}, id="no number is null"),
        pytest.param(NUMBER, None, {"text": None}, id="in parts even when nothing came"),
        pytest.param(NUMBER, "7", {"text": None}, id="not in parts counts for nothing"),
        pytest.param(DECIMAL, {"text": "4.5"}, {"text": "4.5"}, id="decimals"),
        pytest.param(CHOICE, "verger", "verger", id="choice"),
        pytest.param(CHOICE, "", None, id="no choice"),
        pytest.param(BOX, "1", "1", id="yes"),
        pytest.param(BOX, "0", "0", id="no"),
        pytest.param(BOX, "", None, id="either"),
        pytest.param(NEXT, "2", "2", id="a row, as text"),
        pytest.param(DATE, {"from": DAY, "to": LATER}, RANGE, id="a range"),
        pytest.param(
            DATE, {"from": DAY}, {"from": RANGE["from"], "to": None}, id="open at the end"
        ),
        pytest.param(
            DATE, {"is_empty": "on"}, {"from": None, "to": None, "is_empty": "on"}, id="empty"
        ),
        pytest.param(
            DATE,
            {"is_empty": {"x": "y"}},
            {"from": None, "to": None, "is_empty": "on"},
            id="odd box",
        ),
        pytest.param(DATE, None, None, id="no dates at all"),
    ],
)
def test_what_is_kept_is_typed_as_php_types_it(
    filter_: Filter, posted: Posted | None, kept: Kept, session: Session
) -> None:
    assert filter_.clean(posted, session) == kept


@pytest.mark.parametrize(
    "filter_, posted",
    [
        pytest.param(NUMBER, {"text": "1.5"}, id="no whole number"),
        pytest.param(DECIMAL, {"text": "x"}, id="no number"),
        pytest.param(NUMBER, {"text": {"x": "1"}}, id="a number in parts"),
        pytest.param(CHOICE, "jungle", id="no such choice"),
        pytest.param(CHOICE, {"0": "verger"}, id="choices in a list"),
        pytest.param(BOX, "2", id="neither yes nor no"),
        pytest.param(NEXT, "99", id="no such row"),
        pytest.param(DATE, "2026-01-01", id="no parts"),
        pytest.param(DATE, {"from": {"day": "31", "month": "2", "year": "2026"}}, id="no such day"),
        pytest.param(DATE, {"from": LATER, "to": DAY}, id="the wrong way round"),
    ],
)
def test_what_is_no_value_is_refused(filter_: Filter, posted: Posted, session: Session) -> None:
    with pytest.raises(ValueRefused):
        filter_.clean(posted, session)


def sql(filter_: Filter, kept: Kept) -> str | None:
    criterion = filter_.criterion(kept)
    if criterion is None:
        return None
    query = select(Garden.id).where(criterion)
    text = query.compile(
        dialect=mysql.dialect(paramstyle="named"), compile_kwargs={"literal_binds": True}
    )
    return str(text).partition("WHERE ")[2].replace("garden.", "")


@pytest.mark.parametrize(
    "filter_, kept, where",
    [
        pytest.param(TEXT, {"text": "a%_"}, "notes LIKE '%a%_%'", id="wildcards work"),
        pytest.param(TEXT, {"text": "0"}, "notes LIKE '%0%'", id="zero is a text"),
        pytest.param(
            TEXT, {"text": "a", "is_empty": "on"}, "notes IS NULL OR notes = ''", id="empty wins"
        ),
        pytest.param(
            TEXT, {"text": "a", "is_empty": "0"}, "notes LIKE '%a%'", id="PHP's empty zero"
        ),
        pytest.param(TEXT, {"text": ""}, None, id="no text"),
        pytest.param(TEXT, {}, None, id="no parts"),
        pytest.param(TEXT, {"text": {"x": "y"}}, None, id="too deep"),
        pytest.param(TEXT, "odd", "notes = 'odd'", id="a plain text is compared"),
        pytest.param(TEXT, ["a"], None, id="a list is nothing"),
        pytest.param(TEXT, None, None, id="nothing"),
        pytest.param(NUMBER, {"text": "7"}, "arbres = '7'", id="number, read by the server"),
        pytest.param(NUMBER, {"text": None}, None, id="no number"),
        pytest.param(CHOICE, "verger", "genre = 'verger'", id="choice"),
        pytest.param(
            DATE,
            RANGE,
            "created_at >= '{from}' AND created_at <= '{to}'".format(**RANGE),
            id="range",
        ),
        pytest.param(
            DATE, {"from": None, "to": RANGE["to"]}, f"created_at <= '{RANGE['to']}'", id="until"
        ),
        pytest.param(DATE, {"from": None, "to": None}, None, id="no bounds"),
        pytest.param(DATE, {"is_empty": "on"}, "created_at IS NULL", id="no date"),
    ],
)
def test_what_is_kept_becomes_a_condition(filter_: Filter, kept: Kept, where: str | None) -> None:
    assert sql(filter_, kept) == where


def test_a_text_filter_shows_its_box_only_where_the_column_may_be_empty(session: Session) -> None:
    kept = {"text": "a", "is_empty": "on"}
    line, box = TEXT.widget("f[notes]", kept, session).parts

    assert (line.name, line.value, box.name, box.is_checked) == (
        "f[notes][text]", "a", "f[notes][is_empty]", True,
    )  # fmt: skip
    bare = TextFilter(attribute=Garden.name, label="", with_empty=False)
    assert len(bare.widget("f[nom]", None, session).parts) == 1


def test_a_boolean_filter_speaks_the_visitors_language(session: Session) -> None:
    options = BOX.widget("f[ouvert]", "0", session).options

    assert [(o.text, o.is_selected, o.is_catalogue) for o in options] == [
        ("yes or no", False, True),
        ("yes", False, True),
        ("no", True, True),
    ]


def test_a_choice_filter_first_chooses_nothing(session: Session) -> None:
    assert [o.is_selected for o in CHOICE.widget("f", None, session).options] == [
        True,
        False,
        False,
    ]
    assert [o.value for o in NEXT.widget("f", "3", session).options if o.is_selected] == ["3"]


def test_a_date_filter_offers_ten_years_around_today(session: Session) -> None:
    widget = DATE.widget("f[d]", {"from": "2026-02-01 00:00:00", "to": None}, session)
    first, last, box = widget.parts

    assert widget.shape == Shape.FILTER_DATES
    assert [o.value for o in first.parts[2].options] == ["", *map(str, range(2021, 2032))]
    assert [[o.value for o in part.options if o.is_selected] for part in first.parts] == [
        ["1"],
        ["2"],
        ["2026"],
    ]
    assert [o.value for o in last.parts[0].options if o.is_selected] == [""]
    assert not box.is_checked
    without = DateFilter(attribute=Garden.created_at, label="")
    assert len(without.widget("f[d]", None, session).parts) == 2
    assert without.has_time


def test_a_filter_of_no_kind_does_nothing(session: Session) -> None:
    bare = Filter(attribute=Garden.name, label="")

    with pytest.raises(NotImplementedError):
        bare.clean("x", session)
    with pytest.raises(NotImplementedError):
        bare.widget("x", None, session)
