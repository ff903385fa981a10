package strategies

import (
	"context"
	"sync"
	"time"
)

// A QuotaStore keeps what all who share a public IP know of its quota: whose turn it is to send a
// request, and of a ban. Nodes and store exchange lengths of time, not instants: their clocks need
// not agree. [MemoryQuota] is one, package redisstore has another.
type QuotaStore interface {
	// Reserve takes the next permit of the one line of permits, and returns how long to wait for it.
	// A permit keeps the line busy for every; after a pause burst of them pass at once. If the wait
	// is longer than patience it takes none and reports false.
	Reserve(ctx context.Context, every time.Duration, burst int, patience time.Duration) (
		wait time.Duration, ok bool, err error)

	// Ban returns what is known of the ban of that name. If it is in force and its silence is over,
	// the caller sends a probe, and those who ask within the length of time probe find it silent.
	Ban(ctx context.Context, name string, probe time.Duration) (Ban, error)

	// Report adds what a node knows of that ban. Of what it and the store know, the later counts.
	Report(ctx context.Context, name string, b Ban) error
}

// A Ban is what is known of a ban. Each length of time counts from the moment at which the Ban is
// handed over, back or forward; what never happened was Forever ago.
type Ban struct {
	Passed  time.Duration // since the last request was sent that was answered otherwise
	Refused time.Duration // since the carrier last answered with the ban
	Silence time.Duration // nothing may be sent for so long
	Over    time.Duration // in so long it ends, if no request prolongs it
	Failed  int           // how many probes failed though it should have been over
}

// NoBan is the Ban of a carrier that nobody has asked yet.
var NoBan = Ban{Passed: Forever, Refused: Forever}

// InForce reports whether the last answer that is known of was the ban.
func (b Ban) InForce() bool { return b.Refused != Forever && b.Refused <= b.Passed }

// A MemoryQuota is a QuotaStore within the process. It is safe for concurrent use and never fails.
type MemoryQuota struct {
	clock Clock
	line  line

	mu   sync.Mutex
	bans map[string]*knownBan // guarded by mu
}

// NewMemoryQuota returns a quota of which nothing is used.
func NewMemoryQuota(clock Clock) *MemoryQuota {
	return &MemoryQuota{clock: clock, bans: map[string]*knownBan{}}
}

// Reserve takes the next permit.
func (m *MemoryQuota) Reserve(
	_ context.Context, every time.Duration, burst int, patience time.Duration,
) (wait time.Duration, ok bool, err error) {
	wait, ok = m.line.reserve(m.clock.Steady(), every, burst, patience)
	return wait, ok, nil
}

// Ban returns what is known of the ban.
func (m *MemoryQuota) Ban(_ context.Context, name string, probe time.Duration) (Ban, error) {
	now := m.clock.Steady()
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.bans[name]
	if known == nil {
		return NoBan, nil
	}
	b := known.at(now)
	if b.InForce() && b.Silence <= 0 {
		known.silent = now.Add(probe)
	}
	return b, nil
}

// Report adds what a node knows.
func (m *MemoryQuota) Report(_ context.Context, name string, b Ban) error {
	now := m.clock.Steady()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bans[name] == nil {
		m.bans[name] = &knownBan{}
	}
	m.bans[name].learn(now, b)
	return nil
}

// An ownQuota is the one that an Env has unless another is set. It keeps no other process below the
// rate: New refuses it where there are several nodes.
type ownQuota struct{ *MemoryQuota }

// A knownBan is a Ban in instants of a steady clock; a zero instant is never.
type knownBan struct {
	passed, refused, silent, over time.Time
	failed                        int
}

// at returns what k is at that instant.
func (k *knownBan) at(now time.Time) Ban {
	return Ban{
		Passed: since(now, k.passed), Refused: since(now, k.refused),
		Silence: k.silent.Sub(now), Over: k.over.Sub(now), Failed: k.failed,
	}
}

// inForce reports whether the last answer that is known of was the ban.
func (k *knownBan) inForce() bool { return !k.refused.IsZero() && !k.refused.Before(k.passed) }

// pass notes that a request was answered otherwise which was sent at that instant.
func (k *knownBan) pass(sent time.Time) {
	if sent.After(k.passed) {
		k.passed = sent
	}
}

// learn adds b, which is handed over now, and reports whether k knew of a later refusal.
func (k *knownBan) learn(now time.Time, b Ban) (knewLater bool) {
	k.pass(before(now, b.Passed))
	refused := before(now, b.Refused)
	if refused.Before(k.refused) {
		return true
	}
	if !refused.IsZero() {
		k.refused, k.failed = refused, b.Failed
		k.silent, k.over = now.Add(b.Silence), now.Add(b.Over)
	}
	return false
}

func since(now, then time.Time) time.Duration {
	if then.IsZero() {
		return Forever
	}
	return now.Sub(then)
}

func before(now time.Time, d time.Duration) time.Time {
	if d == Forever {
		return time.Time{}
	}
	return now.Add(-d)
}
