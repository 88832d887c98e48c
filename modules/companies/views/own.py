"""The pages of companies that the admin generator did not make: contacts, completion, merging."""

import json
from dataclasses import replace

from flask import Response, render_template, request
from sqlalchemy import select

from modules.companies.actions import merge
from modules.companies.forms.company_contacts import OWN_FIELDS
from modules.companies.models import Company, CompanyContact
from modules.companies.queries import duplicates, named_like
from modules.companies.views.company_contacts import COMPANY_CONTACTS
from modules.kernel.admin.children import Children, children_page
from modules.kernel.admin.exchange import Exchange, effective_method
from modules.kernel.admin.form_views import check_token
from modules.kernel.admin.links import Links
from modules.kernel.admin.pages import Column, Fieldset
from modules.kernel.admin.posted import texts_of
from modules.kernel.errors import PageNotFound
from modules.kernel.redirects import redirect_to

OF_A_COMPANY = Children(
    pages=replace(COMPANY_CONTACTS, fieldsets=(Fieldset(fields=OWN_FIELDS),)),
    parent=CompanyContact.company_id,
    columns=(
        Column(attribute=CompanyContact.name, label="Nom"),
        Column(attribute=CompanyContact.first_name, label="Prénom"),
        Column(attribute=CompanyContact.position, label="Fonction"),
        Column(attribute=CompanyContact.email, label="Courriel"),
        Column(attribute=CompanyContact.phone, label="Téléphone"),
        Column(attribute=CompanyContact.is_main, label="Principal"),
    ),
    path="/contacts",
    title="Contacts",
)


def contacts(exchange: Exchange) -> Response:
    """The contacts of a company, with the form of one."""
    return children_page(exchange, OF_A_COMPANY, is_post=effective_method(request) == "POST")


def completion(exchange: Exchange) -> Response:
    """Names that begin with what was typed, for scripts: `{"id": "name"}`.

    Errors: PageNotFound, for whoever is no script.
    Source: PHP's json_encode, which escapes slashes and writes plain ASCII.
    """
    if request.headers.get("X-Requested-With") != "XMLHttpRequest":
        raise PageNotFound
    found = named_like(exchange.session, exchange.text("q"), exchange.scope)
    named = {str(company.id): company.name for company in found}
    words = json.dumps(named, separators=(",", ":")).replace("/", "\\/")
    return Response(words, content_type="application/json; charset=utf-8")


def merging(exchange: Exchange) -> Response:
    """Companies entered twice; on a post, the rows of the others go to the one that is kept.

    Errors: RequestForged; PageNotFound, when the one to keep is not there.
    """
    address = exchange.pages.prefix + "/fusion"
    if effective_method(request) == "POST":
        check_token(exchange)
        kept = exchange.session.scalars(
            select(Company).where(Company.id == exchange.text("garder"))
        ).first()
        if kept is None or not exchange.text("garder"):
            raise PageNotFound
        count = merge(exchange.session, kept, texts_of(exchange.parameters.get("ids")))
        exchange.visit.say("notice", f"{count} fiche(s) fusionnée(s).")
        return redirect_to(address)
    exchange.need_html()
    return Response(
        render_template(
            "companies/merge.html",
            title="Fusionner des doublons",
            groups=duplicates(exchange.session),
            links=Links(exchange.pages),
            address=address,
            token=exchange.base_token,
        )
    )
