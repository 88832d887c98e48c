"""Flask-Admin for the console's own records, over our own reads, writes and templates."""

from flask import Flask
from flask_admin import Admin, AdminIndexView

from proxy.console.account_records import AccountRecords
from proxy.console.incident_records import IncidentRecords


def register(app: Flask) -> None:
    """Put the records' pages at their addresses; Flask-Admin's own first page stays closed."""
    first = AdminIndexView(url="/-/administration")
    admin = Admin(app, name="Figuier", index_view=first)
    admin.add_view(IncidentRecords("Incidents", "incidents", "/-/incidents"))
    admin.add_view(AccountRecords("Comptes", "accounts", "/-/comptes"))
