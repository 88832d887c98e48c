"""A real site's pages and answers, when they are beside the project."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlalchemy import create_engine, insert
from sqlglot import exp

from legacy_bridge.apostrophe.pages import A_PAGE, A_REDIRECT, PageTree, read_pages

SHARED = Path(__file__).resolve().parents[4] / "shared" / "capture" / "apostrophe"

pytestmark = pytest.mark.skipif(
    not (SHARED / "content.sql").is_file(), reason="the captured data is not beside the project"
)


def rows(table: str) -> list[dict[str, Any]]:
    """The rows of one table of the dump."""
    text = (SHARED / "content.sql").read_text(encoding="utf-8")
    created = re.search(rf"CREATE TABLE `{table}` \((.*?)\n\)", text, re.DOTALL)
    inserted = re.search(rf"INSERT INTO `{table}` VALUES\n?(.*?);\n", text, re.DOTALL)
    assert created
    assert inserted
    columns = re.findall(r"^\s+`(\w+)`", created[1], re.MULTILINE)
    statement = sqlglot.parse_one(f"INSERT INTO x VALUES {inserted[1]}", read="mysql")
    return [
        dict(zip(columns, (_value(each) for each in row.expressions), strict=True))
        for row in statement.find_all(exp.Tuple)
    ]


def _value(literal: Any) -> Any:
    if isinstance(literal, exp.Null):
        return None
    if isinstance(literal, exp.Neg):
        return -int(literal.this.this)
    return literal.this if literal.is_string else int(literal.this)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> PageTree:
    url = f"sqlite:///{tmp_path_factory.mktemp('pages')}/pages.sqlite"
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in (A_PAGE, A_REDIRECT):
            table.create(connection)
            for row in rows(table.name):
                known = {key: value for key, value in row.items() if key in table.c}
                known |= {
                    key: bool(known[key]) for key in known if key in {"archived", "view_is_secure"}
                }
                connection.execute(insert(table).values(**known))
    engine.dispose()
    return read_pages(url)


def captured() -> list[tuple[str, int]]:
    """Paths of pages that were asked for, and the statuses they got."""
    found: list[tuple[str, int]] = []
    for request in sorted((SHARED / "http").glob("*.request")):
        line = request.read_bytes().split(b"\r\n")[0].decode()
        status = int(request.with_suffix(".response").read_bytes().split(b" ")[1])
        method, target, _ = line.split(" ")
        path = re.sub(r"^https?://[^/]+", "", target).partition("?")[0]
        if method == "GET" and not re.match(r"/(?:admin|login|logout|uploads|.*\.php)", path):
            found.append((path, status))
    return found


def test_the_tree_of_the_site_is_read(tree: PageTree) -> None:
    slugs = [page.slug for page in tree.pages]

    assert "/" in slugs
    assert len(slugs) == len(
        {str(row["slug"]) for row in rows("a_page") if str(row["slug"])[0] == "/"}
    )
    assert any(page.engine for page in tree.pages)


def test_each_captured_page_is_a_page_a_redirect_or_unknown(tree: PageTree) -> None:
    wrong = []
    for path, status in captured():
        found = tree.engine(path) or tree.find(path)
        is_known = found is not None
        if is_known is (status == 404):
            wrong.append((path, status, found))

    assert wrong == []
    assert len(captured()) >= 6
