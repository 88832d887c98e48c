"""What is wrong before the first request is said with the setting that mends it."""

import socket
from pathlib import Path

import pytest

from proxy.config import read_settings
from proxy.core.table import Backend, BackendKind, RoutingTable
from proxy.errors import ConfigurationRefused
from proxy.gateway.first_look import check_settings, silent_backends, table_at_start


def test_settings_that_will_do_raise_nothing(tmp_path: Path) -> None:
    check_settings(read_settings({"FIGUIER_STATE_DIR": str(tmp_path / "new" / "var")}))

    assert list((tmp_path / "new" / "var").iterdir()) == []


def test_every_fault_is_told_at_once() -> None:
    settings = read_settings(
        {
            "FIGUIER_STATE_DIR": "/dev/null/var",
            "FIGUIER_ACCESS_LOG": "/dev/null/log",
            "FIGUIER_MAX_HEAD_BYTES": "10",
        }
    )

    with pytest.raises(ConfigurationRefused) as refused:
        check_settings(settings)
    assert [fault.split(":")[0] for fault in refused.value.faults] == [
        "FIGUIER_MAX_HEAD_BYTES",
        "FIGUIER_STATE_DIR",
        "FIGUIER_ACCESS_LOG",
    ]


def test_a_table_that_is_not_there_is_told_with_its_setting(tmp_path: Path) -> None:
    settings = read_settings({"FIGUIER_ROUTING_FILE": str(tmp_path / "none.yaml")})

    with pytest.raises(ConfigurationRefused, match=r"FIGUIER_ROUTING_FILE: .*none.yaml cannot be"):
        table_at_start(settings)


def test_the_folder_of_a_log_is_made(tmp_path: Path) -> None:
    log = tmp_path / "new" / "log" / "access.jsonl"
    settings = read_settings({"FIGUIER_STATE_DIR": str(tmp_path), "FIGUIER_ACCESS_LOG": str(log)})
    check_settings(settings)

    assert log.read_bytes() == b""


def test_a_backend_that_is_silent_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as open_one, socket.socket() as closed_one:
        closed_one.bind(("127.0.0.1", 0))
        ports = {"up": open_one.getsockname()[1], "down": closed_one.getsockname()[1]}
        table = RoutingTable(
            {
                name: Backend(name, BackendKind.SYMFONY1, f"http://127.0.0.1:{port}", (name,), {})
                for name, port in ports.items()
            },
            (),
        )
        (sentence,) = silent_backends(read_settings({}), table)

    assert sentence.startswith(f"backend down does not answer at http://127.0.0.1:{ports['down']}")
    assert "FIGUIER_BACKEND_DOWN_URL" in sentence
