# Every target sets up what it needs. `make help` lists them. COURSE_JOBS is the number of pages, and
# of submissions, that `make course` works on at the same time; without it, the number of cores.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
export OPENBLAS_NUM_THREADS ?= 1

ASSIGNMENTS := $(notdir $(wildcard exercises/*))
files = $(shell find $(1) -type f -not -path '*/__pycache__/*' -not -name '*.tmp' | sed 's/ /\\ /g')
LMCORE := $(call files,lmcore)
BOOK := $(call files,book) _config.yml _toc.yml tools/build_book.py tools/browser_kernel.py
EXERCISES := $(call files,exercises)
GRADING := $(call files,grading tests/hidden tests/sample_class) nbgrader_config.py

BOOK_DONE := _build/book.done
RELEASE_DONE := _build/release.done
BUNDLED := _build/bundles.done
GRADED := _build/sample_class/table.txt

.DEFAULT_GOAL := course
.DELETE_ON_ERROR:
.PHONY: course book serve site pdf audit release publish-check solutions sample-class rebase-sample-class check mutation test bench bank soak lint constraints clean help

course: ## set up, build the book, release the assignments, grade the sample class (the default)
	@if $(MAKE) -q --no-print-directory $(BOOK_DONE) $(BUNDLED) $(GRADED) 2>/dev/null; then \
	    echo "Nothing to do: book, release and grades are up to date."; \
	else $(MAKE) -s -j2 --no-print-directory $(BOOK_DONE) $(BUNDLED) $(GRADED); fi
	@echo; cat $(GRADED)
	@echo "book      $(CURDIR)/_build/html/index.html"
	@echo "release   $(CURDIR)/release"
	@echo "feedback  $(CURDIR)/_build/sample_class/feedback"
	@$(if $(MAKECMDGOALS),,echo; $(MAKE) -s help)

test: $(BOOK_DONE) $(RELEASE_DONE) ## set up and run all tests
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(if $(filter true,$(CI)),--cov --cov-report=term)

# The tool sees what file times do not tell: that LMCORE_DATA names another corpus than before.
book: $(READY) $(RELEASE_DONE) ## build the book into _build/html; EDITION=instructor adds the solutions
	@$(BIN)/python tools/build_book.py
	@touch $(BOOK_DONE)
ifeq ($(EDITION),instructor)
	@$(BIN)/python tools/build_book.py instructor
endif

serve: $(BOOK_DONE) ## open the book with live cells, on this computer only
	@$(BIN)/python tools/serve_book.py $(SERVE)

site: book ## lay out in _build/site what to upload: book, Python for the browser, JupyterLite
	@$(BIN)/python -m pip install -q -c constraints.txt -e '.[site]' || echo "make: pip could not\
	 install JupyterLite; the site is built without it: look at the network, and run this again." >&2
	@$(BIN)/python tools/build_site.py

pdf: $(BOOK_DONE) ## print the whole book into _build/course.pdf (needs Chromium)
	@$(BIN)/python tools/print_book.py

audit: $(BOOK_DONE) ## measure every page with Lighthouse (needs Chromium and npm; some minutes)
	@$(BIN)/python tools/audit_book.py

release: $(RELEASE_DONE) $(BUNDLED) ## write the students' notebooks and bundles (zip) into release/
publish-check: $(BOOK_DONE) $(BUNDLED) ## check that site and bundles hold no solution, no hidden test
	@$(BIN)/python -m grading publish-check

sample-class: $(GRADED) ## grade the six sample submissions of tests/sample_class
	@cat $(GRADED)

$(READY): pyproject.toml constraints.txt tools/make_venv.py
	@command -v $(PYTHON) >/dev/null || { echo "make: there is no '$(PYTHON)' here; install Python\
	 3.11 or later, or name it, as in 'make PYTHON=python3.12'." >&2; exit 1; }
	@$(PYTHON) tools/make_venv.py
	@$(BIN)/python -m lmcore
	@touch $@

# The pages offer the released notebooks for download.
$(BOOK_DONE): $(READY) $(RELEASE_DONE) $(BOOK) $(LMCORE)
	@$(BIN)/python tools/build_book.py
	@touch $@

$(RELEASE_DONE): $(READY) $(EXERCISES) nbgrader_config.py grading/authoring/release.py grading/authoring/leaks.py
	@$(BIN)/python -m grading release
	@mkdir -p $(@D) && touch $@

$(BUNDLED): $(RELEASE_DONE) $(LMCORE) grading/authoring/bundle.py grading/files.py grading/authoring/templates/bundle_readme.md
	@$(BIN)/python -m grading bundle
	@touch $@

$(GRADED): $(RELEASE_DONE) $(EXERCISES) $(GRADING) $(LMCORE)
	@TQDM_DISABLE=1 $(BIN)/python -m grading sample-class >/dev/null

solutions: $(RELEASE_DONE) ## execute the exercises into solutions/ (committed)
	@for assignment in $(ASSIGNMENTS); do \
	    $(BIN)/nbgrader generate_solution $$assignment --force --log-level=WARN || exit 1; done
	@$(BIN)/python -m grading check-solutions

rebase-sample-class: $(RELEASE_DONE) ## put the sample students' answers into the present release
	@$(BIN)/python -m grading sample-class --rebase

NOT_BENCHMARKS := benchmarks/results.py benchmarks/shakespeare.py benchmarks/synthetic_class.py benchmarks/soak.py
check: $(READY) ## run the visible tests of one notebook: make check NB=release/.../x.ipynb
	@test -n "$(NB)" || { echo "make: say which notebook, as in\
	 'make check NB=release/implementation/embedding.ipynb'." >&2; exit 2; }
	@$(BIN)/python -m grading check "$(NB)"

mutation: $(READY) ## grade the model answers with one small mistake each
	@$(BIN)/python -m tests.mutation

bench: $(READY) ## measure speed against PyTorch and NLTK, and quality (tens of minutes)
	@$(BIN)/python -m pip install -q -c constraints.txt -e '.[bench]'
	@for benchmark in $(filter-out $(NOT_BENCHMARKS),$(wildcard benchmarks/*.py)); do \
	    echo; echo "== $$benchmark"; \
	    $(BIN)/python $$benchmark || exit 1; done

soak: $(READY) ## grade 500 submissions while workers are killed; every score must be right (hours)
	@$(BIN)/python benchmarks/soak.py

bank: $(READY) ## grade the bank of right and wrong answers in the sandbox, and print its table
	@$(BIN)/python -m tests.bank

lint: $(READY) ## check style, types, imports, spelling, and that exercises have no outputs
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/mypy
	@$(BIN)/codespell
	@$(BIN)/nbstripout --verify --keep-id $(EXERCISES)

constraints: $(READY) ## write constraints.txt anew from pyproject.toml
	@echo uv | $(BIN)/python -m uv pip compile -q --upgrade --universal --python-version 3.11 --no-annotate \
	    --custom-compile-command 'make constraints' $(addprefix --extra ,course test dev site) \
	    -o constraints.txt pyproject.toml -

clean: ## remove what make and nbgrader made, except .venv, gradebook and submissions
	rm -rf _build release

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

# Anything else is a slip of the pen, and gets a sentence instead of make's own words.
.DEFAULT:
	@echo "make: there is no target '$@'; 'make help' lists the targets." >&2; exit 2
