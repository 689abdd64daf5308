# Two commands to start: `make run` serves a demonstration, `make test` proves the rest. `make help` lists them all.

PORT ?= 8000
DATA ?= ./data
# Which Python makes .venv; empty: the first of python3.11, python3.12, python3.13, python3 that is new enough.
PYTHON ?=
# Which parts `make mutate` tries, as in: make mutate PARTS="domain/sitting domain/items"; empty: all of them
PARTS ?=
# More words for pytest, as in: make test PYTEST_ARGS="-k attempts"
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-faults mutate check fmt bench lock clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/runtime.stamp ## Serve a demonstration: make run PORT=8123 DATA=some/folder
	@exec $(BIN)/edu demo --port "$(PORT)" --data "$(DATA)"

test: $(VENV)/development.stamp ## Everything: formats, lint, types, imports, content, all tests (browser and PostgreSQL too)
	@tools/system-programs.sh
	$(static_checks)
	$(BIN)/pytest -n 2 -m "not browser and not long" $(PYTEST_ARGS)
	$(BIN)/pytest -m browser $(PYTEST_ARGS)

test-faults: $(VENV)/development.stamp ## Ten minutes: 200 kills of the server over 500 sittings, half on PostgreSQL; and long faults
	@tools/system-programs.sh
	$(BIN)/pytest -s -o faulthandler_timeout=1800 -m long tests/faults $(PYTEST_ARGS)

mutate: $(VENV)/development.stamp ## An hour: small mistakes in the rules, one by one, each of which a test near it must notice
	$(BIN)/python -m tools.mutation $(PARTS)

check: $(VENV)/development.stamp ## The quick part of test: without a browser, PostgreSQL and what is slow
	$(static_checks)
	$(BIN)/pytest -n 2 -m "not browser and not postgres and not slow" $(PYTEST_ARGS)

fmt: $(VENV)/development.stamp ## Lay out the code; mend what Ruff can mend safely
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(VENV)/development.stamp ## Run the benchmarks one after another, each beside its floor; what is MISSED is told again at the end
	@tools/system-programs.sh
	@$(BIN)/python -m bench

lock: ## Write requirements*.txt anew from pyproject.toml
	@PYTHON="$(or $(PYTHON),python3.11)" tools/lock.sh

clean: ## Remove what set-up, tests and tools made; the data folder stays
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mutation .mypy_cache .pytest_cache .ruff_cache test-results
	find src tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +

define static_checks
$(BIN)/ruff format --check .
$(BIN)/ruff check .
$(BIN)/mypy
$(BIN)/lint-imports
$(BIN)/oxlint --deny-warnings src/edu/web/static
$(BIN)/djlint --lint --quiet templates
$(BIN)/edu check
endef

# --- Set-up. A stamp is as old as what was installed; change a lock and the next make installs it. ---

$(VENV)/created.stamp:
	@tools/make-venv.sh $(VENV) $(PYTHON)
	@touch $@

$(VENV)/runtime.stamp: requirements.txt pyproject.toml $(VENV)/created.stamp
	@echo "set-up: installing what runs (requirements.txt)"
	@$(PIP) install --require-hashes --prefer-binary -r requirements.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/development.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	@echo "set-up: installing what tests and checks need (requirements-dev.txt)"
	@$(PIP) install --require-hashes --prefer-binary -r requirements-dev.txt
	@touch $@
