package world

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

// TestActionBookAgainstAMap begins and ends actions, in turn and out of it.
func TestActionBookAgainstAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b actionBook
		open := map[uint64]bool{}
		begun := uint64(0)
		number := func(t *rapid.T) uint64 { return rapid.Uint64Range(0, begun+2).Draw(t, "action") }
		t.Repeat(map[string]func(*rapid.T){
			"begin": func(t *rapid.T) {
				begun++
				require.True(t, b.begin(begun))
				open[begun] = true
			},
			"begin out of turn": func(t *rapid.T) {
				if i := number(t); i != begun+1 {
					require.False(t, b.begin(i))
				}
			},
			"end": func(t *rapid.T) {
				i := number(t)
				require.Equal(t, open[i], b.end(i))
				delete(open, i)
			},
			"": func(t *rapid.T) { require.Equal(t, len(open), b.open) },
		})
	})
}
