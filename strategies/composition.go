package strategies

import (
	"fmt"
	"slices"
)

// A Part is one layer of a strategy: a SourcePart below the retry, a StrategyPart above it, or the
// RetryPart between them. A part holds settings alone; what it makes holds the state.
type Part any

// A SourcePart wraps what hands out tokens. The innermost Source is the carrier's endpoint.
type SourcePart interface {
	Source(env Env, next Source) Source
}

// A StrategyPart wraps whole actions.
type StrategyPart interface {
	Strategy(env Env, next Strategy) Strategy
}

// A RetryPart turns a Source into a Strategy: it performs the call, and decides what follows a
// refused token. Every composition has exactly one.
type RetryPart interface {
	Retry(env Env, source Source) Strategy
}

// A Composition is a strategy as a stack of parts.
type Composition struct {
	Name  string
	About string // what it does, and which real system does it
	File  string // where it is written
	Text  string // as it is written there; empty for one written in Go
	Parts []Part // outermost first
}

// New builds the strategy for one customer on one node. It panics if the parts do not stack, which
// Parse and the catalogue rule out.
func (c Composition) New(env Env) Strategy {
	if i, problem := misfit(c.Parts); problem != "" {
		panic(fmt.Sprintf("strategies: %s: part %d: %s", c.Name, i+1, problem))
	}
	source := env.observedEndpoint()
	edges := env.observedEdges()
	var strategy Strategy
	for i, part := range slices.Backward(c.Parts) {
		env := edges.observedPart(part)
		env.part = fmt.Sprintf("%d %T", i, part)
		if retry, ok := part.(RetryPart); ok {
			strategy = retry.Retry(env, source)
			continue
		}
		if strategy == nil {
			source = part.(SourcePart).Source(env, source)
		} else {
			strategy = part.(StrategyPart).Strategy(env, strategy)
		}
	}
	return env.observedActions(strategy)
}

// misfit tells what keeps parts from being a strategy, and which of them is to blame.
func misfit(parts []Part) (index int, problem string) {
	retry := -1
	for i, p := range parts {
		if _, ok := p.(RetryPart); !ok {
			continue
		}
		if retry >= 0 {
			return i, "a second retry"
		}
		retry = i
	}
	if retry < 0 {
		return 0, "no retry; `- retry: {retries: 0}` calls once"
	}
	for i, p := range parts {
		_, above := p.(StrategyPart)
		_, below := p.(SourcePart)
		switch {
		case i < retry && !above:
			return i, "a part that belongs below the retry"
		case i > retry && !below:
			return i, "a part that belongs above the retry"
		}
	}
	return 0, ""
}
