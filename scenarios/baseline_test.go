package scenarios_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// baseline is the naive baseline against FedEx once more, written from the rules alone: a list of
// what is to happen, searched for its earliest entry, and a list of all hits, counted anew each
// time. It shares no code with the simulator.
type baseline struct {
	retries     int
	leg         time.Duration
	agenda      []step
	scheduled   int
	live        map[int]int // customer -> the one token that is alive
	born        map[int]time.Duration
	cached      map[[2]int]cached // node, customer
	hits        []time.Duration
	bannedUntil time.Duration
	banned      bool
	tokens      int
	got         baselineFigures
}

type cached struct {
	token int
	until time.Duration
}

type step struct {
	at  time.Duration
	seq int
	do  func(now time.Duration)
}

type baselineFigures struct {
	Succeeded, Failed, TokenHits, Issued, Forbidden, Calls, Refused, Bans, Extensions int
	FirstBan, Latencies                                                               time.Duration
}

func (o *baseline) later(at time.Duration, do func(time.Duration)) {
	o.scheduled++
	o.agenda = append(o.agenda, step{at, o.scheduled, do})
}

func (o *baseline) run() {
	for len(o.agenda) > 0 {
		first := 0
		for i, s := range o.agenda {
			if f := o.agenda[first]; s.at < f.at || s.at == f.at && s.seq < f.seq {
				first = i
			}
		}
		s := o.agenda[first]
		o.agenda = slices.Delete(o.agenda, first, first+1)
		s.do(s.at)
	}
}

func (o *baseline) click(now time.Duration, node, customer int) {
	done := func(at time.Duration, ok bool) {
		if ok {
			o.got.Succeeded++
			o.got.Latencies += at - now
		} else {
			o.got.Failed++
		}
	}
	c, ok := o.cached[[2]int{node, customer}]
	if ok && now < c.until {
		o.call(now, node, customer, c.token, o.retries, done)
		return
	}
	o.renew(now, node, customer, o.retries, done)
}

func (o *baseline) renew(
	now time.Duration, node, customer, left int, done func(time.Duration, bool),
) {
	o.later(now+o.leg, func(at time.Duration) {
		token := o.judge(at, customer)
		o.later(at+o.leg, func(home time.Duration) {
			if token == 0 {
				done(home, false)
				return
			}
			o.cached[[2]int{node, customer}] = cached{token, home + 3599*time.Second}
			o.call(home, node, customer, token, left, done)
		})
	})
}

// judge is the token endpoint: R1, A1, ten minutes from the last violation.
func (o *baseline) judge(at time.Duration, customer int) (token int) {
	o.got.TokenHits++
	o.hits = append(o.hits, at)
	within := func(d time.Duration) (n int) {
		for _, h := range o.hits {
			if h > at-d && h <= at {
				n++
			}
		}
		return n
	}
	during := o.banned && at < o.bannedUntil
	if within(5*time.Second) > 15 || within(120*time.Second) > 120 {
		if during {
			o.got.Extensions++
		} else {
			o.got.Bans++
			if o.got.Bans == 1 {
				o.got.FirstBan = at
			}
		}
		o.banned, o.bannedUntil, during = true, at+10*time.Minute, true
	}
	if during {
		o.got.Forbidden++
		return 0
	}
	o.tokens++
	o.got.Issued++
	o.live[customer], o.born[customer] = o.tokens, at
	return o.tokens
}

func (o *baseline) call(
	now time.Duration, node, customer, token, left int, done func(time.Duration, bool),
) {
	o.later(now+o.leg, func(at time.Duration) {
		o.got.Calls++
		good := o.live[customer] == token && at < o.born[customer]+time.Hour
		if !good {
			o.got.Refused++
		}
		o.later(at+o.leg, func(home time.Duration) {
			switch {
			case good:
				done(home, true)
			case left == 0:
				done(home, false)
			default:
				o.renew(home, node, customer, left-1, done)
			}
		})
	})
}

// On a run without randomness, two who implement the rules get the same counts.
func TestBaseline(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(1, 3).Draw(t, "nodes")
		customers := rapid.IntRange(1, 3).Draw(t, "customers")
		retries := rapid.IntRange(0, 3).Draw(t, "retries")
		leg := time.Duration(rapid.IntRange(1, 300).Draw(t, "leg ms")) * time.Millisecond
		dense := rapid.SampledFrom([]int{2, 50, 1000}).Draw(t, "gap ms")
		o := &baseline{
			retries: retries, leg: leg, live: map[int]int{}, born: map[int]time.Duration{},
			cached: map[[2]int]cached{},
		}
		at := time.Duration(0)
		rows := []string{"t,node,customer"}
		for range rapid.IntRange(1, 60).Draw(t, "clicks") {
			gap := rapid.IntRange(0, dense).Draw(t, "gap")
			if rapid.IntRange(0, 30).Draw(t, "rest") == 0 {
				gap += 3_598_000
			}
			at += time.Duration(gap) * time.Millisecond
			node := rapid.IntRange(0, nodes-1).Draw(t, "node")
			customer := rapid.IntRange(0, customers-1).Draw(t, "customer")
			rows = append(rows, fmt.Sprintf("%.3f,%d,%d", at.Seconds(), node, customer))
			o.later(at, func(now time.Duration) { o.click(now, node, customer) })
		}
		o.run()
		file := filepath.Join(dir, "clicks.csv")
		require.NoError(t, os.WriteFile(file, []byte(strings.Join(rows, "\n")), 0o600))
		text := fmt.Sprintf("about: x\nlength: %v\nfleet: {nodes: %d, customers: %d}\n"+
			"workload: [{recorded: {file: clicks.csv}}]\n"+
			"network: {api: {leg: %v}, token: {leg: %v}}\nstrategies: [naive]\n",
			at+time.Minute, nodes, customers, leg, leg)
		written := filepath.Join(dir, "x.yaml")
		require.NoError(t, os.WriteFile(written, []byte(text), 0o600))
		s, err := scenarios.Load(written)
		require.NoError(t, err)
		c, err := spec.Lookup([]string{
			"naive-retry-0", "naive-retry-1", "naive-retry-2", "naive",
		}[retries])
		require.NoError(t, err)
		sum := &latencySum{}
		tally, err := world.Run{Scenario: s, Strategy: c}.Do(sum)
		require.NoError(t, err)
		require.Equal(t, o.got, figuresOf(tally, sum))
	})
}

type latencySum struct{ total time.Duration }

func (l *latencySum) Add(r *measure.Record) {
	if r.Kind == measure.ActionSucceeded {
		l.total += r.At - r.Sent
	}
}

func figuresOf(t *measure.Tally, sum *latencySum) baselineFigures {
	f := baselineFigures{
		Succeeded: t.Actions.Succeeded, Failed: t.Actions.Failed, TokenHits: t.Token.Requests,
		Issued: t.Token.Issued, Forbidden: t.Token.Status.Forbidden, Calls: t.API.Requests,
		Refused: t.API.Status.Unauthorized, Bans: t.Bans.Count, Extensions: t.Bans.Extensions,
		Latencies: sum.total,
	}
	if t.Bans.First != nil {
		f.FirstBan = *t.Bans.First
	}
	return f
}
