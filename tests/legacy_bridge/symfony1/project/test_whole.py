"""A whole project: applications and what stands beside them."""

from pathlib import Path

import pytest

from legacy_bridge.symfony1.project.doors import Door
from legacy_bridge.symfony1.project.surface import Nowhere, Reach
from legacy_bridge.symfony1.project.whole import WholeProject, read_whole
from tests.fakes.symfony1_project import write_project


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WholeProject:
    return read_whole(write_project(tmp_path_factory.mktemp("project")))


def test_front_controllers_of_production_start_applications(whole: WholeProject) -> None:
    assert whole.controllers == {"index.php": "frontend", "backend.php": "backend"}


@pytest.mark.parametrize(
    ("application", "path", "answer"),
    [
        pytest.param("frontend", "/css/main.css", "/css/*", id="a file"),
        pytest.param("frontend", "/css/absent.css", "/css/*", id="a file that is gone"),
        pytest.param("frontend", "/robots.txt", "/robots.txt", id="a file of the root"),
        pytest.param("frontend", "/ancienne/page", "/ancienne", id="below a redirect"),
        pytest.param("frontend", "/p12", "^/p([0-9]+)$", id="a redirect's pattern"),
        pytest.param("", "/outil.php", "/outil.php", id="a script"),
        pytest.param("frontend", "/communes", "/communes.:sf_format", id="a route"),
        pytest.param("backend", "/", "/", id="the other application"),
    ],
)
def test_a_request_is_answered_by_file_redirect_or_route(
    whole: WholeProject, application: str, path: str, answer: str
) -> None:
    found = whole.locate(application, path, "GET")

    assert isinstance(found, Door | Reach)
    assert found.pattern == answer


def test_an_application_that_is_not_there_answers_nothing(whole: WholeProject) -> None:
    found = whole.locate("mobile", "/x", "GET")

    assert found == Nowhere("no application mobile is known")


def test_a_redirect_whose_pattern_is_none_takes_nothing(tmp_path: Path) -> None:
    text = "RedirectMatch 301 ^/p([0-9+$ /x\n"
    whole = read_whole(write_project(tmp_path, web___dot_htaccess=text))

    assert isinstance(whole.locate("frontend", "/p1(", "GET"), Nowhere)
