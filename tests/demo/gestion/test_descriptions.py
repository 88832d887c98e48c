"""The project's yml files are real symfony files that agree with one another, and its PHP is whole."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[3] / "demo" / "gestion"
PHP_FILES = sorted(ROOT.rglob("*.php"))
GENERATORS = sorted(ROOT.glob("apps/*/modules/*/config/generator.yml"))
BEHAVIOURS = {
    "Timestampable": ["created_at", "updated_at"],
    "Sluggable": ["slug"],
    "SoftDelete": ["deleted_at"],
}


def read(path: Path) -> Any:
    text = "\n".join(
        line for line in path.read_text(encoding="utf-8").splitlines() if "<?php" not in line
    )
    return YAML(typ="safe").load(text.replace("%SF_", "SF_"))


def models() -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for path in [
        *ROOT.glob("plugins/*/config/doctrine/*.yml"),
        *sorted(ROOT.glob("config/doctrine/*.yml")),
    ]:
        merged |= read(path)
    merged.pop("options")
    return merged


MODELS = models()


def columns(model: str) -> set[str]:
    behaviours = MODELS[model].get("actAs", {})
    return {
        "id",
        *MODELS[model]["columns"],
        *(column for name in behaviours for column in BEHAVIOURS[name]),
    }


def collections() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (app, name, route["options"])
        for app in ("frontend", "backend")
        for name, route in read(ROOT / f"apps/{app}/config/routing.yml").items()
        if "Collection" in route.get("class", "")
    ]


@pytest.mark.parametrize("path", GENERATORS, ids=lambda path: path.parts[-3])
def test_a_generator_names_columns_its_model_has(path: Path) -> None:
    param = read(path)["generator"]["param"]
    config, model = param["config"], param["model_class"]
    relations = set(MODELS[model].get("relations", {}))
    sort = config["list"]["sort"][0]

    assert sort in columns(model)
    assert set(config["filter"]["display"]) <= columns(model)
    unknown = {name.lstrip("=") for name in config["list"]["display"]} - columns(model) - relations
    actions = path.parents[1] / "actions" / "actions.class.php"
    assert not unknown or all(
        f"'{name}'" in actions.read_text(encoding="utf-8") for name in unknown
    )


@pytest.mark.parametrize(
    "app, name, options", collections(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_collection_has_its_module_and_model(
    app: str, name: str, options: dict[str, Any]
) -> None:
    generator = ROOT / f"apps/{app}/modules/{options['module']}/config/generator.yml"

    assert options["model"] in MODELS
    assert read(generator)["generator"]["param"]["route_prefix"] == name


def test_every_application_ends_with_the_generic_rules() -> None:
    for app in ("frontend", "backend"):
        assert list(read(ROOT / f"apps/{app}/config/routing.yml"))[-2:] == [
            "default_index",
            "default",
        ]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    files = [*PHP_FILES, *ROOT.rglob("*.yml")]

    assert {
        path.name: n
        for path in files
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > 400
    } == {}


def test_classes_are_strict() -> None:
    loose = [
        path for path in PHP_FILES if "class.php" in path.name or path.is_relative_to(ROOT / "lib")
    ]

    assert [
        path
        for path in loose
        if "templates" not in path.parts
        and "declare(strict_types=1);" not in path.read_text(encoding="utf-8")
    ] == []


@pytest.mark.php
def test_php_accepts_every_file() -> None:
    php = shutil.which("php8.2") or shutil.which("php")
    if php is None:
        pytest.skip("the PHP command line is not installed (Debian package php8.2-cli)")
    code = "foreach (array_slice($argv, 1) as $f) { token_get_all(file_get_contents($f), TOKEN_PARSE); }"
    result = subprocess.run(
        [php, "-r", code, "--", *map(str, PHP_FILES)], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout + result.stderr) == (0, "")
