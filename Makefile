# Onjang: every task of the project. `make help` lists them.
# Needs Python 3.11+ and make; installs the rest into .venv, writes what runs into var/.

PYTHON ?= python3
PORT   ?= 8000
HOST   ?= 127.0.0.1
SCALE  ?= small
VENV   := .venv
PY     := $(VENV)/bin/python
ROOMS  := backend storefront api reports search gifts checkout procurement settlements payments voices orders \
          bulk promotions inventory catalog vendors accounts core
STRICT := $(wildcard core/*.py core/embedded/*.py) \
          $(foreach room,$(filter-out core,$(ROOMS)),$(wildcard $(room)/rules.py $(room)/services.py \
          $(room)/selectors.py $(room)/locks.py $(room)/errors.py $(room)/services/*.py \
          $(room)/gateways/*.py)) $(wildcard backend/*.py backend/commands/*.py \
          storefront/*.py storefront/*/*.py)
PIP    := $(PY) -m pip --disable-pip-version-check --quiet install --require-hashes \
          --use-pep517 --no-build-isolation
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
          --no-emit-index-url --no-emit-find-links --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: guide bench-purchases bench-gifts bench-sheet help demo up setup test test-browser test-services check lint types contracts migrations schema-check \
        schema bench lock messages translations static doctor clean

help: ## List these tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | \
	  while IFS="$$(printf '\t')" read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

demo: setup ## Start the whole market with demo data (PORT=8000, SCALE=small)
	@exec $(VENV)/bin/onjang up --demo --scale $(SCALE) --host $(HOST) --port $(PORT)

up: setup ## Start the market with the data it has
	@exec $(VENV)/bin/onjang up --host $(HOST) --port $(PORT)

setup: $(VENV)/.installed ## Install the locked dependencies into .venv

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Onjang needs Python 3.11 or newer; " + sys.executable + " is " + sys.version.split()[0] + ". Say which to use: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing (Debian, Ubuntu: apt install python3-venv)"; exit 1; }
	@echo "· making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements-build.txt requirements.txt pyproject.toml $(VENV)/.python
	@echo "· installing the locked dependencies (a minute, the first time)"
	@$(PIP) -r requirements-build.txt
	@$(PIP) -r requirements.txt
	@$(PY) -m pip --disable-pip-version-check --quiet install --no-deps --no-index --no-build-isolation --editable .
	@$(PY) -m backend.translations
	@touch $@

$(VENV)/.tested-with: requirements-test.txt $(VENV)/.installed
	@echo "· installing what the tests need"
	@$(PIP) -r requirements-test.txt
	@touch $@

$(VENV)/.developed-with: requirements-dev.txt $(VENV)/.tested-with
	@echo "· installing what the checks need"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# The stories share one market, so they run in one process, after the others.
test: $(VENV)/.tested-with ## Run all tests, those in a real Chromium included (ARGS=… for the others)
	@$(PY) -m tests.browser.chromium
	@$(PY) -m backend.translations
	@$(PY) -m pytest -n 2 --ignore=tests/browser --ignore=tests/services $(ARGS)
	@$(PY) -m pytest tests/browser

test-browser: $(VENV)/.tested-with ## Run the browser stories only
	@$(PY) -m tests.browser.chromium
	@$(PY) -m pytest tests/browser $(ARGS)

guide: $(VENV)/.tested-with ## Take the pictures of both guides anew (docs/guide)
	@mkdir -p docs/guide
	@ONJANG_GUIDE=$(CURDIR)/docs/guide $(PY) -m pytest -q tests/browser/test_story_seller.py tests/browser/test_story_contract.py tests/browser/test_story_gifts.py
	@$(PY) -c "import pathlib; from PIL import Image; [Image.open(p).convert('P', palette=Image.Palette.ADAPTIVE, colors=128).save(p, optimize=True) for p in pathlib.Path('docs/guide').glob('*.png')]"

# Stripe's own mock is written in Go, so it isn't part of `make test`.
STRIPE_MOCK := $(VENV)/services/stripe-mock
STRIPE_MOCK_VERSION := v0.203.0

$(STRIPE_MOCK):
	@command -v go >/dev/null || { echo "make test-services needs Go 1.22 or newer" >&2; exit 1; }
	@echo "· building stripe-mock $(STRIPE_MOCK_VERSION)"
	@GOBIN=$(CURDIR)/$(@D) go install github.com/stripe/stripe-mock@$(STRIPE_MOCK_VERSION)

test-services: $(VENV)/.tested-with $(STRIPE_MOCK) ## Hold our requests to the providers' own mocks (needs Go)
	@STRIPE_MOCK=$(CURDIR)/$(STRIPE_MOCK) $(PY) -m pytest tests/services $(ARGS)

check: lint types contracts migrations schema-check ## Lint, types, import contracts, migrations, schema
	@echo "all checks passed"

lint: $(VENV)/.developed-with
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

types: $(VENV)/.developed-with
	@$(VENV)/bin/mypy $(STRICT)

contracts: $(VENV)/.developed-with
	@$(VENV)/bin/lint-imports

migrations: $(VENV)/.installed
	@$(VENV)/bin/onjang manage makemigrations --check --dry-run

schema-check: $(VENV)/.installed
	@$(VENV)/bin/onjang schema | diff -u api/schema.graphql - || { echo "the public schema changed: look at the diff, then run: make schema"; exit 1; }

schema: $(VENV)/.installed ## Write the public GraphQL schema to api/schema.graphql
	@$(VENV)/bin/onjang schema > api/schema.graphql.new && mv api/schema.graphql.new api/schema.graphql

bench: $(VENV)/.tested-with ## Measure pages, API and checkout beside a floor
	@$(PY) -m benchmarks

bench-purchases: $(VENV)/.tested-with ## Measure comparing and approving among 100,000 purchase orders (ORDERS=…)
	@$(PY) -m benchmarks.purchases --orders $(or $(ORDERS),100000)

bench-sheet: $(VENV)/.tested-with ## Measure a sheet of 50,000 products: rows a second, memory (ROWS=…)
	@$(PY) -m benchmarks.sheet --rows $(or $(ROWS),50000)

bench-gifts: $(VENV)/.tested-with ## Measure a file of 5,000 recipients: seconds, rows a second, memory (ROWS=…)
	@$(PY) -m benchmarks.gifts --rows $(or $(ROWS),5000)

lock: $(VENV)/.developed-with ## Compile the lock files from requirements*.in
	@$(COMPILE) requirements.in -o requirements.txt
	@$(COMPILE) requirements-build.in -o requirements-build.txt
	@$(COMPILE) requirements-test.in -o requirements-test.txt
	@$(COMPILE) requirements-dev.in -o requirements-dev.txt

messages: $(VENV)/.installed ## Collect texts to translate (needs gettext), then compile them
	@for room in $(ROOMS); do (cd $$room && mkdir -p locale && ../$(PY) -P -m django makemessages -l en --no-obsolete --no-location --no-wrap >/dev/null) || exit 1; rmdir $$room/locale 2>/dev/null || true; done
	@$(PY) -m backend.translations

translations: $(VENV)/.installed
	@$(PY) -m backend.translations

static: $(VENV)/.installed ## Collect static files into var/static
	@$(VENV)/bin/onjang static

doctor: $(VENV)/.installed ## Say what runs, on which engine, and how to mend what is missing
	@$(VENV)/bin/onjang doctor

clean: ## Remove caches (never var/, where the data is)
	@rm -rf .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache build test-results
	@find . -name __pycache__ -not -path './.venv/*' -not -path './var/*' -prune -exec rm -rf {} +
