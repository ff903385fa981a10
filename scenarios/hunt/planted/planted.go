package planted

import (
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Fault is one that was planted, and what must tell of it.
type Fault struct {
	Name   string
	Broken string // what is, in words
	Parts  string // of the strategy that is hunted, as a file has them
	Signal string // of which property, and by what

	Between world.Between // before the carrier; nil: it is sound
	Witness string        // a scenario in which the fault shows, without what all of them say
}

// Faults are all of them, no two with one signal.
func Faults() []Fault { return slices.Concat(parts, carriers) }

// parts are strategies with a broken part.
var parts = []Fault{
	{
		Name:   "loose-ration",
		Broken: "a ration that counts successes alone: failures cost no permit",
		Parts:  "[retry, cache, loose-ration]",
		Signal: "safety: a ban of its own",
		Witness: `
fleet: {users: 20}
workload: [{closed: {think: exp 1s}}]
faults: [{carrier_down: {at: 0s, for: 1m, status: 503, only: token}}]`,
	},
	{
		Name:   "hasty-pair",
		Broken: "a refresh token is presented again where no answer came within two seconds",
		Parts:  "[retry, single-flight, cache, hasty-pair]",
		Signal: "safety: a session lost",
		Witness: `
carrier: {grant: refresh}
workload: [{closed: {think: 1s}}]
faults: [{carrier_slow: {at: 0s, for: 1m, adds: 3s, only: token}}]`,
	},
	{
		Name:   "stuck-breaker",
		Broken: "a breaker whose probe fails by anything but a ban lets nothing pass again",
		Parts:  "[retry, single-flight, cache, stuck-breaker]",
		Signal: "liveness: not served again",
		Witness: `
fleet: {users: 4}
workload: [{closed: {think: 1s}}]
faults: [{carrier_down: {at: 0s, for: 2m, status: 503, only: token}}]`,
	},
	{
		Name:   "sleeping-follower",
		Broken: "who waited for a renewal that failed waits for the next one, an hour",
		Parts:  "[retry, sleeping-follower, cache, {ration: {rate: 30/m}}]",
		Signal: "liveness: waits without bound",
		Witness: `
fleet: {users: 4}
workload: [{closed: {think: 10ms}}]
faults: [{carrier_down: {at: 0s, for: 3s, status: 503, only: token}}]`,
	},
	{
		Name:   "creeping-cache",
		Broken: "a cache that doubles its margin at each refused token, and never takes it back",
		Parts: "[{retry: {retries: 2}}, single-flight, creeping-cache, " +
			"{ration: {rate: 30/m}}]",
		Signal: "economy: token requests",
		Witness: `
carrier: {token_life: 5m}
workload: [{closed: {think: 1s}}]
faults: [{external_renewal: {at: 0s, every: 10s, until: 1m}}]`,
	},
	{
		Name:   "late-writer",
		Broken: "a cache that writes a token two seconds after it came, when the lease is free again",
		Parts:  "[retry, {lease: {renew: true, release: owner}}, late-writer, {ration: {rate: 30/m}}]",
		Signal: "self-harm: killed its own tokens",
		Witness: `
fleet: {nodes: 2, users: 8}
carrier: {token_life: 1m}
workload: [{closed: {think: 1s}}]`,
	},
	{
		Name:   "brittle-reader",
		Broken: "a part that takes every failure for an answer of the carrier",
		Parts:  "[retry, single-flight, cache, brittle-reader]",
		Signal: "soundness: a panic",
		Witness: `
workload: [{closed: {think: 1s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms, lose_replies: 1}}`,
	},
}

// carriers are strategies that are sound before a carrier that is not.
var carriers = []Fault{
	{
		Name:    "serves-the-banned",
		Broken:  "a carrier that carries out calls during a ban that covers them",
		Parts:   "[retry, cache]",
		Signal:  "soundness: answered 200 during a ban",
		Between: servesTheBanned,
		Witness: `
carrier: {ban_covers: all}
workload: [{closed: {think: 1s}}]
faults: [{ban: {at: 1m}}]`,
	},
	{
		Name:    "bans-early",
		Broken:  "a carrier that tells of a ban at the tenth hit in five seconds",
		Parts:   "[{retry: {retries: 3}}, cache]",
		Signal:  "soundness: a ban that the hits do not bear out",
		Between: bansEarly,
		Witness: `
fleet: {users: 20}
workload: [{burst: {at: 1s, clicks: 12, apart: 1ms}}]`,
	},
	{
		Name:    "objects-to-nothing",
		Broken:  "a carrier whose first meter refuses each third call, whatever it counted",
		Parts:   "[retry, cache]",
		Signal:  "soundness: a meter objects to what it allows",
		Between: objectsToNothing,
		Witness: `
carrier: {meters: [{watches: api, key: client, rule: {limit: 600/1m, window: sliding},
  answers: {refuse: {status: 429}}}]}
workload: [{closed: {think: 1s}}]`,
	},
	{
		Name:    "renews-the-lost",
		Broken:  "a carrier that renews for a session which it has ended",
		Parts:   "[retry, single-flight, cache, hasty-pair]",
		Signal:  "soundness: a lost session is renewed",
		Between: renewsTheLost,
		Witness: `
carrier: {grant: refresh}
workload: [{closed: {think: 1s}}]
faults: [{carrier_slow: {at: 0s, for: 1m, adds: 3s, only: token}}]`,
	},
	{
		Name:    "serves-the-expired",
		Broken:  "a carrier that takes tokens whose life is over",
		Parts:   "[retry, single-flight, {cache: {expiry: ignore}}]",
		Signal:  "soundness: the bound is beaten",
		Between: servesTheExpired,
		Witness: `
carrier: {token_life: 1m}
workload: [{open: {rate: 1/s}}]`,
	},
	{
		Name:    "remembers-the-last-run",
		Broken:  "a carrier that counts on in the next run, and refuses each hundredth call",
		Parts:   "[retry, cache]",
		Signal:  "soundness: another digest",
		Between: remembersTheLastRun(),
		Witness: `
workload: [{closed: {think: 1s}}]`,
	},
}

// Strategy is the one that is hunted.
func (f *Fault) Strategy() (spec.Strategy, error) {
	return spec.Parse(f.Name+".yaml",
		fmt.Appendf(nil, "about: %q\nparts: %s\n", f.Broken, f.Parts))
}
