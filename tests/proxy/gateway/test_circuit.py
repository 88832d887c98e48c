"""An upstream that cannot be reached is left alone, and tried again soon."""

from proxy.gateway.circuit import Circuit


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Circuit:
    circuit = Circuit(clock)
    for _ in range(5):
        circuit.failed()
    return circuit


def test_four_failures_leave_it_closed() -> None:
    circuit = Circuit(Clock())
    for _ in range(4):
        circuit.failed()

    assert circuit.lets_through()
    assert not circuit.is_open


def test_five_failures_in_a_row_open_it() -> None:
    circuit = opened(Clock())

    assert circuit.is_open
    assert not circuit.lets_through()


def test_a_connection_between_failures_starts_the_count_anew() -> None:
    circuit = Circuit(Clock())
    for _ in range(4):
        circuit.failed()
    circuit.succeeded()
    circuit.failed()

    assert not circuit.is_open


def test_one_probe_passes_after_the_wait_and_only_one() -> None:
    clock = Clock()
    circuit = opened(clock)
    clock.now += 1.01

    assert [circuit.lets_through() for _ in range(3)] == [True, False, False]


def test_a_probe_that_fails_keeps_it_open_for_another_wait() -> None:
    clock = Clock()
    circuit = opened(clock)
    clock.now += 1.01
    circuit.lets_through()
    circuit.failed()
    clock.now += 0.5

    assert not circuit.lets_through()


def test_a_probe_that_succeeds_closes_it() -> None:
    clock = Clock()
    circuit = opened(clock)
    clock.now += 1.01
    circuit.lets_through()
    circuit.succeeded()

    assert circuit.lets_through()
