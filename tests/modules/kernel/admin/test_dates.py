import pytest

from modules.kernel.admin.dates import date_lists, date_parts, posted_date
from modules.kernel.admin.refusals import ValueRefused
from modules.kernel.ports import Kept

NONE = {"year": "", "month": "", "day": "", "hour": "", "minute": ""}


@pytest.mark.parametrize(
    "value, parts",
    [
        pytest.param("2026-03-01 09:05:00", ("2026", "3", "1", "9", "5"), id="stored"),
        pytest.param("2026-03-01", ("2026", "3", "1", "", ""), id="a day"),
        pytest.param("0000-00-00", ("0", "0", "0", "", ""), id="zero"),
        pytest.param({"day": "01", "month": 2, "odd": "x"}, ("", "2", "01", "", ""), id="posted"),
        pytest.param({"day": {"x": "y"}, "year": None}, ("", "", "", "", ""), id="too deep"),
        pytest.param(["2026"], ("", "", "", "", ""), id="a list"),
        pytest.param(None, ("", "", "", "", ""), id="nothing"),
        pytest.param("hier", ("", "", "", "", ""), id="no date"),
    ],
)
def test_a_date_is_read_in_parts(value: Kept, parts: tuple[str, ...]) -> None:
    assert date_parts(value) == dict(zip(NONE, parts, strict=True))


@pytest.mark.parametrize(
    "value, day",
    [
        pytest.param({"day": "1", "month": "2", "year": "2026"}, "2026-02-01", id="whole"),
        pytest.param({"day": "29", "month": "2", "year": "2024"}, "2024-02-29", id="leap year"),
        pytest.param({"day": "", "month": "", "year": ""}, None, id="nothing chosen"),
        pytest.param({}, None, id="nothing sent"),
        pytest.param("2026-02-01", "2026-02-01", id="as text"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_a_chosen_day_is_kept_as_text(value: Kept, day: str | None) -> None:
    assert posted_date(value) == day


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"day": "1"}, id="half"),
        pytest.param({"day": "30", "month": "2", "year": "2026"}, id="no such day"),
        pytest.param({"day": "1", "month": "1", "year": "0"}, id="no year zero"),
        pytest.param({"day": "x", "month": "1", "year": "2026"}, id="letters"),
        pytest.param({"day": "1", "month": "1", "year": "20266"}, id="too many digits"),
        pytest.param("hier", id="no date"),
    ],
)
def test_what_makes_no_day_is_refused(value: Kept) -> None:
    with pytest.raises(ValueRefused):
        posted_date(value)


def test_months_have_names_where_the_form_has_a_language() -> None:
    named = date_lists("f", "2026-08-15", [2026], "fr").parts[1]
    numbered = date_lists("f", "2026-08-15", [2026], None).parts[1]

    assert [o.text for o in named.options if o.is_selected] == ["août"]
    assert [o.text for o in numbered.options if o.is_selected] == ["08"]


def test_the_empty_line_is_marked_only_without_a_language() -> None:
    assert date_lists("f", None, [], None).parts[0].options[0].is_selected
    assert not date_lists("f", None, [], "fr").parts[0].options[0].is_selected


def test_a_part_that_is_no_number_marks_nothing_real() -> None:
    days = date_lists("f", {"day": "x"}, [], None).parts[0].options

    assert not any(o.is_selected for o in days)
