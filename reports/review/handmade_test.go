package review

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A story says what a run of a scene comes to, without running it.
type story func(s scene, c study.Cell, o *measure.Outcome)

// banning are the strategies that the usual story bans, wherever they run.
var banning = []string{
	"naive", "naive-retry-2", "spaced-200", "spaced-300", "limiter-1", "lock", "breaker", "ration",
}

// dueling are those that it bans on two nodes alone.
var dueling = []string{
	"lock-recheck", "try-lock", "lock-call", "single-flight", "queue", "cache-first",
	"naive-retry-0",
}

// lockless are the clients of refresh tokens that renew beside each other, and wherever they read.
var lockless = []string{
	"naive", "rotating-go-oauth2", "rotating-authjs", "rotating-codex", "rotating-mcp-typescript",
	"rotating-spring",
}

// renewing is what becomes of the session in a scene of refresh tokens.
func renewing(s scene, strategy string) *measure.Sessions {
	copies := strategy == "naive" || strategy == "rotating-go-oauth2"
	short := strategy == "rotating-nango" || strategy == "rotating-n8n"
	lost := false
	switch s.name() {
	case sevenProcesses.name():
		lost = slices.Contains(lockless, strategy)
	case forgiven.name():
		lost = copies
	case slowExchange.name():
		lost = short || slices.Contains(lockless, strategy)
	case repliesLost.name():
		lost = true
	case repliesForgiven.name():
	default:
		return nil
	}
	if !lost {
		return &measure.Sessions{}
	}
	first := 30 * time.Minute
	return &measure.Sessions{Lost: 1, First: &first}
}

// throttling are the scenes of a carrier that refuses with 429.
var throttling = []string{throttledNodes.name(), hammered.name(), announced.name()}

// usual is a story in which every question has a plain answer.
func usual(s scene, c study.Cell, o *measure.Outcome) {
	two := s.name() == twoNodes.name()
	if slices.Contains(banning, c.Strategy) || two && slices.Contains(dueling, c.Strategy) {
		o.Bans.Count = 1
	}
	if s.name() == coexisting.name() || c.Reading == withoutRate || c.Reading == literal &&
		c.Strategy == "naive" && s.name() == tokenDies(1000, "100ms").name() {
		o.Bans.Count = 0
	}
	hits := map[string]int{"naive": 30, "naive-retry-1": 20, "spaced-300": 40, "exponential": 36}
	o.Token.Requests = 2 + hits[c.Strategy] + int(c.Seed%3)
	if c.Strategy == "naive" {
		o.Actions.Failed, o.Actions.Succeeded = 10, 990
	}
	if o.Bans.Count > 0 {
		first := time.Minute
		o.Bans.First, o.Bans.Banned = &first, 2*time.Minute
	}
	o.Sessions = renewing(s, c.Strategy)
	if slices.Contains(throttling, s.name()) && c.Strategy != "recommended" {
		o.Token.Status.TooMany = 25
	}
	o.Recovery = measure.Recovery{
		Triggered: true, Recovered: o.Bans.Count == 0, Metastable: o.Bans.Count > 0,
	}
}

// calm is what a run comes to where the story says nothing.
var calm = sync.OnceValue(func() measure.Outcome {
	o := measure.Outcome{
		Actions:  measure.Actions{Started: 1000, Succeeded: 1000},
		Token:    measure.TokenCount{Issued: 1},
		Headroom: measure.Headroom{BurstPeak: 3, BurstLimit: 15, AveragePeak: 12, AverageLimit: 120},
		Slowest:  300 * time.Millisecond,
	}
	if err := o.Latencies.UnmarshalText([]byte("AAEAAuYHrAI")); err != nil {
		panic(err)
	}
	return o
})

// planned is the whole plan, nothing of it carried out.
func planned(t *testing.T, seeds int) *Plan {
	t.Helper()
	p, err := NewPlan(Request{First: 1, Seeds: seeds})
	require.NoError(t, err)
	return p
}

// carriedOut fills the plan with what happens in a story.
func carriedOut(p *Plan, w story) *Plan {
	for _, s := range p.stages {
		s.study, s.decide = study.New(s.study.Header), nil
		for c := range s.study.Cells() {
			o := calm()
			w(s.scene, c, &o)
			if err := s.study.Put(study.Result{Cell: c, Outcome: &o}); err != nil {
				panic(err)
			}
		}
	}
	for _, s := range p.searches {
		for i := range s.edges {
			at := len(s.values) / 2
			s.edges[i] = &found{Edge: s.edgeOf(i, study.Frontier{
				Side: study.Largest, At: at, There: study.Proportion{N: p.Seeds}, Next: at + 1,
				Beyond: study.Proportion{Hits: 1, N: p.Seeds}, Probes: 5, Runs: 4*p.Seeds + 1,
			})}
		}
	}
	return p
}

func plainLine(words ...string) string { return "tokenstorm " + strings.Join(words, " ") }

func reviewed(p *Plan, w story) *Review {
	return carriedOut(p, w).Review("tokenstorm report", "a version", plainLine)
}

// answered is the answer to one question alone.
func answered(t *testing.T, p *Plan, w story, id string) Answer {
	t.Helper()
	i := slices.IndexFunc(p.questions, func(q question) bool { return q.id == id })
	require.GreaterOrEqual(t, i, 0, id)
	return p.questions[i].answer(carriedOut(p, w))
}

func answerOf(t *testing.T, r *Review, id string) Answer {
	t.Helper()
	i := slices.IndexFunc(r.Answers, func(a Answer) bool { return a.ID == id })
	require.GreaterOrEqual(t, i, 0, id)
	return r.Answers[i]
}
