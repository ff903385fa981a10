package workload

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	RegisterArriving("business_day", "Open arrivals that follow the hours of the day.",
		func() Arriving { return &BusinessDay{} })
}

// A BusinessDay has the hours of an office: the shape is assumed, two peaks around a lunch break,
// after the double hump that web shops report.
type BusinessDay struct {
	Peak  strict.PositiveRate `yaml:"peak,required" doc:"Clicks of the whole fleet in the busiest hour."`
	Hours []strict.Share      `yaml:"hours" items:"24" doc:"Load of each hour of the day, as a share of the busiest."`
	Start strict.Span         `yaml:"start" max:"24h" doc:"The time of day at which the run starts. Default 0s, midnight."`
}

// officeHours is the default shape of a BusinessDay (assumed).
var officeHours = []strict.Share{
	.02, .01, .01, .01, .01, .02, .06, .20, .60, .95, 1, .90,
	.55, .75, .95, .95, .80, .50, .25, .15, .10, .08, .05, .03,
}

// Check has nothing to report.
func (*BusinessDay) Check(strict.Place, Scope) {}

// Arrivals are those of a run of this length.
func (d *BusinessDay) Arrivals(length time.Duration) *Arrivals {
	shares := d.Hours
	if len(shares) == 0 {
		shares = officeHours
	}
	a := &Arrivals{until: length}
	// Knots stand at the middle of each hour, from the one before the start on.
	start := time.Duration(d.Start)
	for hour := int(start/time.Hour) - 1; ; hour++ {
		at := time.Duration(hour)*time.Hour + 30*time.Minute - start
		share := float64(shares[(hour%24+24)%24])
		a.knots = append(a.knots, knot{at, float64(share * float64(d.Peak))})
		if at > length {
			break
		}
	}
	a.top()
	return a
}

// Rates are those of the hours.
func (d *BusinessDay) Rates(length time.Duration) []Rate { return d.Arrivals(length).rates() }

// Clicks come one after the other, each by a user drawn at random.
func (d *BusinessDay) Clicks(s measure.Sizes, stream func(string) *rand.Rand) Next {
	return d.Arrivals(s.Length).clicks(s, stream)
}

// Actions are at most what the busiest hour yields.
func (d *BusinessDay) Actions(s measure.Sizes, _ time.Duration) float64 {
	return float64(float64(d.Peak) * s.Length.Seconds())
}
