package hunt

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A constant is a length of time that a part of a strategy is set to.
type constant struct {
	key   string
	value time.Duration
}

// constantsOf are those of one part.
func constantsOf(p strategies.Part) []constant {
	var c collector
	strategies.Read(p, &c)
	return c.all
}

// lengthsOf are the lengths of time in a strategy, each once, the shortest first: scenarios have
// times right beside them.
func lengthsOf(parts []strategies.Part) (all []time.Duration) {
	for _, p := range parts {
		for _, c := range constantsOf(p) {
			all = append(all, c.value)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// A collector reads the settings of a part for their lengths of time.
type collector struct{ all []constant }

// Setting keeps a length of time that is neither none nor without an end.
func (c *collector) Setting(s *strategies.Setting) {
	if d, ok := s.Field.(*time.Duration); ok && *d > 0 && *d < strategies.Longest {
		c.all = append(c.all, constant{s.Key, *d})
	}
}

// Given reports that nothing is written.
func (*collector) Given(string) bool { return false }

// Refuse is not called of a part that was checked.
func (*collector) Refuse(_, _, _ string) {}
