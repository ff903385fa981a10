// Package filestore keeps the pair of access and refresh token in a JSON file that several
// processes of one user share, such as a desktop application, its command line and its agents, and
// the lease to renew it.
//
// The file is replaced as a whole: written under another name, synced, renamed, its folder synced.
// Only its owner may read it. Nobody writes it without a lock, and a pair that is older than the
// one in it does not replace it; see strategies.Condition and strategies.FenceOf.
//
// The lease is a lock of the operating system (flock, or LockFileEx) on a second file, held over
// reading, exchange and writing. A holder that is killed frees it at once. From a holder that lives
// nobody takes it, however long that stands still: who waits gives up, and the session is kept. A
// holder that runs, and does not prolong it, frees it itself. The lock files are never deleted:
// two processes could then hold "the" lock.
//
// Before it grants the lease it writes the file. Where that fails, as on a full disk, nobody spends
// a refresh token whose successor could not be stored.
//
// Where the disk knows no locks, as some network disks, Open says so: put the lock files elsewhere
// by Locks, or the file on another disk. Processes on two machines that share a home keep each
// other out only if that disk's locks reach both, and their clocks have to agree within the margin
// of the strategy's cache.
package filestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// An Account is one account's pair and lease, for this process. It is both a strategies.Store and a
// strategies.LeaseStore: set Env.Shared and Env.Lease to the same Account. It is safe for
// concurrent use.
type Account struct {
	path  string
	locks string
	clock clock

	mu    sync.Mutex // guards what follows
	held  lock       // nil: this process does not hold the lease
	fence int64      // of the grant that it holds
	lasts time.Duration
	left  time.Duration // of it, while the process runs, unless it is prolonged
	since time.Time     // when left was right
	next  time.Time     // when it is looked at

	tryLock func(path string) (lock, error) // takes it, nil if another holds it; for tests
}

// A lock is one that this process holds.
type lock interface{ Unlock() error }

type clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

var (
	_ strategies.Store      = (*Account)(nil)
	_ strategies.LeaseStore = (*Account)(nil)
)

// ErrNoLocks says that the disk knows no locks.
var ErrNoLocks = errors.New("the disk knows no locks")

// An Option is a choice of Open.
type Option func(*Account)

// Locks lets the lock files be in that folder, which has to be on a disk that knows locks, and be
// the same for all who share the file.
func Locks(folder string) Option { return func(a *Account) { a.locks = folder } }

// Open returns the account whose file has that path. The file need not be there, its folder does.
// Others than its owner lose the right to read it. It is an error if the disk knows no locks.
func Open(path string, clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}, options ...Option) (*Account, error) {
	a := &Account{path: path, locks: filepath.Dir(path), clock: clock, tryLock: tryLock}
	for _, o := range options {
		o(a)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("filestore: %w", err)
	case info.Mode().Perm()&0o077 != 0:
		if err := os.Chmod(path, 0o600); err != nil {
			return nil, fmt.Errorf("filestore: %w", err)
		}
	}
	if err := a.exclusively(context.Background(), func() error { return nil }); err != nil {
		return nil, err
	}
	return a, nil
}

// Get returns the pair, the zero Token where there is none. A file that holds something else is an
// error, as nobody knows what it held.
func (a *Account) Get(ctx context.Context) (strategies.Token, error) {
	if err := ctx.Err(); err != nil {
		return strategies.Token{}, err
	}
	r, err := a.read()
	return r.token(), err
}

// Put replaces the pair, unless the file has seen a larger fence, or the condition of ctx does not
// hold, which is no error. A file that holds something else is replaced by a pair that is put on no
// condition, as that of somebody who signs in.
func (a *Account) Put(ctx context.Context, t strategies.Token) error {
	fence, condition := strategies.FenceOf(ctx), strategies.ConditionOf(ctx)
	return a.change(ctx, func(r *record, unreadable error) error {
		switch {
		case unreadable != nil && (fence != 0 || condition != strategies.Unconditional):
			return unreadable
		case fence != 0 && fence < r.Fence || !condition.Allows(r.token(), t):
			return errUnchanged
		}
		r.set(t)
		r.Fence = max(r.Fence, fence)
		return nil
	})
}

// errUnchanged says that the file stays as it is.
var errUnchanged = errors.New("unchanged")

// change rewrites the file, and keeps all other processes from it meanwhile.
func (a *Account) change(ctx context.Context, edit func(*record, error) error) error {
	return a.exclusively(ctx, func() error {
		r, err := a.read()
		if err := edit(&r, err); err != nil {
			if errors.Is(err, errUnchanged) {
				return nil
			}
			return err
		}
		return a.write(r)
	})
}

// How long a change waits for those of others, and how often it looks: assumed. A change takes
// milliseconds.
const (
	changePatience = 2 * time.Second
	changePoll     = 5 * time.Millisecond
)

// exclusively does something while no other process changes the file.
func (a *Account) exclusively(ctx context.Context, do func() error) error {
	ctx, cancel := context.WithTimeout(ctx, changePatience)
	defer cancel()
	for {
		held, err := a.take(".lock")
		switch {
		case err != nil:
			return err
		case held != nil:
			err := do()
			_ = held.Unlock() // closing the file frees it anyway
			return err
		}
		select {
		case <-time.After(changePoll):
		case <-ctx.Done():
			return fmt.Errorf("filestore: another process changes %s: %w", a.path, ctx.Err())
		}
	}
}

// take takes the lock on a file beside, and returns nil if another has it.
func (a *Account) take(suffix string) (lock, error) {
	path := filepath.Join(a.locks, filepath.Base(a.path)+suffix)
	held, err := a.tryLock(path)
	if err != nil {
		return nil, fmt.Errorf("filestore: cannot lock %s: %w", path, reason(err))
	}
	return held, nil
}

// tryLock takes the lock on the file of that path, and returns nil if another has it.
func tryLock(path string) (lock, error) {
	l, err := outfile.TryLock(path)
	if l == nil {
		return nil, err // and no lock that is a nil pointer
	}
	return l, nil
}
