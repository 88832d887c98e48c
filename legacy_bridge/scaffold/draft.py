"""A lot before it is written: its models, the names of everything, and what is left to a person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count

from legacy_bridge.scaffold.code import text as literal
from legacy_bridge.scaffold.live import LiveTable, differences
from legacy_bridge.scaffold.names import Naming
from legacy_bridge.scaffold.omissions import slug_doubts
from legacy_bridge.scaffold.source import LotSource, ModuleSource
from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.schema.behaviours import KNOWN
from legacy_bridge.symfony1.schema.inflection import tableized
from legacy_bridge.symfony1.schema.values import Column, Model, Relation

#: Columns that name a row, the first that is there, where no class says so.
#: Source: Doctrine_Record::__toString's own list, and what French schemas call the same.
_NAMING = (
    ("prenom", "nom"), ("first_name", "last_name"), ("nom",), ("name",), ("titre",), ("title",),
    ("libelle",), ("label",), ("intitule",), ("raison_sociale",), ("reference",), ("username",),
    ("subject",), ("objet",), ("description",), ("cle",), ("code",), ("keywords",),
)  # fmt: skip

#: Accounts: the name, then the user name in brackets. Source: sfGuardUser::__toString.
ACCOUNTS = "sf_guard_user"
_ACCOUNT = ("first_name", "last_name", "username")

#: Columns that mixins of the kernel bring, with the behaviour that stands for each mixin.
MIXINS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Timestampable": ("Timestamped", ("created_at", "updated_at")),
    "Sluggable": ("Sluggable", ("slug",)),
    "SoftDelete": ("SoftDeleted", ("deleted_at",)),
    "Versionable": ("Versioned", ("version",)),
}


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A relation to one row that a model's class offers; `foreign` is the column it points to."""

    alias: str
    attribute: str
    target: str
    local: str
    foreign: str
    is_only_key: bool = True


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A class of models.py.

    Shape: `columns` are those it maps, `attributes` their names; a model that is not the lot's
           own maps its key and what its rows are called by.
    """

    model: Model
    class_name: str
    is_own: bool
    columns: Mapping[str, Column]
    attributes: Mapping[str, str]
    naming: tuple[str, ...]
    mixins: tuple[str, ...]
    relations: tuple[RelationDraft, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nullable: Mapping[str, bool] = field(default_factory=dict)

    def path(self, column: str) -> str:
        """The expression of an attribute: Event.title."""
        return f"{self.class_name}.{self.attributes[column]}"

    def relation(self, alias: str) -> RelationDraft | None:
        """The relation of that name."""
        return next((one for one in self.relations if one.alias == alias), None)


@dataclass(frozen=True, slots=True)
class LotDraft:
    """Everything that the files of a lot are written from."""

    name: str
    title: str
    site: str
    needs: tuple[str, ...]
    source: LotSource
    models: Mapping[str, ModelDraft]
    naming: Naming
    left: tuple[Doubt, ...]
    differences: tuple[Doubt, ...]

    def own(self) -> Iterator[tuple[ModuleSource, ModelDraft]]:
        """Each module with the model of its pages."""
        for module in self.source.modules:
            draft = self.models.get(module.generator.model)
            if draft and len(draft.model.primary) == 1:
                yield module, draft

    def standing_for(self, model: str) -> ModelDraft:
        """The class of a model, or the one that maps the table it shares."""
        table = self.source.schema.models[model].table
        return self.models.get(model) or next(
            one for one in self.models.values() if one.model.table == table
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a scaffold: the lot as routing.yaml has it."""

    name: str
    title: str
    site: str = "gestion"
    needs: tuple[str, ...] = ()


def draft_lot(
    wanted: Wanted, source: LotSource, naming: Naming, tables: Mapping[str, LiveTable] | None
) -> LotDraft:
    """The draft of a lot; `tables` are the live ones, None when no database was looked at."""
    drafter = _Drafter(source, naming, tables)
    models = drafter.models()
    return LotDraft(
        name=wanted.name,
        title=wanted.title,
        site=wanted.site,
        needs=wanted.needs,
        source=source,
        models=models,
        naming=naming,
        left=tuple(drafter.left),
        differences=tuple(drafter.differences(models)),
    )


class _Drafter:
    """Models found one after the other."""

    def __init__(
        self, source: LotSource, naming: Naming, tables: Mapping[str, LiveTable] | None
    ) -> None:
        self.source = source
        self.naming = naming
        self.tables = tables
        self.left: list[Doubt] = []
        self.classes: dict[str, str] = {}

    def models(self) -> dict[str, ModelDraft]:
        """The lot's own models, then those they point to, in an order that needs no forward name."""
        schema = self.source.schema
        own: list[Model] = []
        for module in self.source.modules:
            name = module.generator.model
            if name not in schema.models:
                text = f"no schema defines {name}: the pages of {module.name} are not generated"
                self.left.append(Doubt(module.generator.spot, text))
                continue
            if len(schema.models[name].primary) != 1:
                text = f"{name} has a key of several columns: the pages of {module.name} are not generated"
                self.left.append(Doubt(module.generator.spot, text))
            twin = next((one for one in own if one.table == schema.models[name].table), None)
            if twin is None:
                own.append(schema.models[name])
            elif twin.name != name:
                text = f"{name} shares the table {twin.table} with {twin.name}: the pages of {module.name} are not generated; a lot of their own may have them"
                self.left.append(Doubt(module.generator.spot, text))
        names = {one.name for one in own}
        self.classes = {one.table: one.name for one in own}
        foreign = [
            name
            for one in own
            for relation in _to_one(one)
            if (name := relation.model) == self._class_of(name) and name not in names
        ]
        drafts = {
            name: self._draft(schema.models[name], is_own=False) for name in dict.fromkeys(foreign)
        }
        for model in _ordered(own):
            drafts[model.name] = self._draft(model, is_own=True)
            self.left += _odd_columns(model)
        for model in schema.models.values():
            if model.owner in names:
                drafts[model.name] = self._draft(model, is_own=True)
        return drafts

    def _class_of(self, model: str) -> str:
        """The model whose class maps this one's table: the first that needs it."""
        return self.classes.setdefault(self.source.schema.models[model].table, model)

    def _is_same_table(self, one: str, other: str) -> bool:
        models = self.source.schema.models
        return models[one].table == models[other].table

    def differences(self, models: Mapping[str, ModelDraft]) -> Iterator[Doubt]:
        """Where the live tables are not what the schema says."""
        if self.tables is None:
            return
        for draft in models.values():
            if draft.is_own:
                yield from differences(draft.model, self.tables.get(draft.model.table))

    def _draft(self, model: Model, *, is_own: bool) -> ModelDraft:
        naming = self._naming(model)
        mixins = tuple(self._mixins(model)) if is_own else self._foreign_mixins(model)
        brought = {
            name
            for word in mixins
            for mixin, names in MIXINS.values()
            if mixin == word
            for name in names
        }
        pointed = self._pointed_to(model)
        kept = (
            model.columns if is_own else _only(model, {*model.primary, *naming, *brought, *pointed})
        )
        live = (self.tables or {}).get(model.table)
        columns = {
            name: one
            for name, one in kept.items()
            if live is None or name in live.columns or not is_own
        }
        return ModelDraft(
            model=model,
            class_name=self.naming.class_name(model.name),
            is_own=is_own,
            columns=columns,
            attributes=self._attributes(model, columns, brought),
            naming=naming,
            mixins=mixins,
            relations=tuple(self._relations(model)) if is_own and not model.owner else (),
            members={} if live is None else {n: c.members for n, c in live.columns.items() if c.members},
            nullable={} if live is None else {n: c.is_nullable for n, c in live.columns.items()},
        )  # fmt: skip

    def _pointed_to(self, model: Model) -> Iterator[str]:
        """The columns that the lot's own rows know a row of this model by."""
        for module in self.source.modules:
            own = self.source.schema.models.get(module.generator.model)
            yield from (
                one.foreign for one in (_to_one(own) if own else ()) if one.model == model.name
            )

    def _naming(self, model: Model) -> tuple[str, ...]:
        said = self.source.naming.get(model.name)
        if said:
            return said
        if model.table == ACCOUNTS:
            return tuple(name for name in _ACCOUNT if name in model.columns)
        for names in _NAMING:
            if all(name in model.columns for name in names):
                return names
        return ()

    def _mixins(self, model: Model) -> Iterator[str]:
        for behaviour in model.behaviours:
            if behaviour not in MIXINS:
                if behaviour not in KNOWN or behaviour == "I18n":
                    continue  # the schema's own doubts say so; translations are mapped
                text = f"behaviour {behaviour} of {model.name} is not generated; its columns are"
                self.left.append(Doubt(model.spot, text))
                continue
            mixin, names = MIXINS[behaviour]
            added = [c.name for c in model.columns.values() if c.behaviour == behaviour]
            if tuple(added) != names:
                text = f"{behaviour} of {model.name} has its own columns ({', '.join(added)})"
                self.left.append(Doubt(model.spot, f"{text}: plain columns, nobody writes them"))
            else:
                yield mixin
                self.left += slug_doubts(model) if behaviour == "Sluggable" else ()

    def _foreign_mixins(self, model: Model) -> tuple[str, ...]:
        return ("SoftDeleted",) if "deleted_at" in model.columns else ()

    def _attributes(
        self, model: Model, columns: Iterable[str], brought: set[str]
    ) -> dict[str, str]:
        found: dict[str, str] = {}
        relations = {self.naming.relation(one.alias) for one in _to_one(model)}
        for name in columns:
            attribute = name if name in brought else self.naming.attribute(name)
            if model.primary == (name,):
                attribute = "id"
            taken = {*found.values(), *relations, *(set() if name in brought else brought)}
            others = (f"{attribute}{'_column' * times}" for times in count(1))
            spelt = chain((attribute, self.naming.legal(name)), others)
            found[name] = next(one for one in spelt if one not in taken)
            if name not in brought and not self.naming.is_known(name):
                text = f"{model.name}.{name} keeps its name: choose one with --name {name}=…"
                self.left.append(Doubt(model.columns[name].spot, text))
        return found

    def _relations(self, model: Model) -> Iterator[RelationDraft]:
        found = list(_to_one(model))
        for one in found:
            target = self.source.schema.models[one.model]
            twins = sum(self._is_same_table(other.model, one.model) for other in found)
            if one.foreign not in target.columns:
                text = f"{model.name}.{one.alias}: {one.model} has no column {one.foreign}; a plain column"
                self.left.append(Doubt(one.spot, text))
                continue
            points_back = target.table != model.table and any(
                self._is_same_table(r.model, model.name) for r in _to_one(target)
            )
            yield RelationDraft(
                alias=one.alias,
                attribute=self.naming.relation(one.alias),
                target=self.naming.class_name(self._class_of(one.model)),
                local=one.local,
                foreign=one.foreign,
                is_only_key=twins == 1 and not points_back,
            )


def _to_one(model: Model) -> Iterator[Relation]:
    for relation in model.relations.values():
        if relation.local in model.columns and model.relation_of(relation.local) is relation:
            yield relation


def _odd_columns(model: Model) -> Iterator[Doubt]:
    for column in model.columns.values():
        if alias := column.rest.get("alias"):
            text = f"{model.name}.{column.name} is called {alias} in PHP"
            yield Doubt(column.spot, f"{text}: its fields and generator.yml have that name")
        if column.kind == "gzip":
            text = f"{model.name}.{column.name} holds what PHP has compressed"
            yield Doubt(column.spot, f"{text}: Python reads it as it is stored")


def _only(model: Model, names: set[str]) -> dict[str, Column]:
    return {name: column for name, column in model.columns.items() if name in names}


def _ordered(models: list[Model]) -> list[Model]:
    """Models after those they point to, as far as they do not point to each other."""
    names = {one.name for one in models}
    done: list[Model] = []
    waiting = list(models)
    while waiting:
        ready = next(
            (
                one
                for one in waiting
                if not {r.model for r in _to_one(one)} & names - {d.name for d in done} - {one.name}
            ),
            waiting[0],
        )
        done.append(ready)
        waiting.remove(ready)
    return done


def scope_of(draft: ModelDraft) -> str:
    """The name of the function that tells a model's rows from others of its table."""
    return f"rows_of_{snake(draft.class_name)}"


def key_value(draft: ModelDraft) -> str:
    """The literal that tells a model's rows from others of its table."""
    value = draft.model.key_value
    is_number = draft.columns[draft.model.key_field].kind in {"integer", "int"} and value.isdigit()
    return str(int(value)) if is_number else literal(value)


def snake(class_name: str) -> str:
    """The name of a variable for a class: CompanyContact gives company_contact."""
    return tableized(class_name)
