# The only entry points a person needs. `make` alone lists them.
# Interrupting any target and repeating it is safe.

# The oldest Python that the library supports; the first interpreter of this list that is new
# enough makes the environment. Choose another with: make book PYTHON=/path/to/python
OLDEST  := 3.11
PYTHON  ?=
CHOICES := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python

NEW_ENOUGH := import sys; sys.exit(sys.version_info < tuple(map(int, "$(OLDEST)".split("."))))

VENV  := .venv
PY    := $(VENV)/bin/python
READY := $(VENV)/.installed
PIP   := $(PY) -m pip --disable-pip-version-check --no-input --quiet

# What `make test` hands to pytest, for example: make test ONLY="tests/test_book.py -x"
ONLY ?= tests chapters models

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help environment book test assignments grade bench calibrate serve lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | \
	  while IFS='|' read -r name text; do printf 'make %-12s %s\n' "$$name" "$$text"; done

environment: $(READY) ## create or update .venv from requirements.lock; the others do it themselves

book: $(READY) ## build the site, the PDF and the EPUB under _build/
	@$(PY) -m tools.build

test: book ## build the book if it changed, then run every check
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder \
	  --nbval --nbval-current-env $(ONLY)

assignments: $(READY) ## write what students get: notebooks, and an archive of each in _build/handouts/
	@$(PY) -m tools.assignments handouts

grade: $(READY) ## grade the notebooks in SUBMISSIONS=folder (CONFINE=no: without walls around them)
	@$(PY) -m tools.assignments grade $(if $(filter no,$(CONFINE)),--unconfined) "$(SUBMISSIONS)"

bench: book ## measure the project against its budgets
	@$(PY) -m tools.bench

calibrate: $(READY) ## fit the lifetime model anew (about ten minutes)
	@$(PY) -m calibration

serve: book ## show the site at http://localhost:8000
	@$(PY) -m http.server 8000 --bind localhost --directory _build/html

lock: $(READY) ## resolve pyproject.toml into requirements.lock (LOCK=--upgrade for newer versions)
	@$(PY) -m uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes \
	  --no-header --no-annotate --python-version $(OLDEST) $(LOCK) pyproject.toml --extra fast \
	  --group book --group print --group exercises --group test --output-file requirements.lock

clean: ## remove everything that was made: _build/ and the environment
	@rm -rf _build $(VENV)

# The stamp is written last: an interrupted installation is repeated, a changed lock is installed.
$(READY): requirements.lock pyproject.toml
	@rm -f $@
	@$(PY) -m pip --version >/dev/null 2>&1 || { \
	  for python in $(CHOICES); do \
	    if $$python -c '$(NEW_ENOUGH)' 2>/dev/null; then \
	      echo "Creating $(VENV) with $$($$python --version)"; \
	      exec $$python -m venv --clear $(VENV); \
	    fi; \
	  done; \
	  echo "This project needs Python $(OLDEST) or newer; none of these is: $(strip $(CHOICES))." \
	    "Install one, or name it: make book PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Installing requirements.lock (once, about a minute)"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@
