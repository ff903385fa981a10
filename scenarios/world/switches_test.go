package world_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var allPairs = flag.Bool("pairs", false, "run every pair of switches, not a sample")

// switched are small scenarios in which every switch matters: service takes time, two customers
// leave through two public IPs, a neighbour asks too, and bans fall of themselves and from outside.
// In the first one hits come singly, in the second fifteen at once.
var switched = []string{`about: Two customers, a neighbour, faults, and an answer that takes time.
length: 18m
fleet: {nodes: 3, users: 9, customers: 2, public_ips: 2}
workload: [{closed: {think: exp 6s}}]
network: {api: {leg: uniform 20ms..80ms}, token: {leg: uniform 20ms..80ms, lose_replies: 0.02}}
carrier: {token_life: 2m, service_time: uniform 0s..3s}
faults:
  - neighbour: {at: 10s, every: 9s}
  - external_renewal: {at: 30s, every: 50s}
  - ban: {at: 2m}
  - carrier_down: {at: 13m, for: 20s, share: 0.5}
strategies: [naive, recommended]
`, `about: Clicks in bursts, and an answer that takes time.
length: 14m
fleet: {nodes: 2, users: 40, customers: 2}
workload: [{burst: {at: 10s, clicks: 10, apart: 300ms, every: 20s}}, {burst: {at: 61s, clicks: 16}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
carrier: {tokens: coexist, token_life: 30s, service_time: uniform 0s..200ms}
faults:
  - neighbour: {at: 4m, every: 500ms, for: 3m}
strategies: [naive, recommended]
`}

// A turn turns one switch away from its zero value.
type turn struct {
	field string
	turn  func(*throttle.Throttle)
}

// turns are those of every switch: a value each of the lengths, every word of the choices, and
// every reading. What a Throttle does not have yet, and has one day, is found by its field.
func turns(t *testing.T) (all []turn) {
	t.Helper()
	lengths := map[string]time.Duration{
		"Ban": time.Minute, "Lag": 2 * time.Second, "Clock": time.Second,
	}
	fields := reflect.TypeFor[throttle.Throttle]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		zero := reflect.New(fields.Field(i).Type)
		set := func(v any) {
			all = append(all, turn{name, func(to *throttle.Throttle) {
				reflect.ValueOf(to).Elem().Field(i).Set(reflect.ValueOf(v))
			}})
		}
		switch zero.Interface().(type) {
		case *[]string:
			for _, id := range quota.ReadingIDs() {
				set([]string{id})
			}
		case *time.Duration:
			require.Contains(t, lengths, name, "a length to try")
			set(lengths[name])
		default:
			words := zero.Interface().(interface{ Choices() []string }).Choices()
			for n := range words[1:] {
				v := reflect.New(fields.Field(i).Type).Elem()
				v.SetUint(uint64(n + 1))
				set(v.Interface())
			}
		}
	}
	return all
}

// Each switch that the documents have, and any two of them, yield figures: no run ends in a broken
// invariant. A sample of the pairs is run here, all of them with -pairs, as `make slow` does.
func TestEverySwitchAndPairOfThemRuns(t *testing.T) {
	t.Parallel()
	all := turns(t)
	var subjects []*scenarios.Scenario
	for i, text := range switched {
		s, err := scenarios.Parse(fmt.Sprintf("switched-%d.yaml", i), []byte(text))
		require.NoError(t, err)
		subjects = append(subjects, s)
	}
	var pairs [][]turn
	for i, a := range all {
		under := besides(a.field)
		usual := digests(t, subjects, under)
		a.turn(&under)
		require.NotEqual(t, usual, digests(t, subjects, under), "%v changes no run", under)
		for _, b := range all[:i] {
			if a.field != b.field {
				pairs = append(pairs, []turn{a, b})
			}
		}
	}
	if !*allPairs {
		r := rand.New(rand.NewPCG(1, 1))
		r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
		pairs = pairs[:40]
	}
	for _, pair := range pairs {
		under := besides("")
		for _, turn := range pair {
			turn.turn(&under)
		}
		digests(t, subjects, under)
	}
	t.Logf("%d switches, %d pairs, %d runs each", len(all), len(pairs), 2*len(subjects))
}

// besides is what is in force besides a switch. Two switches matter only beside another: where
// windows begin, to a reading whose windows are fixed; whether counters are kept, to a ban that
// ends while the hits that began it still count.
func besides(field string) throttle.Throttle {
	switch field {
	case "Start":
		return throttle.Throttle{Readings: []string{"R2", "A2"}}
	case "Counters":
		return throttle.Throttle{
			Readings: []string{"R1", "A1"}, Ban: time.Minute, Extension: throttle.NoExtension,
		}
	}
	return throttle.Throttle{Readings: []string{"R1", "A1"}}
}

// digests are those of every strategy in every scenario.
func digests(t *testing.T, in []*scenarios.Scenario, under throttle.Throttle) (all []string) {
	t.Helper()
	for _, s := range in {
		for _, name := range s.Strategies {
			strategy, err := spec.Lookup(name)
			require.NoError(t, err)
			r := world.Run{Scenario: s, Strategy: strategy, Reading: under.String(), Seed: 1}
			tally, err := r.Do()
			if err != nil {
				t.Error(err)
				continue
			}
			all = append(all, tally.Digest)
		}
	}
	return all
}
