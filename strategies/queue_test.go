package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestQueueHeadRenewsForThoseBehind(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := Queue{Depth: 2}.Source(b.env, carrier)
		var got answers
		for i := range 4 {
			b.at(time.Duration(i)*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		for i := range 2 {
			b.at(time.Duration(200+i)*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.sleep(time.Minute)
		require.Equal(t, answers{
			"3ms " + ErrShed.Error(), // the line is full
			"100ms T1", "100ms T1", "100ms T1",
			"300ms T2", "300ms T2", // who comes later renews again
		}, got)
	})
}

// Who gives up makes room.
func TestQueueIsLeftByWhoGivesUp(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		source := Queue{Depth: 1}.Source(b.env, &desk{b: b, takes: 100 * ms})
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		b.at(10*ms, func() { got.impatient(b, t, source, 40*ms) })
		b.at(49*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		b.at(51*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		b.sleep(time.Minute)
		require.Equal(t, answers{
			"49ms " + ErrShed.Error(), "50ms context deadline exceeded", "100ms T1", "100ms T1",
		}, got)
	})
}

func TestQueueNextTriesWhenTheHeadFails(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{Status: 500}}
		source := Queue{Depth: 9}.Source(b.env, carrier)
		var got answers
		for i := range 3 {
			b.at(time.Duration(i)*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.at(50*ms, func() { carrier.answer(nil) })
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms carrier answered 500", "200ms T2", "200ms T2"}, got)
	})
}

func TestQueueDoesNotHandOutWhatWasRefused(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		source := Queue{Depth: 9}.Source(b.env, &desk{b: b, takes: 100 * ms})
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		b.at(1*ms, func() { got.ask(t.Context(), b, source, Token{Value: "T1"}) })
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms T1", "200ms T2"}, got)
	})
}
