package world_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// troubles are small scenarios in which, together, each setting of what we ship matters.
var troubles = []string{
	// A token that dies, and a slow token endpoint.
	`
fleet: {nodes: 3, users: 12}
carrier: {tokens: single, token_life: 3m}
workload: [{closed: {think: exp 2s}}, {burst: {at: 1m, clicks: 40}}]
faults:
  - external_renewal: {at: 30s}
  - carrier_slow: {at: 2m30s, for: 90s, adds: 12s, only: token}
  - carrier_slow: {at: 5m30s, for: 2m, adds: 60s, only: token}
users: {click_again: {after: 1s, times: 3}}
`,
	// Tokens killed again and again.
	`
fleet: {nodes: 2, users: 40, customers: 2}
carrier: {tokens: single}
workload: [{closed: {think: exp 5s}}]
faults: [{external_renewal: {at: 30s, every: 7s, until: 3m}}]
`,
	// Refused and down.
	`
fleet: {nodes: 2, users: 20, customers: 2}
carrier: {tokens: coexist, token_life: 2m}
workload: [{closed: {think: exp 3s}}]
faults:
  - carrier_down: {at: 1m50s, for: 30s, status: 500, only: token}
  - carrier_down: {at: 3m50s, for: 40s, status: 403, only: token}
  - carrier_down: {at: 5m50s, for: 40s, status: 429, only: token}
  - carrier_down: {at: 6m50s, for: 40s, status: 401, only: api}
  - restart: {at: 7m50s, down: 1s}
users: {click_again: {after: 1s, times: 3}}
`,
	// The quota of one customer.
	`
fleet: {nodes: 2, users: 10, customers: 2}
carrier: {tokens: coexist}
workload: [{closed: {think: exp 3s}}]
faults: [{carrier_down: {at: 0s, for: 30s, status: 429, only: token, customer: 0}}]
`,
	// A ban that covers calls, which is met late.
	`
length: 40m
fleet: {nodes: 2, users: 4, customers: 2}
carrier: {ban_covers: all, tokens: coexist}
workload:
  - burst: {at: 10s, clicks: 20, apart: 1s}
  - burst: {at: 9m, clicks: 400, apart: 4s}
faults: [{ban: {at: 1m}}, {carrier_down: {at: 20s, for: 4s, status: 403, only: api}}]
`,
	// The store is down while many ask, who do not wait for long.
	`
fleet: {nodes: 2, users: 40, customers: 2}
carrier: {tokens: single}
workload: [{closed: {think: exp 5s}}]
faults:
  - cache_down: {at: 30s, for: 3m, store: true}
  - external_renewal: {at: 30s, every: 7s, until: 3m}
users: {patience: 2s}
`,
	// A ban.
	`
length: 40m
fleet: {nodes: 2, users: 10, customers: 2}
carrier: {tokens: coexist, token_life: 15m}
workload: [{closed: {think: exp 10s}}]
faults: [{ban: {at: 4m}}, {ban: {at: 25m}}]
`,
	// Wrong clocks.
	`
fleet: {nodes: 2, users: 10, clock_skew: [-40s, 40s]}
carrier: {tokens: coexist, token_life: 2m}
workload: [{closed: {think: exp 3s}}]
`,
	// Stores that are slow, down and slow again.
	`
fleet: {nodes: 2, users: 10, store_delay: 60ms, cache_delay: 5ms}
carrier: {tokens: single, token_life: 3m}
workload: [{closed: {think: exp 3s}}]
faults:
  - cache_down: {at: 1m, for: 50s, store: true}
  - external_renewal: {at: 90s}
`,
	// A store that is slower than its users are patient.
	`
fleet: {users: 10, store_delay: 3s}
carrier: {tokens: coexist}
workload: [{closed: {think: exp 10s}}]
users: {patience: 2s}
`,
	// Customers whose tokens die while the store is down, and one with a quota.
	`
fleet: {nodes: 2, users: 30, customers: 3}
carrier: {tokens: single, token_life: 2m}
workload: [{closed: {think: exp 2s}}]
faults:
  - cache_down: {at: 30s, for: 4m, store: true}
  - external_renewal: {at: 40s, every: 9s, until: 2m, customer: 0}
  - external_renewal: {at: 41s, every: 9s, until: 2m, customer: 1}
  - carrier_down: {at: 5m, for: 2m, status: 429, only: token, customer: 2}
`,
	// A quota that says when it ends.
	`
fleet: {users: 40, customers: 2}
carrier: {profile: usps, tokens: single}
workload: [{closed: {think: exp 2s}}]
faults: [{external_renewal: {at: 20s, every: 500ms, until: 3m}}]
`,
	// A holder that stands still.
	`
fleet: {nodes: 2, users: 10}
carrier: {tokens: single, token_life: 71s}
workload: [{closed: {think: exp 1s}}]
faults: [{carrier_slow: {at: 0s, adds: 8s, only: token}}]
users: {patience: 2s}
`,
}

// slowStore slows the shared store twice, the second time more than a lookup's patience.
func slowStore(p faults.Platform) {
	for _, slow := range []struct{ at, length, by time.Duration }{
		{2 * time.Minute, 20 * second, 300 * ms}, {235 * second, 90 * second, 1400 * ms},
	} {
		p.At(slow.at, func() {
			end := p.CachesSlow(faults.Caches{Store: true}, slow.by)
			p.At(slow.at+slow.length, func() { end() })
		})
	}
}

// stillNodes pauses one node or the other, longer than a lease is held, and crashes one.
func stillNodes(p faults.Platform) {
	for i := range 18 {
		at := time.Duration(i) * 25 * second
		p.At(at, func() {
			end := p.PauseNode(i % 2)
			p.At(at+20*second, func() { end() })
		})
	}
	p.At(465*second, func() { p.CrashNode(0) })
	p.At(470*second, func() { p.StartNode(0) })
}

// Every setting that a strategy of ours writes down changes some run: one that never does is a
// promise that nobody keeps.
func TestEverySettingMatters(t *testing.T) {
	t.Parallel()
	var all []*scenarios.Scenario
	for _, text := range troubles {
		if !strings.Contains(text, "length:") {
			text = "length: 8m" + text
		}
		text += "network: {api: {leg: 50ms}, token: {leg: 50ms}}\nabout: x\nstrategies: [naive]\n"
		s, err := scenarios.Parse("trouble.yaml", []byte(text))
		require.NoError(t, err)
		for sign, fault := range map[string]func(faults.Platform){
			"store_delay": slowStore, "adds: 8s": stillNodes,
		} {
			if strings.Contains(text, sign) {
				s.Faults = append(s.Faults, faults.Fault{Key: "made_up", Kind: &madeUp{apply: fault}})
			}
		}
		all = append(all, s)
	}
	for _, name := range spec.Names() {
		if strings.HasPrefix(name, "wild-") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := spec.Lookup(name)
			require.NoError(t, err)
			usual := digestsOf{with: s, in: all}
			for i, part := range s.Parts {
				kind, _ := strategies.KindNamed(strategies.NameOf(part))
				defaults := strategies.Describe(kind.Part)
				for k, setting := range strategies.Describe(part) {
					if reflect.DeepEqual(setting.Field, defaults[k].Field) || implied(part, setting.Key) {
						continue
					}
					assert.True(t, matters(t, &usual, i, k), "%s: part %d, %s: whatever its value, "+
						"the runs are the same", name, i+1, setting.Key)
				}
			}
		})
	}
}

// implied reports whether a setting follows from another: who is refused has no patience.
func implied(p strategies.Part, key string) bool {
	l, ok := p.(strategies.Limiter)
	return ok && l.Patience == 0 && key == "patience"
}

// matters reports whether another value of setting k of part i changes some run.
func matters(t *testing.T, usual *digestsOf, i, k int) bool {
	for attempt := range attempts {
		parts := slices.Clone(usual.with.Parts)
		parts[i] = strategies.Read(parts[i], &changer{k: k, attempt: attempt})
		if strategies.Check(parts...) != nil {
			continue
		}
		changed := digestsOf{with: spec.Strategy{Name: usual.with.Name, Parts: parts}, in: usual.in}
		for run := range usual.in {
			if usual.of(t, run) != changed.of(t, run) {
				return true
			}
		}
	}
	return false
}

// digestsOf are those of one strategy's runs in some scenarios, made when they are asked for.
type digestsOf struct {
	with  spec.Strategy
	in    []*scenarios.Scenario
	known map[int]string
}

func (d *digestsOf) of(t *testing.T, run int) string {
	if d.known == nil {
		d.known = map[int]string{}
	}
	if d.known[run] == "" {
		tally, err := world.Run{Scenario: d.in[run], Strategy: d.with, Seed: 1}.Do()
		require.NoError(t, err)
		d.known[run] = tally.Digest
	}
	return d.known[run]
}

// attempts is how many other values of a setting are tried.
const attempts = 4

// A changer is a strategies.Reader that changes setting k.
type changer struct{ k, attempt int }

func (c *changer) Given(string) bool     { return false }
func (c *changer) Refuse(_, _, _ string) {}

func (c *changer) Setting(s *strategies.Setting) {
	if c.k--; c.k != -1 {
		return
	}
	switch f := s.Field.(type) {
	case *bool:
		*f = !*f
	case *int:
		if s.Words != nil {
			*f = (*f + 1 + c.attempt) % len(s.Words)
		} else {
			*f = []int{*f + 1, 1, *f / 3, 0}[c.attempt]
		}
	case *time.Duration:
		*f = []time.Duration{*f / 4, 0, min(*f, time.Hour) * 3, *f + time.Second}[c.attempt]
	case *[]time.Duration:
		*f = [][]time.Duration{{}, {time.Second, time.Second, time.Second}, {time.Second}, *f}[c.attempt]
	case *[]int:
		*f = [][]int{{500}, {403}, {429}, {401}}[c.attempt]
	case *[]strategies.Why:
		*f = [][]strategies.Why{
			{strategies.WhyCold}, {strategies.WhyRejected}, {strategies.WhyExpired}, {},
		}[c.attempt]
	case *strategies.Rate:
		f.Permits *= []int{2, 10, 100, 1}[c.attempt]
		f.Per *= []time.Duration{1, 1, 1, 20}[c.attempt]
	}
}
