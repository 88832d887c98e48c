"""Pages asked of PHP and of Python as one visitor: what must not differ."""

from tests.fakes.pages import ORIGIN, Browser, Page

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
