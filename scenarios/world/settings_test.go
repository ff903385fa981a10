package world_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A reason says why a setting of a part cannot matter in a stack.
type reason struct {
	why string
	of  func(p strategies.Part, key string, all []strategies.Part) bool
}

// idle are the settings that cannot matter. Those are not among them for which all other values are
// refused beside the rest of the part.
var idle = []reason{
	{"who never tries again waits for nothing", func(
		p strategies.Part, key string, _ []strategies.Part,
	) bool {
		r, ok := p.(strategies.Retry)
		return ok && r.Retries == 0 && key != "retries"
	}},
	{"there is no backoff", func(p strategies.Part, key string, _ []strategies.Part) bool {
		r, ok := p.(strategies.Retry)
		return ok && r.Backoff == strategies.NoBackoff && (key == "base" || key == "cap")
	}},
	{"who is refused asks for no other token", func(
		_ strategies.Part, key string, all []strategies.Part,
	) bool {
		return key == "refused" && slices.ContainsFunc(all, func(p strategies.Part) bool {
			r, ok := p.(strategies.Retry)
			return ok && r.Retries == 0
		})
	}},
	{"a token never expires", func(p strategies.Part, key string, _ []strategies.Part) bool {
		c, cache := p.(strategies.Cache)
		l, look := p.(strategies.Look)
		return key == "margin" && (cache && c.Expiry == strategies.IgnoreExpiry ||
			look && l.Expiry == strategies.IgnoreExpiry)
	}},
	{"without a margin no token is within it", func(
		p strategies.Part, key string, _ []strategies.Part,
	) bool {
		c, cache := p.(strategies.Cache)
		l, look := p.(strategies.Look)
		return key == "failed" && (cache && c.Margin == 0 || look && l.Margin == 0)
	}},
	{"who hands out old tokens after a failure tells of none", func(
		p strategies.Part, key string, all []strategies.Part,
	) bool {
		return key == "failed" && slices.ContainsFunc(all, func(p strategies.Part) bool {
			_, keeps := p.(strategies.KeepExpired)
			return keeps
		})
	}},
	{"a cache below has put the pair already", func(
		p strategies.Part, key string, all []strategies.Part,
	) bool {
		c, ok := p.(strategies.Cache)
		is := func(other strategies.Part) bool { return reflect.DeepEqual(other, p) }
		return ok && (key == "fence" || key == "write") &&
			slices.ContainsFunc(all[slices.IndexFunc(all, is)+1:], func(p strategies.Part) bool {
				below, ok := p.(strategies.Cache)
				return ok && below.Shared == c.Shared
			})
	}},
	{"who remembers his pair, and shares it with nobody, reads no newer one", func(
		p strategies.Part, key string, all []strategies.Part,
	) bool {
		_, ok := p.(strategies.InvalidGrant)
		return ok && key == "reread" && !strategies.NeedsOf(all...).Shared && strategies.Remembers(all...)
	}},
	{"who compares before he swaps refuses what is older, too", func(
		p strategies.Part, key string, _ []strategies.Part,
	) bool {
		c, ok := p.(strategies.Cache)
		return ok && c.Swap && key == "fence"
	}},
	{"the answer is not asked how long it lasts", func(
		p strategies.Part, key string, _ []strategies.Part,
	) bool {
		b, ok := p.(strategies.Breaker)
		return ok && b.Open != 0 && key == "unsaid"
	}},
	// Callers who waited for a token come at one instant, and it is new.
	{"who notices renews before another can notice", func(
		p strategies.Part, key string, all []strategies.Part,
	) bool {
		r, ok := p.(strategies.RefreshAhead)
		return ok && key == "guard" && (r.InCall || r.AtMostHalf ||
			!slices.ContainsFunc(all, func(p strategies.Part) bool {
				_, waits := p.(strategies.Lock)
				return waits
			}))
	}},
	{"a lock above the retry holds calls, and no token requests", func(
		p strategies.Part, key string, all []strategies.Part,
	) bool {
		_, ok := p.(strategies.Lock)
		return ok && reflect.DeepEqual(p, all[0])
	}},
	{"who renews has just looked, and all others join him", func(
		p strategies.Part, key string, all []strategies.Part,
	) bool {
		_, ok := p.(strategies.Cache)
		return ok && key == "margin" && reflect.DeepEqual(all[1:], []strategies.Part{
			strategies.Look{}, strategies.SingleFlight{}, p,
		})
	}},
	{"every answer says how long its token lives", func(
		p strategies.Part, key string, _ []strategies.Part,
	) bool {
		_, ok := p.(strategies.Cache)
		_, look := p.(strategies.Look)
		return (ok || look) && key == "unsaid"
	}},
	{"who only looks writes nothing", func(
		p strategies.Part, key string, _ []strategies.Part,
	) bool {
		_, ok := p.(strategies.Look)
		return ok && (key == "fence" || key == "write")
	}},
	{"one node renews at a time, so no pair comes late", func(
		p strategies.Part, key string, all []strategies.Part,
	) bool {
		c, ok := p.(strategies.Cache)
		return ok && c.Shared && (key == "fence" || key == "write") &&
			slices.ContainsFunc(all, func(p strategies.Part) bool {
				_, lease := p.(strategies.Lease)
				l, lock := p.(strategies.Lock)
				return lease || lock && l.Per == strategies.PerAccount
			})
	}},
	{"who remembers puts back a newer pair that an older one has replaced", func(
		p strategies.Part, key string, _ []strategies.Part,
	) bool {
		c, ok := p.(strategies.Cache)
		return ok && c.RememberWhenDown && (key == "fence" || key == "write")
	}},
	{"who keeps a token for ever, and is not told that it is refused, has one pair", func(
		p strategies.Part, key string, all []strategies.Part,
	) bool {
		c, ok := p.(strategies.Cache)
		return ok && c.Expiry == strategies.IgnoreExpiry && (key == "fence" || key == "write") &&
			slices.ContainsFunc(all, func(p strategies.Part) bool {
				r, ok := p.(strategies.Retry)
				return ok && r.Retries == 0
			})
	}},
	{"who is refused at once has no patience", func(
		p strategies.Part, key string, _ []strategies.Part,
	) bool {
		l, ok := p.(strategies.Limiter)
		return ok && l.Patience == 0 && key == "patience"
	}},
}

// A change is a value that is tried of a setting, and the trouble in which it is tried.
type change struct{ attempt, run int }

// Changes are those in which the settings of parts matter, by strategy, part and setting, as in
// naive.2.cache.margin.
type changes map[string]change

// settled is the file of the changes that are tried first.
const settled = "testdata/settings.txt"

func readChanges(t *testing.T) changes {
	t.Helper()
	text, err := os.ReadFile(settled)
	require.NoError(t, err)
	known := changes{}
	for line := range strings.Lines(string(text)) {
		var name string
		var c change
		_, err := fmt.Sscan(line, &name, &c.attempt, &c.run)
		require.NoError(t, err)
		known[name] = c
	}
	return known
}

func (c changes) write(t *testing.T) {
	t.Helper()
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintln(&b, name, c[name].attempt, c[name].run)
	}
	require.NoError(t, os.WriteFile(settled, []byte(b.String()), 0o644))
}

var (
	update = flag.Bool("update", false, "write the goldens anew")
	whole  = flag.Bool("whole", false, "try each setting in every stack, the zoo's included")
)

// Every setting of a part of ours changes some run, whether the strategy writes it down or not: one
// that never does is a promise that nobody keeps. Of parts that are equal the first is tried;
// -whole tries each, and those of the zoo: a setting may matter in one stack and not in another.
func TestEverySettingMatters(t *testing.T) {
	t.Parallel()
	known, all := readChanges(t), worlds(t)
	tried, count := map[string]bool{}, 0
	for _, name := range spec.Names() {
		zoo := strings.HasPrefix(name, "wild-") || strings.HasPrefix(name, "rotating-")
		if zoo && !*whole {
			continue // `make slow PART=settings` tries them
		}
		s, err := spec.Lookup(name)
		require.NoError(t, err)
		usual := digestsOf{with: s, in: all}
		for i, part := range s.Parts {
			for k, setting := range strategies.Describe(part) {
				which := fmt.Sprintf("%#v %s", part, setting.Key)
				is := func(r reason) bool { return r.of(part, setting.Key, s.Parts) }
				if tried[which] && !*whole || slices.ContainsFunc(idle, is) {
					continue
				}
				tried[which] = true
				count++
				assert.True(t, known.matters(t, &usual, i, k, setting.Key), "%s: part %d, %s: "+
					"whatever its value, the runs are the same", name, i+1, setting.Key)
			}
		}
	}
	if *update {
		known.write(t)
	}
	t.Logf("%d settings", count)
}

// matters reports whether another value of setting k of part i changes some run, or none is
// allowed.
func (c changes) matters(t *testing.T, usual *digestsOf, i, k int, key string) bool {
	t.Helper()
	name := fmt.Sprintf("%s.%d.%s.%s", usual.with.Name, i+1,
		strategies.NameOf(usual.with.Parts[i]), key)
	allowed := false
	matters := func(c change) bool {
		changed, ok := usual.changed(i, k, c.attempt)
		allowed = allowed || ok
		return ok && usual.of(t, c.run) != changed.of(t, c.run)
	}
	if known, ok := c[name]; ok && matters(known) {
		return true
	}
	for attempt := range attempts {
		for run := range usual.in {
			if one := (change{attempt, run}); matters(one) {
				c[name] = one
				return true
			}
		}
	}
	return !allowed
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

// changed is the strategy with another value of setting k of part i, if that is allowed.
func (d *digestsOf) changed(i, k, attempt int) (other digestsOf, allowed bool) {
	parts := slices.Clone(d.with.Parts)
	c := &changer{k: k, attempt: attempt}
	parts[i] = strategies.Read(parts[i], c)
	allowed = !c.none && strategies.Check(parts...) == nil &&
		!reflect.DeepEqual(parts, d.with.Parts)
	return digestsOf{with: spec.Strategy{Name: d.with.Name, Parts: parts}, in: d.in}, allowed
}

// attempts is how many other values of a setting are tried.
const attempts = 9

// A changer is a strategies.Reader that changes setting k.
type changer struct {
	k, attempt int
	none       bool
}

func (c *changer) Given(string) bool     { return false }
func (c *changer) Refuse(_, _, _ string) {}

func (c *changer) Setting(s *strategies.Setting) {
	if c.k--; c.k != -1 {
		return
	}
	switch f := s.Field.(type) {
	case *bool:
		other(c, f, !*f)
	case *int:
		if s.Words == nil {
			other(c, f, *f+1, 1, *f/3, 0, *f+5, 40)
		} else if c.none = c.attempt+1 >= len(s.Words); !c.none {
			*f = (*f + 1 + c.attempt) % len(s.Words)
		}
	case *time.Duration:
		d := min(*f, time.Hour)
		other(c, f, *f/4, 0, 3*d, d+second, d+time.Minute, second, d+2*time.Hour, 150*ms, ms)
	case *[]time.Duration:
		other(c, f, nil, seconds(3), seconds(1), seconds(2), seconds(100), seconds(1000))
	case *[]int:
		other(c, f, []int{500}, []int{403}, []int{429}, []int{401})
	case *[]strategies.Why:
		other(c, f, []strategies.Why{strategies.WhyCold}, []strategies.Why{strategies.WhyRejected},
			[]strategies.Why{strategies.WhyExpired}, nil)
	case *strategies.Rate:
		other(c, f, strategies.Rate{Permits: 2 * f.Permits, Per: f.Per},
			strategies.Rate{Permits: 100 * f.Permits, Per: f.Per},
			strategies.Rate{Permits: f.Permits, Per: 20 * f.Per})
	}
}

// other sets a setting to the value of the attempt.
func other[T any](c *changer, f *T, values ...T) {
	if c.none = c.attempt >= len(values); !c.none {
		*f = values[c.attempt]
	}
}

// seconds are n waits of a second.
func seconds(n int) []time.Duration { return slices.Repeat([]time.Duration{second}, n) }
