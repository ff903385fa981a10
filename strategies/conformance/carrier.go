package conformance

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// How long one way to the token endpoint takes, and how long a token lives.
const (
	tokenLeg = 50 * time.Millisecond
	life     = 10 * time.Minute
)

// A carrier issues tokens, each of which kills the one before. A scene may set its answers.
type carrier struct {
	clock strategies.Clock
	epoch time.Time

	mu     sync.Mutex // guards what follows
	tokens int        // status of token requests, 0 for success
	calls  int        // status of calls, 200 included; 0 for what the token deserves
	issued int
	live   int // number of the live token, 0 for none
	dies   time.Time
	steps  []step
}

// A step is something that happened at the carrier or to a caller. It does not name the caller:
// on some clocks the order of callers at one instant is an accident.
type step struct {
	at   time.Duration
	what string
}

// exchange lets a request travel there, has it answered, and lets the answer travel back.
func (c *carrier) exchange(ctx context.Context, leg time.Duration, answer func() error) error {
	if err := c.clock.Sleep(ctx, leg); err != nil {
		return err
	}
	err := answer()
	if lost := c.clock.Sleep(ctx, leg); lost != nil {
		return lost
	}
	return err
}

// Token is the token endpoint.
func (c *carrier) Token(
	ctx context.Context, rejected strategies.Token,
) (t strategies.Token, err error) {
	why := strategies.WhyOf(ctx, rejected)
	err = c.exchange(ctx, tokenLeg, func() (err error) {
		t.Value, err = c.issue(why, rejected)
		return err
	})
	if err != nil {
		return strategies.Token{}, err
	}
	t.Expires = c.clock.Now().Add(life)
	return t, nil
}

func (c *carrier) issue(why strategies.Why, rejected strategies.Token) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	request := why.String()
	if !rejected.IsZero() {
		request += " of " + rejected.Value
	}
	if c.tokens != 0 {
		c.step("renewal, %s: %d", request, c.tokens)
		return "", &strategies.StatusError{Status: c.tokens}
	}
	c.issued++
	c.live, c.dies = c.issued, c.clock.Now().Add(life)
	c.step("renewal, %s: T%d", request, c.issued)
	return fmt.Sprintf("T%d", c.issued), nil
}

// call returns an API call whose way to the carrier takes leg.
func (c *carrier) call(leg time.Duration) func(context.Context, strategies.Token) error {
	return func(ctx context.Context, t strategies.Token) error {
		return c.exchange(ctx, leg, func() error { return c.serve(t) })
	}
}

func (c *carrier) serve(t strategies.Token) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	status := 200
	switch {
	case c.calls != 0:
		status = c.calls
	case t.Value != fmt.Sprintf("T%d", c.live) || !c.clock.Now().Before(c.dies):
		status = 401
	}
	c.step("call with %s: %d", t.Value, status)
	if status != 200 {
		return &strategies.StatusError{Status: status}
	}
	return nil
}

// set changes the answers to token requests and to calls.
func (c *carrier) set(tokens, calls int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tokens, c.calls = tokens, calls
}

// kill kills the live token, as another client with the same credentials does.
func (c *carrier) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live = 0
	c.step("the token is killed")
}

// end notes how an action ended.
func (c *carrier) end(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.step("action: done")
	} else {
		c.step("action: %v", err)
	}
}

// step notes what happens now. The caller holds mu.
func (c *carrier) step(format string, args ...any) {
	c.steps = append(c.steps, step{c.clock.Now().Sub(c.epoch), fmt.Sprintf(format, args...)})
}

// all returns the steps in order of time, those of one instant in order of their text.
func (c *carrier) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.SortStableFunc(c.steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.what, b.what))
	})
	var lines []string
	for _, s := range c.steps {
		lines = append(lines, fmt.Sprintf("%-12v %s", s.at, s.what))
	}
	return lines
}
