"""The pages of events that the admin generator did not make: registrations, invitations, files."""

from dataclasses import replace

from flask import Response, render_template, request

from modules.events.actions import invite
from modules.events.forms.registrations import CHILD_FIELDS
from modules.events.models import Registration
from modules.events.queries import invitable, sheet_lines
from modules.events.views.registrations import REGISTRATIONS
from modules.kernel.admin.children import Children, children_page
from modules.kernel.admin.exchange import Exchange, effective_method
from modules.kernel.admin.form_views import asked_row, check_token
from modules.kernel.admin.links import Links
from modules.kernel.admin.pages import Column, Fieldset
from modules.kernel.admin.posted import texts_of
from modules.kernel.calendar_file import CalendarEvent, calendar_of
from modules.kernel.dates import shown_date
from modules.kernel.downloads import download
from modules.kernel.plain_pdf import pdf_of
from modules.kernel.redirects import redirect_to
from modules.kernel.request_state import mail

OF_AN_EVENT = Children(
    pages=replace(REGISTRATIONS, fieldsets=(Fieldset(fields=CHILD_FIELDS),)),
    parent=Registration.event_id,
    columns=(
        Column(attribute=Registration.newcomer, label="Arrivant"),
        Column(attribute=Registration.status, label="Statut"),
        Column(attribute=Registration.with_spouse, label="Avec conjoint"),
        Column(attribute=Registration.child_count, label="Enfants"),
        Column(attribute=Registration.comment, label="Commentaire"),
    ),
    path="/inscriptions",
    title="Inscriptions",
)


def _is_post() -> bool:
    return effective_method(request) == "POST"


def registrations(exchange: Exchange) -> Response:
    """The registrations of an event, with the form of one."""
    return children_page(exchange, OF_AN_EVENT, is_post=_is_post())


def invitations(exchange: Exchange) -> Response:
    """Who may be invited; on a post, invites those who were ticked."""
    event = asked_row(exchange)
    if _is_post():
        check_token(exchange)
        count, letters = invite(exchange.session, event, texts_of(exchange.parameters.get("ids")))
        for letter in letters:
            mail().send(letter)
        exchange.visit.say("notice", f"{count} invitation(s) envoyée(s).")
        return redirect_to(f"{Links(exchange.pages).row(event.id)}/inscriptions")
    exchange.need_html()
    return Response(
        render_template(
            "events/invite.html",
            title=f"Inviter : {event.title}",
            event=event,
            guests=invitable(exchange.session, event),
            token=exchange.base_token,
        )
    )


def attendance_sheet(exchange: Exchange) -> Response:
    """The sheet that people sign at the door."""
    event = asked_row(exchange)
    lines = [f"{shown_date(event.start, 'f', 'fr')} - {event.place or ''}", ""]
    lines += [
        f"{one.name} {one.first_name} ({one.people})   {'_' * 20}"
        for one in sheet_lines(exchange.session, event)
    ]
    sheet = pdf_of(f"Émargement : {event.title}", lines)
    return download(sheet, "application/pdf", f"emargement-{event.id}.pdf")


def calendar(exchange: Exchange) -> Response:
    """The event for a calendar program."""
    event = asked_row(exchange)
    file = calendar_of(
        CalendarEvent(
            uid=f"evenement-{event.id}@gestion.cci-valmont.example",
            stamp=event.updated_at,
            start=event.start,
            end=event.end,
            summary=event.title,
            location=event.place,
            description=event.description,
        )
    )
    return download(file, "text/calendar; charset=utf-8", f"evenement-{event.id}.ics")
