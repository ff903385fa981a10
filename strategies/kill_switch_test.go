package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestKillSwitchIsThrownForAllNodesAndTurnedOnAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		p := KillSwitch{On: []int{403}, Notice: 2 * time.Minute, Hold: 15 * time.Minute}
		retry := Retry{}.Retry(b.env, &desk{b: b})
		here, there := p.Strategy(b.env, retry), p.Strategy(b.env, retry)
		fail := func(context.Context, Token) error { return &StatusError{Status: 500} }
		ban := func(context.Context, Token) error { return &StatusError{Status: 403} }
		for _, step := range []struct {
			at       time.Duration
			strategy Strategy
			call     func(context.Context, Token) error
			want     error
		}{
			{0, here, fail, &StatusError{Status: 500}},                // no sign of a ban
			{time.Minute, here, ban, &StatusError{Status: 403}},       // someone is called
			{2 * time.Minute, there, ban, &StatusError{Status: 403}},  // and not called twice
			{3*time.Minute - 1, there, succeed, nil},                  // not yet
			{3 * time.Minute, there, succeed, ErrOpen},                // off
			{18*time.Minute - 1, here, succeed, ErrOpen},              // still off
			{18 * time.Minute, here, succeed, nil},                    // on
			{19 * time.Minute, there, ban, &StatusError{Status: 403}}, // called again
			{21 * time.Minute, here, succeed, ErrOpen},                // off again
		} {
			b.until(step.at)
			require.Equal(t, step.want, step.strategy.Do(t.Context(), step.call), "at %v", step.at)
		}
	})
}
