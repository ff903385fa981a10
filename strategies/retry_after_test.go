package strategies

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRetryAfterWaitsAndAsksAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{
			b: b, takes: 100 * ms, err: &StatusError{Status: 429, RetryAfter: 40 * time.Second},
		}
		source := RetryAfter{Patience: Forever}.Source(b.env, carrier)
		b.at(60*time.Second, func() { carrier.answer(nil) })
		var got answers
		got.ask(t.Context(), b, source, Token{}) // at 0, 40.1 s and 80.2 s, and 0.1 s each
		carrier.answer(&StatusError{Status: 429})
		got.ask(t.Context(), b, source, Token{}) // how long is not said
		carrier.answer(&StatusError{Status: 429, RetryAfter: 40 * time.Second})
		got.impatient(b, t, source, 10*time.Second)
		patient := RetryAfter{Patience: 40*time.Second - 1}.Source(b.env, carrier)
		got.ask(t.Context(), b, patient, Token{})
		require.Equal(t, answers{
			"1m20.3s T3", "1m20.4s carrier answered 429", "1m30.4s context deadline exceeded",
			"1m30.5s carrier answered 429",
		}, got)
	})
}

func TestRetryAfterIsBounded(t *testing.T) {
	for _, test := range []struct {
		err  error
		want time.Duration
	}{
		{nil, 0},
		{context.Canceled, 0},
		{&StatusError{Status: 429}, 0},
		{&StatusError{Status: 429, RetryAfter: -time.Second}, 0},
		{&StatusError{Status: 503, RetryAfter: 24 * time.Hour}, 24 * time.Hour},
		{&StatusError{Status: 503, RetryAfter: Longest}, 24 * time.Hour},
		{fmt.Errorf("wrapped: %w", &StatusError{RetryAfter: time.Second}), time.Second},
	} {
		require.Equal(t, test.want, RetryAfterOf(test.err), "%v", test.err)
	}
}
