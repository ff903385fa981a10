package filestore

import "runtime"

// Settle waits until a look at the lease that is due has been made.
func (a *Account) Settle() {
	for !a.settled() {
		runtime.Gosched()
	}
}

func (a *Account) settled() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.held == nil || a.clock.Now().Before(a.next)
}

// FailLocks lets the locks of a fail with that error.
func (a *Account) FailLocks(err error) {
	a.tryLock = func(string) (lock, error) { return nil, err }
}

// Die frees the lease as the system does when the process is gone.
func (a *Account) Die() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.held != nil {
		_ = a.held.Unlock()
		a.held = nil
	}
}
