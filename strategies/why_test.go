package strategies

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhyOfReadsTheNoteElseTheRequest(t *testing.T) {
	ctx := context.Background()
	require.Equal(t, WhyCold, WhyOf(ctx, Token{}))
	require.Equal(t, WhyRejected, WhyOf(ctx, Token{Value: "A"}))
	ahead := WithWhy(ctx, WhyAhead)
	require.Equal(t, WhyAhead, WhyOf(ahead, Token{Value: "A"}))
	require.Equal(t, WhyAhead, WhyOf(noteWhy(ahead, WhyExpired), Token{}), "the first note stays")
	require.Equal(t, WhyExpired, WhyOf(noteWhy(ctx, WhyExpired), Token{}))
	require.Equal(t, WhyAhead, WhyOf(carry(ctx, ahead), Token{}))
	require.Equal(t, WhyCold, WhyOf(carry(ctx, ctx), Token{}), "nothing noted, nothing carried")
	require.Equal(t, "cache_down", WhyCacheDown.String())
}
