# Wengang (稳岗). `make` alone lists the targets; every target but help and clean prepares .venv first.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
UV     := 0.13.9
# Leave empty to take the first suitable interpreter; or say which: make setup PYTHON=python3.12
PYTHON ?=
# More words for pytest, for example: make test PYTEST="-k refund -x"
PYTEST ?=

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup report app explore test lint pytest crosscheck bench night hardship golden lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(STAMP) ## Prepare .venv with the pinned packages and the `sim` command

report: $(STAMP) ## Render the report of the baseline scenario into reports/
	@$(BIN)/sim report scenarios/baseline.yaml --out reports

test: lint pytest ## Run the linters, the type checker and the tests

lint: $(STAMP) ## Run ruff (rules and layout) and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

pytest: $(STAMP) ## Run the tests only
	@$(BIN)/python -m pytest -n 2 $(PYTEST)

app: $(STAMP) ## Open the explorer as a web page, on this machine only
	@$(BIN)/sim app

explore: $(STAMP) ## Open the explorer in JupyterLab (installs JupyterLab the first time)
	@$(BIN)/python -c 'import jupyterlab' 2>/dev/null || $(BIN)/python -m pip install --quiet jupyterlab
	@$(BIN)/jupyter lab notebooks/explore.ipynb

bench: $(STAMP) ## Measure speed and memory
	@$(BIN)/python -m tests.bench

crosscheck: $(STAMP) ## Compare every rule with the scalar second implementation, 1,000,000 occasions a place
	@WENGANG_CROSSCHECK=1000000 $(BIN)/python -m pytest -n 2 tests/test_clerk_agrees.py

night: $(STAMP) ## Run a batch of thirty scenarios of five places and say how long it took
	@$(BIN)/python -m tests.bench.night

hardship: $(STAMP) ## Kill, starve and rob a batch; the same command must end byte-identical
	@$(BIN)/python -m tests.bench.hardship

golden: $(STAMP) ## Promote the present totals to the golden totals and note it in the changelog
	@$(BIN)/python -m tests.golden

lock: $(STAMP) ## Pin again: write requirements.txt from pyproject.toml (newest versions)
	@$(BIN)/uv pip compile pyproject.toml --upgrade --extra test --group build --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.txt

clean: ## Remove .venv and the caches (never runs/ or reports/)
	@rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	@find sim tests -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# An index set for pip (a mirror, say) serves uv too, which does not read pip's settings by itself.
$(STAMP): requirements.txt pyproject.toml
	@say() { echo "make setup: $$*" >&2; exit 1; }; \
	suits() { "$$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; }; \
	if ! suits $(BIN)/python || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  python=""; \
	  for name in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
	    if suits "$$name"; then python="$$name"; break; fi; \
	  done; \
	  [ -n "$$python" ] || say "no Python 3.11, 3.12 or 3.13 found$(if $(PYTHON), as $(PYTHON)); install one (on Debian or Ubuntu: apt-get install python3 python3-venv) or name it: make setup PYTHON=/path/to/python3.12"; \
	  "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || say "$$python has no venv module; on Debian or Ubuntu: apt-get install python3-venv"; \
	  "$$python" -m venv --clear $(VENV) || say "$$python could not create $(VENV); its own message stands above"; \
	fi; \
	$(BIN)/python -m pip install --quiet "uv==$(UV)" || say "could not install uv $(UV): is the package index reachable? (a mirror: export PIP_INDEX_URL=...)"; \
	index="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)}}"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	export VIRTUAL_ENV="$(CURDIR)/$(VENV)"; \
	$(BIN)/uv pip install --quiet --require-hashes --requirement requirements.txt || say "could not install the packages that requirements.txt pins; uv's message stands above"; \
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable . || say "could not install this project; uv's message stands above"; \
	touch $@; \
	echo "ready: $$($(BIN)/python --version) in $(VENV); try: $(BIN)/sim --help"
