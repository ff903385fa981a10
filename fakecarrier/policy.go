package fakecarrier

import (
	"fmt"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Policy says what issuing a token does to the older tokens of the same client id. The zero
// Policy is single.
type Policy struct {
	kind  policyKind
	grace time.Duration
}

type policyKind uint8

const (
	single policyKind = iota
	grace
	coexist
)

// Single kills the older tokens at that instant.
func Single() Policy { return Policy{} }

// Grace lets the older tokens live d longer, never beyond their expiry; d > 0.
func Grace(d time.Duration) Policy { return Policy{kind: grace, grace: d} }

// Coexist lets the older tokens live on.
func Coexist() Policy { return Policy{kind: coexist} }

// Outlives is how long an older token lives on once another is issued; negative: to its expiry.
func (p Policy) Outlives() time.Duration {
	if p.kind == coexist {
		return -1
	}
	return p.grace
}

// ParsePolicy reads "single", "grace 5s" (or "grace:5s") or "coexist".
func ParsePolicy(text string) (Policy, error) {
	switch text {
	case "single":
		return Single(), nil
	case "coexist":
		return Coexist(), nil
	}
	name, length, _ := strings.Cut(strings.Replace(text, ":", " ", 1), " ")
	if name != "grace" {
		meant := unit.Suggestion(name, []string{"coexist", "grace", "single"})
		return Policy{}, fmt.Errorf("unknown token policy %q; %s", text, meant)
	}
	d, err := time.ParseDuration(strings.TrimSpace(length))
	if err != nil || d <= 0 {
		return Policy{}, fmt.Errorf("token policy %q needs a length above zero, as grace 5s", text)
	}
	return Grace(d), nil
}

// String is the text that ParsePolicy reads.
func (p Policy) String() string {
	switch p.kind {
	case single:
		return "single"
	case grace:
		return "grace " + p.grace.String()
	case coexist:
	}
	return "coexist"
}

// MarshalText writes the policy as the user types it.
func (p Policy) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the policy as the user types it.
func (p *Policy) UnmarshalText(b []byte) (err error) {
	*p, err = ParsePolicy(string(b))
	return err
}

// death is when an older token dies now that another is issued, unless it expires before.
func (p Policy) death(now, expiry int64) int64 {
	switch p.kind {
	case single:
		return now
	case grace:
		return now + int64(p.grace)
	case coexist:
	}
	return expiry
}
