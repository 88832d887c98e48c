import base64
import hashlib
import inspect
import re
from pathlib import Path

import pytest
from lxml import html

from proxy import errors
from proxy.core.decision import Reason, Refusal
from proxy.error_pages import WORDS, error_of, error_of_status, error_page, redirect_page
from proxy.errors import FiguierError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "error-pages.md"
SERVED = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, (errors.RequestRefused, errors.LegacyFailed, errors.PythonMissing))
]
SECRET = "http://10.1.2.3:8081 Connection refused"


@pytest.mark.parametrize("kind", [FiguierError, *SERVED])
def test_every_failure_has_a_page_that_can_be_read_and_followed(kind) -> None:
    page = error_page(kind(SECRET), "rid-1")

    tree = html.fromstring(page.body)
    assert tree.get("lang") == "fr"
    assert len(tree.findall(".//main")) == len(tree.findall(".//h1")) == 1
    assert tree.findtext(".//h1") == tree.findtext(".//title")
    assert len(tree.findall(".//main/p")) >= 3
    assert "rid-1" in tree.text_content()


@pytest.mark.parametrize("kind", [FiguierError, *SERVED])
def test_no_page_leaks_what_runs_behind(kind) -> None:
    page = error_page(kind(SECRET), "rid-1")

    assert "10.1.2.3" not in page.body.decode()
    assert kind.__name__ not in page.body.decode()


@pytest.mark.parametrize(
    "error, status, words",
    [
        (errors.LegacyUnreachable("x"), 502, "injoignable"),
        (errors.LegacyTimedOut("x"), 504, "trop de temps"),
        (errors.LegacyMisspoke("x"), 502, "inattendue"),
        (errors.LegacyHungUp("x"), 502, "interrompue"),
        (errors.LegacyBusy("x"), 503, "Trop de demandes"),
        (errors.PythonMissing("x"), 503, "indisponible"),
        (errors.HostUnknown("x"), 421, "Aucun site"),
        (errors.LotGone("x"), 410, "n’existe plus"),
        (errors.ControllerBlocked("x"), 404, "pas de page"),
        (errors.TargetAmbiguous("x"), 400, "plusieurs façons"),
        (errors.BodyTooLarge("x"), 413, "taille acceptée"),
        (FiguierError("x"), 500, "pas pu répondre"),
    ],
)
def test_the_page_says_what_happened(error, status, words) -> None:
    page = error_page(error, "rid-1")

    assert page.status == status
    assert words in page.body.decode()


@pytest.mark.parametrize(
    "error, method, words",
    [
        pytest.param(errors.LegacyUnreachable("x"), "POST", "n’a pas été transmis", id="not sent"),
        pytest.param(errors.LegacyTimedOut("x"), "POST", "a peut-être été pris", id="perhaps sent"),
        pytest.param(errors.LegacyHungUp("x"), "DELETE", "a peut-être été pris", id="cut"),
    ],
)
def test_who_was_sending_learns_whether_to_send_again(error, method, words) -> None:
    assert words in error_page(error, "rid-1", method=method).body.decode()
    assert words not in error_page(error, "rid-1").body.decode()


@pytest.mark.parametrize(
    "error, seconds",
    [
        (errors.LegacyBusy("x"), "5"),
        (errors.PythonMissing("x"), "30"),
        (errors.LegacyTimedOut("x"), None),
        (errors.LotGone("x"), None),
    ],
)
def test_only_what_comes_back_says_when(error, seconds) -> None:
    assert dict(error_page(error, "rid-1").headers).get("Retry-After") == seconds


def test_a_refused_method_is_told_the_others() -> None:
    assert "GET" in dict(error_page(errors.MethodRefused("x"), "rid-1").headers)["Allow"]


def test_the_policy_allows_the_one_style_of_the_page() -> None:
    page = error_page(FiguierError("x"), "rid-1")
    fields = dict(page.headers)

    style = re.search(r"<style>(.*)</style>", page.body.decode())
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in fields["Content-Security-Policy"]
    assert "default-src 'none'" in fields["Content-Security-Policy"]
    assert fields["Cache-Control"] == "no-store"
    assert int(fields["Content-Length"]) == len(page.body)


def test_a_request_id_is_shown_as_text() -> None:
    assert "<script>" not in error_page(FiguierError("x"), "<script>").body.decode()


def test_a_redirect_leads_to_the_canonical_spelling_and_is_not_remembered() -> None:
    refusal = Refusal(301, Reason.NOT_CANONICAL, "moved", b"/communes?a=1&b=%22")

    page = redirect_page(refusal, "rid-1")

    assert (page.status, page.reason) == (301, "Moved Permanently")
    assert dict(page.headers)["Location"] == "/communes?a=1&b=%22"
    assert dict(page.headers)["Cache-Control"] == "no-store"
    assert html.fromstring(page.body).find(".//a").get("href") == "/communes?a=1&b=%22"


@pytest.mark.parametrize(
    "refusal, kind",
    [
        (Refusal(421, Reason.HOST_UNKNOWN, ""), errors.HostUnknown),
        (Refusal(400, Reason.TARGET_AMBIGUOUS, ""), errors.TargetAmbiguous),
        (Refusal(405, Reason.TARGET_AMBIGUOUS, ""), errors.MethodRefused),
        (Refusal(404, Reason.CONTROLLER_BLOCKED, ""), errors.ControllerBlocked),
        (Refusal(404, Reason.NOT_CANONICAL, ""), errors.AddressUnknown),
        (Refusal(400, Reason.NOT_CANONICAL, ""), errors.TargetAmbiguous),
        (Refusal(410, Reason.GONE, ""), errors.LotGone),
    ],
)
def test_a_refusal_of_the_core_has_its_named_error(refusal, kind) -> None:
    assert type(error_of(refusal)) is kind


@pytest.mark.parametrize(
    "status, kind",
    [
        (400, errors.RequestRefused),
        (414, errors.TargetTooLong),
        (417, errors.RequestRefused),
        (431, errors.HeadTooLarge),
        (500, FiguierError),
        (501, errors.CodingUnknown),
    ],
)
def test_a_message_nobody_could_read_has_a_named_error_too(status, kind) -> None:
    error = error_of_status(status, "detail")

    assert type(error) is kind
    assert error_page(error, "rid-1", status=status).status == status


@pytest.mark.parametrize("kind", sorted({*WORDS, *SERVED}, key=lambda kind: kind.__name__))
def test_every_page_is_documented_with_its_title_and_status(kind) -> None:
    page = error_page(kind("x"), "rid-1")
    title = html.fromstring(page.body).findtext(".//h1")
    rows = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("|")]

    assert any(
        title in row and str(page.status) in row and f"`{kind.__name__}`" in row for row in rows
    )
