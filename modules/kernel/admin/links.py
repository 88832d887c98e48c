"""The addresses of a page set, spelt as the legacy spells them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from modules.kernel.admin.pages import Action, AdminPages, LinkAction


@dataclass(frozen=True, slots=True)
class Links:
    """Where each page of a set lives; Symfony's addresses for the same routes."""

    pages: AdminPages

    def list(self, **query: object) -> str:
        """The list, sorted or on another page."""
        return self.pages.prefix + (f"?{urlencode(query)}" if query else "")

    def export(self) -> str:
        """The list as a file."""
        return f"{self.pages.prefix}.csv"

    def own(self, action: Action) -> str:
        """A list action of the module's own: the export, its own address, or a collection's."""
        if isinstance(action, LinkAction):
            return self.pages.prefix + action.path
        if action.is_export:
            return self.export()
        return f"{self.pages.prefix}/{list_method(action)}/action"

    def batch_value(self, action: Action) -> str:
        """The value that a batch action is posted as."""
        return batch_method(action)

    def new(self) -> str:
        """The empty form."""
        return f"{self.pages.prefix}/new"

    def row(self, number: object) -> str:
        """Where a row's form is sent, and its deletion."""
        return f"{self.pages.prefix}/{number}"

    def edit(self, number: object) -> str:
        """A row's form."""
        return f"{self.pages.prefix}/{number}/edit"

    def row_action(self, number: object, action: Action) -> str:
        """A row action of the module's own."""
        if isinstance(action, LinkAction):
            return self.pages.prefix + action.path.format(id=number)
        return f"{self.pages.prefix}/{number}/{list_method(action)}"

    def filter(self) -> str:
        """Where filters are sent."""
        return f"{self.pages.prefix}/filter/action"

    def batch(self) -> str:
        """Where ticked rows are sent."""
        return f"{self.pages.prefix}/batch/action"


def camelized(action: Action) -> str:
    """`_delete` → Delete, `mettre_a_jour` → MettreAJour."""
    words = action.name.lstrip("_").split("_")
    return "".join(word[:1].upper() + word[1:] for word in words)


def list_method(action: Action) -> str:
    """The legacy action that a link of the list leads to."""
    return f"List{camelized(action)}"


def batch_method(action: Action) -> str:
    """The value that a batch action is posted as."""
    return f"batch{camelized(action)}"
