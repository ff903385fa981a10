// Package strategytest tests whether a part of a strategy, wherever it is written, keeps the
// contract of parts.
package strategytest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/conformance"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Run tests part, in each stack that it fits into:
//
//   - It loses no caller: each action ends, whatever the carrier and the stores answer.
//   - Once an action's context is done, the action makes no call.
//   - It takes time and chance from its Env alone: two runs of a seed are the same, to the digest,
//     at whatever hour they begin.
//   - It describes its settings, one sentence each, and changes nothing by that.
//
// It plays the part on the kernel of the simulator, with real goroutines on the virtual time of
// testing/synctest, where the steps must be those of the kernel, and in front of a carrier over
// sockets, which takes a few seconds of real time.
func Run(t *testing.T, part strategies.Part) {
	t.Helper()
	for _, problem := range described(part) {
		t.Error(problem)
	}
	for _, s := range stacks(part) {
		t.Run(s.Name, func(t *testing.T) { run(t, s) })
	}
}

func run(t *testing.T, s spec.Strategy) {
	problems := onKernel(t, s)
	for _, problem := range problems {
		t.Error(problem)
	}
	if len(problems) > 0 {
		return // what blocks the kernel would block the goroutines for good
	}
	for _, problem := range append(inBubble(t, s), overSockets(t, s)...) {
		t.Error(problem)
	}
}

// stacks are the strategies that a part fits into.
func stacks(part strategies.Part) []spec.Strategy {
	var all []spec.Strategy
	add := func(place string, parts ...strategies.Part) {
		all = append(all, spec.Strategy{Name: place, Parts: parts})
	}
	retry := strategies.Retry{Retries: 1}
	cache := strategies.Cache{LookIfRefused: true}
	if _, ok := part.(strategies.RetryPart); ok {
		add("as the retry", part, cache)
	}
	if _, ok := part.(strategies.StrategyPart); ok {
		add("above the retry", part, retry, cache)
	}
	if _, ok := part.(strategies.SourcePart); ok {
		add("above the cache", retry, part, cache)
		add("below the cache", retry, cache, part)
	}
	return all
}

// described lists what is wrong with a part's description of itself.
func described(part strategies.Part) []string {
	var problems []string
	wrong := func(format string, args ...any) {
		problems = append(problems, fmt.Sprintf(format, args...))
	}
	name := strategies.NameOf(part)
	if len(stacks(part)) == 0 {
		wrong("%s has none of the methods Source, Strategy and Retry", name)
	}
	keys := map[string]bool{}
	for _, s := range strategies.Describe(part) {
		if s.About == "" {
			wrong("%s.%s does not say in a sentence what it means", name, s.Key)
		}
		if keys[s.Key] {
			wrong("%s.%s is declared twice", name, s.Key)
		}
		keys[s.Key] = true
		if found, meant := s.Problem(); found != "" {
			wrong("%s.%s: found %s; meant %s", name, s.Key, found, meant)
		}
	}
	return problems
}

// onKernel plays s on the kernel.
func onKernel(t *testing.T, s spec.Strategy) []string {
	var problems []string
	broken := func(err error) { problems = append(problems, "on the kernel: "+err.Error()) }
	future, past := kernelAt(epoch, broken), kernelAt(earlier, broken)
	problems = append(problems, conformance.Problems(t, s, future)...)
	if len(problems) > 0 {
		return problems
	}
	first := conformance.Steps(t, s, future)
	if second := conformance.Steps(t, s, future); !slices.Equal(first, second) {
		problems = append(problems, "two runs of one seed differ: chance or time is not the Env's")
	}
	if other := conformance.Steps(t, s, past); !slices.Equal(first, other) {
		problems = append(problems, "a run that begins in another year differs: the time is not that "+
			"of the Env's clock")
	}
	return append(problems, inScenario(s)...)
}

// inBubble plays s with goroutines on virtual time.
func inBubble(t *testing.T, s spec.Strategy) []string {
	if problems := conformance.Problems(t, s, bubble); len(problems) > 0 {
		return problems
	}
	if !slices.Equal(conformance.Steps(t, s, Kernel), conformance.Steps(t, s, bubble)) {
		return []string{"with goroutines in testing/synctest the steps are not those of the kernel"}
	}
	return nil
}
