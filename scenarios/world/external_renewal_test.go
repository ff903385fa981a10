package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A hitCount counts the hits of strangers, those that were refused, and the calls with a killed
// token.
type hitCount struct{ strange, refused, killed int }

func (c *hitCount) Add(r *measure.Record) {
	switch {
	case r.Kind == measure.TokenJudged && r.By != measure.ByFleet:
		c.strange++
		if r.Status != 200 {
			c.refused++
		}
	case r.Kind == measure.APIJudged && r.Reason == fakecarrier.ReasonKilled:
		c.killed++
	}
}

// TestExternalRenewalKillsEveryToken renews for 20 customers at once, each of whom clicked within
// 50 minutes and clicks again after half an hour. By default it is no request, and every token
// dies. As requests at one instant from one address the fourth of a second is refused (paranoid),
// or the sixteenth of five (akamai: three a second): those kill nothing.
func TestExternalRenewalKillsEveryToken(t *testing.T) {
	for _, test := range []struct {
		from, reading string
		want          hitCount
	}{
		{"", "akamai", hitCount{20, 0, 20}},
		{"", "literal", hitCount{20, 0, 20}},
		{"", "paranoid", hitCount{20, 0, 20}},
		{", from: foreign-ip", "akamai", hitCount{20, 5, 15}},
		{", from: foreign-ip", "paranoid", hitCount{20, 17, 3}},
		{", from: own-ip", "paranoid", hitCount{20, 17, 3}},
	} {
		t.Run(test.reading+test.from, func(t *testing.T) {
			s := load(t, "85m", "closed: {think: 30m, start: uniform 0s..20m}",
				"fleet: {customers: 20, users: 20}\n"+
					"faults: [{external_renewal: {at: 55m"+test.from+"}}]\n")
			with, err := spec.Lookup("naive")
			require.NoError(t, err)
			var got hitCount
			_, err = world.Run{Scenario: s, Strategy: with, Reading: test.reading, Seed: 1}.Do(&got)
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}
