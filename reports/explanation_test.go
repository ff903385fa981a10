package reports

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// tracedOf folds the records as a run of handmade's scenario would.
func tracedOf(most int, records ...measure.Record) []lineage.Ban {
	l := lineage.New(handmade.Scenario(), "naive", most)
	for i := range records {
		l.Add(&records[i])
	}
	return l.Bans
}

func TestExplanation(t *testing.T) {
	const fell = unit.Milliseconds(300 * ms)
	at, hour, p99 := 300.0, 3_600_000.0, 400.0
	storm := tracedOf(5, handmade.Storm...)
	storm[0].NoRequests = &lineage.NoReturn{Fell: fell, Runs: 2, Always: true}
	storm[0].NoClicks = &lineage.NoReturn{At: unit.Milliseconds(10 * ms), Fell: fell, Runs: 3}
	for _, test := range []struct {
		name        string
		explanation Explanation
	}{
		{"none", Explanation{Scenario: "handmade", Strategy: "idle", Reading: "akamai", Seed: 42,
			Bans: []lineage.Ban{}, Tries: []Try{}}},
		{"storm", Explanation{
			Scenario: "handmade", Strategy: "naive", Reading: "akamai", Seed: 42, Count: 2, Bans: storm,
			Tries: []Try{
				{Change: "one retry fewer", Size: "a setting", Bans: 1, First: &at, Succeeded: 1,
					Ended: 2, Requests: 6, P99: &p99},
				{Change: "a limiter", Size: "a part", Bans: 1, First: &hour, AvertsFirst: true,
					Succeeded: 2, Ended: 2, Requests: 3},
			},
		}},
		{"duel", Explanation{
			Scenario: "handmade", Strategy: "naive", Reading: "akamai", Seed: 42, Count: 1,
			Bans: tracedOf(1, handmade.Duel(20)...), Untried: "naive is written in Go", Tries: []Try{},
		}},
		{"town", townExplanation()},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b bytes.Buffer
			test.explanation.Write(&b, Format{})
			golden(t, "explanation-"+test.name+".txt", b.Bytes())
			b.Reset()
			require.NoError(t, test.explanation.JSON(&b))
			golden(t, "explanation-"+test.name+".json", b.Bytes())
		})
	}
}

// townExplanation is of a run without a ban: a session is lost, and actions fail.
func townExplanation() Explanation {
	s := handmade.Town()
	losses := lineage.NewLosses(s, "recommended", 5)
	failures := lineage.NewFailures(s, "recommended")
	for i := range handmade.TownRecords {
		losses.Add(&handmade.TownRecords[i])
		failures.Add(&handmade.TownRecords[i])
	}
	failures.Close()
	lost, begins := 300_050.0, s.Begins()
	return Explanation{
		Scenario: "town", Strategy: "recommended", Reading: "akamai", Seed: 42, Begins: &begins,
		Bans: []lineage.Ban{}, Others: []string{"naive"}, Lost: losses.Count, Losses: losses.Told,
		Failures: failures, Tries: []Try{
			{Change: "one retry fewer", Size: "a setting", Lost: 1, First: &lost, Succeeded: 2, Ended: 5,
				Requests: 2},
			{Change: "one lock", Size: "a store", AvertsFirst: true, AvertsAll: true, Succeeded: 5,
				Ended: 5, Requests: 1},
		},
	}
}
