package main

import (
	"math/rand/v2"
	"testing"
	"time"
)

// drawn are outcomes of so many seeds whose counts are spread evenly over 1 % around a mean.
func drawn(stream uint64, mean float64, seeds int) (all []outcome) {
	chance := rand.New(rand.NewPCG(1, stream))
	for range seeds {
		n := int(mean * (1 + .01*(chance.Float64()-.5)))
		all = append(all, outcome{15 * n, n, n / 1000, 4 * n, 3 * n})
	}
	return all
}

func TestDifferences(t *testing.T) {
	for _, c := range []struct {
		name           string
		mean           float64 // ours is 100,000
		seeds          int
		differs, vague bool
	}{
		{"the same", 100_000, 10, false, false},
		{"a tenth fewer", 90_000, 10, true, false},
		{"1 % more", 101_000, 10, true, false},
		{"two seeds", 100_000, 2, false, true},
	} {
		ours := drawn(1, 100_000, c.seeds)
		for _, d := range differences(ours, drawn(2, c.mean, c.seeds), 8) {
			if d.figure != "successes" && (d.differs() != c.differs || d.vague() != c.vague) {
				t.Errorf("%s: found %s: differs %t, vague %t", c.name, d.figure, d.differs(), d.vague())
			}
			if d.ours < muchCounted && d.vague() {
				t.Errorf("%s: %s are too few to be vague", c.name, d.figure)
			}
		}
	}
}

// By hand: 1.06 times 1.06 by (.25 times .25 by 5 and .81 times .81 by 7) are 10.58 degrees of
// freedom. A table has 2.228 for 10 of them and 2.201 for 11, at 95 %; the root of 1.06 is 1.0296.
func TestWelch(t *testing.T) {
	half := welch(.25, .81, 6, 8, .05) // squares of the standard errors, of 6 and 8 values
	if half < 2.201*1.0295 || half > 2.228*1.0296 {
		t.Errorf("found %.4f", half)
	}
	if half := welch(0, 0, 6, 8, .05); half != 0 {
		t.Errorf("found %.4f where nothing varies", half)
	}
}

func TestSpeed(t *testing.T) {
	ours := &line{storm: storm{length: time.Hour}, outcomes: make([]outcome, 3),
		used: []time.Duration{time.Second, 2 * time.Second, time.Second}}
	theirs := &line{storm: storm{length: 30 * time.Minute},
		outcomes: []outcome{{Events: 900}, {Events: 1800}, {Events: 600}},
		used:     []time.Duration{3 * time.Second, 3 * time.Second, time.Second}}
	s := theirs.speed(ours)
	for i, want := range []struct{ virtual, events, slower float64 }{
		{600, 300, 2}, {600, 600, 3}, {1800, 600, 6},
	} {
		if s.virtual[i] != want.virtual || s.events[i] != want.events || s.slower[i] != want.slower {
			t.Errorf("found %v; meant %v at %d", s, want, i)
		}
	}
}

func TestStormIsTold(t *testing.T) {
	s := storm{users: 500, length: time.Hour, think: 11 * time.Second, coexist: true}
	told, seed, err := parseStorm(s.args(7))
	if err != nil || told != s || seed != 7 {
		t.Errorf("found %v, seed %d, %v; meant %v", told, seed, err, s)
	}
	if _, _, err := parseStorm([]string{"1"}); err == nil {
		t.Error("found no error where a storm is not said")
	}
}

func TestEventsAreCounted(t *testing.T) {
	o := outcome{Events: 15, Actions: 1, Refused: 4, Renewals: 3}
	if err := o.adds(0); err != nil {
		t.Error(err)
	}
	if o.Events++; o.adds(0) == nil {
		t.Error("found no error where an event is counted that is none")
	}
}
