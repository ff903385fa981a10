package strategies

import (
	"cmp"
	"context"
	"sync"
	"time"
)

// A race is one renewal of an [AskAgain]: tries that present one refresh token. The first answer
// counts, or, where each try gets another token, that to the latest.
type race struct {
	*askAgainSource
	ctx      context.Context
	rejected Token
	once     bool // one try is enough

	over Mutex // locked: stop ends who waits for it

	mu      sync.Mutex // guards what follows
	bell    Mutex      // unlocked when something has happened
	cancels []func()
	pair    Token     // that is presented
	first   time.Time // when the first try was sent
	latest  time.Time // when the latest began
	tries   int       // that were sent
	started int
	running int
	onWay   int // of those running, that were sent

	token  Token
	won    time.Time // when the first token came; zero: none did
	winner int       // the latest try that brought one

	heard, unheard, refused error // the last answer, the first try without one, the last invalid_grant
}

// start begins a try.
func (r *race) start() {
	r.mu.Lock()
	r.started++
	r.running++
	r.latest = r.env.Clock.Steady()
	one, pair, number, onWay := try{}, r.pair, r.started, false
	one.sent = func(pair Token, now time.Time) {
		onWay = true
		r.sent(pair, now)
	}
	if r.tries > 0 {
		one.last = r.last()
	}
	r.mu.Unlock()
	r.env.Go(func(background context.Context) {
		ctx := context.WithValue(carry(background, r.ctx), tryKey{}, one)
		if pair.Refresh != "" {
			ctx = WithRefresh(ctx, pair)
		}
		ctx, cancel := r.env.WithTimeout(ctx, longestTry)
		defer cancel()
		r.mu.Lock()
		r.cancels = append(r.cancels, cancel)
		r.mu.Unlock()
		t, err := r.askAgainSource.next.Token(ctx, r.rejected)
		if r.end(number, onWay, t, err); err == nil && r.env.Forgives.Anew {
			_ = r.over.Lock(ctx) // the pair is in hand until the race is over
		}
	})
}

// longestTry is how long a try may wait for its permit and its answer: assumed, more than a client
// and a ration wait.
const longestTry = 5 * time.Minute

// mostLater is by how much longer than the first try a later one may take until it is served.
// Assumed: more than a second, which slow carriers take.
const mostLater = 2 * time.Second

// last is when the last try may be sent. The caller holds mu.
func (r *race) last() time.Time { return r.first.Add(r.within - max(r.part, mostLater)) }

// sent notes that a try was sent.
func (r *race) sent(pair Token, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.onWay++
	if r.tries++; r.tries == 1 {
		r.pair, r.first, r.latest = pair, now, now
	}
	r.ring()
}

// end notes the outcome of a try, and whether it was sent.
func (r *race) end(number int, onWay bool, t Token, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running--
	if onWay {
		r.onWay--
	}
	switch {
	case err == nil:
		if r.won.IsZero() {
			r.won = r.env.Clock.Steady()
		}
		r.take(number, t)
	case unheard(err):
		r.unheard = cmp.Or(r.unheard, err)
	case GrantRefused(err) && number == 1:
		r.heard = err // no earlier try of ours can be what is still being served
	case GrantRefused(err):
		r.refused = err
	case onWay || r.tries == 0: // a later one that was not sent any more says nothing
		r.heard = err
	}
	r.ring()
}

// take takes what a try got, the latest of all. Where a carrier rotates for the first try alone,
// that one has the refresh token. The caller holds mu.
func (r *race) take(number int, t Token) {
	older := r.token
	if number < r.winner {
		t, older = older, t
	}
	r.winner = max(r.winner, number)
	if rotated := older.Refresh != "" && older.Refresh != r.pair.Refresh; rotated &&
		t.Refresh == r.pair.Refresh {
		t.Refresh, t.Generation = older.Refresh, older.Generation
	}
	r.token = t
}

// ring wakes whoever waits. The caller holds mu.
func (r *race) ring() {
	if r.bell != nil {
		r.bell.Unlock()
		r.bell = nil
	}
}

// next returns how long to wait for the bell until the next try begins, or that the race is over:
// no bell.
func (r *race) next() (wait time.Duration, bell Mutex) {
	r.mu.Lock()
	defer r.mu.Unlock()
	idle, won, now := r.running == 0, !r.won.IsZero(), r.env.Clock.Steady()
	if idle && (won || r.heard != nil || r.unheard == nil) {
		return 0, nil
	}
	pause := r.part
	if idle {
		pause = r.part / 2
	}
	wait = max(0, r.latest.Add(pause).Sub(now))
	if won {
		// The latest try is waited for as long as the first one took, and a part more, and each as
		// long as it is forgiven: one that arrives once its pair's successor is used may be theft.
		wait = max(r.won.Sub(r.first)+r.part+r.latest.Sub(now), r.first.Add(r.within).Sub(now))
		if !r.env.Forgives.Anew || r.onWay == 0 || wait <= 0 {
			return 0, nil
		}
	} else if r.heard != nil || r.tries == 0 || r.once || r.times > 0 && r.tries > r.times ||
		now.Add(wait).After(r.last()) {
		if idle {
			return 0, nil
		}
		wait = longestTry
	}
	bell = r.env.NewMutex()
	bell.TryLock()
	r.bell = bell
	return wait, bell
}

// outcome is that of the race.
func (r *race) outcome() (Token, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.won.IsZero() {
		return r.token, nil
	}
	return Token{}, cmp.Or(r.heard, r.unheard, r.refused)
}

// stop ends the tries that nobody waits for any more.
func (r *race) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, cancel := range r.cancels {
		cancel()
	}
}
