package workload

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	RegisterArriving("job", "Calls of a program, evenly over a time, with one token for all or one "+
		"for each.", func() Arriving { return &Job{} })
}

// A Job is a program that calls at even distances. Each worker carries out one; unless who says how
// many, there is one worker, or one for each customer that it names.
type Job struct {
	At    strict.Instant       `yaml:"at" doc:"When it begins. Default 0s."`
	Calls strict.PositiveCount `yaml:"calls,required" doc:"How many calls."`
	Over  strict.Span          `yaml:"over" doc:"Calls begin over/calls apart, the first at once. Default 0s."`
	Token Keeping              `yaml:"token" doc:"once: the token of a worker's first call serves all, refused or not; each (default): each call obtains one."`
}

// A Keeping says how long a job keeps a token.
type Keeping string

// The kinds of keeping.
const (
	TokenOnce Keeping = "once"
	TokenEach Keeping = "each"
)

// Choices are what a file may write.
func (Keeping) Choices() []string { return []string{string(TokenOnce), string(TokenEach)} }

// Defaults sets the defaults.
func (j *Job) Defaults() { j.Token = TokenEach }

// Check reports a job that lies beyond the run, and users.
func (j *Job) Check(at strict.Place, s Scope) {
	j.At.Within(at.Key("at"), s.Length)
	if s.Who != nil && s.Who.Users != nil {
		at.WrongKey(`a job beside "users"`, `"workers": a job is carried out by workers`)
	}
}

// Workers is one, or one for each customer that is named.
func (*Job) Workers(customers int) int { return max(1, customers) }

// KeepsToken reports whether the token of a worker's first call serves all.
func (j *Job) KeepsToken() bool { return j.Token == TokenOnce }

// Clicks are one of each worker at each instant.
func (j *Job) Clicks(s measure.Sizes, _ func(string) *rand.Rand) Next {
	call, worker := 0, 0
	return func() (Click, bool) {
		if worker == s.Users {
			call, worker = call+1, 0
		}
		// The product of a hundred years and a count would overflow.
		n := time.Duration(j.Calls)
		apart, rest := time.Duration(j.Over)/n, time.Duration(j.Over)%n
		k := time.Duration(call)
		at := time.Duration(j.At) + k*apart + k*rest/n
		if call == int(j.Calls) || at > s.Length {
			return Click{}, false
		}
		worker++
		return Click{At: at, User: uint32(worker - 1)}, true
	}
}

// Actions are the calls of all workers.
func (j *Job) Actions(s measure.Sizes, _ time.Duration) float64 {
	return float64(float64(j.Calls) * float64(s.Users))
}

// A TokenKeeper is a shape whose callers may keep the token of their first call.
type TokenKeeper interface {
	KeepsToken() bool
}

// Stretches is the one in which it calls.
func (j *Job) Stretches(length time.Duration) []Stretch {
	from, calls := time.Duration(j.At), time.Duration(j.Calls)
	last := time.Duration(j.Over) - time.Duration(j.Over)/calls
	return []Stretch{{from, min(length, from+last)}}
}
