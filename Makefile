# `make test` is everything CI runs, from a clean checkout; nothing needs to be installed by hand.
PYTHON ?= python3
BIN := .venv/bin/
JOBS ?= 2
comma := ,
empty :=
space := $(empty) $(empty)
# What touches the world (pyproject.toml names the same files): 90 % there, 100 % everywhere else.
SHELL_FILES := $(subst $(space),$(comma),$(strip \
  */cli/* fleet/__main__.py fleet/settings.py fleet/servers/* fleet/ledger/* fleet/desk/areas.py \
  fleet/desk/http.py fleet/desk/reactor.py fleet/desk/tables.py telemetry/archive.py telemetry/evaluation.py telemetry/express.py \
  telemetry/findings.py telemetry/gateway/chronicle.py telemetry/gateway/connection.py \
  telemetry/gateway/courier.py telemetry/gateway/credentials.py telemetry/gateway/desk.py telemetry/gateway/exchange.py \
  telemetry/gateway/server.py telemetry/links.py telemetry/ingest.py telemetry/intake.py telemetry/judging/bench.py \
  telemetry/judging/court.py telemetry/judging/daily.py telemetry/judging/dossier.py telemetry/judging/reading.py \
  telemetry/judging/seal_starts.py telemetry/mqtt.py telemetry/shifted.py \
  telemetry/past.py telemetry/reader.py telemetry/retry.py telemetry/standing.py telemetry/tally.py projections/alerts.py \
  projections/audit/replay.py projections/engine.py projections/following.py \
  projections/history.py projections/publisher.py \
  projections/reading.py projections/services.py projections/tables.py projections/web/* \
  simulators/city.py simulators/demonstration.py simulators/districts.py \
  simulators/enrolment.py simulators/faults.py simulators/play.py simulators/reckoning.py \
  simulators/terminal.py simulators/trackers.py simulators/both.py simulators/year.py \
  simulators/truth/broadcast.py simulators/truth/trial.py))

.PHONY: check test demo bench

# The whole system on embedded servers with a simulated city; Ctrl-C stops everything.
demo: .venv/demo
	$(BIN)gongche demo

# Everything that must pass.
test: check
	rm -f .coverage .coverage.*
	$(BIN)coverage run -m pytest -n $(JOBS)
	$(BIN)coverage combine --quiet
	$(BIN)coverage report --omit="$(SHELL_FILES)" --fail-under=100
	$(BIN)coverage report --include="$(SHELL_FILES)" --fail-under=90

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
