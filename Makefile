# `make test` is everything CI runs, from a clean checkout; nothing needs to be installed by hand.
PYTHON ?= python3
BIN := .venv/bin/
JOBS ?= 2

.PHONY: check test demo bench

# The whole system on embedded servers with a simulated city; Ctrl-C stops everything.
demo: .venv/demo
	$(BIN)gongche demo

# Everything that must pass.
test: check
	rm -f .coverage .coverage.*
	$(BIN)coverage run -m pytest -n $(JOBS)
	$(BIN)coverage combine --quiet
	$(BIN)python -m tests.coverage_floor

# Format, lint, types, imports.
check: .venv/ready
	$(BIN)ruff format --check .
	$(BIN)ruff check .
	$(BIN)mypy
	$(BIN)lint-imports --no-logo

# Benchmarks: a table, and build/bench.json.
bench: .venv/ready
	$(BIN)python -m benchmarks

.venv/demo: pyproject.toml package-lock.json hatch_build.py
	$(PYTHON) -m venv .venv
	$(BIN)python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/ready: pyproject.toml package-lock.json hatch_build.py
	$(PYTHON) -m venv .venv
	$(BIN)python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"  # knows --group
	$(BIN)python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $@ .venv/demo
