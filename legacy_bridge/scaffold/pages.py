"""forms and views: a page set for each module, described in the kit's words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from legacy_bridge.scaffold.code import Code, Group, Table, call, imports, text, written
from legacy_bridge.scaffold.draft import LotDraft, ModelDraft, scope_of
from legacy_bridge.scaffold.fields import Fields, credentials_code, humanized
from legacy_bridge.scaffold.names import constant
from legacy_bridge.scaffold.omissions import omitted_fields
from legacy_bridge.scaffold.source import ModuleSource
from legacy_bridge.symfony1.generator import GeneratedAction, GeneratedField
from legacy_bridge.symfony1.places import Doubt, Spot

_KIT = "modules.kernel.admin.pages"
_STANDARD = {
    "_edit": "EDIT", "_delete": "DELETE", "_new": "NEW", "_list": "BACK", "_save": "SAVE",
    "_save_and_add": "SAVE_AND_ADD",
}  # fmt: skip
_USUAL = {
    "row_actions": ("_edit", "_delete"),
    "batch_actions": ("_delete",),
    "list_actions": ("_new",),
    "form_actions": ("_delete", "_list", "_save", "_save_and_add"),
}
_EXPORT_LABEL = "Exporter (CSV)"


@dataclass(slots=True)
class PageSet:
    """The two files of a page set, and what of its module is left to a person."""

    module: ModuleSource
    draft: ModelDraft
    constant: str
    file: str
    forms: str = ""
    views: str = ""
    left: list[Doubt] = field(default_factory=list)
    choices: set[str] = field(default_factory=set)


def page_sets(lot: LotDraft) -> list[PageSet]:
    """The page sets of a lot, in the order of its modules."""
    found: list[PageSet] = []
    for module, draft in lot.own():
        name = constant(draft.class_name)
        if any(one.constant == name for one in found):
            name = f"{name}_OF_{module.name.upper()}"
        one = PageSet(module, draft, name, name.lower())
        writer = _Writer(lot, one)
        one.forms, one.views = writer.forms(), writer.views()
        one.left = writer.left
        one.choices = {n for n in writer.used_choices if n.endswith("_choices")}
        found.append(one)
    return found


class _Writer:
    """One page set."""

    def __init__(self, lot: LotDraft, pages: PageSet) -> None:
        self.lot = lot
        self.pages = pages
        self.module = pages.module
        self.generator = pages.module.generator
        self.draft = pages.draft
        self.left: list[Doubt] = []
        self.used: dict[str, set[str]] = {}
        self.used_choices: set[str] = set()
        self.models = f"modules.{lot.name}.models"

    def forms(self) -> str:
        """The file of fields and filters."""
        fields = Fields(self.lot, self.draft, self.module.form)
        fieldsets = [
            (heading, [code for one in given if (code := fields.form_field(one))])
            for heading, given in self._fieldsets().items()
        ]
        filters = [code for one in self._filters() if (code := fields.filter(one))]
        fields.use("Fieldset")
        if fieldsets or filters:
            fields.use(self.draft.class_name, self.models)
        self.left += [*fields.left, *omitted_fields(self.draft.model, self.module)]
        self.used_choices = fields.used.get(f"modules.{self.lot.name}.queries", set())
        sets = Group(
            tuple(
                call(
                    "Fieldset",
                    heading=None if heading == "NONE" else text(heading),
                    fields=Group(tuple(given)),
                )
                for heading, given in fieldsets
            )
        )
        return "\n".join(
            [
                f'"""The form and the filters of {self.module.name}."""',
                "",
                imports(fields.used),
                "",
                written(sets, before="FIELDSETS = "),
                "",
                written(Group(tuple(filters)), before="FILTERS = "),
                "",
            ]
        )

    def views(self) -> str:
        """The file that describes the pages."""
        self._use("AdminPages")
        self._use("Titles")
        self._use("FIELDSETS", f"modules.{self.lot.name}.forms.{self.pages.file}")
        self._use("FILTERS", f"modules.{self.lot.name}.forms.{self.pages.file}")
        self._use(self.draft.class_name, self.models)
        generator = self.generator
        pages = call(
            "AdminPages",
            model=self.draft.class_name,
            module=text(self.module.name),
            prefix=text(self.module.prefix),
            legacy_model=text(generator.model),
            credentials=credentials_code(self.module.credentials.get("all")),
            action_credentials=self._action_credentials(),
            titles=self._titles(),
            columns=Group(tuple(self._columns())),
            default_sort=self._sort(),
            scope=self._scope(),
            page_size=None if generator.page_size == 20 else str(generator.page_size),
            filters="FILTERS",
            fieldsets="FIELDSETS",
            row_actions=self._actions("row_actions", generator.row_actions),
            batch_actions=self._actions("batch_actions", generator.batch_actions),
            list_actions=self._actions("list_actions", generator.list_actions),
            form_actions=self._actions("form_actions", generator.form_actions),
        )
        body = written(pages, before=f"{self.pages.constant} = ")
        if generator.form_class not in {"", f"{generator.model}Form"}:
            said = f"the form's class is {generator.form_class}: its token and its fields differ"
            self.left.append(Doubt(generator.spot, said))
        if not generator.has_filters:
            self.left.append(
                Doubt(generator.spot, "filter.class is false: the list has no filters")
            )
        return "\n".join(
            [
                f'"""The pages of {self.module.name}."""',
                "",
                imports(_said(self.used, body)),
                "",
                body,
                "",
            ]
        )

    def _scope(self) -> Code | None:
        """Which rows of its table the model's are, where it shares it with its parent."""
        if not self.draft.model.is_part:
            return None
        return self._use(scope_of(self.draft), f"modules.{self.lot.name}.queries")

    def _use(self, name: str, home: str = _KIT) -> str:
        self.used.setdefault(home, set()).add(name)
        return name

    def _all(self, names: Iterable[str]) -> tuple[GeneratedField, ...]:
        """Columns where generator.yml names none: then the generator shows them all."""
        spot = self.generator.spot
        return tuple(
            GeneratedField(name, "", None, "", "f", None, {}, spot)
            for name in names
            if name in self.draft.columns
        )

    def _fieldsets(self) -> Mapping[str, tuple[GeneratedField, ...]]:
        if self.generator.fieldsets is not None:
            return self.generator.fieldsets
        own = [n for n, c in self.draft.columns.items() if not c.is_primary and not c.behaviour]
        kept = self.module.form.kept
        return {"NONE": self._all(own if kept is None else [n for n in kept if n in own])}

    def _filters(self) -> tuple[GeneratedField, ...]:
        if not self.generator.has_filters:
            return ()
        if self.generator.filters is not None:
            return self.generator.filters
        return self._all(n for n, c in self.draft.columns.items() if not c.is_primary)

    def _titles(self) -> Code:
        given = self.generator.titles
        model = self.generator.model
        usual = {"list": f"{model} list", "new": f"New {model}", "edit": f"Edit {model}"}
        return call(
            "Titles",
            **{name: text(self._title(given[name] or usual[name])) for name in usual},
        )

    def _title(self, title: str) -> str:
        """A title whose %%columns%% are the attributes of the class."""

        def named(found: re.Match[str]) -> str:
            attribute = self.draft.attributes.get(found[1])
            relation = self.draft.relation(found[1])
            if attribute is None and relation is None:
                said = f"%%{found[1]}%% in a title is no column"
                self.left.append(Doubt(self.generator.spot, said))
                return ""
            return f"%%{attribute or (relation.attribute if relation else '')}%%"

        return re.sub(r"%%=?(\w+)%%", named, title)

    def _columns(self) -> Iterator[Code]:
        given = self.generator.columns
        for one in self._all(self.draft.columns) if given is None else given:
            relation = self.draft.relation(one.name)
            attribute = self.draft.attributes.get(one.name) or (relation and relation.attribute)
            if one.mark in {"_", "~"} or not attribute:
                what = {"_": "a partial", "~": "a component"}.get(one.mark, "computed by PHP")
                self.left.append(Doubt(one.spot, f"{one.name} in the list: {what}"))
                continue
            self._say_rest(one)
            yield call(
                self._use("Column"),
                attribute=f"{self.draft.class_name}.{attribute}",
                label=text(one.label or humanized(one.name)),
                is_link="True" if one.mark == "=" else None,
                date_format=None if one.date_format == "f" else text(one.date_format),
                credentials=credentials_code(one.credentials),
            )

    def _say_rest(self, one: GeneratedField) -> None:
        for word in one.rest:
            self.left.append(Doubt(one.spot, f"{one.name}: {word} is not translated"))

    def _sort(self) -> Code | None:
        sort = self.generator.sort
        if sort is None:
            return None
        if sort[0] not in self.draft.attributes:
            said = f"list.sort names {sort[0]}, no column"
            self.left.append(Doubt(self.generator.spot, said))
            return None
        return Group((self.draft.path(sort[0]), text(sort[1])))

    def _action_credentials(self) -> Code | None:
        """What security.yml asks for single actions, instead of what it asks for all."""
        own = {
            name: given
            for name, given in self.module.credentials.items()
            if name != "all" and given != self.module.credentials.get("all")
        }
        if not own:
            return None
        items = ((text(name), credentials_code(given) or "()") for name, given in own.items())
        return Table(tuple(items))

    def _actions(self, place: str, given: tuple[GeneratedAction, ...]) -> Code | None:
        """The actions of a place; None where they are the kit's own."""
        codes = [code for one in given if (code := self._action(one))]
        plain = tuple(one.name for one in given)
        if plain == _USUAL[place] and all(isinstance(one, str) for one in codes):
            return None
        return Group(tuple(codes))

    def _action(self, one: GeneratedAction) -> Code | None:
        credentials = credentials_code(one.credentials)
        label = None if one.label is None else text(one.label)
        if one.name in _STANDARD:
            if not (credentials or label):
                return self._use(_STANDARD[one.name])
            return call(
                self._use("Action"), name=text(one.name), label=label, credentials=credentials
            )
        if re.fullmatch(r"index\?sf_format=csv", one.target):
            if one.label == _EXPORT_LABEL and one.name == "exporter" and not credentials:
                return self._use("EXPORT")
            return call(
                self._use("Action"),
                name=text(one.name),
                label=label or text(humanized(one.name)),
                credentials=credentials,
                is_export="True",
            )
        self.left.append(Doubt(one.spot, f"action {one.name} leads to PHP: {self._php(one)}"))
        return None

    def _php(self, one: GeneratedAction) -> str:
        return one.target or f"executeList{one.method}() or executeBatch{one.method}()"


def _said(used: Mapping[str, set[str]], body: str) -> dict[str, set[str]]:
    """The imports that the text needs: an action may have turned out to be the kit's own."""
    words = set(re.findall(r"\w+", body))
    return {home: names & words for home, names in used.items()}


def left_of_module(pages: PageSet) -> list[Doubt]:
    """All that is left of a module, in the order of its files."""
    module = pages.module
    routes = [
        Doubt(route.spot, f"route {route.name} ({route.url}) leads to {module.name}/{route.action}")
        for route in module.routes
    ]
    php = [Doubt(Spot(one.spot.file, one.spot.line), one.text) for one in module.php]
    said = [*module.generator.doubts, *pages.left, *module.form.doubts, *routes, *php]
    return sorted(dict.fromkeys(said))
