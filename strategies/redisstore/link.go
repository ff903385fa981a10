package redisstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// A link is an account's way to Redis. It sends each command from a goroutine of its own, so that a
// caller who stops waiting does not break off the connection that is being made, or the one that
// the answer is still to come on. And it is a breaker: at the first failure it opens, and returns
// an error at once instead of sending. It closes when a probe, sent in the background, is answered
// within patience.
type link struct {
	mu   sync.Mutex
	down error // guarded by mu; the failure that opened the breaker, nil: it is closed
}

const (
	defaultPatience = 3 * time.Second

	// commandLimit ends a command that nobody waits for any more. Connecting counts: go-redis gives
	// up a connection after five seconds, and a read after five more.
	commandLimit = 10 * time.Second

	// probePause is the time from a probe that failed to the next: assumed, short beside the life of
	// a token, and long beside what a probe costs.
	probePause = time.Second
)

var errSlow = errors.New("no answer within Patience")

// An answer is what Redis says to a command.
type answer[T any] struct {
	come  chan struct{} // closed when the answer is there
	value T
	err   error
}

func newAnswer[T any]() *answer[T] { return &answer[T]{come: make(chan struct{})} }

// wait returns the answer, or an error once ctx is done or patience is over, which opens the
// breaker.
func (a *answer[T]) wait(ctx context.Context, l *link, r route) (T, error) {
	timer := time.NewTimer(r.patience)
	defer timer.Stop()
	var err error
	select {
	case <-a.come:
		return a.value, a.err
	case <-ctx.Done():
		err = ctx.Err()
	case <-timer.C:
		err = errSlow
		l.open(r, err)
	}
	var none T
	return none, err
}

// A route is where commands go.
type route struct {
	client   redis.UniversalClient
	key      string // what the scripts work on
	patience time.Duration
	probe    func(context.Context) error
}

// newRoute probes with a command that is quick and has the key, so that a cluster answers from
// where that lies.
func newRoute(client redis.UniversalClient, key string, patience time.Duration) route {
	return route{client, key, cmp.Or(patience, defaultPatience), func(ctx context.Context) error {
		return client.Exists(ctx, key).Err()
	}}
}

// run carries out a script on the key of the route.
func run(
	ctx context.Context, l *link, r route, script *redis.Script, args ...any,
) (*redis.Cmd, error) {
	return ask(ctx, l, r, func(ctx context.Context) (*redis.Cmd, error) {
		cmd := script.Run(ctx, r.client, []string{r.key}, args...)
		if err := cmd.Err(); !errors.Is(err, redis.Nil) { // what a script that returns nothing says
			return cmd, err
		}
		return cmd, nil
	})
}

// ask sends a command and waits for its answer.
func ask[T any](
	ctx context.Context, l *link, r route, command func(context.Context) (T, error),
) (T, error) {
	if err := l.check(ctx); err != nil {
		var none T
		return none, err
	}
	a := newAnswer[T]()
	go fill(a, l, r, command)
	return a.wait(ctx, l, r)
}

// fill carries out a command, and opens the breaker if it fails, or is too slow though its callers
// gave up before they could tell.
func fill[T any](
	a *answer[T], l *link, r route, command func(context.Context) (T, error),
) {
	ctx, cancel := context.WithTimeout(context.Background(), commandLimit)
	defer cancel()
	slow := time.AfterFunc(r.patience, func() { l.open(r, errSlow) })
	defer slow.Stop()
	a.value, a.err = command(ctx)
	if a.err != nil {
		l.open(r, a.err)
	}
	close(a.come)
}

// check returns an error while the breaker is open, and to a caller who has gone.
func (l *link) check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down != nil {
		return fmt.Errorf("not asked, since it failed before: %w", l.down)
	}
	return nil
}

// open opens the breaker, and probes until Redis answers.
func (l *link) open(r route, cause error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down == nil {
		l.down = cause
		go l.probe(r)
	}
}

// probe sends probes until one is answered within patience, then closes the breaker. An answer
// that comes too late may have waited for a connection, which the next one has. It ends with the
// client.
func (l *link) probe(r route) {
	for {
		begun := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), commandLimit)
		err := r.probe(ctx)
		cancel()
		switch {
		case errors.Is(err, redis.ErrClosed):
			return
		case err != nil:
			time.Sleep(probePause)
		case time.Since(begun) <= r.patience:
			l.close()
			return
		}
	}
}

func (l *link) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = nil
}
