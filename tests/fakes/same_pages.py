"""Pages asked of PHP and of Python as one visitor: what must not differ."""

from tests.fakes.pages import ORIGIN, Browser, Page
from tests.fakes.twins import Twins

FORM = "//div[@class='sf_admin_form']/form"
FILTER = "//div[@class='sf_admin_filter']/form"
BATCH = "//form[contains(@action, 'batch')]"


def assert_same(php: Page, python: Page) -> None:
    assert (python.status, python.header("Content-Type")) == (
        php.status,
        php.header("Content-Type"),
    )
    for name in ("Cache-Control", "Expires", "Pragma", "Content-Disposition", "Location"):
        assert python.header(name) == php.header(name), name
    if "html" in (php.header("Content-Type") or ""):
        assert python.lines == php.lines
    else:
        assert python.body == php.body


def both(visitor: tuple[Browser, Browser], path: str, **headers: str) -> Page:
    """PHP's answer, once Python's is known to be the same."""
    php, python = (browser.get(path, **headers) for browser in visitor)
    assert_same(php, python)
    return php


def same_sorts(visitor: tuple[Browser, Browser], prefix: str, columns: str) -> None:
    """A list sorted by each of these columns, both ways."""
    for column in columns.split():
        for direction in ("asc", "desc"):
            both(visitor, f"{prefix}?page=1&sort={column}&sort_type={direction}")


def same_admin(visitor: tuple[Browser, Browser], prefix: str, columns: str) -> None:
    """Every page of an admin module that needs no row, its sorts by these columns, odd addresses."""
    for page in (1, 2, 99):
        both(visitor, f"{prefix}?page={page}")
    same_sorts(visitor, prefix, columns)
    for path in ("/new", ".csv", "/x/edit", "/3/nope", "/3", ".json", "/new.json", "/999999/edit"):
        both(visitor, prefix + path)


def same_forms(twins: Twins, visitor: tuple[Browser, Browser], prefix: str, table: str) -> int:
    """The form of every row; how many there are."""
    numbers = [row[0] for row in twins.database.run(f"SELECT id FROM {table} ORDER BY id")]
    for number in numbers:
        both(visitor, f"{prefix}/{number}/edit")
    return len(numbers)


def same_filtered(visitor: tuple[Browser, Browser], prefix: str, fields: dict[str, str]) -> Page:
    """The answer to a filter, once the list and the export behind it are known to be the same."""
    php, python = visitor
    form = php.get(prefix).form(FILTER)
    name = next(iter(form)).partition("[")[0]
    sent = form | {name + key: value for key, value in fields.items()}
    answer = php.post(f"{prefix}/filter/action", sent)
    assert_same(answer, python.post(f"{prefix}/filter/action", sent))
    both(visitor, prefix)
    both(visitor, f"{prefix}.csv")
    return answer


def follow(browser: Browser, answer: Page) -> list[Page]:
    address = answer.header("Location")
    return [browser.get(address.removeprefix(ORIGIN))] if address else []


def typed(page: Page, table: str, fields: dict[str, str], form: str = FORM) -> dict[str, str]:
    """A form of the page, with some fields typed over."""
    return page.form(form) | {f"{table}[{name}]": value for name, value in fields.items()}


def created(browser: Browser, prefix: str, table: str, fields: dict[str, str]) -> list[Page]:
    form = typed(browser.get(f"{prefix}/new"), table, fields)
    answer = browser.post(prefix, form)
    return [answer, *follow(browser, answer)]


def updated(
    browser: Browser, prefix: str, table: str, number: int, fields: dict[str, str]
) -> list[Page]:
    form = typed(browser.get(f"{prefix}/{number}/edit"), table, fields)
    answer = browser.post(f"{prefix}/{number}", form)
    return [answer, *follow(browser, answer)]


def base_token(browser: Browser, prefix: str) -> str:
    """The token of batches and of links that post."""
    return browser.get(prefix).form(BATCH)["_csrf_token"]


def batch(browser: Browser, prefix: str, action: str, ids: list[int]) -> list[Page]:
    fields = {"_csrf_token": base_token(browser, prefix), "batch_action": action, "ids[]": ids}
    answer = browser.post(f"{prefix}/batch/action", fields)
    return [answer, *follow(browser, answer)]


def deleted(browser: Browser, prefix: str, number: int) -> list[Page]:
    fields = {"sf_method": "delete", "_csrf_token": base_token(browser, prefix)}
    answer = browser.post(f"{prefix}/{number}", fields)
    return [answer, *follow(browser, answer)]


def moment(field: str, text: str) -> dict[str, str]:
    """A date and an hour as five lists send them: 2026-03-01 18:30."""
    day, _, hour = text.partition(" ")
    parts = dict(zip(("year", "month", "day"), day.split("-"), strict=True))
    parts |= dict(zip(("hour", "minute"), hour.split(":"), strict=False)) if hour else {}
    return {f"{field}][{name}": str(int(value)) for name, value in parts.items()}
