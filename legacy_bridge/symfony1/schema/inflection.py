"""Names of tables from names of classes, and the other way round, as Doctrine 1 makes them."""

import re


def tableized(class_name: str) -> str:
    """The table of a class: sfGuardUser gives sf_guard_user.

    Source: Doctrine_Inflector::tableize.
    """
    return re.sub(r"(?<=\w)([A-Z])", r"_\1", class_name).lower()


def classified(table: str) -> str:
    """The class of a table's name: sf_guard_user gives SfGuardUser.

    Source: Doctrine_Inflector::classify.
    """
    words = re.split(r"[^a-zA-Z0-9]+", table)
    return "".join(word[:1].upper() + word[1:] for word in words)
