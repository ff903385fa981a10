package strategies

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jonboulle/clockwork"
)

// A bubble is a world in which time is virtual: synctest's, seen through the Env that production
// uses.
type bubble struct {
	env   Env
	start time.Time
	mu    sync.Mutex // guards what is noted in the bubble
}

// inBubble runs test in a bubble and waits for what it started.
func inBubble(t *testing.T, test func(t *testing.T, b *bubble)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bubble{env: OnClock(clockwork.NewRealClock())}
		b.start = b.env.Clock.Now()
		test(t, b)
		time.Sleep(time.Hour)
	})
}

// now is the time since the bubble began.
func (b *bubble) now() time.Duration { return b.env.Clock.Now().Sub(b.start) }

// sleep lets d pass in the test itself, and whatever is due by then happen.
func (b *bubble) sleep(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// until sleeps until now is d.
func (b *bubble) until(d time.Duration) { time.Sleep(d - b.now()) }

// at runs f beside the test when now is d.
func (b *bubble) at(d time.Duration, f func()) {
	go func() {
		b.until(d)
		f()
	}()
}

// An asked is a request that a desk received.
type asked struct {
	at       time.Duration
	why      Why
	rejected string
}

// A desk is a token endpoint: it takes its time, notes what it is asked, and hands out T1, T2, ...
// that live for ten minutes, or an error while err is set.
type desk struct {
	b     *bubble
	takes time.Duration
	err   error
	asked []asked
}

func (d *desk) Token(ctx context.Context, rejected Token) (Token, error) {
	d.b.mu.Lock()
	d.asked = append(d.asked, asked{d.b.now(), WhyOf(ctx, rejected), rejected.Value})
	n, takes, err := len(d.asked), d.takes, d.err
	d.b.mu.Unlock()
	if err := d.b.env.Clock.Sleep(ctx, takes); err != nil {
		return Token{}, err
	}
	if err != nil {
		return Token{}, err
	}
	return Token{Value: fmt.Sprint("T", n), Expires: d.b.env.Clock.Now().Add(10 * time.Minute)}, nil
}

// times returns when the requests came.
func (d *desk) times() []time.Duration {
	var all []time.Duration
	for _, a := range d.asked {
		all = append(all, a.at)
	}
	return all
}

// answer changes the answer from now on.
func (d *desk) answer(err error) {
	d.b.mu.Lock()
	defer d.b.mu.Unlock()
	d.err = err
}

// take changes how long it takes from now on.
func (d *desk) take(takes time.Duration) {
	d.b.mu.Lock()
	defer d.b.mu.Unlock()
	d.takes = takes
}

// token makes a token that expires at d.
func (b *bubble) token(value string, expires time.Duration) Token {
	return Token{Value: value, Expires: b.start.Add(expires)}
}

// answers collects what callers of a source were told, in order of time.
type answers []string

// ask calls source and notes the answer.
func (a *answers) ask(ctx context.Context, b *bubble, source Source, rejected Token) {
	t, err := source.Token(ctx, rejected)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		*a = append(*a, fmt.Sprintf("%v %v", b.now(), err))
		return
	}
	*a = append(*a, fmt.Sprintf("%v %s", b.now(), t.Value))
}

// A highest source of random numbers always draws the most that may come.
type highest struct{}

func (highest) Uint64() uint64 { return math.MaxUint64 }

const ms = time.Millisecond
