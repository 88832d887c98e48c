"""The form fields and filters of a model's columns, in the kit's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from legacy_bridge.scaffold.code import Code, Group, call, pattern, text
from legacy_bridge.scaffold.draft import LotDraft, ModelDraft, snake
from legacy_bridge.symfony1.credentials import Expression
from legacy_bridge.symfony1.form_classes import FormClass, Piece
from legacy_bridge.symfony1.generator import GeneratedField
from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.schema.values import Column

#: Where each word of the kit lives.
HOMES: Mapping[str, str] = {
    **dict.fromkeys(
        ("Text", "LongText", "Email", "Number", "Integer", "Choice", "Reference", "Checkbox"),
        "modules.kernel.admin.fields",
    ),
    **dict.fromkeys(("Day", "Moment"), "modules.kernel.admin.day_fields"),
    **dict.fromkeys(
        ("TextFilter", "NumberFilter", "ChoiceFilter", "ReferenceFilter", "BooleanFilter", "DateFilter"),
        "modules.kernel.admin.filters",
    ),
    "Message": "modules.kernel.admin.messages",
    "Fieldset": "modules.kernel.admin.pages",
    "members_of": "modules.kernel.columns",
}  # fmt: skip

#: Columns that the kit has no form field for, and why.
_UNSHOWN: Mapping[str, str] = {
    "time": "a time of day, sent as hour and minute",
    "set": "several values of a set",
    "gzip": "what PHP has compressed",
    "blob": "bytes, no text",
}

#: Those of them that a filter looks into as into any text.
#: Source: sfDoctrineFormFilterGenerator, whose widget is a text for both.
_FILTERED = {"time", "set"}

#: What a column may be checked for. Source: Doctrine 1.2 lib/Doctrine/Validator.
_CHECKS = {
    "minlength", "regexp", "range", "notblank", "nospace", "past", "future", "country", "usstate",
    "ip", "htmlcolor", "creditcard",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field accepts beyond what its column says."""

    kind: str
    is_required: bool
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    invalid: str = ""


@dataclass(slots=True)
class Fields:
    """Writes the fields of one model; notes what they import and what is left to a person."""

    lot: LotDraft
    draft: ModelDraft
    form: FormClass
    used: dict[str, set[str]] = field(default_factory=dict)
    left: list[Doubt] = field(default_factory=list)

    def use(self, name: str, home: str = "") -> str:
        """The name, imported."""
        self.used.setdefault(home or HOMES[name], set()).add(name)
        return name

    def form_field(self, one: GeneratedField) -> Code | None:
        """The form field; None when it is left to a person."""
        if not one.mark and not self.form.has(one.name):
            return None
        column = self._column(one, "form")
        if column is None:
            return None
        rule = self._rule(column)
        relation = self.draft.model.relation_of(column.name)
        if relation and rule.kind not in {"Text", "LongText"}:
            rule = replace(rule, kind="Reference")
        if one.name in self.form.widgets:
            piece = self.form.widgets[one.name]
            text_ = f"{one.name}: its widget {piece.class_name} is not translated"
            self.left.append(Doubt(piece.spot, text_))
        label = self.form.labels.get(one.name) or one.label or humanized(one.name)
        help_ = one.help or self.form.helps.get(one.name, "")
        return call(
            self.use(rule.kind),
            attribute=self.draft.path(column.name),
            label=text(label),
            required="True" if rule.is_required and rule.kind not in {"Checkbox", "Choice"} else None,
            **self._extras(rule, column),
            help=text(help_) if help_ else None,
            credentials=credentials_code(one.credentials),
        )  # fmt: skip

    def filter(self, one: GeneratedField) -> Code | None:
        """The filter; None when it is left to a person."""
        column = self._column(one, "filter")
        if column is None:
            return None
        kind, extras = self._filter_kind(column)
        return call(
            self.use(kind),
            attribute=self.draft.path(column.name),
            label=text(one.label or humanized(one.name)),
            **extras,
            credentials=credentials_code(one.credentials),
        )

    def _column(self, one: GeneratedField, where: str) -> Column | None:
        column = self.draft.columns.get(one.name)
        if column is None or one.mark in {"_", "~"}:
            what = {"_": "a partial", "~": "a component"}.get(one.mark, "no column of the table")
            self.left.append(Doubt(one.spot, f"{one.name} in the {where}: {what}"))
            return None
        if column.is_serialized:
            text_ = (
                f"{one.name} in the {where}: a serialized {column.kind}; read it with the bridge"
            )
            self.left.append(Doubt(one.spot, text_))
            return None
        reason = _UNSHOWN.get(column.kind)
        if reason and not (where == "filter" and column.kind in _FILTERED):
            text_ = f"{one.name} in the {where}: {reason}; the kit has no field for it"
            self.left.append(Doubt(one.spot, text_))
            return None
        return column

    def _is_nullable(self, column: Column) -> bool:
        return self.draft.nullable.get(column.name, not column.is_required)

    def _rule(self, column: Column) -> Rule:
        """What the column says, then what the form's class says over it."""
        base = Rule(_KINDS.get(column.kind, "Text"), column.is_required)
        length = column.length
        if base.kind == "Text":
            is_short = length is not None and length <= 255
            kind = "Email" if column.rest.get("email") else "Text" if is_short else "LongText"
            base = replace(base, kind=kind, max_length=length)
        piece = self.form.validators.get(column.name)
        if piece is None:
            return self._checked(base, column)
        reader = _VALIDATORS.get(piece.class_name)
        rule = reader(base, piece) if reader and piece.is_read else None
        if rule is None:
            text_ = f"{column.name}: its validator {piece.class_name} is not translated"
            self.left.append(Doubt(piece.spot, text_))
            return base
        return rule

    def _checked(self, base: Rule, column: Column) -> Rule:
        """The rule with what schema.yml has the column checked for.

        Source: sfDoctrineFormGenerator::getValidatorOptionsForColumn.
        """
        regular = column.rest.get("regexp")
        is_text = base.kind in {"Text", "LongText", "Email"}
        plain = _plain_pattern(str(regular)) if regular and is_text else None
        for name in sorted(_CHECKS & {word for word, value in column.rest.items() if value}):
            if name != "regexp" or plain is None:
                named = f"{self.draft.model.name}.{column.name}"
                text_ = f"{named}: {name} of its column is not translated"
                self.left.append(Doubt(column.spot, text_))
        return replace(base, pattern=plain or "")

    def _extras(self, rule: Rule, column: Column) -> dict[str, Code | None]:
        match rule.kind:
            case "Choice":
                members = call(self.use("members_of"), self.draft.path(column.name))
                empty = "True" if self._is_nullable(column) else None
                return {"choices": members, "add_empty": empty}
            case "Reference":
                empty = None if rule.is_required else "True"
                return {"choices": self._choices(column), "add_empty": empty}
            case "Number" | "Integer":
                bounds = {"minimum": rule.minimum, "maximum": rule.maximum}
                return {name: None if one is None else str(one) for name, one in bounds.items()}
            case "Text" | "LongText" | "Email":
                usual = 255 if rule.kind == "Email" else None
                length = None if rule.max_length == usual else rule.max_length
                hint = call(self.use("Message"), text(rule.invalid)) if rule.invalid else None
                return {
                    "max_length": None if length is None else str(length),
                    "pattern": pattern(rule.pattern) if rule.pattern else None,
                    "invalid": hint,
                }
        return {}

    def _choices(self, column: Column) -> str:
        relation = self.draft.model.relation_of(column.name)
        target = self.lot.standing_for(relation.model).class_name if relation else ""
        return self.use(f"{snake(target)}_choices", f"modules.{self.lot.name}.queries")

    def _filter_kind(self, column: Column) -> tuple[str, dict[str, Code | None]]:
        without = "False" if not self._is_nullable(column) else None
        if self.draft.model.relation_of(column.name):
            return "ReferenceFilter", {"choices": self._choices(column)}
        match column.kind:
            case "boolean":
                return "BooleanFilter", {}
            case "enum" if column.members or self.draft.members.get(column.name):
                members = call(self.use("members_of"), self.draft.path(column.name))
                return "ChoiceFilter", {"choices": members}
            case "date" | "timestamp":
                return "DateFilter", {"with_empty": "True" if self._is_nullable(column) else None}
            case "integer" | "int":
                return "NumberFilter", {"with_empty": without}
            case "decimal" | "float" | "double":
                return "NumberFilter", {"with_empty": without, "whole": "False"}
        return "TextFilter", {"with_empty": without}


_KINDS = {
    "boolean": "Checkbox", "enum": "Choice", "date": "Day", "timestamp": "Moment",
    "integer": "Integer", "int": "Integer", "decimal": "Number", "float": "Number",
    "double": "Number", "clob": "LongText",
}  # fmt: skip


def _symfony(base: Rule, piece: Piece) -> Rule | None:
    """One of symfony's validators: options, then messages."""
    options = piece.positional[0] if piece.positional else {}
    messages = piece.positional[1] if len(piece.positional) > 1 else {}
    if not isinstance(options, dict | list) or not isinstance(messages, dict | list):
        return None
    given = options if isinstance(options, dict) else {}
    if set(given) - {"required", "max_length", "max", "min", "pattern", "trim"}:
        return None
    said = messages if isinstance(messages, dict) else {}
    regular = given.get("pattern")
    plain = _plain_pattern(str(regular)) if regular else ""
    if plain is None or set(said) - {"invalid", "required"}:
        return None
    return replace(
        base,
        is_required=bool(given.get("required", True)),
        max_length=given.get("max_length", base.max_length),
        minimum=given.get("min"),
        maximum=given.get("max"),
        pattern=plain,
        invalid=str(said.get("invalid", "")),
    )


def _kind(name: str) -> Callable[[Rule, Piece], Rule | None]:
    def read(base: Rule, piece: Piece) -> Rule | None:
        rule = _symfony(base, piece)
        return rule and replace(rule, kind=name)

    return read


def _own_text(base: Rule, piece: Piece) -> Rule | None:
    """A validator called Text: required, longest, shortest, pattern."""
    given = _by_place(piece, ("required", "max", "min", "pattern", "invalid"))
    plain = _plain_pattern(str(given["pattern"])) if given.get("pattern") else ""
    if given.get("min") is not None or plain is None:
        return None
    return replace(
        base,
        is_required=bool(given.get("required", True)),
        max_length=given.get("max"),
        pattern=plain,
        invalid=str(given.get("invalid") or ""),
    )


def _own_number(base: Rule, piece: Piece) -> Rule:
    """A validator called Number: required, whole, least, most."""
    given = _by_place(piece, ("required", "integer", "min", "max"))
    return replace(
        base,
        kind="Integer" if given.get("integer", True) else "Number",
        is_required=bool(given.get("required", True)),
        minimum=given.get("min"),
        maximum=given.get("max"),
    )


_VALIDATORS: Mapping[str, Callable[[Rule, Piece], Rule | None]] = {
    "sfValidatorString": _symfony,
    "sfValidatorRegex": _symfony,
    "sfValidatorEmail": _kind("Email"),
    "sfValidatorInteger": _kind("Integer"),
    "sfValidatorNumber": _kind("Number"),
    "sfValidatorBoolean": _kind("Checkbox"),
    "Text": _own_text,
    "Number": _own_number,
}


def _by_place(piece: Piece, names: tuple[str, ...]) -> dict[str, Any]:
    return {**dict(zip(names, piece.positional, strict=False)), **piece.named}


def _plain_pattern(regular: str) -> str | None:
    """A PHP regular expression without its delimiters; None when its flags have no like here."""
    if len(regular) < 2:
        return None
    closer = {"(": ")", "[": "]", "{": "}", "<": ">"}.get(regular[0], regular[0])
    inner, found, flags = regular[1:].rpartition(closer)
    if not found or set(flags) - set("iuD"):
        return None
    return f"(?i){inner}" if "i" in flags else inner


def humanized(name: str) -> str:
    """A column's name as a label. Source: sfInflector::humanize."""
    words = name.removesuffix("_id").replace("_", " ")
    return words[:1].upper() + words[1:]


def credentials_code(given: Expression | None) -> Code | None:
    """Credentials as descriptions write them; None for none."""
    if not given:
        return None
    items = [given] if isinstance(given, str) else given
    return Group(
        tuple(
            text(one) if isinstance(one, str) else credentials_code(one) or Group() for one in items
        )
    )
