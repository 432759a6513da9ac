# What one may type here. `make help` lists it.
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
export PYTHON

python := .venv/bin/python
pytest := $(python) -m pytest
# Checks that look at settings want some that a real server could have.
as_on_a_server := env -u PORTAL_DEMO SECRET_KEY=$$($(python) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	ALLOWED_HOSTS=compacts.example SITE_URL=https://compacts.example DATABASE_URL=sqlite:///:memory:
compile := .venv/bin/uv pip compile -q --python-version 3.11 --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-fast lint types contracts migrations deploy suite suite-postgresql browser bench walks conformance \
	requirements ready-demo ready-test

help: ## List what one may type.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

demo: ready-demo ## Start the portal with sample data on http://127.0.0.1:8000/ (PORT=8001 for another port).
	@.ci/demo $(PORT)

demo-reset: ## Forget the data of the demo, and start it afresh.
	@rm -rf var/demo var/demo.*
	@$(MAKE) --no-print-directory demo PORT=$(PORT)

test: ready-test ## Everything that must hold: lint, types, contracts, both databases, real browser. Some thirty minutes on two cores.
	@.ci/steps lint types contracts migrations deploy suite suite-postgresql browser

test-fast: ready-test ## The suite on SQLite without the browser, what is marked slow, and the counting of queries: some two minutes.
	@$(pytest) -n 2 -m "not slow" -k "not cost"

lint: ready-test ## The style of the code: ruff.
	@$(python) -m ruff check --output-format concise .
	@$(python) -m ruff format --check --output-format concise .

types: ## Types: mypy.
	@$(python) -m mypy

contracts: ## Which module may import which: import-linter.
	@.venv/bin/lint-imports --no-logo

migrations: ## No change of a model without its migration.
	@$(as_on_a_server) $(python) manage.py makemigrations --check --dry-run

deploy: ## Nothing that Django would warn of on a real server.
	@$(as_on_a_server) $(python) manage.py check --deploy --fail-level WARNING

suite: ## The suite on SQLite.
	@$(pytest) -n 2

suite-postgresql: ## The suite on a throwaway PostgreSQL.
	@.ci/with-postgresql $(pytest) -n 2

browser: ## The pages in real Chromium.
	@$(pytest) tests/browser -n 2

bench: ready-test ## How fast the public pages and the PDF are, beside the bare parts they are made of.
	@.ci/with-postgresql $(python) -m tests.benchmarks

walks: ready-test ## 100,000 random walks through each procedure, 60 through the models, every two buttons at once: an hour.
	@EVERY_SECRET=1 EVERY_BUTTON=1 WALKS=100000 REAL_WALKS=10 $(pytest) tests/disputes/test_walks.py tests/disputes/test_every_button.py \
		tests/disputes/test_confidentiality.py -n 2
	@PAIRS=1000 .ci/with-postgresql $(pytest) tests/disputes/test_at_once.py -n 2

conformance: ready-test ## The signed agreement judged by veraPDF, the reference for PDF/A and PDF/UA; needs a JDK (default-jdk-headless).
	@.ci/conformance

requirements: ready-test ## Choose the versions of the packages afresh, from pyproject.toml.
	@$(compile) --upgrade pyproject.toml -o compact_portal/requirements/portal.txt
	@$(compile) --upgrade pyproject.toml --group dev -c compact_portal/requirements/portal.txt -o compact_portal/requirements/dev.txt
	@$(compile) --upgrade --group node -o compact_portal/requirements/node.txt
	@$(compile) --upgrade --group conformance -o compact_portal/requirements/conformance.txt

ready-demo:
	@.ci/system-packages demo
	@.ci/python portal
	@.ci/front-end demo

ready-test:
	@.ci/system-packages test
	@.ci/python dev
	@.ci/front-end test
