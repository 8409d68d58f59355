# `make` lists the commands. Needs Python 3.11 or newer with venv; nothing else for `make run`.
PYTHON ?= python3
DATA_DIR ?= var
PIP = @echo "Installing packages …"; .venv/bin/pip install -qq --disable-pip-version-check
MANAGE = .venv/bin/python manage.py
STATIC = $(DATA_DIR)/static/staticfiles.json

.DEFAULT_GOAL = help
.PHONY: help run test lint format bench screenshots css clean test-programs

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' $(MAKEFILE_LIST)

run: export DEMO = True
run: export DEBUG = False
run: .venv/runtime $(STATIC) ## Set up and serve the demo at http://127.0.0.1:8000/ (PORT=… changes it); Ctrl-C ends it
	@.venv/bin/python -m scripts.prepare
	@exec .venv/bin/python scripts/serve.py

test: .venv/development test-programs lint ## Run linters and every test, on PostgreSQL and on SQLite with a browser
	scripts/with_postgresql.py .venv/bin/python -m pytest --numprocesses 2 -m "database and not browser"
	.venv/bin/python -m pytest --numprocesses 2

lint: .venv/development ## Check style, templates and migrations
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/djlint --lint --quiet templates
	DEMO=True $(MANAGE) makemigrations --check --dry-run

format: .venv/development ## Put code into shape
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench: .venv/development ## Run the benchmarks
	.venv/bin/python -m tests.benchmarks

screenshots: .venv/development test-programs ## Take the pictures of README and guides anew, from a demo of its own
	.venv/bin/python -m scripts.screenshots

css: frontend/node_modules ## Build static/css from frontend/scss (needs Node)
	npm --prefix frontend run build

clean: ## Remove what the commands made, except the data in var/
	rm -rf .venv frontend/node_modules .pytest_cache .ruff_cache .hypothesis test-results

test-programs: # Debian's Chromium and PostgreSQL, where they are missing and we may
	@scripts/apt_install.sh chromium /usr/bin/chromium
	@scripts/apt_install.sh postgresql /usr/lib/postgresql/*/bin/initdb

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/runtime: requirements.txt | .venv/bin/pip
	$(PIP) --requirement $<
	@touch $@

.venv/development: requirements-dev.txt requirements-prod.txt requirements.txt | .venv/bin/pip
	$(PIP) --requirement $<
	@.venv/bin/pip check
	@touch $@ .venv/runtime

frontend/node_modules: frontend/package-lock.json
	npm --prefix frontend ci
	@touch $@

$(STATIC): .venv/runtime $(shell find static -type f)
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
