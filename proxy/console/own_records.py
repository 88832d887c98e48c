"""What Flask-Admin needs of a kind of record that lives behind functions of ours."""

from typing import Any

from flask import flash
from flask_admin.form import BaseForm
from flask_admin.model import BaseModelView

from proxy.console.people import Person, person
from proxy.console.sources import Sources, sources
from proxy.console.translation import explained
from proxy.errors import FiguierError


class OwnRecords(BaseModelView):  # type: ignore[misc]  # Flask-Admin is untyped
    """A list, a form to add and a form to change; nothing is deleted, nothing loads a script."""

    can_delete = False
    can_export = False
    can_view_details = False
    page_size = 200
    list_template = "console/records.html"
    create_template = "console/record_form.html"
    edit_template = "console/record_form.html"
    #: What pages say of the records: title, the words of the add button, and of an empty list.
    title = ""
    add_label = ""
    empty = ""

    def __init__(self, name: str, endpoint: str, url: str) -> None:
        super().__init__(dict, name=name, endpoint=endpoint, url=url)

    @property
    def here(self) -> Sources:
        """Where records are read and written."""
        return sources()

    @property
    def who(self) -> Person:
        """Who changes them; the gate has let nobody else in."""
        found = person()
        if found is None:
            raise PermissionError
        return found

    def get_pk_value(self, model: Any) -> object:
        """What names a record in addresses."""
        return model.name if hasattr(model, "name") else model.id

    def scaffold_list_columns(self) -> list[str]:
        """The columns are named by each kind."""
        return []

    def scaffold_sortable_columns(self) -> dict[str, str]:
        """Lists have the order of their question."""
        return {}

    def init_search(self) -> bool:
        """Lists are short."""
        return False

    def scaffold_list_form(self, *_: object, **__: object) -> Any:
        """Nothing is edited within the list."""
        return BaseForm

    def delete_model(self, model: object) -> bool:  # noqa: ARG002, Flask-Admin's signature
        """Nothing is deleted."""
        return False

    def refuse(self, fault: FiguierError) -> bool:
        """Say why a form was not taken."""
        flash(explained(fault), "danger")
        return False
