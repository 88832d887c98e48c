"""What PHP's forms, filters and rows do by themselves, and the generated lot does not."""

from collections.abc import Iterator

from legacy_bridge.scaffold.source import ModuleSource
from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.schema.inflection import tableized
from legacy_bridge.symfony1.schema.values import Model

#: What Doctrine makes a slug with beside plain columns.
_SLUG_WORDS = ("builder", "provider", "uniqueBy")


def omitted_fields(model: Model, module: ModuleSource) -> Iterator[Doubt]:
    """Fields of a form or a filter without `display` that the kit does not show.

    Source: sfDoctrineFormGenerator, which makes a field of every column and of every relation
            through a table between.
    """
    form, generator = module.form, module.generator
    if generator.fieldsets is None:
        for column in model.columns.values():
            if column.behaviour and not column.is_primary and form.has(column.name):
                said = f"{column.name} in the form: PHP shows it; the kit leaves it to {column.behaviour}"
                yield Doubt(generator.spot, said)
    for relation in model.relations.values():
        name = f"{tableized(relation.alias)}_list"
        if not relation.link:
            continue
        said = f"several {relation.model} through {relation.link}; the kit has no field for it"
        if generator.fieldsets is None and form.has(name):
            yield Doubt(relation.spot, f"{name} in the form: {said}")
        if generator.filters is None and generator.has_filters:
            yield Doubt(relation.spot, f"{name} in the filter: {said}")


def slug_doubts(model: Model) -> Iterator[Doubt]:
    """What a model's slug is made with that the kernel's is not."""
    options = model.behaviours.get("Sluggable", {})
    for word in _SLUG_WORDS:
        if options.get(word):
            yield Doubt(model.spot, f"the slug of {model.name}: {word} is not translated")
    if options.get("canUpdate"):
        said = f"the slug of {model.name} follows its name (canUpdate); the kernel's does not"
        yield Doubt(model.spot, said)
    fields = options.get("fields") or []
    for name in fields if isinstance(fields, list) else [fields]:
        if name not in model.columns:
            said = f"the slug of {model.name} is made from {name}, no column of its table"
            yield Doubt(model.spot, f"{said}: the kernel makes it from the row's name")
