// Package throttle says how a carrier bans: which readings of its thresholds are in force, and
// every choice that its documents leave open, all as a user types it: "akamai+scope=all+lag=2s".
package throttle

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Throttle is how a carrier bans: which readings of its thresholds are in force, and every
// choice that its documents leave open. The zero value of each choice is the likeliest one. The
// zero Throttle never bans.
type Throttle struct {
	Readings []string // IDs, as R1 and A1; any of them bans

	Extension Extension
	Ban       time.Duration // 0 is what the profile says
	End       BanEnd
	Lag       time.Duration // a ban begins to bite so late, for the violating hit too; ends no later
	Scope     Scope         // what a ban refuses, tokens already issued included
	Watches   Scope         // whose hits count

	Window   quota.WindowEnd
	Start    quota.WindowStart // of fixed windows (R2, R6f, A2)
	Clock    time.Duration     // granularity of the meters' clock; 0 is a nanosecond
	Moment   Moment
	Hits     Hits
	Violator Fate
	InFlight InFlight
	Key      Key
	Counters Counters // when a ban ends
}

// Three readings of FedEx that reports are made under. A strategy that survives them all may be
// called safe.
var namedThrottles = map[string]string{
	"akamai":   "R1+A1+violation", // FedEx's words are those of Akamai's rate controls
	"literal":  "R3+none",         // the commonly quoted sentence and nothing else
	"paranoid": "R6+A1e+any-hit",  // the strictest of all
}

// Named lists the throttles that have a name of their own.
func Named() []string { return slices.Sorted(maps.Keys(namedThrottles)) }

// Parse reads a throttle: "akamai", "literal", "paranoid", or words joined by +, in any
// order: IDs of readings, at most one extension (violation, none, any-hit, stack; violation if
// absent), and other choices as in scope=all, lag=2s. "none" alone bans nobody.
func Parse(text string) (Throttle, error) { return Throttle{}.With(text) }

// With reads a throttle as Parse does; what the text leaves open is as t has it.
func (t Throttle) With(text string) (Throttle, error) {
	err := t.read(text)
	return t, err
}

// read reads the words of a throttle.
func (t *Throttle) read(text string) error {
	extended := false
	seen := map[string]bool{}
	words := strings.Split(text, "+")
	if named, ok := namedThrottles[words[0]]; ok {
		words = append(strings.Split(named, "+"), words[1:]...)
	}
	for _, word := range words {
		name, value, isChoice := strings.Cut(word, "=")
		if seen[name] {
			return fmt.Errorf("reading %q says %s twice", text, name)
		}
		seen[name] = true
		var err error
		switch {
		case isChoice:
			err = t.choose(name, value)
		case slices.Contains(t.Extension.Choices(), word):
			if extended {
				return fmt.Errorf("reading %q has two extensions", text)
			}
			extended = true
			err = t.Extension.UnmarshalText([]byte(word))
		default:
			err = t.addReading(word)
		}
		if err != nil {
			if word == text {
				return err
			}
			return fmt.Errorf("reading %q: %w", text, err)
		}
	}
	t.sort()
	return t.Check()
}

func (t *Throttle) addReading(word string) error {
	if _, err := quota.LookupReading(word); err != nil {
		known := slices.Concat(slices.Sorted(slices.Values(quota.ReadingIDs())), t.Extension.Choices(),
			Named())
		return fmt.Errorf("unknown reading %q; %s", word, unit.Suggestion(word, known))
	}
	t.Readings = append(t.Readings, word)
	return nil
}

// choices are the switches by name, in the order in which they are written.
func (t *Throttle) choices() []choice {
	return []choice{
		{"ban", (*length)(&t.Ban)}, {"end", &t.End}, {"lag", (*length)(&t.Lag)},
		{"scope", &t.Scope}, {"watches", &t.Watches}, {"window", &t.Window},
		{"start", &t.Start}, {"clock", (*length)(&t.Clock)}, {"moment", &t.Moment},
		{"hits", &t.Hits}, {"violator", &t.Violator}, {"in-flight", &t.InFlight},
		{"key", &t.Key}, {"counters", &t.Counters},
	}
}

type choice struct {
	name string
	to   interface {
		String() string
		UnmarshalText([]byte) error
	}
}

// A length is a Duration that reads itself.
type length time.Duration

func (l length) String() string { return time.Duration(l).String() }

// UnmarshalText reads what time.ParseDuration reads.
func (l *length) UnmarshalText(b []byte) error {
	d, err := time.ParseDuration(string(b))
	*l = length(d)
	return err
}

func (t *Throttle) choose(name, value string) error {
	var names []string
	for _, c := range t.choices() {
		if c.name == name {
			if err := c.to.UnmarshalText([]byte(value)); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if name == "ban" && t.Ban == 0 {
				return errors.New("found a ban of 0s; meant a length above zero, or no ban= at all")
			}
			return nil
		}
		names = append(names, c.name)
	}
	return fmt.Errorf("unknown choice %q; %s", name, unit.Suggestion(name, names))
}

// sort puts the readings into the order of Readings.
func (t *Throttle) sort() {
	ids := quota.ReadingIDs()
	slices.SortFunc(t.Readings, func(a, b string) int {
		return cmp.Compare(slices.Index(ids, a), slices.Index(ids, b))
	})
}

// String is the canonical text: readings, extension, and what differs from the zero value.
func (t Throttle) String() string {
	t.Readings = slices.Clone(t.Readings)
	t.sort()
	words := t.Readings
	if len(words) == 0 {
		words = []string{"A4"}
	}
	words = append(words, t.Extension.String())
	usual := new(Throttle).choices()
	for i, c := range t.choices() {
		if s := c.to.String(); s != usual[i].to.String() {
			words = append(words, c.name+"="+s)
		}
	}
	return strings.Join(words, "+")
}

// Enforced are the readings that can ban: all in force but A4.
func (t *Throttle) Enforced() (all []quota.Reading) {
	for _, id := range t.Readings {
		r, err := quota.LookupReading(id)
		if err != nil {
			panic("throttle: " + err.Error()) // Check was not called
		}
		if !r.Unenforced() {
			all = append(all, r)
		}
	}
	return all
}

// Check reports what makes no sense.
func (t Throttle) Check() error {
	for i, id := range t.Readings {
		if _, err := quota.LookupReading(id); err != nil {
			return err
		}
		if slices.Contains(t.Readings[:i], id) {
			return fmt.Errorf("reading %s is in force twice", id)
		}
	}
	switch {
	case t.Ban < 0:
		return fmt.Errorf("a ban cannot last %v", t.Ban)
	case t.Lag < 0:
		return fmt.Errorf("a ban cannot lag by %v", t.Lag)
	case t.Clock < 0 || t.Clock > 0 && time.Second%t.Clock != 0:
		return fmt.Errorf("a second is not a whole number of clock ticks of %v", t.Clock)
	}
	return nil
}
