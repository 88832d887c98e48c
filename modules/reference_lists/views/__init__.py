"""The pages of the reference lists, on one blueprint."""

from flask import Blueprint

from modules.kernel.admin.views import add_pages
from modules.reference_lists.views.childcare import CHILDCARE
from modules.reference_lists.views.districts import DISTRICTS
from modules.reference_lists.views.municipalities import MUNICIPALITIES
from modules.reference_lists.views.partners import PARTNERS
from modules.reference_lists.views.procedure_kinds import PROCEDURE_KINDS
from modules.reference_lists.views.schools import SCHOOLS

#: In the order of the menu.
PAGES = (MUNICIPALITIES, DISTRICTS, SCHOOLS, CHILDCARE, PROCEDURE_KINDS, PARTNERS)

blueprint = Blueprint("reference_lists", __name__)

for pages in PAGES:
    add_pages(blueprint, pages)
