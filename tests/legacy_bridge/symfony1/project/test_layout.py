"""Where a project keeps what it has, and which plugins it enables."""

from pathlib import Path

import pytest

from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony1.project.layout import is_project, read_project
from tests.fakes.symfony1_project import write_project

CONFIGURATION = "config__ProjectConfiguration_dot_class_dot_php"


def test_a_project_has_applications_and_enabled_plugins(tmp_path: Path) -> None:
    project = read_project(write_project(tmp_path))

    assert project.applications == ("backend", "frontend")
    assert [plugin.name for plugin in project.plugins] == ["agendaPlugin"]
    assert (project.spec, project.doubts) == ("1.2", ())
    assert project.name_of(tmp_path / "web" / "index.php") == "web/index.php"
    assert project.name_of(Path("/elsewhere/x.php")) == "/elsewhere/x.php"


def test_folders_that_hold_no_code_of_its_own_are_left_out(tmp_path: Path) -> None:
    project = read_project(write_project(tmp_path, lib__vendor__x_dot_php="<?php class X {}"))

    assert "lib/vendor/x.php" not in {project.name_of(path) for path in project.php_files()}
    assert project.php.find("baseActions") is not None


@pytest.mark.parametrize(
    ("calls", "plugins", "doubts"),
    [
        pytest.param("$this->enableAllPluginsExcept(array('aPlugin'));", ["bPlugin"], 0, id="all except"),
        pytest.param("$this->enablePlugins('bPlugin', 'aPlugin', 'cPlugin');", ["bPlugin", "aPlugin"], 0, id="in this order"),
        pytest.param("$this->enablePlugins(['aPlugin', 'bPlugin']); $this->disablePlugins('aPlugin');", ["bPlugin"], 0, id="disabled"),
        pytest.param("$this->setPlugins(['bPlugin']);", ["bPlugin"], 0, id="set"),
        pytest.param("$this->enablePlugins($list);", ["aPlugin", "bPlugin"], 1, id="only running tells"),
        pytest.param("", ["aPlugin", "bPlugin"], 1, id="nothing said"),
    ],
)  # fmt: skip
def test_plugins_are_enabled_as_the_configuration_says(
    tmp_path: Path, calls: str, plugins: list[str], doubts: int
) -> None:
    text = f"<?php class ProjectConfiguration {{ function setup() {{ {calls} }} }}"
    files = {CONFIGURATION: text, "plugins__aPlugin__x": "", "plugins__bPlugin__x": ""}
    write_project(tmp_path, **files)
    (tmp_path / "plugins/agendaPlugin").rename(tmp_path / "elsewhere")

    project = read_project(tmp_path)

    assert [plugin.name for plugin in project.plugins] == plugins
    assert len(project.doubts) == doubts


def test_the_yaml_that_the_configuration_sets_is_read(tmp_path: Path) -> None:
    text = "<?php sfYaml::setSpecVersion('1.1');"

    assert read_project(write_project(tmp_path, **{CONFIGURATION: text})).spec == "1.1"


def test_a_folder_that_is_no_project_is_refused(tmp_path: Path) -> None:
    assert not is_project(tmp_path)
    with pytest.raises(NotUnderstood, match="no folder apps"):
        read_project(tmp_path)
    (tmp_path / "apps" / "empty").mkdir(parents=True)
    with pytest.raises(NotUnderstood, match="no application"):
        read_project(tmp_path)
