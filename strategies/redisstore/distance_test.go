package redisstore_test

import (
	"context"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

var realTime = strategies.OnClock(clockwork.NewRealClock()).Clock

// A distance is a TCP proxy before a Redis that is so far away: whatever is sent arrives half a
// round trip later, and the first bytes a whole one later still, since a connection takes one to
// be made.
type distance struct {
	listener net.Listener
	to       string
	trip     atomic.Int64 // the round trip, time.Duration
}

func newDistance(t *testing.T, to string, trip time.Duration) *distance {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	d := &distance{listener: listener, to: to}
	d.trip.Store(int64(trip))
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go d.carry(client)
		}
	}()
	t.Cleanup(func() { listener.Close() })
	return d
}

func (d *distance) addr() string { return d.listener.Addr().String() }

func (d *distance) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", d.to)
	if err != nil {
		return
	}
	defer server.Close()
	trip := time.Duration(d.trip.Load())
	made := realTime.Now().Add(trip)
	go d.pass(server, client, made)
	d.pass(client, server, time.Time{})
}

// pass sends on what comes from one side, half a round trip later and not before made.
func (d *distance) pass(to, from net.Conn, made time.Time) {
	type packet struct {
		bytes []byte
		due   time.Time
	}
	way := make(chan packet, 1000)
	go func() {
		defer close(way)
		for {
			b := make([]byte, 4096)
			n, err := from.Read(b)
			if err != nil {
				return
			}
			begun := realTime.Now()
			if begun.Before(made) {
				begun = made
			}
			way <- packet{b[:n], begun.Add(time.Duration(d.trip.Load()) / 2)}
		}
	}()
	for p := range way {
		_ = realTime.Sleep(context.Background(), p.due.Sub(realTime.Now()))
		if _, err := to.Write(p.bytes); err != nil {
			break
		}
	}
	if c, ok := to.(*net.TCPConn); ok {
		_ = c.CloseWrite()
	}
	_, _ = io.Copy(io.Discard, from)
}

// distant is a node, patient for so long, whose Redis is so far away.
func (w *world) distant(name string, trip, patience time.Duration) *redisstore.Account {
	a := w.node(name, 0)
	a.Client = redisstore.Open(redis.UniversalOptions{
		Addrs: []string{newDistance(w.t, w.redis.Addr(), trip).addr()},
	})
	w.t.Cleanup(func() { a.Client.Close() })
	a.Patience = patience
	return a
}

// Connecting takes four round trips, longer than a caller waits. The callers after them find the
// connection made.
func TestARedisFarAwayIsReachedInTheEnd(t *testing.T) {
	w := newWorld(t)
	a := w.distant("1", 100*time.Millisecond, 250*time.Millisecond)
	token := w.token("A", time.Hour, 0)
	require.NoError(t, w.node("2", 0).Put(t.Context(), token))
	require.Eventually(t, func() bool {
		got, err := a.Get(t.Context())
		return err == nil && got == token
	}, time.Minute, time.Millisecond)
}

// What a caller sent arrives, though he does not wait for the answer.
func TestACommandOutlivesItsCaller(t *testing.T) {
	w := newWorld(t)
	a := w.distant("1", 50*time.Millisecond, time.Minute)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	token := w.token("A", time.Hour, 0)
	require.ErrorIs(t, a.Put(ctx, token), context.DeadlineExceeded)
	other := w.node("2", 0)
	require.Eventually(t, func() bool {
		got, err := other.Get(t.Context())
		return err == nil && got == token
	}, time.Minute, time.Millisecond)
}

func TestManyCallersNeedFewConnections(t *testing.T) {
	w := newWorld(t)
	token := w.token("A", time.Hour, 0)
	require.NoError(t, w.node("2", 0).Put(t.Context(), token))
	a := w.distant("1", 50*time.Millisecond, time.Minute)
	before := w.redis.TotalConnectionCount()
	var crowd sync.WaitGroup
	for range 500 {
		crowd.Go(func() { requireStored(t, a, token) })
	}
	crowd.Wait()
	require.LessOrEqual(t, w.redis.TotalConnectionCount()-before, 4)
}
