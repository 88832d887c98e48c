"""Classes of a project, by name."""

from pathlib import Path

from legacy_bridge.symfony1.project.php_index import PhpIndex


def index_of(tmp_path: Path, **files: str) -> PhpIndex:
    paths = []
    for name, text in files.items():
        path = tmp_path / f"{name}.php"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return PhpIndex(tuple(paths), lambda path: path.name)


def test_a_class_is_found_whatever_its_case_and_namespace(tmp_path: Path) -> None:
    index = index_of(tmp_path, a="<?php\nnamespace N;\nfinal class A extends \\M\\B {}\n")

    found = index.find("N\\a")

    assert found is not None
    assert (found.php_class.name, str(found.spot()), str(found.spot(9))) == (
        "A",
        "a.php:3",
        "a.php:9",
    )
    assert index.parents == {"A": "B"}
    assert index.find("B") is None


def test_a_lineage_ends_where_the_project_does(tmp_path: Path) -> None:
    index = index_of(
        tmp_path, a="<?php class A extends B {}", b="<?php\nclass B extends A {}\nclass C {}"
    )

    assert [found.php_class.name for found in index.lineage("A")] == ["A", "B"]


def test_what_only_looks_like_a_class_is_none(tmp_path: Path) -> None:
    index = index_of(tmp_path, a="<?php /*\nclass Ghost {}\n*/ class Real {}")

    assert index.find("Ghost") is None


def test_files_that_are_gone_or_too_large_hold_none(tmp_path: Path) -> None:
    large = tmp_path / "large.php"
    large.write_text("<?php\nclass Large {}" + " " * 3_000_000)

    index = PhpIndex((tmp_path / "gone.php", large))

    assert (index.find("Large"), index.classes_in(tmp_path / "gone.php")) == (None, ())
