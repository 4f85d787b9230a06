# make sync    set up once, then write base/, overlays/ and clusters/ from platform.yaml
# make test    set up once, then every check and every test
# make check   the same without the tests
# make test-cluster [REPOSITORY=DIR] [ENVIRONMENT=staging] [REPORT=FILE]
#              install an environment (prod of this repository) on a real control plane and prove what it does; the first
#              time its programs are built from Go modules, which takes 12 to 30 minutes on two cores
# make setup   only the set-up: .venv with locked packages and kubeconform
# make lock    lock the packages anew after a change in pyproject.toml (UPGRADE=--upgrade takes newer ones)
#
# PYTHON=python3.12 says which Python makes .venv; ARGS is passed on to sync.

PYTHON ?= python3
BIN := .venv/bin
LOCKS := requirements.txt requirements-go.txt pyproject.toml tools/set-up.sh tools/kubeconform/go.mod tools/kubeconform/go.sum
SET_UP := .venv/set-up-$(firstword $(shell cat $(LOCKS) | cksum))

.PHONY: sync setup test test-cluster check lock

sync: $(SET_UP)
	@$(BIN)/python -m generators.sync $(ARGS)

setup: $(SET_UP)

test: check
	$(BIN)/python -m pytest -n 2

test-cluster: $(SET_UP)
	@REPOSITORY="$(REPOSITORY)" ENVIRONMENT="$(ENVIRONMENT)" REPORT="$(REPORT)" $(BIN)/python -m tests.cluster

check: $(SET_UP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy -p tests.cluster
	$(BIN)/lint-imports
	$(BIN)/python -m generators.sync --check
	$(BIN)/python -m policies.check

lock: $(SET_UP)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header $(UPGRADE) --group dev pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header $(UPGRADE) --group go -o requirements-go.txt

# The stamp carries the sum of all that the set-up reads, so that a change there runs it again and nothing else does.
$(SET_UP):
	@tools/set-up.sh $(PYTHON)
	@rm -f .venv/set-up-*
	@touch $@
