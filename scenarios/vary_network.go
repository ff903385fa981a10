package scenarios

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Fields that no file has: each sets one leg of both ways.
const (
	roundTrip = "network.rtt"    // a round trip: each leg takes half
	jitter    = "network.jitter" // how far a round trip is off at most, to either side
)

// legs are the settings of both legs that one of these stands for. Other fields were set before;
// they are written into the file as written has them.
func (s *Scenario) legs(set Setting, before, written []Setting) ([]Setting, error) {
	d, err := time.ParseDuration(set.Value)
	if err != nil || d < 0 {
		return nil, &unit.Error{
			Found: fmt.Sprintf("%q", set.Value), Meant: `a length of time such as "100ms"`,
		}
	}
	jittered := func(set Setting) bool { return set.Path == jitter }
	if set.Path == roundTrip && slices.ContainsFunc(before, jittered) {
		return nil, &unit.Error{
			Found: "it behind " + jitter + ", whose legs it would set anew", Meant: "it before",
		}
	}
	legs := []Setting{
		{"network.api.leg", (d / 2).String()}, {"network.token.leg", (d / 2).String()},
	}
	if set.Path == roundTrip {
		return legs, nil
	}
	for i, leg := range []chance.Distribution{s.Network.API.Leg, s.Network.Token.Leg} {
		for _, w := range written {
			if w.Path != legs[i].Path {
				continue
			}
			if leg, err = chance.ParseDistribution(w.Value); err != nil {
				return nil, fmt.Errorf("%s: %w", w, err)
			}
		}
		if legs[i].Value, err = leg.Spread(d / 2); err != nil {
			return nil, fmt.Errorf("%s: %w", legs[i].Path, err)
		}
	}
	return legs, nil
}
