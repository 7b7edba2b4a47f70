# On a fresh machine `make run` and `make test` are all there is to do; both set up first. `make help` lists the rest.

PYTHON ?=
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.setup-stamp
CODE := ingest chatbot app.py app_pages benchmarks tests .ci/audit.py
MAKES := ingest data/claims data/sources constraints.txt
TORCH := 2.13.0
PIP_AUDIT := 2.10.1
TORCH_INDEX := https://download.pytorch.org/whl/cpu

# After set-up nothing needs a network: the model comes as a package, and nobody is told what is asked here. The programs
# hold to that themselves (ingest/privacy.py); another model is downloaded once by: hf download NAME.
export HF_HUB_OFFLINE := 1
export TOKENIZERS_PARALLELISM := false
export ANONYMIZED_TELEMETRY := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# These go before .streamlit/config.toml. The page puts them back too, but only once somebody has opened it.
unexport STREAMLIT_BROWSER_GATHER_USAGE_STATS STREAMLIT_CLIENT_SHOW_ERROR_DETAILS STREAMLIT_CLIENT_TOOLBAR_MODE
unexport STREAMLIT_SERVER_ENABLE_CORS STREAMLIT_SERVER_ENABLE_STATIC_SERVING STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION

.PHONY: help setup run ingest evaluate fit gate figures benchmark test test-browser test-all test-mutants lint audit format constraints clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## make .venv with everything in it (nothing to do when it is there)

run: setup ## build the library if it is not up to date, then open http://localhost:8501
# A library that is newer than all that makes it is looked over while the page opens, which takes up a newer version by
# itself. Exit 1 means a file was refused, which is said, and the rest published: the page can open.
	@current="$${NEEDLEPOINT_LIBRARY:-data/library}/CURRENT"; \
	if [ -s "$$current" ] && [ -z "$$(find $(MAKES) -name __pycache__ -prune -o -newer "$$current" -print | head -n 1)" ]; then \
	  $(PY) -m ingest & trap "kill $$! 2>/dev/null" EXIT; \
	else $(PY) -m ingest || [ $$? -eq 1 ] || exit; fi; \
	echo "Opening http://localhost:8501 (stop with Ctrl+C)"; \
	if [ "$$(uname -s)" = Darwin ] || [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  (sleep 2; $(PY) -m webbrowser http://localhost:8501 >/dev/null 2>&1) & fi; \
	$(PY) -m streamlit run app.py

ingest: setup ## build the library if it is not up to date
	@$(PY) -m ingest

evaluate: ingest ## answer the development questions and print their figures
	@$(PY) -m chatbot evaluate

fit: ingest ## learn the weights and the cut of the evidence anew, from data/evaluation/tuning.jsonl
	@$(PY) -m chatbot fit --false-answers 0.08

gate: ingest ## fail when figures fell below those stored in data/evaluation/gate.toml (also part of the tests)
	@$(PY) -m chatbot gate

# Half an hour on two cores; build/figures has them as JSON and plots afterwards.
figures: ingest ## measure all our own tables of docs/quality.md
	@$(PY) -m chatbot evaluate --out build/figures/dev
	@$(PY) -m chatbot evaluate data/evaluation/unseen.jsonl --by-category --out build/figures/unseen
	@$(PY) -m chatbot evaluate data/evaluation/unseen.jsonl --without claims --out build/figures/unseen-without-claims
	@$(PY) -m chatbot evaluate data/evaluation/unseen.jsonl --without-claims-of all --out build/figures/unseen
	@$(PY) -m chatbot evaluate data/evaluation/unseen.jsonl --without all --share 2 --out build/figures/unseen

# About twenty minutes on two cores; nothing else should run meanwhile. `make benchmark MORE=--quick` takes a few.
benchmark: ingest ## measure how fast it is, beside an ordinary tutorial app; results go to build/benchmarks
	@$(PY) -m benchmarks $(MORE)

# One process a core, each with whole files, because a file's tests share what its first one builds. What is compiled
# once serves the programs that tests start: a third of the time of each, where Python is told to keep nothing compiled.
test: setup ## run the tests, without the slow ones and those in a browser
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -m "not browser and not slow" --numprocesses auto --maxprocesses 4 --dist loadfile

test-browser: setup ## run the tests in a real Chromium
	@$(PY) -m pytest -m browser

test-all: setup ## run every test
	@$(PY) -m pytest

# Twelve minutes beside other work when it was last run whole (docs/safety.md).
test-mutants: setup ## switch off and break what keeps readers safe, and see whether its tests notice
	@$(PY) -m tests.switches
	@$(PY) -m tests.mutants

lint: setup ## check style and types
	@$(PY) -m ruff check $(CODE)
	@$(PY) -m ruff format --check $(CODE)
	@$(PY) -m mypy --strict $(CODE)

# In an environment of its own, because nothing of it is needed to run or to test. Any Python does.
audit: ## ask the advisory service about every pinned package (needs a network)
	@python=$$(command -v $(PY) || command -v python3); \
	{ $$python -m venv build/audit && build/audit/bin/python -m pip install --quiet pip-audit==$(PIP_AUDIT); } \
	  || echo "pip-audit cannot be installed here." >&2; \
	$$python .ci/audit.py

format: setup ## put the code in its style
	@$(PY) -m ruff check --fix-only $(CODE)
	@$(PY) -m ruff format $(CODE)

# torch is held where its wheels were tested. The GPU packages that torch on Linux asks for are not pinned, because the
# CPU wheel that set-up prefers does not want them. Needs uv.
constraints: ## resolve all dependencies anew and pin them
	@{ echo "# Made by \`make constraints\` (uv pip compile, universal: Linux, macOS, Windows; Python 3.11 to 3.13)."; \
	  echo torch==$(TORCH) | uv pip compile pyproject.toml --constraints - --extra dev --universal \
	    --python-version 3.11 --upgrade --no-header --no-annotate --quiet \
	  | sed -e '/^cuda-/d' -e '/^nvidia-/d' -e '/^triton/d' -e 's/^torch==.*/torch==$(TORCH)/' | uniq; \
	} > constraints.txt.new
	@grep -q '^torch==' constraints.txt.new && mv constraints.txt.new constraints.txt

clean: ## remove what set-up and the checks left; the library stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python that fits is taken, so a system Python that is too old or too new does not stand in the way.
$(STAMP): pyproject.toml constraints.txt
	@if ! $(PY) -m pip --version >/dev/null 2>&1; then \
	  for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	    $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || continue; \
	    fits=$$python; \
	    $$python -c 'import ensurepip, venv' 2>/dev/null || continue; \
	    echo "Making $(VENV) with $$($$python --version) ..."; \
	    $$python -m venv --clear $(VENV) && exit 0 || exit 1; \
	  done; \
	  if [ -n "$${fits:-}" ]; then \
	    echo "$$fits cannot make a virtual environment: its venv or ensurepip module is missing." >&2; \
	    echo "Install it (Debian, Ubuntu: apt-get install python3-venv), or name another: make setup PYTHON=..." >&2; \
	  else \
	    echo "Needlepoint needs Python 3.11, 3.12 or 3.13; $(or $(PYTHON),python3) is" \
	      "$$($(or $(PYTHON),python3) --version 2>/dev/null || echo not there)." >&2; \
	    echo "Install one of them, or name it: make setup PYTHON=/path/to/python3.12" >&2; \
	  fi; \
	  exit 1; \
	fi
# On Linux the ordinary torch brings gigabytes for graphics cards; PyTorch's own index has one without. pip would try a
# silent index for minutes, so a short knock comes first; without an answer the ordinary torch of the same version does.
	@index=; if [ "$$(uname -s)" = Linux ]; then \
	  if timeout 5 $(PY) -c 'import sys, urllib.request as u; u.urlopen(u.Request(sys.argv[1], method="HEAD"), timeout=3)' \
	    $(TORCH_INDEX)/torch/ 2>/dev/null; \
	  then index="--extra-index-url $(TORCH_INDEX)"; \
	  else echo "$(TORCH_INDEX) does not answer: torch comes from the ordinary index."; fi; \
	fi; \
	echo "Installing (one to three minutes the first time) ..."; \
	$(PY) -m pip install $$index -c constraints.txt -e ".[dev]"
	@touch $@
