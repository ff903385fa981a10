package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRememberFailureAnswersAgainForAWhile(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{Status: 500}}
		source := RememberFailure{For: 5 * time.Second}.Source(b.env, carrier)
		var got answers
		for _, at := range []time.Duration{0, 200 * ms, 5099 * ms, 5100 * ms} {
			b.until(at)
			got.ask(t.Context(), b, source, Token{})
			carrier.answer(nil)
		}
		const failed = " carrier answered 500"
		require.Equal(t, answers{"100ms" + failed, "200ms" + failed, "5.099s" + failed, "5.2s T2"}, got)
	})
}

func TestRememberFailureForgetsACallerWhoGaveUp(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		source := RememberFailure{For: time.Hour}.Source(b.env, &desk{b: b, takes: 100 * ms})
		var got answers
		got.impatient(b, t, source, 50*ms)
		got.ask(t.Context(), b, source, Token{})
		require.Equal(t, answers{"50ms context deadline exceeded", "150ms T2"}, got)
	})
}
