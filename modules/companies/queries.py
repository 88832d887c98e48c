"""Reads of the lot beyond its own pages."""

from modules.companies.models import Account, Company, Municipality
from modules.kernel.labels import rows_of

#: Rows of sf_guard_user to choose from, by name.
account_choices = rows_of(Account, Account.last_name, Account.first_name)

#: Rows of entreprise to choose from, by name.
company_choices = rows_of(Company, Company.name)

#: Rows of commune to choose from, by name.
municipality_choices = rows_of(Municipality, Municipality.name)
