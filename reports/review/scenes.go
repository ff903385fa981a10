package review

import (
	"strconv"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// The readings of the ban rule that have a name, and the one without its average threshold.
const (
	akamai       = "akamai"
	literal      = "literal"
	paranoid     = "paranoid"
	withoutRate  = "A4"
	whileJitters = "uniform 40ms..60ms" // each leg, as in the catalogue's two-nodes
	whileWarming = "uniform 1s..40s"    // users begin one by one, so that only the fault brings a herd
)

var allReadings = []string{akamai, literal, paranoid}

// contenders are the strategies that a recommendation is chosen from: one of each kind.
var contenders = []string{
	"naive", "naive-retry-0", "spaced-300", "cache-first", "lock-recheck", "single-flight",
	"limiter-1", "breaker", "leader", "recommended-unshared", "recommended",
}

// tokenDies is one node that works, until somebody else's renewal kills its token. The start is
// spread so that nothing but the death brings a herd.
func tokenDies(users int, roundTrip string) scene {
	n := strconv.Itoa(users)
	title := "one token dies under " + n + " users, one node, round trip " + spaced(roundTrip)
	return scene{title: title, base: "external-renewal"}.
		with("length", "3m").
		with("faults[0].external_renewal.at", "2m").
		with("workload[0].closed.start", "uniform 1s..1m").
		with("network.rtt", roundTrip).
		with("fleet.users", n)
}

// twoNodes is the catalogue's, for three of its twenty minutes: whoever is banned at all there is
// banned within the first two.
func twoNodes() scene {
	return scene{title: "two nodes that cannot talk, 500 users", base: "two-nodes"}.
		with("length", "3m")
}

// coexisting is twoNodes at a carrier where a new token leaves the old one alive.
func coexisting() scene {
	return scene{title: "two nodes, tokens coexist", base: "two-nodes-coexist"}.
		with("length", "3m")
}

// endless is demand without end: the cache is down and every call wants a token. Tokens coexist, so
// that nothing else is wrong.
func endless(nodes, customers int) scene {
	s := endlessOn(unit.Counted(nodes, "node") + ", " + unit.Counted(customers, "customer"))
	return s.with("fleet.customers", strconv.Itoa(customers)).
		with("fleet.nodes", strconv.Itoa(nodes))
}

// endlessOn leaves the fleet to whoever sets it.
func endlessOn(where string) scene {
	return scene{title: "endless demand for tokens, " + where, base: "limiter-at-threshold"}.
		with("length", "4m").
		with("carrier.tokens", "coexist").
		with("network.api.leg", whileJitters).
		with("network.token.leg", whileJitters)
}

// tenCustomers is the catalogue's, shortened.
func tenCustomers() scene {
	return scene{title: "ten customers behind one public IP", base: "ten-customers"}.
		with("length", "3m")
}

// cacheDown is a minute without the token cache, and eleven and a half to come back in.
func cacheDown() scene {
	return scene{title: "the token cache is down for a minute", base: "cache-down-minute"}.
		with("length", "13m30s").
		with("fleet.users", "100").
		with("workload[0].closed.start", whileWarming).
		with("faults[0].cache_down.at", "1m")
}

// banFallen is a ban that somebody else brought, and eleven and a half minutes after its end.
func banFallen() scene {
	return scene{title: "a ban has fallen", base: "ban-fallen"}.
		with("length", "22m30s").
		with("fleet.users", "60").
		with("workload[0].closed.start", whileWarming).
		with("faults[0].ban.at", "1m").
		with("faults[1].external_renewal.at", "2m")
}

// scaleOut is two nodes that become four.
func scaleOut() scene {
	return scene{title: "two nodes become four", base: "scale-out"}.
		with("length", "4m").
		with("faults[0].scale_out.at", "1m")
}
