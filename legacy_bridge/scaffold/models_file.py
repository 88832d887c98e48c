"""models.py: a class for each table of the lot, and for those it points to."""

from collections.abc import Iterator

from legacy_bridge.scaffold.code import Code, Table, call, imports, text, written
from legacy_bridge.scaffold.draft import (
    ACCOUNTS,
    MIXINS,
    LotDraft,
    ModelDraft,
    RelationDraft,
    key_value,
)
from legacy_bridge.symfony1.schema.values import Column

#: Python's type of a value, by Doctrine's; anything else is a text.
_PYTHON = {
    "boolean": "bool", "integer": "int", "int": "int", "decimal": "Decimal", "float": "Decimal",
    "double": "Decimal", "date": "StoredDate", "timestamp": "StoredDate", "time": "time",
    "blob": "bytes",
}  # fmt: skip

#: Where a name is imported from that is no type of SQLAlchemy's.
_HOMES = {
    "StoredDate": "modules.kernel.dates", "Decimal": "decimal", "time": "datetime",
    "StoredEnum": "modules.kernel.columns", "Serialized": "modules.kernel.columns", "label_of": "modules.kernel.labels",
    "Mapped": "sqlalchemy.orm", "mapped_column": "sqlalchemy.orm",
    "relationship": "sqlalchemy.orm", "DeclarativeBase": "sqlalchemy.orm",
    **{mixin: "modules.kernel.behaviours" for mixin, _ in MIXINS.values()},
    "Versioned": "modules.kernel.versions", "attribute_keyed_dict": "sqlalchemy.orm",
}  # fmt: skip

_INTEGERS = {1: "SmallInteger", 2: "SmallInteger", 3: "Integer", 4: "Integer"}


def models_file(draft: LotDraft) -> str:
    """The text of models.py."""
    writer = _Writer(draft)
    classes = [writer.of_model(model) for model in draft.models.values()]
    return "\n".join(
        [
            '"""The tables of the lot; the only place that knows their legacy column names."""',
            "",
            imports(writer.used),
            "",
            "",
            "class Base(DeclarativeBase):",
            '    """The lot\'s tables."""',
            "",
            "",
            "\n\n\n".join(classes),
            "",
        ]
    )


class _Writer:
    """The classes, and what the file imports for them."""

    def __init__(self, lot: LotDraft) -> None:
        self.lot = lot
        self.used: dict[str, set[str]] = {}
        self.defined: set[str] = set()
        self._use("DeclarativeBase")

    def of_model(self, draft: ModelDraft) -> str:
        """The class of a model."""
        bases = ", ".join([*map(self._use, draft.mixins), "Base"])
        role = "" if draft.is_own else ", which this lot reads and never writes"
        lines = [
            f"class {draft.class_name}({bases}):",
            f'    """A row of {draft.model.table}{role}."""',
            "",
            f"    __tablename__ = {text(draft.model.table)}",
            *_slug_from(draft),
            "",
            *self._columns(draft),
        ]
        relations = [self._relation(draft, one) for one in draft.relations]
        relations += self._translations(draft)
        if relations:
            lines += ["", *relations]
        self.defined.add(draft.class_name)
        return "\n".join([*lines, *_slug_source(draft), "", *self._called(draft)])

    def _use(self, name: str) -> str:
        self.used.setdefault(_HOMES.get(name, "sqlalchemy"), set()).add(name)
        return name

    def _columns(self, draft: ModelDraft) -> Iterator[str]:
        brought = {
            name for mixin, names in MIXINS.values() if mixin in draft.mixins for name in names
        }
        for name, column in draft.columns.items():
            if name not in brought:
                yield self._column(draft, column)

    def _column(self, draft: ModelDraft, column: Column) -> str:
        is_required = column.is_required or column.is_primary
        is_nullable = draft.nullable.get(column.name, not is_required) and not column.is_primary
        python = _PYTHON.get(column.kind, "str")
        if python in _HOMES:
            self._use(python)
        hint = f"{python} | None" if is_nullable else python
        before = f"{draft.attributes[column.name]}: {self._use('Mapped')}[{hint}] = "
        return written(self._mapped(draft, column), 4, before)

    def _mapped(self, draft: ModelDraft, column: Column) -> Code:
        named = draft.attributes[column.name] == column.name
        given: list[Code] = [] if named else [text(column.name)]
        given.append(self._kind(draft, column))
        is_key = draft.model.is_part and column.name == draft.model.key_field
        fresh = key_value(draft) if is_key else _fresh(column)
        return call(
            self._use("mapped_column"),
            *given,
            primary_key="True" if column.is_primary else None,
            unique="True" if column.is_unique and not column.is_primary else None,
            info=Table((('"fresh"', fresh),)) if fresh else None,
        )

    def _kind(self, draft: ModelDraft, column: Column) -> Code:
        """What is said of the column's type; a foreign key takes its target's."""
        relation = draft.model.relation_of(column.name)
        target = self.lot.source.schema.models[relation.model] if relation else None
        if relation and target and draft.is_own and relation.foreign in target.columns:
            return call(self._use("ForeignKey"), text(f"{target.table}.{relation.foreign}"))
        members = draft.members.get(column.name) or column.members
        if column.is_serialized:
            return self._use("Serialized")
        if column.kind == "enum" and members:
            return call(self._use("StoredEnum"), *map(text, members))
        match column.kind:
            case "boolean" | "date" | "time":
                return self._use(column.kind.title())
            case "integer" | "int":
                return self._use(_INTEGERS.get(column.length or 4, "BigInteger"))
            case "decimal" | "float" | "double":
                digits = str(column.length or 18), str(column.scale or 2)
                return call(self._use("Numeric"), *digits)
            case "timestamp":
                return self._use("DateTime")
            case "blob":
                return self._use("LargeBinary")
        length = column.length or 0
        is_short = column.kind in {"string", "varchar", "char", "enum", "set"} and length <= 255
        return call(self._use("String"), str(length)) if is_short and length else self._use("Text")

    def _relation(self, draft: ModelDraft, one: RelationDraft) -> str:
        info = Table((('"legacy"', text(one.alias)),))
        keys = None if one.is_only_key else draft.attributes[one.local]
        is_own_table = one.target == draft.class_name
        remote = f"{one.target}.{draft.attributes[one.foreign]}" if is_own_table else ""
        made = call(
            self._use("relationship"),
            foreign_keys=keys,
            remote_side=text(remote) if remote else None,
            info=info,
        )
        hint = f"{one.target} | None"
        # A class that is not there yet when this one is made: its own, or one of a circle.
        hint = hint if one.target in self.defined else text(hint)
        return written(made, 4, f"{one.attribute}: {self._use('Mapped')}[{hint}] = ")

    def _translations(self, draft: ModelDraft) -> Iterator[str]:
        """The rows of a model's table of translations, by their language."""
        side = self.lot.models.get(f"{draft.model.name}Translation")
        if side is None or side.model.owner != draft.model.name:
            return
        lang = next(one for one in reversed(side.model.primary))
        made = call(
            self._use("relationship"),
            collection_class=call(self._use("attribute_keyed_dict"), text(side.attributes[lang])),
            cascade=text("all, delete-orphan"),
        )
        hint = f'dict[str, "{side.class_name}"]'
        yield written(made, 4, f"translations: {self._use('Mapped')}[{hint}] = ")

    def _called(self, draft: ModelDraft) -> Iterator[str]:
        words = [f"self.{draft.attributes[name]}" for name in draft.naming]
        if draft.model.table == ACCOUNTS and "username" in draft.attributes:
            words[words.index("self.username")] = 'f"({self.username})"'
        self._use("label_of")
        yield "    def __str__(self) -> str:"
        yield '        """What lists and selects call the row."""'
        comma = "," if len(words) == 1 else ""
        key = draft.attributes[draft.model.primary[0]] if draft.model.primary else "id"
        yield f"        return label_of(({', '.join(words)}{comma}), self.{key})"


def _fresh(column: Column) -> str:
    """What a new row holds before anything is typed; "" for nothing."""
    if not column.has_default or column.behaviour:
        return ""
    default = column.default
    if column.kind == "boolean":
        return str(bool(default) and default != "0")
    if isinstance(default, str):
        return text(default)
    return str(default)


def _slug_fields(draft: ModelDraft) -> list[str]:
    if "Sluggable" not in draft.mixins:
        return []
    given = draft.model.behaviours.get("Sluggable", {}).get("fields") or []
    names = given if isinstance(given, list) else [given]
    return [draft.attributes[one] for one in names if one in draft.attributes]


def _slug_from(draft: ModelDraft) -> Iterator[str]:
    if "Sluggable" not in draft.mixins:
        return
    fields = _slug_fields(draft)
    if len(fields) != 1:
        yield '    slug_from = "slug_source"'
    elif fields and fields[0] != "name":
        yield f"    slug_from = {text(fields[0])}"


def _slug_source(draft: ModelDraft) -> Iterator[str]:
    """Several columns make one text; without any, it is what the row is called.

    Source: Doctrine 1.2 Template/Listener/Sluggable.php, buildSlugFromFields().
    """
    fields = _slug_fields(draft)
    if "Sluggable" in draft.mixins and len(fields) != 1:
        yield ""
        yield "    @property"
        yield "    def slug_source(self) -> str:"
        yield '        """What the slug is made from."""'
        words = ", ".join(f"self.{one}" for one in fields)
        joined = f'" ".join(str(one or "") for one in ({words}))'
        yield f"        return {joined if fields else 'str(self)'}"
