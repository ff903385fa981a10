package scenarios

import (
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

import "time"

// Behaviour is what users do when things go wrong.
type Behaviour struct {
	Again      *Again      `yaml:"click_again,omitempty" jsonschema_description:"After an error."`
	Impatience *Impatience `yaml:"impatience,omitempty" jsonschema_description:"While still waiting: a second click beside the first."`
	Patience   Duration    `yaml:"patience,omitempty" jsonschema_description:"After this long a user gives up waiting; the call is cancelled."`
	Message    *Message    `yaml:"message,omitempty" jsonschema_description:"An error page that asks for patience."`
	Stop       *Stop       `yaml:"told_to_stop,omitempty" jsonschema_description:"Everyone is told to stop clicking for a while."`
}

// Again is the click after an error.
type Again struct {
	After chance.Distribution `yaml:"after" jsonschema_description:"How long after the error."`
	With  float64             `yaml:"with,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"With which probability. Default 1."`
	Times int                 `yaml:"times,omitempty" jsonschema:"minimum=0" jsonschema_description:"At most this often in a row. Default no limit."`
}

// Impatience is the click beside a call that takes too long.
type Impatience struct {
	After Duration `yaml:"after" jsonschema:"required" jsonschema_description:"How long the user waits for the answer."`
	With  float64  `yaml:"with,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"With which probability. Default 1."`
}

// A Message asks users to wait after an error; some do.
type Message struct {
	Wait     Duration `yaml:"wait" jsonschema_description:"For how long it asks them to wait."`
	ObeyedBy float64  `yaml:"obeyed_by" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of users who do."`
}

// Stop is the phone call to every user of every customer.
type Stop struct {
	At       Duration `yaml:"at" jsonschema_description:"When they are told."`
	For      Duration `yaml:"for" jsonschema_description:"For how long they are to stop."`
	ObeyedBy float64  `yaml:"obeyed_by" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of users who do."`
}

// End is the first instant at which users may click again.
func (s *Stop) End() time.Duration { return time.Duration(s.At + s.For) }

// Covers reports whether users are to stop at t.
func (s *Stop) Covers(t time.Duration) bool { return t >= time.Duration(s.At) && t < s.End() }
