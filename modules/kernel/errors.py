"""What a page of a lot may refuse, each with its status and its French sentence.

PageRefused
├── PageNotFound          404  no such page, action or row
├── SignInNeeded          401  the sign-in form is the answer
├── CredentialMissing     403  signed in, without the right
├── RequestForged         500  a token is wrong where the legacy throws
├── RequestUnreadable     500  a method override the legacy does not know
└── ServiceUnavailable    503  something the page needs is away for the moment
    ├── DatabaseUnavailable    no connection, or a database that takes no writes
    └── SessionsUnavailable    the visitors' sessions cannot be read
"""


class PageRefused(Exception):
    """A page that is not given; `sentence` is what the visitor may read."""

    status = 500
    sentence = "La page demandée ne peut pas être affichée."


class PageNotFound(PageRefused):
    """No page, action or row has this address."""

    status = 404
    sentence = "La page demandée n'existe pas."


class SignInNeeded(PageRefused):
    """The page is for people who have signed in."""

    status = 401
    sentence = "Connectez-vous pour voir cette page."


class CredentialMissing(PageRefused):
    """The visitor has signed in, and lacks a credential the page needs."""

    status = 403
    sentence = "Vous n'avez pas les droits nécessaires pour voir cette page."


class RequestForged(PageRefused):
    """A token that protects an action is missing or wrong; the legacy throws here."""

    sentence = "Cette demande ne vient pas d'une page de l'application. Rechargez la page."


class RequestUnreadable(PageRefused):
    """A request that the legacy could not read either, such as an unknown sf_method."""

    sentence = "Cette demande n'a pas pu être lue."


class ServiceUnavailable(PageRefused):
    """Something the page needs is away for the moment.

    Units: `retry_after_s` is what the Retry-After field says.
    """

    status = 503
    sentence = (
        "Le service est momentanément indisponible. "
        "Rien n'est perdu : réessayez dans quelques instants."
    )
    retry_after_s = 5


class DatabaseUnavailable(ServiceUnavailable):
    """The database does not answer, or takes no writes."""


class SessionsUnavailable(ServiceUnavailable):
    """The place where sessions live does not answer."""
