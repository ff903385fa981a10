package redisstore_test

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

// A poison is what somebody else, or a mistake, has left in a key.
type poison struct {
	name string
	do   func(ctx context.Context, c redis.UniversalClient, key string) error
}

func field(name, field, value string) poison {
	return poison{name, func(ctx context.Context, c redis.UniversalClient, key string) error {
		return c.HSet(ctx, key, field, value).Err()
	}}
}

var poisons = []poison{
	{"a string", func(ctx context.Context, c redis.UniversalClient, key string) error {
		return c.Set(ctx, key, "junk", time.Hour).Err()
	}},
	{"a list that lives for ever",
		func(ctx context.Context, c redis.UniversalClient, key string) error {
			if err := c.Del(ctx, key).Err(); err != nil {
				return err
			}
			return c.RPush(ctx, key, "junk").Err()
		}},
	{"a hash of others", func(ctx context.Context, c redis.UniversalClient, key string) error {
		if err := c.Del(ctx, key).Err(); err != nil {
			return err
		}
		return c.HSet(ctx, key, "junk", "junk").Err()
	}},
	{"no end", func(ctx context.Context, c redis.UniversalClient, key string) error {
		return c.Persist(ctx, key).Err()
	}},
	field("no value", "value", ""), field("an expiry that is no number", "expires", "soon"),
	field("an expiry that is none", "expires", "nan"), field("an expired one", "expires", "-1"),
	field("an end that is no number", "ends", "junk"), field("an end too far", "ends", "9e300"),
	field("an expiry too far", "expires", "9e300"),
	field("a fence that is no number", "fence", "junk"), field("no fence", "fence", ""),
	field("an endless fence", "fence", "inf"), field("a fence below zero", "fence", "-7"),
	field("a fence of the far future", "fence", "9007199254740991"),
	field("a release of the far future", "released", "9007199254740991"),
	field("a release that is no number", "released", "junk"),
}

// A fleet has nodes of one Redis.
type fleet struct {
	node    func(name string) *redisstore.Account
	clock   interface{ Now() time.Time }
	advance func(time.Duration)
}

// testHeal poisons the key of a lease that a dead node holds, or of a token. The others go on: when
// a grant would have run out another node holds the lease, and what it puts is read.
func testHeal(t *testing.T, make func(t *testing.T) fleet) {
	const hold = 200 * time.Millisecond
	for _, what := range []string{"token", "lease"} {
		for _, p := range poisons {
			t.Run(what+"/"+p.name, func(t *testing.T) {
				ctx, f := t.Context(), make(t)
				token := func(value string, life time.Duration) strategies.Token {
					return strategies.Token{Value: value, Expires: f.clock.Now().Add(life)}
				}
				dead, one, two := f.node("dead"), f.node("one"), f.node("two")
				grant, err := dead.Hold(ctx, hold)
				require.NoError(t, err)
				require.NoError(t, dead.Put(strategies.WithFence(ctx, grant.Fence),
					token("A", time.Minute)))
				key := "tokenstorm:{" + dead.Name + "}:" + what
				require.NoError(t, p.do(ctx, dead.Client, key))

				got, err := one.Get(ctx)
				require.NoError(t, err)
				require.False(t, got.Expires.After(f.clock.Now().Add(time.Minute+time.Second)),
					"no token lives longer than its key")
				f.advance(hold + 10*time.Millisecond)
				_, err = one.Hold(ctx, hold) // heals
				require.NoError(t, err)
				grant, err = one.Hold(ctx, hold)
				require.NoError(t, err)
				require.True(t, grant.Held)
				ctx = strategies.WithFence(ctx, grant.Fence)
				require.NoError(t, one.Put(ctx, token("B", time.Hour)))
				got, err = two.Get(ctx)
				require.NoError(t, err)
				require.Equal(t, "B", got.Value)
				require.NoError(t, one.Release(ctx))
				grant, err = two.Hold(t.Context(), hold)
				require.NoError(t, err)
				require.True(t, grant.Held)
				require.NoError(t, two.Put(strategies.WithFence(ctx, grant.Fence),
					token("C", time.Hour)))
				got, err = one.Get(ctx)
				require.NoError(t, err)
				require.Equal(t, "C", got.Value)
			})
		}
	}
}

func TestPoisonedKeysHeal(t *testing.T) {
	testHeal(t, func(t *testing.T) fleet {
		w := newWorld(t)
		return fleet{
			node:  func(name string) *redisstore.Account { return w.node(name, 0) },
			clock: w.clock, advance: w.advance,
		}
	})
}

// Whatever lies in the keys of a quota, nobody waits for longer than for a permit, and what a node
// reports of a ban is what the others hear.
func TestPoisonedQuotasHeal(t *testing.T) {
	due := func(name, text string, life time.Duration) poison {
		return poison{name, func(ctx context.Context, c redis.UniversalClient, key string) error {
			return c.Set(ctx, key, text, life).Err()
		}}
	}
	learned := strategies.Ban{
		Passed: time.Hour, Silence: time.Minute, Over: 2 * time.Minute, Failed: 1,
	}
	for what, all := range map[string][]poison{
		"line": append(poisons[1:3:3], due("a word", "junk", time.Hour),
			due("for ever", "9007199254740991", 0), due("far", "9e300", time.Second)),
		"ban:403": append(poisons[:4:4],
			field("passed in the far future", "passed", "9007199254740991"),
			field("passed is a word", "passed", "junk"),
			field("refused in the far future", "refused", "9007199254740991"),
			field("silence is a word", "silent", "junk"), field("no number", "over", "nan"),
			field("failed is a word", "failed", "junk")),
	} {
		for _, p := range all {
			t.Run(what+"/"+p.name, func(t *testing.T) {
				w, ctx := newWorld(t), t.Context()
				one, two := w.quota("1"), w.quota("2")
				_, _, err := one.Reserve(ctx, time.Second, 1, 0)
				require.NoError(t, err)
				require.NoError(t, one.Report(ctx, "403", learned))
				require.NoError(t, p.do(ctx, one.Client, "tokenstorm:{"+one.Name+"}:"+what))

				wait, ok, err := two.Reserve(ctx, time.Second, 1, strategies.Forever)
				require.NoError(t, err)
				require.True(t, ok)
				require.LessOrEqual(t, wait, time.Second+time.Millisecond)
				b, err := two.Ban(ctx, "403", time.Second)
				require.NoError(t, err)
				require.LessOrEqual(t, b.Silence, time.Minute)
				require.NoError(t, two.Report(ctx, "403", learned))
				b, err = one.Ban(ctx, "403", time.Second)
				require.NoError(t, err)
				require.Equal(t, learned.Silence, b.Silence)
				require.True(t, b.InForce())
				w.advance(48 * time.Hour)
				require.Empty(t, w.redis.Keys(), "nothing stays for ever")
			})
		}
	}
}
