"""`python -m proxy.cli` is `figuier`."""

from proxy.cli import main

main(prog_name="figuier")
