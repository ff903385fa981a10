//go:build redis

package redisstore_test

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/conformance"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

// A clocked is a redis-server whose time of day the test sets: testdata/clock.c.
type clocked struct {
	*server
	clock *clockwork.FakeClock
	file  *os.File
}

func newClocked(t *testing.T) *clocked {
	folder := t.TempDir()
	file, err := os.Create(filepath.Join(folder, "clock"))
	require.NoError(t, err)
	t.Cleanup(func() { file.Close() })
	library := filepath.Join(folder, "clock.so")
	output, err := exec.Command("cc", "-shared", "-fPIC", "-o", library, "testdata/clock.c").
		CombinedOutput()
	require.NoError(t, err, "%s", output)
	c := &clocked{clock: clockwork.NewFakeClockAt(time.Unix(1_700_000_000, 0)), file: file}
	c.set(t)
	c.server = newServer(t, "LD_PRELOAD="+library, "CLOCK="+file.Name())
	return c
}

func (c *clocked) set(t *testing.T) {
	now := binary.NativeEndian.AppendUint64(nil, uint64(c.clock.Now().UnixMicro()))
	_, err := c.file.WriteAt(now, 0)
	require.NoError(t, err)
}

func (c *clocked) advance(d time.Duration) {
	c.clock.Advance(d)
	c.set(c.t)
}

func (c *clocked) account(node string) *redisstore.Account {
	a := c.server.account(node)
	a.Clock, a.Patience = c.clock, time.Minute
	return a
}

func (c *clocked) quota(node string) *redisstore.Quota {
	return &redisstore.Quota{
		Client: c.account(node).Client, Name: "fedex/192.0.2.1", Patience: time.Minute,
	}
}

func TestConformanceOfARealRedis(t *testing.T) {
	make := func(t *testing.T) conformance.Shelf {
		c := newClocked(t)
		return conformance.Shelf{
			Clock: c.clock, Advance: c.advance,
			Store: func(node string) strategies.Store { return c.account(node) },
			Lease: func(node string) strategies.LeaseStore { return c.account(node) },
			Quota: func(node string) strategies.QuotaStore { return c.quota(node) },
		}
	}
	conformance.TestStore(t, make)
	conformance.TestLease(t, make)
	conformance.TestQuota(t, make)
}

func TestRefreshOnARealRedis(t *testing.T) {
	conformance.TestRefresh(t, func(t *testing.T) conformance.Shelf {
		s, accounts := newServer(t), map[string]*redisstore.Account{}
		for _, node := range []string{"1", "2"} {
			accounts[node] = s.account(node)
		}
		return conformance.Shelf{
			Env:   func() strategies.Env { return strategies.OnClock(clockwork.NewRealClock()) },
			Store: func(node string) strategies.Store { return accounts[node] },
			Lease: func(node string) strategies.LeaseStore { return accounts[node] },
		}
	})
}

func TestPoisonedKeysOfARealRedisHeal(t *testing.T) {
	testHeal(t, func(t *testing.T) fleet {
		c := newClocked(t)
		return fleet{node: c.account, clock: c.clock, advance: c.advance}
	})
}

// All that is kept is there again after a crash: the token, who holds the lease, the line of
// permits, a ban.
func TestEverythingOutlivesACrash(t *testing.T) {
	c, ctx := newClocked(t), t.Context()
	one, quota := c.account("1"), c.quota("1")
	token := strategies.Token{Value: "A", Expires: c.clock.Now().Add(time.Hour)}
	grant, err := one.Hold(ctx, time.Minute)
	require.NoError(t, err)
	require.NoError(t, one.Put(strategies.WithFence(ctx, grant.Fence), token))
	_, _, err = quota.Reserve(ctx, time.Minute, 1, 0)
	require.NoError(t, err)
	require.NoError(t, quota.Report(ctx, "403", strategies.Ban{
		Passed: strategies.Forever, Silence: time.Minute, Over: time.Hour,
	}))
	c.Kill()
	c.advance(20 * time.Second)
	c.Start()

	two, others := c.account("2"), c.quota("2")
	requireStored(t, two, token)
	other, err := two.Hold(ctx, time.Minute)
	require.NoError(t, err)
	require.Equal(t, strategies.Grant{Fence: grant.Fence}, other)
	wait, ok, err := others.Reserve(ctx, time.Minute, 1, 0)
	require.NoError(t, err)
	require.False(t, ok)
	require.Equal(t, 40*time.Second, wait)
	ban, err := others.Ban(ctx, "403", time.Minute)
	require.NoError(t, err)
	require.Equal(t, strategies.Ban{
		Passed: strategies.Forever, Refused: 20 * time.Second, Silence: 40 * time.Second,
		Over: time.Hour - 20*time.Second,
	}, ban)
	c.advance(40*time.Second + time.Millisecond)
	other, err = two.Hold(ctx, time.Minute)
	require.NoError(t, err)
	require.True(t, other.Held)
	require.Greater(t, other.Fence, grant.Fence)
}

// A Redis that stands still costs those who are waiting their patience, once. What it was sent is
// done when it goes on.
func TestARedisThatPauses(t *testing.T) {
	c, ctx := newClocked(t), t.Context()
	one, two := c.account("1"), c.account("2")
	one.Patience = 100 * time.Millisecond
	grant, err := one.Hold(ctx, time.Minute)
	require.NoError(t, err)
	c.Signal(syscall.SIGSTOP)
	token := strategies.Token{Value: "A", Expires: c.clock.Now().Add(time.Hour)}
	require.ErrorContains(t, one.Put(strategies.WithFence(ctx, grant.Fence), token), "Patience")
	for range 1000 {
		_, err := one.Get(ctx)
		require.ErrorContains(t, err, "not asked")
	}
	c.Signal(syscall.SIGCONT)
	require.Eventually(t, func() bool {
		got, err := one.Get(ctx)
		return err == nil && got == token
	}, time.Minute, time.Millisecond)
	requireStored(t, two, token)
}
