package scenarios

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
)

// Behaviour is what users do when things go wrong.
type Behaviour struct {
	Again      *Again       `yaml:"click_again" doc:"After an error."`
	Impatience *Impatience  `yaml:"impatience" doc:"While still waiting: a second click beside the first."`
	Patience   PositiveSpan `yaml:"patience" doc:"After this long a user gives up waiting; the call is cancelled."`
	Message    *Message     `yaml:"message" doc:"An error page that asks for patience."`
	Stop       *Stop        `yaml:"told_to_stop" doc:"Everyone is told to stop clicking for a while."`
	SignIn     *SignIn      `yaml:"sign_in" doc:"Somebody signs in again after a session was lost. Default nobody."`
}

// AfterFailure decides whether a user clicks again after the n-th click in a row that failed, and
// after which wait. A message that is obeyed replaces the habit.
func (b *Behaviour) AfterFailure(mood *rand.Rand, n int) (wait time.Duration, again bool) {
	if m := b.Message; m != nil && mood.Float64() < float64(m.ObeyedBy) {
		return time.Duration(m.Wait), true
	}
	g := b.Again
	if g == nil || g.Times.Given && n > g.Times.Value || mood.Float64() >= float64(g.With) {
		return 0, false
	}
	return g.After.Draw(mood), true
}

// Defaults sets the defaults.
func (a *Again) Defaults() { a.With = 1 }

// Defaults sets the defaults.
func (i *Impatience) Defaults() { i.With = 1 }

// Again is the click after an error.
type Again struct {
	After chance.Distribution `yaml:"after" doc:"How long after the error."`
	With  Share               `yaml:"with" doc:"With which probability. Default 1."`
	Times Optional[int]       `yaml:"times" min:"0" doc:"At most this often in a row; 0: never. Default no limit."`
}

// A SignIn is somebody who lets the carrier begin a new session.
type SignIn struct {
	After chance.Distribution `yaml:"after,required" meant:"a length of time, such as \"exp 10m\"" doc:"How long after the loss."`
}

// Impatience is the click beside a call that takes too long.
type Impatience struct {
	After PositiveSpan `yaml:"after,required" doc:"How long the user waits for the answer."`
	With  Share        `yaml:"with" doc:"With which probability. Default 1."`
}

// A Message asks users to wait after an error; some do.
type Message struct {
	Wait     PositiveSpan `yaml:"wait,required" doc:"For how long it asks them to wait."`
	ObeyedBy Share        `yaml:"obeyed_by" doc:"Share of users who do."`
}

// Stop is the phone call to every user of every customer.
type Stop struct {
	At       Instant `yaml:"at" doc:"When they are told."`
	For      Span    `yaml:"for" doc:"For how long they are to stop."`
	ObeyedBy Share   `yaml:"obeyed_by" doc:"Share of users who do."`
}

// End is the first instant at which users may click again.
func (s *Stop) End() time.Duration { return time.Duration(s.At) + time.Duration(s.For) }

// Covers reports whether users are to stop at t.
func (s *Stop) Covers(t time.Duration) bool {
	return s != nil && t >= time.Duration(s.At) && t < s.End()
}

// Obeyed decides whether a user obeys; where nobody is told, nobody does.
func (s *Stop) Obeyed(r *rand.Rand) bool { return s != nil && r.Float64() < float64(s.ObeyedBy) }
