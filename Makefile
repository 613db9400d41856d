# Every target brings what it needs (packaging/set-up): no separate installation step.

help: ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## system packages and .venv, and nothing else
	@packaging/set-up test

demo: ## an attacked country, replayed; its alerts at a syslog receiver
	@packaging/set-up demo
	@.venv/bin/sigwatch demo

test: ## linters, then every test compiled, interpreted and with bounds checked
	@packaging/set-up test
	@tests/lanes check interpreted bounds compiled

check: ## linters and contracts alone
	@packaging/set-up demo
	@tests/lanes check

fuzz: ## over ten million mutated frames between guard pages
	@packaging/set-up test
	@tests/lanes fuzz

bench: ## the benchmark table
	@packaging/set-up bench
	@.venv/bin/python -m benchmarks

clean-root: ## the two commands in fresh Debian and Ubuntu roots (as root)
	@packaging/try-clean-root bookworm trixie noble

.PHONY: help setup demo test check fuzz bench clean-root
