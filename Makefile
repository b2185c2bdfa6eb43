# Accede. `make` alone lists what can be made. Only Go is needed for `go test ./...`; the rest installs what it lacks
# when it may, and says what it leaves out when it may not.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GO       ?= go
TOOL     := $(GO) tool -modfile=tools/go.mod
FUZZTIME ?= 60s
BENCH    ?= .
COUNT    ?= 1
CUTS     ?= 100000
CHECKS   ?= 2000
BITS     ?= 200
MEMBERS  ?= 1000000
MINUTES  ?= 60

# What starts goroutines is tested with the race detector. What Accede knows has none (internal/house sees to it), nor
# have these of what runs, nor the house itself: they are tested without, which is many times quicker. Tests that look
# at pages in a browser are told by their name, and spend their time outside the program: they run without it too.
PACKAGES = $(shell $(GO) list ./...)
SINGLE   = $(addprefix accede/internal/,api/wire atlas bundle fault intake store view view/words)
RUNNING  = $(filter-out $(SINGLE) accede/internal/house%,$(filter accede/internal/% accede/cmd/%,$(PACKAGES)))
KNOWING  = $(filter-out $(RUNNING),$(PACKAGES))
# What is done in a browser, and every page read for words outside the catalogue, takes minutes with the race detector.
LOOKING  = accede/internal/web accede/cmd/accede
# Power cuts are made up many thousand times on one goroutine each: they are counted without it too.
CUTTING  = accede/internal/store/sqlite

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: test
test: prepare check generated smoke ## everything that must hold: format, vet, generated files, the README's commands, all tests
	@race=$$(bash tools/race.sh); bad=0; \
	{ $(GO) test -json $(KNOWING) || bad=1; \
	  $(GO) test -json -run 'Browser|NotInTheCatalogue' $(LOOKING) || bad=1; \
	  $(GO) test -json -run PowerCut $(CUTTING) || bad=1; \
	  $(GO) test -json $$race -skip 'Browser|NotInTheCatalogue|PowerCut' $(RUNNING) || bad=1; exit $$bad; } | $(GO) run ./internal/house/tally

.PHONY: prepare
prepare: ## install what the tests can use and the machine lacks: compiler for -race, browser, fonts
	@bash tools/prepare.sh

.PHONY: check
check: ## format and vet
	@bad=$$(gofmt -l .); \
	if [ -n "$$bad" ]; then echo "not formatted (gofmt -w):"; echo "$$bad"; exit 1; fi
	$(GO) vet ./...

.PHONY: generate
generate: ## write the generated files again
	$(TOOL) templ generate -log-level error
	$(GO) generate ./...

.PHONY: generated
generated: ## are the generated pages those of their templates?
	@GO="$(GO)" bash tools/generated.sh

.PHONY: smoke
smoke: ## the README's commands in a clean clone: build the demonstration, serve it, look at a page, stop it
	@GO="$(GO)" bash tools/smoke.sh

.PHONY: screenshots
screenshots: ## take pictures of all pages into doc/screens (needs chromium)
	@GO="$(GO)" bash tools/screens.sh

.PHONY: lint
lint: ## golangci-lint, as pinned in tools/go.mod; the first run builds it, which takes minutes
	$(TOOL) golangci-lint run ./...

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (60s)
	@$(GO) test -list '^Fuzz' ./... \
	  | awk '/^Fuzz/ { t[++n] = $$1 } /^ok/ { for (i = 1; i <= n; i++) print $$2, t[i]; n = 0 }' \
	  | while read -r pkg target; do \
	      echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$pkg"; \
	    done

.PHONY: reproducible
reproducible: ## build the program twice from clean copies and compare byte for byte
	@GO="$(GO)" bash tools/reproducible.sh

.PHONY: vulnerable
vulnerable: ## known weaknesses in what is leaned on and in Go, as far as the program reaches them (needs the network: vuln.go.dev)
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0 ./...

.PHONY: release
release: ## the program for each system into dist, with SHA256SUMS; KEY=file signs them (doc/operating.md)
	@GO="$(GO)" bash tools/release.sh build dist
	@if [ -n "$(KEY)" ]; then bash tools/release.sh sign dist "$(KEY)"; fi

.PHONY: fuzz-differential
fuzz-differential: prepare ## both verifiers, in Go and in JavaScript, on records made wrong in every way, each for FUZZTIME
	@for target in FuzzBothVerifiersSayTheSame FuzzBothVerifiersSayTheSameOfOthers; do \
	  $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) ./internal/verifier; \
	done
	ACCEDE_LONG=1 $(GO) test -count 1 -v -run 'Both' -rapid.checks=$(CHECKS) ./internal/verifier

.PHONY: bench
bench: ## all benchmarks, with the machine and the date, to standard output; BENCH=name, COUNT=6 for benchstat
	@bash tools/machine.sh
	@$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) ./... | grep -v '^?\|^PASS'
	@if [ '$(BENCH)' = . ]; then $(MAKE) --no-print-directory bench-load; fi

.PHONY: bench-load
bench-load: ## a server under load: signed positions over HTTP by 8 and by 64 clients, and 30 to 10,000 open pages
	@bash tools/machine.sh
	$(GO) run ./cmd/accede bench run --clients 8,64 --viewers 30,200,1000,10000

.PHONY: play-malicious
play-malicious: ## watch a host turn malicious beside two watchers: an objection dropped, a fork, a false date, an old backup
	@$(GO) test -count 1 -v -run TestAMaliciousHost ./cmd/accede

.PHONY: bench-viewers
bench-viewers: ## act to the last of 30, 200, 1,000 and 10,000 open pages, and what each takes (wants 21,000 open files: ulimit -n)
	@bash tools/machine.sh
	@[ "$$(ulimit -n)" = unlimited ] || [ "$$(ulimit -n)" -ge 21000 ] || { echo "ulimit -n is $$(ulimit -n): 10,000 pages want 21,000 open files"; exit 1; }
	$(GO) run ./cmd/accede bench run --clients 0 --viewers 30,200,1000,10000

.PHONY: bench-ballot
bench-ballot: ## MEMBERS (1,000,000) are admitted, their keys enrolled, and each votes once in one ballot, over HTTP; how it stands asked every second (half an hour, 10 GB)
	@bash tools/machine.sh
	$(GO) run ./cmd/accede bench run --parties 200 --members $(MEMBERS) --clients 64 --acts $(MEMBERS) --ask --no-bare

.PHONY: nightly
nightly: ## what takes hours: CUTS power cuts (100,000), CHECKS random histories of every store (2,000), BITS turned over in every file (200), a database that is away for a minute
	@if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi; \
	ACCEDE_POWER_CUTS=$(CUTS) $(GO) test -count 1 -timeout 6h -v -run 'PowerCut|FullDisk|FaultOfTheDisk' ./internal/store/sqlite
	$(GO) test -count 1 -timeout 4h $(addprefix ./internal/store/,mem sqlite postgres storetest) -rapid.checks=$(CHECKS)
	ACCEDE_BITS=$(BITS) $(GO) test -count 1 -timeout 2h -v -run TestABitThatTurnsOver ./cmd/accede
	ACCEDE_AWAY=1m $(GO) test -count 1 -timeout 20m -v -run TestSeveralProcessesServeOneRecord ./cmd/accede

.PHONY: cluster-test
cluster-test: ## three machines on this one, broken in six ways under load; every acknowledged act must be there (root; minutes)
	@GO="$(GO)" bash deploy/cluster/cluster.sh test

.PHONY: cluster-bench
cluster-bench: ## the pipeline with 64 writers over three machines on this one (root)
	@GO="$(GO)" bash deploy/cluster/cluster.sh bench

.PHONY: cluster-hour
cluster-hour: ## the same for MINUTES (60) of mixed load, with a fault every minute
	@GO="$(GO)" bash deploy/cluster/cluster.sh run $(MINUTES)

.PHONY: cover
cover: ## coverage of each package, by all tests together
	@profile=$$(mktemp); trap 'rm -f "$$profile"' EXIT; \
	$(GO) test -coverpkg=./... -coverprofile="$$profile" ./... > /dev/null; \
	awk 'NR > 1 { sub(/\/[^\/]*$$/, "", $$1); s[$$1] += $$2; if ($$3 > 0) c[$$1] += $$2 } \
	     END { for (p in s) printf "%5.1f%%  %s\n", 100 * c[p] / s[p], p }' <(sort -u "$$profile") | sort -k2
