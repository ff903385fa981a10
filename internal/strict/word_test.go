package strict

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A hatch is open, or locked with a key of its own. "open" is a word: it is no key of a mapping.
type hatch struct{ Key string }

var hatches = func() *Kinds {
	kinds := NewKinds("hatch")
	kinds.Bare = true
	kinds.Add(UnionKind{
		Key: "open", About: "Open.", Word: true, New: func() any { return &struct{}{} },
	})
	kinds.Add(UnionKind{Key: "locked", About: "Locked.", New: func() any { return new(Instant) }})
	return kinds
}()

func (*hatch) Kinds() *Kinds { return hatches }

func (g *hatch) Take(key string, _ any) { g.Key = key }

func TestAWordIsNoKey(t *testing.T) {
	for text, want := range map[string]string{"open": "open", "locked: 5s": "locked"} {
		var g hatch
		require.NoError(t, Decode("f", []byte(text), &g))
		require.Equal(t, want, g.Key)
	}
	for text, want := range map[string]string{
		"open: {}": `f:1:1: found the unknown hatch "open"; meant "locked"`,
		"locked":   `f:1:1: found "locked"; meant locked and`,
		"shut":     `f:1:1: found the unknown hatch "shut"; meant one of locked, open`,
	} {
		require.ErrorContains(t, Decode("f", []byte(text), new(hatch)), want)
	}
}
