"""The pages the proxy answers by itself: in French, without a word of what runs behind it."""

import base64
import hashlib
from dataclasses import dataclass, replace
from http import HTTPStatus

from jinja2 import Environment, PackageLoader, select_autoescape

from proxy import errors
from proxy.core.decision import Reason, Refusal
from proxy.errors import STATUS, FiguierError, RequestRefused, status_of

_STYLE = (
    "body{margin:0;background:#fff;color:#1e1e1e;font:1.125rem/1.6 system-ui,sans-serif}"
    "main{max-width:38rem;margin:4rem auto;padding:0 1.5rem}"
    "h1{font-size:1.75rem;line-height:1.25}"
    ".reference{margin-top:3rem;color:#4a4a4a;font-size:.875rem}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

#: These pages load nothing, run nothing, send nothing and sit in no frame.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{_STYLE_HASH}'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
FIELDS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Language", "fr"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)

_TEMPLATE = Environment(
    loader=PackageLoader("proxy"), autoescape=select_autoescape(), trim_blocks=False
).get_template("error.html")

_AGAIN = (
    "Réessayez dans un instant. Si le problème persiste, donnez au support le numéro ci-dessous."
)
_NOT_SENT = "Votre envoi n’a pas été transmis : vous pourrez le refaire sans risque de doublon."
_PERHAPS_SENT = (
    "Votre envoi a peut-être été pris en compte : vérifiez-le avant de le refaire, "
    "pour éviter un doublon."
)
_START_AGAIN = "Revenez à la page précédente, ou repartez de la page d’accueil du site."


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says: its title, what happened, what to do.

    Shape: `after_sending` is added when the visitor was sending something.
    Units: `retry_after_s` is the Retry-After field; None where RFC 9110 gives it no meaning.
    """

    title: str
    what: str
    advice: str
    after_sending: str = ""
    retry_after_s: int | None = None


#: The words of an error, or of the nearest class above it.
WORDS: dict[type[FiguierError], Words] = {
    FiguierError: Words(
        "Une erreur est survenue",
        "Le site n’a pas pu répondre à votre demande.",
        _AGAIN,
        _PERHAPS_SENT,
    ),
    RequestRefused: Words(
        "Demande incompréhensible",
        "Votre navigateur a envoyé une demande que le site ne peut pas lire.",
        _START_AGAIN,
    ),
    errors.HostUnknown: Words(
        "Site inconnu",
        "Aucun site n’est servi à cette adresse.",
        "Vérifiez le nom du site dans la barre d’adresse.",
    ),
    errors.TargetAmbiguous: Words(
        "Adresse incorrecte",
        "L’adresse demandée peut se lire de plusieurs façons : elle a été refusée par prudence.",
        _START_AGAIN,
    ),
    errors.AddressUnknown: Words(
        "Page introuvable", "Il n’y a pas de page à cette adresse.", _START_AGAIN
    ),
    errors.ControllerBlocked: Words(
        "Page introuvable", "Il n’y a pas de page à cette adresse.", _START_AGAIN
    ),
    errors.LotGone: Words(
        "Page supprimée",
        "Cette page n’existe plus et n’a pas été remplacée.",
        "Supprimez-la de vos favoris, et repartez de la page d’accueil du site.",
    ),
    errors.MethodRefused: Words(
        "Action impossible", "Cette action n’est pas acceptée à cette adresse.", _START_AGAIN
    ),
    errors.BodyTooLarge: Words(
        "Envoi trop volumineux",
        "Ce que vous envoyez dépasse la taille acceptée.",
        "Envoyez un fichier plus petit, ou plusieurs fichiers l’un après l’autre.",
        _NOT_SENT,
    ),
    errors.TargetTooLong: Words(
        "Adresse trop longue",
        "L’adresse demandée est trop longue pour être lue.",
        "S’il s’agit d’une recherche, choisissez moins de critères.",
    ),
    errors.HeadTooLarge: Words(
        "Demande trop volumineuse",
        "Votre navigateur envoie trop d’informations avec sa demande, le plus souvent des cookies.",
        "Supprimez les cookies de ce site dans les réglages du navigateur, puis reconnectez-vous.",
    ),
    errors.ClientTooSlow: Words(
        "Envoi interrompu",
        "Votre envoi s’est arrêté en chemin.",
        "Vérifiez votre connexion, puis recommencez.",
        _NOT_SENT,
    ),
    errors.LegacyUnreachable: Words(
        "Application injoignable",
        "L’application est momentanément injoignable. Le support technique peut le constater.",
        _AGAIN,
        _NOT_SENT,
    ),
    errors.LegacyTimedOut: Words(
        "Réponse trop longue",
        "L’application met trop de temps à répondre.",
        _AGAIN,
        _PERHAPS_SENT,
    ),
    errors.LegacyFailed: Words(
        "Réponse inexploitable",
        "L’application a été interrompue ou a répondu de façon inattendue.",
        _AGAIN,
        _PERHAPS_SENT,
    ),
    errors.LegacyBusy: Words(
        "Application très sollicitée",
        "Trop de demandes sont en cours en ce moment.",
        "Réessayez dans quelques secondes.",
        _NOT_SENT,
        retry_after_s=5,
    ),
    errors.LegacyCutOff: Words(
        "Application injoignable",
        "L’application est momentanément injoignable. Le support technique peut le constater.",
        "Réessayez dans quelques secondes.",
        _NOT_SENT,
        retry_after_s=5,
    ),
    errors.PythonMissing: Words(
        "Page indisponible",
        "Cette page est momentanément indisponible.",
        _AGAIN,
        _NOT_SENT,
        retry_after_s=30,
    ),
}
_MOVED = Words("Adresse déplacée", "Cette page a une autre adresse.", "Suivez le lien ci-dessous.")


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer of our own."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def error_page(
    error: FiguierError, request_id: str, *, method: str = "GET", status: int | None = None
) -> Page:
    """What a visitor is told of this error, and nothing of what happened inside."""
    words = next(WORDS[kind] for kind in type(error).__mro__ if kind in WORDS)
    if isinstance(error, errors.LotGone) and error.words:
        words = replace(words, what=error.words)
    is_sending = method not in {"GET", "HEAD", "OPTIONS"}
    advices = [words.after_sending] if is_sending and words.after_sending else []
    extra = [("Retry-After", str(words.retry_after_s))] if words.retry_after_s else []
    if isinstance(error, errors.MethodRefused):
        extra.append(("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"))
    return _page(words, status or status_of(error), request_id, [*advices, words.advice], extra)


def redirect_page(refusal: Refusal, request_id: str) -> Page:
    """The way to the one spelling of an address; forgotten at once, as a lot may move back."""
    location = (refusal.location or b"/").decode("ascii")
    extra = [("Location", location)]
    return _page(_MOVED, refusal.status, request_id, [_MOVED.advice], extra, location)


def told_page(status: int, title: str, what: str, advice: str) -> Page:
    """A page of our own that is about no error of the proxy."""
    return _page(Words(title, what, advice), status, "", [advice], [])


def error_of(refusal: Refusal) -> RequestRefused:
    """The named error that a refusal of the core stands for."""
    match refusal.reason:
        case _ if refusal.status == 405:
            return errors.MethodRefused(refusal.detail)
        case Reason.HOST_UNKNOWN:
            return errors.HostUnknown(refusal.detail)
        case Reason.CONTROLLER_BLOCKED:
            return errors.ControllerBlocked(refusal.detail)
        case Reason.GONE:
            return errors.LotGone(refusal.detail)
        case Reason.NOT_CANONICAL if refusal.status == 404:
            return errors.AddressUnknown(refusal.detail)
        case _:
            return errors.TargetAmbiguous(refusal.detail)


def error_of_status(status: int, detail: str) -> FiguierError:
    """The named error of a message that could not even be read, by the status it is refused with."""
    kinds = (
        errors.MethodRefused,
        errors.ClientTooSlow,
        errors.BodyTooLarge,
        errors.TargetTooLong,
        errors.HeadTooLarge,
        errors.HostUnknown,
        errors.CodingUnknown,
    )
    other = RequestRefused if status < 500 else FiguierError
    return next((kind for kind in kinds if STATUS[kind] == status), other)(detail)


def _page(
    words: Words,
    status: int,
    request_id: str,
    advices: list[str],
    extra: list[tuple[str, str]],
    location: str = "",
) -> Page:
    body = _TEMPLATE.render(
        words=words,
        advices=advices,
        status=status,
        request_id=request_id,
        location=location,
        style=_STYLE,
    ).encode()
    headers = (*FIELDS, ("Content-Length", str(len(body))), *extra)
    return Page(status, HTTPStatus(status).phrase, headers, body)
