"""Who may import whom, held as data."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("proxy", "modules", "legacy_bridge", "demo", "migrations")

#: What a pure folder may import from outside the project.
PURE = {
    "base64", "binascii", "bisect", "collections", "collections.abc", "dataclasses", "enum",
    "functools", "hashlib", "hmac", "itertools", "math", "operator", "re", "struct", "types",
    "typing", "urllib.parse",
}  # fmt: skip

#: Folder or file → prefixes of the project it may import. `json` only where a digest needs it.
PURE_PLACES = {
    "proxy/core": ("proxy.core",),
    "proxy/flips/plan.py": ("proxy.core", "proxy.flips.gates", "proxy.flips.evidence"),
    "proxy/flips/gates.py": (
        "proxy.core",
        "proxy.flips.evidence",
        "proxy.flips.evidence_gates",
    ),
    "proxy/flips/evidence.py": ("proxy.core",),
    "proxy/flips/evidence_gates.py": ("proxy.core", "proxy.flips.evidence"),
    "proxy/flips/foresight.py": ("proxy.core", "proxy.evidence.values"),
    "proxy/flips/sentinels.py": ("proxy.core",),
    "legacy_bridge/php": ("legacy_bridge.php",),
    "migrations/guard/rules": ("migrations.guard",),
}

#: These alone see all three packages; only entry points may import them.
COMPOSITION = ("proxy.app", "proxy.wiring")
#: proxy.cli.session and proxy.cli.python_lots name their halves when they are asked: no other
#: command waits for them, and broken code of a lot keeps nobody from a rollback.
ENTRY_POINTS = {"proxy.app", "proxy.cli.serve", "proxy.cli.session", "proxy.cli.python_lots"}


def source_files() -> list[Path]:
    return sorted(
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "__pycache__" not in path.parts
    )


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in source_files()}


def imported_names(tree: ast.AST, module: str, *, is_package: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".") if is_package else module.split(".")[:-1]
            base = base[: len(base) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{stem}.{alias.name}"
                yield full if full in MODULES else stem


def imports_of(module: str) -> set[str]:
    path = MODULES[module]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return set(imported_names(tree, module, is_package=path.name == "__init__.py"))


def within(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(prefix + ".")


def is_composition(module: str) -> bool:
    return any(within(module, name) for name in COMPOSITION)


def is_in(path: Path, place: str) -> bool:
    """Whether a file is this one or in this folder, not in one whose name begins alike."""
    inside = path.relative_to(ROOT)
    return inside == Path(place) or Path(place) in inside.parents


@pytest.mark.parametrize("place", PURE_PLACES)
def test_pure_places_import_only_the_pure_list(place: str) -> None:
    allowed = PURE_PLACES[place]
    faults = [
        f"{module} imports {name}"
        for module, path in MODULES.items()
        if is_in(path, place)
        for name in imports_of(module)
        if name not in PURE and not any(within(name, prefix) for prefix in allowed)
    ]

    assert faults == []


def lot_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] == "modules" and len(parts) > 1 and parts[1] not in {"kernel", "lots"}:
        return parts[1]
    return None


def fault_of(module: str, name: str) -> str | None:
    """The rule of docs/architecture.md that this import breaks, if any."""
    inside, lot, other = module.split(".")[0], lot_of(module), lot_of(name)
    if is_composition(name) and not is_composition(module) and module not in ENTRY_POINTS:
        return "only entry points import the composition"
    if is_composition(module) or inside == "demo":
        return None
    if inside == "legacy_bridge" and name.split(".")[0] in {"proxy", "modules", "demo"}:
        return "the bridge knows neither proxy nor modules"
    if inside == "proxy" and name.split(".")[0] in {"modules", "legacy_bridge", "demo"}:
        return "the proxy knows neither lots nor bridge"
    if inside == "migrations" and name.split(".")[0] in {"proxy", "modules", "legacy_bridge"}:
        return "the guard is told what it judges: it knows no other package"
    if inside == "modules" and name.split(".")[0] in {"proxy", "legacy_bridge", "demo"}:
        return "modules know neither proxy nor bridge"
    if within(module, "modules.kernel") and other:
        return "the kernel knows no lot"
    if lot and other and lot != other and not within(name, f"modules.{other}.public"):
        return "a lot sees another lot's public.py only"
    return None


def test_imports_point_down_never_sideways() -> None:
    faults = [
        f"{module} imports {name}: {rule}"
        for module in MODULES
        for name in sorted(imports_of(module))
        if (rule := fault_of(module, name))
    ]

    assert faults == []


def test_no_import_hides_in_a_function() -> None:
    faults = []
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                faults += [
                    f"{module}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]

    assert faults == []


def test_no_import_cycle() -> None:
    graph = {module: {n for n in imports_of(module) if n in MODULES} for module in MODULES}
    state: dict[str, int] = {}
    cycles: list[str] = []

    def visit(module: str, trail: tuple[str, ...]) -> None:
        state[module] = 1
        for target in sorted(graph[module] - {module}):
            if state.get(target) == 1:
                cycles.append(" → ".join([*trail, module, target]))
            elif target not in state:
                visit(target, (*trail, module))
        state[module] = 2

    for module in graph:
        if module not in state:
            visit(module, ())

    assert cycles == []
