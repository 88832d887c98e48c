from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from modules.kernel.admin.day_fields import Day, Moment
from modules.kernel.admin.messages import said
from modules.kernel.admin.posted import Posted
from modules.kernel.admin.refusals import ValueRefused
from modules.kernel.admin.widgets import Shape
from tests.fakes.gardens import Garden

DAY = Day(attribute=Garden.created_at, label="Jour")
MOMENT = Moment(attribute=Garden.created_at, label="Moment", required=True)
FIRST = {"day": "1", "month": "2", "year": "2026"}


@pytest.mark.parametrize(
    "field, posted, value",
    [
        pytest.param(DAY, FIRST, date(2026, 2, 1), id="a day"),
        pytest.param(DAY, "2026-02-01", date(2026, 2, 1), id="a day as text"),
        pytest.param(DAY, {"day": "", "month": "", "year": ""}, None, id="no day"),
        pytest.param(DAY, None, None, id="nothing"),
        pytest.param(
            MOMENT,
            FIRST | {"hour": "9", "minute": ""},
            datetime.fromisoformat("2026-02-01 09:00"),
            id="an hour",
        ),
        pytest.param(MOMENT, FIRST, datetime.fromisoformat("2026-02-01"), id="midnight"),
    ],
)
def test_what_is_chosen_is_stored_as_a_date(
    field: Day, posted: Posted | None, value: object, session: Session
) -> None:
    found = field.clean(posted, session)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "field, posted, words",
    [
        pytest.param(DAY, {"day": "1"}, "Valeur invalide.", id="half a day"),
        pytest.param(DAY, FIRST | {"day": "30"}, "Valeur invalide.", id="no such day"),
        pytest.param(DAY, "demain", "Valeur invalide.", id="no date"),
        pytest.param(MOMENT, {"day": ""}, "Champ requis.", id="a moment is owed"),
        pytest.param(MOMENT, FIRST | {"hour": "24"}, "Valeur invalide.", id="no such hour"),
        pytest.param(MOMENT, FIRST | {"minute": "x"}, "Valeur invalide.", id="no such minute"),
    ],
)
def test_what_makes_no_day_is_refused(
    field: Day, posted: Posted, words: str, session: Session
) -> None:
    with pytest.raises(ValueRefused) as refusal:
        field.clean(posted, session)

    assert said(refusal.value.message, "fr") == words


def test_a_day_is_chosen_in_three_lists_and_a_moment_in_five(session: Session) -> None:
    session.info["culture"] = "en"
    day = DAY.widget("g[d]", "2026-02-01", session)
    moment = MOMENT.widget("g[m]", "2026-02-01 09:05:00", session)

    assert (day.shape, moment.shape) == (Shape.DATE, Shape.MOMENT)
    assert [[o.text for o in part.options if o.is_selected] for part in moment.parts] == [
        ["01"], ["February"], ["2026"], ["09"], ["05"],
    ]  # fmt: skip
    assert [part.options[-1].value for part in day.parts] == ["31", "12", "2031"]
    assert [widget.parts[2].options[1].value for widget in (day, moment)] == ["1936", "2016"]


def test_months_are_french_unless_the_visitor_reads_otherwise(session: Session) -> None:
    months = DAY.widget("g[d]", "2026-02-01", session).parts[1]

    assert [o.text for o in months.options if o.is_selected] == ["février"]
