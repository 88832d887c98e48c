"""The lot's descriptions held against the legacy's generator.yml, security.yml and routing.yml."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from modules.kernel.admin.fields import Field
from modules.kernel.admin.filters import Filter
from modules.kernel.admin.pages import Action, AdminPages, Column
from modules.kernel.behaviours import legacy_name
from modules.kernel.ports import Credentials
from modules.reference_lists.views import PAGES

GESTION = Path(__file__).resolve().parents[4] / "demo/gestion/apps/frontend"
BY_MODULE = pytest.mark.parametrize("pages", PAGES, ids=lambda pages: pages.module)


def yml(path: str) -> Any:
    return YAML(typ="safe", pure=True).load((GESTION / path).read_text(encoding="utf-8"))


def generator(pages: AdminPages) -> Any:
    return yml(f"modules/{pages.module}/config/generator.yml")["generator"]["param"]


@BY_MODULE
def test_titles_sort_and_page_size_are_the_generators(pages: AdminPages) -> None:
    config = generator(pages)["config"]
    sort = pages.default_sort
    assert sort

    assert pages.titles.list == config["list"]["title"]
    assert pages.titles.new == config["new"]["title"]
    named = re.sub(
        r"%%(\w+)%%",
        lambda found: f"%%{legacy_name(getattr(pages.model, found[1]))}%%",
        pages.titles.edit,
    )
    assert named == config["edit"]["title"]
    assert [sort[0].property.columns[0].name, sort[1]] == config["list"]["sort"]
    assert pages.page_size == config["list"]["max_per_page"]


@BY_MODULE
def test_columns_filters_and_fields_come_in_the_generators_order(pages: AdminPages) -> None:
    config = generator(pages)["config"]
    display = config["form"]["display"]
    fieldsets = display if isinstance(display, dict) else {"NONE": display}

    assert [("=" if c.is_link else "") + c.name for c in pages.columns] == config["list"]["display"]
    assert [one.name for one in pages.filters] == config["filter"]["display"]
    assert {one.heading: [f.name for f in one.fields] for one in pages.fieldsets} == fieldsets


def offered(actions: tuple[Action, ...]) -> dict[str, str]:
    return {action.name: action.label for action in actions}


@BY_MODULE
def test_actions_are_the_generators(pages: AdminPages) -> None:
    config = generator(pages)["config"]["list"]
    for key, actions in (
        ("object_actions", pages.row_actions),
        ("batch_actions", pages.batch_actions),
        ("actions", pages.list_actions),
    ):
        labels = {name: (given or {}).get("label", "") for name, given in config[key].items()}

        assert offered(actions) == labels


@BY_MODULE
def test_labels_helps_and_formats_are_the_generators(pages: AdminPages) -> None:
    given = generator(pages)["config"]["fields"]
    for column in pages.columns:
        options = given.get(column.name, {})

        assert column.label == options.get("label", column.label)
        assert column.date_format == options.get("date_format", "f")
    for field in pages.fields:
        options = given.get(field.name, {})

        assert field.label == options.get("label", field.name.capitalize())
        assert field.help == options.get("help", "")


def nested(given: Any) -> Credentials:
    """What generator.yml asks, as descriptions write it; one name alone is a list of one."""
    if given is None:
        return ()
    names = given if isinstance(given, list) else [given]
    return tuple(nested(one) if isinstance(one, list) else one for one in names)


@BY_MODULE
def test_fields_ask_for_the_generators_credentials_everywhere(pages: AdminPages) -> None:
    config = generator(pages)["config"]
    shown: tuple[tuple[str, tuple[Column | Field | Filter, ...]], ...] = (
        ("list", pages.columns),
        ("form", pages.fields),
        ("new", pages.fields),
        ("edit", pages.fields),
        ("filter", pages.filters),
    )
    for section, things in shown:
        own = config.get(section, {}).get("fields", {})
        for one in things:
            options = {**config["fields"].get(one.name, {}), **own.get(one.name, {})}

            assert (section, one.name, one.credentials) == (
                section, one.name, nested(options.get("credentials")),
            )  # fmt: skip


@BY_MODULE
def test_actions_ask_for_the_generators_credentials(pages: AdminPages) -> None:
    config = generator(pages)["config"]
    forms = next(
        (config[one]["actions"] for one in ("edit", "form") if "actions" in config.get(one, {})), {}
    )
    for given, actions in (
        (config["list"]["object_actions"], pages.row_actions),
        (config["list"]["batch_actions"], pages.batch_actions),
        (config["list"]["actions"], pages.list_actions),
        (forms, pages.form_actions),
    ):
        for action in actions:
            asked = (given.get(action.name) or {}).get("credentials")

            assert (action.name, action.credentials) == (action.name, nested(asked))


def test_every_credential_of_the_generators_is_compared() -> None:
    places = {
        (pages.module, "fields", name)
        for pages in PAGES
        for name, options in generator(pages)["config"]["fields"].items()
        if "credentials" in options
    }
    texts = [(GESTION / f"modules/{one.module}/config/generator.yml").read_text() for one in PAGES]

    assert sum(len(re.findall(r"credentials:", text)) for text in texts) == len(places)
    for module, _, name in places:
        pages = next(one for one in PAGES if one.module == module)
        columns = {one.name for one in pages.columns if one.credentials}
        fields = {one.name for one in pages.fields if one.credentials}
        assert name in columns & fields


@BY_MODULE
def test_the_credential_is_the_modules_and_the_prefix_the_routes(pages: AdminPages) -> None:
    security = yml(f"modules/{pages.module}/config/security.yml")
    route = yml("config/routing.yml")[generator(pages)["route_prefix"]]["options"]

    assert pages.credentials == (security["all"]["credentials"],)
    assert (pages.prefix, pages.module) == (route["prefix_path"], route["module"])
    assert pages.legacy_model == route["model"]
