"""The kill switch in the file's own text: one word at its top."""

from proxy.routing_file.draft import node_at
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused
from proxy.routing_file.nodes import Mapping, Node, Scalar, decoded, plain
from proxy.routing_file.splicing import FILE, encoded, splice, tree_of

KEY = "kill_switch"


def switched(text: bytes, *, is_on: bool) -> bytes:
    """The same file with the kill switch on or off; every other byte stays.

    Shape:  a file that does not say it yet gets a line of its own below its version.
    Errors: RoutingFileRefused, when it cannot be done without changing more.
    """
    word = "on" if is_on else "off"
    root = tree_of(text)
    if isinstance(root, Mapping) and KEY in root.values:
        return text if _says(root) == word else splice(text, (KEY,), word)
    if not is_on:
        return text
    changed = encoded(_with_line(decoded(text, FILE), root, word), text)
    if plain(tree_of(changed)) != plain(root) | {KEY: word}:
        fault = f"write {KEY}: {word} by hand: a line for it would change something else as well"
        raise RoutingFileRefused([Mistake(root.place, KEY, fault)])
    return changed


def _says(root: Node) -> object:
    found = node_at(root, KEY)
    return found.value if isinstance(found, Scalar) else None


def _with_line(source: str, root: Node, word: str) -> str:
    first = root.values.get("version") if isinstance(root, Mapping) else None
    if not isinstance(first, Scalar):
        fault = f"the file has no version to write {KEY} below"
        raise RoutingFileRefused([Mistake(root.place, "version", fault)])
    line_start = source.rfind("\n", 0, first.start) + 1
    if source[line_start : first.start].lstrip().startswith("{"):
        return f"{source[: first.end]}, {KEY}: {word}{source[first.end :]}"
    line_end = source.find("\n", first.end)
    if line_end < 0:
        return f"{source}\n{KEY}: {word}"
    line_break = "\r\n" if source[line_end - 1] == "\r" else "\n"
    return f"{source[: line_end + 1]}{KEY}: {word}{line_break}{source[line_end + 1 :]}"
