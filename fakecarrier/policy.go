package fakecarrier

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Policy says what issuing a token does to the older tokens of the same client id. The zero
// Policy is single.
type Policy struct {
	kind  policyKind
	grace time.Duration
	count int // of newest
}

type policyKind uint8

const (
	single policyKind = iota
	grace
	coexist
	newest
)

// Single kills the older tokens at that instant.
func Single() Policy { return Policy{} }

// Grace lets the older tokens live d longer, never beyond their expiry; d > 0.
func Grace(d time.Duration) Policy { return Policy{kind: grace, grace: d} }

// Coexist lets the older tokens live on.
func Coexist() Policy { return Policy{kind: coexist} }

// Newest lets at most n tokens live: one more kills the oldest that lives. n > 0.
func Newest(n int) Policy { return Policy{kind: newest, count: n} }

// Outlives is how long an older token lives on once another is issued; negative: to its expiry, or
// until Live others are newer.
func (p Policy) Outlives() time.Duration {
	if p.kind == coexist || p.kind == newest {
		return -1
	}
	return p.grace
}

// Live is how many tokens live at the most by their number alone; 0 is any number.
func (p Policy) Live() int { return p.count }

// ParsePolicy reads "single", "grace 5s" (or "grace:5s"), "newest 15" (or "newest:15"), "coexist".
func ParsePolicy(text string) (Policy, error) {
	switch text {
	case "single":
		return Single(), nil
	case "coexist":
		return Coexist(), nil
	}
	name, rest, _ := strings.Cut(strings.Replace(text, ":", " ", 1), " ")
	rest = strings.TrimSpace(rest)
	switch name {
	case "grace":
		if d, err := time.ParseDuration(rest); err == nil && d > 0 {
			return Grace(d), nil
		}
		return Policy{}, fmt.Errorf("token policy %q needs a length above zero, as grace 5s", text)
	case "newest":
		if n, err := strconv.Atoi(rest); err == nil && n > 0 {
			return Newest(n), nil
		}
		return Policy{}, fmt.Errorf("token policy %q needs a number above zero, as newest 15", text)
	}
	meant := unit.Suggestion(name, []string{"coexist", "grace", "newest", "single"})
	return Policy{}, fmt.Errorf("unknown token policy %q; %s", text, meant)
}

// String is the text that ParsePolicy reads.
func (p Policy) String() string {
	switch p.kind {
	case single:
		return "single"
	case grace:
		return "grace " + p.grace.String()
	case newest:
		return fmt.Sprintf("newest %d", p.count)
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
	case coexist, newest:
	}
	return expiry
}
