# Each target is the whole of what it names. `make demo` to try it, `make test` to prove it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset setup test rules check fix faults mutate screens bench lock

PY := .venv/bin/python

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: ## try it: installs, loads an invented region, serves it on 127.0.0.1 (PORT=8000)
	@scripts/python scripts/install.py runtime && exec $(PY) scripts/demo.py

demo-reset: ## the same, from the beginning: the demonstration's data are deleted first
	@scripts/python scripts/install.py runtime && exec $(PY) scripts/demo.py --reset

setup: ## install what developing and testing need
	@scripts/python scripts/install.py development && scripts/need-chromium && scripts/need-clamd

test: setup ## everything: check, SQLite, PostgreSQL, browser
	@scripts/test

rules: ## the policy alone: its tests without Django or a database, in seconds
	@scripts/python scripts/install.py development
	@$(PY) -m pytest -q -c tests/policy/ring.ini --rootdir=. tests/policy

check: ## format, lint, types, contracts, migrations, generated pages; changes nothing
	@scripts/python scripts/install.py development && scripts/check

fix: ## mend what a machine can
	@scripts/python scripts/install.py development && scripts/fix

faults: ## servers killed 200 times at random on each engine, while people report and upload
	@scripts/python scripts/install.py development
	@FAULT_KILLS=$${FAULT_KILLS:-200} $(PY) -m pytest tests/faults -q -s
	@FAULT_KILLS=$${FAULT_KILLS:-200} $(PY) scripts/with_postgres.py $(PY) -m pytest tests/faults -q -s

mutate: ## one change at a time to the clocks and to who may do what: do their tests notice? (FILES, JOBS)
	@scripts/python scripts/install.py development
	@$(PY) scripts/mutate.py --jobs $${JOBS:-2} $${FILES}

screens: setup ## pictures of each role's main pages, in var/screens
	@$(PY) scripts/screens.py

bench: setup ## how quick the pages are with 20,000 incidents, beside their bars (ENGINES, INCIDENTS, GROWTH=1)
	@$(PY) scripts/bench.py

lock: ## choose the newest versions pyproject.toml allows
	@scripts/python scripts/install.py development && scripts/lock
