"""The pages of events, on one blueprint."""

from flask import Blueprint

from modules.events.views.events import EVENTS
from modules.events.views.registrations import REGISTRATIONS
from modules.kernel.admin.views import add_pages

PAGES = (EVENTS, REGISTRATIONS)

blueprint = Blueprint("events", __name__, template_folder="../templates")

for pages in PAGES:
    add_pages(blueprint, pages)
