package filestore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// Hold takes the lease, or prolongs it.
func (a *Account) Hold(ctx context.Context, d time.Duration) (strategies.Grant, error) {
	if err := ctx.Err(); err != nil {
		return strategies.Grant{}, err
	}
	fence := strategies.FenceOf(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.held != nil {
		mine := fence == 0 || fence == a.fence
		if mine {
			a.lasts, a.left, a.since = d, d, a.clock.Now()
		}
		r, err := a.read()
		return strategies.Grant{Fence: a.fence, Held: mine, Released: r.Released}, err
	}
	held, err := a.take(".lease")
	switch {
	case err != nil:
		return strategies.Grant{}, err
	case held == nil:
		r, err := a.read()
		return strategies.Grant{Fence: r.inForce(), Released: r.Released}, err
	case fence != 0: // that grant is over
		r, err := a.read()
		_ = held.Unlock()
		return strategies.Grant{Released: r.lastReleased()}, err
	}
	return a.grant(ctx, held, d)
}

// grant notes a new grant in the file. Where that fails the lease is not taken. The caller holds
// mu.
func (a *Account) grant(ctx context.Context, held lock, d time.Duration) (
	g strategies.Grant, err error,
) {
	err = a.change(ctx, func(r *record, unreadable error) error {
		if unreadable != nil {
			return unreadable
		}
		r.Released = r.lastReleased()
		r.Granted = r.nextGrant()
		g = strategies.Grant{Fence: r.Granted, Held: true, Released: r.Released}
		return nil
	})
	if err != nil {
		_ = held.Unlock()
		return strategies.Grant{}, err
	}
	a.held, a.fence = held, g.Fence
	a.lasts, a.left, a.since = d, d, a.clock.Now()
	go a.watch(g.Fence, a.look())
	return g, nil
}

// watch frees the lease of that fence when nobody prolongs it.
func (a *Account) watch(fence int64, look <-chan time.Time) {
	for look != nil {
		<-look
		look = a.pass(fence)
	}
}

// looks is how often a lease is looked at while it lasts. The time between two looks counts as one
// look's, however long it was: a process that stood still, and with it whoever prolongs, has not
// let the lease end. It is assumed that who runs prolongs it at least every third of its length.
const looks = 10

// look comes when the next look is due. The caller holds mu.
func (a *Account) look() <-chan time.Time {
	wait := min(a.left, max(1, a.lasts/looks))
	a.next = a.clock.Now().Add(wait)
	return a.clock.After(wait)
}

// pass counts the time that has passed, frees the lease of that fence if it has ended, and returns
// the next look; nil: there is none.
func (a *Account) pass(fence int64) (look <-chan time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.held == nil || a.fence != fence {
		return nil
	}
	now := a.clock.Now()
	a.left -= min(now.Sub(a.since), max(1, a.lasts/looks))
	a.since = now
	if a.left > 0 {
		return a.look()
	}
	_ = a.held.Unlock()
	a.held = nil
	return nil
}

// Release ends the grant of the context's fence. Without a fence it is an error: the lease of
// another process cannot be ended.
func (a *Account) Release(ctx context.Context) error {
	fence := strategies.FenceOf(ctx)
	if fence == 0 {
		return fmt.Errorf("filestore: release whatever grant is in force: %w", errors.ErrUnsupported)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.held == nil || a.fence != fence {
		return nil
	}
	err := a.change(ctx, func(r *record, unreadable error) error {
		r.Released = fence
		return unreadable
	})
	_ = a.held.Unlock() // a grant that is not noted as released has run out
	a.held = nil
	return err
}
