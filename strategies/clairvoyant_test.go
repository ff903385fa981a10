package strategies

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestClairvoyantRenewsOnceForTheFleetAndOnlyWhenNothingIsAlive(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		var killed atomic.Bool
		b.env.Oracle = seer{alive: func(t Token) bool { return t.Value != "T1" || !killed.Load() }}
		carrier := &desk{b: b, takes: 100 * ms}
		here, there := Clairvoyant{}.Source(b.env, carrier), Clairvoyant{}.Source(b.env, carrier)
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, here, Token{}) })
		b.at(1*ms, func() { got.ask(t.Context(), b, there, Token{}) })
		b.at(time.Hour, func() { got.ask(t.Context(), b, there, Token{}) }) // long past its expiry
		b.at(2*time.Hour, func() {
			killed.Store(true)
			got.ask(t.Context(), b, here, Token{})
			got.ask(t.Context(), b, here, Token{Value: "T2"}) // refused, though it is alive
		})
		b.sleep(3 * time.Hour)
		require.Equal(t, answers{
			"100ms T1", "100ms T1", "1h0m0s T1", "2h0m0.1s T2", "2h0m0.2s T3",
		}, got)
	})
}

// A seer is an Oracle with a will of its own.
type seer struct {
	alive     func(Token) bool
	unwilling bool
}

func (s seer) Alive(t Token) bool { return s.alive(t) }
func (s seer) Willing() bool      { return !s.unwilling }

func TestClairvoyantDoesNotAskInVain(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Oracle = seer{alive: func(Token) bool { return false }, unwilling: true}
		carrier := &desk{b: b}
		_, err := Clairvoyant{}.Source(b.env, carrier).Token(t.Context(), Token{})
		require.ErrorIs(t, err, ErrOpen)
	})
}

func TestClairvoyantTellsCustomersApart(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b}
		var got answers
		for _, account := range []string{"one", "two", "one"} {
			b.env.Account = account
			got.ask(t.Context(), b, Clairvoyant{}.Source(b.env, carrier), Token{})
		}
		require.Equal(t, answers{"0s T1", "0s T2", "0s T1"}, got)
	})
}

func TestClairvoyantGoesByExpiryWhereNobodyCanBeAsked(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		source := Clairvoyant{}.Source(b.env, &desk{b: b})
		var got answers
		for _, at := range []time.Duration{0, 10*time.Minute - 1, 10 * time.Minute} {
			b.until(at)
			got.ask(t.Context(), b, source, Token{})
		}
		require.Equal(t, answers{"0s T1", "9m59.999999999s T1", "10m0s T2"}, got)
	})
}
