# Two lines for a new machine: `make play` and `make test`. Everything else is for those who change the game.

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
PYTHON ?= py -3
else
BIN := .venv/bin
PYTHON ?= python3
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: play test test-long check check-types check-rest format lock bench bench-quick bench-learning faults fuzz model mutation screenshots replay clean

play: .venv/play.done ## Install the game into .venv and open it.
	@$(BIN)/quizgame

test: .venv/dev.done ## Install what the tests need (Python packages only) and run them.
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

test-long: .venv/dev.done ## Try every law on many new examples (about half an hour on two cores).
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest --numprocesses auto --dist worksteal -m hypothesis

check: check-types check-rest ## Format, lint, types, import contracts, spelling; with --jobs=2 in half the time.

check-types: .venv/dev.done
	$(BIN)/mypy

check-rest: .venv/dev.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/quizgame packs check --strict --solvers content

format: .venv/dev.done ## Let ruff lay out the code.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/dev.done ## Write the lock files anew: names, versions and hashes, no addresses.
	$(BIN)/python scripts/lock.py

bench: .venv/dev.done ## Measure everything beside floors and peers, and write docs/performance.md's figures anew (half an hour).
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.document

bench-quick: .venv/dev.done ## A smoke of the benchmarks (about a minute).
	$(BIN)/python -m benchmarks --quick

bench-learning: .venv/dev.done ## Simulate learners: what a minute of a break teaches, here and with peers (about fifteen minutes).
	$(BIN)/python -m benchmarks.learning

fuzz: .venv/dev.done ## Try bad input: over a hundred thousand of every kind (about ten minutes on two cores).
	$(BIN)/python -m tests.fuzz

model: .venv/dev.done ## Hold a simple model of study against the real thing: over twenty thousand random steps (about five minutes).
	$(BIN)/python -m tests.model

faults: .venv/dev.done ## Make faults for real, on files, disks, windows and processes (about ten minutes).
	$(BIN)/python -m tests.faults

mutation: .venv/dev.done ## Change domain and store in small ways, and see which changes no test notices (hours; fetches mutmut).
	$(BIN)/python scripts/mutation.py domain
	$(BIN)/python scripts/mutation.py store --sample 8

screenshots: .venv/dev.done ## Draw the scenes of the real app into screenshots/.
	$(BIN)/python -m screenshots.draw

replay: ## Fold the golden log with another Python: make replay PYTHON=/path/to/python3.13
	rm -rf build/replay
	$(PYTHON) -m venv build/replay
	build/replay/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/play.txt
	build/replay/bin/python -m tests.domain.replay

clean: ## Remove what was installed and built here.
	rm -rf .venv build dist

.venv/base.done:
	$(PYTHON) -c "import sys; sys.exit('quizgame needs Python 3.11 or newer; choose one with: make PYTHON=/path/to/python3') if sys.version_info < (3, 11) else None"
	$(PYTHON) -m venv .venv
	@touch $@

# The build backend is locked too, so nothing is fetched that is not in a lock file.
.venv/play.done: .venv/base.done requirements/play.txt requirements/build.txt pyproject.toml
	$(PIP) --require-hashes -r requirements/build.txt -r requirements/play.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.done: .venv/play.done requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
