PYTHON := .venv/bin/python

.PHONY: help check format

help:
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

check: ## ruff, mypy strict, architecture and conventions
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(PYTHON) -m pytest -q tests/test_architecture.py tests/test_conventions.py

format: ## let ruff format the code
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix-only .
