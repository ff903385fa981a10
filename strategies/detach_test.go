package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// All three give up after 150 ms, while the second is asking and the third waits for the lock. The
// third asks all the same.
func TestDetachedRenewalsOutlastTheirCallers(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{Status: 503}}
		source := Detach{}.Source(b.env, Lock{}.Source(b.env, carrier))
		ctx, cancel := context.WithTimeout(WithWhy(t.Context(), WhyProbe), 150*ms)
		defer cancel()
		var got answers
		for i := range 3 {
			b.at(time.Duration(i)*ms, func() { got.ask(ctx, b, source, Token{}) })
		}
		b.sleep(time.Hour)
		require.Equal(t, []asked{
			{0, WhyProbe, ""}, {100 * ms, WhyProbe, ""}, {200 * ms, WhyProbe, ""},
		}, carrier.asked, "and what is noted in the context is not lost")
		require.Equal(t, answers{
			"100ms carrier answered 503", "200ms carrier answered 503", "300ms carrier answered 503",
		}, got)
	})
}
