# Everything runs in .venv, made on demand from the constraints, so that it is the same everywhere.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: help demo test test-datasette-1 lint bench bench-quick docs clean

help:
	@echo "make demo   set up and run the bundled example, ending in a report to open"
	@echo "make test   set up and run all tests"
	@echo "make test-datasette-1  the Datasette plugin's tests on Datasette 1.0 alpha, in .venv-datasette-1"
	@echo "make lint   formatting, style and types"
	@echo "make bench  the quality and speed measures (those on outside data need $(SHARED))"
	@echo "make docs   write the generated parts of the documentation anew"

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[datasette,dask,dev]'
	touch $@

demo: .venv/installed
	$(BIN)/outlet-compare demo --db demo.db --out reports

test: .venv/installed
	$(BIN)/python -m pytest -m "not alone"
	$(BIN)/python -m pytest -m alone -n 0

# The plugin must work without what fetches, reads and matches: this environment has none of it.
.venv-datasette-1/installed: pyproject.toml tests/show/datasette/requirements-1.txt
	$(PYTHON) -m venv .venv-datasette-1
	.venv-datasette-1/bin/python -m pip install --quiet --disable-pip-version-check -r tests/show/datasette/requirements-1.txt
	.venv-datasette-1/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

test-datasette-1: .venv-datasette-1/installed
	.venv-datasette-1/bin/python -m pytest --confcutdir=tests/show/datasette tests/show/datasette

lint: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/installed
	$(BIN)/python benchmarks/run_all.py $(SHARED)

bench-quick: .venv/installed
	$(BIN)/python benchmarks/run_all.py $(SHARED) --quick

docs: .venv/installed
	$(BIN)/cog -r docs/cli.md docs/database.md

clean:
	rm -rf .venv .venv-datasette-1 reports demo.db demo.db-wal demo.db-shm demo.db.lock
