"""Lots at shadow behind the WSGI door are told to be compared with nothing."""

import os
from pathlib import Path

import pytest

from proxy.parity.shadow.doors import WSGI_DOOR, about_the_wsgi_door, unshadowed
from proxy.routing_file.reader import parse_table
from proxy.routing_file.workers import WorkerState, publish
from tests.fakes.routing_files import routing_text


@pytest.mark.parametrize(
    "stage, told",
    [
        ("legacy", ""),
        ("python", ""),
        ("shadow", "lists is at shadow"),
        ("canary 5%", "lists is at"),
    ],
)
@pytest.mark.parametrize("role", [WSGI_DOOR, "gateway"])
def test_only_processes_of_the_wsgi_door_compare_nothing(
    tmp_path: Path, stage: str, told: str, role: str
) -> None:
    table = parse_table(routing_text(lists=stage).encode(), "routing.yaml")
    assert unshadowed(table, tmp_path) == ""
    publish(tmp_path, WorkerState(os.getpid(), role, "d", 1.0))
    said = unshadowed(table, tmp_path)

    assert about_the_wsgi_door(table).startswith(told)
    assert bool(said) == bool(told and role == WSGI_DOOR)
