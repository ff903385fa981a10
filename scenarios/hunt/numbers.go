package hunt

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// one is one of the values, each as likely.
func one[T any](d *drawer, of ...T) T { return of[d.IntN(len(of))] }

// sometimes is one in n.
func (d *drawer) sometimes(n int) bool { return d.IntN(n) == 0 }

// length is a length of time between two: a round one, one at the edges, or, where the strategy has
// any in between, right beside one of its constants.
func (d *drawer) length(least, most time.Duration) string {
	if near := d.beside(least, most); near > 0 && d.sometimes(3) {
		return unit.FormatDuration(near)
	}
	if d.sometimes(12) {
		return unit.FormatDuration(one(d, least, most))
	}
	var round []time.Duration
	for _, r := range roundLengths {
		if r >= least && r <= most {
			round = append(round, r)
		}
	}
	if len(round) == 0 {
		return unit.FormatDuration(least)
	}
	return unit.FormatDuration(one(d, round...))
}

var roundLengths = []time.Duration{
	5 * time.Millisecond, 50 * time.Millisecond, 200 * time.Millisecond, time.Second,
	2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second, time.Minute,
	2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, time.Hour,
}

// beside is a length right beside one of the strategy's constants, or at it, half of it, twice as
// long; 0: there is none in between.
func (d *drawer) beside(least, most time.Duration) time.Duration {
	if len(d.constants) == 0 {
		return 0
	}
	c := one(d, d.constants...)
	step := max(time.Millisecond, min(time.Second, c/10)).Round(time.Millisecond)
	c = one(d, c-step, c, c+step, c/2, 2*c, 3*c).Round(time.Millisecond)
	if c < least || c > most {
		return 0
	}
	return c
}

// instant is a time in the first two thirds of the run: its beginning, a round one, a minute or so
// before or after a token's end, or right beside a constant of the strategy.
func (d *drawer) instant() string {
	most := d.lasts * 2 / 3
	switch d.IntN(8) {
	case 0, 1:
		return "0s"
	case 2:
		if near := d.beside(0, most); near > 0 {
			return unit.FormatDuration(near)
		}
	case 3:
		at := d.life + one(d, -time.Minute, -30*time.Second, -10*time.Second, 0, 10*time.Second)
		if at >= 0 && at <= most {
			return unit.FormatDuration(at)
		}
	case 4:
		return unit.FormatDuration(time.Duration(d.Int64N(int64(most))).Round(time.Minute))
	}
	return unit.FormatDuration(time.Duration(d.Int64N(int64(most))).Round(time.Second))
}
