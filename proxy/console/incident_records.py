"""Incidents, for the whole team: opened at once, closed with their cause."""

from typing import Any

from flask_admin.form import BaseForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from proxy.console.own_records import OwnRecords
from proxy.errors import FiguierError
from proxy.flips.incidents import (
    Incident,
    Report,
    Severity,
    close_incident,
    incidents,
    open_incident,
)

SEVERITIES: dict[Severity, str] = {Severity.BLOCKING: "Bloquant", Severity.MINOR: "Mineur"}
_CHOICES = [SelectChoice(each.value, label) for each, label in SEVERITIES.items()]
_EVERY_LOT = SelectChoice("", "Tous les lots")
_LONGEST = Length(max=500, message="500 caractères au plus.")


def _needed(words: str) -> list[Any]:
    return [InputRequired(words), _LONGEST]


class NewIncident(BaseForm):  # type: ignore[misc]  # Flask-Admin is untyped
    """What a new incident says."""

    lot = SelectField("Lot concerné", choices=[_EVERY_LOT])
    severity = SelectField(
        "Gravité",
        choices=_CHOICES,
        description="Un incident bloquant ouvert empêche son lot d’avancer.",
    )
    what = StringField("Ce qui se passe", _needed("Dites ce qui se passe, en quelques mots."))
    cause = StringField("Cause, si elle est connue", [_LONGEST])


class ClosedIncident(BaseForm):  # type: ignore[misc]  # Flask-Admin is untyped
    """What ends one."""

    cause = StringField(
        "Cause",
        _needed("Dites la cause : le comité la demandera."),
        description="Ce qui l’a provoqué, et ce qui évite qu’il revienne.",
    )


class IncidentRecords(OwnRecords):
    """Incidents as Flask-Admin knows them."""

    title = "Incidents"
    add_label = "Ouvrir un incident"
    empty = "Aucun incident n’a été ouvert. Ouvrez-en un dès que quelque chose ne va pas."
    column_list = ("id", "lot", "severity", "what", "cause", "opened_at", "closed_at")
    column_labels = {  # noqa: RUF012, Flask-Admin's own way to be told
        "id": "N°",
        "lot": "Lot",
        "severity": "Gravité",
        "what": "Ce qui se passe",
        "cause": "Cause",
        "opened_at": "Ouvert",
        "closed_at": "Clos",
    }

    def scaffold_form(self) -> type[BaseForm]:
        """The form of a new one."""
        return NewIncident

    def get_edit_form(self) -> type[BaseForm]:
        """The form that ends one."""
        return ClosedIncident

    def create_form(self, obj: object = None) -> Any:
        """The form, with the lots of the table."""
        form = super().create_form(obj)
        lots = self.here.running.table.lots
        form.lot.choices = [_EVERY_LOT, *(SelectChoice(lot.name, lot.title) for lot in lots)]
        return form

    def get_list(self, *_: object, **__: object) -> tuple[int, list[Incident]]:
        """The newest ones."""
        found = list(incidents(self.here.state, limit=self.page_size))
        return len(found), found

    def get_one(self, id: str) -> Incident | None:  # noqa: A002, Flask-Admin's name
        """The open incident of that number."""
        found = incidents(self.here.state, only_open=True, limit=500)
        return next((each for each in found if str(each.id) == id), None)

    def create_model(self, form: Any) -> Any:
        """A new incident."""
        report = Report(
            form.lot.data,
            Severity(form.severity.data),
            " ".join(form.what.data.split()),
            self.who.name,
            self.here.at,
            " ".join((form.cause.data or "").split()),
        )
        try:
            return {"id": open_incident(self.here.state, report)}
        except FiguierError as fault:
            return self.refuse(fault)

    def update_model(self, form: Any, model: Incident) -> bool:
        """Its end, with its cause."""
        cause = " ".join(form.cause.data.split())
        try:
            close_incident(
                self.here.state, model.id, who=self.who.name, cause=cause, at=self.here.at
            )
        except FiguierError as fault:
            return self.refuse(fault)
        return True
