package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	RegisterArriving("open", "Clicks that wait for nobody, at a rate, in stages.",
		func() Arriving { return &Open{} })
}

// Open arrivals come at a rate that may change in stages, as k6's arrival-rate executors have it.
type Open struct {
	Rate   strict.Rate                     `yaml:"rate" doc:"Clicks of the whole fleet, e.g. 20/s."`
	Gaps   Gaps                            `yaml:"gaps" doc:"poisson (default) or even."`
	From   strict.Instant                  `yaml:"from" doc:"When they begin. Default 0s."`
	Until  strict.Optional[strict.Instant] `yaml:"until" doc:"When they end. Default: with the run."`
	Stages []Stage                         `yaml:"stages" doc:"One after the other, from the beginning; the last rate stays."`
}

// Gaps says how far apart open arrivals are.
type Gaps string

// The kinds of gaps.
const (
	PoissonGaps Gaps = "poisson"
	EvenGaps    Gaps = "even"
)

// Choices are what a file may write.
func (Gaps) Choices() []string { return []string{string(PoissonGaps), string(EvenGaps)} }

// A Stage changes the rate evenly from the rate before it to its own.
type Stage struct {
	To   strict.Rate `yaml:"to" doc:"The rate at the end of the stage."`
	Over strict.Span `yaml:"over" doc:"How long the change takes; 0s is a step."`
	For  strict.Span `yaml:"for" doc:"How long the rate then stays. Default 0s."`
}

// Defaults sets the defaults.
func (o *Open) Defaults() { o.Gaps = PoissonGaps }

// Check reports a load without arrivals.
func (o *Open) Check(at strict.Place, s Scope) {
	if at.Sound("rate", "stages") && o.Rate == 0 && len(o.Stages) == 0 {
		at.Key("rate").Wrong("0/s and no stages", unit.MeantRate)
	}
	o.From.Within(at.Key("from"), s.Length)
	if at.Sound("from", "until") && o.Until.Given && o.Until.Value <= o.From {
		at.Key("until").Wrong(o.Until.Value.String(), "an instant after "+o.From.String())
	}
	if !at.Sound("stages") {
		return
	}
	var whole time.Duration
	for i, st := range o.Stages {
		if whole += time.Duration(st.Over) + time.Duration(st.For); whole > mostStages {
			at.Key("stages").Item(i).Wrong("stages of "+unit.FormatDuration(whole)+" by then",
				"at most "+unit.FormatDuration(mostStages))
			return
		}
	}
}

// mostStages keeps sums of instants within int64 nanoseconds: fifty years.
const mostStages = 50 * 365 * 24 * time.Hour

// Arrivals are those of a run of this length.
func (o *Open) Arrivals(length time.Duration) *Arrivals {
	a := &Arrivals{even: o.Gaps == EvenGaps, until: length}
	if o.Until.Given {
		a.until = min(length, time.Duration(o.Until.Value))
	}
	at, rate := time.Duration(o.From), float64(o.Rate)
	a.knots = append(a.knots, knot{at, rate})
	for _, s := range o.Stages {
		at, rate = at+time.Duration(s.Over), float64(s.To)
		a.knots = append(a.knots, knot{at, rate})
		at += time.Duration(s.For)
		a.knots = append(a.knots, knot{at, rate})
	}
	if len(o.Stages) == 0 && rate > 0 {
		a.gap = time.Duration(math.Round(1e9 / rate))
	}
	a.top()
	return a
}

// Clicks come one after the other, each by a user drawn at random.
func (o *Open) Clicks(s measure.Sizes, stream func(string) *rand.Rand) Next {
	return o.Arrivals(s.Length).clicks(s, stream)
}

// Actions are at most what the highest rate yields.
func (o *Open) Actions(s measure.Sizes, _ time.Duration) float64 {
	return float64(o.Arrivals(s.Length).peak * s.Length.Seconds())
}

// clicks are arrivals, each by a user drawn at random.
func (a *Arrivals) clicks(s measure.Sizes, stream func(string) *rand.Rand) Next {
	gaps, who := stream("gap"), stream("user")
	last := time.Duration(-1)
	return func() (c Click, ok bool) {
		if c.At, ok = a.Next(last, gaps); !ok {
			return Click{}, false
		}
		last = c.At
		c.User = uint32(who.IntN(s.Users))
		return c, true
	}
}

// Rates are those of its stages.
func (o *Open) Rates(length time.Duration) []Rate { return o.Arrivals(length).rates() }

// Stretches is the one from the beginning of the arrivals to their end.
func (o *Open) Stretches(length time.Duration) []Stretch {
	return []Stretch{{time.Duration(o.From), min(length, time.Duration(o.Until.Or(
		strict.Instant(length))))}}
}
