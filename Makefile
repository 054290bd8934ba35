# Firsthand. `make demo` and `make test` set themselves up on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO ?= demo-case

.PHONY: help setup system demo desk test check lint types bench soak sbom audit lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

setup: $(STAMP) ## Make .venv with the locked dependencies and Firsthand itself

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Firsthand needs Python 3.11 or later; say which with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

system: ## Install the system parts that PDF and the browser tests need, where that is possible
	@./scripts/system-parts

demo: setup ## Build the demo case, write its briefs, say where they and the desk are
	@rm -rf $(DEMO)
	@$(BIN)/firsthand demo $(DEMO)
	@echo "         (or, from here: make desk)"

desk: setup ## Serve the demo's desk
	@$(BIN)/firsthand desk -C $(DEMO)

test: setup system ## Run everything: lint, types, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

check: test ## The same

bench: setup ## Run all benchmarks whose data are there; write docs/benchmarks.md
	$(BIN)/python benchmarks/all.py

soak: setup ## Hours: processes killed, the desk under 55 people, a million damaged inputs, more of the desk's description
	FIRSTHAND_WEB_INPUTS=20 $(BIN)/pytest --timeout 7200 tests/security/test_described.py
	$(BIN)/python benchmarks/faults.py --kills 200 --minutes 10 --inputs 1000000

sbom: setup ## Write sbom.json, the bill of materials (CycloneDX)
	$(BIN)/python scripts/sbom.py > sbom.json

audit: setup ## Ask for known vulnerabilities of the locked dependencies (needs a network)
	$(BIN)/python scripts/audit.py

lock: setup ## Renew requirements.lock from pyproject.toml
	$(BIN)/pip-compile --quiet --extra dev --allow-unsafe --generate-hashes --strip-extras --no-emit-index-url \
		--no-emit-find-links --no-header --output-file requirements.lock pyproject.toml

clean: ## Remove what was built
	rm -rf $(VENV) $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
