"""The modules of an application, where they come from, and the actions each one answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot, doubt_of
from legacy_bridge.symfony1.project.layout import Project
from legacy_bridge.symfony1.project.php_index import Found
from legacy_bridge.symfony1.project.settings import ApplicationSettings
from legacy_bridge.symfony1.sfyaml.files import YamlFile, read_yaml

#: Actions of symfony's own module `default`.
_DEFAULT_MODULE = ("index", "login", "secure", "error404", "disabled", "module")
#: What the generator's themes write into an actions class.
_ADMIN = ("index", "filter", "new", "create", "edit", "update", "delete", "batch")
_PLAIN = ("index", "new", "create", "edit", "update", "delete")
_ACTION_FILE = re.compile(r"(\w+)Action\.class\.php")
_FRAMEWORK_SPOT = Spot("symfony's own module default")
#: Where symfony defines them; they are framework, not actions of a module.
_FRAMEWORK = {"sfactions", "sfaction"}


@dataclass(frozen=True, slots=True)
class Action:
    """An action: its name as addresses spell it, and where it is written."""

    name: str
    spot: Spot
    is_generated: bool = False


@dataclass(frozen=True, slots=True)
class Module:
    """A module of an application.

    Shape: `folders` those of the application and of plugins, the first one first; `generator` is
           its generator.yml; `model` the class it administers.
    """

    name: str
    application: str
    folders: tuple[Path, ...]
    actions: tuple[Action, ...]
    generator: Path | None = None
    model: str = ""
    theme: str = ""
    plugin: str = ""

    def action(self, name: str) -> Action | None:
        """An action by its name; the case of its first letter does not count."""
        wanted = name[:1].lower() + name[1:]
        return next((each for each in self.actions if each.name == wanted), None)


def application_modules(
    project: Project, application: str, settings: ApplicationSettings
) -> tuple[dict[str, Module], list[Doubt]]:
    """The modules that an application answers with: its own, and plugins' that it enables."""
    doubts: list[Doubt] = []
    own = project.application(application) / "modules"
    names = sorted(each.name for each in own.glob("*") if each.is_dir())
    names += [name for name in settings.enabled_modules if name not in names]
    modules: dict[str, Module] = {}
    for name in names:
        folders = [own / name]
        if name in settings.enabled_modules:
            folders += [plugin / "modules" / name for plugin in project.plugins]
        present = tuple(folder for folder in folders if folder.is_dir())
        if not present and name != "default":
            text = f"the enabled module {name} is in no plugin of this folder"
            doubts.append(Doubt(Spot(f"apps/{application}/config/settings.yml"), text))
            continue
        modules[name] = _module(project, application, name, present, doubts)
    return modules, doubts


def _module(
    project: Project, application: str, name: str, folders: tuple[Path, ...], doubts: list[Doubt]
) -> Module:
    actions: dict[str, Action] = {}
    for folder in folders:
        for action in _folder_actions(project, name, folder):
            actions.setdefault(action.name, action)
    generator = next((g for f in folders if (g := f / "config" / "generator.yml").is_file()), None)
    model = theme = ""
    if generator is not None:
        try:
            file = read_yaml(generator, project.name_of(generator), project.spec)
            model, theme = _generated_for(file)
            for action in _generated_actions(file, theme):
                actions.setdefault(action.name, action)
        except NotUnderstood as error:
            doubts.append(doubt_of(error))
    if name == "default" and not folders:
        for action_name in _DEFAULT_MODULE:
            actions[action_name] = Action(action_name, _FRAMEWORK_SPOT, is_generated=True)
    plugin = folders[0].parent.parent.name if folders and "plugins" in folders[0].parts else ""
    found = tuple(actions.values())
    return Module(name, application, folders, found, generator, model, theme, plugin)


def _folder_actions(project: Project, module: str, folder: Path) -> Iterator[Action]:
    """The actions written in the PHP of one module folder, inherited ones as well."""
    place = folder / "actions"
    for path in sorted(place.glob("*Action.class.php")):
        if named := _ACTION_FILE.fullmatch(path.name):
            for each in project.php.classes_in(path):
                if each.method("execute"):
                    line = (each.method("execute") or each).line
                    yield Action(_spelled(named[1]), Spot(project.name_of(path), line))
    path = place / "actions.class.php"
    if not path.is_file():
        return
    wanted = f"{module}Actions".lower()
    classes = project.php.classes_in(path)
    start = next((each for each in classes if each.name.lower() == wanted), None)
    start = start or next((each for each in classes if each.extends), None)
    if start is None:
        return
    chain = [Found(start, project.name_of(path)), *project.php.lineage(start.extends)]
    for found in chain:
        if found.php_class.name.lower() in _FRAMEWORK:
            break
        yield from _class_actions(project, found)


def _class_actions(project: Project, found: Found) -> Iterator[Action]:
    for method in found.php_class.methods:
        if method.is_public and (spelled := _action_of(method.name)):
            yield Action(spelled, found.spot(method.line))
    for trait in found.php_class.uses:
        if shared := project.php.find(trait):
            yield from _class_actions(project, shared)


def _action_of(method: str) -> str:
    """The action that a method answers; "" when it answers none."""
    if method[:7].lower() != "execute" or len(method) == 7:
        return ""
    return _spelled(method[7:])


def _spelled(name: str) -> str:
    return name[:1].lower() + name[1:]


def _generated_for(file: YamlFile) -> tuple[str, str]:
    """The model that a generator.yml administers, and the theme it does it with."""
    generator = file.mapping.get("generator")
    param = generator.get("param") if isinstance(generator, dict) else None
    if not isinstance(param, dict):
        raise NotUnderstood(file.spot("generator"), "expected generator: param:")
    model = param.get("model_class")
    theme = param.get("theme")
    return str(model or ""), str(theme or "default")


def _generated_actions(file: YamlFile, theme: str) -> Iterator[Action]:
    """The actions that the generator writes."""
    generator = file.mapping["generator"]
    param = generator.get("param") if isinstance(generator, dict) else None
    with_show = isinstance(param, dict) and param.get("with_show") is True
    names = _ADMIN if theme in {"admin", "jroller"} or "admin" in theme.lower() else _PLAIN
    spot = file.spot("generator")
    for name in (*names, *(["show"] if with_show and names is _PLAIN else [])):
        yield Action(name, spot, is_generated=True)
