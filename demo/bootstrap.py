"""From a bare machine to a command of ours: `python3 demo/bootstrap.py run python -m demo`.

Python's standard library only, any Python 3 up to the check below.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old python3 must be told so, not crash
    sys.exit(
        "Figuier needs Python 3.11 or later; %s is %d.%d.\n"  # noqa: UP031 - as above
        "Debian 12 has 3.11. With a newer Python installed beside this one, name it:\n"
        "  make run PYTHON=/usr/bin/python3.11" % ((sys.executable,) + sys.version_info[:2])  # noqa: RUF005 - as above
    )

if not __package__:
    # Run by its path: the checkout is where our packages are, not this folder.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - as above

from demo.setup.steps import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
