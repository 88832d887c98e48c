"""The pages of companies, on one blueprint."""

from flask import Blueprint

from modules.companies.views.companies import COMPANIES
from modules.companies.views.company_contacts import COMPANY_CONTACTS
from modules.kernel.admin.views import add_pages

PAGES = (COMPANIES, COMPANY_CONTACTS)

blueprint = Blueprint("companies", __name__, template_folder="../templates")

for pages in PAGES:
    add_pages(blueprint, pages)
