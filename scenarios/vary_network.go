package scenarios

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// Fields that no file has: each sets one leg of both ways.
const (
	roundTrip = "network.rtt"    // a round trip: each leg takes half
	jitter    = "network.jitter" // how far a round trip is off at most, to either side
)

// networkSettings are what one of these fields stands for.
func (s *Scenario) networkSettings(path, value string) ([]Setting, error) {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		return nil, fmt.Errorf("%s=%s: found %q; meant a length of time such as \"100ms\"",
			path, value, value)
	}
	if path == roundTrip {
		if slices.ContainsFunc(s.Settings, func(set Setting) bool { return set.Path == jitter }) {
			return nil, fmt.Errorf("%s=%s: found it behind %s, whose legs it would set anew; meant "+
				"it before", path, value, jitter)
		}
		leg := (d / 2).String()
		return []Setting{{"network.api.leg", leg}, {"network.token.leg", leg}}, nil
	}
	var settings []Setting
	for _, way := range []struct {
		path string
		leg  *chance.Distribution
	}{
		{"network.api.leg", &s.Network.API.Leg}, {"network.token.leg", &s.Network.Token.Leg},
	} {
		leg, err := way.leg.Spread(d / 2)
		if err != nil {
			return nil, fmt.Errorf("%s=%s: %s: %w", path, value, way.path, err)
		}
		settings = append(settings, Setting{way.path, leg})
	}
	return settings, nil
}
