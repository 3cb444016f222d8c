# Everything starts from here: `make demo` and `make test` need only python3 (3.11 or newer) and make.
.POSIX:
.DEFAULT_GOAL := help
PORT ?= 8000
DEMO ?= on
python = .venv/bin/python

.PHONY: help demo test check bench messages lock stop clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\): .*## /  make \1\t/p' Makefile | expand -t 18

demo: ## Run the portal with demonstration data on http://127.0.0.1:8000 (PORT=8001 for another port)
	@requirements/install.sh demo
	@PORT=$(PORT) DEMO=$(DEMO) $(python) manage.py portal

test: ## Run all tests, on PostgreSQL, Valkey and Chromium that it brings itself
	@requirements/install.sh development
	@$(python) -m tests.chromium
	@$(python) -m literacy_portal.catalogues compile
	@$(python) -m pytest $(ARGS)

check: ## Lint, format, types, order of imports, migrations, translations, locks, deployment settings
	@requirements/install.sh development
	@$(python) -m tests.platform.check

bench: ## Measure what grows against named baselines, and write bench.json (ARGS="--persons 300000 --only figures")
	@requirements/install.sh bench
	@$(python) -m bench $(ARGS)

messages: ## Collect the texts to translate into locale/ (needs gettext)
	@requirements/install.sh development
	@$(python) manage.py makemessages --locale vi --locale en --locale fr --no-wrap --add-location file --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	@$(python) -m literacy_portal.library_texts
	@$(python) -m literacy_portal.catalogues compile

lock: ## Compile pyproject.toml into requirements/*.txt (ARGS=--upgrade for newer versions)
	@requirements/install.sh development
	@requirements/lock.sh $(ARGS)

stop: ## Stop servers that a killed process left running
	@$(python) -m literacy_portal.embedded

clean: ## Remove the environment and all demonstration data
	@if [ -x $(python) ]; then $(python) -m literacy_portal.embedded || true; fi
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
