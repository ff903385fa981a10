package scenarios

import (
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// Clicks is one source of clicks; exactly one of its fields is set.
type Clicks struct {
	Closed   *Closed   `yaml:"closed" doc:"Users who think, click, wait for the outcome, and think again."`
	Open     *Open     `yaml:"open" doc:"Clicks that wait for nobody, at a rate, in stages."`
	Burst    *Burst    `yaml:"burst" doc:"Many clicks at once."`
	Day      *Day      `yaml:"business_day" doc:"Open arrivals that follow the hours of the day."`
	Recorded *Recorded `yaml:"recorded" doc:"Arrivals from a file."`
}

// Closed users each wait for their outcome before they think again.
type Closed struct {
	Think chance.Distribution `yaml:"think,required" doc:"From an outcome to the next click."`
	Start chance.Distribution `yaml:"start" doc:"When users begin to think. Default 0s."`
}

// Open arrivals come at a rate that may change in stages, as k6's arrival-rate executors have it.
type Open struct {
	Rate   Rate     `yaml:"rate" doc:"Clicks of the whole fleet, e.g. 20/s."`
	Gaps   Gaps     `yaml:"gaps" doc:"poisson (default) or even."`
	From   Duration `yaml:"from" doc:"When they begin. Default 0s."`
	Until  Duration `yaml:"until" doc:"When they end. Default: with the run."`
	Stages []Stage  `yaml:"stages" doc:"One after the other, from the beginning; the last rate stays."`
}

// Gaps says how far apart open arrivals are.
type Gaps string

// The kinds of gaps.
const (
	PoissonGaps Gaps = "poisson"
	EvenGaps    Gaps = "even"
)

// A Stage changes the rate evenly from what it was to what it says.
type Stage struct {
	To   Rate     `yaml:"to" doc:"The rate at the end of the stage."`
	Over Duration `yaml:"over" doc:"How long the change takes; 0s is a step."`
	For  Duration `yaml:"for" doc:"How long the rate then stays. Default 0s."`
}

// A Burst is many clicks in a short time.
type Burst struct {
	At     Duration `yaml:"at" doc:"When it begins."`
	Clicks int      `yaml:"clicks,required" min:"1" doc:"How many."`
	Apart  Duration `yaml:"apart" doc:"From one to the next. Default 0s."`
	Every  Duration `yaml:"every" doc:"Repeat it this often. Default once."`
}

// A Day has the hours of an office: the shape is assumed, two peaks around a lunch break, after the
// double hump that web shops report.
type Day struct {
	Peak  Rate      `yaml:"peak,required" doc:"Clicks of the whole fleet in the busiest hour."`
	Hours []float64 `yaml:"hours" items:"24" min:"0" max:"1" doc:"Load of each hour of the day, as a share of the busiest."`
	Start Duration  `yaml:"start" doc:"The time of day at which the run starts. Default 0s, midnight."`
}

// officeHours is the default shape of a Day (assumed).
var officeHours = []float64{
	.02, .01, .01, .01, .01, .02, .06, .20, .60, .95, 1, .90,
	.55, .75, .95, .95, .80, .50, .25, .15, .10, .08, .05, .03,
}

// Recorded arrivals are read from a file: CSV with the columns t,node,customer (decimal seconds
// from the run's start; node and customer by index), or an access log in Common or Combined Log
// Format, gzip allowed. Of a log, the requesting host decides customer and node: hosts are dealt in
// order of their first appearance.
type Recorded struct {
	File   string   `yaml:"file,required" doc:"The file, beside the scenario."`
	Spread Duration `yaml:"spread" doc:"Spread each arrival evenly over this long: a log that knows only whole seconds wants 1s."`
	Path   string   `yaml:"path" doc:"Of a log: only requests whose path begins with this."`

	list []Arrival // as read when the scenario was loaded; not spread yet
}

// Defaults fill in what holds where the file says nothing.
func (o *Open) Defaults() { o.Gaps = PoissonGaps }

// Choices are what a file may write.
func (Gaps) Choices() []string { return []string{string(PoissonGaps), string(EvenGaps)} }
