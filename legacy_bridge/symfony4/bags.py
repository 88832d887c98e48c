"""The bags of a Symfony 4 session: attributes, flash messages and when it was used."""

from collections.abc import Mapping
from dataclasses import dataclass

from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.values import PhpKey, PhpValue

#: Source: HttpFoundation/Session: the storage keys of AttributeBag, FlashBag and MetadataBag.
ATTRIBUTES = "_sf2_attributes"
FLASHES = "_symfony_flashes"
META = "_sf2_meta"


@dataclass(frozen=True, slots=True)
class SymfonyBags:
    """One Symfony 4 session, read and changed as HttpFoundation would.

    Units: times are seconds since 1970. `update_threshold_s` is metadata_update_threshold.
    """

    draft: SessionDraft
    update_threshold_s: int = 0

    def attribute(self, name: str) -> PhpValue:
        """What the application keeps under `name`."""
        return self.draft.get((ATTRIBUTES, name))

    def attributes(self) -> Mapping[PhpKey, PhpValue]:
        """Everything the application keeps."""
        return self.draft.array((ATTRIBUTES,))

    def put_attribute(self, name: str, value: object) -> None:
        """Keep a value."""
        self.draft.put((ATTRIBUTES, name), value)

    def remove_attribute(self, name: str) -> None:
        """Forget a value."""
        self.draft.remove((ATTRIBUTES, name))

    @property
    def locale(self) -> str | None:
        """The language chosen in this session, where the site keeps it under `_locale`."""
        found = self.attribute("_locale")
        return found if isinstance(found, str) and found else None

    def messages(self, kind: str) -> tuple[str, ...]:
        """The messages of one kind, which are then gone, as FlashBag::get has it."""
        found = tuple(self.draft.array((FLASHES, kind)).values())
        self.draft.remove((FLASHES, kind))
        return tuple(each for each in found if isinstance(each, str))

    def say(self, kind: str, text: str) -> None:
        """A message more for the next page that shows this kind."""
        waiting = list(self.draft.array((FLASHES, kind)).values())
        self.draft.put((FLASHES, kind), [*waiting, text])

    @property
    def last_used(self) -> int | None:
        """When the session was last used, if it says so."""
        found = self.draft.get((META, "u"))
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def used_at(self, now: int) -> None:
        """Note the use. Source: MetadataBag::initialize."""
        last = self.last_used
        if last is None or now - last >= self.update_threshold_s:
            self.draft.put((META, "u"), now)
