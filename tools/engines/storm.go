package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

// What does not differ between storms. Each engine has these numbers in its own language.
const (
	nodes    = 2 // with a cache of one token each
	retries  = 3 // of a call that is answered 401, each with another token
	life     = time.Hour
	leastLeg = 40 * time.Millisecond // of each way to the carrier and back
	mostLeg  = 60 * time.Millisecond
)

// A storm is the model that every engine runs. Users think, and call a carrier with the token of
// their node. A call that is answered 401 is repeated with a new token, which its user asks for,
// puts into the node's cache, and thereby kills the token before it.
type storm struct {
	users   int
	length  time.Duration // of virtual time
	think   time.Duration // mean of the exponential distribution
	coexist bool          // a new token kills no older one
}

// args are what engines are told: SEED USERS SECONDS THINK single|coexist.
func (s storm) args(seed uint64) []string {
	tokens := "single"
	if s.coexist {
		tokens = "coexist"
	}
	seconds := strconv.FormatInt(int64(s.length/time.Second), 10)
	think := strconv.FormatFloat(s.think.Seconds(), 'g', -1, 64)
	return []string{strconv.FormatUint(seed, 10), strconv.Itoa(s.users), seconds, think, tokens}
}

// parseStorm reads what args returns.
func parseStorm(args []string) (s storm, seed uint64, err error) {
	var seconds, think float64
	var tokens string
	if len(args) != 5 {
		return s, 0, fmt.Errorf("found %d arguments; meant SEED USERS SECONDS THINK single|coexist",
			len(args))
	}
	for i, into := range []any{&seed, &s.users, &seconds, &think, &tokens} {
		if _, err := fmt.Sscan(args[i], into); err != nil {
			return s, 0, fmt.Errorf("found %q: %w", args[i], err)
		}
	}
	s.length = time.Duration(seconds * float64(time.Second))
	s.think = time.Duration(think * float64(time.Second))
	s.coexist = tokens == "coexist"
	return s, seed, nil
}

// drawLeg draws how long a message is under way.
func drawLeg(r *rand.Rand) time.Duration {
	return leastLeg + time.Duration(r.Int64N(int64(mostLeg-leastLeg)))
}

// drawThought draws how long a user thinks.
func (s storm) drawThought(r *rand.Rand) time.Duration {
	return time.Duration(r.ExpFloat64() * float64(s.think))
}

// An outcome is what a storm came to.
type outcome struct {
	Events    int `json:"events"`    // wakeups: of a thought, of a message that arrived
	Actions   int `json:"actions"`   // of users, from a thought on
	Succeeded int `json:"succeeded"` // of them
	Refused   int `json:"refused"`   // calls answered 401
	Renewals  int `json:"renewals"`  // token requests that reached the carrier
}

// figures are the counts in which engines are compared.
var figures = []struct {
	name string
	of   func(outcome) int
}{
	{"events", func(o outcome) int { return o.Events }},
	{"actions", func(o outcome) int { return o.Actions }},
	{"successes", func(o outcome) int { return o.Succeeded }},
	{"401s", func(o outcome) int { return o.Refused }},
	{"renewals", func(o outcome) int { return o.Renewals }},
}

// adds checks that events are what they are to be: one of a click, two of each request. At the end
// each user may have a request under way.
func (o outcome) adds(users int) error {
	want := o.Actions + 2*(o.Succeeded+o.Refused+o.Renewals)
	if off := o.Events - want; off > 2*users || off < -2*users {
		return fmt.Errorf("found %d events; meant %d: one of each action, two of each request",
			o.Events, want)
	}
	return nil
}
