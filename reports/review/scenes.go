package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A scene is a scenario of the catalogue, with some of its fields changed to make it short or to
// ask something of it.
type scene struct {
	title    string
	base     string
	settings []scenarios.Setting
	own      *Own // whose scenario it is; nil: the catalogue's

	ask measure.Asked // of each run, where no other question asks for more
}

// bansAlone is the scene where nothing is asked but whether a strategy is banned, and when: a run
// is over once that is known.
func (s scene) bansAlone() scene {
	s.ask = measure.BansAlone
	return s
}

// scenario reads the scenario and sets the fields.
func (s scene) scenario() (*scenarios.Scenario, error) {
	if s.own != nil {
		return s.own.Scenario, nil
	}
	base, err := scenarios.Load(s.base)
	if err != nil {
		return nil, err
	}
	return base.With(s.settings...)
}

// name is the name that the scenario has once the fields are set: scenes of one name are one study.
func (s scene) name() string {
	words := []string{s.base}
	for _, set := range s.settings {
		words = append(words, set.String())
	}
	return strings.Join(words, " ")
}

// with is the scene with more fields set, each written as path=value.
func (s scene) with(fields ...string) scene {
	s.settings = slices.Clone(s.settings)
	for _, field := range fields {
		path, value, _ := strings.Cut(field, "=")
		s.settings = append(s.settings, scenarios.Setting{Path: path, Value: value})
	}
	return s
}

// titled is the scene under another title.
func (s scene) titled(title string) scene {
	s.title = title
	return s
}

// The readings of the ban rule that have a name, and the one without its average threshold.
const (
	akamai      = "akamai"
	literal     = "literal"
	paranoid    = "paranoid"
	withoutRate = "A4"
)

// The readings of a carrier whose meters the scenario lists, and of one that bans nobody.
const (
	meters = "meters"
	noBan  = "none"
)

// What several scenes set of times.
const (
	whileJitters = "=uniform 40ms..60ms" // each leg, as in the catalogue's two-nodes
	whileWarming = "=uniform 1s..40s"    // users begin one by one: only the fault brings a herd
)

var (
	onlyAkamai  = []string{akamai}
	onlyMeters  = []string{meters}
	allReadings = []string{akamai, literal, paranoid}
)

// contenders are the strategies that a recommendation is chosen from: one of each kind. leader is
// recommended without its margin.
var contenders = []string{
	"naive", "naive-retry-0", "spaced-300", "cache-first", "lock-recheck", "single-flight",
	"limiter-1", "breaker", "recommended-unshared", "recommended",
}

// headlines are the scenarios that a recommendation has to survive, and the page shows first.
var headlines = []scene{
	tokenDies(200, "100ms"), twoNodes, endless(2, 1), tenCustomers, cacheDown, scaleOut, coexisting,
}

// tokenDies is one node that works, until somebody else's renewal kills its token.
func tokenDies(users int, roundTrip string) scene {
	return tokenDiesUnder(fmt.Sprintf(" under %d users", users), roundTrip).
		with("fleet.users=" + strconv.Itoa(users))
}

// tokenDiesUnder leaves the users to whoever sets them. The start is spread so that nothing but the
// death brings a herd.
func tokenDiesUnder(users, roundTrip string) scene {
	title := "one token dies" + users + ", one node, round trip " + spaced(roundTrip)
	return scene{title: title, base: "external-renewal"}.
		with("length=3m", "faults[0].external_renewal.at=2m",
			"workload[0].closed.start=uniform 1s..1m", "network.rtt="+roundTrip)
}

// endless is demand without end: the cache is down and every call wants a token. Tokens coexist, so
// that nothing else is wrong.
func endless(nodes, customers int) scene {
	s := endlessOn(unit.Counted(nodes, "node") + ", " + unit.Counted(customers, "customer"))
	return s.with("fleet.customers="+strconv.Itoa(customers), "fleet.nodes="+strconv.Itoa(nodes))
}

// endlessOn leaves the fleet to whoever sets it.
func endlessOn(where string) scene {
	return scene{title: "endless demand for tokens, " + where, base: "limiter-at-threshold"}.
		with("length=4m", "carrier.tokens=coexist", "network.api.leg"+whileJitters,
			"network.token.leg"+whileJitters)
}

// The scenes that are asked one thing alone.
var (
	// twoNodes is the catalogue's, for three of its twenty minutes: whoever is banned at all there
	// is banned within the first two.
	twoNodes = scene{title: "two nodes that cannot talk, 500 users", base: "two-nodes"}.
			with("length=3m")

	// coexisting is twoNodes at a carrier where a new token leaves the old one alive.
	coexisting = scene{title: "two nodes, tokens coexist", base: "two-nodes-coexist"}.
			with("length=3m")

	// tenCustomers is the catalogue's, shortened.
	tenCustomers = scene{title: "ten customers behind one public IP", base: "ten-customers"}.
			with("length=3m")

	// cacheDown is a minute without the token cache, and eleven and a half to come back in.
	cacheDown = scene{title: "the token cache is down for a minute", base: "cache-down-minute"}.
			with("length=13m30s", "fleet.users=100", "workload[0].closed.start"+whileWarming,
			"faults[0].cache_down.at=1m")

	// banFallen is a ban that somebody else brought, and eleven and a half minutes after its end.
	banFallen = scene{title: "a ban has fallen", base: "ban-fallen"}.
			with("length=22m30s", "fleet.users=60", "workload[0].closed.start"+whileWarming,
			"faults[0].ban.at=1m", "faults[1].external_renewal.at=2m")

	// liveRefused is a minute in which the API refuses tokens that are alive, and two minutes after.
	liveRefused = scene{title: "live tokens are refused for a minute", base: "live-token-refused"}.
			with("length=5m", "workload[0].closed.start=uniform 1s..1m",
			"faults[0].carrier_down.at=2m")

	// sevenProcesses share one refresh token for four hours in which they renew eight times. An
	// exchange takes three times as long as in the catalogue's: in most runs some overlap.
	sevenProcesses = scene{title: "seven processes, one refresh token", base: "seven-processes"}.
			with("length=4h", "start=warm", "carrier.token_life=30m", "workload[0].open.rate=20/m",
			"network.token.leg=uniform 120ms..180ms")

	// forgiven is the same where the carrier forgives a second use, and repeats its answer.
	forgiven = sevenProcesses.titled("the same, forgiven for thirty seconds").
			with("carrier.refresh.reuse_interval=30s")

	// slowExchange is an exchange of twelve seconds.
	slowExchange = scene{title: "an exchange takes twelve seconds", base: "lease-too-short"}

	// repliesLost is one answer in four that is lost, and never forgiven.
	repliesLost = scene{title: "answers are lost", base: "rotating-reply-lost"}

	// repliesForgiven is the same where the carrier forgives.
	repliesForgiven = scene{title: "answers are lost, forgiven", base: "rotating-reply-forgiven"}

	// throttledNodes are sixty users on two nodes at a carrier that has FedEx's numbers, and refuses
	// with 429; for longer than a ban lasts.
	throttledNodes = scene{title: "two nodes, throttled", base: "throttled-two-nodes"}.
			with("length=13m", "fleet.users=60")

	// bannedNodes is the same where FedEx bans.
	bannedNodes = scene{title: "two nodes, banned", base: "two-nodes"}.
			with("length=13m", "fleet.users=60")

	// hammered is the same at a limit of ten a minute that begins anew with each refusal.
	hammered = scene{title: "two nodes, ten a minute", base: "throttled-restarting"}.
			with("length=13m", "fleet.users=60")

	// announced is the same at a limit that headers announce.
	announced = scene{title: "two nodes, an announced limit", base: "throttled-announced"}.
			with("length=13m", "fleet.users=60")

	// scaleOut is two nodes that become four.
	scaleOut = scene{title: "two nodes become four", base: "scale-out"}.
			with("length=4m", "faults[0].scale_out.at=1m")
)
