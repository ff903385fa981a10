package conformance

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A family is the carrier of TestRefresh: it rotates the refresh tokens R0, R1, ... of one sign-in,
// repeats its answer for a while, and takes any other second use for theft.
type family struct {
	clock    strategies.Clock
	forgives time.Duration
	life     time.Duration // of access tokens
	way      time.Duration // of an answer
	loses    int           // so many answers are lost, after a client's time-out of as long as life

	mu         sync.Mutex // guards what follows
	name       string     // of the refresh tokens: R
	current    int
	superseded time.Time // when the one before it was
	asked      int
	reused     []string // what was taken for theft
}

// present judges a refresh token, and returns the pair.
func (f *family) present(refresh string) (t strategies.Token, lost bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	now := f.clock.Steady()
	switch {
	case len(f.reused) > 0:
		return t, false, refused
	case refresh == f.token(f.current):
		f.current++
		f.superseded = now
	case f.current > 0 && refresh == f.token(f.current-1) && now.Sub(f.superseded) < f.forgives:
	default:
		f.reused = append(f.reused, fmt.Sprintf("%s while %s was current", refresh,
			f.token(f.current)))
		return t, false, refused
	}
	lost = f.loses > 0
	f.loses--
	return strategies.Token{
		Value: "A" + f.token(f.current), Refresh: f.token(f.current), Expires: now.Add(f.life),
	}, lost, nil
}

var refused = &strategies.StatusError{Status: 400, Code: strategies.CodeInvalidGrant}

// token is the refresh token of that number. The caller holds mu.
func (f *family) token(n int) string { return fmt.Sprint(f.name, n) }

// signIn begins a family, and returns its first pair.
func (f *family) signIn(name string) strategies.Token {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.name, f.current = name, 0
	return strategies.Token{Refresh: f.token(0)}
}

// seen returns how often it was asked, its current refresh token, and what it took for theft.
func (f *family) seen() (asked int, current string, reused []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked, f.token(f.current), f.reused
}

// Token is the endpoint.
func (f *family) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	t, lost, err := f.present(strategies.RefreshOf(ctx).Refresh)
	if lost {
		if err := f.clock.Sleep(ctx, f.life); err != nil {
			return strategies.Token{}, err
		}
		return strategies.Token{}, context.DeadlineExceeded
	}
	if gone := f.clock.Sleep(ctx, f.way); gone != nil {
		return strategies.Token{}, gone
	}
	return t, err
}
