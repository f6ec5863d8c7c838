# The two commands a newcomer needs: `make demo` and `make test`. Each target sets up .venv by itself, with the exact
# versions of constraints.txt, and again when pyproject.toml or constraints.txt change. Needs only Python >= 3.11 and make.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help demo test quick lint types layers bench kill constraints clean

help:
	@echo "make demo    crawl a made-up world of news sites and compare the archive with the truth"
	@echo "make test    every test"
	@echo "make quick   the tests without those marked slow"
	@echo "make lint    ruff: rules and format;  make types: mypy --strict;  make layers: who may import whom"
	@echo "make bench   speed and size, side by side with the alternatives"
	@echo "make kill    kill -9 a long crawl a thousand times and look what is left (half an hour; ARGS='--kills 50')"
	@echo "make clean   remove .venv and everything that was built (never data/archive)"
	@echo "ARGS=... is handed on, e.g. make quick ARGS='tests/text -k dates'"

demo: $(VENV)/.run
	$(BIN)/newsarchive demo $(ARGS)

# a worker a core; ARGS='-n 0' runs them one after the other in one process
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

quick: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not slow" $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python tests/bench/run.py $(ARGS)

kill: $(VENV)/.dev
	$(BIN)/python tests/bench/kill.py $(ARGS)

# What is needed to run, from pinned versions; the build tools first, because a build in isolation would fetch the newest.
$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -c constraints.txt hatchling editables
	$(BIN)/python -m pip install --quiet -c constraints.txt --no-build-isolation -e '.[fast]'
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet -c constraints.txt --no-build-isolation -e '.[fast,dev]'
	@touch $@

$(VENV)/bin/python:
	@set -e; for python in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python; do \
	    if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        echo "$$python -m venv $(VENV)"; $$python -m venv --clear $(VENV); exit 0; \
	    fi; \
	done; \
	echo "newsarchive needs Python 3.11 or newer with its venv module (on Debian and Ubuntu: python3-venv)." >&2; \
	echo "None was found; name one with: make PYTHON=/path/to/python3.11" >&2; exit 1

constraints:
	rm -rf build/constraints
	$(or $(PYTHON),python3.11) -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet '.[fast,dev]'
	{ sed -n '/^#/p' constraints.txt; build/constraints/bin/python -m pip freeze --exclude newsarchive; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find newsarchive spiders tests -name __pycache__ -type d -prune -exec rm -rf {} +
