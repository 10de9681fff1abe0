# Sixing: every command that the documentation names. `make` alone lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test lint docs fuzz bench bench-loop bench-music bench-picture recipes clean

help: ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: $(VENV)/light ## three quatrains on autumn, from a bare machine, in a minute
	$(BIN)/sixing create poem --form 七绝 --theme 秋思 -n 3 --seed 7

test: $(VENV)/full ## install everything and run the tests
	$(BIN)/python -m pytest

lint: $(VENV)/full ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/docs ## build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -q docs docs/_build/html

fuzz: $(VENV)/full ## the property tests, with forty times the examples
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=fuzz

bench: $(VENV)/bench ## measure every figure that is claimed; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

bench-loop: $(VENV)/bench ## measure the loop that learns: moods, critic, taste, fit, adapt, map, safety
	$(BIN)/python -m benchmarks loop

bench-music: $(VENV)/bench ## measure music: likelihood, harmony, codec, originality, sound, words, fuzz
	$(BIN)/python -m benchmarks music

bench-picture: $(VENV)/bench ## measure pictures: style, GANs, translation, features, archive, scrolls, fuzz
	$(BIN)/python -m benchmarks picture

recipes: $(VENV)/full ## read the corpus and train the shipped style again (hours), into runs/
	SIXING_HOME=runs/home $(BIN)/sixing corpus add chinese-poetry
	SIXING_HOME=runs/home $(BIN)/sixing fit --recipe recipes/classical.toml --into runs/classical

clean: ## remove the virtual environment and what was built
	rm -rf $(VENV) docs/_build build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Sixing needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

# The light run time carries no compiled copies: 50 MB less, and what is used compiles itself.
$(VENV)/light: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) --no-compile --editable .
	@touch $@

$(VENV)/full: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) --editable packages/pictures --editable '.[train,charts,music,picture,dev]'
	@touch $@ $(VENV)/light

$(VENV)/bench: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) --editable packages/pictures --editable '.[train,charts,music,picture,dev,bench]'
	@touch $@

$(VENV)/docs: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) --editable '.[docs]'
	@touch $@
