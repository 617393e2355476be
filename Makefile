# What can be done here. `make` alone lists it.

PYTHON ?= python3
VENV := .venv/bin
# A worker waits for a mail, a page or a process for a third of its time: three keep two cores busy.
TESTS := $(VENV)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

# Byte code is kept: without it every process that the tests start would compile the house anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check lint bench lock format words pictures setup setup-test

help: ## list what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: setup ## start the sample on http://127.0.0.1:8000 (PORT=… for another port)
	@exec $(VENV)/python -m scripts.serve

test: setup-test ## every test, on both databases and in the browser
	$(TESTS)

check: lint ## format, lint, types, import rules, templates, then the tests that need no browser
	$(TESTS) -m "not browser"

lint: setup-test ## the checks of `make check` that run no test
	$(VENV)/python -m ruff format --check .
	$(VENV)/python -m ruff check .
	$(VENV)/python -m mypy
	$(VENV)/lint-imports
	$(VENV)/python -m djlint templates --lint --quiet

format: setup-test ## lay out the code as `make check` wants it
	$(VENV)/python -m ruff format .
	$(VENV)/python -m ruff check --fix .

words: setup-test ## find the words of the code and note them in every translation
	$(VENV)/pybabel -q extract -F signon/translations/babel.cfg -k N_ -k _l -k lazy_gettext \
		--sort-output --add-location=file -o signon/translations/messages.pot .
	for language in fr es ar; do $(VENV)/pybabel -q update --no-fuzzy-matching --ignore-obsolete \
		-i signon/translations/messages.pot -d signon/translations -l $$language; done

bench: setup-test ## the benchmarks, ratios printed as a table
	$(VENV)/python -m bench

pictures: setup-test ## take the pictures of docs/leads.md anew, of the sample in a browser
	$(VENV)/python -m scripts.pictures

lock: setup-test ## pin anew what requirements*.in ask for
	$(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--custom-compile-command "make lock" requirements.in -o requirements.txt
	$(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--custom-compile-command "make lock" requirements-test.in -o requirements-test.txt

setup:
	@$(PYTHON) scripts/setup.py run

setup-test:
	@$(PYTHON) scripts/setup.py test
