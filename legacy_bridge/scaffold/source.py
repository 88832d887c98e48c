"""What a project's folder says of the modules of a lot, gathered file by file."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legacy_bridge.symfony1.credentials import Expression
from legacy_bridge.symfony1.form_classes import FormClass, form_class, naming_columns
from legacy_bridge.symfony1.generator import Generator, read_generator
from legacy_bridge.symfony1.php_source import PhpSource
from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot, doubt_of
from legacy_bridge.symfony1.schema.project import read_schema
from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.security import Security, SecurityUnreadable
from legacy_bridge.symfony1.sfyaml.files import YamlFile, read_yaml

#: The folder of schema files, in a project as in a plugin.
_SCHEMA = "config/doctrine/"

#: Methods of a row's class that Doctrine calls, or forms do, on the way to the database.
#: Source: Doctrine 1.2 lib/Doctrine/Record.php; sfFormObject calls setters by fromArray().
_AT_WRITES = re.compile(r"(save|delete|pre\w+|post\w+|construct|setUp|set[A-Z]\w*|validate\w*)$")


@dataclass(frozen=True, slots=True)
class OwnRoute:
    """A route of routing.yml that leads to a module beside its collection."""

    name: str
    url: str
    action: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """One module: its generator.yml, its credentials, its address, and its PHP.

    Shape: `credentials` by action, "all" for the others; `php` are methods and templates that
           nobody translates, each with its place.
    """

    name: str
    application: str
    generator: Generator
    prefix: str
    credentials: Mapping[str, Expression]
    routes: tuple[OwnRoute, ...] = ()
    php: tuple[Doubt, ...] = ()
    form: FormClass = field(default_factory=FormClass)


@dataclass(frozen=True, slots=True)
class LotSource:
    """All that is known of a lot before anything is written.

    Shape: `naming` gives the columns that a model's rows are called by, where its class says so;
           `doubts` is what could not be read.
    """

    schema: Schema
    modules: tuple[ModuleSource, ...]
    naming: Mapping[str, tuple[str, ...]]
    doubts: tuple[Doubt, ...] = ()

    def schema_doubts(self) -> Iterator[tuple[str, Doubt]]:
        """What the schema's files leave open, each with the class it is about, "" for a file."""
        for doubt in self.schema.doubts:
            word = re.split(r"[:. ]", doubt.text, maxsplit=1)[0]
            yield word if word in self.schema.models else "", doubt


class NothingToScaffold(ValueError):
    """No module that can be written: no generator.yml or no schema that can be read; says where."""


def read_lot(project: Path, modules: Sequence[str], applications: Sequence[str]) -> LotSource:
    """What the project's folder says of these modules.

    Shape:  `applications` in the order in which a module is looked for.
    Errors: NothingToScaffold.
    """
    reader = _Reader(project, applications)
    found = [source for name in modules if (source := reader.module(name))]
    if not found:
        said = "; ".join(str(one) for one in reader.doubts) or "no module was named"
        raise NothingToScaffold(f"nothing to scaffold in {project}: {said}")
    schema = read_schema(project)
    lot = LotSource(schema, tuple(found), reader.naming(schema), tuple(reader.doubts))
    if fault := _schema_fault(lot):
        raise NothingToScaffold(f"nothing to scaffold in {project}: {fault}")
    return lot


def _schema_fault(lot: LotSource) -> str:
    """A class that is missing where a file that may define it cannot be read; "" for none."""
    unread = [str(doubt) for name, doubt in lot.schema_doubts() if not name and _SCHEMA in doubt.spot.file]  # fmt: skip
    models = [one.generator.model for one in lot.modules]
    missing = next((one for one in models if one not in lot.schema.models), "")
    if not (missing and unread):
        return ""
    return f"no schema defines {missing}, and {'; '.join(unread)}"


class _Reader:
    """One project, and what could not be read of it so far."""

    def __init__(self, project: Path, applications: Sequence[str]) -> None:
        self.project = project
        self.applications = applications
        self.doubts: list[Doubt] = []

    def module(self, name: str) -> ModuleSource | None:
        """The module, if it is one of the admin generator's."""
        folder, application = self._folder(name)
        if folder is None:
            self.doubts.append(Doubt(Spot("apps"), f"no application has a module {name}"))
            return None
        path = folder / "config/generator.yml"
        if not path.is_file():
            text = f"{name} has no generator.yml: its actions are PHP, all to be written by hand"
            self.doubts.append(Doubt(Spot(self._name(folder)), text))
            self.doubts += self._php(folder)
            return None
        try:
            generator = read_generator(path, self._name(path))
        except NotUnderstood as error:
            self.doubts.append(doubt_of(error))
            return None
        if self.applications and application != self.applications[0]:
            text = (
                f"{name} is of the application {application}: its addresses have a front controller"
                " before them, which the page set's prefix has not"
            )
            self.doubts.append(Doubt(Spot(self._name(folder)), text))
        prefix, routes = self._routes(application, name, generator)
        return ModuleSource(
            name=name,
            application=application,
            generator=generator,
            prefix=prefix,
            credentials=self._credentials(folder, application),
            routes=tuple(routes),
            php=(*self._php(folder), *self._php_of(generator.model)),
            form=self._form(generator),
        )

    def naming(self, schema: Schema) -> dict[str, tuple[str, ...]]:
        """The columns each model's __toString joins, as far as its class says so plainly."""
        found = {}
        for path in sorted((self.project / "lib/model").rglob("*.class.php")):
            model = path.name.removesuffix(".class.php")
            source = self._source(path) if model in schema.models else None
            columns = naming_columns(source) if source else None
            if columns and set(columns) <= set(schema.models[model].columns):
                found[model] = columns
        return found

    def _name(self, path: Path) -> str:
        return path.relative_to(self.project).as_posix()

    def _folder(self, module: str) -> tuple[Path | None, str]:
        for application in self.applications:
            folder = self.project / "apps" / application / "modules" / module
            if folder.is_dir():
                return folder, application
        for pattern in (f"apps/*/modules/{module}", f"plugins/*/modules/{module}"):
            for folder in sorted(self.project.glob(pattern)):
                is_app = folder.parts[-4] == "apps"
                return folder, folder.parts[-3] if is_app else next(iter(self.applications), "")
        return None, ""

    def _credentials(self, folder: Path, application: str) -> dict[str, Expression]:
        files = [
            self.project / "apps" / application / "config/security.yml",
            folder / "config/security.yml",
        ]
        try:
            security = Security.of_module(files)
        except SecurityUnreadable as error:
            self.doubts.append(Doubt(Spot(self._name(folder)), str(error)))
            return {"all": ()}
        if not security.rule("").is_secure:
            text = "its pages are open to everybody; the lot's ask for a sign-in"
            self.doubts.append(Doubt(Spot(self._name(folder)), text))
        return {
            action: security.rule("" if action == "all" else action).credentials
            for action in security.actions
        }

    def _routes(
        self, application: str, module: str, generator: Generator
    ) -> tuple[str, list[OwnRoute]]:
        """The collection's path, and the routes beside it."""
        prefix, found = "", []
        path = self.project / "apps" / application / "config/routing.yml"
        try:
            file = read_yaml(path, self._name(path)) if path.is_file() else None
        except NotUnderstood as error:
            self.doubts.append(doubt_of(error))
            file = None
        for name, route in _routes_of(file):
            options, param = _mapping(route.get("options")), _mapping(route.get("param"))
            if str(route.get("class", "")).endswith("Collection"):
                if options.get("module", name) == module:
                    prefix = str(options.get("prefix_path") or f"/{name}")
            elif param.get("module") == module and file:
                action = str(param.get("action") or "index")
                found.append(OwnRoute(name, str(route.get("url")), action, file.spot(name)))
        return prefix or f"/{generator.route_prefix or module}", found

    def _form(self, generator: Generator) -> FormClass:
        name = generator.form_class or f"{generator.model}Form"
        paths = sorted(self.project.glob(f"lib/form/**/{name}.class.php"))
        paths += sorted(self.project.glob(f"plugins/*/lib/form/**/{name}.class.php"))
        source = self._source(paths[0]) if paths else None
        return form_class(source) if source else FormClass()

    def _php(self, folder: Path) -> Iterator[Doubt]:
        """Methods and templates of a module, each to be written by hand."""
        for path in sorted(folder.rglob("*.php")):
            source = self._source(path)
            if source is None:
                continue
            if path.parent.name == "templates":
                yield Doubt(Spot(source.file), "a template; its page is not drawn by the kit")
                continue
            for method in source.methods():
                yield Doubt(Spot(source.file, method.line), f"{method.name}() is PHP")

    def _php_of(self, model: str) -> Iterator[Doubt]:
        """What the model's own class does when a row is written, and its filter's class."""
        for kind, name in (("model", model), ("filter", f"{model}FormFilter")):
            for path in sorted(self.project.glob(f"lib/{kind}/**/{name}.class.php")):
                source = self._source(path)
                for method in source.methods() if source else ():
                    is_empty = (
                        not source.code[method.start : method.end].strip() if source else True
                    )
                    if (kind == "filter" or _AT_WRITES.match(method.name)) and not is_empty:
                        text = f"{method.name}() of the {kind} is PHP; it is not translated"
                        yield Doubt(Spot(self._name(path), method.line), text)

    def _source(self, path: Path) -> PhpSource | None:
        try:
            return PhpSource.read(path, self._name(path))
        except OSError as error:
            self.doubts.append(Doubt(Spot(self._name(path)), f"cannot be read: {error.strerror}"))
            return None


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _routes_of(file: YamlFile | None) -> Iterable[tuple[str, Mapping[str, Any]]]:
    values = _mapping(file.value) if file else {}
    return [(name, route) for name, route in values.items() if isinstance(route, dict)]
