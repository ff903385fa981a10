package front

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	_ "github.com/tokenstorm/tokenstorm/fakecarrier/testdata/examplepost" // for testdata/wire
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A carrier that bans nobody has a standing, under no reading; nobody can impose a ban either.
func TestStandingWithoutABan(t *testing.T) {
	p, err := fakecarrier.LookupProfile("example-post")
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
	require.EqualError(t, err, "fakecarrier: carrier example-post bans nobody")
	next, ok := w.Next()
	require.True(t, ok)
	require.Equal(t, "window end", next.What)
	w.Reset()
}

// A carrier may take credentials in a JSON object alone, under names of its own.
func TestCredentialsInJSON(t *testing.T) {
	p, err := fakecarrier.LookupProfile("example-post")
	require.NoError(t, err)
	own := *p.Wire
	own.Proof, own.Names = wire.ProofInJSON, wire.Names{ID: "user", Secret: "key"}
	w, _ := world(t, p.Name, "none", func(s *Setup) {
		s.Profile.Wire = &own
		s.Clients = []Credentials{{ID: "shop", Secret: "s3cret"}}
	})
	for _, c := range []struct {
		kind, body string
		status     int
	}{
		{jsonType, `{"grant_type":"client_credentials","user":"shop","key":"s3cret"}`, 200},
		{jsonType, `{"grant_type":"client_credentials","user":"shop","key":"no"}`, 401},
		{jsonType, `{"grant_type":"client_credentials","client_id":"shop"}`, 400},
		{form, "grant_type=client_credentials&user=shop&key=s3cret", 400},
	} {
		require.Equal(t, c.status, ask(w, "POST", own.Token, c.body, "Content-Type", c.kind).Code,
			c.body)
	}
}
