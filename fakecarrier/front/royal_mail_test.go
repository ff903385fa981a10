package front

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	_ "github.com/tokenstorm/tokenstorm/fakecarrier/testdata/royalmail" // testdata/wire speaks with it
)

// A carrier that bans nobody has a standing, under no reading; nobody can impose a ban either.
func TestStandingWithoutABan(t *testing.T) {
	p, err := fakecarrier.LookupProfile("royal-mail")
	require.NoError(t, err)
	w, _ := world(t, p.Name, p.DefaultReading(), nil)
	for range 6 {
		ask(w, "POST", p.Wire.Token, "grant_type=client_credentials", "Content-Type", form,
			"Authorization", "Basic YTpi")
	}
	standing := w.Verdict()
	require.True(t, standing.OK())
	require.Equal(t, 6, standing.TokenHits)
	require.Empty(t, standing.Readings)
	require.Equal(t, "6 token hits, 0 bans; the carrier has no thresholds", standing.String())
	_, err = w.Impose(caller, "")
	require.EqualError(t, err, "fakecarrier: carrier royal-mail bans nobody")
	next, ok := w.Next()
	require.True(t, ok)
	require.Equal(t, "window end", next.What)
	w.Reset()
}
