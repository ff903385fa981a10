TOOLS     = $(CURDIR)/tools
MOCKERY   = go tool -modfile=$(TOOLS)/go.mod mockery
BENCHSTAT = go tool -modfile=$(TOOLS)/go.mod benchstat
LINT      = go tool -modfile=$(TOOLS)/lint.mod golangci-lint
# The modules that hold Go, as folders. wild has the real client libraries beside our models of
# them, tools what measures and checks, deploy the manifests and what they are held to; nobody requires
# them, so that they burden no importer. tools/release is one more, which `make release` alone compiles.
MODULES   = . wild tools deploy
# In each of them the command $(1).
each = for module in $(MODULES); do (cd $$module && $(1)) || exit 1; done
# Tests and figures neither read nor write what the user keeps; a report does.
KEPT := $(TOKENSTORM_CACHE)
export TOKENSTORM_CACHE ?= off
# What make slow runs, and how long or how much of it.
PART     ?= mutation fuzz properties requests growth peers bench-peers switches settings readings far bound \
	hunt planted prove rare infer logs cluster workers served processors release door
FUZZTIME ?= 30s
WHOLE    ?= sim fakecarrier/quota fakecarrier/wire strategies
SAMPLE   ?= 200
HUNTED   ?= 2000
LOGS     ?= 1260
CHECKS   ?= 3000
ESTIMATES ?= 20
STUDIES  ?= 5
LINES    ?= 100000000
SAMPLED  ?= fakecarrier fakecarrier/front fakecarrier/server strategies/spec strategies/oauth \
	scenarios scenarios/faults scenarios/measure scenarios/workload scenarios/world scenarios/study \
	reports reports/drawing reports/review internal/strict internal/unit internal/portable
# The folders whose tests contain $(1), each once.
folders = $(shell grep -rlE --include='*_test.go' $(1) . | xargs -r -n1 dirname | sort -u)

# Scenarios that all questions of the review are answered from, a herd, and a town with classes,
# groups, sessions and times of day: a small page has all kinds of things.
BROWSED = two-nodes,reports/page/web/test/browser/town.yaml,two-nodes-coexist,expiry-herd-50ms,$\
	external-renewal,cache-down-minute,$\
	limiter-at-threshold,ten-customers,scale-out,ban-fallen,live-token-refused

# Streams, arithmetic, and scenarios with every kind of chance, each with a strategy that draws and
# one that does not: what a processor could bend. go vet says the same on each of them. CI has the
# one that is big-endian and fuses a product and a sum.
PROCESSORS ?= arm arm64 s390x
PORTABLE = -vet=off ./sim ./internal/portable ./scenarios -run 'Never|Portable|Digest|$\
	TestScenarios/(expiry-herd-50ms|long-tail|transaction-limit)$\
	/(naive|exponential-full-jitter|refresh-ahead-jitter|leader|breaker|again)$$'

# Strategies of every outcome, and enough losers for a fold.
RACED = naive,naive-retry-2,lock,clairvoyant,recommended-unshared,recommended

.PHONY: help test tidy report page browser lint mocks generate golden bench fuzz processors drive \
	clean redis clients examples units live outside onefile slow mutation properties requests growth peers \
	bench-peers switches settings readings far bound hunt planted prove rare infer logs cluster workers served release cross door \
	vulnerabilities api
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
test: ## check the format, vet, run every test; needs nothing but Go
	@unformatted=$$(gofmt -l .) && test -z "$$unformatted" || \
		{ echo "run gofmt -w on: $$unformatted" >&2; exit 1; }
	@$(call each,go vet ./...)
	@$(call each,go test -vet=off -timeout 20m ./...)
tidy: ## make each module require what it imports, and nothing else
	$(call each,go mod tidy)
	cd tools && go mod tidy -modfile=lint.mod && go mod tidy -modfile=slow.mod
report: ## run the catalogue (STRATEGIES, or each scenario's own) and the review (SEEDS), write reports/out/
	TOKENSTORM_CACHE=$(KEPT) go run ./cmd/tokenstorm report --out reports/out $(if $(SEEDS),--seeds $(SEEDS)) \
		$(if $(STRATEGIES),--strategies $(STRATEGIES))
page: ## build the front end of the report's page anew; needs node and npm
	cd reports/page/web && npm ci && npm run build && npm test
browser: ## look at a page in a browser; needs what `make page` installs, and chromium
	go run ./cmd/tokenstorm report --out reports/out/browser --seeds 3 \
		--scenarios $(BROWSED) --strategies $(RACED)
	cd reports/page/web && npm run browser
lint: ## run golangci-lint, compiled from source: minutes the first time
	@$(call each,$(LINT) run ./...)
mocks: ## write the mocks anew
	$(MOCKERY)
generate: ## write every other generated file anew
	go generate ./...
golden: ## write the goldens anew; commit only differences you can explain
	-go test $(call folders,'Bool."update"') -update # fails where the next line has work, too
	go test $(call folders,cockroachdb/datadriven) -rewrite
bench: ## measure, as benchstat tells it
	@mkdir -p reports/out
	go test -run '^$$' -bench . -benchmem -count 6 ./... | tee reports/out/bench.txt
	$(BENCHSTAT) reports/out/bench.txt
outside: ## test what importers get, in modules outside ours; needs the module proxy
	go test -tags outside -count 1 ./internal/outside
onefile: ## add one file each of a part, a reading, a carrier ... to a copy, and look for them
	cd internal/outside && go test -tags onefile -count 1
redis: ## test strategies/redisstore on a redis-server, killed, paused, far away; needs cc
	go test -tags redis -count 1 -parallel 24 ./strategies/redisstore
clients: ## test clients of others on the fake carrier; needs Node, curl, Java, Python, Perl, Ruby, PHP, libraries
	cd cmd/fakecarrier/testdata/clients && npm ci --no-audit --no-fund
	go test -tags clients -count 1 ./cmd/fakecarrier
examples: ## run the examples of docs/testing.md and strategies/languages; needs curl, Node, Python 3, Java, redis-server, redis-py
	docs/examples/run.sh
	cd strategies/languages/testdata && npm ci --no-audit --no-fund
	go test -tags languages -count 1 ./strategies/languages
units: ## let systemd read the unit of deploy/; needs systemd-analyze
	@folder=$$(mktemp -d) && trap 'rm -r $$folder' EXIT && go build -o $$folder ./cmd/fakecarrier && \
		sed "s|/usr/bin/|$$folder/|" deploy/systemd/fakecarrier.service >$$folder/fakecarrier.service && \
		said=$$(systemd-analyze verify $$folder/fakecarrier.service 2>&1) && test -z "$$said" || \
		{ echo "$$said" >&2; exit 1; }
live: ## test the live pages, fakecarrier's and the dashboard; needs Node and /usr/bin/chromium
	cd fakecarrier/server/web/test && npm ci --no-audit --no-fund && npm test
	cd internal/dashboard/web/test && npm ci --no-audit --no-fund && npm test
drive: ## drive a small scenario for real, beside its simulation: half a minute
	go run ./cmd/tokenstorm drive cmd/tokenstorm/testdata/drive/town.yaml \
		--strategy naive,recommended --against-sim --time-scale 20
processors: ## run goldens on other PROCESSORS by qemu-user
	set -e; $(foreach processor,$(PROCESSORS),CGO_ENABLED=0 GOARCH=$(processor) \
		go test -exec qemu-$(processor:arm64=aarch64) $(PORTABLE) >&2; \
		printf 'goldens that differ on $(processor)\t0\tby qemu-user\n';)
slow: ## run each PART that takes longer than CI allows; write docs/measured.md
	@set -e; figures=$$(mktemp); for part in $(PART); do \
		$(MAKE) -s $$part >$$figures; cd tools; \
		go run ./measured \
			"$(strip make slow PART=$$part $(filter-out PART=%,$(MAKEOVERRIDES)))" \
			$$(date -u +%F) <$$figures; cd ..; \
	done; rm $$figures
mutation: ## count the mutants that tests kill: all of WHOLE, SAMPLE of each of SAMPLED; hours
	@set -e; cd tools; $(if $(WHOLE),go run ./mutation $(WHOLE);) \
		$(if $(SAMPLED),go run ./mutation -sample $(SAMPLE) $(SAMPLED))
fuzz: ## fuzz each target for FUZZTIME
	@tools/fuzz $(FUZZTIME)
properties: ## try each property test CHECKS times, from the seed SEED on, or from a new one
	@seed=$(or $(SEED),$$(date +%s)); go test -count 1 -timeout 0 $(call folders,'rapid\.Check') \
		-rapid.checks $(CHECKS) -rapid.seed $$seed -run "$$(grep -rhoE --include='*_test.go' \
		'^func (Test\w+)' $$(grep -rlE --include='*_test.go' 'rapid\.Check' .) | sed 's/func //;s/$$/$$/' \
		| paste -sd '|')" >&2 && \
	printf 'property tests that fail\t0\t$(CHECKS) cases each, from seed %s\n' $$seed
requests: ## send 4 * CHECKS drawn requests of the carriers' documents to the served carrier
	@seed=$(or $(SEED),$$(date +%s)); go test -count 1 -timeout 0 ./fakecarrier/front \
		-run PublishedRequests -rapid.checks $(CHECKS) -rapid.seed $$seed >&2 && \
	printf 'requests drawn from the documents of carriers that are answered wrong\t0\tof %s, from seed %s\n' \
		$$(($(CHECKS) * 4)) $$seed
growth: ## measure how time and memory grow with users, nodes, customers, days, seeds and cores
	@mkdir -p reports/out && go build -o reports/out/tokenstorm ./cmd/tokenstorm
	@cd tools && go run ./growth ../reports/out/tokenstorm
peers: ## run the libraries of others beside our models, ten times; needs redis-server
	@tools/peers
bench-peers: ## run one model on SimPy, SimGrid, synctest and clockwork too; needs what it names
	@mkdir -p reports/out && go build -o reports/out/tokenstorm ./cmd/tokenstorm
	@cd tools && go run ./engines ../reports/out/tokenstorm
switches: ## run every pair of what a carrier's documents leave open
	@output=$$(go test -count 1 -v ./scenarios/world -run Switch -pairs) || \
		{ echo "$$output" >&2; exit 1; }; \
	echo "$$output" | sed -nE 's/.*: ([0-9]+) switches, ([0-9]+ pairs), (.*)/runs of \1 switches and of pairs of them\t\2, \3\tnone broken/p'
settings: ## hold every setting to matter in every strategy of ours
	@output=$$(go test -count 1 -v ./scenarios/world -run EverySetting -whole) || \
		{ echo "$$output" >&2; exit 1; }; \
	echo "$$output" | sed -nE 's/.*: ([0-9]+) settings/settings that change no run\t0\tof \1, each part of each strategy/p'
readings: ## hold studies that share runs between readings to be those of one run a cell
	@output=$$(go test -count 1 -timeout 0 -v ./scenarios/study -run ReadingsInOneRun -catalogue) || \
		{ echo "$$output" >&2; exit 1; }; \
	echo "$$output" | sed -nE 's/.*: ([0-9]+) cells, ([0-9]+) runs, ([0-9]+) for their bans/cells of the catalogue whose outcome or verdict differs where readings share a run\t0\tof \1: \2 runs, and \3 that end at their first ban/p'
far: ## measure recommended on a Redis 1 to 500 ms away; needs redis-server
	@tools/far
bound: ## hold the clairvoyant to be the bound, in HUNTED random scenarios
	@go test -count 1 -timeout 0 -v ./scenarios/hunt -run Nobody -bounded $(HUNTED) >&2
	@printf 'strategies that beat the clairvoyant\t0\tin $(HUNTED) scenarios, of 4 each\n'
hunt: ## look in HUNTED random scenarios from SEED on for what breaks what we recommend
	@mkdir -p reports/out && go build -o reports/out/tokenstorm ./cmd/tokenstorm
	@for strategy in recommended recommended-unshared leader; do \
		output=$$(reports/out/tokenstorm hunt --strategy $$strategy --scenarios $(HUNTED) \
			--seed $(or $(SEED),1) --graveyard reports/out/graveyard); code=$$?; \
		echo "$$output" >&2; test $$code -eq 0 -o $$code -eq 99 || exit 1; \
		printf 'finds of a hunt of %s\t%s\tin $(HUNTED) scenarios\n' $$strategy \
			$$(echo "$$output" | grep -c '^find '); done
planted: ## look for every planted fault, and for those that we once shipped
	@output=$$(go test -count 1 -timeout 0 -v ./scenarios/hunt -run 'Planted|Mended' -planted) || \
		{ echo "$$output" >&2; exit 1; }; \
	echo "$$output" | sed -nE 's/.*: ([a-z0-9 -]+): found\t([0-9]+)\tscenarios, (.*)/planted fault \1, found in scenario\t\2\t\3/p'
prove: ## go through all schedules of 2 nodes with 3 callers each; hold what is pruned to change no count
	@output=$$(go test -count 1 -timeout 0 -v ./scenarios/prove -run 'Proofs|Reductions' -proofs \
		-every-strategy) || { echo "$$output" >&2; exit 1; }; \
	echo "$$output" | sed -nE 's/.*: (\S+, 2 nodes with [0-9]+ callers each): (.* schedules), (.*), broken: (.*)/schedules of \1 that break a property\t\4\tof \2; \3/p'
rare: ## estimate known probabilities ESTIMATES times each, and count the intervals that hold them
	@output=$$(go test -count 1 -timeout 0 -v ./scenarios/rare -run Known -estimates $(ESTIMATES)) || \
		{ echo "$$output" >&2; exit 1; }; \
	echo "$$output" | sed -nE 's/.*: (.*): (probability .*), estimates ([0-9]+): (.*); (.* an estimate, .*)/intervals of rare that hold the probability of \1\t\4\t\3 estimates, \2; \5/p'
infer: ## infer the rule from LOGS synthetic logs, and count the readings that are left
	@output=$$(go test -count 1 -timeout 0 -v ./logs/infer -run 'Truth|Coarser|ExactStamps' -logs $(LOGS) \
		-compared $$(($(LOGS) / 60))) || \
		{ echo "$$output" >&2; exit 1; }; \
	echo "$$output" | sed -nE 's/.*: (readings (that infer|left that).*): (.* average), (.*)/\1\t\3\t\4/p'
logs: ## measure what judging LINES lines of each kind takes, beside wc and a plain pass
	@mkdir -p reports/out && go build -o reports/out/tokenstorm ./cmd/tokenstorm
	@cd tools && go run ./speed ../reports/out/tokenstorm $(LINES)
# on_nats builds what a study on many machines needs, and harms or weighs STUDIES of them.
on_nats = mkdir -p reports/out && go build -o reports/out/tokenstorm ./cmd/tokenstorm && \
	go build -o reports/out/nats-server github.com/nats-io/nats-server/v2 && \
	cd tools && go run ./cluster $(1) ../reports/out/tokenstorm ../reports/out/nats-server $(STUDIES)
cluster: ## harm STUDIES studies on many machines in each way: the result must be that of one process
	@$(call on_nats,harm)
	@if command -v slurmctld >/dev/null; then tools/slurm reports/out/tokenstorm; else \
		echo "no slurmctld: deploy/slurm is not run" >&2; fi
workers: ## measure what workers cost beside no engine, STUDIES times, and what a server can carry
	@$(call on_nats,cost)
	@output=$$(go test -run '^$$' -bench 'Round|Answer|Message' -benchtime 3s ./scenarios/study/cluster) || \
		{ echo "$$output" >&2; exit 1; }; \
	echo "$$output" | sed -nE 's/^Benchmark(\w+)\S*\s+([0-9]+)\s.*\s([0-9.]+) (\w+).s$$/\4 a second of a NATS server, by Benchmark\1\t\3\t\2 of them; server, study and workers on the same cores/p'
served: ## measure the served carrier beside a bare handler; needs wrk
	@mkdir -p reports/out && go build -o reports/out/fakecarrier ./cmd/fakecarrier
	@cd tools && go run ./served ../reports/out/fakecarrier
release: ## make all that is installed without Go, twice, into reports/out/release; an hour when new
	@tools/twice reports/out/release
cross: ## build the programs for every system that is released, run those for Linux; needs qemu-user
	cd tools/release && go test -tags cross -timeout 30m -count 1 ./platform
door: ## go through docs/review.md in a Debian without Go, by a stopwatch; needs debootstrap, and make release
	@tools/door reports/out/release/tokenstorm_*_amd64.deb
vulnerabilities: ## look for known ones in what we link; needs the network
	@tools/vulnerabilities $(MODULES)
api: ## print what exported names changed since the commit BASE, or the last tag
	@tools/api $(BASE)
clean: ## remove what the targets above wrote, goldens and mocks excepted
	rm -rf reports/out
