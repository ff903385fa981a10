package front

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Whose token a World is shown hangs on no World before it, nor on an epoch before: what is checked
// already is what its signature says.
func TestCheckedTokensAreWhatTheirSealSays(t *testing.T) {
	w, _ := world(t, "fedex", "A4", nil)
	twin, _ := world(t, "fedex", "A4", nil)
	other, _ := world(t, "fedex", "A4", func(s *Setup) { s.Seed = 7 })
	var tokens []string
	for range 3 {
		tokens = append(tokens, member(t, askToken(w), "access_token"))
	}
	tokens = append(tokens, "", "x", tokens[0][1:], tokens[0]+"A", tokens[1][:len(tokens[1])-2]+"AA")
	hold := func() {
		for range 2 {
			for _, at := range []*World{w, twin, other} {
				for _, token := range tokens {
					seal := at.seal.Load()
					wantID, want := at.wire.unsealed(seal, token)
					id, ours := at.wire.checked(seal, token)
					require.Equal(t, want, ours)
					require.Equal(t, wantID, id)
				}
			}
		}
	}
	hold()
	w.Reset()
	hold()
	require.Equal(t, 401, call(w, tokens[0]).Code)
}
