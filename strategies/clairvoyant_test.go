package strategies

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestClairvoyantRenewsOnceForTheFleetAndOnlyWhenNothingIsAlive(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		var killed atomic.Bool
		b.env.Oracle = &seer{
			b: b, willing: func() bool { return true },
			alive: func(t Token) bool { return t.Value != "" && (t.Value != "S1" || !killed.Load()) },
		}
		carrier := &desk{b: b, takes: 100 * ms}
		here, there := Clairvoyant{}.Source(b.env, carrier), Clairvoyant{}.Source(b.env, carrier)
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, here, Token{}) })
		b.at(1*ms, func() { got.ask(t.Context(), b, there, Token{}) })
		b.at(time.Hour, func() { got.ask(t.Context(), b, there, Token{}) }) // long past its expiry
		b.at(2*time.Hour, func() {
			killed.Store(true)
			got.ask(t.Context(), b, here, Token{})
			got.ask(t.Context(), b, here, Token{Value: "S2"}) // refused, though it is alive
		})
		b.sleep(3 * time.Hour)
		require.Equal(t, answers{
			"0s S1", "1ms S1", "1h0m0s S1", "2h0m0s S2", "2h0m0s S2",
		}, got)
	})
}

// A seer is an Oracle with a will of its own, which issues S1, S2, and so on.
type seer struct {
	b       *bubble
	alive   func(Token) bool
	willing func() bool
	issued  atomic.Int32
	foresee func(context.Context)
}

func (s *seer) Alive(t Token) bool { return s.alive(t) }
func (s *seer) Serves() bool       { return true }

func (s *seer) Renew(context.Context, Token) (Token, error) {
	if !s.willing() {
		return Token{}, ErrOpen
	}
	return Token{Value: fmt.Sprintf("S%d", s.issued.Add(1))}, nil
}

func (s *seer) Wait(ctx context.Context) error { return s.b.env.Clock.Sleep(ctx, time.Second) }

func (s *seer) Foresee(f func(context.Context)) { s.foresee = f }

func TestClairvoyantWaitsWhileTheCarrierRefuses(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		willing := func() bool { return b.env.Clock.Now().Sub(b.start) >= 1500*ms }
		b.env.Oracle = &seer{b: b, alive: func(t Token) bool { return t.Value != "" }, willing: willing}
		source := Clairvoyant{}.Source(b.env, &desk{b: b})
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		b.at(100*ms, func() {
			ctx, cancel := context.WithTimeout(t.Context(), 500*ms)
			defer cancel()
			got.ask(ctx, b, source, Token{})
		})
		b.sleep(time.Minute)
		require.Equal(t, answers{"600ms context deadline exceeded", "2s S1"}, got)
	})
}

func TestClairvoyantRenewsWhenItIsToldWhatComes(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		willing := true
		s := &seer{b: b, alive: func(t Token) bool { return t.Value != "" }}
		s.willing = func() bool { return willing }
		b.env.Oracle = s
		source := Clairvoyant{}.Source(b.env, &desk{b: b})
		var got answers
		got.ask(t.Context(), b, source, Token{})
		s.foresee(t.Context())
		willing = false
		s.foresee(t.Context())
		got.ask(t.Context(), b, source, Token{Value: "S1"})
		require.Equal(t, answers{"0s S1", "0s S2"}, got)
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
