package strategytest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// needed are the settings without which a part cannot work.
var needed = map[string]strategies.Part{
	"bulkhead":  strategies.Bulkhead{Class: "batch", AtMost: 1},
	"semaphore": strategies.Semaphore{AtMost: 1, Per: strategies.PerNode},
	"timer":     strategies.Timer{Before: 5 * time.Second, Again: time.Second},
	"priority":  strategies.Priority{Classes: []string{"labels"}, AtMost: 1},
	"limiter": strategies.Limiter{
		Rate: strategies.Rate{Permits: 2, Per: time.Second}, Burst: 1, Patience: time.Minute,
	},
	"ration": strategies.Ration{
		Rate: strategies.Rate{Permits: 2, Per: time.Second}, Burst: 1, Patience: time.Minute,
	},
}

func TestEveryPartKeepsTheContract(t *testing.T) {
	for _, k := range strategies.Kinds() {
		t.Run(k.Name, func(t *testing.T) {
			part := k.Part
			if p, ok := needed[k.Name]; ok {
				part = p
			}
			Run(t, part)
		})
	}
}

// A faulty part breaks the contract in one way: what begin returns is done before each renewal.
type faulty struct{ begin func(strategies.Env) before }

type before func(context.Context) error

func (f faulty) Settings(*strategies.Settings) strategies.Part { return f }

func (f faulty) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &faultySource{f.begin(env), next}
}

type faultySource struct {
	before before
	next   strategies.Source
}

func (f *faultySource) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	if err := f.before(ctx); err != nil {
		return strategies.Token{}, err
	}
	return f.next.Token(ctx, rejected)
}

func TestFaultyPartsAreFound(t *testing.T) {
	calls := 0
	for want, begin := range map[string]func(strategies.Env) before{
		"two runs of one seed differ": func(env strategies.Env) before {
			return func(ctx context.Context) error {
				calls++
				return env.Clock.Sleep(ctx, time.Duration(calls)*time.Millisecond)
			}
		},
		"begins in another year differs": func(env strategies.Env) before {
			return func(ctx context.Context) error {
				if env.Clock.Now().Before(ticker{}.Now()) {
					return env.Clock.Sleep(ctx, time.Second)
				}
				return nil
			}
		},
		"callers are lost": func(env strategies.Env) before {
			lock := env.NewMutex()
			return func(ctx context.Context) error { return lock.Lock(context.WithoutCancel(ctx)) }
		},
		"on the kernel: ": func(strategies.Env) before {
			return func(context.Context) error { panic("a part's own") }
		},
	} {
		t.Run(want, func(t *testing.T) {
			problems := onKernel(t, stacks(faulty{begin})[0])
			require.NotEmpty(t, problems)
			require.Contains(t, problems[0], want)
		})
	}
}

// A part that calls for a caller who has given up is found as well.
type deaf struct{ strategies.Lock }

func (d deaf) Settings(*strategies.Settings) strategies.Part { return d }

func (d deaf) Strategy(_ strategies.Env, next strategies.Strategy) strategies.Strategy {
	return deafStrategy{next}
}

type deafStrategy struct{ next strategies.Strategy }

func (d deafStrategy) Do(
	ctx context.Context, call func(context.Context, strategies.Token) error,
) error {
	if err := d.next.Do(ctx, call); err != nil {
		return call(context.WithoutCancel(ctx), strategies.Token{})
	}
	return nil
}

func TestDeafPartsAreFound(t *testing.T) {
	problems := onKernel(t, stacks(deaf{})[0])
	require.NotEmpty(t, problems)
	require.Contains(t, problems[0], "a call is made for a caller who has given up")
}
