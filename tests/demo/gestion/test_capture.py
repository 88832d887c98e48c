"""The admin pages have the shape of those captured from a real Symfony 1 application."""

import re
from pathlib import Path

import pytest
from lxml import html

CAPTURE = Path(__file__).resolve().parents[4] / "shared" / "capture" / "http"

pytestmark = [
    pytest.mark.stack,
    pytest.mark.skipif(
        not CAPTURE.is_dir(), reason="the captured exchanges are not beside this checkout"
    ),
]

#: What differs from one module to another in an element's id or class.
MODULE_SPECIFIC = [
    (re.compile(r"sf_admin_(list_t[hd]|form_field|filter_field|action)_\w+"), r"sf_admin_\1_X"),
    (re.compile(r"^arrivant(_filters)?_\w+$"), r"model\1_X"),
    (re.compile(r"sf_fieldset_\w+"), "sf_fieldset_X"),
    (re.compile(r"sf_admin_(text|date|enum|boolean|foreignkey)"), "sf_admin_KIND"),
]

#: Elements that the captured module had no occasion for.
NOT_CAPTURED = ("[type=checkbox]",)


def named(element: html.HtmlElement) -> str:
    name = str(element.tag)
    for attribute in ("id", "class", "type"):
        value = element.get(attribute)
        if value:
            for pattern, replacement in MODULE_SPECIFIC:
                value = pattern.sub(replacement, value)
            name += f"[{attribute}={value}]"
    return name


def shapes(content: bytes) -> set[str]:
    """Every way from the page's container down to an element."""
    tree = html.fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    container = tree.xpath("//div[@id='sf_admin_container']")[0]
    found = set()
    for element in container.iter(html.etree.Element):
        way = [element, *element.iterancestors()]
        found.add(" > ".join(named(one) for one in reversed(way[: way.index(container) + 1])))
    return found


@pytest.mark.parametrize(
    "exchange, address",
    [
        pytest.param("80-admin-list", "/arrivants", id="list"),
        pytest.param("87-admin-edit-get", "/arrivants/1/edit", id="edit"),
        pytest.param("93-admin-new", "/arrivants/new", id="new"),
    ],
)
def test_the_shape_of_a_page_is_the_captured_one(admin, exchange: str, address: str) -> None:
    captured = shapes((CAPTURE / f"{exchange}.response").read_bytes().partition(b"\n\n")[2])
    ours = {
        shape for shape in shapes(admin.get(address).content) if not shape.endswith(NOT_CAPTURED)
    }

    assert ours == {shape for shape in captured if not shape.endswith(NOT_CAPTURED)}
