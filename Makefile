# Two commands do everything on a fresh machine: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORKERS ?= 2
# Modules once read are kept read, in whatever environment: every test worker and every service started reads them all.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help setup demo demo-fresh test quick soak check format bench lock translations system

help: ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

setup: .venv/ready ## make the environment alone; .venv/bin/govern works after it

demo: .venv/ready ## found the example societies (once), start the server, print sign-in links
	PORT=$(PORT) $(BIN)/govern demo --folder demo --port $(PORT)

demo-fresh: .venv/ready ## the same, after throwing the example societies away
	$(BIN)/govern demo --folder demo --port $(PORT) --fresh

# A browser's driver keeps its process's event loop for itself, so what needs a browser runs in processes of its own.
# All of that is in tests/stories (tests/architecture sees to it), so nothing else need be read for it.
test: .venv/dev system .venv/node ## run every test; installs the system packages that tests need, or says which are missing
	$(BIN)/pytest -q -n $(WORKERS) --dist loadscope -m "not soak and not browser"
	$(BIN)/pytest -q -n $(WORKERS) --dist loadscope -m "not soak and browser" tests/stories

quick: .venv/dev ## the tests that need no browser and no PostgreSQL
	$(BIN)/pytest -q -n $(WORKERS) -m "not browser and not postgres and not java and not node and not soak"

soak: .venv/dev system .venv/node ## everything at full counts
	GOVERN_SOAK=1 $(BIN)/pytest -q -n $(WORKERS) --dist loadscope -m "not browser"
	GOVERN_SOAK=1 $(BIN)/pytest -q -n $(WORKERS) --dist loadscope -m browser tests/stories

check: .venv/dev ## formatting, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev ## put the code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev ## measure what docs/benchmarks.md reports
	$(BIN)/python -m scripts.bench

translations: .venv/dev ## gather texts into the catalogues and compile them
	$(BIN)/python scripts/translations.py

lock: .venv/dev ## pin and hash what requirements*.in ask for
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--strip-extras --allow-unsafe requirements.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--strip-extras --allow-unsafe requirements-dev.in

system:
	@sh scripts/system_packages.sh

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("govern needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python requirements.txt pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/ready requirements-dev.txt
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

.venv/node: tests/node/package-lock.json
	cd tests/node && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@
