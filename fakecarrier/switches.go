package fakecarrier

import (
	"fmt"
	"slices"
	"strings"
)

// The switches of a Throttle: what the carrier's documents leave open. Each zero value is the
// choice that the documents make most likely. All read and write themselves as text.

// A Moment says when a hit counts. Edge counters count arrivals.
type Moment uint8

// A hit counts when it arrives, or when its answer leaves.
const (
	Arrival Moment = iota
	Completion
)

// Hits says which hits count. FedEx does not say; an edge counts requests whatever their outcome.
type Hits uint8

// All hits count, or only those that are answered 200, or only those whose credentials (at the API:
// whose token) are good, whatever the answer. A hit during a ban is neither of the latter two.
const (
	AllHits Hits = iota
	IssuedHits
	AuthenticatedHits
)

// A Fate says what becomes of the hit that breaks a threshold. An edge denies it at once; FedEx's
// "once violates, further requests" permits the other.
type Fate uint8

// The violating hit is refused itself, or served still.
const (
	Refused Fate = iota
	Served
)

// InFlight says what becomes of requests that are being served when a ban begins. Assumed: finish.
type InFlight uint8

// Requests in flight finish, or are cut off with the ban's answer.
const (
	Finish InFlight = iota
	Cut
)

// A Scope is a set of endpoints. FedEx: "only applicable to the OAuth token generation service".
type Scope uint8

// The token endpoint alone, or the API too.
const (
	TokenScope Scope = iota
	AllScope
)

func (s Scope) covers(e Endpoint) bool { return s == AllScope || e == TokenEndpoint }

// A Key says what hits are metered by. FedEx: by public IP.
type Key uint8

// Hits are metered by public IP, by pairs of public IP and client id, or by client id.
const (
	ByIP Key = iota
	ByIPAndClient
	ByClient
)

// Counters says what becomes of the counters when a ban ends. Assumed: kept, for they slide.
type Counters uint8

// Counters are kept, or cleared.
const (
	Kept Counters = iota
	Cleared
)

// An Extension says what prolongs a ban.
type Extension uint8

// Ways of prolonging a ban.
const (
	OnViolation Extension = iota // a hit that exceeds a threshold restarts it (FedEx's own text)
	NoExtension                  // nothing does (the commonly quoted sentence alone)
	OnAnyHit                     // every hit that counts restarts it (a frequent misreading)
	Stacking                     // a hit that exceeds a threshold adds a whole ban at the end
)

// A BanEnd says when a ban ends that is due to end at t. Assumed: sharp.
type BanEnd uint8

// At t itself, or at the next whole second or minute of the Unix clock.
const (
	Sharp BanEnd = iota
	NextSecond
	NextMinute
)

var (
	momentNames    = []string{"arrival", "completion"}
	hitsNames      = []string{"all", "issued", "authenticated"}
	fateNames      = []string{"refused", "served"}
	inFlightNames  = []string{"finish", "cut"}
	scopeNames     = []string{"token", "all"}
	keyNames       = []string{"ip", "ip-client", "client"}
	countersNames  = []string{"kept", "cleared"}
	extensionNames = []string{"violation", "none", "any-hit", "stack"}
	banEndNames    = []string{"sharp", "second", "minute"}
)

func (m Moment) String() string    { return momentNames[m] }
func (h Hits) String() string      { return hitsNames[h] }
func (f Fate) String() string      { return fateNames[f] }
func (f InFlight) String() string  { return inFlightNames[f] }
func (s Scope) String() string     { return scopeNames[s] }
func (k Key) String() string       { return keyNames[k] }
func (c Counters) String() string  { return countersNames[c] }
func (e Extension) String() string { return extensionNames[e] }
func (e BanEnd) String() string    { return banEndNames[e] }

// MarshalText writes the switch as the user types it.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// MarshalText writes the switch as the user types it.
func (h Hits) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// MarshalText writes the switch as the user types it.
func (f Fate) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// MarshalText writes the switch as the user types it.
func (f InFlight) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// MarshalText writes the switch as the user types it.
func (s Scope) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalText writes the switch as the user types it.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// MarshalText writes the switch as the user types it.
func (c Counters) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// MarshalText writes the switch as the user types it.
func (e Extension) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// MarshalText writes the switch as the user types it.
func (e BanEnd) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads the switch as the user types it.
func (m *Moment) UnmarshalText(b []byte) error { return choose(m, momentNames, b) }

// UnmarshalText reads the switch as the user types it.
func (h *Hits) UnmarshalText(b []byte) error { return choose(h, hitsNames, b) }

// UnmarshalText reads the switch as the user types it.
func (f *Fate) UnmarshalText(b []byte) error { return choose(f, fateNames, b) }

// UnmarshalText reads the switch as the user types it.
func (f *InFlight) UnmarshalText(b []byte) error { return choose(f, inFlightNames, b) }

// UnmarshalText reads the switch as the user types it.
func (s *Scope) UnmarshalText(b []byte) error { return choose(s, scopeNames, b) }

// UnmarshalText reads the switch as the user types it.
func (k *Key) UnmarshalText(b []byte) error { return choose(k, keyNames, b) }

// UnmarshalText reads the switch as the user types it.
func (c *Counters) UnmarshalText(b []byte) error { return choose(c, countersNames, b) }

// UnmarshalText reads the switch as the user types it.
func (e *Extension) UnmarshalText(b []byte) error { return choose(e, extensionNames, b) }

// UnmarshalText reads the switch as the user types it.
func (e *BanEnd) UnmarshalText(b []byte) error { return choose(e, banEndNames, b) }

// choose sets a switch to the one of its names that the text is.
func choose[T ~uint8](to *T, names []string, text []byte) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("unknown choice %q, one of %s", text, strings.Join(names, ", "))
	}
	*to = T(i)
	return nil
}
