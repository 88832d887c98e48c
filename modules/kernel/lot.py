"""The manifest of a lot: what it is, whichever side answers for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lot:
    """What a lot is; who answers for it is `routing.yaml`'s business.

    Shape: `name` as in routing.yaml; `blueprint` as "package.module:name"; `site` names the
           legacy backend whose visitors the lot serves; `needs` names other lots, whose
           `public.py` this one may import; `tables` are those it owns and changes; `reads` and
           `writes` are tables of others, or columns as "table.column"; `ignored_in_parity` lists
           what may differ from the legacy pages, as "page#place".
    """

    name: str
    title: str
    blueprint: str
    site: str = "gestion"
    replaces: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    ignored_in_parity: tuple[str, ...] = ()
