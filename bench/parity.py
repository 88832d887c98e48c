"""How long it takes to compare two 50 KiB pages: identical, equal after masks, different."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from proxy.parity.answers import Answer
from proxy.parity.compare import Terms, compared
from proxy.parity.rules_file import read_rules

#: Milliseconds that the comparison may take. Source: docs/reference/parity.md.
GOALS = {"identical": 0.2, "equal after masks": 8.0, "different": 60.0}
SIZE = 50 * 1024
ROUNDS = 15

_ROW = (
    '<tr class="sf_admin_row {odd}">\n  <td><input type="checkbox" name="ids[]" value="{n}" /></td>'
    '\n  <td class="sf_admin_text"><a href="/communes/{n}/edit">Étang-sur-Lys {n}</a></td>'
    '\n  <td class="sf_admin_text">{code:05d}</td>\n  <td><ul class="sf_admin_td_actions">'
    '<li class="sf_admin_action_edit"><a href="/communes/{n}/edit">Modifier</a></li></ul></td>\n</tr>\n'
)


def page(token: str = "0" * 32) -> str:
    """A list of towns of about 50 KiB, with a form whose token is this."""
    rows: list[str] = []
    while sum(map(len, rows)) < SIZE:
        n = len(rows)
        rows.append(_ROW.format(n=n, odd=("even", "odd")[n % 2], code=n * 7))
    form = f'<form action="/communes" method="post"><input type="hidden" name="_csrf_token" value="{token}" /></form>'
    return f'<html lang="fr"><body>{form}<table>{"".join(rows)}</table></body></html>'


def answer(text: str) -> Answer:
    """The page as an answer."""
    return Answer(200, (("Content-Type", "text/html; charset=utf-8"),), text.encode())


def milliseconds(work: Callable[[], object]) -> float:
    """The median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1e3)
    return statistics.median(times)


def measured() -> dict[str, float]:
    """Milliseconds by case.

    Shape: `different` has a cell changed, a row lost and a link changed, far from one another.
    """
    terms = Terms(masks=read_rules(Path(__file__).parents[1] / "modules", "reference_lists").masks)
    control = answer(page())
    masked = answer(page("f" * 32))
    text = page("f" * 32).replace("00070", "70", 1).replace('"/communes/80/edit"', '"/x"', 1)
    start = text.index('<tr class="sf_admin_row even">', len(text) // 2)
    end = text.index("</tr>", start) + 5
    different = answer(text[:start] + text[end:])
    assert compared(control, masked, terms).is_match  # noqa: S101 - what is measured is true
    assert len(compared(control, different, terms).differences) >= 3  # noqa: S101 - as above
    cases = {"identical": replace(control), "equal after masks": masked, "different": different}
    return {
        name: milliseconds(partial(compared, control, other, terms))
        for name, other in cases.items()
    }


def main() -> int:
    """Print each case beside its goal; 1 when one is missed."""
    found = measured()
    for name, goal in GOALS.items():
        print(f"{name:<18} {found[name]:8.3f} ms   goal {goal:g} ms")
    return int(any(found[name] > goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
