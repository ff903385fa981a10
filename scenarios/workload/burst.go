package workload

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	RegisterArriving("burst", "Many clicks at once.", func() Arriving { return &Burst{} })
}

// A Burst is many clicks in a short time.
type Burst struct {
	At    strict.Instant                       `yaml:"at" doc:"When it begins."`
	Size  strict.PositiveCount                 `yaml:"clicks,required" doc:"How many."`
	Apart strict.Span                          `yaml:"apart" doc:"From one to the next. Default 0s."`
	Every strict.Optional[strict.PositiveSpan] `yaml:"every" doc:"Repeat it this often. Default once."`
}

// Check reports a burst that lies beyond the run.
func (b *Burst) Check(at strict.Place, s Scope) { b.At.Within(at.Key("at"), s.Length) }

// Clicks come apart from each other; where bursts overlap, none comes before the one before it.
func (b *Burst) Clicks(s measure.Sizes, stream func(string) *rand.Rand) Next {
	who := stream("user")
	begin := time.Duration(b.At)
	at, n := begin, 0
	return func() (Click, bool) {
		if n == int(b.Size) {
			if !b.Every.Given {
				return Click{}, false
			}
			begin, n = begin+time.Duration(b.Every.Value), 0
		}
		left := s.Length - begin // so long that no product overflows
		if left < 0 || b.Apart > 0 && int64(n) > int64(left)/int64(b.Apart) {
			return Click{}, false
		}
		at = max(at, begin+time.Duration(n)*time.Duration(b.Apart))
		if at > s.Length {
			return Click{}, false
		}
		n++
		return Click{At: at, User: uint32(who.IntN(s.Users))}, true
	}
}

// Actions are the clicks of all bursts.
func (b *Burst) Actions(s measure.Sizes, _ time.Duration) float64 {
	if !b.Every.Given {
		return 0
	}
	return float64(int(b.Size)) * s.Length.Seconds() / time.Duration(b.Every.Value).Seconds()
}

// mostStretches is how many bursts are told apart: more than a picture has room for.
const mostStretches = 256

// Stretches are the bursts, the first of very many.
func (b *Burst) Stretches(length time.Duration) (all []Stretch) {
	lasts := length // no longer, and so long that no product overflows
	if n := time.Duration(b.Size) - 1; n == 0 || time.Duration(b.Apart) <= length/n {
		lasts = n * time.Duration(b.Apart)
	}
	for from := time.Duration(b.At); from <= length && len(all) < mostStretches; {
		all = append(all, Stretch{from, min(length, from+lasts)})
		if !b.Every.Given {
			break
		}
		from += time.Duration(b.Every.Value)
	}
	return all
}
