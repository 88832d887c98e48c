"""The one canonical address, per kind of legacy: the table of what real servers answer."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.core.table import Backend
from proxy.core.targets import (
    Address,
    Ambiguity,
    asked_target,
    canonical_address,
    canonical_target,
    host_name,
    split_target,
)
from tests.fakes.routes import GESTION, VITRINE

PAGE = "/archives/2024/3"

#: Spelling → application, path. nginx, PHP-FPM and Symfony 1.4 answer one page to all of these.
SAME_PAGE = [
    "//archives/2024/3",
    "/archives//2024/3",
    "/archives%2F2024%2F3",
    "/archives/2024/3%3Fx",
    "/archives/2024/3%3Fx/y",
    "/x/../archives/2024/3",
    "/x/%2e%2e/archives/2024/3",
    "/./archives/2024/3",
    "/archives/./2024/3",
    "/archives/2024/x/../3",
    "/index.php/archives/2024/3",
    "/index.php//archives/2024/3",
    "/index.php%2Farchives/2024/3",
    "/index%2ephp/archives/2024/3",
    "/index.php/x/../archives/2024/3",
    "/index.php/../archives/2024/3",
    "/archives/%2e/2024/3",
    "/x%2f..%2farchives/2024/3",
    "/%61rchives/2024/3",
    "http://gestion.localhost/archives/2024/3",
    "HTTP://gestion.localhost:8000//archives/2024/3",
]


def address(target: str | bytes, backend: Backend = GESTION) -> Address:
    raw = target.encode() if isinstance(target, str) else target
    found = canonical_address(backend, raw)
    assert isinstance(found, Address), found
    return found


@pytest.mark.parametrize("target", SAME_PAGE)
def test_one_page_of_symfony_1_has_one_address(target: str) -> None:
    found = address(target)

    assert (found.application, found.path) == ("frontend", PAGE)


@pytest.mark.parametrize("target", SAME_PAGE)
def test_its_other_spellings_are_known_as_such(target: str) -> None:
    is_plain = target.split("localhost")[-1] in {PAGE, "/%61rchives/2024/3"}

    assert address(target).is_canonical is is_plain


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/Archives/2024/3", "/Archives/2024/3"),
        ("/archives;x=1/2024/3", "/archives;x=1/2024/3"),
        ("/archives%252F2024/3", "/archives%2F2024/3"),
        ("/archives%5C2024/3", "/archives\\2024/3"),
        ("/archives\\2024/3", "/archives\\2024/3"),
        ("/archives%202024/3", "/archives 2024/3"),
        ("/archives/2024/3/", "/archives/2024/3/"),
        ("/archives/2024/3/k/v", "/archives/2024/3/k/v"),
        ("/%252e%252e/archives/2024/3", "/%2e%2e/archives/2024/3"),
        ("/.../archives", "/.../archives"),
        ("/INDEX.PHP/archives/2024/3", "/INDEX.PHP/archives/2024/3"),
        ("/index.phpx/archives", "/index.phpx/archives"),
        ("/x/index.php/archives", "/x/index.php/archives"),
        ("/index.php/index.php/archives", "/index.php/archives"),
        ("/index.php%3F/archives", "/index.php"),
        ("/%3Fx", "/"),
        ("/a/b/..", "/a/"),
        ("/a/b/.", "/a/b/"),
        ("/a/..", "/"),
        ("/a//", "/a/"),
        ("/a%0A", "/a"),
        ("/a%0A%0A", "/a\n"),
        ("/a%0Ab", "/a\nb"),
        ("/a%0D", "/a\r"),
    ],
)
def test_what_is_another_page_keeps_another_address(target: str, path: str) -> None:
    assert address(target).path == path


@pytest.mark.parametrize(
    ("target", "application", "controller", "path"),
    [
        ("/backend.php/users", "backend", "backend.php", "/users"),
        ("//backend.php/users", "backend", "backend.php", "/users"),
        ("/./backend.php", "backend", "backend.php", "/"),
        ("/backend%2ephp", "backend", "backend.php", "/"),
        ("/backend.php%2Fx", "backend", "backend.php", "/x"),
        ("/backend.php//x", "backend", "backend.php", "/x"),
        ("/x/../backend.php", "backend", "backend.php", "/"),
        ("/index.php/../backend.php", "backend", "backend.php", "/"),
        ("/BACKEND.PHP", "frontend", "", "/BACKEND.PHP"),
        ("/backend.php", "backend", "backend.php", "/"),
        ("/backend.php/", "backend", "backend.php", "/"),
        ("/index.php", "frontend", "index.php", "/"),
        ("/", "frontend", "", "/"),
        ("/recherche.php", "", "", "/recherche.php"),
        ("/recherche.php/x", "", "", "/recherche.php/x"),
        ("/recherche.phpx", "frontend", "", "/recherche.phpx"),
        ("/recherche.php%3Fx", "frontend", "", "/recherche.php"),
        ("/backend_dev.php/users", "backend", "backend_dev.php", "/users"),
        ("/other_dev.php/users", "", "", "/other_dev.php/users"),
    ],
)
def test_the_front_controller_names_the_application(
    target: str, application: str, controller: str, path: str
) -> None:
    found = address(target)

    assert (found.application, found.controller, found.path) == (application, controller, path)


@pytest.mark.parametrize(
    ("target", "is_canonical"),
    [
        ("/backend.php/users", True),
        ("/backend.php", True),
        ("/index.php/communes", False),
        ("/index.php", False),
        ("/frontend_dev.php/communes", False),
        ("/caf%C3%A9", True),
        ("/caf%c3%a9", True),
        ("/a%20b+c%2Bd", True),
        ("/a:b@c!$&'()*,=;~-_.x", True),
        ("/.well-known/x", True),
        ('/a"<>|b', True),
        ("/a%5Cb", False),
        ("/a%0Ab", False),
        ("/a%FFb", False),
        ("/a%2541", False),
        ("/a%25", True),
        (b"/caf\xc3\xa9", False),
    ],
)
def test_a_canonical_target_is_read_alike_by_all(target: str | bytes, is_canonical: bool) -> None:
    assert address(target).is_canonical is is_canonical


@pytest.mark.parametrize(
    "target",
    [
        b"", b"abc", b"?x", b"*", b"@evil.example/", b":80/x", b"evil.example:80", b"ftp://a/b",
        b"/a%", b"/a%4", b"/a%zzb", b"/a%00b", b"/a\x00b", b"/a b", b"/a\rb", b"/a\x7fb", b"/a#b", b"/a?b#c",
        b"/..", b"/../a", b"/a/../..", b"/%2e%2e/a", b"/a/%2e%2e%2f%2e%2e",
    ],
)  # fmt: skip
@pytest.mark.parametrize("backend", [GESTION, VITRINE], ids=["symfony1", "symfony4"])
def test_what_has_no_reading_is_ambiguous(target: bytes, backend: Backend) -> None:
    assert isinstance(canonical_address(backend, target), Ambiguity)


@pytest.mark.parametrize(
    ("target", "query"),
    [
        ("/a?x=../..//&y=%2F", b"x=../..//&y=%2F"),
        ("/a??a=?b", b"?a=?b"),
        ("/a?", b""),
        ("/a", b""),
        ("/a%3Fx?y", b"y"),
    ],
)
def test_the_query_is_never_read(target: str, query: bytes) -> None:
    assert address(target).query == query


@pytest.mark.parametrize(
    ("target", "path", "other"),
    [
        pytest.param("/backend.php", "/", None, id="plain"),
        pytest.param("//backend.php", "/", "/backend.php", id="raw, slashes merged"),
        pytest.param("/commune/a/../../index.php", "/", "/commune/a/../../index.php", id="dots"),
        pytest.param("/index%2ephp", "/", "/index%2ephp", id="escapes"),
        pytest.param("/x/../backend.php/", "/", None, id="PATH_INFO is a slash"),
    ],
)
def test_without_path_info_symfony_1_reads_the_raw_uri(
    target: str, path: str, other: str | None
) -> None:
    found = address(target)

    assert (found.path, found.other_path) == (path, other)


@pytest.mark.parametrize(
    ("target", "path", "other", "is_canonical"),
    [
        ("/territoire/x", "/territoire/x", None, True),
        ("/index.php/territoire", "/territoire", None, False),
        ("/index%2ephp/territoire", "/territoire", None, False),
        ("//territoire", "/territoire", None, False),
        ("/territoire%2Fx", "/territoire/x", None, False),
        ("/territoire%3Fx", "/territoire?x", None, True),
        ("/a%2541", "/a%41", None, True),
        ("/territoire/../x", "/x", "/territoire/../x", False),
        ("/index.php/a/./b", "/a/b", "/a/./b", False),
        ("/x/../index.php/a", "/a", "/x/../index.php/a", False),
    ],
)
def test_symfony_4_reads_the_raw_uri_decoded_once(
    target: str, path: str, other: str | None, is_canonical: bool
) -> None:
    found = address(target, VITRINE)

    assert (found.application, found.path) == ("app", path)
    assert (found.other_path, found.is_canonical) == (other, is_canonical)


@pytest.mark.parametrize(
    ("target", "canonical"),
    [
        ("//communes", b"/communes"),
        ("/index.php/communes/3", b"/communes/3"),
        ("/backend.php//users", b"/backend.php/users"),
        ("/index.php", b"/"),
        ("/a%20b//%C3%A9", b"/a%20b/%C3%A9"),
        (b"/caf\xc3\xa9", b"/caf%C3%A9"),
        ("//evil.example/x", b"/evil.example/x"),
        ("/%2Fevil.example/x", b"/evil.example/x"),
        ("/a%5Cb", None),
        ("/a%0D%0AX: y".replace(" ", "%20"), None),
        ("/a%FF", None),
        ("/a%2541", None),
        ("//backend.php", None),
        ("/index.php/index.php/x", None),
        ("/index.php/other.php/x", None),
        ("//other.php/x", b"/other.php/x"),
        ("/communes%0A", b"/communes"),
    ],
)
def test_the_canonical_target_is_one_to_redirect_to(
    target: str | bytes, canonical: bytes | None
) -> None:
    assert canonical_target(GESTION, address(target)) == canonical


@pytest.mark.parametrize(
    ("target", "authority", "origin"),
    [
        (b"/a?b", None, b"/a?b"),
        (b"//a/b", None, b"//a/b"),
        (b"http://a.example/b?c", b"a.example", b"/b?c"),
        (b"HTTPS://a.example:1", b"a.example:1", b"/"),
        (b"http://a.example?b", b"a.example", b"/?b"),
        (b"http:///b", b"", b"/b"),
        (b"*", None, b"*"),
        (b"ftp://a/b", None, b"ftp://a/b"),
    ],
)
def test_an_absolute_target_is_taken_apart(
    target: bytes, authority: bytes | None, origin: bytes
) -> None:
    assert split_target(target) == (authority, origin)


@pytest.mark.parametrize(
    ("method", "target", "origin"),
    [
        ("OPTIONS", b"http://a.example", b"*"),
        ("OPTIONS", b"http://a.example/", b"/"),
        ("GET", b"http://a.example", b"/"),
    ],
)
def test_options_of_a_whole_server_is_the_asterisk(
    method: str, target: bytes, origin: bytes
) -> None:
    assert asked_target(method, target) == (b"a.example", origin)


@pytest.mark.parametrize(
    ("authority", "name"),
    [
        (b"Gestion.Localhost", "gestion.localhost"),
        (b"gestion.localhost.:8000", "gestion.localhost"),
        (b"a:65535", "a"),
        (b"a:", "a"),
        (b"[::1]", "[::1]"),
        (b"[::1]:80", "[::1]"),
        (b"127.0.0.1:80", "127.0.0.1"),
        (b"a_b.example", "a_b.example"),
        (b"a:65536", None),
        (b"a:x", None),
        (b"a:99999999999999999999", None),
        (b".", None),
        (b"a..b", None),
        (b"-a", None),
        (b"a/b", None),
        (b"a@b", None),
        (b"a b", None),
        (b"a,b", None),
        ("é.example".encode(), None),
        (b"", None),
    ],
)
def test_a_host_is_a_lower_case_name(authority: bytes, name: str | None) -> None:
    assert host_name(authority) == name


PIECES = st.sampled_from(
    ["a", "B", "é", "..", ".", "", "%2e", "%2E%2e", "%2f", "%3F", "%5c", "%252f", "index.php",
     "backend.php", "index%2ephp", "a.csv", "12", "%C3%A9", "%ff", "%0a", "x+y", "a;b", "~", "-"]
)  # fmt: skip
TARGETS = st.lists(PIECES, max_size=6).map(lambda pieces: "/" + "/".join(pieces))


@given(TARGETS, st.sampled_from([GESTION, VITRINE]))
def test_the_canonical_target_is_its_own_canonical_target(target: str, backend: Backend) -> None:
    found = canonical_address(backend, target.encode())
    spelled = canonical_target(backend, found) if isinstance(found, Address) else None
    if spelled is None or not isinstance(found, Address):
        return

    again = canonical_address(backend, spelled)

    assert isinstance(again, Address)
    assert (again.application, again.path) == (found.application, found.path)
    assert canonical_target(backend, again) == spelled
    assert not spelled.startswith(b"//")


@given(st.binary(max_size=40), st.sampled_from([GESTION, VITRINE]))
def test_any_bytes_have_one_reading_or_none(raw: bytes, backend: Backend) -> None:
    found = canonical_address(backend, b"/" + raw)

    if isinstance(found, Address):
        assert found.path.startswith("/")
        segments = found.path[1:].split("/")
        assert "" not in segments[:-1]
        assert not {".", ".."} & set(segments)


@given(TARGETS)
def test_canonical_targets_are_what_a_server_decodes_to(target: str) -> None:
    """A canonical target needs one decoding and nothing else: what any WSGI server does."""
    found = canonical_address(GESTION, target.encode())

    if isinstance(found, Address) and found.is_canonical and not found.controller:
        assert unquote(target) == found.path
