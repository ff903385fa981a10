package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

func TestResendRepeatsFailures(t *testing.T) {
	for name, test := range map[string]struct {
		part  Resend
		err   error
		sends int
	}{
		"success":            {Resend{Times: 1}, nil, 1},
		"any error":          {Resend{Times: 1}, ErrShed, 2},
		"a status named":     {Resend{Times: 2, On: []int{500}}, &StatusError{Status: 500}, 3},
		"a status not named": {Resend{Times: 2, On: []int{500}}, &StatusError{Status: 403}, 1},
		"no answer":          {Resend{Times: 2, On: []int{500}}, context.DeadlineExceeded, 1},
		"no answer, named": {
			Resend{Times: 2, On: []int{500}, Unanswered: true}, context.DeadlineExceeded, 3,
		},
		"refused here": {Resend{Times: 2, On: []int{500}, Unanswered: true}, ErrShed, 1},
	} {
		t.Run(name, func(t *testing.T) {
			next := NewMockSource(t)
			next.EXPECT().Token(mock.Anything, Token{}).Return(Token{}, test.err).Times(test.sends)
			_, err := test.part.Source(Env{}, next).Token(t.Context(), Token{})
			require.Equal(t, test.err, err)
		})
	}
}

func TestResendIsParticularAboutTheReason(t *testing.T) {
	for why, sends := range map[Why]int{WhyExpired: 2, WhyCold: 1} {
		next := NewMockSource(t)
		next.EXPECT().Token(mock.Anything, Token{}).Return(Token{}, ErrShed).Times(sends)
		source := Resend{Times: 1, Why: []Why{WhyExpired}}.Source(Env{}, next)
		_, err := source.Token(WithWhy(t.Context(), why), Token{})
		require.Equal(t, ErrShed, err)
	}
}

// Who gives up, in a request or in the wait after it, does not send another.
func TestResendEndsWithTheContext(t *testing.T) {
	for patience, spacing := range map[time.Duration][]time.Duration{
		50 * ms: nil, 200 * ms: {time.Second},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{Status: 503}}
			source := Resend{Times: 1, Spacing: spacing}.Source(b.env, carrier)
			var got answers
			got.impatient(b, t, source, patience)
			require.Equal(t, answers{patience.String() + " context deadline exceeded"}, got)
			require.Equal(t, []time.Duration{0}, carrier.times())
		})
	}
}

func TestResendWaits(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{Status: 503}}
		p := Resend{Times: 2, Spacing: []time.Duration{800 * ms, 1600 * ms}}
		_, err := p.Source(b.env, carrier).Token(t.Context(), Token{})
		require.Equal(t, 503, Status(err))
		require.Equal(t, []asked{
			{0, WhyCold, ""}, {900 * ms, WhyCold, ""}, {2600 * ms, WhyCold, ""},
		}, carrier.asked)
	})
}
