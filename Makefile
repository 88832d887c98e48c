# Every target starts from nothing: demo/bootstrap.py brings what the machine lacks.
# Another Python: make run PYTHON=/usr/bin/python3.12
PYTHON ?= python3
WITH := @$(PYTHON) demo/bootstrap.py
SIZE ?= small

.DEFAULT_GOAL := help
.PHONY: help run data stop clean test check format lock soak bench

help:
	@awk -f demo/setup/help.awk $(MAKEFILE_LIST)

##@ Use it

run: ## set up what is missing, start everything, say what to open
	$(WITH) run python -m demo

data: ## throw the tables away, load them again: make data SIZE=large
	$(WITH) run python -m demo data --size $(SIZE)

stop: ## stop a demo that runs in another terminal
	$(WITH) ready python -m demo stop

clean: stop ## remove var/ (data, sessions, journal of flips) and .venv/
	rm -rf var .venv

##@ Develop

test: ## set up and run the tests: make test ARGS="-k communes"
	$(WITH) test pytest $(ARGS)

check: ## style, types, architecture, spelling, known vulnerabilities
	$(WITH) test ruff check .
	$(WITH) test ruff format --check .
	$(WITH) test mypy
	$(WITH) test pytest -q tests/test_architecture.py tests/test_conventions.py \
	    $(wildcard tests/test_docs.py)
	$(WITH) test codespell --ignore-words .ci/french-words.txt \
	    --skip './demo/data,./demo/gestion,./demo/vitrine,./tests,./docs/changelog.md,./.??*'
	$(WITH) test python -m demo.setup.audit

format: ## let ruff format the code and mend what it can
	$(WITH) test
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix-only .

lock: ## resolve the dependencies of pyproject.toml again
	$(PYTHON) -m demo.setup.lock

##@ Measure

soak: ## the long counts: flips under load, kills during flips
	$(WITH) test pytest -m soak $(ARGS)

bench: ## figures against other proxies, into docs/reference/benchmarks.md
	@rm -f var/benchmarks.md
	$(WITH) bench python -m bench $(ARGS)
	@test ! -f var/benchmarks.md || cp var/benchmarks.md docs/reference/benchmarks.md
	$(WITH) bench python -m bench.inventory
	$(WITH) bench python -m bench.console
