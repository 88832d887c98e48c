"""A hundred thousand requests that went wrong: none reaches the upstream with two readings."""

import asyncio
import os
import re
from collections import Counter

import pytest

from tests.fakes.loopless import Exchange
from tests.fakes.mutations import cuts, mutated, mutated_answer
from tests.fakes.strict_http import Ambiguous, read_answer, read_requests


def targets_of(got: bytes) -> list[bytes]:
    """What each answer that came from the upstream says it answers."""
    return re.findall(rb"\r\nX-Echo: ([^\r]*)\r\n", got)


def origin(target: bytes) -> bytes:
    return re.sub(rb"^https?://[^/]*", b"", target)


def fault_of(data: bytes, got: bytes, sent: list) -> str:  # type: ignore[type-arg]
    """Which promise this exchange breaks, if any."""
    wanted = [
        (message.method, origin(message.target), message.body)
        for message in read_requests(data, from_client=True).messages
    ]
    faults = [reading.fault for reading in sent if reading.fault]
    if faults:
        return f"the upstream was sent {faults[0]}"
    seen = [(m.method, m.target, m.body) for reading in sent for m in reading.messages]
    left = list(wanted)
    for message in seen:
        if message not in left:
            return f"the upstream read {message!r}, which nobody asked"
        left.remove(message)
    if targets_of(got) != [m[1] for m in wanted if m in seen][: len(targets_of(got))]:
        return f"answers {targets_of(got)} for {[m[1] for m in wanted]}"
    return ""


def answer_fault(data: bytes, is_reset: bool, got: bytes, was_cut: bool) -> str:
    """Which promise to the client this answer breaks, if any."""
    try:
        told = read_answer(data, from_upstream=True)[0]
    except Ambiguous:
        told = None
    try:
        seen, after = read_answer(got)
    except Ambiguous as why:
        return f"the client was sent {why}"
    if after:
        return f"the client was sent {after[:60]!r} after its answer"
    if seen.status in (502, 504) or was_cut or not seen.is_whole:
        # Refused, or visibly not whole.
        return "" if seen.status in (502, 504) or was_cut else f"left hanging with {got[:60]!r}"
    if seen.status in (204, 304) and not seen.body:
        # Whatever framing the upstream announced, there is nothing to frame.
        return ""
    if told is None:
        return f"the client took {got[:80]!r} for an answer"
    is_whole = told.is_whole or (told.is_whole is None and not is_reset)
    if not is_whole or (told.status, told.body) != (seen.status, seen.body):
        return f"the client read {seen!r}, the upstream said {told!r}"
    return ""


async def judged_answers(count: int, first: int) -> tuple[Counter[str], list[str]]:
    exchange, verdicts, faults = Exchange(), Counter[str](), []
    for seed in range(first, first + count):
        data, is_reset = mutated_answer(seed), seed % 3 == 0
        try:
            got, was_cut = await exchange.answered(cuts(seed, data), is_reset=is_reset)
        except Exception as error:  # noqa: BLE001, whatever it is, it is a finding
            faults.append(f"seed {seed}: {error!r}")
            continue
        if fault := answer_fault(data, is_reset, got, was_cut):
            faults.append(f"seed {seed}: {fault}")
        is_refused = got.startswith((b"HTTP/1.1 502", b"HTTP/1.1 504"))
        verdicts["refused" if is_refused else "cut off" if was_cut else "passed"] += 1
    return verdicts, faults


async def judged(count: int, first: int) -> tuple[Counter[str], list[str]]:
    exchange, verdicts, faults = Exchange(), Counter[str](), []
    for seed in range(first, first + count):
        data = mutated(seed)
        try:
            got, sent = await exchange.carry(cuts(seed, data))
        except Exception as error:  # noqa: BLE001, whatever it is, it is a finding
            faults.append(f"seed {seed}: {error!r}")
            continue
        fault = fault_of(data, got, sent)
        if fault:
            faults.append(f"seed {seed}: {fault}")
        whole = sum(len(reading.messages) for reading in sent)
        verdicts["forwarded"] += bool(whole)
        verdicts["refused"] += bool(re.search(rb"^HTTP/1\.1 (?:4|50[15])", got))
        verdicts["left incomplete"] += any(reading.rest for reading in sent)
    return verdicts, faults


def run(count: int) -> None:
    verdicts, faults = asyncio.run(judged(count, int(os.environ.get("FIGUIER_SEED", "0"))))
    print(f"\n{count} mutated messages: {dict(verdicts)}; faults {len(faults)}")

    assert faults == []
    # A judge that lets all pass, or a gateway that refuses all, would prove nothing.
    assert verdicts["forwarded"] > count * 0.2
    assert verdicts["refused"] > count * 0.2


def run_answers(count: int) -> None:
    verdicts, faults = asyncio.run(judged_answers(count, int(os.environ.get("FIGUIER_SEED", "0"))))
    print(f"\n{count} mutated answers: {dict(verdicts)}; faults {len(faults)}")

    assert faults == []
    assert verdicts["passed"] > count * 0.2
    assert verdicts["refused"] > count * 0.2


def test_no_mutated_answer_is_taken_for_another() -> None:
    run_answers(6_000)


@pytest.mark.soak
def test_none_of_a_hundred_thousand_answers_is() -> None:
    run_answers(int(os.environ.get("FIGUIER_MUTATIONS", "100000")))


def test_no_mutated_message_reaches_the_upstream_with_two_readings() -> None:
    run(6_000)


@pytest.mark.soak
def test_none_of_a_hundred_thousand_does() -> None:
    run(int(os.environ.get("FIGUIER_MUTATIONS", "100000")))
