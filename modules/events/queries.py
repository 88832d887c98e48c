"""Reads of the lot beyond its own pages."""

from modules.events.models import Account, Event, Municipality, Newcomer
from modules.kernel.labels import rows_of

#: Rows of sf_guard_user to choose from, by name.
account_choices = rows_of(Account, Account.last_name, Account.first_name)

#: Rows of evenement to choose from, by name.
event_choices = rows_of(Event, Event.title)

#: Rows of commune to choose from, by name.
municipality_choices = rows_of(Municipality, Municipality.name)

#: Rows of arrivant to choose from, by name.
newcomer_choices = rows_of(Newcomer, Newcomer.name, Newcomer.first_name)
