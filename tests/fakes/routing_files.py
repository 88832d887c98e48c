"""A small routing file on the disk, with the quirks that a flip must leave alone."""

from pathlib import Path

from proxy.flips.desk import Desk

TEXT = """\
# Who answers — ne pas réindenter
version: 1
gates: {gates}

backends:
  gestion: {{ kind: symfony1, url: "http://127.0.0.1:1", hosts: [gestion.localhost] }}

lots:
  lists:
    title: "Référentiels"
    stage: {lists}   # first of all
    symfony_modules: [commune]
    routes:
      gestion:
        - /communes
        - POST /communes/batch/action
  events:
    title: Évènements
    needs: [lists]
    stage:   {events}
    routes: {{ gestion: [ /evenements, "/evenements/:id<int>" ] }}
  old_pages:
    title: Anciennes pages
    stage: {old_pages}
    routes:
      gestion: [/anciennes]
"""


def routing_text(
    *, gates: str = "advisory", lists: str = "legacy", events: str = "legacy", old: str = "retired"
) -> str:
    """The text of the file, with these stages."""
    return TEXT.format(gates=gates, lists=lists, events=events, old_pages=old)


def desk_in(folder: Path, text: str | None = None, who: str = "claire") -> Desk:
    """A desk whose routing file and state directory are in this folder."""
    routing_file = folder / "routing.yaml"
    if not routing_file.exists():
        routing_file.write_text(text or routing_text(), encoding="utf-8", newline="")
    return Desk(routing_file, folder / "var", who)
