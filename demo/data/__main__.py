"""python -m demo.data --size small --seed 1: prints the schema and the invented data as SQL."""

import argparse
import sys
from datetime import date

from demo.data.generator import sql
from demo.data.world import SIZES


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.data", description=__doc__)
    parser.add_argument("--size", choices=tuple(SIZES), default="small")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=date(2026, 11, 23),
        metavar="YYYY-MM-DD",
        help="the day the data is seen from (default %(default)s)",
    )
    chosen = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # no IDE's stand-in
    sys.stdout.writelines(sql(chosen.size, chosen.seed, chosen.today))


if __name__ == "__main__":
    main()
