package oauth

import (
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// jwt is a token with these claims, signed by nobody.
func jwt(claims string) string {
	return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
}

func TestEndOf(t *testing.T) {
	const hour = time.Hour
	at := func(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
	for _, test := range []struct {
		name, answer, token string
		want                time.Time
	}{
		{"an opaque token", `{}`, "abc", time.Time{}},
		{"a JWT", `{}`, jwt(`{"exp":1700000000}`), at(1700000000)},
		{"a JWT with a fraction", `{}`, jwt(`{"exp":1700000000.9}`), at(1700000000)},
		{"a JWT and issued_at", `{"issued_at":"1690460887368"}`, jwt(`{"exp":1700000000}`),
			at(1700000000)},
		{"a JWT without exp", `{}`, jwt(`{}`), time.Time{}},
		{"an exp that is text", `{}`, jwt(`{"exp":"soon"}`), time.Time{}},
		{"an exp of 0", `{}`, jwt(`{"exp":0}`), time.Time{}},
		{"an exp of year 9999", `{}`, jwt(`{"exp":253402300799}`), at(253402300799)},
		{"an exp beyond", `{}`, jwt(`{"exp":253402300800}`), time.Time{}},
		{"two dots, no JWT", `{}`, "a.!.b", time.Time{}},
		{"UPS's issued_at, a string", `{"issued_at":"1690460887368"}`, "abc",
			time.UnixMilli(1690460887368).UTC().Add(hour)},
		{"USPS's issued_at, a number", `{"issued_at":1690460887368}`, "abc",
			time.UnixMilli(1690460887368).UTC().Add(hour)},
		{"seconds", `{"issued_at":"1690460887"}`, "abc", time.Time{}},
		{"the least of milliseconds", `{"issued_at":100000000000}`, "abc", at(100000000).Add(hour)},
		{"less", `{"issued_at":99999999999}`, "abc", time.Time{}},
		{"no number", `{"issued_at":"today"}`, "abc", time.Time{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var members map[string]json.RawMessage
			require.NoError(t, json.Unmarshal([]byte(test.answer), &members))
			require.Equal(t, test.want, endOf(members, test.token, hour))
		})
	}
}
