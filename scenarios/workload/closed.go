package workload

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	RegisterWaiting("closed", "Users who think, click, wait for the outcome, and think again.",
		func() Waiting { return &Closed{} })
}

// Closed users each wait for their outcome before they think again.
type Closed struct {
	Think chance.Distribution `yaml:"think,required" doc:"From an outcome to the next click."`
	Start chance.Distribution `yaml:"start" doc:"When users begin to think. Default 0s."`
}

// Check reports users who do not think.
func (c *Closed) Check(at strict.Place, _ Scope) {
	if at.Sound("think") && c.Think.IsZero() {
		at.Key("think").Wrong("users who do not think", `a time such as "exp 10s"`)
	}
}

// Thinks returns both distributions.
func (c *Closed) Thinks() (start, think *chance.Distribution) { return &c.Start, &c.Think }

// Actions are one a user and cycle.
func (c *Closed) Actions(s measure.Sizes, answer time.Duration) float64 {
	cycle := c.Think.Mean() + answer
	return float64(s.Users) * s.Length.Seconds() / max(cycle.Seconds(), 1e-4)
}
