package broken

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The store takes 400 ms, a look waits for 250, and users for 200: ten clicks, 10 s apart. The
// first one finds that the store is slow, and leaves; the second one is let pass, begins a renewal,
// and leaves; the others find what that got.
func TestLookThatWaitsForASlowStore(t *testing.T) {
	const scenario = `
length: 2m
fleet: {users: 1, store_delay: 400ms}
carrier: {tokens: coexist}
workload: [{burst: {at: 1s, clicks: 10, apart: 10s}}]
users: {patience: 200ms}
`
	for look, want := range map[string]int{
		"{look: {store: shared, refused: look, down: remember, patience: 250ms}}": 8,
		"{waiting-look: {patience: 250ms}}":                                       0,
	} {
		o := outcome(t, scenario, "[retry, "+look+", {lease: {renew: true, patience: 32s}}, "+
			"{cache: {store: shared, refused: look, down: remember, patience: 2s}}]")
		require.Equal(t, want, o.Actions.Succeeded, look)
	}
}
