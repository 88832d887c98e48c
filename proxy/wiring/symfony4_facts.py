"""How large each controller of a Symfony 4 project is, in the inventory's words."""

from collections.abc import Iterator
from pathlib import Path

from legacy_bridge.symfony1.project.php_index import PhpIndex
from legacy_bridge.symfony4.routing.routes import RouteTable
from proxy.core.table import Backend
from proxy.inventory.entries import ModuleFacts


def controller_facts(backend: Backend, folder: Path, table: RouteTable) -> Iterator[ModuleFacts]:
    """The lines of each controller's file; its tables are not known."""
    paths = sorted((folder / "src").rglob("*.php"))
    index = PhpIndex(tuple(paths), lambda path: path.relative_to(folder).as_posix())
    controllers = {route.module: route.controller for route in table.routes if route.module}
    for module, controller in controllers.items():
        found = index.find(controller.partition("::")[0])
        lines = 0
        if found is not None:
            text = (folder / found.file).read_text(encoding="utf-8", errors="replace")
            lines = text.count("\n") + 1
        yield ModuleFacts(backend.name, backend.default_application, module, lines=lines)
