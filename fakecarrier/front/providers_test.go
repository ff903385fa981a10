package front

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// Each carrier that gives refresh tokens answers a good one, says of the life what its profile
// says, and refuses a bad one with its own status and code.
func TestProvidersOverHTTP(t *testing.T) {
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		require.NoError(t, err)
		if p.Grants.Refresh == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w, _ := world(t, name, "A4", nil)
			shown, err := w.SignIn("shop")
			require.NoError(t, err)
			path := p.Wire.Token
			if p.Wire.Refresh != "" {
				path = p.Wire.Refresh
			}
			renewed := func(refresh string) (int, string) {
				rec := ask(w, "POST", path, "grant_type=refresh_token&refresh_token="+refresh,
					"Content-Type", form, "Authorization", "Basic c2hvcDpzM2NyZXQ=") // shop:s3cret
				return rec.Code, rec.Body.String()
			}
			status, body := renewed(shown)
			require.Equal(t, 200, status, body)
			require.Contains(t, body, `"refresh_token":"`)
			require.Equal(t, p.Says != fakecarrier.SaysNothing, p.Wire.MemberOf("expires_in") != "")
			grant := p.Grants.InvalidGrant()
			status, body = renewed("garbage")
			require.Equal(t, grant.Status, status)
			require.Contains(t, body, `"`+grant.Code+`"`)
		})
	}
}

// Entra draws how long each token lives, and says it.
func TestDrawnLives(t *testing.T) {
	w, _ := world(t, "entra", "A4", nil)
	seen := map[string]bool{}
	for range 20 {
		rec := ask(w, "POST", "/common/oauth2/v2.0/token",
			"grant_type=client_credentials&client_id=a&client_secret=b", "Content-Type", form)
		text := rec.Body.String()
		var says struct {
			Seconds int `json:"expires_in"`
		}
		require.NoError(t, json.Unmarshal([]byte(text), &says))
		life := time.Duration(says.Seconds) * time.Second
		require.True(t, life >= time.Hour && life <= 90*time.Minute, text)
		seen[text] = true
	}
	require.Greater(t, len(seen), 10)
}
