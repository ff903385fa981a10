package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Fields that no file has: each sets one leg of both ways.
const (
	roundTrip = "network.rtt"    // a round trip: each leg takes half
	jitter    = "network.jitter" // how far a round trip is off at most, to either side
)

// networkSettings are what one of these fields stands for.
func (s *Scenario) networkSettings(path, value string) ([]setting, error) {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		return nil, fmt.Errorf("%s=%s: found %q; meant a length of time such as \"100ms\"",
			path, value, value)
	}
	if path == roundTrip {
		if slices.ContainsFunc(s.settings, func(set setting) bool { return set.of == jitter }) {
			return nil, fmt.Errorf("%s=%s: found it behind %s, whose legs it would set anew; meant "+
				"it before", path, value, jitter)
		}
		leg := (d / 2).String()
		return []setting{{"network.api.leg", leg, path}, {"network.token.leg", leg, path}}, nil
	}
	var settings []setting
	for _, way := range []struct {
		path string
		leg  *Distribution
	}{
		{"network.api.leg", &s.Network.API.Leg}, {"network.token.leg", &s.Network.Token.Leg},
	} {
		leg, err := way.leg.spread(d / 2)
		if err != nil {
			return nil, fmt.Errorf("%s=%s: %s: %w", path, value, way.path, err)
		}
		settings = append(settings, setting{way.path, leg, path})
	}
	return settings, nil
}

// spread is the text of a leg that differs evenly from the mean of d, by so much at most.
func (d *Distribution) spread(by time.Duration) (string, error) {
	if d.kind != shapeConstant && d.kind != shapeUniform {
		return "", errors.New("found a leg with a shape of its own; meant a constant or uniform one")
	}
	mean := d.Mean()
	switch {
	case by > mean:
		return "", fmt.Errorf("found legs of %v that would arrive before they leave; meant at most %v",
			mean, 2*mean)
	case by == 0:
		return mean.String(), nil
	}
	return fmt.Sprintf("uniform %v..%v", mean-by, mean+by), nil
}
