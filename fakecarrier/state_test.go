package fakecarrier

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

// All that changes of a carrier is in its State: whoever adds a field puts it there, and then here.
func TestStateHasAllFields(t *testing.T) {
	for _, c := range []struct {
		of     any
		fields []string
	}{
		{Carrier{}, []string{"profile", "throttle", "last", "metering", "tokens", "codes", "families",
			"devices", "watchers"}},
		{tokens{}, []string{"life", "grain", "policy", "blocks", "base", "first", "next", "newest",
			"issued", "unordered"}},
		{grant{}, []string{"client", "kind", "before", "pair", "from", "expiry", "death", "killer"}},
		{codes{}, []string{"first", "all"}},
		{code{}, []string{"Authorization", "expiry", "family"}},
		{Authorization{}, []string{"Client", "Redirect", "Challenge", "Scope", "Nonce"}},
		{families{}, []string{"first", "all", "newest"}},
		{family{}, []string{"client", "before", "signedIn", "renewed", "revoked", "generation",
			"access", "scope", "first", "tokens"}},
		{refreshToken{}, []string{"parent", "generation", "issued", "end", "access", "says", "unsaid",
			"used", "superseded", "successor", "replays", "serving"}},
		{devices{}, []string{"first", "all"}},
		{device{}, []string{"client", "scope", "expiry", "interval", "next", "answered", "allowed",
			"family"}},
		{caller{}, []string{"rules", "from", "until"}},
		{limit{}, []string{"counter", "keyed", "throttle"}},
		{banBook{}, []string{"keyed", "terms", "place", "read", "looks", "meters", "throttle",
			"unused"}},
	} {
		var fields []string
		for f := range reflect.TypeOf(c.of).Fields() {
			fields = append(fields, f.Name)
		}
		require.ElementsMatch(t, c.fields, fields, "%T: a new field that changes is State's", c.of)
	}
}
