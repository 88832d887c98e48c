"""What one who may open the reference lists and nothing else is shown and may write."""

from collections.abc import Iterator
from functools import partial

import pytest

from demo.stack.pristine import restore
from modules.reference_lists.views import PAGES
from tests.fakes.duet import duets
from tests.fakes.pages import Browser, Page
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

FORM = "//div[@class='sf_admin_form']/form"

#: No account of the demo holds this one permission alone: the trainee is given it.
TRAINEE = "stagiaire"
GIVEN = (
    "INSERT INTO sf_guard_user_permission (user_id, permission_id, created_at, updated_at)"
    " SELECT u.id, p.id, NOW(), NOW() FROM sf_guard_user u, sf_guard_permission p"
    f" WHERE u.username = '{TRAINEE}' AND p.name = 'referentiels'"
)


@pytest.fixture(autouse=True)
def data_put_back(twins: Twins) -> Iterator[None]:
    yield
    restore(twins.database)


def pages_of(browser: Browser, prefix: str) -> list[Page]:
    return [browser.get(f"{prefix}{end}") for end in ("", "/new", "/2/edit", ".csv?sort=nom")]


def saved(browser: Browser, path: str, **more: str) -> list[Page]:
    """The form as it is shown, sent with what a visitor without rights may add."""
    page = browser.get(path)
    action = page.html.xpath(FORM)[0].get("action")
    answer = browser.post(action, page.form(FORM) | more)
    return [page, answer, browser.get(path)]


def test_both_sides_show_the_same_to_one_who_holds_one_permission(twins: Twins) -> None:
    scenes = {pages.module: partial(pages_of, prefix=pages.prefix) for pages in PAGES}
    php = duets(twins, scenes, TRAINEE, [GIVEN])

    assert {page.status for page in php.pages if b"<html" in page.body} == {200}
    school = next(page for page in php.pages if b"etablissement_scolaire[nom]" in page.body)
    assert b"etablissement_scolaire[telephone]" not in school.body


def test_a_field_that_was_not_shown_is_not_taken_either(twins: Twins) -> None:
    school, town = "etablissement_scolaire", "commune"
    scenes = {
        "school": partial(saved, path="/etablissements/2/edit", **{f"{school}[langues]": "lv"}),
        "its phone": partial(
            saved, path="/etablissements/2/edit", **{f"{school}[telephone]": "0600000000"}
        ),
        "town": partial(saved, path="/communes/3/edit", **{f"{town}[epci]": "x"}),
        "its place": partial(saved, path="/communes/3/edit", **{f"{town}[latitude]": "1.5"}),
    }  # fmt: skip
    php = duets(twins, scenes, TRAINEE, [GIVEN])

    assert [page.status for page in php.pages] == [200, 302, 200, 200, 200, 200] * 2
    assert [table for _, table, *_ in php.writes] == [school, town]
    assert not {"telephone", "latitude", "longitude"} & {c for write in php.writes for c in write}
