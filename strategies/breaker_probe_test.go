package strategies

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// at0 is the instant at which these tests begin.
var at0 = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// A meeting of a breaker with a ban; instants are in seconds.
type meeting struct {
	breaker Breaker
	passed  int // when a request last succeeded; negative: never
	asked   int // when the first request meets the ban
	until   int // the ban, if nothing prolongs it
	anyHit  bool
	says    time.Duration
	want    []int // when requests are sent from the first one on, the last of which succeeds
}

// sent lets the breaker be asked each second until a request succeeds, and returns when those were
// sent that passed it.
func (m meeting) sent(t *testing.T) []int {
	t.Helper()
	b := &breaker{Breaker: m.breaker}
	var sent []int
	until := m.until
	ask := func(at int) error {
		clock := stoppedClock(at0.Add(time.Duration(at) * time.Second))
		e, err := b.enter(t.Context(), clock)
		if err != nil {
			return err
		}
		if at != m.passed {
			sent = append(sent, at)
		}
		if at >= m.asked && at < until {
			err = &StatusError{Status: 403, RetryAfter: m.says}
			if m.anyHit {
				until = at + 600
			}
		}
		b.leave(clock.Steady(), e, err)
		return err
	}
	if m.passed >= 0 {
		require.NoError(t, ask(m.passed))
	}
	at := m.asked
	for ask(at) != nil {
		at++
	}
	return sent
}

// A banned carrier bans until an instant; a hit prolongs it by ten minutes if any hit does. The
// schedules are computed by hand, in seconds.
func TestBreakerProbesABanThatMayBeOlder(t *testing.T) {
	probing := Breaker{On: []int{403}, Open: 605 * time.Second, Probe: time.Minute}
	told := Breaker{On: []int{403}, Open: 605 * time.Second, Obey: true}
	for name, test := range map[string]meeting{
		// Its latest end is 1000 + 605; it began after 700, so its earliest end is 700 + 605.
		"between its earliest and its latest end": {
			breaker: probing, passed: 700, asked: 1000, until: 1370,
			want: []int{1000, 1305, 1365, 1425},
		},
		// The last early probe is a whole minute before the latest end.
		"at its latest end": {
			breaker: probing, passed: 700, asked: 1000, until: 1600,
			want: []int{1000, 1305, 1365, 1425, 1485, 1545, 1605},
		},
		"never before a minute has passed": {
			breaker: probing, passed: 100, asked: 1000, until: 1001, want: []int{1000, 1060},
		},
		"from the first on if it knows of no success": {
			breaker: probing, passed: -1, asked: 500, until: 600, want: []int{500, 560, 620},
		},
		"once if the ban is our own": {
			breaker: probing, passed: 999, asked: 1000, until: 1600, want: []int{1000, 1605},
		},
		"once if an early probe would be less than a minute before": {
			breaker: probing, passed: 941, asked: 1000, until: 1600, want: []int{1000, 1605},
		},
		"twice if it is exactly a minute before": {
			breaker: probing, passed: 940, asked: 1000, until: 1600, want: []int{1000, 1545, 1605},
		},
		// Each early probe prolongs it by 600 s. The one at the latest end fails, and the next waits.
		"twice as late where any hit prolongs it": {
			breaker: probing, passed: 850, asked: 1000, until: 1500, anyHit: true,
			want: []int{1000, 1455, 1515, 1605, 2210},
		},
		"ever later while it lasts": {
			breaker: probing, passed: 999, asked: 1000, until: 25000,
			want: []int{1000, 1605, 2210, 3420, 5840, 10680, 15520, 20360, 25200},
		},
		"without probes each time its length": {
			breaker: Breaker{On: []int{403}, Open: 605 * time.Second},
			passed:  -1, asked: 1000, until: 2500, want: []int{1000, 1605, 2210, 2815},
		},
		"as long as the carrier says": {
			breaker: told, passed: 999, asked: 1000, until: 1100, says: 40 * time.Second,
			want: []int{1000, 1040, 1080, 1120},
		},
		"a day at most": {
			breaker: told, passed: 999, asked: 1000, until: 1100, says: 1000 * time.Hour,
			want: []int{1000, 1000 + 86400},
		},
		"its length if the carrier says nothing": {
			breaker: told, passed: 999, asked: 1000, until: 1100, want: []int{1000, 1605},
		},
		"its length if nobody obeys": {
			breaker: Breaker{On: []int{403}, Open: 605 * time.Second},
			passed:  999, asked: 1000, until: 1100, says: 40 * time.Second, want: []int{1000, 1605},
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.want, test.sent(t))
		})
	}
}

// Two nodes that know nothing of each other meet a ban that any hit prolongs, some seconds apart.
// They get out, whatever these seconds are.
func TestBreakersThatShareNothingGetOutOfStep(t *testing.T) {
	for _, probe := range []time.Duration{time.Minute, 7 * time.Minute} {
		for apart := 0; apart < 620; apart += 4 {
			nodes := []*breaker{{}, {}}
			for _, b := range nodes {
				b.Breaker = Breaker{On: []int{403}, Open: 605 * time.Second, Probe: probe}
			}
			until, out := 600, 0
			for at := 0; out < 2; at++ {
				require.Less(t, at, 2*3600, "%d s apart", apart)
				out = 0
				for i, b := range nodes {
					clock := stoppedClock(at0.Add(time.Duration(at) * time.Second))
					if i == 1 && at < apart {
						continue
					}
					e, err := b.enter(t.Context(), clock)
					if err != nil {
						continue
					}
					if at < until {
						until, err = at+600, &StatusError{Status: 403}
					} else {
						out++
					}
					b.leave(clock.Steady(), e, err)
				}
			}
		}
	}
}

// What one node learns of a ban all know, and nodes that start again know it too.
func TestBreakersShareABan(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b}
		p := Breaker{On: []int{403}, Open: 605 * time.Second, Probe: time.Minute, Shared: true}
		one, two := p.Source(b.env, carrier), p.Source(b.env, carrier)
		var got answers
		got.ask(t.Context(), b, one, Token{}) // a success at 0
		b.until(500 * time.Second)
		carrier.answer(&StatusError{Status: 403})
		got.ask(t.Context(), b, two, Token{}) // so the ban ends from 605 s on, at 1105 s at the latest
		b.sleep(time.Second)
		again := p.Source(b.env, carrier)
		for _, at := range []time.Duration{604999 * ms, 605 * time.Second, 605001 * ms} {
			b.until(at)
			got.ask(t.Context(), b, again, Token{}) // the second is the probe
			got.ask(t.Context(), b, one, Token{})
		}
		carrier.answer(nil)
		b.until(665 * time.Second)
		got.ask(t.Context(), b, one, Token{}) // it is over
		b.sleep(time.Second)
		got.ask(t.Context(), b, two, Token{})
		got.ask(t.Context(), b, again, Token{})
		open := " " + ErrOpen.Error()
		require.Equal(t, answers{
			"0s T1", "8m20s carrier answered 403",
			"10m4.999s" + open, "10m4.999s" + open,
			"10m5s carrier answered 403", "10m5s" + open, "10m5.001s" + open, "10m5.001s" + open,
			"11m5s T4", "11m6s T5", "11m6s T6",
		}, got)
	})
}

// A downQuota is a store that is down while its error is set.
type downQuota struct {
	QuotaStore
	err error
}

func (d *downQuota) Reserve(
	ctx context.Context, every time.Duration, burst int, patience time.Duration,
) (time.Duration, bool, error) {
	if d.err != nil {
		return 0, false, d.err
	}
	return d.QuotaStore.Reserve(ctx, every, burst, patience)
}

func (d *downQuota) Ban(ctx context.Context, name string, probe time.Duration) (Ban, error) {
	if d.err != nil {
		return Ban{}, d.err
	}
	return d.QuotaStore.Ban(ctx, name, probe)
}

func (d *downQuota) Report(ctx context.Context, name string, b Ban) error {
	if d.err != nil {
		return d.err
	}
	return d.QuotaStore.Report(ctx, name, b)
}

// While the store is down each node goes by what it knows; the store learns it when it is back.
func TestBreakerReportsABanWhenTheStoreIsBack(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		quota := &downQuota{b.env.Quota, errors.New("down")}
		b.env.Quota = quota
		carrier := &desk{b: b, err: &StatusError{Status: 403}}
		p := Breaker{On: []int{403}, Open: 605 * time.Second, Shared: true}
		one, two := p.Source(b.env, carrier), p.Source(b.env, carrier)
		var got answers
		got.ask(t.Context(), b, one, Token{})
		b.sleep(time.Minute)
		quota.err = nil
		got.ask(t.Context(), b, one, Token{})
		b.sleep(time.Second)
		got.ask(t.Context(), b, two, Token{})
		open := " " + ErrOpen.Error()
		require.Equal(t, answers{"0s carrier answered 403", "1m0s" + open, "1m1s" + open}, got)
	})
}

// A store that does not answer is not waited for.
func TestBreakerWaitsForTheStoreForTwoSeconds(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Quota = silentQuota{}
		p := Breaker{On: []int{403}, Open: time.Minute, Shared: true}
		var got answers
		got.ask(t.Context(), b, p.Source(b.env, &desk{b: b}), Token{})
		require.Equal(t, answers{"2s T1"}, got)
	})
}

// A silentQuota never answers.
type silentQuota struct{ QuotaStore }

func (silentQuota) Reserve(
	ctx context.Context, _ time.Duration, _ int, _ time.Duration,
) (time.Duration, bool, error) {
	<-ctx.Done()
	return 0, false, ctx.Err()
}

func (silentQuota) Ban(ctx context.Context, _ string, _ time.Duration) (Ban, error) {
	<-ctx.Done()
	return Ban{}, ctx.Err()
}

func (silentQuota) Report(ctx context.Context, _ string, _ Ban) error {
	<-ctx.Done()
	return ctx.Err()
}
