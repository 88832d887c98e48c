import logging
import runpy
import socket
import struct
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from proxy.errors import ConfigurationRefused
from proxy.routing_file.live import LiveTable
from proxy.routing_file.workers import workers
from tests.fakes.gunicorn_door import until
from tests.fakes.routing_files import desk_in

OPTIONS = (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO)


@pytest.fixture
def conf(monkeypatch) -> dict:
    monkeypatch.setenv("FIGUIER_PORT", "18299")
    monkeypatch.setenv("FIGUIER_WORKERS", "3")
    return runpy.run_module("proxy.gunicorn_conf")


def test_gunicorn_knows_every_setting(conf) -> None:
    config = Config()
    ours = {name: value for name, value in conf.items() if name in config.settings}

    for name, value in ours.items():
        config.set(name, value)

    assert {
        "bind",
        "threads",
        "worker_class",
        "pre_request",
        "post_fork",
        "post_worker_init",
    } <= set(ours)
    assert (config.settings["bind"].get(), config.settings["workers"].get()) == (
        ["127.0.0.1:18299"], 3,
    )  # fmt: skip


def test_nobody_speaks_for_a_visitor_to_gunicorn(conf) -> None:
    assert conf["forwarded_allow_ips"] == conf["forwarder_headers"] == ""
    assert conf["secure_scheme_headers"] == {}


def test_field_lines_are_left_where_the_door_finds_them(conf) -> None:
    request = SimpleNamespace(body=SimpleNamespace(), headers=[("COOKIE", "a"), ("COOKIE", "b")])

    conf["pre_request"](None, request)

    assert request.body.figuier_lines == (("COOKIE", "a"), ("COOKIE", "b"))


def test_accepted_connections_inherit_the_client_time_outs(conf) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        conf["post_fork"](None, SimpleNamespace(sockets=[SimpleNamespace(sock=listener)]))
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                seconds = [
                    struct.unpack("ll", accepted.getsockopt(socket.SOL_SOCKET, option, 16))[0]
                    for option in OPTIONS
                ]

    assert seconds == [30, 60]


def test_a_worker_is_known_and_counts_before_its_first_request(conf, tmp_path) -> None:
    desk = desk_in(tmp_path)
    live = LiveTable(desk.routing_file, state_dir=desk.state_dir)
    started: list[bool] = []
    counter = SimpleNamespace(start=lambda: started.append(True))
    door = SimpleNamespace(extensions={"figuier": SimpleNamespace(live=live, counter=counter)})

    conf["post_worker_init"](SimpleNamespace(wsgi=door, log=logging.getLogger("figuier")))

    assert until(lambda: len(workers(desk.state_dir)) == 1)
    assert started == [True]
    live.close()


def test_another_application_than_the_door_has_nothing_to_say(conf) -> None:
    conf["post_worker_init"](SimpleNamespace(wsgi=object()))


def test_nonsense_in_a_setting_is_named(monkeypatch) -> None:
    monkeypatch.setenv("FIGUIER_THREADS", "many")

    with pytest.raises(ConfigurationRefused, match="FIGUIER_THREADS"):
        runpy.run_module("proxy.gunicorn_conf")


def test_a_port_that_is_taken_is_named_with_its_setting(conf, capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = SimpleNamespace(cfg=SimpleNamespace(address=[listener.getsockname()]))

        with pytest.raises(SystemExit) as end:
            conf["on_starting"](taken)

    assert end.value.code == 2
    assert "FIGUIER_PORT" in capsys.readouterr().err


def test_sockets_that_are_handed_over_are_not_tried(conf, monkeypatch) -> None:
    conf["on_starting"](SimpleNamespace(cfg=SimpleNamespace(address=[3, "/run/door.sock"])))
    monkeypatch.setenv("GUNICORN_FD", "3")
    conf["on_starting"](SimpleNamespace(cfg=SimpleNamespace(address=[("127.0.0.1", 1)])))
