"""generator.yml: what the admin generator is told of a module's list, filters and forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot
from legacy_bridge.symfony1.sfyaml.files import YamlFile, read_yaml

#: Words of `config` and of its sections that are read here.
_SECTIONS = {"actions", "fields", "list", "filter", "form", "edit", "new", "show"}
_LIST_WORDS = {
    "title", "display", "sort", "max_per_page", "object_actions", "batch_actions", "actions",
    "fields", "layout", "params", "hide",
}  # fmt: skip
_FIELD_WORDS = {"label", "help", "date_format", "credentials", "type"}


@dataclass(frozen=True, slots=True)
class GeneratedField:
    """What is said of one field in one place.

    Shape: `mark` is = for a link, _ for a partial, ~ for a component, "" for none; `rest` holds
           what else was written.
    """

    name: str
    mark: str
    label: str | None
    help: str
    date_format: str
    credentials: Any
    rest: Mapping[str, Any]
    spot: Spot


@dataclass(frozen=True, slots=True)
class GeneratedAction:
    """A link or button; `target` is the action that is named instead of ListX."""

    name: str
    label: str | None
    target: str
    credentials: Any
    rest: Mapping[str, Any]
    spot: Spot

    @property
    def is_standard(self) -> bool:
        """Whether it is one of the generator's own."""
        return self.name.startswith("_")

    @property
    def method(self) -> str:
        """The end of the PHP method's name: dupliquer gives Dupliquer."""
        words = self.name.lstrip("_").split("_")
        return "".join(word[:1].upper() + word[1:] for word in words)


@dataclass(frozen=True, slots=True)
class Generator:
    """A module's generator.yml.

    Shape: `columns`, `filters` are None where no display is given: then all columns are shown;
           `fieldsets` maps headings to fields, NONE when there is one without heading.
    """

    model: str
    route_prefix: str
    titles: Mapping[str, str]
    columns: tuple[GeneratedField, ...] | None
    filters: tuple[GeneratedField, ...] | None
    fieldsets: Mapping[str, tuple[GeneratedField, ...]] | None
    sort: tuple[str, str] | None
    page_size: int
    row_actions: tuple[GeneratedAction, ...]
    batch_actions: tuple[GeneratedAction, ...]
    list_actions: tuple[GeneratedAction, ...]
    form_actions: tuple[GeneratedAction, ...]
    form_class: str = ""
    has_filters: bool = True
    doubts: tuple[Doubt, ...] = ()
    spot: Spot = field(default=Spot(""))  # frozen, and the same for all


def read_generator(path: Path, file: str = "") -> Generator:
    """What a generator.yml says.

    Errors: NotUnderstood, with the line; OSError when it cannot be opened.
    """
    yaml = read_yaml(path, file)
    generator = yaml.mapping.get("generator")
    param = generator.get("param") if isinstance(generator, dict) else None
    if not isinstance(param, dict):
        raise NotUnderstood(yaml.spot("generator"), "expected generator: param:")
    name = str(generator.get("class") or "") if isinstance(generator, dict) else ""
    if "Doctrine" not in name:
        raise NotUnderstood(
            yaml.spot("generator", "class"), f"{name or 'no class'} is not Doctrine's"
        )
    return _Reader(yaml, param).generator()


class _Reader:
    """The `param` of a file and what is found in it."""

    def __init__(self, yaml: YamlFile, param: Mapping[str, Any]) -> None:
        self.yaml = yaml
        self.param = param
        config = param.get("config")
        self.config: Mapping[str, Any] = config if isinstance(config, dict) else {}
        self.doubts: list[Doubt] = list(yaml.doubts)

    def generator(self) -> Generator:
        """The whole."""
        model = self.param.get("model_class")
        if not isinstance(model, str):
            raise NotUnderstood(self._spot(), "model_class names no model")
        for word in self.config:
            if word not in _SECTIONS:
                self._doubt(f"config.{word} is not read", "config", word)
        for word in self._section("list"):
            if word not in _LIST_WORDS:
                self._doubt(f"list.{word} is not read", "config", "list", word)
        shown, filters = self._section("list"), self._section("filter")
        self._say_layout(shown)
        size = shown.get("max_per_page")
        own_form = self._section("form").get("class")
        return Generator(
            model=model,
            route_prefix=str(self.param.get("route_prefix") or ""),
            titles={name: str(self._section(name).get("title") or "") for name in ("list", "new", "edit")},
            columns=self._fields("list", shown.get("display")),
            filters=self._fields("filter", filters.get("display")),
            fieldsets=self._fieldsets(),
            sort=self._sort(shown.get("sort")),
            page_size=size if isinstance(size, int) else 20,
            row_actions=self._actions("list", "object_actions", ("_edit", "_delete")),
            batch_actions=self._actions("list", "batch_actions", ("_delete",)),
            list_actions=self._actions("list", "actions", ("_new",)),
            form_actions=self._form_actions(),
            form_class=str(own_form or ""),
            has_filters=filters.get("class") is not False,
            doubts=tuple(self.doubts),
            spot=self._spot(),
        )  # fmt: skip

    def _spot(self, *path: str | int) -> Spot:
        return self.yaml.spot("generator", "param", *path)

    def _doubt(self, text: str, *path: str | int) -> None:
        self.doubts.append(Doubt(self._spot(*path), text))

    def _section(self, name: str) -> Mapping[str, Any]:
        given = self.config.get(name)
        return given if isinstance(given, dict) else {}

    def _say_layout(self, shown: Mapping[str, Any]) -> None:
        for word in ("layout", "params", "hide"):
            if shown.get(word) and shown[word] != "tabular":
                self._doubt(f"list.{word} is not translated", "config", "list", word)

    def _sort(self, given: Any) -> tuple[str, str] | None:
        if isinstance(given, str) and given:
            return given, "asc"
        if isinstance(given, list) and given and isinstance(given[0], str):
            return given[0], str(given[1]).lower() if len(given) > 1 and given[1] else "asc"
        if given is not None:
            self._doubt(
                "list.sort is neither a column nor a column and a direction",
                "config",
                "list",
                "sort",
            )
        return None  # fmt: skip

    def _fieldsets(self) -> dict[str, tuple[GeneratedField, ...]] | None:
        display = self._section("form").get("display")
        for own in ("new", "edit"):
            if "display" in self._section(own):
                self._doubt(
                    f"{own}.display differs from form.display; the form's is taken",
                    "config",
                    own,
                    "display",
                )
                display = display or self._section(own)["display"]
        if isinstance(display, dict):
            return {str(name): self._fields("form", names) or () for name, names in display.items()}
        fields = self._fields("form", display)
        return None if fields is None else {"NONE": fields}  # fmt: skip

    def _fields(self, section: str, names: Any) -> tuple[GeneratedField, ...] | None:
        if not isinstance(names, list):
            return None
        return tuple(self._field(section, str(name)) for name in names if name is not None)

    def _field(self, section: str, written: str) -> GeneratedField:
        mark = written[0] if written[:1] in {"=", "_", "~"} else ""
        name = written[len(mark) :]
        if mark == "=" and name[:1] in {"_", "~"}:
            mark, name = name[0], name[1:]
        everywhere, here = self._section("fields").get(name), self._section(section).get("fields")
        own = here.get(name) if isinstance(here, dict) else None
        options: dict[str, Any] = {}
        for given in (everywhere, own):
            options |= given if isinstance(given, dict) else {}
        spot = self._spot("config", "fields", name)
        if isinstance(own, dict):
            spot = self._spot("config", section, "fields", name)
        elif not isinstance(everywhere, dict):
            spot = self._spot("config", section, "display")
        label = options.get("label")
        return GeneratedField(
            name=name,
            mark=mark,
            label=None if label is None else str(label),
            help=str(options.get("help") or ""),
            date_format=str(options.get("date_format") or "f"),
            credentials=options.get("credentials"),
            rest={word: value for word, value in options.items() if word not in _FIELD_WORDS},
            spot=spot,
        )

    def _form_actions(self) -> tuple[GeneratedAction, ...]:
        standard = ("_delete", "_list", "_save", "_save_and_add")
        for section in ("edit", "form"):
            if self._section(section).get("actions") is not None:
                return self._actions(section, "actions", standard)
        return self._actions("form", "actions", standard)

    def _actions(
        self, section: str, key: str, standard: Sequence[str]
    ) -> tuple[GeneratedAction, ...]:
        """The actions of a place; those of the generator where none are named.

        Source: an empty `batch_actions: {}` is none at all.
        """
        given = self._section(section).get(key, dict.fromkeys(standard))
        if given is not None and not isinstance(given, dict | list):
            self._doubt(f"{section}.{key} names no actions", "config", section, key)
            given = None
        pairs = given if isinstance(given, dict) else {str(name): None for name in given or ()}
        return tuple(self._named(section, key, pairs))

    def _named(self, section: str, key: str, pairs: Mapping[str, Any]) -> Iterator[GeneratedAction]:
        known = self._section("actions")
        for name, written in pairs.items():
            options: dict[str, Any] = {}
            for given in (known.get(name), written):
                options |= given if isinstance(given, dict) else {}
            label = options.pop("label", options.pop("name", None))
            yield GeneratedAction(
                name=name,
                label=None if label is None else str(label),
                target=str(options.pop("action", "") or ""),
                credentials=options.pop("credentials", None),
                rest=options,
                spot=self._spot("config", section, key, name),
            )
