"""What is to become of the values of a session, path by path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, cast

from legacy_bridge.php.values import PhpKey, PhpValue, php_key

#: From the session's key inwards: ("symfony/user/sfUser/attributes", "admin_module", "x.page").
Path: TypeAlias = Sequence[PhpKey]


class Missing(Enum):
    """Words for what is no value: `ABSENT` (nothing is there), `ANY` (whatever is there)."""

    ABSENT = "absent"
    ANY = "any"


ABSENT = Missing.ABSENT


@dataclass(frozen=True, slots=True)
class Change:
    """A value to put at `path`, or ABSENT to remove what is there.

    Shape: with `expected`, the change is made only where that value (or ABSENT) still is.
    """

    path: tuple[PhpKey, ...]
    value: object
    expected: object = Missing.ANY

    def applies_to(self, values: Mapping[PhpKey, PhpValue]) -> bool:
        """Whether what is expected is what is there."""
        if self.expected is Missing.ANY:
            return True
        now = look_up(values, self.path)
        return type(now) is type(self.expected) and now == self.expected


def look_up(values: Mapping[PhpKey, PhpValue], path: Path) -> PhpValue | Missing:
    """The value at `path`, or ABSENT; objects and references are not entered."""
    found: PhpValue | Missing | Mapping[PhpKey, PhpValue] = values
    for key in path:
        if not isinstance(found, Mapping):
            return ABSENT
        found = found.get(php_key(key), ABSENT)
    return cast("PhpValue | Missing", found)


def nested(keys: Path, value: object) -> object:
    """`value` inside as many arrays as there are keys."""
    for key in reversed(keys):
        value = {key: value}
    return value


def with_change(
    values: PhpValue | Mapping[PhpKey, PhpValue], path: Path, value: object
) -> dict[PhpKey, PhpValue]:
    """A copy of `values` with the value put or removed; what is not on the path is shared."""
    copy: dict[PhpKey, PhpValue] = dict(values) if isinstance(values, Mapping) else {}
    key = php_key(path[0])
    if len(path) > 1:
        copy[key] = with_change(copy.get(key), path[1:], value)
    elif value is ABSENT:
        copy.pop(key, None)
    else:
        copy[key] = cast("PhpValue", value)
    return copy
