"""The house rules of docs/conventions.md that a program can check."""

import ast
import re
import statistics
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("proxy", "modules", "legacy_bridge", "demo", "migrations", "bench")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "handler", "util", "helper"}
FORBIDDEN_WORDS = re.compile(r"\b(toggle|cutover|feature.?flag)\b", re.IGNORECASE)
LOT_WORDS = {
    "__init__", "lot", "public", "models", "rules", "queries", "actions", "forms", "views", "errors",
}  # fmt: skip


def sources(*packages: str) -> list[Path]:
    return sorted(
        path
        for package in packages or PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "__pycache__" not in path.parts
    )


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_files_fit_a_few_screens() -> None:
    sizes = sorted(
        (len(path.read_text(encoding="utf-8").splitlines()), relative(path))
        for path in sources()
        if path.stat().st_size
    )
    lines = [size for size, _ in sizes]

    assert [entry for entry in sizes if entry[0] > 400] == []
    assert statistics.median(lines) <= 100
    assert lines[int(len(lines) * 0.9)] <= 250


def test_functions_fit_one_screen() -> None:
    sizes = [
        (f"{relative(path)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in sources()
        for node in functions(path)
    ]

    assert [entry for entry in sizes if entry[1] > 60] == []
    assert statistics.median(size for _, size in sizes) <= 10


def test_test_files_stay_readable() -> None:
    sizes = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "tests").rglob("*.py")
    }

    assert {name: size for name, size in sizes.items() if size > 500} == {}


def test_every_module_opens_with_a_sentence() -> None:
    missing = []
    for path in sources():
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        if path.stat().st_size and not (doc and doc.splitlines()[0].endswith((".", "?"))):
            missing.append(relative(path))

    assert missing == []


def test_every_function_states_what_it_returns() -> None:
    missing = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in sources()
        for node in functions(path)
        if node.returns is None
    ]

    assert missing == []


def test_names_say_what_a_thing_is() -> None:
    bad = [
        relative(path)
        for path in sources()
        if FORBIDDEN_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)
    ]

    assert bad == []


def test_avoided_words_do_not_occur() -> None:
    bad = [
        f"{relative(path)}:{number}"
        for path in sources("proxy", "modules", "legacy_bridge")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FORBIDDEN_WORDS.search(line)
    ]

    assert bad == []


def test_lots_use_the_nine_words_and_no_others() -> None:
    bad = []
    for package in (ROOT / "modules").iterdir():
        if package.is_dir() and package.name not in {"kernel", "__pycache__"}:
            bad += [
                relative(path)
                for path in package.rglob("*.py")
                if not LOT_WORDS & set(path.relative_to(package).with_suffix("").parts)
            ]

    assert bad == []


def test_to_dos_lead_somewhere() -> None:
    bad = [
        f"{relative(path)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#.*\b(TODO|FIXME|XXX)\b", line)
    ]

    assert bad == []


def test_every_exception_to_a_rule_has_its_reason() -> None:
    bare = re.compile(r"# (noqa(: [A-Z0-9, ]*[A-Z0-9])?|type: ignore(\[[a-z, -]+\])?)$")
    bad = [
        f"{relative(path)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]

    assert bad == []


def test_the_project_speaks_of_itself_alone() -> None:
    secret_free = re.compile(
        r"/work/|/root/\.|pypi" r"\.org|npmjs" r"\.(com|org)|pythonhosted|deb\.debian" r"\.org"
    )
    texts = [
        path
        for pattern in ("*.py", "*.md", "*.yaml", "*.toml", "*.lock", "*.php", "*.sh", "Makefile")
        for path in ROOT.rglob(pattern)
        if not {".venv", "var", ".git", "__pycache__"} & set(path.relative_to(ROOT).parts)
        and path != Path(__file__).resolve()
    ]
    bad = [relative(p) for p in texts if secret_free.search(p.read_text(encoding="utf-8"))]

    assert bad == []
