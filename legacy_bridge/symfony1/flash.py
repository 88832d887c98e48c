"""Flash messages: left by one request, shown by the next, whichever side answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.values import PhpKey, PhpValue
from legacy_bridge.symfony1.keys import ATTRIBUTES, FLASH, FLASH_REMOVE


@dataclass(slots=True)
class Flash:
    """The messages of one request.

    Source: sfUser::initialize and sfUser::shutdown: what was there at the start of a request goes
        at its end, shown or not; what is set meanwhile waits for the next one.
    """

    draft: SessionDraft
    _old: dict[PhpKey, PhpValue] = field(init=False)
    _brief: dict[str, object] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._old = dict(self.draft.array((ATTRIBUTES, FLASH)))

    @property
    def left(self) -> Mapping[PhpKey, PhpValue]:
        """What earlier requests left for this one."""
        return self._old

    def get(self, name: str) -> object:
        """The message `name`, from before or of this request; None when there is none."""
        return self._brief.get(name, self.draft.get((ATTRIBUTES, FLASH, name)))

    def put(self, name: str, value: object) -> None:
        """A message for the next request."""
        self._old.pop(name, None)
        self._brief.pop(name, None)
        self.draft.put((ATTRIBUTES, FLASH, name), value)
        self.draft.remove((ATTRIBUTES, FLASH_REMOVE, name))

    def put_briefly(self, name: str, value: object) -> None:
        """A message for this request alone; nothing of it is stored."""
        self._brief[name] = value

    def took(self, messages: Mapping[PhpKey, PhpValue]) -> None:
        """These messages are this request's alone, and no others; they are no longer stored."""
        for name, value in self._old.items():
            self.draft.remove((ATTRIBUTES, FLASH, name), expected=value)
        self._old.clear()
        self._brief.update({str(name): value for name, value in messages.items()})

    def expire(self) -> None:
        """End of the request: what it found goes, unless another request set it anew meanwhile."""
        for name, value in self._old.items():
            self.draft.remove((ATTRIBUTES, FLASH, name), expected=value)
            self.draft.remove((ATTRIBUTES, FLASH_REMOVE, name))
        self._old.clear()
