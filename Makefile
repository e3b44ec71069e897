# SPDX-License-Identifier: EUPL-1.2
# Two commands on a fresh machine: `make demo` and `make test`. Everything else is for who builds.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= $(shell nproc)

# a run of the tests starts dozens of processes: none compiles our modules anew, whatever the shell says
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-office check bench attacks gallery api-lint api-fuzz isolation-full isolation-random assets install install-test format lint types contracts generated lock clean

demo: install ## install everything and serve the platform with demonstration data
	ENVIRONMENT=demo $(BIN)/samencontroleren demo fill
	ENVIRONMENT=demo $(BIN)/samencontroleren demo serve

test: install-test ## install everything and run all tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-office: install-test ## the workbook through LibreOffice of Debian: opened, typed in, saved, read back
	@tools/system-packages.sh office
	$(BIN)/python -m pytest tests/office/roundtrip.py

check: install-test lint types contracts generated ## all that CI holds a change against
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

bench: install-test ## measure; figures are reported, never tested
	$(BIN)/python -m bench

attacks: install-test ## the table of attacks; what came out of it is written to build/attacks.json and .md
	$(BIN)/python -m tests.attacks

gallery: install-test ## look at all pages: all roles, both languages, wide and narrow, into build/gallery
	$(BIN)/python -m tools.gallery --axe --workers $(WORKERS) $(GALLERY)

api-lint: install-test ## the published API against the Dutch API Design Rules (Spectral)
	$(BIN)/python -m pytest tests/api/test_rules.py -k government

api-fuzz: install-test ## many more invented calls than the suite makes
	API_FUZZ_EXAMPLES=200 $(BIN)/python -m pytest tests/api/test_fuzz.py

isolation-full: install-test ## the oracle with everybody at everything, far more than CI asks
	ISOLATION=full $(BIN)/python -m pytest tests/isolation -n $(WORKERS)

isolation-random: install-test ## random walks of many people, watched by the oracle (ISOLATION_WALKS=30)
	$(BIN)/python -m pytest tests/isolation/walk.py -n $(WORKERS)

install: .venv/.installed assets samencontroleren/translations/.compiled

install-test: install
	@tools/system-packages.sh test

.venv/.installed: requirements.lock pyproject.toml tools/system-packages.sh
	@tools/system-packages.sh run
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

assets: samencontroleren/core/static/dist/manifest.json samencontroleren/core/fonts/NotoSans-Regular.ttf

node_modules/.installed: package-lock.json package.json
	npm ci --no-audit --no-fund --silent
	touch $@

samencontroleren/core/static/dist/manifest.json: node_modules/.installed $(shell find frontend -type f)
	npm run --silent build

samencontroleren/core/fonts/NotoSans-Regular.ttf: node_modules/.installed frontend/fonts.py .venv/.installed
	$(BIN)/python frontend/fonts.py

samencontroleren/translations/.compiled: .venv/.installed $(wildcard samencontroleren/translations/*/LC_MESSAGES/*.po)
	$(BIN)/pybabel -q compile -d samencontroleren/translations --statistics
	touch $@

format: ## put code in its one form
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint:
	$(BIN)/ruff format --check . && $(BIN)/ruff check .

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

generated: ## generated files are current
	$(BIN)/python -m tools.generate --check

generate: install
	$(BIN)/python -m tools.generate

lock: ## lock dependencies anew (needs uv)
	uv pip compile --upgrade --universal --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock
	npm install --package-lock-only

clean:
	rm -rf .venv node_modules samencontroleren/core/static/dist samencontroleren/core/fonts
	find samencontroleren/translations -name '*.mo' -delete; rm -f samencontroleren/translations/.compiled
