SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-chip setup-speech setup-postgres run test check prove bench tour lock

BIN := .venv/bin
WORKERS ?= 2

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/\1|/p' Makefile | while IFS='|' read -r name what; do printf 'make %-15s%s\n' "$$name" "$$what"; done

setup:  ## system libraries (as root on Debian) and .venv, from the locks; quick when nothing changed
	@deploy/setup.sh run

setup-dev:  ## the same, with what tests and checks need
	@deploy/setup.sh dev

setup-chip: setup  ## what reads the chip of a card: pcscd, pyscard built from its source, tesserocr for the lines on its back
	@deploy/setup.sh chip

setup-speech:  ## what reads the screens aloud: espeak-ng, and aplay to be heard by
	@deploy/setup.sh speech

setup-postgres: setup  ## what a gateway needs to keep its dossiers in PostgreSQL: psycopg
	@deploy/setup.sh postgres

run: setup  ## the kiosk in a window: its own gateway, simulated devices, marked "Bản chạy thử"
	@tools/demo_catalogue.sh $(BIN) || true
	@$(BIN)/kiosk run

tour: setup  ## every screen as a picture, with no display: tour/index.html
	@$(BIN)/kiosk tour --out tour

test: setup-dev  ## all tests, the journeys through the real application among them
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(TESTS)

check: setup-dev  ## format, lint, types, import rules, QML
	@tools/check.sh

prove: setup-dev  ## every fault that delivery must survive, done for real: docs/proofs.md (as root: power cuts too)
	@deploy/setup.sh prove
	@$(BIN)/python -m tests.faults.prove

bench: setup-dev  ## start, memory, taps, search, outbox, sealing and gateway, each beside a named peer or its bar
	@deploy/setup.sh bench
	@$(BIN)/python -m bench

lock: setup-dev  ## write requirements/*.txt anew from pyproject.toml
	@tools/lock.sh
