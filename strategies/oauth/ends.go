package oauth

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// endOf returns the end of a token's life by the carrier's clock, as far as the answer tells: the
// exp of a JWT (RFC 7519, 4.1.4), else issued_at, in milliseconds since 1970 as UPS and USPS write
// it, and the life from then on, unless that is 0. It is the zero Time if neither is there. The
// token is opaque to OAuth, so that a token which only looks like a JWT is no error.
func endOf(members map[string]json.RawMessage, token string, life time.Duration) time.Time {
	if exp, ok := expOf(token); ok {
		return time.Unix(exp, 0).UTC()
	}
	issued, err := strconv.ParseInt(strings.Trim(string(members["issued_at"]), `"`), 10, 64)
	if err != nil || life == 0 || issued < leastMilliseconds || issued > mostSeconds*1000 {
		return time.Time{}
	}
	return time.UnixMilli(issued).UTC().Add(life)
}

// What is less than leastMilliseconds are no milliseconds of a day since 1973, but perhaps seconds;
// mostSeconds is the last second of the year 9999.
const (
	leastMilliseconds = 100_000_000_000
	mostSeconds       = 253_402_300_799
)

// expOf reads the exp of a JWT.
func expOf(token string) (exp int64, ok bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return 0, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return 0, false
	}
	var claims struct {
		Exp float64 `json:"exp"`
	}
	if json.Unmarshal(payload, &claims) != nil || !(claims.Exp > 0 && claims.Exp <= mostSeconds) {
		return 0, false
	}
	return int64(claims.Exp), true
}
