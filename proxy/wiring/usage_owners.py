"""Which lot a line of PHP belongs to, and whether that lot still lives."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from legacy_bridge.symfony1.usage.mentions import Dictionary, How, Mention
from legacy_bridge.symfony1.usage.project import ProjectUsage
from modules.kernel.lot import Lot as Manifest
from proxy.core.stages import StageName
from proxy.core.table import RoutingTable


class Owners:
    """The lots of one backend's PHP, by module and by table."""

    def __init__(
        self,
        table: RoutingTable,
        backend: str,
        project: ProjectUsage,
        manifests: Iterable[Manifest],
    ) -> None:
        lots = [lot for lot in table.lots if any(route.backend == backend for route in lot.routes)]
        self._retired = {lot.name for lot in table.lots if lot.stage.name is StageName.RETIRED}
        #: A backend whose every lot is retired runs no PHP any more, modules or not.
        self._is_over = bool(lots) and all(lot.name in self._retired for lot in lots)
        self._names = Dictionary.of(project.schema)
        self._by_module: dict[str, set[str]] = defaultdict(set)
        self._by_table: dict[str, set[str]] = defaultdict(set)
        for lot in lots:
            for module in lot.symfony_modules:
                self._by_module[module].add(lot.name)
        for manifest in manifests:
            for name in manifest.tables:
                self._by_table[name.lower()].add(manifest.name)
        for mention in project.mentions:
            is_subject = mention.spot.file.endswith("generator.yml") and not mention.column
            if is_subject and mention.module in self._by_module:
                self._by_table[mention.table] |= self._by_module[mention.module]

    def of(self, mention: Mention) -> tuple[tuple[str, bool], ...]:
        """The lots that the line belongs to, each with whether PHP may still run it.

        Shape: one empty name, alive, for a line that no lot claims.
        """
        lots = self._lots(mention)
        if not lots:
            return (("", not self._is_over),)
        return tuple((lot, lot not in self._retired) for lot in sorted(lots))

    def _lots(self, mention: Mention) -> set[str]:
        if mention.module:
            return self._by_module.get(mention.module, set())
        if mention.how is How.DECLARES:
            return self._by_table.get(mention.table, set())
        # EvenementForm.class.php and EvenementTable.class.php are of the lot that has evenement.
        stem = PurePosixPath(mention.spot.file).name.split(".")[0]
        about = self._names.table_of_class(stem)
        return self._by_table.get(about, set()) if about else set()
