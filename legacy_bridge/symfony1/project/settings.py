"""settings.yml and factories.yml of an application, as the production environment has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot, doubt_of
from legacy_bridge.symfony1.project.layout import Project
from legacy_bridge.symfony1.routing.tokens import PLAIN, PatternMalformed, Syntax, syntax_of
from legacy_bridge.symfony1.sfyaml.files import laid_over, read_yaml
from legacy_bridge.symfony1.sfyaml.inline import Value


@dataclass(frozen=True, slots=True)
class ApplicationSettings:
    """What an application's configuration says that its routes depend on."""

    enabled_modules: tuple[str, ...] = ("default",)
    syntax: Syntax = PLAIN
    login: tuple[str, str] = ("default", "login")
    secure: tuple[str, str] = ("default", "secure")
    doubts: tuple[Doubt, ...] = ()


def application_settings(project: Project, application: str) -> ApplicationSettings:
    """The settings of an application in its production environment."""
    doubts: list[Doubt] = []
    settings = _mapping(configured(project, application, "settings.yml", doubts).get(".settings"))
    factories = configured(project, application, "factories.yml", doubts)
    routing = _mapping(_mapping(factories.get("routing")).get("param"))
    modules = settings.get("enabled_modules")
    syntax = PLAIN
    try:
        syntax = syntax_of(routing)
    except PatternMalformed as error:
        doubts.append(Doubt(Spot(f"apps/{application}/config/factories.yml"), str(error)))
    return ApplicationSettings(
        tuple(map(str, modules)) if isinstance(modules, list) else ("default",),
        syntax,
        (_text(settings, "login_module"), _text(settings, "login_action", "login")),
        (_text(settings, "secure_module"), _text(settings, "secure_action", "secure")),
        tuple(doubts),
    )


def configured(
    project: Project, application: str, name: str, doubts: list[Doubt]
) -> Mapping[str, Value]:
    """A file of the project's and the application's config folders, as production has it."""
    folders = [project.root / "config", project.application(application) / "config"]
    return _environment(project, folders, name, doubts)


def _text(settings: Mapping[str, Value], name: str, default: str = "default") -> str:
    value = settings.get(name)
    return value if isinstance(value, str) else default


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _environment(
    project: Project, folders: list[Path], name: str, doubts: list[Doubt]
) -> Mapping[str, Value]:
    """`default`, `all` and `prod` of a file laid over one another.

    Source: sfYamlConfigHandler::flattenConfigurationWithEnvironment.
    """
    merged: Value = {}
    for folder in folders:
        path = folder / name
        if not path.is_file():
            continue
        try:
            merged = laid_over(
                merged, dict(read_yaml(path, project.name_of(path), project.spec).mapping)
            )
        except NotUnderstood as error:
            doubts.append(doubt_of(error))
    said = _mapping(merged)
    flat: Value = {}
    for part in ("default", "all", "prod"):
        flat = laid_over(flat, dict(_mapping(said.get(part))))
    return _mapping(flat)
