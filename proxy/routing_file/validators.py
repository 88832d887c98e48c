"""What a well-formed routing file may still get wrong: one function for each rule."""

from collections.abc import Callable, Iterator

from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake, did_you_mean


def needed_lots_exist(draft: Draft) -> Iterator[Mistake]:
    """A lot needs lots of this file, and not itself."""
    names = {lot.name for lot in draft.lots}
    for lot in draft.lots:
        for number, need in enumerate(lot.needs):
            if need not in names:
                text = f'"{need}" is no lot{did_you_mean(need, names)}'
                yield draft.mistake(text, "lots", lot.name, "needs", number)


def hosts_have_one_backend(draft: Draft) -> Iterator[Mistake]:
    """A host selects exactly one backend."""
    owners: dict[str, str] = {}
    for backend in draft.backends.values():
        for number, host in enumerate(backend.hosts):
            owner = owners.setdefault(host, backend.name)
            if owner != backend.name:
                text = f"{host} is a host of {owner} already; a host selects one backend"
                yield draft.mistake(text, "backends", backend.name, "hosts", number)


Validator = Callable[[Draft], Iterator[Mistake]]

VALIDATORS: tuple[Validator, ...] = (needed_lots_exist, hosts_have_one_backend)
