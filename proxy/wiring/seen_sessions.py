"""A session that was looked at, as the command line and JSON show it."""

from dataclasses import asdict

from legacy_bridge.checks.verify import SeenSession
from legacy_bridge.php.values import PhpObject, PhpReference, PhpValue


def as_plain(seen: SeenSession, *, shows_values: bool) -> dict[str, object]:
    """A session looked at, as JSON can hold it."""
    fields = asdict(seen)
    fields["remarks"] = list(seen.remarks)
    fields["readable_as"] = [str(layout) for layout in seen.readable_as]
    fields["keys"] = [
        {"key": key.key, "kind": key.kind, "size": key.size}
        | ({"value": shown(key.value)} if shows_values else {})
        for key in seen.keys
    ]
    fields["agree"] = (
        not seen.fault and (seen.is_stored or seen.is_signed_in) and seen.php == seen.python
    )
    return fields


def shown(value: PhpValue) -> object:
    """A value for people and JSON; objects and references by what they are."""
    if isinstance(value, PhpObject):
        return f"(object {value.class_name})"
    if isinstance(value, PhpReference):
        return "(reference)"
    if isinstance(value, dict):
        return {str(key): shown(each) for key, each in value.items()}
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return value
