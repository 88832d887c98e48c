"""Which projects a command reads."""

from pathlib import Path

import click
import pytest

from proxy.cli.projects import Project, log_sources, project_sources
from proxy.core.table import Backend, BackendKind, RoutingTable

TABLE = RoutingTable({"gestion": Backend("gestion", BackendKind.SYMFONY1, "http://x", ("x",))}, ())


@pytest.mark.parametrize(
    ("word", "table", "backend", "folder"),
    [
        ("gestion=/a/b", None, "gestion", "/a/b"),
        ("/a/Mon-Site", None, "mon_site", "/a/Mon-Site"),
        ("/a/b", TABLE, "gestion", "/a/b"),
        ("/", None, "legacy", "/"),
    ],
)
def test_a_word_is_a_backend_and_its_folder(
    word: str, table: RoutingTable | None, backend: str, folder: str
) -> None:
    (found,) = project_sources({"projects": (word,)}, table, "")

    assert (found.backend, found.folder) == (backend, Path(folder))


def test_the_settings_name_several() -> None:
    found = project_sources({"projects": ()}, None, "a=/x, b=/y,")

    assert [each.backend for each in found] == ["a", "b"]


def test_other_sources_go_to_their_project() -> None:
    given = {
        "projects": ("a=/x", "b=/y"),
        "routes_output": ("frontend=/r.txt",),
        "pages_database": ("b=mysql://x/y?z=1",),
    }

    first, second = project_sources(given, None, "")

    assert first.routes_output == {"frontend": Path("/r.txt")}
    assert (first.pages_database, second.pages_database) == ("", "mysql://x/y?z=1")


def test_logs_are_the_first_projects_unless_they_say() -> None:
    projects = [Project("a", Path("/x")), Project("b", Path("/y"))]

    assert log_sources(["/l.log", "b=/m.log"], projects) == [
        ("a", Path("/l.log")), ("b", Path("/m.log")),
    ]  # fmt: skip
    with pytest.raises(click.UsageError, match="no project is named c"):
        log_sources(["c=/l.log"], projects)
