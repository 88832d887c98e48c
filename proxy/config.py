"""Settings: name, kind, default and one sentence each, read once from the environment."""

# ruff: noqa: RUF009 - setting() and family() give dataclass fields, not shared defaults

import difflib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

from proxy import setting_kinds as kinds
from proxy.errors import ConfigurationRefused
from proxy.setting_kinds import Network
from proxy.setting_rows import PREFIX, Row, family, given_in, row_of, setting, shown_value


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything deployment decides; read once, never changed."""

    routing_file: Path = setting("routing.yaml", kinds.PATH, "The file that says who answers.")
    state_dir: Path = setting("var", kinds.PATH, "Where the journal and the workers' state live.")
    operator: str = setting(
        "", kinds.TEXT, "Who flips, for the journal; empty: the unix user (the one before sudo)."
    )
    lock_timeout_s: float = setting(
        "10", kinds.SECONDS, "How long a flip waits for another one to finish."
    )
    reload_interval_s: float = setting(
        "0.25", kinds.SECONDS, "How often each worker looks at the routing file."
    )
    host: str = setting("127.0.0.1", kinds.TEXT, "The address the proxy listens on.")
    port: int = setting("8000", kinds.PORT, "The port the proxy listens on.")
    workers: int = setting("2", kinds.POSITIVE, "Processes of the door that visitors enter by.")
    python_workers: int = setting(
        "2", kinds.POSITIVE, "Processes that run the Flask application behind the gateway."
    )
    python_application: str = setting(
        "proxy.app:create_python_side()",
        kinds.TEXT,
        "What those processes run, as gunicorn names it.",
    )
    threads: int = setting("64", kinds.POSITIVE, "Requests one process of the WSGI door carries.")
    access_log: str = setting(
        "-", kinds.TEXT, "Where a line a request goes: a file, - for standard output, or none."
    )
    secret_key: str = setting(
        "",
        kinds.LONG_SECRET,
        "Signs what the proxy itself gives visitors; empty: `figuier serve` draws one.",
        secret=True,
    )
    database_url: str = setting(
        "",
        kinds.DATABASE_URL,
        "The business database; empty: Python answers no page that needs it.",
        secret=True,
    )
    inventory_projects: str = setting(
        "",
        kinds.TEXT,
        "Legacy projects that `figuier inventory` reads: backend=folder, comma-separated.",
    )
    state_database_url: str = setting(
        "",
        kinds.DATABASE_URL,
        "Where requests are counted and the console's accounts live; empty: an SQLite file of the"
        " state directory. MySQL or MariaDB when several machines share it.",
        secret=True,
    )
    request_log_rows: int = setting(
        "200000", kinds.POSITIVE, "Requests the redacted request log keeps; the oldest go first."
    )
    gate_requests: int = setting(
        "500", kinds.COUNT, "Requests a lot needs at its present stage before it moves forward."
    )
    gate_days: int = setting("2", kinds.COUNT, "Calendar days it needs them on.")
    gate_error_points: float = setting(
        "1",
        kinds.POINTS,
        "Points by which Python's share of errors (5xx) may surely not pass legacy's.",
    )
    gate_slow_points: float = setting(
        "5",
        kinds.POINTS,
        "Points by which Python's share of slow answers may surely not pass legacy's.",
    )
    sentinel_hours: float = setting(
        "24",
        kinds.HOURS,
        "Hours that a lot is watched after it moved to Python; 0: no sentinel watches.",
    )
    alert_smtp: str = setting(
        "", kinds.ADDRESS, "The mail server of alerts, as host:port; empty: no e-mail."
    )
    alert_from: str = setting("figuier@localhost", kinds.TEXT, "Who alerts are from.")
    alert_to: tuple[str, ...] = setting("", kinds.NAMES, "Whom alerts are sent to.")
    alert_webhook: str = setting(
        "", kinds.WEBHOOK, "Where alerts are posted as JSON; empty: nowhere.", secret=True
    )
    trusted_proxies: tuple[Network, ...] = setting(
        "", kinds.NETWORKS, "Who may speak for a visitor in X-Forwarded fields; empty: nobody."
    )
    public_scheme: str = setting(
        "auto", kinds.SCHEME, "What visitors type; auto believes the connection and those proxies."
    )
    allow_dev_controllers: bool = setting(
        "no", kinds.YES_OR_NO, "Whether visitors may reach `*_dev.php` front controllers."
    )
    connect_timeout_s: float = setting(
        "3", kinds.SECONDS, "How long a connection to the legacy may take."
    )
    head_timeout_s: float = setting(
        "120", kinds.SECONDS, "How long the legacy may take to begin its answer."
    )
    idle_timeout_s: float = setting(
        "60", kinds.SECONDS, "How long the legacy may be silent in the middle of its answer."
    )
    drain_timeout_s: float = setting(
        "30", kinds.SECONDS, "How long requests in flight may go on after SIGTERM."
    )
    max_body_bytes: int = setting(
        "1073741824", kinds.COUNT, "The largest request body; 0 leaves the limit to the legacy."
    )
    max_connections: int = setting(
        "32", kinds.POSITIVE, "Connections the WSGI door keeps open to each legacy application."
    )
    upstream_connections: int = setting(
        "256", kinds.POSITIVE, "Requests one worker of the gateway has at each upstream at once."
    )
    queue_length: int = setting(
        "256", kinds.COUNT, "Requests that may wait when those are all taken; beyond, 503."
    )
    queue_timeout_s: float = setting("2", kinds.SECONDS, "How long they may wait.")
    client_head_timeout_s: float = setting(
        "10", kinds.SECONDS, "How long a client may take to send the head of a request."
    )
    client_body_timeout_s: float = setting(
        "60", kinds.SECONDS, "How long a client may be silent in the middle of its body."
    )
    client_idle_timeout_s: float = setting(
        "75", kinds.SECONDS, "How long a connection is kept for a client's next request."
    )
    client_write_timeout_s: float = setting(
        "60", kinds.SECONDS, "How long a client may take nothing of its answer."
    )
    max_line_bytes: int = setting("8190", kinds.POSITIVE, "The longest request line.")
    max_head_bytes: int = setting(
        "32768", kinds.POSITIVE, "The largest head of a message, either way."
    )
    max_fields: int = setting("100", kinds.POSITIVE, "The most fields in a head, either way.")
    max_chunk_line_bytes: int = setting(
        "256", kinds.POSITIVE, "The longest size line of a chunk, with its extension."
    )
    max_trailer_bytes: int = setting(
        "8192", kinds.POSITIVE, "The largest trailer section of a chunked body."
    )
    event_loop: str = setting(
        "auto",
        kinds.EVENT_LOOP,
        "What the gateway runs on; auto takes uvloop where it is installed.",
    )
    backend_urls: Mapping[str, str] = family(
        "BACKEND_<NAME>_URL",
        kinds.HTTP_URL,
        "Where that backend answers, instead of the `url` in the routing file.",
    )
    legacy_projects: Mapping[str, str] = family(
        "PROJECT_<BACKEND>",
        kinds.TEXT,
        "The folder of that backend's PHP source, which `figuier db` and others read, never run.",
    )
    big_table_rows: int = setting(
        "100000", kinds.POSITIVE, "Rows from which `figuier db check` refuses a long lock."
    )
    foreign_writes: str = setting(
        "alarm",
        kinds.FOREIGN_WRITES,
        "What becomes of a Python lot's write outside its manifest's tables; tests refuse it.",
    )
    symfony1_session_dir: Path | None = setting(
        "",
        kinds.OPTIONAL_PATH,
        "PHP's session.save_path; empty: Python takes every visitor for a new one.",
    )
    symfony1_session_store: str = setting(
        "files",
        kinds.SESSION_STORE,
        "Where PHP keeps sessions: files are in the folder above; a table is in the database, "
        "with ?id=&data=&time= where its columns have other names; a server may have ?prefix=, "
        "?lock=0 and ?lifetime= (seconds), as PHP's own handlers have them.",
        secret=True,
    )
    symfony1_session_format: str = setting(
        "php", kinds.SESSION_FORMAT, "PHP's `session.serialize_handler`."
    )
    symfony1_session_cookie_secret: str = setting(
        "",
        kinds.TEXT,
        "`session_cookie_secret` of sfCacheSessionStorage, which signs its cookie.",
        secret=True,
    )
    symfony1_php_files: tuple[Path, ...] = setting(
        "",
        kinds.PATHS,
        "php.ini, conf.d and pool files that PHP reads, for `figuier session doctor` alone.",
    )
    symfony1_php_pool: str = setting(
        "www", kinds.TEXT, "The FPM pool of the Symfony 1 application in those files."
    )
    symfony1_session_cookie: str = setting(
        "symfony", kinds.COOKIE_NAME, "The name of the Symfony 1 session cookie."
    )
    symfony1_session_cookie_attributes: str = setting(
        "path=/; HttpOnly",
        kinds.COOKIE_ATTRIBUTES,
        "What PHP's own Set-Cookie line says behind the cookie, as session.cookie_* make it.",
    )
    symfony1_strict_ids: bool = setting(
        "no",
        kinds.YES_OR_NO,
        "PHP's `session.use_strict_mode`: whether PHP refuses ids that no session has.",
    )
    symfony1_default_culture: str = setting(
        "fr", kinds.TEXT, "factories.yml's `default_culture`, of visitors who have chosen none."
    )
    symfony1_session_timeout_s: float | None = setting(
        "1800",
        kinds.SECONDS_OR_FALSE,
        "A visitor idle this long is signed out, as sfUser does; false: nobody ever is.",
    )
    symfony1_dropped_at_sign_out: tuple[str, ...] = setting(
        "",
        kinds.NAMES,
        "Attribute namespaces that the site's own user class drops at sign-out; Apostrophe: "
        "apostrophe, apostrophe_media.",
    )
    symfony1_session_wait_s: float = setting(
        "30",
        kinds.SECONDS,
        "How long a request that changes the session waits for a page of PHP that holds it; then 503.",
    )
    symfony1_remember_cookie: str = setting(
        "sfRemember", kinds.COOKIE_NAME, "The name of the remember-me cookie."
    )
    symfony1_other_cookies: tuple[str, ...] = setting(
        "",
        kinds.NAMES,
        "Cookies of other applications that browsers send along, for `figuier session doctor` alone.",
    )
    symfony1_remember_age_s: int = setting(
        "1296000",
        kinds.POSITIVE,
        "Seconds that a remember key counts: sfGuard's `remember_key_expiration_age`, 15 days.",
    )
    symfony1_csrf_secrets: Mapping[str, str] = family(
        "SYMFONY1_CSRF_SECRET_<APPLICATION>",
        kinds.TEXT,
        "That application's `csrf_secret`, as its settings.yml has it.",
        secret=True,
    )
    kept_form_bytes: int = setting(
        "1048576",
        kinds.POSITIVE,
        "The largest form that is kept through a sign-in; memcached holds 768 KiB, a table 40 KiB.",
    )
    symfony4_session_dir: Path | None = setting(
        "",
        kinds.OPTIONAL_PATH,
        "The Symfony 4 site's session.save_path; empty: Python takes its visitors for new ones.",
    )
    symfony4_session_format: str = setting(
        "php", kinds.SESSION_FORMAT, "`session.serialize_handler` of that site's PHP."
    )
    symfony4_session_cookie: str = setting(
        "PHPSESSID", kinds.COOKIE_NAME, "The name of its session cookie: framework.session.name."
    )
    symfony4_security_file: Path | None = setting(
        "",
        kinds.OPTIONAL_PATH,
        "Its config/packages/security.yaml: roles that imply others, and access_control.",
    )
    symfony4_firewall: str = setting(
        "main", kinds.TEXT, "The firewall, or its `context`, that signs its visitors in."
    )
    symfony4_sign_in_page: str = setting(
        "/login",
        kinds.PAGE,
        "Where its visitors sign in: the path of the firewall's `form_login: login_path`.",
    )
    symfony4_roles: tuple[str, ...] = setting(
        "",
        kinds.NAMES,
        "group=ROLE as its user provider gives them, *=ROLE for other groups, super_admin=ROLE, "
        "ROLE for everybody; empty: the session's roles count until Symfony looks again.",
    )
    symfony4_secret: str = setting(
        "",
        kinds.TEXT,
        "Its framework.secret, which signs REMEMBERME; empty: that cookie signs nobody in on Python.",
        secret=True,
    )
    console_hosts: tuple[str, ...] = setting(
        "localhost, 127.0.0.1, [::1]",
        kinds.NAMES,
        "Hosts at which the console answers under /-/; at any other only /-/health does.",
    )
    console_permissions: tuple[str, ...] = setting(
        "",
        kinds.NAMES,
        "sfGuard permissions whose holders may sign in to the console, each with its role, as"
        " console_pilotage=lead; empty: only the console's own accounts.",
    )
    console_idle_timeout_s: float = setting(
        "1800", kinds.SECONDS, "Somebody idle this long in the console is signed out."
    )
    parity_dir: Path | None = setting(
        "", kinds.OPTIONAL_PATH, "Where parity.yaml and the lots' own are; empty: with their code."
    )
    parity_kept_days: int = setting(
        "90", kinds.POSITIVE, "Days that counts of compared answers are kept."
    )
    parity_examples_kept_days: int = setting(
        "30", kinds.POSITIVE, "Days that a redacted example of a difference is kept."
    )
    shadow_percent: int = setting(
        "100", kinds.PERCENT, "The share of GETs of lots at shadow that Python is asked too."
    )
    shadow_canary_percent: int = setting(
        "10", kinds.PERCENT, "The share of GETs of lots in canary that the other side is asked too."
    )
    shadow_timeout_s: float = setting(
        "10", kinds.SECONDS, "How long a shadow may take before its process is ended."
    )
    shadow_queue: int = setting(
        "64", kinds.POSITIVE, "Shadows that may wait; beyond, they are dropped and counted."
    )
    time_zone: zoneinfo.ZoneInfo = setting(
        "Europe/Paris",
        kinds.TIME_ZONE,
        "Where the days of the calendar begin, and whose hours a lot's schedule means.",
    )
    cohort_organisation: str = setting(
        "",
        kinds.TEXT,
        "From an account to its organisation, for cohorts: TABLE.KEY.COLUMN, several with spaces"
        " between, each looking up what the one before found; empty: nobody has one.",
    )


#: Every setting, in the order of the documentation.
ROWS: tuple[Row, ...] = tuple(row_of(row.name, row.metadata) for row in fields(Settings))


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of this environment; a variable that is empty counts as absent.

    Errors: ConfigurationRefused, every fault at once, each with the variable's name.
    """
    values: dict[str, object] = {}
    faults: list[str] = []
    for name, row, word in given_in(environ, ROWS):
        try:
            value = row.kind.parse(environ[name])
        except ValueError:
            text = "its value" if row.is_secret else repr(environ[name])
            faults.append(f"{name}: {text} is not {row.kind.expected}")
            continue
        if row.is_family:
            members = cast("dict[str, object]", values.setdefault(row.attribute, {}))
            members[word] = value
        else:
            values[row.attribute] = value
    if faults:
        raise ConfigurationRefused(faults)
    return Settings(**values)  # type: ignore[arg-type]  # each parsed by its row


def unknown_settings(environ: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each FIGUIER_ variable that no setting reads."""
    sentences = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and all(row.word_of(name) is None for row in ROWS):
            near = difflib.get_close_matches(name, [row.name for row in ROWS], n=1, cutoff=0.8)
            hint = f"; did you mean {near[0]}?" if near else ""
            sentences.append(f"{name} is not a setting{hint}")
    return tuple(sentences)


def shown(settings: Settings) -> dict[str, str]:
    """Every setting as text for people; a secret only says whether it is set."""
    return {row.name: shown_value(row, getattr(settings, row.attribute)) for row in ROWS}
