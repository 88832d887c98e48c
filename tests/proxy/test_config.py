from pathlib import Path

import pytest

from proxy.config import ROWS, Settings, read_settings, shown, unknown_settings
from proxy.errors import ConfigurationRefused


def test_an_empty_environment_gives_every_default() -> None:
    assert read_settings({}) == Settings()


def test_an_empty_variable_counts_as_absent() -> None:
    assert read_settings({"FIGUIER_PORT": "", "FIGUIER_BACKEND_GESTION_URL": ""}) == Settings()


@pytest.mark.parametrize(
    "name, text, attribute, expected",
    [
        pytest.param("FIGUIER_PORT", "9000", "port", 9000, id="port"),
        pytest.param("FIGUIER_STATE_DIR", "/srv/var", "state_dir", Path("/srv/var"), id="path"),
        pytest.param("FIGUIER_CONNECT_TIMEOUT_S", "0.5", "connect_timeout_s", 0.5, id="seconds"),
        pytest.param("FIGUIER_MAX_BODY_BYTES", "0", "max_body_bytes", 0, id="zero is a count"),
        pytest.param(
            "FIGUIER_ALLOW_DEV_CONTROLLERS", "Yes", "allow_dev_controllers", True, id="yes"
        ),
        pytest.param("FIGUIER_ALLOW_DEV_CONTROLLERS", "0", "allow_dev_controllers", False, id="no"),
        pytest.param(
            "FIGUIER_BACKEND_GESTION_URL",
            "http://127.0.0.1:9001/",
            "backend_urls",
            {"gestion": "http://127.0.0.1:9001"},
            id="family with a word inside",
        ),
        pytest.param(
            "FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND",
            "invented",
            "symfony1_csrf_secrets",
            {"frontend": "invented"},
            id="family with a word at the end",
        ),
        pytest.param(
            "FIGUIER_SYMFONY1_SESSION_DIR",
            "var/s",
            "symfony1_session_dir",
            Path("var/s"),
            id="optional path",
        ),
        pytest.param(
            "FIGUIER_SYMFONY1_SESSION_TIMEOUT_S",
            "false",
            "symfony1_session_timeout_s",
            None,
            id="never",
        ),
        pytest.param(
            "FIGUIER_SYMFONY1_DROPPED_AT_SIGN_OUT",
            "apostrophe, apostrophe_media",
            "symfony1_dropped_at_sign_out",
            ("apostrophe", "apostrophe_media"),
            id="names",
        ),
    ],
)
def test_a_variable_sets_its_attribute(name, text, attribute, expected) -> None:
    assert getattr(read_settings({name: text}), attribute) == expected


def test_trusted_proxies_are_networks() -> None:
    settings = read_settings({"FIGUIER_TRUSTED_PROXIES": "10.0.0.0/8, ::1"})

    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]


def test_all_members_of_a_family_are_kept() -> None:
    settings = read_settings(
        {"FIGUIER_BACKEND_A_URL": "http://a:1", "FIGUIER_BACKEND_B_C_URL": "http://b:2"}
    )

    assert settings.backend_urls == {"a": "http://a:1", "b_c": "http://b:2"}


@pytest.mark.parametrize(
    "name, text, expected",
    [
        pytest.param("FIGUIER_PORT", "0", "a port", id="port zero"),
        pytest.param("FIGUIER_PORT", "65536", "a port", id="port too high"),
        pytest.param("FIGUIER_PORT", "80a", "a port", id="port with a letter"),
        pytest.param("FIGUIER_PORT", "²", "a port", id="a digit that is not ASCII"),
        pytest.param("FIGUIER_WORKERS", "0", "1 or more", id="no worker"),
        pytest.param("FIGUIER_MAX_BODY_BYTES", "-1", "0 or more", id="negative size"),
        pytest.param("FIGUIER_IDLE_TIMEOUT_S", "0", "seconds above 0", id="no time at all"),
        pytest.param("FIGUIER_IDLE_TIMEOUT_S", "inf", "seconds above 0", id="for ever"),
        pytest.param("FIGUIER_SENTINEL_HOURS", "-1", "hours, 0 or more", id="before it moved"),
        pytest.param("FIGUIER_IDLE_TIMEOUT_S", "nan", "seconds above 0", id="not a number"),
        pytest.param("FIGUIER_ALLOW_DEV_CONTROLLERS", "oui", "yes or no", id="yes in French"),
        pytest.param("FIGUIER_BACKEND_X_URL", "ftp://a", "http://host:port", id="scheme"),
        pytest.param("FIGUIER_BACKEND_X_URL", "http://a/b", "without path", id="path"),
        pytest.param("FIGUIER_BACKEND_X_URL", "http://a:x", "http://host:port", id="port"),
        pytest.param("FIGUIER_BACKEND_X_URL", "http:///", "http://host:port", id="no host"),
        pytest.param("FIGUIER_TRUSTED_PROXIES", "10.0.0.1/8", "networks", id="host bits"),
        pytest.param("FIGUIER_TRUSTED_PROXIES", "10.0.0.1,", "networks", id="trailing comma"),
        pytest.param("FIGUIER_TIME_ZONE", "Europe/Valmont", "a time zone", id="time zone"),
        pytest.param("FIGUIER_TIME_ZONE", "../etc", "a time zone", id="time zone as a path"),
        pytest.param("FIGUIER_PUBLIC_SCHEME", "HTTPS", "auto, http or https", id="scheme case"),
        pytest.param("FIGUIER_EVENT_LOOP", "uv", "auto, uvloop or asyncio", id="event loop"),
        pytest.param("FIGUIER_SYMFONY1_SESSION_COOKIE", "a b", "a cookie name", id="cookie"),
        pytest.param(
            "FIGUIER_SYMFONY1_SESSION_TIMEOUT_S", "0", "seconds above 0, or false", id="no time-out"
        ),
        pytest.param("FIGUIER_SYMFONY1_DROPPED_AT_SIGN_OUT", "a,", "names", id="an empty name"),
        pytest.param("FIGUIER_SYMFONY1_DROPPED_AT_SIGN_OUT", "a,a", "names", id="a name twice"),
        pytest.param("FIGUIER_OPERATOR", "claire\nroot", "one line", id="two lines"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_expected(name, text, expected) -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        read_settings({name: text})

    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].startswith(f"{name}: {text!r} is not ")
    assert expected in caught.value.faults[0]


def test_every_fault_is_reported_at_once() -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        read_settings({"FIGUIER_PORT": "x", "FIGUIER_WORKERS": "y", "FIGUIER_THREADS": "4"})

    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "FIGUIER_PORT",
        "FIGUIER_WORKERS",
    ]


@pytest.mark.parametrize(
    "name, text",
    [
        ("FIGUIER_SECRET_KEY", "too short"),
        ("FIGUIER_DATABASE_URL", "postgresql://a:b@c/d"),
        ("FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND", "two\nlines"),
    ],
)
def test_a_refused_secret_is_not_repeated(name, text) -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        read_settings({name: text})

    assert text not in str(caught.value)
    assert f"{name}: its value is not" in str(caught.value)


def test_secrets_are_never_shown() -> None:
    settings = read_settings(
        {
            "FIGUIER_SECRET_KEY": "0123456789abcdef0123456789abcdef",
            "FIGUIER_DATABASE_URL": "mysql+mysqldb://gestion:azerty@127.0.0.1/gestion",
            "FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND": "invented",
        }
    )

    for text in (repr(settings), str(shown(settings))):
        assert not [secret for secret in ("0123456789", "azerty", "invented") if secret in text]
    assert shown(settings)["FIGUIER_DATABASE_URL"] == "set"
    assert shown(Settings())["FIGUIER_DATABASE_URL"] == "not set"


def test_what_is_switched_off_is_shown_as_it_was_written() -> None:
    name = "FIGUIER_SYMFONY1_SESSION_TIMEOUT_S"

    assert shown(read_settings({name: "False"}))[name] == "false"


def test_shown_defaults_are_the_documented_ones() -> None:
    defaults = shown(Settings())

    assert {row.name: row.default for row in ROWS if not row.is_secret} == {
        row.name: defaults[row.name] for row in ROWS if not row.is_secret
    }


@pytest.mark.parametrize(
    "name, expected",
    [
        pytest.param("FIGUIER_PORT", (), id="known"),
        pytest.param("FIGUIER_BACKEND_GESTION_URL", (), id="of a family"),
        pytest.param("PORT", (), id="not ours"),
        pytest.param(
            "FIGUIER_STATEDIR",
            ("FIGUIER_STATEDIR is not a setting; did you mean FIGUIER_STATE_DIR?",),
            id="misspelt",
        ),
        pytest.param("FIGUIER_MOON", ("FIGUIER_MOON is not a setting",), id="near nothing"),
        pytest.param(
            "FIGUIER_BACKEND__URL",
            ("FIGUIER_BACKEND__URL is not a setting; did you mean FIGUIER_BACKEND_<NAME>_URL?",),
            id="a family without its word",
        ),
    ],
)
def test_a_variable_that_no_setting_reads_is_named(name, expected) -> None:
    assert unknown_settings({name: "x"}) == expected


def test_every_setting_has_one_sentence() -> None:
    assert [row.name for row in ROWS if not row.sentence.endswith(".")] == []
    assert len({row.name for row in ROWS}) == len(ROWS)
